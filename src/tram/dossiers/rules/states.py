"""The state graph of a dossier (hồ sơ): one row per step, read by commands, pages, SQL and tests alike.

Graphs have versions; a dossier keeps its own. Legal basis: NĐ 61/2018/NĐ-CP Điều 16–20; the postal part
QĐ 45/2016/QĐ-TTg: the signed hand-over record is the moment of submission.
"""

from tram.core.choices import Choice
from tram.core.errors import Refused

GRAPH = "2019-1"


class State(Choice):
    """Where the law says a dossier is (trạng thái hồ sơ)."""

    START = "start", "Chưa có"
    REGISTERED = "registered", "Bưu điện đã nhận, chưa bàn giao cơ quan"
    ARRIVED = "arrived", "Đã bàn giao cơ quan, chờ tiếp nhận"
    SUBMITTED = "submitted", "Nộp tại bộ phận một cửa, chờ tiếp nhận"
    ACCEPTED = "accepted", "Đã tiếp nhận"
    PROCESSING = "processing", "Đang giải quyết"
    SETTLED = "settled", "Đã có kết quả"
    RELEASED = "released", "Kết quả đã giao bưu điện"
    RETURNED = "returned", "Đã trả kết quả"
    CLOSED = "closed", "Đã kết thúc"
    VOIDED = "voided", "Đã hủy phiếu nhận"


class Action(Choice):
    """A legal event that moves a dossier (hành động)."""

    REGISTER = "register", "Bưu điện nhận hồ sơ"
    SUBMIT = "submit", "Nộp hồ sơ tại bộ phận một cửa"
    CORRECT = "correct", "Sửa thông tin"
    VOID = "void", "Hủy phiếu nhận"
    ARRIVE = "arrive", "Ký biên bản giao nhận tại cơ quan"
    ACCEPT = "accept", "Tiếp nhận và hẹn trả kết quả"
    TRANSFER = "transfer", "Chuyển đơn vị giải quyết"
    SETTLE = "settle", "Có kết quả giải quyết"
    RELEASE = "release", "Giao kết quả cho bưu điện"
    RETURN = "return", "Trả kết quả tại bộ phận một cửa"
    DELIVER = "deliver", "Bưu điện phát kết quả"
    CLOSE = "close", "Kết thúc hồ sơ"


class VoidReason(Choice):
    """Why an intake was a mistake (lý do hủy phiếu nhận)."""

    WRONG_PROCEDURE = "wrong-procedure", "Chọn nhầm thủ tục"
    WRONG_PERSON = "wrong-person", "Nhập nhầm người nộp"
    WRONG_COUNT = "wrong-count", "Đếm nhầm giấy tờ"
    CUSTOMER_LEFT = "customer-left", "Khách đổi ý, lấy lại hồ sơ"
    DUPLICATE = "duplicate", "Nhập trùng"


STEPS: dict[tuple[State, Action], State] = {
    (State.START, Action.REGISTER): State.REGISTERED,
    (State.START, Action.SUBMIT): State.SUBMITTED,
    (State.REGISTERED, Action.CORRECT): State.REGISTERED,
    (State.REGISTERED, Action.VOID): State.VOIDED,
    (State.REGISTERED, Action.ARRIVE): State.ARRIVED,
    (State.SUBMITTED, Action.CORRECT): State.SUBMITTED,
    (State.SUBMITTED, Action.VOID): State.VOIDED,
    (State.SUBMITTED, Action.ACCEPT): State.ACCEPTED,
    (State.ARRIVED, Action.CORRECT): State.ARRIVED,
    (State.ARRIVED, Action.ACCEPT): State.ACCEPTED,
    (State.ACCEPTED, Action.CORRECT): State.ACCEPTED,
    (State.ACCEPTED, Action.TRANSFER): State.PROCESSING,
    (State.PROCESSING, Action.CORRECT): State.PROCESSING,
    (State.PROCESSING, Action.SETTLE): State.SETTLED,
    (State.SETTLED, Action.CORRECT): State.SETTLED,
    (State.SETTLED, Action.RELEASE): State.RELEASED,
    (State.SETTLED, Action.RETURN): State.RETURNED,
    (State.RELEASED, Action.CORRECT): State.RELEASED,
    (State.RELEASED, Action.DELIVER): State.RETURNED,
    (State.RETURNED, Action.CLOSE): State.CLOSED,
}
FINAL = frozenset(State) - {state for state, _ in STEPS}


def step(state: State, action: Action) -> State:
    """The state after `action`; Refused if the graph has no such step."""
    try:
        return STEPS[state, action]
    except KeyError:
        raise Refused(
            "no-such-step",
            f"Hồ sơ đang ở tình trạng «{state.label}» nên không thể làm việc «{action.label}». "
            "Hãy tải lại trang để xem tình trạng mới nhất.",
        ) from None
