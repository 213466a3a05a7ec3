"""Differences of a whole batch that the agency's own receipt tells (42b): kept once, with their first step."""

from uuid import UUID

from tram.cash.models import DifferenceNote, MoneyDifference
from tram.cash.rules.differences import (
    CLOSED,
    DifferenceKind,
    DifferenceState,
    DifferenceStep,
    ReconciledSide,
)
from tram.core.acts import Act

NOTHING = {"matched": 0, "found": 0, "new": 0, "ended": 0}
"""What a reconciliation that compared nothing tells."""


def find(
    act: Act,
    *,
    remittance_id: UUID,
    kind: DifferenceKind,
    item: str,
    book_vnd: int,
    other_vnd: int,
) -> None:
    """Keep a difference between a batch and what its agency received or counted."""
    key = f"{remittance_id}:{kind.value}:{item}:{other_vnd}"
    made, new = MoneyDifference.objects.get_or_create(
        key=key,
        defaults={
            "side": ReconciledSide.AGENCY,
            "kind": kind,
            "remittance_id": remittance_id,
            "item": item,
            "book_vnd": book_vnd,
            "other_vnd": other_vnd,
            "found_by_id": act.actor.id,
            "found_at": act.recorded,
        },
    )
    if new:
        _note(act, made, DifferenceStep.FOUND)
    elif made.state == DifferenceState.CORRECTED:
        made.state, made.settled_by, made.settled_at = DifferenceState.OPEN, None, None
        made.cause, made.explained_by = "", None
        made.save()
        _note(act, made, DifferenceStep.AGAIN)
    end(act, remittance_id=remittance_id, kind=kind, but=key)


def end(act: Act, *, remittance_id: UUID, kind: DifferenceKind, but: str = "") -> None:
    """What the agency said before of a batch no longer holds: it has now said otherwise."""
    rows = MoneyDifference.objects.filter(remittance_id=remittance_id, kind=kind)
    for each in rows.exclude(key=but).exclude(state__in=CLOSED):
        each.state = DifferenceState.CORRECTED
        each.settled_by_id, each.settled_at = act.actor.id, act.recorded
        each.save(update_fields=["state", "settled_by", "settled_at"])
        _note(act, each, DifferenceStep.CORRECTED)


def _note(act: Act, found: MoneyDifference, step: DifferenceStep) -> None:
    DifferenceNote.objects.create(difference=found, step=step, by_id=act.actor.id, at=act.recorded)
