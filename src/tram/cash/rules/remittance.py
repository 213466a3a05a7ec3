"""Fees go to their agencies (nộp phí, lệ phí): once each; every shortfall has a cause and an owner."""

from collections.abc import Iterable
from datetime import date, timedelta

from tram.core.calendar import WorkingCalendar, days_between
from tram.core.choices import Choice
from tram.core.errors import Refused
from tram.core.money import format_vnd

DAY = timedelta(days=1)
AGES = ((1, "0–1 ngày"), (5, "2–5 ngày"), (15, "6–15 ngày"), (None, "trên 15 ngày"))
"""Bounds of how long money has been owed, in working days."""


class RemittanceState(Choice):
    """What became of a batch (trạng thái đợt nộp)."""

    MADE = "made", "Đã lập bảng kê"
    PAID = "paid", "Bưu điện đã chuyển tiền"
    RECEIVED = "received", "Cơ quan đã nhận đủ"
    DIFFERS = "differs", "Cơ quan nhận chưa khớp"


class RemittanceCause(Choice):
    """Why an agency did not receive what was remitted (nguyên nhân lệch khi nhận)."""

    BANK_CHARGE = "bank-charge", "Ngân hàng trừ phí chuyển tiền"
    SHORT = "short", "Bưu điện chuyển thiếu"
    ON_THE_WAY = "on-the-way", "Tiền chưa về tài khoản"
    OVERPAID = "overpaid", "Bưu điện chuyển thừa"

    @property
    def owner(self) -> str:
        """Who answers for it."""
        return "Ngân hàng" if self is RemittanceCause.ON_THE_WAY else "Bưu điện tỉnh"


def require_cause(paid: int, received: int, cause: RemittanceCause | None) -> None:
    """A receipt that is not what was paid needs its cause; one that is needs none."""
    if received < 0:
        raise Refused("bad-amount", "Số tiền đã nhận không thể âm: hãy ghi lại.")
    if received == paid and cause is not None:
        raise Refused("no-difference", "Số đã nhận khớp với số đã chuyển: hãy bỏ nguyên nhân.")
    if received != paid and cause is None:
        raise Refused(
            "cause-missing",
            f"Đã chuyển {format_vnd(paid)} mà nhận {format_vnd(received)}: hãy chọn nguyên nhân.",
        )
    if cause is not None and (cause is RemittanceCause.OVERPAID) != (received > paid):
        raise Refused("wrong-cause", "Nguyên nhân không hợp với số thừa hay thiếu: hãy chọn lại.")


def age(since: date, today: date, calendar: WorkingCalendar) -> int:
    """In which bound of AGES money stands that was taken on a day: counted in working days after it."""
    after = days_between(since + DAY, today + DAY)
    days = sum(1 for day in after if calendar.is_working(day))
    return next(n for n, (most, _) in enumerate(AGES) if most is None or days <= most)


def aged(sums: Iterable[tuple[date, int]], today: date, calendar: WorkingCalendar) -> list[int]:
    """How much stands in each bound of AGES, in đồng."""
    found = [0] * len(AGES)
    for since, amount in sums:
        found[age(since, today, calendar)] += amount
    return found
