"""Giving money back (trả lại tiền): one person asks, another approves, and only then lines are reversed (42d)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from tram.accounts.rules.access import Right, require
from tram.cash.commands.moves import lock_held
from tram.cash.commands.receipts import void
from tram.cash.models import BOOK, CashLine, Purpose, Receipt, Refund, RefundLine, RemittanceLine
from tram.cash.queries.refunds import paid
from tram.cash.rules.counting import require_held
from tram.cash.rules.receipts import ReceiptPaper, ReceiptVoidReason
from tram.cash.rules.refunds import RefundReason, RefundState, refundable, require_other
from tram.core import books
from tram.core.acts import Act
from tram.core.errors import Refused
from tram.core.requests import command
from tram.directory.queries import scope
from tram.directory.queries.signers import Pin, signer

PAPERS = {Purpose.FEE: ReceiptPaper.FEE}


def ask(
    act: Act,
    subject: UUID,
    *,
    unit_id: int,
    reason: RefundReason,
    words: str = "",
    seqs: Iterable[int] | None = None,
) -> Refund | None:
    """Ask that transfers of a subject go back (all that still can, if none are named); None if there is nothing."""
    rows = refundable(paid(subject), seqs)
    if not rows:
        return None
    takers = {row.taken_by for row in rows}
    made = Refund.objects.create(
        id=act.derive("refund"),
        subject=subject,
        unit_id=unit_id,
        amount_vnd=sum(row.amount_vnd for row in rows),
        reason=reason,
        words=words.strip(),
        taken_by_id=next(iter(takers)) if len(takers) == 1 else None,
        asked_by_id=act.actor.id,
        asked_at=act.at,
    )
    RefundLine.objects.bulk_create(
        RefundLine(refund=made, subject=subject, seq=row.seq) for row in rows
    )
    return made


def approve(act: Act, refund: Refund, pin: Pin | None = None) -> int:
    """Approve with one's own session, or by PIN on the device of who asked; the đồng that go back."""
    approver = signer(pin) if pin else act.actor
    require(approver, Right.APPROVE_REFUND, scope(refund.unit_id))
    seqs = sorted(refund.lines.values_list("seq", flat=True))
    lines = list(CashLine.objects.filter(stream=refund.subject, seq__in=seqs).order_by("seq"))
    require_other(approver.id, refund.asked_by_id, (line.actor_id for line in lines))
    if RemittanceLine.objects.filter(subject=refund.subject, seq__in=seqs).exists():
        raise Refused(
            "remitted",
            "Phí, lệ phí này đã vào đợt nộp cho cơ quan: cơ quan trả lại khách theo quy định của mình.",
        )
    for pot in {line.debit_id for line in lines}:
        require_held(lock_held(pot), sum(one.amount_vnd for one in lines if one.debit_id == pot))
    acting = replace(act, actor=approver)
    _reverse(acting, refund.subject, lines)
    act.lines = acting.lines
    refund.state = RefundState.APPROVED
    refund.decided_by_id, refund.decided_at = approver.id, act.at
    refund.save(update_fields=["state", "decided_by", "decided_at"])
    _void_receipts(acting, refund.subject)
    return refund.amount_vnd


@command
def approve_refund(act: Act, *, refund_id: UUID, pin: Pin | None = None) -> dict[str, Any]:
    """Another person approves: the lines are reversed, the receipts behind them are void, the money goes back."""
    refund = _waiting(refund_id)
    return {
        "refund": refund_id,
        "subject": refund.subject,
        "returned_vnd": approve(act, refund, pin),
    }


@command
def refuse_refund(act: Act, *, refund_id: UUID) -> dict[str, Any]:
    """Do not approve: nothing goes back, and the sums are free for another request."""
    refund = _waiting(refund_id)
    require(act.actor, Right.APPROVE_REFUND, scope(refund.unit_id))
    refund.state = RefundState.REFUSED
    refund.decided_by_id, refund.decided_at = act.actor.id, act.at
    refund.save(update_fields=["state", "decided_by", "decided_at"])
    refund.lines.update(open=False)
    return {"refund": refund_id, "subject": refund.subject}


def _waiting(refund_id: UUID) -> Refund:
    refund = Refund.objects.select_for_update(no_key=True).filter(id=refund_id).first()
    if refund is None:
        raise Refused("no-such-refund", "Không có đề nghị trả lại tiền này. Hãy tải lại trang.")
    if refund.state != RefundState.WAITING:
        told = RefundState(refund.state).label.lower()
        raise Refused("decided", f"Đề nghị này {told} rồi nên không quyết định lại được.")
    return refund


def _reverse(act: Act, subject: UUID, lines: Sequence[CashLine]) -> None:
    latest = CashLine.objects.filter(stream=subject).order_by("-seq").values_list("seq", flat=True)
    start = latest.first() or 0
    own = (
        {
            "debit": line.credit_id,
            "credit": line.debit_id,
            "amount_vnd": line.amount_vnd,
            "kind": "posted",
            "purpose": line.purpose,
            "reverses_seq": line.seq,
        }
        for line in lines
    )
    books.append(
        BOOK, act, [books.Line(subject, start + n, words, {}) for n, words in enumerate(own, 1)]
    )


def _void_receipts(act: Act, subject: UUID) -> None:
    """A receipt of which everything has gone back is void."""
    left = {
        PAPERS.get(Purpose(row.purpose), ReceiptPaper.POSTAGE)
        for row in paid(subject)
        if not row.given_back
    }
    for receipt in Receipt.objects.filter(subject=subject, void=None):
        if ReceiptPaper(receipt.paper) not in left:
            void(act, receipt, ReceiptVoidReason.REFUNDED)
