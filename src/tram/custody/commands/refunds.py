"""Asking that money of a dossier goes back (đề nghị trả lại tiền): by the point that took it or its manager."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from tram.accounts.rules.access import Right, may, require
from tram.cash.commands import refunds
from tram.cash.rules.refunds import RefundReason
from tram.core.acts import Act
from tram.core.errors import Refused
from tram.core.requests import command
from tram.directory.queries import scope
from tram.dossiers import commands as dossiers


@command
def ask_refund(
    act: Act,
    *,
    dossier_id: UUID,
    reason: RefundReason,
    seqs: Iterable[int] | None,
    words: str = "",
    part_vnd: int | None = None,
) -> dict[str, Any]:
    """Ask that sums taken for a dossier go back, or a part of one; another person approves (requirement 42d)."""
    point = dossiers.lock([dossier_id])[dossier_id].intake_point_id
    if point is None:
        raise Refused(
            "no-money", "Hồ sơ này không nộp qua bưu điện nên bưu điện không thu gì để trả lại."
        )
    if not may(act.actor, Right.TAKE_IN, [point]):
        require(act.actor, Right.APPROVE_REFUND, scope(point))
    chosen = None if seqs is None else list(seqs)
    parts = _part(chosen, part_vnd)
    made = refunds.ask(
        act, dossier_id, unit_id=point, reason=reason, words=words, seqs=chosen, parts=parts
    )
    if made is None:
        raise Refused("above-paid", "Hồ sơ này không còn khoản nào để trả lại.")
    return {"refund": made.id, "amount_vnd": made.amount_vnd}


def _part(seqs: list[int] | None, part_vnd: int | None) -> dict[int, int]:
    if part_vnd is None:
        return {}
    if seqs is None or len(seqs) != 1:
        raise Refused("one-sum", "Chỉ trả một phần của một khoản: hãy chọn đúng một khoản.")
    return {seqs[0]: part_vnd}
