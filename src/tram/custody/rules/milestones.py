"""Milestones (các mốc) of a dossier as its owner follows it: facts in, at most seven plain steps out.

A milestone names no person, no procedure, no unit and no place. Legal basis: QĐ 45/2016/QĐ-TTg Điều 8 (the customer is
told how the dossier stands), TT 17/2017/TT-BTTTT Điều 5; the clock starts at the signed hand-over.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from tram.core.choices import Choice
from tram.dossiers.rules.states import State


class Milestone(Choice):
    """One step of the way that a citizen knows (mốc)."""

    TAKEN_IN = "taken-in", "Bưu điện đã nhận hồ sơ"
    ON_THE_WAY = "on-the-way", "Đang chuyển tới cơ quan"
    AT_AGENCY = "at-agency", "Cơ quan đã nhận hồ sơ"
    IN_PROGRESS = "in-progress", "Đang giải quyết"
    RESULT_READY = "result-ready", "Đã có kết quả"
    COMING_HOME = "coming-home", "Bưu điện đang chuyển kết quả tới ông/bà"
    RETURNED = "returned", "Đã trả kết quả"


class Keeper(Choice):
    """Who holds the papers or the result now, in coarse words (ai đang giữ)."""

    POST = "post", "bưu điện"
    DESK = "desk", "bộ phận một cửa"
    AGENCY = "agency", "cơ quan giải quyết"
    POSTMAN = "postman", "bưu tá đang đi phát"
    CUSTOMER = "customer", "đã trả cho người nhận"
    NOBODY = "nobody", "chưa rõ: đang có sự cố, bưu điện đang tìm hiểu"


class Punctuality(Choice):
    """How the agency stands to its due time (đúng hạn hay trễ); the clock stops when the result is ready."""

    NOT_COUNTED = "not-counted", "Chưa có ngày hẹn"
    IN_TIME = "in-time", "Còn trong hạn"
    OVERDUE = "overdue", "Đã quá ngày hẹn"
    DONE_IN_TIME = "done-in-time", "Có kết quả đúng hạn"
    DONE_LATE = "done-late", "Có kết quả trễ hạn"


class Progress(Choice):
    """How far one milestone is; the words are those of the timeline."""

    DONE = "done", "đã xong"
    CURRENT = "current", "đang ở đây"
    TROUBLE = "trouble", "có sự cố"
    TODO = "todo", "chưa tới"


@dataclass(frozen=True)
class Facts:
    """What both books say of one dossier; every time is aware, None = has not happened."""

    state: State
    by_post_in: bool
    by_post_out: bool
    keeper: Keeper
    registered_at: datetime
    left_at: datetime | None = None
    handover_at: datetime | None = None
    accepted_at: datetime | None = None
    due_at: datetime | None = None
    settled_at: datetime | None = None
    released_at: datetime | None = None
    returned_at: datetime | None = None


@dataclass(frozen=True)
class Step:
    """One milestone with its time, or the time it is expected."""

    milestone: Milestone
    state: Progress
    at: datetime | None = None
    expected: datetime | None = None


# Which milestone each legal state has reached; one that stands nowhere here must be decided, not guessed.
REACHED: dict[State, Milestone | None] = {
    State.START: None,
    State.VOIDED: None,
    State.REGISTERED: Milestone.TAKEN_IN,
    State.SUBMITTED: Milestone.AT_AGENCY,
    State.ARRIVED: Milestone.AT_AGENCY,
    State.INCOMPLETE: Milestone.AT_AGENCY,
    State.COMPLETED: Milestone.AT_AGENCY,
    State.REFUSED: Milestone.AT_AGENCY,
    State.REFUSED_CLOSED: Milestone.AT_AGENCY,
    State.WITHDRAWN: Milestone.AT_AGENCY,
    State.WITHDRAWN_CLOSED: Milestone.AT_AGENCY,
    State.WAITING_PAPERS: Milestone.IN_PROGRESS,
    State.WAITING_PAYMENT: Milestone.IN_PROGRESS,
    State.STOPPED: Milestone.IN_PROGRESS,
    State.INELIGIBLE: Milestone.IN_PROGRESS,
    State.INELIGIBLE_CLOSED: Milestone.IN_PROGRESS,
    State.ACCEPTED: Milestone.IN_PROGRESS,
    State.PROCESSING: Milestone.IN_PROGRESS,
    State.SETTLED: Milestone.RESULT_READY,
    State.RELEASED: Milestone.COMING_HOME,
    State.RETURNED: Milestone.RETURNED,
    State.CLOSED: Milestone.RETURNED,
}


def way(facts: Facts) -> tuple[Milestone, ...]:
    """The milestones this dossier passes: the post's only where the customer chose the post."""
    skipped: set[Milestone] = set()
    if not facts.by_post_in:
        skipped |= {Milestone.TAKEN_IN, Milestone.ON_THE_WAY}
    if not facts.by_post_out:
        skipped.add(Milestone.COMING_HOME)
    return tuple(milestone for milestone in Milestone if milestone not in skipped)


def reached(facts: Facts) -> Milestone | None:
    """The last milestone begun; None for a voided dossier, which has no way."""
    milestone = REACHED[facts.state]
    if milestone is Milestone.TAKEN_IN and facts.left_at:
        return Milestone.ON_THE_WAY
    return milestone


def milestones(facts: Facts) -> tuple[Step, ...]:
    """The steps of the way, done, current and to come; a voided dossier has none."""
    last = reached(facts)
    if last is None:
        return ()
    here = list(Milestone).index(last)
    times = _times(facts)
    return tuple(
        _step(milestone, list(Milestone).index(milestone) - here, times, facts)
        for milestone in way(facts)
    )


def punctuality(facts: Facts, now: datetime) -> Punctuality:
    """In time or late, of the agency's own part: until the result was ready, or until now."""
    if facts.due_at is None:
        return Punctuality.NOT_COUNTED
    if facts.settled_at is None:
        return Punctuality.OVERDUE if now > facts.due_at else Punctuality.IN_TIME
    late = facts.settled_at > facts.due_at
    return Punctuality.DONE_LATE if late else Punctuality.DONE_IN_TIME


def _times(facts: Facts) -> Mapping[Milestone, datetime | None]:
    return {
        Milestone.TAKEN_IN: facts.registered_at,
        Milestone.ON_THE_WAY: facts.left_at,
        Milestone.AT_AGENCY: facts.handover_at if facts.by_post_in else facts.registered_at,
        Milestone.IN_PROGRESS: facts.accepted_at,
        Milestone.RESULT_READY: facts.settled_at,
        Milestone.COMING_HOME: facts.released_at,
        Milestone.RETURNED: facts.returned_at,
    }


def _step(
    milestone: Milestone, ahead: int, times: Mapping[Milestone, datetime | None], facts: Facts
) -> Step:
    if ahead > 0:
        expected = facts.due_at if milestone is Milestone.RESULT_READY else None
        return Step(milestone, Progress.TODO, expected=expected)
    if ahead < 0 or milestone is Milestone.RETURNED:
        return Step(milestone, Progress.DONE, times[milestone])
    trouble = facts.keeper is Keeper.NOBODY
    return Step(milestone, Progress.TROUBLE if trouble else Progress.CURRENT, times[milestone])
