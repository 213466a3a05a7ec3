"""The last twelve months up to a day (mười hai tháng gần nhất), each beside the target of its own year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tram.programme.queries.figures import Values, months_of_units
from tram.programme.queries.plan import plan_for
from tram.programme.rules.readings import Readings

YEAR = 12


@dataclass(frozen=True)
class Rolling:
    """Twelve months by year and number, the oldest first, and of each agency the values of every one of them."""

    months: tuple[tuple[int, int], ...]
    of: Mapping[int, tuple[Values, ...]]


def twelve_months(
    year: int, as_of: date, readings: Readings | None, units: Sequence[int]
) -> Rolling:
    """To the month of the day; the months of a year before the plan are not there, those of its first year are."""
    reached = as_of.month if as_of.year == year else YEAR
    own = months_of_units(year, as_of, readings, units)
    if reached == YEAR or plan_for(year - 1, as_of) is None:
        return Rolling(_numbers(year, 1, YEAR), {unit: _whole(own[unit]) for unit in units})
    before = months_of_units(year - 1, as_of, readings, units)
    return Rolling(
        (*_numbers(year - 1, reached + 1, YEAR), *_numbers(year, 1, reached)),
        {unit: (*_whole(before[unit])[reached:], *_whole(own[unit])[:reached]) for unit in units},
    )


def _whole(months: Sequence[Values]) -> tuple[Values, ...]:
    """An agency that was not there in a year has twelve empty months."""
    return tuple(months) or ({},) * YEAR


def _numbers(year: int, first: int, last: int) -> tuple[tuple[int, int], ...]:
    return tuple((year, month) for month in range(first, last + 1))
