"""A day promised in an apology (hẹn lại): it is kept as promised, and moves only when it becomes a day off."""

from datetime import datetime

from tram.core.calendar import ZONE, Hours, WorkingCalendar, days_between, local
from tram.dossiers.rules.deadlines.derivation import Derivation
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
    steps = (kept.steps[0], *off, Step(StepKind.MOVED, end))
    due_at = datetime.combine(end, hours.on(end).closes_at, ZONE)
    return Derivation(kept.started_at, due_at, steps)
