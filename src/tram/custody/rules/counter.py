"""The closed lists of the counter: why the post says no, how far a pick-up is, who signs a voucher and how."""

from tram.core.choices import Choice
from tram.core.errors import Refused


class CounterRefusal(Choice):
    """Why a dossier is not taken in at the counter (lý do từ chối tại quầy): no other reason is a reason.

    QĐ 45/2016/QĐ-TTg forbids to refuse without one.
    """

    NOT_COMPLETED = "not-completed", "Thiếu giấy tờ bắt buộc, khách không bổ sung"
    NOT_BY_POST = "not-by-post", "Thủ tục không gửi qua bưu điện được"
    PRESENCE = "presence", "Thủ tục phải có mặt khi nộp"
    SECRET = "secret", "Giấy tờ có dấu mật: hướng dẫn gửi đường thư KT1"
    PRICE = "price", "Khách không đồng ý giá cước, phí"
    NO_CONSENT = "no-consent", "Khách không đồng ý niêm phong hoặc cho dùng địa chỉ"
    OTHER_PROVINCE = "other-province", "Hồ sơ của cơ quan ngoài tỉnh"
    NO_PROCEDURE = "no-procedure", "Không phải thủ tục hành chính trong danh mục"
    OTHER = "other", "Lý do khác"


class PickUpState(Choice):
    """How far a request to be picked up is (tình trạng yêu cầu lấy tại nhà)."""

    OPEN = "open", "Chưa có người đi lấy"
    ASSIGNED = "assigned", "Đã giao người đi lấy"
    COLLECTED = "collected", "Đã nhận tại nhà"
    CANCELLED = "cancelled", "Đã hủy"


class PickUpEnd(Choice):
    """Why a request to be picked up was cancelled (lý do hủy yêu cầu lấy tại nhà)."""

    CUSTOMER = "customer", "Khách thôi không gửi"
    AT_COUNTER = "at-counter", "Khách đã ra điểm phục vụ gửi"
    NOT_AT_HOME = "not-at-home", "Đến nơi không gặp khách"
    NOT_BY_POST = "not-by-post", "Thủ tục không gửi qua bưu điện được"
    DUPLICATE = "duplicate", "Ghi trùng yêu cầu khác"
    OTHER = "other", "Lý do khác"


class Slot(Choice):
    """The part of a day that a customer waits at home (buổi khách hẹn)."""

    MORNING = "morning", "Buổi sáng"
    AFTERNOON = "afternoon", "Buổi chiều"
    ANY = "any", "Cả ngày"


class VoucherSide(Choice):
    """Who signs a voucher (bên ký phiếu gửi)."""

    TELLER = "teller", "Giao dịch viên"
    CUSTOMER = "customer", "Khách hàng"


class VoucherSigning(Choice):
    """How a voucher was signed (cách ký phiếu gửi)."""

    SESSION = "session", "phiên làm việc của người ký"
    DEVICE = "device", "khách xác nhận trên máy của giao dịch viên"
    SCAN = "scan", "bản chụp phiếu giấy có chữ ký"


def require_words(needed: bool, words: str) -> None:
    """Another reason than those of the list is told in words (at least ten signs)."""
    if needed and len(words.strip()) < 10:
        raise Refused(
            "words-missing",
            "Chọn «Lý do khác» thì ghi rõ lý do, ít nhất 10 ký tự, để người sau hiểu.",
        )
