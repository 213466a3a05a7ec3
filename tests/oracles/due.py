"""When a dossier is due, counted by hand: one day, or one minute, after another, over plain values.

Nothing of `tram` is imported, not even to read the calendar. Times are naive, on Vietnamese clocks.
"""

import calendar
import csv
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "data" / "vinh-phuc"
ONE_DAY, ONE_MINUTE = timedelta(days=1), timedelta(minutes=1)

Span = tuple[int, int]
Pause = tuple[datetime, datetime, str]


@dataclass(frozen=True)
class Case:
    """One question: a start, a limit, and everything that may bear upon the answer."""

    start: datetime
    unit: str
    value: int
    pauses: tuple[Pause, ...] = ()
    closed: frozenset[date] = frozenset()
    own_hours: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Province:
    """Days off, days worked out of turn, and office hours, as the files say."""

    off: dict[date, str]
    made_up: dict[date, str]
    seasons: tuple[tuple[str, str, tuple[Span, ...]], ...]

    @classmethod
    def read(cls) -> "Province":
        """From data/vinh-phuc/calendar.csv and office_hours.csv."""
        off: dict[date, str] = {}
        made_up: dict[date, str] = {}
        for row in _rows("calendar.csv"):
            days = made_up if row["kind"] == "working-saturday" else off
            days[date.fromisoformat(row["date"])] = row["name"]
        seasons = tuple(
            (row["from_month_day"], row["to_month_day"], _spans(row))
            for row in _rows("office_hours.csv")
            if not row["unit"]
        )
        return cls(off, made_up, seasons)

    def worked(self, case: Case, day: date) -> bool:
        """Whether anybody is at the office."""
        if day in case.closed or day in self.off:
            return False
        return day in self.made_up or day.isoweekday() <= 5

    def hours(self, case: Case, day: date) -> tuple[Span, ...]:
        """Office hours of a day in minutes after midnight."""
        if case.own_hours:
            return case.own_hours
        month_day = day.isoformat()[5:]
        for first, last, spans in self.seasons:
            wraps = first > last
            if (wraps and not last < month_day < first) or first <= month_day <= last:
                return spans
        raise AssertionError(f"no office hours on {day}")

    def closing(self, case: Case, day: date) -> datetime:
        """When the office closes on a day."""
        return at_minute(day, self.hours(case, day)[-1][1])


def due(case: Case, province: Province) -> datetime:
    """The due time of a case."""
    if case.unit == "hour":
        return _minute_by_minute(case, province)
    day, counted, started = case.start.date(), 0, False
    days = case.value if case.unit != "month" else _days_of_months(case.start.date(), case.value)
    while counted < days:
        day += ONE_DAY
        worked = province.worked(case, day)
        started = started or worked or case.unit == "month"
        if not started or _left_out(case, day) or (case.unit == "working-day" and not worked):
            continue
        counted += 1
    while not province.worked(case, day) or _still_waiting(case, province, day):
        day += ONE_DAY
    return province.closing(case, day)


def same_day(accepted: datetime, stops_early: int, case: Case, province: Province) -> datetime:
    """The due time of what is returned on its day."""
    day = accepted.date()
    opening = at_minute(day, province.hours(case, day)[0][0])
    last_minute = max(opening, province.closing(case, day) - timedelta(minutes=stops_early))
    if accepted.replace(second=0, microsecond=0) > last_minute or not province.worked(case, day):
        day += ONE_DAY
        while not province.worked(case, day):
            day += ONE_DAY
    return province.closing(case, day)


def at_minute(day: date, minute: int) -> datetime:
    """A moment of a day."""
    return datetime.combine(day, time()) + timedelta(minutes=minute)


def _minute_by_minute(case: Case, province: Province) -> datetime:
    day, left = case.start.date(), case.value * 60
    before = set(range(case.start.hour * 60 + case.start.minute))
    while True:
        if province.worked(case, day):
            spans = province.hours(case, day)
            at_work = {minute for a, b in spans for minute in range(a, b)}
            for minute in sorted(at_work - before - _waited_minutes(case, day)):
                left -= 1
                if not left:
                    return at_minute(day, minute + 1)
        day, before = day + ONE_DAY, set()


def _waited_minutes(case: Case, day: date) -> set[int]:
    """The minutes of a day that belong to a pause: from the one it began in to the one before it ended in."""
    midnight = at_minute(day, 0)
    found: set[int] = set()
    for since, until, _ in case.pauses:
        first = (since.replace(second=0) - midnight) // ONE_MINUTE
        last = (until.replace(second=0) - midnight) // ONE_MINUTE
        found |= set(range(max(first, 0), min(last, 24 * 60)))
    return found


def _days_of_months(start: date, months: int) -> int:
    year, month = start.year, start.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    last = calendar.monthrange(year, month)[1]
    return (date(year, month, min(start.day, last)) - start).days


def _left_out(case: Case, day: date) -> bool:
    """A pause holds a day that is after its first one, and not after its last."""
    return any(
        max(since, case.start).date() < day <= until.date()
        for since, until, _ in case.pauses
        if until > case.start
    )


def _still_waiting(case: Case, province: Province, day: date) -> bool:
    """The office was made to wait before it closed on this day, and beyond the day."""
    return any(
        since < province.closing(case, day) and since.date() <= day < until.date()
        for since, until, _ in case.pauses
        if until > case.start
    )


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _spans(row: dict[str, str]) -> tuple[Span, ...]:
    names = ("morning_start", "morning_end", "afternoon_start", "afternoon_end")
    a, b, c, d = (int(row[name][:2]) * 60 + int(row[name][3:5]) for name in names)
    return (a, b), (c, d)
