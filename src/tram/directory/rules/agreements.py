"""What may be said of a cooperation agreement (thỏa thuận hợp tác), and whether it was signed in time.

Legal basis: the plan's task for every agency that has procedures and every district; domain requirement 6.
"""

from datetime import date

from tram.core.calendar import vn_date
from tram.core.choices import Choice
from tram.core.errors import Refused


class AgreementScope(Choice):
    """Which direction an agreement is about (phạm vi thỏa thuận)."""

    BOTH = "both", "Tiếp nhận hồ sơ và trả kết quả"
    IN = "in", "Chỉ tiếp nhận hồ sơ"
    OUT = "out", "Chỉ trả kết quả"


class AgreementEndKind(Choice):
    """Why an agreement counts no longer (lý do thôi tính thỏa thuận)."""

    ENDED = "ended", "Chấm dứt trước hạn"
    MISTAKE = "mistake", "Nhập nhầm"


class AgreementStanding(Choice):
    """How an agency stands with its agreement on a day (tình trạng ký thỏa thuận)."""

    IN_TIME = "in-time", "Đã ký đúng hạn"
    LATE = "late", "Đã ký, trễ hạn"
    LAPSED = "lapsed", "Đã hết hiệu lực"
    MISSING = "missing", "Chưa ký"
    OVERDUE = "overdue", "Chưa ký, đã quá hạn"


def check_dates(signed_on: date, valid_from: date, valid_to: date | None, today: date) -> None:
    """Refuse an agreement whose days contradict each other."""
    if signed_on > today:
        raise Refused(
            "signed-in-future",
            f"Ngày ký {vn_date(signed_on)} chưa tới. Hãy ghi thỏa thuận sau khi đã ký.",
        )
    if valid_to is not None and signed_on > valid_to:
        raise Refused(
            "signed-after-expiry",
            f"Thỏa thuận ký ngày {vn_date(signed_on)} nhưng đã hết hiệu lực từ sau ngày "
            f"{vn_date(valid_to)}. Hãy xem lại ngày ký hoặc ngày hết hiệu lực trên bản đã ký.",
        )
    if valid_to is not None and valid_to < valid_from:
        raise Refused(
            "days-out-of-order",
            f"Thỏa thuận hết hiệu lực ngày {vn_date(valid_to)}, trước ngày bắt đầu "
            f"{vn_date(valid_from)}. Hãy sửa một trong hai ngày.",
        )


def standing(
    signed_on: date | None, in_force: bool, deadline: date | None, day: date
) -> AgreementStanding:
    """How an agency stands on a day: `signed_on` is its first signature by then, None if there is none."""
    over = deadline is not None and day > deadline
    if signed_on is None:
        return AgreementStanding.OVERDUE if over else AgreementStanding.MISSING
    if not in_force:
        return AgreementStanding.LAPSED
    late = deadline is not None and signed_on > deadline
    return AgreementStanding.LATE if late else AgreementStanding.IN_TIME
