"""Where a dossier (hồ sơ) can stand and what can happen to it: closed lists, read by commands, pages and SQL alike.

Which step leads where is the business of the published graphs (`graphs`). Legal basis: NĐ 61/2018/NĐ-CP Điều 16–20,
since 1/7/2025 NĐ 118/2025/NĐ-CP; the postal part QĐ 45/2016/QĐ-TTg.
"""

from tram.core.choices import Choice


class State(Choice):
    """Where the law says a dossier is (trạng thái hồ sơ)."""

    START = "start", "Chưa có"
    REGISTERED = "registered", "Bưu điện đã nhận, chưa bàn giao cơ quan"
    ARRIVED = "arrived", "Đã bàn giao cơ quan, chờ tiếp nhận"
    SUBMITTED = "submitted", "Nộp tại bộ phận một cửa, chờ tiếp nhận"
    INCOMPLETE = "incomplete", "Chờ bổ sung giấy tờ để tiếp nhận"
    COMPLETED = "completed", "Đã bổ sung giấy tờ, chờ tiếp nhận"
    ACCEPTED = "accepted", "Đã tiếp nhận"
    PROCESSING = "processing", "Đang giải quyết"
    WAITING_PAPERS = "waiting-papers", "Tạm dừng: chờ bổ sung giấy tờ"
    WAITING_PAYMENT = "waiting-payment", "Tạm dừng: chờ thực hiện nghĩa vụ tài chính"
    STOPPED = "stopped", "Đã thông báo dừng giải quyết"
    SETTLED = "settled", "Đã có kết quả"
    RELEASED = "released", "Kết quả đã giao bưu điện"
    RETURNED = "returned", "Đã trả kết quả"
    CLOSED = "closed", "Đã kết thúc"
    REFUSED = "refused", "Từ chối tiếp nhận, chờ trả lại giấy tờ"
    REFUSED_CLOSED = "refused-closed", "Từ chối tiếp nhận, đã trả lại giấy tờ"
    INELIGIBLE = "ineligible", "Không đủ điều kiện, chờ trả lại giấy tờ"
    INELIGIBLE_CLOSED = "ineligible-closed", "Không đủ điều kiện, đã trả lại giấy tờ"
    WITHDRAWN = "withdrawn", "Công dân rút hồ sơ, chờ trả lại giấy tờ"
    WITHDRAWN_CLOSED = "withdrawn-closed", "Công dân rút hồ sơ, đã trả lại giấy tờ"
    VOIDED = "voided", "Đã hủy phiếu nhận"


class Action(Choice):
    """A legal event that moves a dossier (hành động)."""

    REGISTER = "register", "Bưu điện nhận hồ sơ"
    SUBMIT = "submit", "Nộp hồ sơ tại bộ phận một cửa"
    CORRECT = "correct", "Sửa thông tin"
    CHOOSE_RETURN = "choose-return", "Đổi cách nhận kết quả"
    VOID = "void", "Hủy phiếu nhận"
    ARRIVE = "arrive", "Ký biên bản giao nhận tại cơ quan"
    ACCEPT = "accept", "Tiếp nhận và hẹn trả kết quả"
    TRANSFER = "transfer", "Chuyển đơn vị giải quyết"
    FORWARD = "forward", "Chuyển cơ quan phối hợp"
    ASK_SUPPLEMENT = "ask-supplement", "Yêu cầu bổ sung, hoàn thiện hồ sơ"
    COMPLETE = "complete", "Công dân đã bổ sung giấy tờ"
    ASK_PAYMENT = "ask-payment", "Yêu cầu thực hiện nghĩa vụ tài chính"
    PAY = "pay", "Công dân đã thực hiện nghĩa vụ tài chính"
    STOP = "stop", "Thông báo dừng giải quyết"
    RESUME = "resume", "Tiếp tục giải quyết"
    REAPPOINT = "re-appoint", "Xin lỗi và hẹn lại ngày trả kết quả"
    RECKON = "reckon", "Tính lại hạn trả theo lịch làm việc mới"
    SETTLE = "settle", "Có kết quả giải quyết"
    SETTLE_AT_ONCE = "settle-at-once", "Có kết quả ngay tại bộ phận một cửa"
    REFUSE = "refuse", "Từ chối tiếp nhận"
    SEND_BACK = "send-back", "Trả lại hồ sơ không đủ điều kiện"
    WITHDRAW = "withdraw", "Công dân rút hồ sơ"
    GIVE_BACK = "give-back", "Trả lại giấy tờ cho công dân"
    RELEASE = "release", "Giao kết quả cho bưu điện"
    RETURN = "return", "Trả kết quả tại bộ phận một cửa"
    DELIVER = "deliver", "Bưu điện phát kết quả"
    TAKE_BACK = "take-back", "Bưu điện trả kết quả không phát được"
    CLOSE = "close", "Kết thúc hồ sơ"


# Before acceptance at the desk; the clock of a dossier by post may already run.
TO_ACCEPT = frozenset({State.ARRIVED, State.SUBMITTED, State.COMPLETED})
# Accepted, and the agency's time runs.
RUNNING = frozenset({State.ACCEPTED, State.PROCESSING})
# Accepted, and the agency's time stands still because something is asked of the citizen.
PAUSED = frozenset({State.WAITING_PAPERS, State.WAITING_PAYMENT, State.STOPPED})
# Ended without a result; the papers are still to be given back.
GIVING_BACK = frozenset({State.REFUSED, State.INELIGIBLE, State.WITHDRAWN})


class VoidReason(Choice):
    """Why an intake was a mistake (lý do hủy phiếu nhận)."""

    WRONG_PROCEDURE = "wrong-procedure", "Chọn nhầm thủ tục"
    WRONG_PERSON = "wrong-person", "Nhập nhầm người nộp"
    WRONG_COUNT = "wrong-count", "Đếm nhầm giấy tờ"
    CUSTOMER_LEFT = "customer-left", "Khách đổi ý, lấy lại hồ sơ"
    DUPLICATE = "duplicate", "Nhập trùng"
    SECRECY_MARK = "secrecy-mark", "Có dấu mật, không gửi được qua dịch vụ này"


class RefusalReason(Choice):
    """Why the desk does not accept a dossier (lý do từ chối tiếp nhận)."""

    NOT_COMPETENT = "not-competent", "Không thuộc thẩm quyền giải quyết"
    NOT_OF_PROCEDURE = "not-of-procedure", "Không thuộc đối tượng, phạm vi của thủ tục"
    INVALID_PAPERS = "invalid-papers", "Giấy tờ không hợp lệ, không khắc phục được"
    NOT_COMPLETED = "not-completed", "Đã hướng dẫn nhưng không bổ sung đủ giấy tờ"
    DUPLICATE = "duplicate", "Hồ sơ cùng nội dung đang được giải quyết"
    OTHER = "other", "Lý do khác, ghi rõ trong phiếu"


class NationalStatus(Choice):
    """The ten statuses of the national portal (trạng thái hồ sơ của Cổng Dịch vụ công quốc gia)."""

    NEW = "1", "Mới đăng ký"
    ACCEPTED = "2", "Được tiếp nhận"
    NOT_ACCEPTED = "3", "Không được tiếp nhận"
    PROCESSING = "4", "Đang xử lý"
    SUPPLEMENT = "5", "Yêu cầu bổ sung giấy tờ"
    PAYMENT = "6", "Yêu cầu thực hiện nghĩa vụ tài chính"
    WITHDRAWN = "7", "Công dân yêu cầu rút hồ sơ"
    STOPPED = "8", "Dừng xử lý"
    DONE = "9", "Đã xử lý xong"
    RETURNED = "10", "Đã trả kết quả"


NATIONAL: dict[State, NationalStatus] = {
    State.REGISTERED: NationalStatus.NEW,
    State.ARRIVED: NationalStatus.NEW,
    State.SUBMITTED: NationalStatus.NEW,
    State.INCOMPLETE: NationalStatus.SUPPLEMENT,
    State.COMPLETED: NationalStatus.NEW,
    State.ACCEPTED: NationalStatus.ACCEPTED,
    State.PROCESSING: NationalStatus.PROCESSING,
    State.WAITING_PAPERS: NationalStatus.SUPPLEMENT,
    State.WAITING_PAYMENT: NationalStatus.PAYMENT,
    State.STOPPED: NationalStatus.STOPPED,
    State.SETTLED: NationalStatus.DONE,
    State.RELEASED: NationalStatus.DONE,
    State.RETURNED: NationalStatus.RETURNED,
    State.CLOSED: NationalStatus.RETURNED,
    State.REFUSED: NationalStatus.NOT_ACCEPTED,
    State.REFUSED_CLOSED: NationalStatus.NOT_ACCEPTED,
    State.INELIGIBLE: NationalStatus.STOPPED,
    State.INELIGIBLE_CLOSED: NationalStatus.STOPPED,
    State.WITHDRAWN: NationalStatus.WITHDRAWN,
    State.WITHDRAWN_CLOSED: NationalStatus.WITHDRAWN,
    # A mistaken intake never reached an agency; were it ever told, it was not accepted.
    State.VOIDED: NationalStatus.NOT_ACCEPTED,
}
