"""Incidents of postal items (sự cố bưu gửi): what can go wrong, what stops an item, when a case may be closed.

Legal basis: Luật Bưu chính Điều 13 (a damaged cover), NĐ 47/2011/NĐ-CP Điều 24-26 and QĐ 45/2016/QĐ-TTg Điều 14 (loss
and damage), TT 19/2017/TT-BTTTT (secrecy marks do not travel this way).
"""

from dataclasses import dataclass

from tram.core.choices import Choice
from tram.core.errors import Refused


class IncidentKind(Choice):
    """What went wrong with an item (loại sự cố)."""

    LOSS = "loss", "Mất"
    DAMAGE = "damage", "Hư hỏng"
    MISROUTE = "misroute", "Chuyển nhầm, thất lạc"
    SEAL_BROKEN = "seal-broken", "Niêm phong rách hoặc bị mở"
    SECRECY_MARK = "secrecy-mark", "Có dấu mật"


class Circumstance(Choice):
    """How it came about, or was noticed (diễn biến)."""

    MISSING_AT_COUNT = "missing-at-count", "Kiểm đếm không thấy"
    NOT_FOUND = "not-found", "Tìm tại nơi giữ không thấy"
    ACCIDENT = "accident", "Tai nạn, thiên tai trên đường"
    STOLEN = "stolen", "Bị lấy cắp, cướp"
    WET = "wet", "Bị ướt"
    TORN = "torn", "Bị rách, dập nát"
    BURNT = "burnt", "Bị cháy"
    WRONG_LIST = "wrong-list", "Nằm lẫn trong túi hoặc bảng kê khác"
    WRONG_PLACE = "wrong-place", "Giao nhầm nơi nhận"
    WRONG_PERSON = "wrong-person", "Phát nhầm người"
    SEAL_TORN = "seal-torn", "Niêm phong rách"
    SEAL_DIFFERS = "seal-differs", "Số niêm phong không khớp"
    OPENED_BY_OTHERS = "opened-by-others", "Người không có quyền đã mở"
    MARK_ON_COVER = "mark-on-cover", "Dấu mật ngoài bao bì"
    MARK_ON_PAPER = "mark-on-paper", "Dấu mật trên giấy tờ bên trong"
    OTHER = "other", "Khác (ghi rõ)"


CIRCUMSTANCES: dict[IncidentKind, tuple[Circumstance, ...]] = {
    IncidentKind.LOSS: (
        Circumstance.MISSING_AT_COUNT,
        Circumstance.NOT_FOUND,
        Circumstance.ACCIDENT,
        Circumstance.STOLEN,
        Circumstance.OTHER,
    ),
    IncidentKind.DAMAGE: (
        Circumstance.TORN,
        Circumstance.WET,
        Circumstance.BURNT,
        Circumstance.ACCIDENT,
        Circumstance.OTHER,
    ),
    IncidentKind.MISROUTE: (
        Circumstance.WRONG_LIST,
        Circumstance.WRONG_PLACE,
        Circumstance.WRONG_PERSON,
        Circumstance.OTHER,
    ),
    IncidentKind.SEAL_BROKEN: (
        Circumstance.SEAL_TORN,
        Circumstance.SEAL_DIFFERS,
        Circumstance.OPENED_BY_OTHERS,
        Circumstance.OTHER,
    ),
    IncidentKind.SECRECY_MARK: (Circumstance.MARK_ON_COVER, Circumstance.MARK_ON_PAPER),
}


class IncidentState(Choice):
    """Whether a case still goes on (tình trạng sự cố)."""

    OPEN = "open", "Đang xử lý"
    CLOSED = "closed", "Đã kết thúc"


class IncidentEnd(Choice):
    """How a case came to its end (kết cục)."""

    FOUND = "found", "Đã tìm thấy, đi tiếp"
    WENT_ON = "went-on", "Đã lập biên bản, đi tiếp"
    GIVEN_BACK = "given-back", "Đã trả lại khách hàng"
    MADE_GOOD = "made-good", "Đã bồi thường, làm lại giấy tờ"
    NO_CLAIM = "no-claim", "Không phải bồi thường"
    MISTAKEN = "mistaken", "Báo nhầm"


class PaperCondition(Choice):
    """How one paper was found when the cover was opened by protocol (tình trạng giấy tờ)."""

    WHOLE = "whole", "Nguyên vẹn"
    DAMAGED = "damaged", "Hư hỏng"
    MISSING = "missing", "Không còn"


class AcceptanceProof(Choice):
    """What proves that the post had taken the dossier (chứng từ chấp nhận)."""

    VOUCHER = "voucher", "Phiếu gửi hồ sơ"
    CUSTODY = "custody", "Dòng sổ giao nhận do bưu điện ký nhận"
    NONE = "none", "Không có chứng từ"


# Opened by protocol before it moves on (Luật Bưu chính Điều 13).
BY_PROTOCOL = frozenset({IncidentKind.DAMAGE, IncidentKind.SEAL_BROKEN})
# Cases that ask who is liable before they can end (requirement 45a).
LIABLE = frozenset({IncidentKind.LOSS, IncidentKind.DAMAGE})


@dataclass(frozen=True)
class Standing:
    """What a decision about one open case of an item needs to know."""

    kind: IncidentKind
    number: str
    inventoried: bool


def require_movable(standings: list[Standing], label: str, *, home: bool = False) -> None:
    """Refuse to list an item that an open case holds back, saying which case and what to do (22a, 17c).

    `home`: to a desk or an agency, after the post's part; what bears a mark goes there, and nowhere else.
    """
    for one in standings:
        if one.kind is IncidentKind.SECRECY_MARK and not home:
            raise Refused(
                "secrecy-mark",
                f"{label} có dấu mật (sự cố {one.number}) nên không được đi tiếp qua bưu điện. "
                "Hãy trả lại khách và hướng dẫn gửi dịch vụ KT1.",
            )
        if one.kind in BY_PROTOCOL and not one.inventoried:
            raise Refused(
                "no-inventory",
                f"{label} bị hư hỏng bao bì (sự cố {one.number}) mà chưa có biên bản kiểm kê. "
                "Hãy lập biên bản có hai người ký rồi mới giao tiếp.",
            )


def require_circumstance(kind: IncidentKind, circumstance: Circumstance, words: str) -> None:
    """Refuse a circumstance that does not belong to the kind, and "other" without words."""
    if circumstance not in CIRCUMSTANCES[kind]:
        raise Refused(
            "wrong-circumstance",
            f"Diễn biến «{circumstance.label}» không thuộc sự cố «{kind.label}». Hãy chọn lại.",
        )
    if len(words.strip()) < 10:
        raise Refused(
            "no-account", "Hãy kể lại sự việc: thấy gì, ở đâu, lúc nào (ít nhất 10 ký tự)."
        )
