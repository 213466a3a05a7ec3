"""The receipt of a fee and that of postage (biên lai, biên nhận): A5, the sum in figures and in words."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from tram.cash.rules.receipts import DIGITS, ReceiptPaper
from tram.core.calendar import local_date
from tram.core.documents import render_many
from tram.core.money import format_vnd, vnd_in_words
from tram.dossiers.prints import day, moment

TEMPLATE = "custody/typst/money_receipt.typ"
POSTAGE = "Cước bưu chính, kể cả công chuyển nộp phí (nếu có)"


@dataclass(frozen=True, kw_only=True)
class MoneyReceipt:
    """One receipt; `void` says why it is void, empty if it is not."""

    paper: ReceiptPaper
    series: str
    number: int
    point: str
    payer: str
    address: str
    procedure: str
    agency: str
    s10: str
    amount_vnd: int
    teller: str
    at: datetime
    void: str = ""
    demo: bool = False


def receipts_pdf(papers: Iterable[MoneyReceipt]) -> bytes:
    """Receipts as PDF/A, one A5 page each."""
    return render_many(TEMPLATE, map(receipt_sheet, papers))


def receipt_sheet(paper: MoneyReceipt) -> dict[str, Any]:
    """What the template reads."""
    return asdict(paper) | {
        "title": paper.paper.label,
        "what": f"Phí, lệ phí nộp {paper.agency}" if paper.paper is ReceiptPaper.FEE else POSTAGE,
        "number": f"{paper.number:0{DIGITS}d}",
        "amount": format_vnd(paper.amount_vnd),
        "in_words": vnd_in_words(paper.amount_vnd),
        "at": moment(paper.at),
        "day": day(paper.at),
        "dated": local_date(paper.at).isoformat(),
    }
