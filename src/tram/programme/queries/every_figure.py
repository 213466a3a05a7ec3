"""Every figure that the board shows of a year, under every way of reading the plan, to be compared with a recount."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import product

from tram.programme.queries.figures import OF_FACTS, Values, board, months_of_units
from tram.programme.rules.readings import (
    DeployedReading,
    DossierDenominator,
    OnlineReading,
    Readings,
)
from tram.programme.rules.recount import Figure, Pair

PROVINCE = "province"


EVERY_WAY = tuple(
    Readings(denominator=denominator, online=online, deployed=deployed)
    for denominator, online, deployed in product(
        DossierDenominator, OnlineReading, DeployedReading
    )
)


def every_figure(
    year: int, as_of: date, ways: Iterable[Readings] = EVERY_WAY
) -> dict[Figure, Pair]:
    """The shares and the volume of every agency and the province: the year, and agency by agency each month."""
    return dict(_every(year, as_of, ways))


def _every(year: int, as_of: date, ways: Iterable[Readings]) -> Iterator[tuple[Figure, Pair]]:
    for way in ways:
        name = "/".join((way.denominator, way.online, way.deployed))
        for (when, who, indicator), pair in _of_one(year, as_of, way):
            yield (name, when, who, indicator), pair


def _of_one(
    year: int, as_of: date, readings: Readings
) -> Iterator[tuple[tuple[str, str, str], Pair]]:
    found = board(year, as_of, readings)
    for unit in found.units:
        yield from _pairs(str(year), unit.slug, unit.values)
    yield from _pairs(str(year), PROVINCE, found.province)
    slugs = {unit.unit_id: unit.slug for unit in found.units}
    for unit_id, months in months_of_units(year, as_of, readings, list(slugs)).items():
        for number, values in enumerate(months, 1):
            yield from _pairs(f"{year}-{number:02}", slugs[unit_id], values)


def _pairs(when: str, who: str, values: Values) -> Iterator[tuple[tuple[str, str, str], Pair]]:
    for indicator in OF_FACTS:
        if value := values.get(indicator):
            pair = value.numerator or 0, value.denominator or 0
            yield (when, who, indicator.value), pair
