"""calendar.csv and office_hours.csv: days off, swapped working days, office hours (giờ làm việc)."""

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
from tram.directory.models import CalendarDay, DayKind, OfficeHours

DAYS, HOURS = "calendar.csv", "office_hours.csv"

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


@dataclass(frozen=True)
class Times:
    """The calendar and the office hours of a folder."""

    days: Sheet[DayRow]
    hours: Sheet[HoursRow]

    @property
    def errors(self) -> tuple[LineError, ...]:
        """What is wrong with the two files."""
        return (*self.days.errors, *self.hours.errors)


def read(files: Files, units: Units) -> Times:
    """The times of a folder, and what is wrong with them."""
    days = read_csv(files, DAYS, DayRow)
    hours = read_csv(files, HOURS, HoursRow)
    wrong_days = [
        *repeats(days.rows, lambda row: row.date, "date"),
        *(error for row in days.rows for error in _wrong_day(row)),
        *(_missing_years(days.rows) if days.complete else ()),
    ]
    wrong_hours = [
        *repeats(hours.rows, lambda row: (row.unit, row.season), "season"),
        *(error for row in hours.rows for error in backwards(row)),
        *(error for row in hours.rows for error in units.unknown(row, "unit", row.unit)),
        *(error for row in hours.rows for error in _wrong_hours(row)),
        *(_wrong_year(hours.rows) if not hours.errors else ()),
    ]
    return Times(days.but(wrong_days), hours.but(wrong_hours))


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
    """The seasons of a unit must cover each day of the year once."""
    for unit in dict.fromkeys(row.unit for row in rows):
        seasons = [row for row in rows if row.unit == unit]
        for day in _LEAP_YEAR:
            found = [row for row in seasons if row.includes(f"{day:%m-%d}")]
            if len(found) != 1:
                what = "có hai mùa" if found else "chưa có giờ làm việc"
                row = found[1] if found else seasons[0]
                yield row.error("from_month_day", f"Ngày {day:%d/%m} {what}: hãy sửa lại mùa.")
                break


def write(times: Times, units: Mapping[str, int]) -> list[Tally]:
    """Bring days and hours in. The file speaks for the years it names, and for all office hours."""
    years = {row.date.year for row in times.days.rows}
    days = CalendarDay.objects.filter(day__year__in=years)
    wanted = (
        CalendarDay(day=row.date, kind=row.kind, name=row.name, provenance=row.provenance)
        for row in times.days.rows
    )
    hours = (_hours(row, units) for row in times.hours.rows)
    key = ("unit_id", "season")
    return [
        bring("calendar", days, ("day",), wanted, prune=True),
        bring("office hours", OfficeHours.objects.all(), key, hours, prune=True),
    ]


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
        source=f"{row.confidence}: {row.source}",
    )
