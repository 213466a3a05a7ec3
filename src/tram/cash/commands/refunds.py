"""Giving money back (trả lại tiền): one person asks, another approves, and only then lines are reversed (42d)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any
from uuid import UUID

from tram.accounts.rules.access import Right, require
from tram.cash.commands import door, last_seq
from tram.cash.commands.moves import lock_held
from tram.cash.commands.receipts import issue, void
from tram.cash.models import BOOK, CashLine, Purpose, Receipt, Refund, RefundLine, RemittanceLine
from tram.cash.queries.refunds import paid, takers
from tram.cash.rules.counting import require_held
from tram.cash.rules.receipts import ReceiptPaper, ReceiptVoidReason
from tram.cash.rules.refunds import RefundReason, RefundState, part_kept, refundable, require_other
from tram.core import books
from tram.core.acts import Act
from tram.core.errors import Refused
from tram.core.requests import command
from tram.directory.queries import scope
from tram.directory.queries.signers import Pin, signer

WHOLE: Mapping[int, int] = MappingProxyType({})
PAPERS = {Purpose.FEE: ReceiptPaper.FEE}


def ask(
    act: Act,
    subject: UUID,
    *,
    unit_id: int,
    reason: RefundReason,
    words: str = "",
    seqs: Iterable[int] | None = None,
    parts: Mapping[int, int] = WHOLE,
) -> Refund | None:
    """Ask that transfers of a subject go back (all that still can, if none are named); None if there is nothing.

    `parts` says how much of a transfer goes back, where it is not the whole.
    """
    rows = refundable(paid(subject), seqs)
    if not rows:
        return None
    kept = {row.seq: part_kept(row.amount_vnd, parts.get(row.seq, row.amount_vnd)) for row in rows}
    taken_by = {row.taken_by for row in rows}
    made = Refund.objects.create(
        id=act.derive("refund"),
        subject=subject,
        unit_id=unit_id,
        amount_vnd=sum(row.amount_vnd - kept[row.seq] for row in rows),
        reason=reason,
        words=words.strip(),
        taken_by_id=next(iter(taken_by)) if len(taken_by) == 1 else None,
        asked_by_id=act.actor.id,
        asked_at=act.at,
    )
    RefundLine.objects.bulk_create(
        RefundLine(refund=made, subject=subject, seq=row.seq, kept_vnd=kept[row.seq])
        for row in rows
    )
    return made


def approve(act: Act, refund: Refund, pin: Pin | None = None) -> int:
    """Approve with one's own session, or by PIN on the device of who asked; the đồng that go back."""
    approver = signer(pin) if pin else act.actor
    require(approver, Right.APPROVE_REFUND, scope(refund.unit_id))
    seqs = sorted(refund.lines.values_list("seq", flat=True))
    lines = list(CashLine.objects.filter(stream=refund.subject, seq__in=seqs).order_by("seq"))
    require_other(approver.id, refund.asked_by_id, takers(refund.subject, seqs))
    if RemittanceLine.objects.filter(subject=refund.subject, seq__in=seqs).exists():
        raise Refused(
            "remitted",
            "Phí, lệ phí này đã vào đợt nộp cho cơ quan: cơ quan trả lại khách theo quy định của mình.",
        )
    kept = dict(refund.lines.values_list("seq", "kept_vnd"))
    for pot in sorted({line.debit_id for line in lines}):
        mine = [one for one in lines if one.debit_id == pot]
        require_held(lock_held(pot), sum(one.amount_vnd - kept[one.seq] for one in mine))
    acting = replace(act, actor=approver)
    _reverse(acting, refund, lines)
    door.give_back(acting, refund.id, refund.lines.all())
    act.lines = acting.lines
    refund.state = RefundState.APPROVED
    refund.decided_by_id, refund.decided_at = approver.id, act.at
    refund.save(update_fields=["state", "decided_by", "decided_at"])
    _receipts(acting, refund)
    act.lines = acting.lines
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


def _reverse(act: Act, refund: Refund, lines: Sequence[CashLine]) -> None:
    """Each line is reversed whole; what the post keeps of one is booked again in the same moment."""
    subject, seq = refund.subject, last_seq(refund.subject)
    made = []
    parts = {row.seq: row for row in refund.lines.all()}
    for line in lines:
        made.append(books.Line(subject, seq := seq + 1, _back(line), {}))
        part = parts[line.seq]
        if part.kept_vnd:
            made.append(books.Line(subject, seq := seq + 1, _rest(line, part.kept_vnd), {}))
            part.rest_seq = seq
            part.save(update_fields=["rest_seq"])
    books.append(BOOK, act, made)


def _back(line: CashLine) -> dict[str, Any]:
    return {
        "debit": line.credit_id,
        "credit": line.debit_id,
        "amount_vnd": line.amount_vnd,
        "kind": "posted",
        "purpose": line.purpose,
        "reverses_seq": line.seq,
    }


def _rest(line: CashLine, kept_vnd: int) -> dict[str, Any]:
    return {
        "debit": line.debit_id,
        "credit": line.credit_id,
        "amount_vnd": kept_vnd,
        "kind": "posted",
        "purpose": line.purpose,
    }


def _receipts(act: Act, refund: Refund) -> None:
    """A receipt of which anything has gone back is void; what the post keeps gets a receipt of its own."""
    left: Counter[ReceiptPaper] = Counter()
    for row in paid(refund.subject):
        if not row.given_back:
            left[PAPERS.get(Purpose(row.purpose), ReceiptPaper.POSTAGE)] += row.amount_vnd
    anew = {}
    for receipt in Receipt.objects.filter(subject=refund.subject, void=None):
        paper = ReceiptPaper(receipt.paper)
        if left[paper] != receipt.amount_vnd:
            void(act, receipt, ReceiptVoidReason.REFUNDED)
            anew[paper] = left[paper]
    issue(act, refund.subject, unit_id=refund.unit_id, sums=anew)
