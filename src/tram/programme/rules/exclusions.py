"""Why what is near a figure is not in it (lý do không tính): each is listed, none is left out in silence.

Legal basis: domain requirements 47a–47d, 48e.
"""

from tram.core.choices import Choice


class Exclusion(Choice):
    """Why a dossier, a procedure, a commune or a report is left out of a figure (lý do không tính)."""

    VOIDED = "voided", "Phiếu nhận đã hủy"
    NOT_HANDED_OVER = "registered-not-handed-over", "Bưu điện đã nhận, chưa ký biên bản giao nhận"
    NOT_ACCEPTED = "not-accepted", "Cơ quan chưa tiếp nhận hoặc từ chối tiếp nhận"
    OTHER_PERIOD = "other-period-only", "Được tính vào kỳ khác"
    WISH_ONLY = "wish-only", "Chỉ đăng ký trả qua bưu chính, chưa giao kết quả cho bưu điện"
    NOT_DELIVERED = (
        "posted-not-delivered",
        "Đã giao kết quả cho bưu điện, chưa phát tới người nhận",
    )
    WITHOUT_EVIDENCE = (
        "returned-without-evidence",
        "Trả qua bưu chính nhưng không có bằng chứng phát",
    )
    ONLINE_NOT_COUNTED = (
        "online-not-counted",
        "Hồ sơ trực tuyến, theo cách tính không đưa vào mẫu số",
    )
    PROCEDURE_NOT_COUNTED = "procedure-not-counted", "Thủ tục không thuộc mẫu số theo cách tính"
    NOT_DEPLOYED = "procedure-not-deployed", "Thủ tục không thuộc danh mục của đơn vị trong kỳ"
    COMMUNE_NOT_TOLD = "commune-not-told", "Chưa được tuyên truyền trong kỳ"
    REPORT_LATE = "report-late", "Báo cáo năm nộp muộn"
    REPORT_MISSING = "report-missing", "Chưa nộp báo cáo năm"
    AGREEMENT_MISSING = "agreement-missing", "Chưa ký thỏa thuận hợp tác"
    AGREEMENT_LAPSED = "agreement-lapsed", "Thỏa thuận đã hết hiệu lực"
    UNIT_WITHOUT_PROCEDURES = "unit-without-procedures", "Đơn vị chưa có thủ tục nào"
    POINT_NOT_INSPECTED = "point-not-inspected", "Điểm chưa từng được kiểm tra"
    POINT_INCOMPLETE = "point-incomplete", "Điểm còn tiêu chí chưa kiểm tra"
    POINT_UNMET = "point-unmet", "Điểm còn tiêu chí chưa đạt"
    POINT_EXPIRED = "point-expired", "Kết quả kiểm tra điểm đã hết hạn"
    TELLER_UNTRAINED = "teller-untrained", "Chưa có chứng nhận tập huấn còn giá trị"
    POST_UNSAFE = "post-unsafe", "Bưu gửi mất hoặc hư hỏng"
    POST_LATE = "post-late", "Bưu gửi trễ hạn"
    ABOVE_TABLE = "above-table", "Thu cước vượt bảng giá"
