"""Giving money back (trả lại tiền): never above what was paid, and never by who took it (requirement 42d)."""

from collections.abc import Iterable
from dataclasses import dataclass

from tram.core.choices import Choice
from tram.core.errors import Refused
from tram.core.money import format_vnd


class RefundReason(Choice):
    """Why money goes back (lý do trả lại tiền)."""

    INTAKE_VOIDED = "intake-voided", "Hủy phiếu nhận"
    OVERCHARGED = "overcharged", "Thu cao hơn mức phải thu"
    WRONG_FEE = "wrong-fee", "Thu nhầm phí, lệ phí"
    NOT_DONE = "not-done", "Dịch vụ không thực hiện được"
    EXEMPT = "exempt", "Khách thuộc đối tượng miễn, giảm"
    FETCHED = "fetched", "Khách tự đến nhận kết quả"


class RefundState(Choice):
    """What became of a refund that was asked for (trạng thái trả lại tiền)."""

    WAITING = "waiting", "Chờ duyệt"
    APPROVED = "approved", "Đã trả lại"
    REFUSED = "refused", "Không duyệt"


@dataclass(frozen=True)
class Paid:
    """One transfer that may go back: its place in the book, đồng, who took it."""

    seq: int
    amount_vnd: int
    taken_by: int | None
    given_back: bool
    asked_for: bool
    purpose: str = ""


def refundable(paid: Iterable[Paid], seqs: Iterable[int] | None) -> tuple[Paid, ...]:
    """The transfers that are to go back (all that still can, if none are named); Refused above what was paid."""
    free = {one.seq: one for one in paid if not one.given_back and not one.asked_for}
    wanted = list(free) if seqs is None else list(seqs)
    if len(set(wanted)) < len(wanted) or not set(wanted) <= set(free):
        raise Refused(
            "above-paid",
            "Khoản này không còn gì để trả: đã trả lại, đang chờ duyệt hoặc chưa từng thu. "
            "Hãy tải lại trang.",
        )
    return tuple(free[seq] for seq in wanted)


def part_kept(paid_vnd: int, part_vnd: int) -> int:
    """What the post keeps of a sum if a part goes back: never above what was paid, never nothing (42d).

    >>> part_kept(50_000, 20_000)
    30000
    """
    if not 0 < part_vnd <= paid_vnd:
        raise Refused(
            "above-paid",
            f"Khoản này đã thu {format_vnd(paid_vnd)}: số trả lại phải lớn hơn 0 và không quá số đó.",
        )
    return paid_vnd - part_vnd


def require_other(approver: int, asked_by: int | None, takers: Iterable[int | None]) -> None:
    """Another person than who took the money and who asked must approve."""
    if approver == asked_by or approver in set(takers):
        raise Refused(
            "same-person",
            "Người đã thu hoặc đã đề nghị không tự duyệt trả lại tiền được: "
            "hãy nhờ người khác ở điểm hoặc người quản lý duyệt.",
        )
