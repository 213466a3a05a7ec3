"""What was paid for a subject and may still go back, and the refunds that wait (trả lại tiền)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Sum

from tram.cash.models import CashLine, Refund, RefundLine
from tram.cash.rules.refunds import Paid, RefundReason, RefundState
from tram.core.acts import Actor


def paid(subject: UUID) -> list[Paid]:
    """Every transfer by which money came in for a subject, and what became of it."""
    rows = list(CashLine.objects.filter(stream=subject).order_by("seq"))
    back = {row.reverses_seq for row in rows}
    asked = set(
        RefundLine.objects.filter(subject=subject, open=True).values_list("seq", flat=True)
    )
    rests = _rests(subject)
    who = {row.seq: row.actor_id for row in rows}
    return [
        Paid(
            row.seq,
            row.amount_vnd,
            who[_origin(row.seq, rests)],
            row.seq in back,
            row.seq in asked,
            row.purpose,
        )
        for row in rows
        if row.reverses_seq is None and row.kind == "posted"
    ]


def _rests(subject: UUID) -> dict[int, int]:
    """What the post kept of a line when a part went back: which line it is the rest of."""
    rows = RefundLine.objects.filter(subject=subject, rest_seq__isnull=False)
    return {rest: seq for rest, seq in rows.values_list("rest_seq", "seq") if rest is not None}


def _origin(seq: int, rests: dict[int, int]) -> int:
    while seq in rests:
        seq = rests[seq]
    return seq


def takers(subject: UUID, seqs: list[int]) -> set[int | None]:
    """Who took these sums from the customer; of a rest, who took the whole."""
    rests = _rests(subject)
    first = {_origin(seq, rests) for seq in seqs}
    lines = CashLine.objects.filter(stream=subject, seq__in=first)
    return set(lines.values_list("actor_id", flat=True))


@dataclass(frozen=True)
class RefundRow:
    """One refund as a page shows it."""

    id: UUID
    subject: UUID
    unit_id: int
    unit: str
    amount_vnd: int
    reason: str
    words: str
    state: RefundState
    asked_by: str
    asked_at: datetime
    decided_by: str
    decided_at: datetime | None
    mine: bool

    @property
    def waiting(self) -> bool:
        """True while nobody has decided."""
        return self.state is RefundState.WAITING


def refunds(
    actor: Actor, units: list[int] | None, *, subject: UUID | None = None, limit: int = 100
) -> list[RefundRow]:
    """Refunds of some units (None: of all), those that wait first, then the newest."""
    rows = Refund.objects.select_related("unit", "asked_by", "decided_by")
    if units is not None:
        rows = rows.filter(unit_id__in=units)
    if subject is not None:
        rows = rows.filter(subject=subject)
    return [_row(row, actor) for row in rows.order_by("-state", "-asked_at")[:limit]]


def _row(row: Refund, actor: Actor) -> RefundRow:
    return RefundRow(
        id=row.id,
        subject=row.subject,
        unit_id=row.unit_id,
        unit=row.unit.name,
        amount_vnd=row.amount_vnd,
        reason=RefundReason(row.reason).label,
        words=row.words,
        state=RefundState(row.state),
        asked_by=row.asked_by.full_name,
        asked_at=row.asked_at,
        decided_by=row.decided_by.full_name if row.decided_by else "",
        decided_at=row.decided_at,
        mine=actor.user_id in (row.asked_by_id, row.taken_by_id),
    )


def given_back(subject: UUID) -> int:
    """How much of a subject's money has gone back, in đồng."""
    rows = CashLine.objects.filter(stream=subject, reverses_seq__isnull=False)
    kept = RefundLine.objects.filter(subject=subject, rest_seq__isnull=False)
    back = rows.aggregate(total=Sum("amount_vnd"))["total"] or 0
    return int(back - (kept.aggregate(total=Sum("kept_vnd"))["total"] or 0))


def asked_back(subject: UUID, reason: RefundReason) -> bool:
    """Whether money of a subject was asked back for a reason, and not refused."""
    rows = Refund.objects.filter(subject=subject, reason=reason)
    return rows.exclude(state=RefundState.REFUSED).exists()
