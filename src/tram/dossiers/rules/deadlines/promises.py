"""A day promised in an apology (hẹn lại): kept as promised, unless it becomes a day off or the clock stood still."""

from collections.abc import Iterable
from datetime import date, datetime

from tram.core.calendar import DAY, ZONE, Hours, WorkingCalendar, days_between, local
from tram.dossiers.rules.deadlines.derivation import Derivation
from tram.dossiers.rules.deadlines.pauses import Pause
from tram.dossiers.rules.deadlines.steps import Step, StepKind

PROMISED = "hẹn lại"


def promise(started_at: datetime, due_at: datetime) -> Derivation:
    """A due time that is nothing but a promise (NĐ 61/2018/NĐ-CP Điều 19)."""
    step = Step(StepKind.MOVED, local(due_at).date(), reason=PROMISED)
    return Derivation(local(started_at), local(due_at), (step,))


def is_promise(derivation: Derivation) -> bool:
    """Whether a due time was promised, not counted."""
    return derivation.steps[0].reason == PROMISED


def promised_again(kept: Derivation, calendar: WorkingCalendar, hours: Hours) -> Derivation:
    """The same promise, or the close of the next working day if the promised one is off."""
    day = kept.due_at.date()
    if calendar.is_working(day):
        return kept
    end = calendar.next_working(day)
    off = (
        Step(StepKind.OFF, each, reason=calendar.reason_off(each) or "")
        for each in days_between(day, end)
    )
    return _moved(kept, off, end, hours)


def promise_after(
    kept: Derivation, pause: Pause, calendar: WorkingCalendar, hours: Hours
) -> Derivation:
    """The promise after a pause: as many working days later as were waited, and not before the pause ended."""
    waited = list(days_between(pause.first + DAY, pause.last + DAY))
    if not waited:
        return kept
    end = kept.due_at.date()
    for _ in filter(calendar.is_working, waited):
        end = calendar.next_working(end)
    while end < pause.last:
        end = calendar.next_working(end)
    paused = (Step(StepKind.PAUSED, day, reason=pause.kind) for day in waited)
    return _moved(kept, paused, end, hours)


def _moved(kept: Derivation, idle: Iterable[Step], end: date, hours: Hours) -> Derivation:
    due_at = datetime.combine(end, hours.on(end).closes_at, ZONE)
    return Derivation(kept.started_at, due_at, (*kept.steps, *idle, Step(StepKind.MOVED, end)))
