"""Reads of who and where: duties of a person, scope of a unit, the calendar, office hours, parameters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q

from tram.core.acts import Actor, Duty
from tram.core.calendar import OfficeHours as Hours
from tram.core.calendar import WorkingCalendar
from tram.core.errors import Refused
from tram.directory.models import CalendarDay, DayKind, DeskService, OfficeHours, Unit

IN_FORCE = (
    "daterange(valid_from, valid_to, '[]') @> (tram_now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date"
)


def actor_of(user_id: int, name: str) -> Actor:
    """A person with the duties in force today."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT role, unit_id FROM directory_appointment "
            f"WHERE user_id = %s AND {IN_FORCE} ORDER BY id",
            [user_id],
        )
        duties = tuple(Duty(role, unit) for role, unit in cursor.fetchall())
    return Actor(user_id, name, duties)


def scope(unit_id: int) -> tuple[int, ...]:
    """A unit and the units above it: where a duty must be held to act on the unit's things."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE up AS (SELECT id, parent_id FROM directory_unit WHERE id = %s "
            "UNION ALL SELECT u.id, u.parent_id FROM directory_unit u JOIN up ON u.id = up.parent_id) "
            "SELECT id FROM up",
            [unit_id],
        )
        return tuple(row[0] for row in cursor.fetchall())


def serves(desk_id: int, agency_id: int) -> bool:
    """True if a one-stop desk receives dossiers for an agency."""
    return DeskService.objects.filter(desk_id=desk_id, agency_id=agency_id).exists()


def working_calendar() -> WorkingCalendar:
    """The agencies' calendar as loaded: days off and swapped Saturdays, covering the years it names."""
    off: dict[date, str] = {}
    extra: dict[date, str] = {}
    for day, kind, name in CalendarDay.objects.values_list("day", "kind", "name"):
        (extra if kind == DayKind.WORKING_SATURDAY else off)[day] = name
    if not off:
        raise Refused("no-calendar", "Chưa có lịch ngày nghỉ. Hãy nạp lịch trước khi tính hạn.")
    years = {day.year for day in off}
    return WorkingCalendar(days_off=off, extra_working=extra, covers=(min(years), max(years)))


def _in_season(row: OfficeHours, month_day: str) -> bool:
    first, last = row.from_month_day, row.to_month_day
    inside = first <= month_day <= last
    return inside if first <= last else month_day >= first or month_day <= last


def office_hours(day: date, unit_id: int | None = None) -> Hours:
    """Office hours on a day: the unit's own if it has some, else the province's."""
    rows = OfficeHours.objects.filter(Q(unit=None) | Q(unit=unit_id or 0))
    found = [row for row in rows.order_by("unit_id") if _in_season(row, day.strftime("%m-%d"))]
    if not found:
        raise Refused(
            "no-office-hours", "Chưa có giờ làm việc cho ngày này. Hãy nạp giờ làm việc."
        )
    row = next((row for row in found if row.unit_id), found[0])
    return Hours(
        periods=((row.morning_start, row.morning_end), (row.afternoon_start, row.afternoon_end)),
        intake_stops_minutes_early=row.intake_closes_minutes,
    )


@dataclass(frozen=True)
class DutyRow:
    """A duty as a page shows it."""

    role: str
    unit_id: int
    unit: str
    kind: str


def unit_name(unit_id: int) -> str:
    """A unit's name as people say it."""
    unit = Unit.objects.only("name", "short_name").get(id=unit_id)
    return unit.short_name or unit.name


def units_by_id(ids: Sequence[int]) -> dict[int, Unit]:
    """Units of these ids."""
    return Unit.objects.in_bulk(list(ids))


def parameter(code: str, day: date) -> Any:
    """The value of a dated parameter on a day; Refused if nobody has given one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT value FROM directory_parameter "
            "WHERE code = %s AND daterange(valid_from, valid_to, '[]') @> %s::date",
            [code, day],
        )
        row = cursor.fetchone()
    if row is None:
        raise Refused("no-parameter", f"Chưa có tham số «{code}» cho ngày {day:%d/%m/%Y}.")
    return row[0]
