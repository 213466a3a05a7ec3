"""Differences of a whole batch that the agency's own receipt tells (42b): kept once, with their first step."""

from uuid import UUID

from tram.cash.models import DifferenceNote, MoneyDifference
from tram.cash.rules.differences import DifferenceKind, DifferenceStep, ReconciledSide
from tram.core.acts import Act


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
    made, new = MoneyDifference.objects.get_or_create(
        key=f"{remittance_id}:{kind.value}:{item}:{other_vnd}",
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
        DifferenceNote.objects.create(
            difference=made, step=DifferenceStep.FOUND, by_id=act.actor.id, at=act.recorded
        )
