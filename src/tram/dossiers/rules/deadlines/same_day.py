"""What is promised for the very day: results returned at once, and the transfer to the competent unit."""

from collections.abc import Iterator
from datetime import datetime, time

from tram.core.calendar import ZONE, Hours, WorkingCalendar, days_between, local
from tram.dossiers.rules.deadlines.derivation import Derivation
from tram.dossiers.rules.deadlines.steps import Step, StepKind

TRANSFER_CUTOFF = time(15, 0)


def same_day_due(accepted_at: datetime, calendar: WorkingCalendar, hours: Hours) -> Derivation:
    """When a same-day procedure (trả kết quả trong ngày) is due: the close of office hours of its day.

    What comes after intake has closed, or on a day off, belongs to the next working day.
    """
    start = local(accepted_at)
    day = start.date()
    if not calendar.is_working(day) or _minute(start) > hours.on(day).intake_closes_at:
        day = calendar.next_working(day)
    due_at = datetime.combine(day, hours.on(day).closes_at, ZONE)
    steps = (*_off(start, due_at, calendar), Step(StepKind.SAME_DAY, day))
    return Derivation(start, due_at, steps)


def transfer_by(
    accepted_at: datetime,
    calendar: WorkingCalendar,
    hours: Hours,
    cutoff: time = TRANSFER_CUTOFF,
) -> datetime:
    """When an accepted dossier must have reached the competent unit (NĐ 61/2018/NĐ-CP Điều 18).

    The close of the same working day, or the opening of the next one if it was received after
    15:00 (15:00 itself is in time); this never moves the due date.
    """
    accepted = local(accepted_at)
    day = accepted.date()
    if calendar.is_working(day):
        closes = hours.on(day).closes_at
        if _minute(accepted) <= min(cutoff, closes):
            return datetime.combine(day, closes, ZONE)
    day = calendar.next_working(day)
    return datetime.combine(day, hours.on(day).opens_at, ZONE)


def _off(start: datetime, due_at: datetime, calendar: WorkingCalendar) -> Iterator[Step]:
    for day in days_between(start.date(), due_at.date()):
        if reason := calendar.reason_off(day):
            yield Step(StepKind.OFF, day, reason=reason)


def _minute(at: datetime) -> time:
    return at.time().replace(second=0, microsecond=0)
