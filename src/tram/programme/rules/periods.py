"""Periods of a report (kỳ báo cáo): calendar, those of Nghị định 09/2019, and the service centre's own months.

Legal basis: NĐ 09/2019/NĐ-CP (15th to 14th); the centre's practice (21st to 20th); domain requirement 51.
"""

from datetime import date, timedelta
from typing import NamedTuple

from tram.core.calendar import vn_date
from tram.core.choices import Choice
from tram.core.errors import Refused
from tram.programme.rules.registers import FIRST_YEAR, LAST_YEAR


class Period(NamedTuple):
    """Whole days from the first to the last, both included."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.first <= day <= self.last


class PeriodKind(Choice):
    """How a year is cut into periods (loại kỳ báo cáo)."""

    YEAR = "year", "Năm dương lịch"
    QUARTER = "quarter", "Quý"
    MONTH = "month", "Tháng"
    LAW_YEAR = "law-year", "Năm theo Nghị định 09/2019 (15/12–14/12)"
    LAW_HALF = "law-half", "Sáu tháng theo Nghị định 09/2019 (từ ngày 15)"
    LAW_QUARTER = "law-quarter", "Quý theo Nghị định 09/2019 (từ ngày 15)"
    LAW_MONTH = "law-month", "Tháng theo Nghị định 09/2019 (15–14)"
    CENTRE_MONTH = "centre-month", "Tháng của Trung tâm Phục vụ hành chính công (21–20)"


_CUTS: dict[PeriodKind, tuple[int, int]] = {
    PeriodKind.YEAR: (12, 1),
    PeriodKind.QUARTER: (3, 1),
    PeriodKind.MONTH: (1, 1),
    PeriodKind.LAW_YEAR: (12, 15),
    PeriodKind.LAW_HALF: (6, 15),
    PeriodKind.LAW_QUARTER: (3, 15),
    PeriodKind.LAW_MONTH: (1, 15),
    PeriodKind.CENTRE_MONTH: (1, 21),
}
"""Months of one period, and the day it begins: the 1st, or a day of the month before."""


_NAMES: dict[PeriodKind, str] = {
    PeriodKind.YEAR: "Năm {year}",
    PeriodKind.QUARTER: "Quý {number}/{year}",
    PeriodKind.MONTH: "Tháng {number}/{year}",
    PeriodKind.LAW_YEAR: "Năm {year} (15/12–14/12)",
    PeriodKind.LAW_HALF: "Sáu tháng {number}/{year} (từ ngày 15)",
    PeriodKind.LAW_QUARTER: "Quý {number}/{year} (từ ngày 15)",
    PeriodKind.LAW_MONTH: "Tháng {number}/{year} (15–14)",
    PeriodKind.CENTRE_MONTH: "Tháng {number}/{year} (21–20)",
}


def name(kind: PeriodKind, year: int, number: int) -> str:
    """What a period is called."""
    return _NAMES[kind].format(year=year, number=number)


def count(kind: PeriodKind) -> int:
    """How many such periods a year has."""
    return 12 // _CUTS[kind][0]


def period(kind: PeriodKind, year: int, number: int = 1) -> Period:
    """The first, second … period of a year; Refused for one that no calendar has."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused("bad-year", f"Không có năm {year}: hãy ghi năm như 2019.")
    if not 1 <= number <= count(kind):
        raise Refused(
            "no-such-period",
            f"Năm {year} không có kỳ thứ {number} của «{kind.label}»: "
            f"hãy chọn từ 1 đến {count(kind)}.",
        )
    months, day = _CUTS[kind]
    begin = _start(year, (number - 1) * months, day)
    return Period(begin, _start(year, number * months, day) - timedelta(days=1))


def plan_year(year: int, starts: str) -> Period:
    """The year of a plan that begins on a month and day («01-01»); from July on, of the year before."""
    month, day = int(starts[:2]), int(starts[3:])
    begin = year if month <= 6 else year - 1
    return Period(date(begin, month, day), date(begin + 1, month, day) - timedelta(days=1))


def year_of(day: date, starts: str) -> int:
    """The year of a plan that a day lies in."""
    near = (day.year - 1, day.year, day.year + 1)
    return next(year for year in near if plan_year(year, starts).last >= day)


def months(whole: Period) -> tuple[Period, ...]:
    """The calendar months of a period; of the first and the last only the days in it."""
    found, first = [], whole.first
    while first <= whole.last:
        following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
        found.append(Period(first, min(following - timedelta(days=1), whole.last)))
        first = following
    return tuple(found)


def begun(day: date, starts: str, today: date) -> date:
    """A day that figures may be told up to: to the end of the year that is running; Refused for a later one."""
    end = plan_year(year_of(today, starts), starts).last
    if day > end:
        raise Refused(
            "day-to-come",
            f"Ngày {vn_date(day)} chưa tới (hôm nay là {vn_date(today)}): "
            f"hãy chọn một ngày không muộn hơn {vn_date(end)}.",
        )
    return day


def _start(year: int, months: int, day: int) -> date:
    """Where the period after so many months of a year begins."""
    past = year * 12 + months - (1 if day > 1 else 0)
    return date(past // 12, past % 12 + 1, day)
