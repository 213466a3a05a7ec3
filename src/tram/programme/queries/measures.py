"""Indicators that are not counted from the facts of dossiers (thước đo): each comes from its own register.

A register makes its measure known once, in its own module of `programme/queries`, imported below the registry:

    @measures.measure(Indicator.POINTS_QUALIFIED)
    def _points(asked: Asked) -> Found: return {None: Part(numerator, denominator, excluded)}

The answer is by unit, `None` = the province. What nobody measures, or a measure that answers without a unit, is shown
as «chưa đo», never as 0. Domain requirements 49c, 54a.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tram.programme.queries.deployed import Catalogue
from tram.programme.queries.spans import Span
from tram.programme.queries.units import Units
from tram.programme.rules.indicators import Indicator
from tram.programme.rules.plan import PlanOn
from tram.programme.rules.shares import Part


@dataclass(frozen=True)
class Asked:
    """Of which year, which days of it, as of the end of which day; what was read already: the plan's version that
    judges, the units of these days, the catalogue of the last of them."""

    year: int
    span: Span
    as_of: date
    plan: PlanOn | None = None
    units: Units | None = None
    catalogue: Catalogue | None = None
    read: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    """What one measure read that another asks too."""


Found = Mapping[int | None, Part]
Measure = Callable[[Asked], Found]
MEASURES: dict[Indicator, Measure] = {}


def measure(indicator: Indicator) -> Callable[[Measure], Measure]:
    """Make the one measure of an indicator known."""

    def known(function: Measure) -> Measure:
        MEASURES[indicator] = function
        return function

    return known


def measured(asked: Asked) -> dict[Indicator, Found]:
    """What every register says."""
    return {indicator: found(asked) for indicator, found in MEASURES.items()}
