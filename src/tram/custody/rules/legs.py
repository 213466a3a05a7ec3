"""Legs (chặng đường) of what travels: which one a thing is on, and which one each line of the custody book belongs to.

A leg ends by a hand-over at its destination and the next starts from the holder there; offices and postmen in between
are stops of one leg. Legal basis: QĐ 45/2016/QĐ-TTg Điều 5–8, TT 17/2017/TT-BTTTT Điều 5; CV 3746/UBND-HCC1.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from tram.core.choices import Choice
from tram.dossiers.rules.states import GIVING_BACK, State


class LegKind(Choice):
    """What a leg joins (loại chặng đường)."""

    CUSTOMER_TO_POST = "customer-to-post", "Khách hàng nộp cho bưu điện"
    CUSTOMER_TO_DESK = "customer-to-desk", "Khách hàng nộp tại một cửa"
    POST_TO_DESK = "post-to-desk", "Bưu điện chuyển tới một cửa"
    DESK_TO_AGENCY = "desk-to-agency", "Một cửa chuyển đơn vị giải quyết"
    BETWEEN_AGENCIES = "between-agencies", "Giữa các cơ quan phối hợp"
    AGENCY_TO_DESK = "agency-to-desk", "Đơn vị giải quyết chuyển về một cửa"
    DESK_TO_POST = "desk-to-post", "Một cửa giao kết quả cho bưu điện"
    POST_TO_CUSTOMER = "post-to-customer", "Bưu điện phát cho khách hàng"
    DESK_TO_CUSTOMER = "desk-to-customer", "Một cửa trả trực tiếp"
    HOLD = "hold", "Giữ tại điểm chờ khách đến nhận"
    RETURN_TO_DESK = "return-to-desk", "Chuyển hoàn về một cửa"
    RETURN_TO_SENDER = "return-to-sender", "Trả lại giấy tờ cho người gửi"
    ORIGINALS_TO_AGENCY = "originals-to-agency", "Bản chính thu hồi về cơ quan"


_POSTS = frozenset({"provincial-post", "district-post", "post-point"})
_DESKS = frozenset({"service-centre", "one-stop"})


@dataclass(frozen=True)
class Carried:
    """What the books say of one thing now.

    `item` and `holder` are values of ItemKind and HolderKind, `place` the kind of unit that holds it, `cover` the way
    of the sealed cover it is in ("in", "out"), `last` the kind of list that brought it to its holder.
    """

    item: str
    state: State
    holder: str
    place: str | None = None
    cover: str | None = None
    last: str | None = None
    by_post: bool = True

    @property
    def on_the_road(self) -> bool:
        """True while the post has it: a postman, a point or another office of the post."""
        return self.holder == "courier" or self.place in _POSTS


def leg_of(thing: Carried) -> LegKind | None:
    """The leg that a thing is on, or is about to begin where it lies; None where it has come to rest."""
    if thing.holder not in ("courier", "place"):
        return None
    if thing.last == "hold":
        return LegKind.HOLD
    if thing.item == "withdrawn":
        return LegKind.ORIGINALS_TO_AGENCY if thing.state is State.RETURNED else None
    return _result_leg(thing) if thing.item == "result" else _papers_leg(thing)


def _result_leg(thing: Carried) -> LegKind | None:
    if thing.state is State.RELEASED:
        return LegKind.POST_TO_CUSTOMER if thing.on_the_road else None
    if thing.state is not State.SETTLED:
        return None
    if thing.place in _DESKS:
        return LegKind.DESK_TO_POST if thing.by_post else LegKind.DESK_TO_CUSTOMER
    returning = thing.on_the_road and thing.cover is not None
    return LegKind.RETURN_TO_DESK if returning else LegKind.AGENCY_TO_DESK


def _papers_leg(thing: Carried) -> LegKind | None:
    if thing.state in GIVING_BACK:
        return _papers_back(thing)
    if thing.state is State.REGISTERED:
        return LegKind.POST_TO_DESK
    begins = State.ACCEPTED if thing.item == "papers" else State.PROCESSING
    waits = thing.on_the_road or thing.place in _DESKS
    return LegKind.DESK_TO_AGENCY if thing.state is begins and waits else None


def _papers_back(thing: Carried) -> LegKind:
    """Papers of a dossier that ended: home from the desk or the road, to the desk from an agency and its shuttle."""
    if thing.place in _DESKS or (thing.on_the_road and thing.cover is not None):
        return LegKind.RETURN_TO_SENDER
    at_point = thing.place == "post-point"
    return LegKind.RETURN_TO_SENDER if at_point else LegKind.AGENCY_TO_DESK


@dataclass(frozen=True)
class Passed:
    """One line of the custody book: which list it was, and from what to what (kinds of holders and of their units)."""

    item: str
    list: str | None
    giver: str | None
    receiver: str
    to_place: str | None
    at: datetime


# Lists that say their leg by themselves; any other (an office, a run sheet) is a stop of the leg it was on.
_LISTED = {
    "pick-up": LegKind.POST_TO_DESK,
    "hand-over": LegKind.POST_TO_DESK,
    "to-agency": LegKind.DESK_TO_AGENCY,
    "shuttle-out": LegKind.DESK_TO_AGENCY,
    "shuttle-agency": LegKind.DESK_TO_AGENCY,
    "between-agencies": LegKind.BETWEEN_AGENCIES,
    "result-to-desk": LegKind.AGENCY_TO_DESK,
    "papers-to-desk": LegKind.AGENCY_TO_DESK,
    "shuttle-back": LegKind.AGENCY_TO_DESK,
    "shuttle-desk": LegKind.AGENCY_TO_DESK,
    "result-out": LegKind.DESK_TO_POST,
    "papers-out": LegKind.RETURN_TO_SENDER,
    "hold": LegKind.HOLD,
    "hold-back": LegKind.POST_TO_CUSTOMER,
    "return-in": LegKind.RETURN_TO_DESK,
}


def legs_of_lines(lines: Sequence[Passed]) -> list[LegKind | None]:
    """The leg of each line of one thing, in their order; None where it came to be (an agency's result)."""
    found: list[LegKind | None] = []
    for line in lines:
        found.append(_leg_of_line(line, found[-1] if found else None))
    return found


def _leg_of_line(line: Passed, before: LegKind | None) -> LegKind | None:
    if line.item == "withdrawn":
        return LegKind.ORIGINALS_TO_AGENCY
    if line.giver is None:
        return _brought(line)
    if line.list is None:
        return _given(line, before)
    if line.list in _LISTED:
        return _LISTED[line.list]
    return LegKind.POST_TO_CUSTOMER if before is LegKind.DESK_TO_POST else before


def _brought(line: Passed) -> LegKind | None:
    """The first line: the customer brought it, or it came to be where it lies."""
    if line.item == "result":
        return None
    to_desk = line.to_place in _DESKS
    return LegKind.CUSTOMER_TO_DESK if to_desk else LegKind.CUSTOMER_TO_POST


def _given(line: Passed, before: LegKind | None) -> LegKind | None:
    """Given to the customer without a list: by the post at the end of its leg, or at the desk or the point."""
    if line.receiver != "customer":
        return before
    if line.giver == "courier" or before is LegKind.HOLD:
        home = before is LegKind.RETURN_TO_SENDER or line.item != "result"
        return LegKind.RETURN_TO_SENDER if home else LegKind.POST_TO_CUSTOMER
    at_point = before in (LegKind.CUSTOMER_TO_POST, LegKind.RETURN_TO_SENDER, LegKind.POST_TO_DESK)
    return (
        LegKind.RETURN_TO_SENDER
        if at_point and line.item != "result"
        else LegKind.DESK_TO_CUSTOMER
    )


@dataclass(frozen=True)
class Stretch:
    """One leg of one thing: since when it lay where the leg began, its first and last line, how many hand-overs."""

    kind: LegKind
    begun_at: datetime
    first: int
    last: int
    reached_at: datetime | None

    @property
    def stops(self) -> int:
        """How many hand-overs it took so far."""
        return self.last - self.first + 1


def stretches(lines: Sequence[Passed], now_on: LegKind | None) -> list[Stretch]:
    """The legs of one thing, the first one first; the last is not reached while the thing is still on it."""
    found: list[Stretch] = []
    for index, kind in _named(legs_of_lines(lines)):
        if found and found[-1].kind is kind and found[-1].last == index - 1:
            begun, first = found[-1].begun_at, found.pop().first
        else:
            begun, first = lines[max(index - 1, 0)].at, index
        found.append(Stretch(kind, begun, first, index, lines[index].at))
    if found and found[-1].kind is now_on and found[-1].last == len(lines) - 1:
        last = found[-1]
        found[-1] = Stretch(last.kind, last.begun_at, last.first, last.last, None)
    return found


def _named(kinds: Iterable[LegKind | None]) -> Iterable[tuple[int, LegKind]]:
    return ((index, kind) for index, kind in enumerate(kinds) if kind is not None)
