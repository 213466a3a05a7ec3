"""Receipts by number (biên lai): granted in ranges to points, given out one after the other, void ones kept.

The number is drawn by one statement, in the transaction of the money it is for: what is undone gives its number back.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from tram.accounts.rules.access import Right, require
from tram.cash.models import Receipt, ReceiptBook, ReceiptVoid
from tram.cash.rules.receipts import MOST, ReceiptPaper, ReceiptVoidReason, written
from tram.core import prepared
from tram.core.acts import Act
from tram.core.calendar import local_date
from tram.core.errors import Refused
from tram.core.requests import command
from tram.directory.queries import scope, unit_name

ISSUE = """
WITH wanted AS (SELECT * FROM unnest(%(papers)s::text[], %(amounts)s::bigint[]) AS w(paper, amount)),
used AS (
  UPDATE cash_receiptbook b SET next = b.next + 1 FROM wanted w
  WHERE b.next <= b.last AND b.id = (
    SELECT c.id FROM cash_receiptbook c WHERE c.unit_id = %(unit)s AND c.paper = w.paper AND c.next <= c.last
      AND daterange(c.valid_from, c.valid_to, '[]') @> %(day)s::date ORDER BY c.valid_from, c.id LIMIT 1)
  RETURNING b.id, b.first, b.next - 1 AS number, b.series, b.paper, w.amount)
INSERT INTO cash_receipt (book_id, first, number, series, paper, subject, amount_vnd, unit_id, by_id, at)
SELECT id, first, number, series, paper, %(subject)s::uuid, amount, %(unit)s, %(by)s, %(at)s FROM used
RETURNING paper
"""


def issue(act: Act, subject: UUID, *, unit_id: int, sums: Mapping[ReceiptPaper, int]) -> None:
    """A receipt for each sum above zero; a fee is never taken without one (QĐ 45/2016/QĐ-TTg Điều 11)."""
    wanted = {paper.value: amount for paper, amount in sums.items() if amount}
    if not wanted:
        return
    words = {
        "papers": list(wanted),
        "amounts": list(wanted.values()),
        "unit": unit_id,
        "day": local_date(act.at),
        "subject": subject,
        "by": act.actor.id,
        "at": act.at,
    }
    given = {row[0] for row in prepared.rows(ISSUE, words)}
    if ReceiptPaper.FEE in wanted and ReceiptPaper.FEE not in given:
        raise Refused(
            "no-receipts",
            "Điểm này không còn số biên lai thu phí, lệ phí: hãy báo người quản lý bưu điện cấp quyển mới, "
            "hoặc hướng dẫn khách nộp phí bằng cách khác.",
        )


@command
def grant_book(
    act: Act, *, unit_id: int, paper: ReceiptPaper, series: str, first: int, last: int
) -> dict[str, Any]:
    """Grant a range of numbers to a point (cấp quyển biên lai), from today on."""
    require(act.actor, Right.MANAGE_POST, scope(unit_id))
    series = series.strip()
    if not series or not 1 <= first <= last <= MOST:
        raise Refused(
            "bad-range", f"Dải số phải có ký hiệu, từ 1 đến {MOST}, số cuối không nhỏ hơn số đầu."
        )
    clash = ReceiptBook.objects.filter(series=series, first__lte=last, last__gte=first).first()
    if clash:
        raise Refused(
            "range-taken",
            f"Dải số này chồng lên quyển {written(clash.series, clash.first)} đã cấp cho "
            f"{unit_name(clash.unit_id)}: hãy chọn dải khác.",
        )
    made = ReceiptBook.objects.create(
        unit_id=unit_id,
        paper=paper,
        series=series,
        first=first,
        last=last,
        next=first,
        valid_from=local_date(act.at),
        granted_by_id=act.actor.id,
    )
    return {"book": made.id}


@command
def reissue(act: Act, *, receipt_id: int, reason: ReceiptVoidReason) -> dict[str, Any]:
    """Void a spoilt receipt and give out the next number for the same sum; the void one stays to be seen."""
    found = Receipt.objects.filter(id=receipt_id).first()
    if found is None:
        raise Refused("no-such-receipt", "Không có biên lai này. Hãy tải lại trang.")
    require(act.actor, Right.APPROVE_REFUND, scope(found.unit_id))
    if reason is ReceiptVoidReason.REFUNDED:
        raise Refused("wrong-reason", "Biên lai đã trả tiền thì hủy cùng với việc trả lại tiền.")
    void(act, found, reason)
    paper = ReceiptPaper(found.paper)
    issue(act, found.subject, unit_id=found.unit_id, sums={paper: found.amount_vnd})
    return {"receipt": receipt_id, "subject": found.subject}


def void(act: Act, receipt: Receipt, reason: ReceiptVoidReason) -> None:
    """Mark a receipt as void; Refused if it is so already."""
    if ReceiptVoid.objects.filter(receipt=receipt).exists():
        number = written(receipt.series, receipt.number)
        raise Refused("void-already", f"Biên lai {number} đã hủy rồi. Hãy tải lại trang.")
    ReceiptVoid.objects.create(receipt=receipt, reason=reason, by_id=act.actor.id, at=act.at)
