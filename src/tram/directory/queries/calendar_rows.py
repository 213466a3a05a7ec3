"""The rows of the working times as a page shows them, with who said so; what was withdrawn stays readable."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Q

from tram.core.calendar import weekday_name
from tram.directory.models import CalendarDay, Closure, DayKind, OfficeHours, Unit, UnitKind
from tram.directory.rules.times import TimesRow

_POST = (UnitKind.PROVINCIAL_POST, UnitKind.DISTRICT_POST, UnitKind.POST_POINT)


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What every row has: its basis, who added it (empty: a file), and who withdrew it, when and why."""

    id: int
    basis: str
    added_by: str
    removed_by: str
    removed_at: datetime | None
    removed_reason: str


@dataclass(frozen=True, kw_only=True)
class DayRow(Kept):
    """A special day of the year."""

    day: date
    weekday: str
    kind: DayKind
    name: str


@dataclass(frozen=True, kw_only=True)
class ClosureRow(Kept):
    """A closure of a unit; `over`: its last day is gone."""

    unit: str
    first: date
    last: date
    reason: str
    over: bool


@dataclass(frozen=True, kw_only=True)
class HoursRow(Kept):
    """Office hours of a unit (empty: of all) in a part of the year."""

    unit: str
    season: str
    morning: tuple[time, time]
    afternoon: tuple[time, time]
    intake_closes_minutes: int
    since: date
    until: date | None


@dataclass(frozen=True)
class UnitPlace:
    """A unit to choose by name; the label of one of several with one name says where it stands."""

    id: int
    label: str
    words: str


def loaded_years() -> list[int]:
    """The years that the calendar knows, the latest first."""
    rows = CalendarDay.objects.filter(removed_at=None, kind=DayKind.HOLIDAY)
    return sorted(set(rows.values_list("day__year", flat=True)), reverse=True)


def special_days(year: int) -> list[DayRow]:
    """Days off and swapped days of a year in order, the withdrawn ones too."""
    rows = _with_people(CalendarDay.objects.filter(day__year=year)).order_by("day", "id")
    return [
        DayRow(
            day=row.day,
            weekday=weekday_name(row.day),
            kind=DayKind(row.kind),
            name=row.name,
            **_kept(row, row.provenance),
        )
        for row in rows
    ]


def closures(today: date) -> list[ClosureRow]:
    """Closures, the latest first."""
    rows = _with_people(Closure.objects.select_related("unit")).order_by("-valid_from", "-id")
    return [
        ClosureRow(
            unit=row.unit.name,
            first=row.valid_from,
            last=row.valid_to,
            reason=row.reason,
            over=row.valid_to < today,
            **_kept(row, row.provenance),
        )
        for row in rows
    ]


def hours_rows() -> list[HoursRow]:
    """Office hours: everybody's first, then by unit, the latest decision first."""
    rows = _with_people(OfficeHours.objects.select_related("unit"))
    found = [
        HoursRow(
            unit=row.unit.name if row.unit else "",
            season=f"{_day_month(row.from_month_day)}–{_day_month(row.to_month_day)}",
            morning=(row.morning_start, row.morning_end),
            afternoon=(row.afternoon_start, row.afternoon_end),
            intake_closes_minutes=row.intake_closes_minutes,
            since=row.valid_from,
            until=row.valid_to,
            **_kept(row, row.source),
        )
        for row in rows.order_by("-valid_from", "from_month_day", "id")
    ]
    return sorted(found, key=lambda row: row.unit)


def times_row(kind: TimesRow, row_id: int, today: date) -> Kept | None:
    """One row that still counts, whatever its kind."""
    rows: Sequence[Kept]
    match kind:
        case TimesRow.DAY:
            day = CalendarDay.objects.filter(id=row_id).values_list("day", flat=True).first()
            rows = special_days(day.year) if day else []
        case TimesRow.CLOSURE:
            rows = closures(today)
        case TimesRow.HOURS:
            rows = hours_rows()
    return next((row for row in rows if row.id == row_id and not row.removed_at), None)


def units_with_hours(today: date) -> list[UnitPlace]:
    """Agencies and desks that exist today, to be chosen by name."""
    found = Unit.objects.exclude(kind__in=_POST).filter(
        Q(valid_to=None) | Q(valid_to__gte=today), valid_from__lte=today
    )
    units = list(found.select_related("parent").order_by("sort_key", "id"))
    often = Counter(unit.name for unit in units)
    return [
        UnitPlace(
            unit.id,
            f"{unit.name}, {unit.parent.name}"
            if often[unit.name] > 1 and unit.parent
            else unit.name,
            unit.search_key,
        )
        for unit in units
    ]


def _with_people(rows: Any) -> Any:
    return rows.select_related("added_by", "removed_by")


def _kept(row: Any, source: str) -> dict[str, Any]:
    return {
        "id": row.id,
        "basis": row.decision or source,
        "added_by": row.added_by.full_name if row.added_by else "",
        "removed_by": row.removed_by.full_name if row.removed_by else "",
        "removed_at": row.removed_at,
        "removed_reason": row.removed_reason,
    }


def _day_month(month_day: str) -> str:
    month, day = month_day.split("-")
    return f"{day}/{month}"
