"""What the registers of agreements, points and training say of the plan: measures of the board (thước đo).

An empty register measures nothing («chưa đo»). Domain requirements 6b, 7c, 7d, 8b.
"""

from collections import Counter
from collections.abc import Iterable

from tram.directory.rules.agreements import AgreementStanding
from tram.directory.rules.qualification import PointStanding
from tram.programme.queries import measures
from tram.programme.queries.agreements import agreement_register
from tram.programme.queries.measures import Asked, Found
from tram.programme.queries.qualification import point_register
from tram.programme.queries.training import training_register
from tram.programme.rules.exclusions import Exclusion
from tram.programme.rules.indicators import Indicator, Value
from tram.programme.rules.shares import Part

POINTS = {
    PointStanding.UNMET: Exclusion.POINT_UNMET,
    PointStanding.EXPIRED: Exclusion.POINT_EXPIRED,
    PointStanding.INCOMPLETE: Exclusion.POINT_INCOMPLETE,
    PointStanding.NEVER: Exclusion.POINT_NOT_INSPECTED,
}


@measures.measure(Indicator.AGREEMENTS_SIGNED)
def _agreements(asked: Asked) -> Found:
    """Of each agency that must sign 1 of 1 or 0 of 1; of the province how many of how many."""
    register = agreement_register(asked.span.last, asked.plan, asked.units, asked.catalogue)
    if register.empty or not register.rows:
        return {}
    told: dict[int | None, Part] = {}
    for row in register.rows:
        lapsed = row.standing is AgreementStanding.LAPSED
        why = Exclusion.AGREEMENT_LAPSED if lapsed else Exclusion.AGREEMENT_MISSING
        told[row.id] = Part(int(row.in_force), 1, {} if row.in_force else {why.value: 1})
    total = sum(told.values(), Part(0, 0))
    alone = {Exclusion.UNIT_WITHOUT_PROCEDURES.value: len(register.excluded)}
    extra = alone if register.excluded else {}
    return {**told, None: Part(total.numerator, total.denominator, {**total.excluded, **extra})}


@measures.measure(Indicator.POINTS_QUALIFIED)
def _points(asked: Asked) -> Found:
    """Of the province's points those qualified on the last day of the period, the others by why not."""
    register = point_register(asked.span.last, asked.plan)
    why = [POINTS[row.standing] for row in register.rows if not row.qualified]
    return _whole(register.value, why)


@measures.measure(Indicator.TELLERS_TRAINED)
def _tellers(asked: Asked) -> Found:
    """Of the tellers on duty those with a certificate in force."""
    register = training_register(asked.span.last, asked.plan)
    return _whole(register.value, [Exclusion.TELLER_UNTRAINED] * len(register.untrained))


def _whole(value: Value, why: Iterable[Exclusion]) -> Found:
    if value.numerator is None or value.denominator is None:
        return {}
    return {None: Part(value.numerator, value.denominator, dict(Counter(w.value for w in why)))}
