"""The counting itself: from the start to the end of a limit, one step per day or part of a day.

Each counter yields its steps; the last step is the end of the limit.
"""

from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import count

from tram.core.calendar import DAY, ZONE, Hours, WorkingCalendar, days_between, local
from tram.dossiers.rules.deadlines.derivation import Derivation
from tram.dossiers.rules.deadlines.limits import DurationUnit, Limit
from tram.dossiers.rules.deadlines.pauses import Pause, in_order
from tram.dossiers.rules.deadlines.steps import Step, StepKind

_Piece = tuple[int, int, str]


def due(
    started_at: datetime,
    limit: Limit,
    calendar: WorkingCalendar,
    hours: Hours,
    pauses: Iterable[Pause] = (),
) -> Derivation:
    """When a dossier is due whose clock started at `started_at` and stood still during `pauses`.

    `hours` are those of each day, so that a season may change, or a unit move, inside a limit. While paused, days
    after the first up to the last are not counted, nor office minutes; a limit in months ends as much later.
    """
    start = local(started_at)
    terms = _Terms(calendar, hours, in_order(pauses, start))
    steps = tuple(_COUNTERS[limit.unit](start, limit.value, terms))
    last = steps[-1]
    return Derivation(start, _moment(last.day, last.end or hours.on(last.day).closes_at), steps)


@dataclass(frozen=True)
class _Terms:
    """What the counting goes by."""

    calendar: WorkingCalendar
    hours: Hours
    pauses: tuple[Pause, ...]

    def idle(self, day: date) -> Step | None:
        """Why a limit in days passes over a day, if it does."""
        for pause in self.pauses:
            if pause.holds(day):
                return Step(StepKind.PAUSED, day, reason=pause.kind)
        reason = self.calendar.reason_off(day)
        return Step(StepKind.OFF, day, reason=reason) if reason else None

    def interrupting(self, end: date) -> Pause | None:
        """The pause that began while the limit still ran on its last day, and went on after that day."""
        begun = (pause for pause in self.pauses if pause.first <= end < pause.last)
        closes_at = _moment(end, self.hours.on(end).closes_at)
        return next((pause for pause in begun if local(pause.started_at) < closes_at), None)


# --- days and months


def _working_days(start: datetime, value: int, terms: _Terms) -> Iterator[Step]:
    number = 0
    for day in _days_from(start.date() + DAY):
        if idle := terms.idle(day):
            yield idle
            continue
        number += 1
        made_up = terms.calendar.extra_working.get(day, "")
        yield Step(StepKind.MADE_UP if made_up else StepKind.DAY, day, number, made_up)
        if number == value:
            yield from _ended(day, terms)
            return


def _calendar_days(start: datetime, value: int, terms: _Terms) -> Iterator[Step]:
    first = terms.calendar.next_working(start.date())
    number = 0
    for day in _days_from(start.date() + DAY):
        idle = terms.idle(day)
        if idle and (day < first or idle.kind is StepKind.PAUSED):
            yield idle
            continue
        number += 1
        yield Step(StepKind.DAY, day, number)
        if number == value:
            yield from _ended(day, terms)
            return


def _months(start: datetime, value: int, terms: _Terms) -> Iterator[Step]:
    end = _months_after(start.date(), value)
    yield Step(StepKind.MONTH, end, value)
    waited = 0
    for pause in terms.pauses:
        if pause.first < end + waited * DAY:
            yield from _paused(pause, pause.first + DAY)
            waited += (pause.last - pause.first).days
    yield from _ended(end + waited * DAY, terms, moved=waited > 0)


def _ended(end: date, terms: _Terms, moved: bool = False) -> Iterator[Step]:
    """What moves the end of a limit: a day off, or a pause that began on its last day."""
    while True:
        if not terms.calendar.is_working(end):
            yield from _off(end, end := terms.calendar.next_working(end), terms.calendar)
        elif pause := terms.interrupting(end):
            yield from _paused(pause, end + DAY)
            end = pause.last
        else:
            break
        moved = True
    if moved:
        yield Step(StepKind.MOVED, end)


def _off(first: date, end: date, calendar: WorkingCalendar) -> Iterator[Step]:
    for day in days_between(first, end):
        yield Step(StepKind.OFF, day, reason=calendar.reason_off(day) or "")


def _paused(pause: Pause, first: date) -> Iterator[Step]:
    for day in days_between(first, pause.last + DAY):
        yield Step(StepKind.PAUSED, day, reason=pause.kind)


# --- hours


def _hours(start: datetime, value: int, terms: _Terms) -> Iterator[Step]:
    left, since = value * 60, _minute(start.time())
    for day in _days_from(start.date()):
        for step in _part_day(day, since, terms):
            if step.kind is StepKind.HOURS:
                step = _at_most(step, left)
                left -= step.number
            yield step
            if not left:
                return
        since = 0


def _part_day(day: date, since: int, terms: _Terms) -> Iterator[Step]:
    """One day from minute `since` on: its office minutes and what of them was paused, or why it is off."""
    if terms.calendar.reason_off(day):
        yield from filter(None, [terms.idle(day)])
        return
    cuts = [(*pause.minutes_of(day), pause.kind) for pause in terms.pauses]
    for opens, closes in terms.hours.on(day).periods:
        begin, end = max(_minute(opens), since), _minute(closes)
        for first, last, reason in _pieces(begin, end, cuts):
            kind = StepKind.PAUSED if reason else StepKind.HOURS
            yield Step(kind, day, last - first, reason, _clock(first), _clock(last))


def _pieces(begin: int, end: int, cuts: Iterable[_Piece]) -> Iterator[_Piece]:
    """A span of minutes cut where the clock stood still."""
    for first, last, reason in cuts:
        first, last = max(begin, first), min(end, last)
        if first >= last:
            continue
        if begin < first:
            yield begin, first, ""
        yield first, last, reason
        begin = last
    if begin < end:
        yield begin, end, ""


def _at_most(step: Step, left: int) -> Step:
    """A step of hours, shortened to the minutes that are left of the limit."""
    begin = _minute(step.start or time.min)
    number = min(step.number, left)
    return Step(step.kind, step.day, number, "", step.start, _clock(begin + number))


_Counter = Callable[[datetime, int, _Terms], Iterator[Step]]
_COUNTERS: dict[DurationUnit, _Counter] = {
    DurationUnit.HOUR: _hours,
    DurationUnit.WORKING_DAY: _working_days,
    DurationUnit.CALENDAR_DAY: _calendar_days,
    DurationUnit.MONTH: _months,
}


def _days_from(first: date) -> Iterator[date]:
    return (first + n * DAY for n in count())


def _months_after(day: date, months: int) -> date:
    """The same day of a later month, or the last day of a shorter one (BLDS 2015 Điều 148)."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month0 + 1, min(day.day, monthrange(year, month0 + 1)[1]))


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, ZONE)


def _minute(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _clock(minute: int) -> time:
    return time(*divmod(minute, 60))
