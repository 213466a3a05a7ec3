"""A difference of a reconciliation (sai lệch đối soát): its side, its kind, its cause, and who may close it (42b)."""

from tram.core.choices import Choice
from tram.core.errors import Refused


class ReconciledSide(Choice):
    """Which side was held against the book (bên đối soát)."""

    POST = "post", "Bảng kê của bưu điện"
    AGENCY = "agency", "Cơ quan đếm"
    BANK = "bank", "Sao kê ngân hàng"


class DifferenceKind(Choice):
    """How a side disagrees with the book (loại sai lệch)."""

    NOT_STATED = "not-stated", "Sổ đã thu, bảng kê không có"
    NOT_COLLECTED = "not-collected", "Bảng kê có, sổ không thu"
    OTHER_AMOUNT = "other-amount", "Số tiền khác sổ"
    TWICE = "twice", "Một khoản ghi nhiều lần"
    RECEIVED_OTHER = "received-other", "Cơ quan nhận khác số đã chuyển"
    COUNTED_OTHER = "counted-other", "Cơ quan đếm khác số khoản"
    BANK_MISSING = "bank-missing", "Đã chuyển, sao kê không có"
    BANK_AMOUNT = "bank-amount", "Sao kê khác số đã chuyển"
    BANK_TWICE = "bank-twice", "Sao kê có nhiều dòng cho một đợt nộp"
    BANK_UNKNOWN = "bank-unknown", "Dòng sao kê không thuộc đợt nộp nào"


class Explanation(Choice):
    """Why a difference came about (nguyên nhân sai lệch đối soát)."""

    LEFT_OUT = "left-out", "Bỏ sót khi lập bảng kê"
    WRITTEN_WRONG = "written-wrong", "Ghi sai số tiền hoặc số hiệu"
    WRITTEN_TWICE = "written-twice", "Ghi trùng"
    BANK_CHARGE = "bank-charge", "Ngân hàng trừ phí chuyển tiền"
    PAID_SHORT = "paid-short", "Bưu điện chuyển thiếu"
    PAID_OVER = "paid-over", "Bưu điện chuyển thừa hoặc chuyển hai lần"
    ON_THE_WAY = "on-the-way", "Tiền chưa về tài khoản"
    OTHER_MONEY = "other-money", "Khoản khác, không phải phí, lệ phí"
    COUNTED_BADLY = "counted-badly", "Đếm nhầm"


class DifferenceState(Choice):
    """What became of a difference (trạng thái sai lệch)."""

    OPEN = "open", "Chưa rõ nguyên nhân"
    EXPLAINED = "explained", "Đã rõ nguyên nhân"
    SETTLED = "settled", "Đã xử lý xong"
    CORRECTED = "corrected", "Hết theo số liệu mới"


class DifferenceStep(Choice):
    """One step of a difference's history (bước xử lý sai lệch)."""

    FOUND = "found", "Phát hiện"
    OWNED = "owned", "Giao người xử lý"
    EXPLAINED = "explained", "Ghi nguyên nhân"
    SETTLED = "settled", "Đóng"
    CORRECTED = "corrected", "Hết sai lệch theo số liệu mới"
    AGAIN = "again", "Phát hiện lại"


CLOSED = frozenset({DifferenceState.SETTLED, DifferenceState.CORRECTED})
"""Nobody works on these: closed by a second person, or gone with newer figures of the same side."""


def require_open(state: DifferenceState) -> None:
    """What is closed stays as it is."""
    if state is DifferenceState.SETTLED:
        raise Refused(
            "settled", "Sai lệch này đã đóng nên không ghi thêm được. Hãy tải lại trang."
        )
    if state is DifferenceState.CORRECTED:
        raise Refused(
            "corrected",
            "Sai lệch này đã hết theo số liệu mới của chính bên đó nên không phải xử lý nữa. Hãy tải lại trang.",
        )


def require_closable(state: DifferenceState, explained_by: int | None, by: int) -> None:
    """A difference is closed once its cause is known, by another person than who wrote the cause."""
    require_open(state)
    if state is not DifferenceState.EXPLAINED:
        raise Refused(
            "not-explained", "Sai lệch này chưa có nguyên nhân: hãy ghi nguyên nhân trước."
        )
    if explained_by == by:
        raise Refused(
            "same-person",
            "Người ghi nguyên nhân không tự đóng sai lệch được: hãy nhờ người khác xem lại và đóng.",
        )
