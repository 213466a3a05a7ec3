"""The legal clock (thời hạn giải quyết): when a dossier is due, counted so that people can follow.

A limit in days starts on the first working day after the start and ends at the close of office
hours of its last day; calendar days and months that end on a day off end on the next working day
(BLDS 2015 Điều 147, 148); a limit in hours counts office hours from the minute of the start. The
clock of a dossier that came by post starts when the hand-over record is signed at the agency (QĐ
45/2016/QĐ-TTg).
"""

from calendar import monthrange
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from itertools import count, groupby, islice, pairwise
from typing import Any, Self

from tram.core.calendar import DAY, ZONE, OfficeHours, WorkingCalendar, local, weekday_name
from tram.core.choices import Choice
from tram.core.errors import Refused

TRANSFER_CUTOFF = time(15, 0)

_LONGEST = 9999
_TOLD_WHOLE, _TOLD_FIRST, _TOLD_LAST = 7, 3, 2


class DurationUnit(Choice):
    """What a limit is counted in (đơn vị tính thời hạn)."""

    HOUR = "hour", "giờ làm việc"
    WORKING_DAY = "working-day", "ngày làm việc"
    CALENDAR_DAY = "calendar-day", "ngày"
    MONTH = "month", "tháng"


@dataclass(frozen=True)
class Limit:
    """A time limit as a procedure states it: 3 working days."""

    value: int
    unit: DurationUnit

    def __post_init__(self) -> None:
        if not 1 <= self.value <= _LONGEST:
            raise Refused(
                "bad-limit",
                f"Thời hạn {self} không hợp lệ: hãy ghi một số từ 1 đến {_LONGEST}.",
            )

    def __str__(self) -> str:
        return f"{self.value} {self.unit.label}"


class StepKind(StrEnum):
    """What one step of the counting did."""

    OFF = "off"
    DAY = "day"
    MADE_UP = "made-up-day"
    HOURS = "hours"
    MONTH = "month"
    MOVED = "moved"


@dataclass(frozen=True)
class Step:
    """One day (or part of one) of the counting.

    `number` is the ordinal of the day, the count of months, or the office minutes from `start` to
    `end`; `reason` is why the day is off or worked out of turn.
    """

    kind: StepKind
    day: date
    number: int = 0
    reason: str = ""
    start: time | None = None
    end: time | None = None

    def as_json(self) -> dict[str, Any]:
        """The step in plain JSON values, without what is empty."""
        plain = {"kind": self.kind.value, "day": self.day.isoformat(), "reason": self.reason}
        hours = {"start": _hhmm(self.start), "end": _hhmm(self.end)}
        return {k: v for k, v in {**plain, "number": self.number, **hours}.items() if v}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """The step that `as_json` wrote."""
        return cls(
            StepKind(stored["kind"]),
            date.fromisoformat(stored["day"]),
            stored.get("number", 0),
            stored.get("reason", ""),
            time.fromisoformat(stored["start"]) if "start" in stored else None,
            time.fromisoformat(stored["end"]) if "end" in stored else None,
        )


@dataclass(frozen=True)
class Derivation:
    """A due time with its reasons; both times are aware, on Vietnamese clocks."""

    started_at: datetime
    due_at: datetime
    steps: tuple[Step, ...]

    def in_words(self) -> str:
        """The counting in one phrase; of a long limit, both ends and what is unusual."""
        return f"kể từ {self._since()}: {_join(list(_phrases(self.steps, self.started_at.year)))}"

    def as_json(self) -> dict[str, Any]:
        """The derivation in plain JSON values, times in ISO 8601 with +07:00."""
        return {
            "started_at": self.started_at.isoformat(),
            "due_at": self.due_at.isoformat(),
            "steps": [step.as_json() for step in self.steps],
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """The derivation that `as_json` wrote."""
        return cls(
            local(datetime.fromisoformat(stored["started_at"])),
            local(datetime.fromisoformat(stored["due_at"])),
            tuple(Step.from_json(step) for step in stored["steps"]),
        )

    def _since(self) -> str:
        day = self.started_at.date()
        in_hours = any(step.kind is StepKind.HOURS for step in self.steps)
        clock = f"{self.started_at:%H:%M} " if in_hours else ""
        return f"{clock}{weekday_name(day)} {_short(day, day.year)}"


def due(
    started_at: datetime, limit: Limit, calendar: WorkingCalendar, hours: OfficeHours
) -> Derivation:
    """When a dossier is due whose clock started at `started_at`, by its unit's days and hours."""
    start = local(started_at)
    steps = tuple(_COUNTERS[limit.unit](start, limit.value, calendar, hours))
    last = steps[-1]
    due_at = datetime.combine(last.day, last.end or hours.closes_at, ZONE)
    return Derivation(start, due_at, steps)


def transfer_by(
    accepted_at: datetime,
    calendar: WorkingCalendar,
    hours: OfficeHours,
    cutoff: time = TRANSFER_CUTOFF,
) -> datetime:
    """When an accepted dossier must have reached the competent unit (NĐ 61/2018/NĐ-CP Điều 18).

    The close of the same working day, or the opening of the next one if it was received after
    15:00 (15:00 itself is in time); this never moves the due date.
    """
    accepted = local(accepted_at)
    day, minute = accepted.date(), accepted.time().replace(second=0, microsecond=0)
    if calendar.is_working(day) and minute <= min(cutoff, hours.closes_at):
        return datetime.combine(day, hours.closes_at, ZONE)
    return datetime.combine(calendar.next_working(day), hours.opens_at, ZONE)


# --- counting: each counter yields its steps, and the last step is the end of the limit


def _count_working_days(
    start: datetime, value: int, calendar: WorkingCalendar, _: OfficeHours
) -> Iterator[Step]:
    number = 0
    for day in _days_from(start.date() + DAY):
        if reason := calendar.reason_off(day):
            yield Step(StepKind.OFF, day, reason=reason)
            continue
        number += 1
        made_up = calendar.extra_working.get(day, "")
        yield Step(StepKind.MADE_UP if made_up else StepKind.DAY, day, number, made_up)
        if number == value:
            return


def _count_calendar_days(
    start: datetime, value: int, calendar: WorkingCalendar, _: OfficeHours
) -> Iterator[Step]:
    first = calendar.next_working(start.date())
    yield from _off_until(start.date() + DAY, first, calendar)
    days = list(islice(_days_from(first), value))
    yield from (Step(StepKind.DAY, day, number) for number, day in enumerate(days, 1))
    yield from _moved(days[-1], calendar)


def _count_months(
    start: datetime, value: int, calendar: WorkingCalendar, _: OfficeHours
) -> Iterator[Step]:
    end = _months_after(start.date(), value)
    yield Step(StepKind.MONTH, end, value)
    yield from _moved(end, calendar)


def _count_hours(
    start: datetime, value: int, calendar: WorkingCalendar, hours: OfficeHours
) -> Iterator[Step]:
    left, since = value * 60, _minute(start.time())
    for day in _days_from(start.date()):
        if reason := calendar.reason_off(day):
            yield Step(StepKind.OFF, day, reason=reason)
        else:
            for step in _worked(day, hours, since, left):
                left -= step.number
                yield step
        if not left:
            return
        since = 0


_Counter = Callable[[datetime, int, WorkingCalendar, OfficeHours], Iterator[Step]]
_COUNTERS: dict[DurationUnit, _Counter] = {
    DurationUnit.HOUR: _count_hours,
    DurationUnit.WORKING_DAY: _count_working_days,
    DurationUnit.CALENDAR_DAY: _count_calendar_days,
    DurationUnit.MONTH: _count_months,
}


def _worked(day: date, hours: OfficeHours, since: int, left: int) -> Iterator[Step]:
    """The office minutes of one day from minute `since` on, until `left` is used up."""
    for opens, closes in hours.periods:
        begin = max(_minute(opens), since)
        worked = min(_minute(closes) - begin, left)
        if worked > 0:
            left -= worked
            yield Step(StepKind.HOURS, day, worked, "", _clock(begin), _clock(begin + worked))


def _moved(day: date, calendar: WorkingCalendar) -> Iterator[Step]:
    if calendar.is_working(day):
        return
    moved_to = calendar.next_working(day)
    yield from _off_until(day, moved_to, calendar)
    yield Step(StepKind.MOVED, moved_to)


def _off_until(first: date, end: date, calendar: WorkingCalendar) -> Iterator[Step]:
    for day in islice(_days_from(first), (end - first).days):
        yield Step(StepKind.OFF, day, reason=calendar.reason_off(day) or "")


def _days_from(first: date) -> Iterator[date]:
    return (first + n * DAY for n in count())


def _months_after(day: date, months: int) -> date:
    """The same day of a later month, or the last day of a shorter one (BLDS 2015 Điều 148)."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month0 + 1, min(day.day, monthrange(year, month0 + 1)[1]))


def _minute(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _clock(minute: int) -> time:
    return time(*divmod(minute, 60))


# --- wording: a phrase is (text, whether it is about days off)

_Phrase = tuple[str, bool]
_GAP: _Phrase = ("…", False)


def _phrases(steps: Sequence[Step], year: int) -> Iterator[_Phrase]:
    """One phrase per counted step and per run of days off, one gap per stretch left untold."""
    untold = _untold(steps)
    previous: _Phrase | None = None
    for run in _runs(steps):
        phrase = _GAP if untold.issuperset(run) else (_run_words(run, year), _is_off(run[0]))
        if phrase != _GAP or previous != _GAP:
            yield phrase
        previous = phrase


def _untold(steps: Sequence[Step]) -> set[Step]:
    """The ordinary days in the middle of a long limit: nobody asks about them."""
    counted = [place for place, step in enumerate(steps) if not _is_off(step)]
    if len(counted) <= _TOLD_WHOLE:
        return set()
    middle = steps[counted[_TOLD_FIRST - 1] + 1 : counted[-_TOLD_LAST]]
    return {step for run in _runs(middle) if all(map(_is_ordinary, run)) for step in run}


def _runs(steps: Sequence[Step]) -> Iterator[tuple[Step, ...]]:
    for off, run in groupby(steps, _is_off):
        steps_of_run = tuple(run)
        yield from [steps_of_run] if off else zip(steps_of_run)


def _run_words(run: tuple[Step, ...], year: int) -> str:
    first, last = run[0], run[-1]
    if not _is_off(first):
        return _step_words(first, year)
    until = f"–{_short(last.day, year)}" if last != first else ""
    return f"nghỉ {_short(first.day, year)}{until}"


def _step_words(step: Step, year: int) -> str:
    day = _short(step.day, year)
    match step.kind:
        case StepKind.DAY:
            return f"ngày {step.number} = {day}"
        case StepKind.MADE_UP:
            return f"ngày {step.number} = {weekday_name(step.day)} {day} (làm bù)"
        case StepKind.MONTH:
            return f"hết {step.number} tháng = {day}"
        case StepKind.HOURS:
            return f"{day} {_hhmm(step.start)}–{_hhmm(step.end)} = {_duration(step.number)}"
        case _:
            return f"dời sang {weekday_name(step.day)} {day}"


def _join(phrases: list[_Phrase]) -> str:
    """Counted days stand between commas, days off between semicolons."""
    text = phrases[0][0]
    for (_, off), (words, next_off) in pairwise(phrases):
        text += (";" if off or next_off else ",") + f" {words}"
    return text


def _is_off(step: Step) -> bool:
    return step.kind is StepKind.OFF


def _is_ordinary(step: Step) -> bool:
    return step.reason in ("", weekday_name(step.day))


def _short(day: date, year: int) -> str:
    """26/4, 01/5, 05/02: official letters put a zero before days under 10 and months 1 and 2."""
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"{day.day:02d}/{month}" + ("" if day.year == year else f"/{day.year}")


def _duration(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} giờ"] * bool(hours) + [f"{rest} phút"] * bool(rest)
    return " ".join(parts)


def _hhmm(moment: time | None) -> str:
    return f"{moment:%H:%M}" if moment else ""
