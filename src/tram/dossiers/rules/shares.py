"""Each unit's share of a dossier's time: from one hand-over to the next, pauses told apart (TT 01/2018 Điều 13).

Everything is counted in working minutes of the agency that has the power to decide, so that the shares and the pauses
add up to the whole. A share handed on before the day on which its planned time runs out is early, on that day on
time, afterwards late (TT 01/2018/TT-VPCP Mẫu 05).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from itertools import groupby

from tram.core.calendar import ZONE, Hours, WorkingCalendar, local
from tram.core.choices import Choice
from tram.dossiers.rules.deadlines import DurationUnit, Limit, due
from tram.dossiers.rules.queue import day_minutes, working_minutes
from tram.dossiers.rules.states import PAUSED, RUNNING, TO_ACCEPT, State

AT_DESK = 0
"""The stage of a dossier that no agency has yet: the desk's own share."""
WAITS = PAUSED | {State.INCOMPLETE}
COUNTED = TO_ACCEPT | RUNNING | WAITS | {State.START, State.REGISTERED}


class Pace(Choice):
    """How a unit kept to its planned share (tiến độ của đơn vị)."""

    EARLY = "early", "Trước hạn"
    ON_TIME = "on-time", "Đúng hạn"
    LATE = "late", "Quá hạn"


@dataclass(frozen=True)
class Event:
    """A line of the dossier book as the shares need it: `unit_id` and `stage` where it hands the dossier over."""

    at: datetime
    state: State
    unit_id: int | None = None
    stage: int | None = None


@dataclass(frozen=True)
class Share:
    """The time one unit had the dossier: minutes worked and waited; `until` of a running share is now."""

    unit_id: int
    stage: int
    since: datetime
    until: datetime
    worked: int
    paused: int
    planned: int | None
    running: bool
    pace: Pace | None


@dataclass(frozen=True)
class Shares:
    """Every share of a dossier in order, and the whole they add up to."""

    each: tuple[Share, ...]
    whole: int

    @property
    def worked(self) -> int:
        """Minutes in which some unit could work on it."""
        return sum(share.worked for share in self.each)

    @property
    def paused(self) -> int:
        """Minutes in which it waited for the citizen, or was stopped."""
        return sum(share.paused for share in self.each)


@dataclass(frozen=True)
class Clock:
    """By which days and hours the minutes are counted."""

    calendar: WorkingCalendar
    hours: Hours

    def minutes(self, since: datetime, until: datetime) -> int:
        """Working minutes between two moments."""
        return working_minutes(since, until, self.calendar, self.hours)

    def day_minutes(self, at: datetime) -> int:
        """Office minutes of the whole day of a moment."""
        return day_minutes(self.hours.on(local(at).date()))


@dataclass(frozen=True)
class _Piece:
    turn: int
    unit_id: int
    stage: int
    since: datetime
    until: datetime
    waits: bool
    running: bool


def shares(
    events: Iterable[Event],
    *,
    started_at: datetime,
    desk_id: int,
    now: datetime,
    plan: Mapping[int, int],
    clock: Clock,
) -> Shares:
    """The shares of a dossier whose clock started then; `plan` gives the minutes of each stage, the desk's at 0.

    What the desk saves passes on to the first agency, whose own time ends with the appointment, not before.
    """
    pieces = list(_pieces(events, started_at, desk_id, now))
    saved, each = 0, []
    for _turn, turn in groupby(pieces, lambda piece: piece.turn):
        share = _share(list(turn), plan, saved, clock)
        saved = max((share.planned or 0) - share.worked, 0) if share.stage == AT_DESK else 0
        each.append(share)
    return Shares(tuple(each), clock.minutes(started_at, pieces[-1].until))


def _pieces(
    events: Iterable[Event], started_at: datetime, desk_id: int, now: datetime
) -> Iterator[_Piece]:
    """The time cut at every event; what a device dated before the event before it takes no time."""
    turn, unit_id, stage, since, waits = 0, desk_id, AT_DESK, started_at, False
    for event in events:
        until = max(event.at, since)
        over = event.state not in COUNTED
        yield _Piece(turn, unit_id, stage, since, until, waits, False)
        if over:
            return
        since, waits = until, event.state in WAITS
        if event.unit_id is not None:
            turn, unit_id, stage = turn + 1, event.unit_id, event.stage or 1
    yield _Piece(turn, unit_id, stage, since, max(now, since), waits, True)


def _share(pieces: Sequence[_Piece], plan: Mapping[int, int], saved: int, clock: Clock) -> Share:
    first, last = pieces[0], pieces[-1]
    spent = {True: 0, False: 0}
    for piece in pieces:
        spent[piece.waits] += clock.minutes(piece.since, piece.until)
    planned = plan[first.stage] + saved if first.stage in plan else None
    return Share(
        unit_id=first.unit_id,
        stage=first.stage,
        since=first.since,
        until=last.until,
        worked=spent[False],
        paused=spent[True],
        planned=planned,
        running=last.running,
        pace=_pace(spent[False], planned, last, clock),
    )


def _pace(worked: int, planned: int | None, last: _Piece, clock: Clock) -> Pace | None:
    """A share that still runs can only be late; one that nothing was planned for has no pace."""
    if planned is None:
        return None
    if last.running:
        return Pace.LATE if worked > planned else None
    return pace(worked, planned, last.until, clock)


def pace(worked: int, planned: int, until: datetime, clock: Clock) -> Pace:
    """Early, on time or late: by the day on which the planned minutes run out."""
    if worked > planned:
        return Pace.LATE
    end_of_day = datetime.combine(local(until).date(), time.max, ZONE)
    left_today = clock.minutes(until, end_of_day)
    return Pace.ON_TIME if worked + left_today >= planned else Pace.EARLY


def planned_minutes(limit: Limit, since: datetime, clock: Clock) -> int:
    """A planned time in working minutes; one in calendar days or months as it falls from `since` on."""
    if limit.unit is DurationUnit.HOUR:
        return limit.value * 60
    if limit.unit is DurationUnit.WORKING_DAY:
        return limit.value * clock.day_minutes(since)
    return clock.minutes(since, due(since, limit, clock.calendar, clock.hours).due_at)


def percent(part: int, whole: int | None) -> int | None:
    """How much of a planned time is used, in whole per cent; None where nothing was planned."""
    return None if not whole else part * 100 // whole
