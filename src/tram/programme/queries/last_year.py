"""What each agency had reached the year before (năm trước): as stated, else as the books count it (49a, 49c)."""

from collections.abc import Mapping, Sequence

from tram.programme.queries.baselines import baselines
from tram.programme.queries.plan import PlannedUnit
from tram.programme.queries.spans import Span
from tram.programme.queries.sums import counted
from tram.programme.rules.groups import KEPT_RESULTS
from tram.programme.rules.indicators import Group, Indicator, Value
from tram.programme.rules.periods import plan_year
from tram.programme.rules.plan import Goals
from tram.programme.rules.shares import Sums

Values = Mapping[Indicator, Value]


def values(asked: Goals, units: Sequence[PlannedUnit]) -> Mapping[int, Values]:
    """Agency of group A → what it reached in the year before; an agency without any figure is not there."""
    kept = keeping(units)
    return stated(asked, kept, _sums(asked, kept)) if kept else {}


def keeping(units: Sequence[PlannedUnit]) -> frozenset[int]:
    """The agencies that must keep what they had: group A."""
    return frozenset(unit.id for unit in units if unit.group == Group.A)


def span_before(asked: Goals) -> Span:
    """The days of the year before."""
    return Span(*plan_year(asked.year - 1, asked.plan.year_starts))


def stated(asked: Goals, kept: frozenset[int], sums: Mapping[int, Sums]) -> Mapping[int, Values]:
    """What a register states of the year before goes before what the books count of it."""
    found: dict[int, dict[Indicator, Value]] = {
        unit_id: _booked(unit_id, own)
        for unit_id, own in sums.items()
        if own.received or own.returned
    }
    for row in baselines(asked.year - 1):
        if row.unit_id in kept:
            found.setdefault(row.unit_id, {})[row.indicator] = row.value
    return found


def _sums(asked: Goals, units: frozenset[int]) -> Mapping[int, Sums]:
    found: dict[int, Sums] = {}
    for row in counted(span_before(asked), units=units):
        found[row.unit_id] = found.get(row.unit_id, Sums()) + row.sums
    return found


def _booked(unit_id: int, sums: Sums) -> dict[Indicator, Value]:
    whole = ((sums.received_by_post, sums.received), (sums.returned_by_post, sums.returned))
    return {
        indicator: Value(indicator, unit_id, *pair)
        for indicator, pair in zip(KEPT_RESULTS, whole, strict=True)
    }
