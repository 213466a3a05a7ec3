"""Changes of the working times, inside the caller's command: rows are added and withdrawn, never rewritten.

A year that was not loaded cannot be begun with a single day: it would look like a year without other holidays.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from tram.core.calendar import days_between, vn_date
from tram.core.errors import Refused
from tram.directory.models import CalendarDay, Closure, DayKind, OfficeHours, Unit
from tram.directory.queries import working_calendar, working_times
from tram.directory.rules.times import (
    Change,
    ClosureEnd,
    DayOff,
    NewClosure,
    NewHours,
    Swap,
    TimesRow,
    Withdrawal,
    check,
    check_end,
)

TABLES: dict[TimesRow, Any] = {
    TimesRow.DAY: CalendarDay,
    TimesRow.CLOSURE: Closure,
    TimesRow.HOURS: OfficeHours,
}


def change_times(change: Change, *, by: int, at: datetime) -> None:
    """Make one change of the calendar, closures or office hours; Refused if it contradicts what is there."""
    check(change)
    _CHANGES[type(change)](change, {"added_by_id": by, "added_at": at})


def _day_off(change: DayOff, by: dict[str, Any]) -> None:
    _require_free(change.day)
    CalendarDay.objects.create(
        day=change.day,
        kind=DayKind.HOLIDAY,
        name=change.name,
        decision=change.decision,
        **by,
    )


def _swap(change: Swap, by: dict[str, Any]) -> None:
    _require_free(change.off)
    _require_free(change.worked)
    pair = (
        (
            change.off,
            DayKind.SWAP_OFF,
            _("Nghỉ hoán đổi, làm bù {}").format(vn_date(change.worked)),
        ),
        (change.worked, DayKind.WORKING_SATURDAY, _("Làm bù cho {}").format(vn_date(change.off))),
    )
    CalendarDay.objects.bulk_create(
        CalendarDay(day=day, kind=kind, name=name, decision=change.decision, **by)
        for day, kind, name in pair
    )


def _require_free(day: date) -> None:
    """The year is loaded, and nothing was said of this day yet."""
    working_calendar().reason_off(day)
    said = CalendarDay.objects.filter(day=day, removed_at=None).first()
    if said:
        raise Refused(
            "day-taken",
            _("Ngày {} đã có trong lịch: {}. Hãy bỏ dòng cũ trước nếu nó sai.").format(
                vn_date(day), said.name
            ),
        )


def _close(change: NewClosure, by: dict[str, Any]) -> None:
    unit = Unit.objects.get(id=change.unit_id)
    _require_open(unit, change.first, change.last)
    Closure.objects.create(
        unit=unit,
        valid_from=change.first,
        valid_to=change.last,
        reason=change.reason,
        decision=change.decision,
        **by,
    )


def _require_open(unit: Unit, first: date, last: date) -> None:
    held = Closure.objects.filter(
        unit=unit, removed_at=None, valid_from__lte=last, valid_to__gte=first
    ).first()
    if held:
        raise Refused(
            "closed-already",
            _("{} đã có đợt đóng cửa từ {} đến {}. Hãy đổi ngày cuối của đợt đó.").format(
                unit.name, vn_date(held.valid_from), vn_date(held.valid_to)
            ),
        )


def _end_closure(change: ClosureEnd, by: dict[str, Any]) -> None:
    """The old row is withdrawn, another one with the new last day follows."""
    old = _row(TimesRow.CLOSURE, change.closure_id)
    check_end(old.valid_from, change.last)
    _withdraw(old, _("Đổi ngày cuối thành {}").format(vn_date(change.last)), by)
    _require_open(old.unit, old.valid_from, change.last)
    Closure.objects.create(
        unit=old.unit,
        valid_from=old.valid_from,
        valid_to=change.last,
        reason=old.reason,
        decision=change.decision,
        **by,
    )


def _hours(change: NewHours, by: dict[str, Any]) -> None:
    OfficeHours.objects.create(
        unit_id=change.unit_id,
        season=change.season,
        from_month_day="{:02d}-{:02d}".format(*change.first),
        to_month_day="{:02d}-{:02d}".format(*change.last),
        morning_start=change.morning[0],
        morning_end=change.morning[1],
        afternoon_start=change.afternoon[0],
        afternoon_end=change.afternoon[1],
        intake_closes_minutes=change.intake_closes_minutes,
        valid_from=change.since,
        decision=change.decision,
        **by,
    )


def _withdrawal(change: Withdrawal, by: dict[str, Any]) -> None:
    row = _row(change.row, change.row_id)
    _withdraw(row, change.reason, by)
    if change.row is TimesRow.HOURS and row.unit_id is None:
        _require_hours_every_day()


def _require_hours_every_day() -> None:
    """Without hours of everybody on each day of the calendar nothing could be counted."""
    times = working_times()
    first, last = times.everybody.covers
    try:
        for day in days_between(date(first, 1, 1), date(last + 1, 1, 1)):
            times.hours().on(day)
    except Refused as gap:
        raise Refused(
            "last-hours",
            _(
                "Đây là giờ làm việc chung duy nhất của một mùa, bỏ đi thì không tính được hạn. "
                "Hãy thêm giờ mới: giờ mới thay giờ cũ từ ngày áp dụng."
            ),
        ) from gap


def _withdraw(row: Any, reason: str, by: dict[str, Any]) -> None:
    row.removed_by_id, row.removed_at = by["added_by_id"], by["added_at"]
    row.removed_reason = reason
    row.save(update_fields=["removed_by", "removed_at", "removed_reason"])


def _row(kind: TimesRow, row_id: int) -> Any:
    rows = TABLES[kind].objects.select_for_update(no_key=True).filter(id=row_id, removed_at=None)
    found = rows.first()
    if found is None:
        raise Refused(
            "no-such-row",
            _("Dòng này không còn trong lịch. Hãy tải lại trang để xem lịch mới nhất."),
        )
    return found


_CHANGES: dict[type[Any], Callable[[Any, dict[str, Any]], None]] = {
    DayOff: _day_off,
    Swap: _swap,
    NewClosure: _close,
    ClosureEnd: _end_closure,
    NewHours: _hours,
    Withdrawal: _withdrawal,
}
