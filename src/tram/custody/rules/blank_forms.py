"""Blank forms (mẫu in sẵn): one for each step, so that work goes on without the line or without power (60a)."""

from tram.core.choices import Choice


class BlankForm(Choice):
    """A form to be filled in by hand (mẫu in sẵn khi mất mạng); the value is the code printed on it."""

    VOUCHER = "M01", "Phiếu gửi hồ sơ"
    GUIDANCE = "M02", "Phiếu hướng dẫn hoàn thiện hồ sơ"
    MANIFEST = "M03", "Bảng kê, biên bản giao nhận"
    ACCEPTANCE = "M04", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"
    RESULT = "M05", "Phiếu ghi kết quả giải quyết"
    RUN_SHEET = "M06", "Bảng kê phát theo đường thư"
    DELIVERY = "M07", "Phiếu phát tận tay"
    ATTEMPT = "M08", "Giấy báo phát chưa thành công"
    INVENTORY = "M09", "Biên bản kiểm kê bao bì hư hỏng"
    INCIDENT = "M10", "Phiếu báo sự cố bưu gửi"
