"""When a service point is qualified to receive dossiers (điểm phục vụ đủ điều kiện).

The law text names no criteria (TT 17/2017 Điều 10 was not found): the checklist is dated data, each line marked as a
proposal until somebody confirms it. Domain requirement 7.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from tram.core.choices import Choice


class CriterionFact(Choice):
    """What Trạm itself knows that answers a criterion (điều đã biết); it only fills the form in."""

    NONE = "none", "Người kiểm tra tự đánh giá"
    TRAINED_TELLER = "trained-teller", "Giao dịch viên đã tập huấn"
    ONLINE = "online", "Máy tính và đường truyền dùng tốt"
    SCAN_PRINT = "scan-print", "Máy quét và máy in dùng tốt"
    HOURS = "hours", "Giờ mở cửa đã công bố"
    PRICES = "prices", "Bảng niêm yết dùng tốt"


class PointStanding(Choice):
    """Whether a point is qualified on a day, and if not, why (tình trạng đủ điều kiện)."""

    QUALIFIED = "qualified", "Đủ điều kiện"
    UNMET = "unmet", "Còn tiêu chí chưa đạt"
    EXPIRED = "expired", "Đã hết hạn, cần kiểm tra lại"
    INCOMPLETE = "incomplete", "Còn tiêu chí chưa kiểm tra"
    NEVER = "never", "Chưa từng được kiểm tra"


@dataclass(frozen=True)
class Criterion:
    """One line of the checklist in force on a day."""

    code: str
    label: str
    mandatory: bool
    months: int
    fact: CriterionFact
    official: bool


@dataclass(frozen=True)
class Finding:
    """What an inspector last found of one criterion by a day."""

    met: bool
    on: date
    valid_to: date


def standing(
    checklist: Iterable[Criterion], found: Mapping[str, Finding], day: date
) -> PointStanding:
    """How a point stands: every mandatory criterion met and not expired on the day, else the first reason why not."""
    if not found:
        return PointStanding.NEVER
    mandatory = [found.get(each.code) for each in checklist if each.mandatory]
    if any(each is not None and not each.met for each in mandatory):
        return PointStanding.UNMET
    if any(each is None for each in mandatory) or not mandatory:
        return PointStanding.INCOMPLETE
    if any(each is not None and each.valid_to < day for each in mandatory):
        return PointStanding.EXPIRED
    return PointStanding.QUALIFIED


def last_day(on: date, months: int) -> date:
    """The last day on which what was found holds: so many months later, the day before."""
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    for day in (on.day, 30, 29, 28):
        try:
            then = date(year, month + 1, day)
        except ValueError:
            continue
        return date.fromordinal(then.toordinal() - 1)
    raise AssertionError("every month has 28 days")
