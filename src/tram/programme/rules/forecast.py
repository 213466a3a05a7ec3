"""What it will take (dự báo): how many more dossiers to the target, and where the year will end if all goes on so.

Whole numbers throughout: how many more is exact arithmetic; the outlook is counts and thousandths made by a model
(`rules.seasons`), which says how far off it has been and is silent where there is too little to go by.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor

from tram.core.choices import Choice

LEAST_MONTHS = 3
"""Fewer whole months than this say nothing of the months to come."""
WHOLE = 100
_DECEMBER = 12


class Method(Choice):
    """How an outlook was made (phương pháp dự báo)."""

    SEASONAL = "seasonal", "San bằng hàm mũ có xu thế và mùa vụ (từ 24 tháng dữ liệu)"
    TREND = "trend", "San bằng hàm mũ có xu thế tắt dần (12–23 tháng dữ liệu)"
    LEVEL = "level", "San bằng hàm mũ theo mức (3–11 tháng dữ liệu)"
    ENDED = "ended", "Năm đã kết thúc: số liệu thực tế"
    NONE = "none", "Chưa đủ dữ liệu để dự báo (dưới 3 tháng)"


def method_for(months: int) -> Method:
    """The richest model that so many whole months can bear."""
    if months < LEAST_MONTHS:
        return Method.NONE
    if months < 2 * _DECEMBER:
        return Method.TREND if months >= _DECEMBER else Method.LEVEL
    return Method.SEASONAL


@dataclass(frozen=True)
class MonthCount:
    """What one whole month counted: numerator among denominator."""

    numerator: int
    denominator: int

    @property
    def rest(self) -> int:
        """What of the denominator is not in the numerator."""
        return self.denominator - self.numerator


@dataclass(frozen=True)
class Outlook:
    """Where a year will end: counts expected, and the share in thousandths with its interval of 80 per cent."""

    method: Method
    months: int
    numerator: int | None = None
    denominator: int | None = None
    low: int | None = None
    middle: int | None = None
    high: int | None = None


@dataclass(frozen=True)
class BackTest:
    """How far off earlier outlooks were: the mean error in thousandths, over so many, and how many intervals held."""

    error: int | None
    count: int
    held: int


def on_top(numerator: int, denominator: int, percent: Decimal) -> int | None:
    """The smallest N with (numerator + N) of (denominator + N) at the target: each is one dossier more.

    None if no number is enough (all of them are asked, and one already went another way).

    >>> on_top(10, 100, Decimal(15)), on_top(15, 100, Decimal(15)), on_top(0, 1, Decimal(100))
    (6, 0, None)
    """
    lacking = percent * denominator - WHOLE * numerator
    if lacking <= 0:
        return 0
    return ceil(lacking / (WHOLE - percent)) if percent < WHOLE else None


def among(numerator: int, denominator: int, percent: Decimal) -> int:
    """The smallest N with (numerator + N) of the same denominator at the target: the dossiers come anyway.

    >>> among(10, 100, Decimal(15)), among(20, 100, Decimal(15)), among(0, 0, Decimal(15))
    (5, 0, 0)
    """
    return max(0, ceil((percent * denominator - WHOLE * numerator) / WHOLE))


def permille(numerator: int, denominator: int) -> int | None:
    """In thousandths rounded down; None where there is nothing to divide by."""
    return numerator * 1000 // denominator if denominator else None


def back_test(told: Sequence[tuple[Outlook, int]]) -> BackTest:
    """How earlier outlooks stood against what came (in thousandths); those that said nothing are not asked."""
    said = [(one, came) for one, came in told if one.middle is not None]
    if not said:
        return BackTest(None, 0, 0)
    off = sum(abs((one.middle or 0) - came) for one, came in said)
    held = sum(1 for one, came in said if (one.low or 0) <= came <= (one.high or 0))
    return BackTest(floor(off / len(said) + 0.5), len(said), held)
