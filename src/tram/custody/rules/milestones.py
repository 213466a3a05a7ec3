"""Milestones (các mốc) of a dossier as its owner follows it: facts in, a few plain steps out.

A milestone names no person, no procedure, no unit and no place. Legal basis: QĐ 45/2016/QĐ-TTg Điều 8 (the customer is
told how the dossier stands), TT 17/2017/TT-BTTTT Điều 5; the clock starts at the signed hand-over.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from tram.core.choices import Choice
from tram.dossiers.rules.states import PAUSED, State


class Milestone(Choice):
    """One step of the way that a citizen knows (mốc)."""

    TAKEN_IN = "taken-in", "Bưu điện đã nhận hồ sơ"
    ON_THE_WAY = "on-the-way", "Đang chuyển tới cơ quan"
    AT_AGENCY = "at-agency", "Cơ quan đã nhận hồ sơ"
    IN_PROGRESS = "in-progress", "Đang giải quyết"
    RESULT_READY = "result-ready", "Đã có kết quả"
    COMING_HOME = "coming-home", "Bưu điện đang chuyển kết quả tới ông/bà"
    RETURNED = "returned", "Đã trả kết quả"
    ENDED = "ended", "Kết thúc, không có kết quả"
    PAPERS_BACK = "papers-back", "Đã trả lại giấy tờ"


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
    PAUSED = "paused", "Tạm dừng: ngày hẹn lùi theo thời gian chờ"
    DONE_IN_TIME = "done-in-time", "Có kết quả đúng hạn"
    DONE_LATE = "done-late", "Có kết quả trễ hạn"


class Progress(Choice):
    """How far one milestone is; the words are those of the timeline."""

    DONE = "done", "đã xong"
    CURRENT = "current", "đang ở đây"
    TROUBLE = "trouble", "có sự cố"
    AHEAD = "todo", "chưa tới"


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
    ended_at: datetime | None = None
    closed_at: datetime | None = None


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
    State.REFUSED: Milestone.ENDED,
    State.REFUSED_CLOSED: Milestone.PAPERS_BACK,
    State.WITHDRAWN: Milestone.ENDED,
    State.WITHDRAWN_CLOSED: Milestone.PAPERS_BACK,
    State.WAITING_PAPERS: Milestone.IN_PROGRESS,
    State.WAITING_PAYMENT: Milestone.IN_PROGRESS,
    State.STOPPED: Milestone.IN_PROGRESS,
    State.INELIGIBLE: Milestone.ENDED,
    State.INELIGIBLE_CLOSED: Milestone.PAPERS_BACK,
    State.ACCEPTED: Milestone.IN_PROGRESS,
    State.PROCESSING: Milestone.IN_PROGRESS,
    State.SETTLED: Milestone.RESULT_READY,
    State.RELEASED: Milestone.COMING_HOME,
    State.RETURNED: Milestone.RETURNED,
    State.CLOSED: Milestone.RETURNED,
}


# How a dossier without a result ends, in the place of the way of a result.
_WITHOUT_RESULT = (Milestone.ENDED, Milestone.PAPERS_BACK)
_LAST = frozenset({Milestone.RETURNED, Milestone.PAPERS_BACK})


def way(facts: Facts) -> tuple[Milestone, ...]:
    """The milestones this dossier passes: the post's only where the customer chose the post.

    One that ended without a result has only those it reached, then its end and the way of its papers.
    """
    if reached(facts) in _WITHOUT_RESULT:
        times = _times(facts)
        begun = (each for each in Milestone if each not in _WITHOUT_RESULT and times[each])
        return (*begun, *_WITHOUT_RESULT)
    skipped: set[Milestone] = set(_WITHOUT_RESULT)
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
    if facts.due_at is None or reached(facts) in _WITHOUT_RESULT:
        return Punctuality.NOT_COUNTED
    if facts.state in PAUSED:
        return Punctuality.PAUSED
    if facts.settled_at is None:
        return Punctuality.OVERDUE if now > facts.due_at else Punctuality.IN_TIME
    late = facts.settled_at > facts.due_at
    return Punctuality.DONE_LATE if late else Punctuality.DONE_IN_TIME


def _times(facts: Facts) -> Mapping[Milestone, datetime | None]:
    return {
        Milestone.TAKEN_IN: facts.registered_at if facts.by_post_in else None,
        Milestone.ON_THE_WAY: facts.left_at,
        Milestone.AT_AGENCY: facts.handover_at if facts.by_post_in else facts.registered_at,
        Milestone.IN_PROGRESS: facts.accepted_at,
        Milestone.RESULT_READY: facts.settled_at,
        Milestone.COMING_HOME: facts.released_at,
        Milestone.RETURNED: facts.returned_at,
        Milestone.ENDED: facts.ended_at,
        Milestone.PAPERS_BACK: facts.closed_at,
    }


def _step(
    milestone: Milestone, ahead: int, times: Mapping[Milestone, datetime | None], facts: Facts
) -> Step:
    if ahead > 0:
        expected = facts.due_at if milestone is Milestone.RESULT_READY else None
        return Step(milestone, Progress.AHEAD, expected=expected)
    if ahead < 0 or milestone in _LAST:
        return Step(milestone, Progress.DONE, times[milestone])
    trouble = facts.keeper is Keeper.NOBODY
    return Step(milestone, Progress.TROUBLE if trouble else Progress.CURRENT, times[milestone])
