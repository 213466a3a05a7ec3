"""The price table is a ceiling (giá tối đa): above it only with a recorded reason; TT 22/2017/TT-BTTTT."""

from dataclasses import dataclass

from tram.core.choices import Choice
from tram.core.errors import Refused
from tram.core.money import format_vnd


class OverrideReason(Choice):
    """Why a teller took more than the table says (lý do thu vượt bảng giá)."""

    EXTRA_SERVICE = "extra-service", "Khách yêu cầu dịch vụ cộng thêm"
    SPECIAL_ROUTE = "special-route", "Nơi phát ngoài địa bàn của bảng giá"
    AGREED = "agreed", "Thỏa thuận bằng văn bản với khách"
    OTHER = "other", "Lý do khác"


@dataclass(frozen=True)
class Override:
    """What the teller asks instead of the table's postage, in đồng, and why."""

    asked_vnd: int
    reason: OverrideReason | None
    words: str = ""


def surplus(table_vnd: int, override: Override | None) -> int:
    """How much above the table is asked, in đồng; Refused without a reason, and below the table."""
    if override is None or override.asked_vnd == table_vnd:
        return 0
    asked = format_vnd(override.asked_vnd)
    if override.asked_vnd < table_vnd:
        raise Refused(
            "price-below",
            f"Giá {asked} thấp hơn bảng giá ({format_vnd(table_vnd)}): chỉ giảm cước cho đối tượng có "
            "trong danh sách, hãy chọn đối tượng và ghi giấy tờ chứng minh.",
        )
    if override.reason is None or not override.words.strip():
        raise Refused(
            "price-above",
            f"Giá {asked} cao hơn mức tối đa {format_vnd(table_vnd)} của bảng giá: hãy thu theo bảng giá, "
            "hoặc chọn lý do và ghi rõ; người quản lý bưu điện sẽ thấy.",
        )
    return override.asked_vnd - table_vnd
