"""When offices work: the calendar and the office hours of each unit, read once for as many units as needed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tram.core.calendar import DAY, HoursTable, Season, WorkingCalendar, days_between
from tram.core.calendar import OfficeHours as Hours
from tram.core.errors import Refused
from tram.directory.models import CalendarDay, Closure, DayKind, OfficeHours

Closed = Mapping[int, Mapping[date, str]]


@dataclass(frozen=True)
class WorkingTimes:
    """The working times of every unit: everybody's calendar and hours, and what is a unit's own."""

    everybody: WorkingCalendar
    closed: Closed
    seasons: Mapping[int | None, tuple[Season, ...]]
    _calendars: dict[int | None, WorkingCalendar] = field(default_factory=dict, repr=False)
    _hours: dict[int | None, HoursTable] = field(default_factory=dict, repr=False)

    def calendar(self, unit_id: int | None = None) -> WorkingCalendar:
        """The days on which a unit works: everybody's, without those on which it is closed."""
        own = unit_id if unit_id in self.closed else None
        if own not in self._calendars:
            days = self.closed[own] if own else {}
            self._calendars[own] = self.everybody.closed_on(days)
        return self._calendars[own]

    def hours(self, unit_id: int | None = None) -> HoursTable:
        """The office hours of a unit on each day: its own, else everybody's."""
        own = unit_id if unit_id in self.seasons else None
        if own not in self._hours:
            everybody = self.seasons.get(None, ())
            self._hours[own] = HoursTable((*(self.seasons[own] if own else ()), *everybody))
        return self._hours[own]


def working_times() -> WorkingTimes:
    """Calendar, closures and office hours as they stand now."""
    return WorkingTimes(_everybody(), _closures(), _seasons())


def working_calendar(unit_id: int | None = None) -> WorkingCalendar:
    """The days on which a unit (or, without one, agencies in general) works."""
    calendar = _everybody()
    return calendar.closed_on(_closures(unit_id).get(unit_id, {})) if unit_id else calendar


def office_hours(day: date, unit_id: int | None = None) -> Hours:
    """Office hours on a day: the unit's own if it has some, else the province's."""
    seasons = _seasons()
    own = seasons.get(unit_id, ()) if unit_id else ()
    return HoursTable((*own, *seasons.get(None, ()))).on(day)


def _everybody() -> WorkingCalendar:
    """Days off and swapped Saturdays as loaded, covering the years that have a holiday."""
    off: dict[date, str] = {}
    extra: dict[date, str] = {}
    years: set[int] = set()
    rows = CalendarDay.objects.filter(removed_at=None).values_list("day", "kind", "name")
    for day, kind, name in rows:
        (extra if kind == DayKind.WORKING_SATURDAY else off)[day] = name
        if kind == DayKind.HOLIDAY:
            years.add(day.year)
    if not years:
        raise Refused("no-calendar", "Chưa có lịch ngày nghỉ. Hãy nạp lịch trước khi tính hạn.")
    first, last = min(years), max(years)
    missing = frozenset(range(first, last)) - years
    return WorkingCalendar(off, extra, (first, last), missing=missing)


def _closures(unit_id: int | None = None) -> dict[int, dict[date, str]]:
    rows = Closure.objects.filter(removed_at=None)
    if unit_id:
        rows = rows.filter(unit=unit_id)
    found: dict[int, dict[date, str]] = {}
    for unit, first, last, reason in rows.values_list("unit", "valid_from", "valid_to", "reason"):
        found.setdefault(unit, {}).update(dict.fromkeys(days_between(first, last + DAY), reason))
    return found


def _seasons() -> dict[int | None, tuple[Season, ...]]:
    """The seasons of each unit that has its own, those of the latest decision first."""
    found: dict[int | None, tuple[Season, ...]] = {}
    rows = OfficeHours.objects.filter(removed_at=None)
    for row in rows.order_by("-valid_from", "-id"):
        found[row.unit_id] = (*found.get(row.unit_id, ()), _season(row))
    return found


def _season(row: OfficeHours) -> Season:
    periods = (row.morning_start, row.morning_end), (row.afternoon_start, row.afternoon_end)
    return Season(
        first=_month_day(row.from_month_day),
        last=_month_day(row.to_month_day),
        hours=Hours(periods, row.intake_closes_minutes),
        valid_from=row.valid_from,
        valid_to=row.valid_to or date.max,
    )


def _month_day(text: str) -> tuple[int, int]:
    month, day = text.split("-")
    return int(month), int(day)
