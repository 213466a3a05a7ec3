"""A time limit (thời hạn) as a procedure states it: a number and what is counted."""

from dataclasses import dataclass

from tram.core.choices import Choice
from tram.core.errors import Refused

_LONGEST = 9999


class DurationUnit(Choice):
    """What a limit is counted in (đơn vị tính thời hạn)."""

    HOUR = "hour", "giờ làm việc"
    WORKING_DAY = "working-day", "ngày làm việc"
    CALENDAR_DAY = "calendar-day", "ngày"
    MONTH = "month", "tháng"


@dataclass(frozen=True)
class Limit:
    """A time limit as a procedure states it: 3 working days."""

    value: int
    unit: DurationUnit

    def __post_init__(self) -> None:
        if not 1 <= self.value <= _LONGEST:
            raise Refused(
                "bad-limit",
                f"Thời hạn {self} không hợp lệ: hãy ghi một số từ 1 đến {_LONGEST}.",
            )

    def __str__(self) -> str:
        return f"{self.value} {self.unit.label}"
