"""Who may do what where: the one access function. Deny by default.

A right is a verb on a kind of thing; a role grants rights; a duty grants them at its unit and below (the ids of the
units above the thing are passed in). Legal basis: domain requirements 61 (roles, scopes, minimal view for the post).
"""

from collections.abc import Iterable

from tram.core.acts import Actor
from tram.core.choices import Choice
from tram.core.errors import Refused


class Role(Choice):
    """The duties of design.md §1 that a person signs in for (vai trò)."""

    TELLER = "teller", "Giao dịch viên bưu điện"
    POSTMAN = "postman", "Bưu tá"
    POST_MANAGER = "post-manager", "Quản lý bưu điện"
    ONE_STOP_OFFICER = "one-stop-officer", "Cán bộ một cửa"
    CASE_OFFICER = "case-officer", "Chuyên viên"
    LEADER = "leader", "Lãnh đạo đơn vị"
    AGENCY_REPORTER = "agency-reporter", "Đầu mối báo cáo"
    STANDING_AGENCY = "standing-agency", "Cơ quan thường trực"
    PROVINCE_OFFICE = "province-office", "Văn phòng UBND tỉnh"
    ADMINISTRATOR = "administrator", "Quản trị tài khoản"


class Right(Choice):
    """One thing that a person may be allowed to do (quyền)."""

    TAKE_IN = "take-in", "nhận hồ sơ tại điểm bưu điện"
    COLLECT = "collect", "nhận hồ sơ tại địa chỉ khách"
    VOID_INTAKE = "void-intake", "hủy phiếu nhận nhầm"
    HAND_OVER_POST = "hand-over-post", "giao nhận bảng kê của bưu điện"
    DELIVER = "deliver", "phát kết quả"
    GIVE_AT_POINT = "give-at-point", "trả bưu gửi giữ tại điểm bưu điện"
    RECEIVE_AT_DESK = "receive-at-desk", "giao nhận tại bộ phận một cửa"
    ACCEPT = "accept", "tiếp nhận hồ sơ"
    SETTLE = "settle", "giải quyết hồ sơ"
    APOLOGISE = "apologise", "ký phiếu xin lỗi và hẹn lại"
    APPROVE = "approve", "phân công và duyệt hồ sơ"
    READ_DOSSIER = "read-dossier", "xem hồ sơ"
    READ_POSTAL = "read-postal", "xem thông tin bưu gửi"
    READ_MONEY = "read-money", "xem tiền phí, cước"
    READ_PLAN = "read-plan", "xem số liệu kế hoạch"
    MANAGE_ACCOUNTS = "manage-accounts", "quản trị tài khoản"
    MANAGE_CATALOGUE = "manage-catalogue", "quản lý danh mục thủ tục"
    MANAGE_CALENDAR = "manage-calendar", "quản lý lịch làm việc"
    MANAGE_DIRECTORY = "manage-directory", "quản lý danh mục đơn vị"
    READ_WARNINGS = "read-warnings", "xem cảnh báo trễ hẹn"
    READ_LATENESS = "read-lateness", "xem tổng hợp trễ hẹn theo đơn vị"
    MANAGE_POST = "manage-post", "quản lý điểm và nhân viên bưu chính"
    HANDLE_INCIDENT = "handle-incident", "xử lý sự cố bưu gửi"
    READ_QUALITY = "read-quality", "xem chất lượng bưu chính"
    APPROVE_REFUND = "approve-refund", "duyệt trả lại tiền"
    MANAGE_CASH = "manage-cash", "quản lý quỹ tiền mặt"
    CONFIRM_REMITTANCE = "confirm-remittance", "xác nhận phí, lệ phí bưu điện đã nộp"
    MANAGE_TARIFF = "manage-tariff", "ban hành bảng giá cước"
    MANAGE_PLAN = "manage-plan", "theo dõi và chốt số liệu kế hoạch"
    REPORT_PLAN = "report-plan", "khai và gửi số liệu kế hoạch của đơn vị"
    QUALIFY_POINTS = "qualify-points", "đánh giá điều kiện điểm phục vụ"
    TRAIN_TELLERS = "train-tellers", "tổ chức tập huấn giao dịch viên"
    INFORM_PUBLIC = "inform-public", "ghi việc tuyên truyền dịch vụ"


GRANTS: dict[Role, frozenset[Right]] = {
    Role.TELLER: frozenset(
        {
            Right.TAKE_IN,
            Right.COLLECT,
            Right.VOID_INTAKE,
            Right.HAND_OVER_POST,
            Right.GIVE_AT_POINT,
            Right.READ_POSTAL,
            Right.APPROVE_REFUND,
        }
    ),
    Role.POSTMAN: frozenset(
        {Right.COLLECT, Right.HAND_OVER_POST, Right.DELIVER, Right.READ_POSTAL}
    ),
    Role.POST_MANAGER: frozenset(
        {
            Right.READ_POSTAL,
            Right.READ_MONEY,
            Right.READ_PLAN,
            Right.MANAGE_POST,
            Right.HANDLE_INCIDENT,
            Right.READ_QUALITY,
            Right.APPROVE_REFUND,
            Right.MANAGE_CASH,
            Right.TRAIN_TELLERS,
            Right.INFORM_PUBLIC,
        }
    ),
    Role.ONE_STOP_OFFICER: frozenset(
        {
            Right.RECEIVE_AT_DESK,
            Right.ACCEPT,
            Right.READ_DOSSIER,
            Right.READ_MONEY,
            Right.CONFIRM_REMITTANCE,
            Right.READ_WARNINGS,
        }
    ),
    Role.CASE_OFFICER: frozenset({Right.SETTLE, Right.READ_DOSSIER, Right.READ_WARNINGS}),
    Role.LEADER: frozenset(
        {
            Right.SETTLE,
            Right.APOLOGISE,
            Right.APPROVE,
            Right.READ_DOSSIER,
            Right.READ_MONEY,
            Right.CONFIRM_REMITTANCE,
            Right.READ_PLAN,
            Right.READ_WARNINGS,
            Right.READ_LATENESS,
        }
    ),
    Role.AGENCY_REPORTER: frozenset(
        {
            Right.READ_PLAN,
            Right.REPORT_PLAN,
            Right.INFORM_PUBLIC,
            Right.READ_MONEY,
            Right.CONFIRM_REMITTANCE,
            Right.MANAGE_CATALOGUE,
            Right.READ_LATENESS,
        }
    ),
    Role.STANDING_AGENCY: frozenset(
        {
            Right.READ_PLAN,
            Right.MANAGE_PLAN,
            Right.QUALIFY_POINTS,
            Right.INFORM_PUBLIC,
            Right.READ_WARNINGS,
            Right.READ_LATENESS,
            Right.READ_QUALITY,
        }
    ),
    Role.PROVINCE_OFFICE: frozenset(
        {
            Right.READ_PLAN,
            Right.MANAGE_CATALOGUE,
            Right.MANAGE_TARIFF,
            Right.MANAGE_CALENDAR,
            Right.MANAGE_DIRECTORY,
            Right.READ_LATENESS,
            Right.READ_QUALITY,
        }
    ),
    Role.ADMINISTRATOR: frozenset(
        {Right.MANAGE_ACCOUNTS, Right.MANAGE_CALENDAR, Right.MANAGE_DIRECTORY}
    ),
}


def may(actor: Actor, right: Right, units: Iterable[int] | None = None) -> bool:
    """True if a duty of `actor` grants `right` at one of `units` (the thing's unit and those above it).

    `units` None asks whether the right is held anywhere: enough to show a menu, never to touch a thing.
    """
    scope = None if units is None else frozenset(units)
    return any(
        right in GRANTS.get(Role(duty.role), frozenset())
        and (scope is None or duty.unit_id in scope)
        for duty in actor.duties
    )


def require(actor: Actor, right: Right, units: Iterable[int] | None = None) -> None:
    """Refuse with a sentence unless `may`."""
    if not may(actor, right, units):
        raise Refused(
            "not-allowed",
            f"Bạn không được phân công {right.label} ở đơn vị này. "
            "Hãy liên hệ người quản trị tài khoản nếu cần.",
        )
