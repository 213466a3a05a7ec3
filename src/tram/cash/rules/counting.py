"""Counting cash (kiểm quỹ): notes into đồng, and no difference without a cause and a person (requirement 42a)."""

from collections.abc import Mapping

from tram.core.choices import Choice
from tram.core.errors import Refused
from tram.core.money import format_vnd

NOTES = (500_000, 200_000, 100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100)
"""Notes and coins that are legal tender, in đồng."""
MOST_NOTES = 100_000


class DifferenceCause(Choice):
    """Why counted cash is not what the book says (nguyên nhân thừa, thiếu quỹ)."""

    CHANGE = "change", "Trả tiền thừa hoặc thiếu cho khách"
    COUNTED_BADLY = "counted-badly", "Người giao đếm nhầm"
    LOST_BY_RECEIVER = "lost-by-receiver", "Mất khi người nhận đang kiểm"
    COUNTERFEIT = "counterfeit", "Tiền giả, tiền rách không đổi được"
    UNKNOWN = "unknown", "Chưa rõ, đang tìm"


class CashWay(Choice):
    """Between which places cash is handed over (đường giao nộp tiền mặt)."""

    DRAWER_TO_POINT = "drawer-to-point", "Két giao dịch viên nộp quỹ điểm"
    BAG_TO_POINT = "bag-to-point", "Bưu tá nộp quỹ điểm"
    POINT_TO_DRAWER = "point-to-drawer", "Quỹ điểm giao tiền lẻ cho két"
    POINT_TO_PROVINCE = "point-to-province", "Quỹ điểm nộp Bưu điện tỉnh"


class CashState(Choice):
    """What became of cash that was offered (trạng thái giao nộp tiền)."""

    WAITING = "waiting", "Chờ người nhận đếm và ký"
    SIGNED = "signed", "Đã ký nhận"
    WITHDRAWN = "withdrawn", "Người giao đã rút lại"


def counted_vnd(notes: Mapping[int, int]) -> int:
    """How much so many notes of each value make, in đồng.

    >>> counted_vnd({200_000: 2, 500: 3})
    401500
    """
    strange = set(notes) - set(NOTES)
    if strange or any(not 0 <= count <= MOST_NOTES for count in notes.values()):
        raise Refused(
            "bad-notes",
            f"Số tờ của mỗi mệnh giá phải là số nguyên từ 0 đến {MOST_NOTES}: hãy đếm và ghi lại.",
        )
    return sum(value * count for value, count in notes.items())


def require_named(difference: int, cause: DifferenceCause | None) -> None:
    """A difference needs its cause; without a difference none may be given."""
    if difference and cause is None:
        word = "thừa" if difference > 0 else "thiếu"
        raise Refused(
            "cause-missing",
            f"Đếm được {word} {format_vnd(abs(difference))} so với sổ: "
            "hãy đếm lại, vẫn lệch thì chọn nguyên nhân.",
        )
    if not difference and cause is not None:
        raise Refused(
            "no-difference", "Số đếm khớp với sổ nên không ghi nguyên nhân: hãy bỏ chọn."
        )


def require_same_count(given: int, counted: int | None) -> None:
    """A PIN on the giver's device signs what its owner counted, never an amount that only the giver typed."""
    if counted is None:
        raise Refused(
            "count-missing", "Người nhận đếm rồi ghi số tiền đếm được, sau đó mới nhập mã PIN."
        )
    if counted != given:
        raise Refused(
            "counted-other",
            f"Người giao ghi {format_vnd(given)}, người nhận đếm được {format_vnd(counted)}: hãy đếm lại; "
            "vẫn lệch thì để người nhận ký trong phiên của mình và chọn nguyên nhân.",
        )


def require_held(held: int, wanted: int) -> None:
    """Nobody gives what is not there: a drawer, a bag and a fund are never below zero (M3)."""
    if wanted > held:
        raise Refused(
            "not-held",
            f"Nơi giao tiền theo sổ chỉ còn {format_vnd(held)}, không đủ {format_vnd(wanted)}: "
            "hãy nhận thêm tiền từ quỹ điểm, hoặc ghi lại số tiền.",
        )


def owner(cause: DifferenceCause, giver: int, receiver: int) -> int:
    """Whose the difference of a hand-over is: the giver's, unless it went while the receiver counted."""
    return receiver if cause is DifferenceCause.LOST_BY_RECEIVER else giver
