"""Agencies that already used the post (nhóm A): not below last year, and not below what group B must reach.

Legal basis: the plan's article; domain requirement 49.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from tram.programme.rules.indicators import DOSSIER_SHARES, Goal, Group, Indicator, Value

KEPT_RESULTS = (Indicator.RECEIVED_BY_POST, Indicator.RETURNED_BY_POST)
"""The results that must not fall: how many dossiers were received and how many results returned by post."""

Values = Mapping[Indicator, Value]


def not_below(unit_id: int | None, this_year: Values, last_year: Values | None) -> Value:
    """How many of the results reach last year's, of how many; not measured without last year's figure (49a, 49c)."""
    pairs = [_counts(name, this_year, last_year or {}) for name in KEPT_RESULTS]
    known = [pair for pair in pairs if pair is not None]
    kept = sum(now >= before for now, before in known)
    whole = len(known) == len(pairs)
    return Value(
        Indicator.NOT_BELOW_LAST_YEAR,
        unit_id,
        numerator=kept if whole else None,
        denominator=len(pairs) if whole else None,
        goal=Goal(percent=Decimal(100)),
    )


def verdict(group: Group, values: Values) -> bool | None:
    """Whether an agency meets the plan: its three shares, and in group A last year's results too (49a–c).

    False as soon as one is missed; None while none is missed but one cannot be told.
    """
    asked = (*DOSSIER_SHARES, *([Indicator.NOT_BELOW_LAST_YEAR] if group == Group.A else []))
    return _all(values[name].met if name in values else None for name in asked)


def _all(answers: Iterable[bool | None]) -> bool | None:
    told = list(answers)
    if False in told:
        return False
    return None if None in told else True


def _counts(name: Indicator, now: Values, before: Values) -> tuple[int, int] | None:
    this, last = now.get(name), before.get(name)
    if this is None or last is None or this.numerator is None or last.numerator is None:
        return None
    return this.numerator, last.numerator
