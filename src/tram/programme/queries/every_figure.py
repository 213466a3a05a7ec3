"""Every figure that the board shows of a year, under every way of reading the plan, to be compared with a recount.

Beside a figure with a target stands NAME.target: what is asked, in hundredths of a per cent or as a count, and whether
it is met (1, 0, or -1 where there is nothing to divide by). What is not measured is not told.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import product

from tram.programme.queries import spans
from tram.programme.queries.figures import Values, board, months_of_units
from tram.programme.queries.plan import goals
from tram.programme.rules.indicators import DOSSIER_SHARES, Value
from tram.programme.rules.periods import months
from tram.programme.rules.readings import (
    DeployedReading,
    DossierDenominator,
    OnlineReading,
    Readings,
)
from tram.programme.rules.recount import Figure, Pair

PROVINCE = "province"
MONTH_ENDS = "month-ends"
NOTHING_TO_DIVIDE_BY = -1
Told = Iterator[tuple[tuple[str, str, str], Pair]]


EVERY_WAY = tuple(
    Readings(denominator=denominator, online=online, deployed=deployed)
    for denominator, online, deployed in product(
        DossierDenominator, OnlineReading, DeployedReading
    )
)


def every_figure(
    year: int, as_of: date, ways: Iterable[Readings] = EVERY_WAY, *, month_ends: bool = False
) -> dict[Figure, Pair]:
    """All indicators of every agency and the province up to a day, and the shares of each month agency by agency.

    `month_ends`: also all of it up to the end of each month before, as the plan is read.
    """
    return dict(_every(year, as_of, ways, month_ends))


def _every(
    year: int, as_of: date, ways: Iterable[Readings], month_ends: bool
) -> Iterator[tuple[Figure, Pair]]:
    for way in ways:
        name = "/".join((way.denominator, way.online, way.deployed))
        for (when, who, indicator), pair in _of_one(year, as_of, way):
            yield (name, when, who, indicator), pair
    chosen = goals(year, as_of)
    for day in _ends(chosen.period, as_of) if month_ends else ():
        for (when, who, indicator), pair in _whole(day.isoformat(), year, day, chosen.readings):
            yield (MONTH_ENDS, when, who, indicator), pair


def _ends(period: tuple[date, date], as_of: date) -> Iterator[date]:
    """The last days of the months of a period that are over by a day, save the period's own end."""
    first, last = period
    for number in range(first.year * 12 + first.month, last.year * 12 + last.month + 1):
        end = spans.month((number - 1) // 12, (number - 1) % 12 + 1).last
        if first <= end < min(last, as_of):
            yield end


def _of_one(year: int, as_of: date, readings: Readings) -> Told:
    yield from _whole(str(year), year, as_of, readings)
    slugs = {unit.unit_id: unit.slug for unit in board(year, as_of, readings).units}
    names = [f"{month.first:%Y-%m}" for month in months(goals(year, as_of).period)]
    for unit_id, series in months_of_units(year, as_of, readings, list(slugs)).items():
        for name, values in zip(names, series, strict=True):
            shares = {each: values[each] for each in DOSSIER_SHARES if each in values}
            yield from _pairs(name, slugs[unit_id], shares)


def _whole(when: str, year: int, as_of: date, readings: Readings) -> Told:
    found = board(year, as_of, readings)
    for who, values in (*((u.slug, u.values) for u in found.units), (PROVINCE, found.province)):
        yield from _pairs(when, who, values)
        yield from _targets(when, who, values)


def _pairs(when: str, who: str, values: Values) -> Told:
    for name, value in values.items():
        if value.numerator is not None:
            yield (when, who, name.value), (value.numerator, value.denominator or 0)


def _targets(when: str, who: str, values: Values) -> Told:
    for name, value in values.items():
        if value.goal is not None and value.measured:
            yield (when, who, f"{name.value}.target"), _target(value)


def _target(value: Value) -> Pair:
    goal, met = value.goal, value.met
    assert goal is not None
    asked = int(goal.percent * 100) if goal.percent is not None else goal.count or 0
    return asked, NOTHING_TO_DIVIDE_BY if met is None else int(met)
