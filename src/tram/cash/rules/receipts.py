"""Papers for money taken (biên lai, biên nhận): kinds, why one is void, and how a number is written."""

from tram.core.choices import Choice

DIGITS = 7
"""A number is written with so many digits (TT 303/2016/TT-BTC)."""
MOST = 10**DIGITS - 1


class ReceiptPaper(Choice):
    """What the paper is for (loại biên lai): a fee and postage are never on one paper."""

    FEE = "fee", "Biên lai thu phí, lệ phí"
    POSTAGE = "postage", "Biên nhận thu cước bưu chính"


class ReceiptVoidReason(Choice):
    """Why a receipt is void (lý do hủy biên lai)."""

    REFUNDED = "refunded", "Đã trả lại tiền"
    MISPRINTED = "misprinted", "In hỏng"
    WRONG = "wrong", "Ghi sai nội dung"


def written(series: str, number: int) -> str:
    """Series and number as on the paper: "VY-19T 0000123"."""
    return f"{series} {number:0{DIGITS}d}"
