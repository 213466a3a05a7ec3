"""Items that are silent too long (bưu gửi chậm luân chuyển): when somebody must be told, and what may be answered.

A leg is silent from its last line in the custody book. Hours are those of working days: nothing grows older on a day
off. The limits are dated figures of the post (postal_limits.toml), none of them law.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from tram.core.calendar import DAY, ZONE, WorkingCalendar, local
from tram.core.choices import Choice


class AlarmAnswer(Choice):
    """What a person found out about a silent item (trả lời cảnh báo chậm luân chuyển)."""

    ON_THE_ROAD = "on-the-road", "Đang trên đường, chậm chuyến"
    TO_BE_SIGNED = "to-be-signed", "Đã tới nơi, chờ ký bảng kê"
    WAITING_PERSON = "waiting-person", "Chờ người nhận"
    MOVED_ON_TODAY = "moved-on-today", "Sẽ chuyển tiếp trong ngày"
    SEARCHING = "searching", "Không thấy, đang tìm: lập sự cố"


@dataclass(frozen=True)
class Silence:
    """How many hours a leg may be silent before its manager is told, and before the standing agency is."""

    first_hours: int
    second_hours: int


def silent_until(since: datetime, hours: int, calendar: WorkingCalendar) -> datetime:
    """The moment at which so many hours of working days have passed since `since`."""
    at, left = local(since), timedelta(hours=hours)
    while True:
        day = at.date()
        midnight = datetime.combine(day + DAY, time(), ZONE)
        if calendar.is_working(day):
            if at + left <= midnight:
                return at + left
            left -= midnight - at
        at = midnight
