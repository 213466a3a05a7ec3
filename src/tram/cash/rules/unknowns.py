"""What the law was not found to say about a price list: dated parameters that say so beside every price."""

from collections.abc import Iterator, Mapping
from typing import Any

VAT = (
    "Chưa rõ giá đã gồm thuế GTGT hay chưa: tính đúng số tiền của bảng giá, không cộng thêm thuế."
)
REGIONS = "Chưa rõ văn bản nào định nghĩa vùng 1, 2, 3: vùng lấy theo tham số của tỉnh."
REMITTANCE = (
    "Cước chuyển nộp phí, lệ phí lấy theo bảng giá của tỉnh khác: mức của tỉnh chưa tìm thấy."
)
START = "Chưa rõ ngày bảng giá có hiệu lực: lấy tạm ngày ban hành."
SENTENCES = (VAT, REGIONS, REMITTANCE, START)


def unknowns(notes: Mapping[str, Any]) -> tuple[str, ...]:
    """Whole sentences for what the notes of a price list leave open."""
    return tuple(_open(notes))


def _open(notes: Mapping[str, Any]) -> Iterator[str]:
    if notes.get("vat", {}).get("included") == "unknown":
        yield VAT
    if "not found" in notes.get("regions_provenance", ""):
        yield REGIONS
    if "not found" in notes.get("remittance", ""):
        yield REMITTANCE
    if notes.get("issued") and notes["issued"] == notes.get("valid_from"):
        yield START


def beside(told: tuple[str, ...], *, far: bool, fee: bool) -> tuple[str, ...]:
    """Those that matter to one price: regions only between provinces, the remittance only with a fee."""
    silent = ({REGIONS} if not far else set()) | ({REMITTANCE} if not fee else set())
    return tuple(sentence for sentence in told if sentence not in silent)
