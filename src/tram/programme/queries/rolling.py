"""The last twelve months up to a day (mười hai tháng gần nhất), each beside the target of its own year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tram.programme.queries.figures import Values, months_of_units
from tram.programme.queries.plan import goals, plan_for
from tram.programme.rules.periods import Period, months
from tram.programme.rules.readings import Readings


@dataclass(frozen=True)
class Rolling:
    """Months by year and number, the oldest first, and of each agency the values of every one of them."""

    months: tuple[tuple[int, int], ...]
    of: Mapping[int, tuple[Values, ...]]


def twelve_months(
    year: int, as_of: date, readings: Readings | None, units: Sequence[int]
) -> Rolling:
    """To the month of the day; the months of a year before the plan are not there, those of its first year are."""
    now = months(goals(year, as_of).period)
    own = months_of_units(year, as_of, readings, units)
    reached = sum(month.first <= as_of for month in now)
    earlier = plan_for(year - 1, as_of)
    if reached == len(now) or earlier is None:
        return Rolling(_numbers(now), {unit: _whole(own[unit], now) for unit in units})
    past = months(earlier.period(year - 1))
    before = months_of_units(year - 1, as_of, readings, units)
    gone = min(reached, len(past))
    return Rolling(
        (*_numbers(past)[gone:], *_numbers(now)[:reached]),
        {
            unit: (*_whole(before[unit], past)[gone:], *_whole(own[unit], now)[:reached])
            for unit in units
        },
    )


def _whole(series: Sequence[Values], year: Sequence[Period]) -> tuple[Values, ...]:
    """An agency that was not there in a year has empty months."""
    return tuple(series) or ({},) * len(year)


def _numbers(year: Sequence[Period]) -> tuple[tuple[int, int], ...]:
    return tuple((month.first.year, month.first.month) for month in year)
