"""When a range of numbers must be renewed (dải số hiệu sắp hết): by its last day, or by what is left of it."""

from datetime import date, timedelta

from tram.core.choices import Choice

DAYS_BEFORE = timedelta(days=30)
LEFT_PERCENT = 10


class RangeState(Choice):
    """How a range of numbers stands (tình trạng dải số)."""

    COMING = "coming", "chưa đến ngày dùng"
    GOOD = "good", "đang dùng"
    ENDING = "ending", "sắp hết hạn dùng"
    LOW = "low", "sắp hết số"
    USED_UP = "used-up", "đã hết số"
    OVER = "over", "đã hết hạn dùng"


def range_state(
    day: date, valid_from: date, valid_to: date | None, *, total: int, left: int
) -> RangeState:
    """How a range stands on a day; it warns before it ends and before it runs out."""
    if day < valid_from:
        return RangeState.COMING
    if valid_to is not None and day > valid_to:
        return RangeState.OVER
    if left <= 0:
        return RangeState.USED_UP
    if valid_to is not None and valid_to - day <= DAYS_BEFORE:
        return RangeState.ENDING
    return RangeState.LOW if left * 100 <= total * LEFT_PERCENT else RangeState.GOOD
