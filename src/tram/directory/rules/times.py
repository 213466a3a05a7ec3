"""Changes of the working times (thay đổi lịch làm việc): what a person may ask for, and what is impossible.

Each names its decision. A row that exists is never rewritten: it is withdrawn with a reason, or followed by another.
"""

from dataclasses import dataclass
from datetime import date, time
from itertools import pairwise

from tram.core.calendar import vn_date, weekday_name
from tram.core.choices import Choice
from tram.core.errors import Refused

_SATURDAY = 5
_DECISION_AT_LEAST, _REASON_AT_LEAST = 3, 5


class TimesRow(Choice):
    """What kind of row of the working times is meant (loại dòng lịch)."""

    DAY = "day", "ngày nghỉ, ngày làm bù"
    CLOSURE = "closure", "đợt đóng cửa"
    HOURS = "hours", "giờ làm việc"


@dataclass(frozen=True)
class DayOff:
    """A day on which no agency works (ngày nghỉ)."""

    day: date
    name: str
    decision: str


@dataclass(frozen=True)
class Swap:
    """A working day is taken off and a weekend day worked instead (hoán đổi ngày làm việc)."""

    off: date
    worked: date
    decision: str


@dataclass(frozen=True)
class NewClosure:
    """A unit is closed from one day to another, both included."""

    unit_id: int
    first: date
    last: date
    reason: str
    decision: str


@dataclass(frozen=True)
class ClosureEnd:
    """A closure ends on another day than was said."""

    closure_id: int
    last: date
    decision: str


@dataclass(frozen=True)
class NewHours:
    """Office hours of a unit (None = of all) from a day on, in a part of each year."""

    unit_id: int | None
    season: str
    first: tuple[int, int]
    last: tuple[int, int]
    morning: tuple[time, time]
    afternoon: tuple[time, time]
    intake_closes_minutes: int
    since: date
    decision: str


@dataclass(frozen=True)
class Withdrawal:
    """A row that should never have been: withdrawn, with the reason kept."""

    row: TimesRow
    row_id: int
    reason: str


Change = DayOff | Swap | NewClosure | ClosureEnd | NewHours | Withdrawal


def check(change: Change) -> None:
    """Refuse what contradicts itself; whether it fits the calendar the database knows."""
    if isinstance(change, Withdrawal):
        _told(change.reason, _REASON_AT_LEAST, "lý do bỏ dòng này")
        return
    _told(change.decision, _DECISION_AT_LEAST, "số quyết định hoặc công văn")
    match change:
        case DayOff():
            _told(change.name, _DECISION_AT_LEAST, "tên ngày nghỉ")
        case Swap():
            _check_swap(change)
        case NewClosure():
            _told(change.reason, _DECISION_AT_LEAST, "lý do đóng cửa")
            _in_order(change.first, change.last)
        case NewHours():
            _check_hours(change)


def _check_swap(swap: Swap) -> None:
    if swap.off.weekday() >= _SATURDAY:
        raise Refused(
            "swap-off-weekend",
            f"{_named(swap.off)} vốn là ngày nghỉ cuối tuần: ngày nghỉ hoán đổi phải là ngày làm việc.",
        )
    if swap.worked.weekday() < _SATURDAY:
        raise Refused(
            "swap-worked-weekday",
            f"{_named(swap.worked)} vốn là ngày làm việc: ngày làm bù phải là thứ Bảy hoặc Chủ nhật.",
        )


def _check_hours(hours: NewHours) -> None:
    moments = (*hours.morning, *hours.afternoon)
    if any(one >= other for one, other in pairwise(moments)):
        told = ", ".join(f"{moment:%H:%M}" for moment in moments)
        raise Refused(
            "hours-out-of-order",
            f"Bốn giờ {told} phải lần lượt tăng: bắt đầu và hết buổi sáng, bắt đầu và hết buổi chiều.",
        )


def _in_order(first: date, last: date) -> None:
    if last < first:
        raise Refused(
            "backwards",
            f"Ngày cuối {vn_date(last)} đứng trước ngày đầu {vn_date(first)}: hãy kiểm tra lại hai ngày.",
        )


def check_end(first: date, last: date) -> None:
    """A closure ends no earlier than it began."""
    _in_order(first, last)


def _told(words: str, at_least: int, what: str) -> None:
    if len(words.strip()) < at_least:
        raise Refused("words-missing", f"Hãy ghi {what} (ít nhất {at_least} ký tự).")


def _named(day: date) -> str:
    name = weekday_name(day)
    return f"{name[0].upper()}{name[1:]} {vn_date(day)}"
