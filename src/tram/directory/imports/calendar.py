"""calendar.csv, closures.csv, office_hours.csv: days off, swapped days, closed units, office hours (giờ làm việc).

The files speak for what came from files; what a person added or withdrew on a page stays as it is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Annotated

from tram.core.calendar import DAY, weekday_name
from tram.core.cells import Clock, Day, Note, matching, one_of, or_empty, text, whole
from tram.core.sheets import (
    WHOLE_FILE,
    DatedRow,
    Files,
    LineError,
    Row,
    Sheet,
    backwards,
    read_csv,
    repeats,
)
from tram.core.upsert import Tally, bring
from tram.directory.imports.units import Units
from tram.directory.models import CalendarDay, Closure, DayKind, OfficeHours

DAYS, HOURS, CLOSURES = "calendar.csv", "office_hours.csv", "closures.csv"

_MONTH_DAY = matching(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", "04-16")
_LEAP_YEAR = tuple(date(2000, 1, 1) + n * DAY for n in range(366))
_SATURDAY = 5


@dataclass(frozen=True, kw_only=True)
class DayRow(Row):
    """A day that is not worked, or worked instead of another."""

    date: Day
    kind: Annotated[str, one_of(*DayKind)]
    name: Annotated[str, text(120)]
    provenance: Note


@dataclass(frozen=True, kw_only=True)
class HoursRow(DatedRow):
    """Office hours of a season, for one unit or (empty) for all."""

    unit: Annotated[str, or_empty(text(64))]
    season: Annotated[str, matching(r"[a-z-]{1,20}", "summer")]
    from_month_day: Annotated[str, _MONTH_DAY]
    to_month_day: Annotated[str, _MONTH_DAY]
    morning_start: Clock
    morning_end: Clock
    afternoon_start: Clock
    afternoon_end: Clock
    intake_closes_minutes: Annotated[int, whole(0, 240)]
    source: Note
    confidence: Annotated[str, text(20)]

    def includes(self, month_day: str) -> bool:
        """Whether a day of the year is in the season, which may cross the new year."""
        first, last = self.from_month_day, self.to_month_day
        after, before = month_day >= first, month_day <= last
        return after and before if first <= last else after or before


@dataclass(frozen=True, kw_only=True)
class ClosureRow(Row):
    """A unit that is closed from one day to another, both included."""

    unit: Annotated[str, text(64)]
    valid_from: Day
    valid_to: Day
    reason: Annotated[str, text(120)]
    decision: Annotated[str, or_empty(text(200))]
    provenance: Note


@dataclass(frozen=True)
class Times:
    """The calendar, the closures and the office hours of a folder; it need not have closures."""

    days: Sheet[DayRow]
    hours: Sheet[HoursRow]
    closures: Sheet[ClosureRow]

    @property
    def errors(self) -> tuple[LineError, ...]:
        """What is wrong with the files."""
        return (*self.days.errors, *self.hours.errors, *self.closures.errors)


def read(files: Files, units: Units) -> Times:
    """The times of a folder, and what is wrong with them."""
    days = read_csv(files, DAYS, DayRow)
    hours = read_csv(files, HOURS, HoursRow)
    closures: Sheet[ClosureRow] = Sheet(CLOSURES)
    if CLOSURES in files:
        closures = read_csv(files, CLOSURES, ClosureRow)
    wrong_days = [
        *repeats(days.rows, lambda row: row.date, "date"),
        *(error for row in days.rows for error in _wrong_day(row)),
        *(_missing_years(days.rows) if days.complete else ()),
    ]
    wrong_hours = [
        *repeats(hours.rows, lambda row: (row.unit, row.season, row.valid_from), "season"),
        *(error for row in hours.rows for error in backwards(row)),
        *(error for row in hours.rows for error in units.unknown(row, "unit", row.unit)),
        *(error for row in hours.rows for error in _wrong_hours(row)),
        *(_wrong_year(hours.rows) if not hours.errors else ()),
    ]
    wrong_closures = [
        *(error for row in closures.rows for error in units.unknown(row, "unit", row.unit)),
        *(error for row in closures.rows for error in _wrong_closure(row, closures.rows)),
    ]
    return Times(days.but(wrong_days), hours.but(wrong_hours), closures.but(wrong_closures))


def _wrong_closure(row: ClosureRow, rows: tuple[ClosureRow, ...]) -> Iterator[LineError]:
    if row.valid_to < row.valid_from:
        yield row.error("valid_to", "Ngày mở cửa lại đứng trước ngày đóng cửa: hãy sửa lại.")
    for other in rows[: rows.index(row)]:
        if other.unit == row.unit and (
            other.valid_from <= row.valid_to and row.valid_from <= other.valid_to
        ):
            message = f"Đơn vị này đã đóng cửa ở dòng {other.line}: hãy gộp hai dòng."
            yield row.error("valid_from", message)


def _wrong_day(row: DayRow) -> Iterator[LineError]:
    weekday = row.date.weekday()
    if row.kind == DayKind.WORKING_SATURDAY and weekday < _SATURDAY:
        message = f"Ngày làm bù phải là ngày nghỉ cuối tuần, đây là {weekday_name(row.date)}."
        yield row.error("kind", message)
    if row.kind == DayKind.SWAP_OFF and weekday >= _SATURDAY:
        message = f"Ngày nghỉ hoán đổi phải là ngày làm việc, đây là {weekday_name(row.date)}."
        yield row.error("kind", message)


def _missing_years(rows: tuple[DayRow, ...]) -> Iterator[LineError]:
    """A gap in the years would be counted as a year without holidays."""
    years = {row.date.year for row in rows if row.kind != DayKind.WORKING_SATURDAY}
    for year in range(min(years, default=0), max(years, default=0)):
        if year not in years:
            yield LineError(DAYS, WHOLE_FILE, "date", f"Thiếu ngày nghỉ của năm {year}.")


def _wrong_hours(row: HoursRow) -> Iterator[LineError]:
    moments = ("morning_start", "morning_end", "afternoon_start", "afternoon_end")
    for before, after in pairwise(moments):
        if getattr(row, before) >= getattr(row, after):
            yield row.error(after, f"Giờ này phải sau giờ ở cột {before}.")


def _wrong_year(rows: tuple[HoursRow, ...]) -> Iterator[LineError]:
    """The seasons of a unit that begin together must cover each day of the year once."""
    for unit in dict.fromkeys((row.unit, row.valid_from) for row in rows):
        seasons = [row for row in rows if (row.unit, row.valid_from) == unit]
        for day in _LEAP_YEAR:
            found = [row for row in seasons if row.includes(f"{day:%m-%d}")]
            if len(found) != 1:
                what = "có hai mùa" if found else "chưa có giờ làm việc"
                row = found[1] if found else seasons[0]
                yield row.error("from_month_day", f"Ngày {day:%d/%m} {what}: hãy sửa lại mùa.")
                break


def write(times: Times, units: Mapping[str, int]) -> list[Tally]:
    """Bring all of it in. The file speaks for the years it names, for all closures and all office hours."""
    return [_write_days(times), _write_closures(times, units), _write_hours(times, units)]


def _write_days(times: Times) -> Tally:
    years = {row.date.year for row in times.days.rows}
    days = CalendarDay.objects.filter(day__year__in=years)
    people = days.exclude(added_by=None).filter(removed_at=None).values_list("day", flat=True)
    withdrawn = days.filter(added_by=None).exclude(removed_at=None).values_list("day", "kind")
    theirs, gone = set(people), set(withdrawn)
    wanted = (
        CalendarDay(day=row.date, kind=row.kind, name=row.name, provenance=row.provenance)
        for row in times.days.rows
        if row.date not in theirs and (row.date, row.kind) not in gone
    )
    loaded = days.filter(added_by=None, removed_at=None)
    return bring("calendar", loaded, ("day",), wanted, prune=True)


def _write_closures(times: Times, units: Mapping[str, int]) -> Tally:
    closures = Closure.objects.filter(added_by=None)
    gone = set(closures.exclude(removed_at=None).values_list("unit", "valid_from"))
    wanted = (
        Closure(
            unit_id=units[row.unit],
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            reason=row.reason,
            decision=row.decision,
            provenance=row.provenance,
        )
        for row in times.closures.rows
        if (units[row.unit], row.valid_from) not in gone
    )
    key = ("unit_id", "valid_from")
    return bring("closures", closures.filter(removed_at=None), key, wanted, prune=True)


def _write_hours(times: Times, units: Mapping[str, int]) -> Tally:
    hours = OfficeHours.objects.filter(added_by=None)
    key = ("unit_id", "season", "valid_from")
    gone = set(hours.exclude(removed_at=None).values_list(*key))
    rows = (_hours(row, units) for row in times.hours.rows)
    wanted = (row for row in rows if (row.unit_id, row.season, row.valid_from) not in gone)
    return bring("office hours", hours.filter(removed_at=None), key, wanted, prune=True)


def _hours(row: HoursRow, units: Mapping[str, int]) -> OfficeHours:
    return OfficeHours(
        unit_id=units.get(row.unit),
        season=row.season,
        from_month_day=row.from_month_day,
        to_month_day=row.to_month_day,
        morning_start=row.morning_start,
        morning_end=row.morning_end,
        afternoon_start=row.afternoon_start,
        afternoon_end=row.afternoon_end,
        intake_closes_minutes=row.intake_closes_minutes,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        source=f"{row.confidence}: {row.source}",
    )
