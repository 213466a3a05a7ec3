"""Figures of a period straight from the books, with the dossiers behind each (lập số liệu để chốt).

Not from the sums of months: one statement reads every dossier's facts, and the rules of `rules.shares` count them, so
what is frozen can be counted again from the books alone (51d).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db import connection

from tram.programme.queries import last_year, measures
from tram.programme.queries.deployed import Catalogue
from tram.programme.queries.figures import UnitRow, members, province_values, unit_row
from tram.programme.queries.frozen_registers import register_lists
from tram.programme.queries.left_out import (
    NEAR_RECEIVED,
    NEAR_RETURNED,
    NOT_RECEIVED,
    NOT_RETURNED,
)
from tram.programme.queries.plan import PlannedUnit
from tram.programme.queries.spans import Span
from tram.programme.rules.behind import FactRow, Side, behind, sums_of
from tram.programme.rules.indicators import DOSSIER_SHARES, Value
from tram.programme.rules.periods import PeriodKind, period
from tram.programme.rules.plan import Goals, PlanOn
from tram.programme.rules.readings import Readings
from tram.programme.rules.shares import shares
from tram.programme.rules.snapshots import PROVINCE, FrozenFigure, FrozenList, FrozenPeriod

_FACTS = f"""
SELECT dossier_id::text, unit_id, procedure_id, channel,
  coalesce(received_on >= %(since)s AND received_on < %(until)s, false) AS received,
  coalesce(returned_on >= %(since)s AND returned_on < %(until)s, false) AS returned,
  received_by_post, returned_by_post, simulated,
  CASE WHEN {NEAR_RECEIVED} THEN {NOT_RECEIVED} END AS not_received,
  CASE WHEN {NEAR_RETURNED} THEN {NOT_RETURNED} END AS not_returned
FROM programme_facts_now WHERE unit_id = ANY(%(units)s)
"""
_NEAR = (
    f"SELECT * FROM ({_FACTS}) f "
    "WHERE received OR returned OR not_received IS NOT NULL OR not_returned IS NOT NULL"
)
Facts = Mapping[int, Sequence[FactRow]]


def gather(
    plan: PlanOn, readings: Readings, kind: PeriodKind, year: int, number: int
) -> FrozenPeriod:
    """Everything of one period of a year: each agency's figures and lists, and the province's."""
    span = Span(*period(kind, year, number))
    asked = Goals(plan, year, readings)
    units = members(asked, span)
    facts, catalogue = _facts(units, span), Catalogue(span.last)
    rows, province = _figures(asked, units, facts, catalogue, span, kind)
    codes = _codes(catalogue, facts)
    return FrozenPeriod(
        kind=kind,
        year=year,
        number=number,
        first=span.first,
        last=span.last,
        plan=plan.number,
        plan_version=plan.version,
        readings=readings.codes(),
        simulated=any(row.simulated for rows in facts.values() for row in rows),
        figures=(
            *(_figure(row.slug, value) for row in rows for value in row.values.values()),
            *(_figure(PROVINCE, value) for value in province),
        ),
        lists=(
            *(
                each
                for unit in units
                for each in _lists(unit, facts.get(unit.id, ()), catalogue, readings, codes)
            ),
            *register_lists(measures.Asked(year, span, span.last, plan)),
        ),
    )


def _figures(
    asked: Goals,
    units: Sequence[PlannedUnit],
    facts: Facts,
    catalogue: Catalogue,
    span: Span,
    kind: PeriodKind,
) -> tuple[list[UnitRow], Iterable[Value]]:
    """The values as the board makes them, from these facts; only a whole year has a year before."""
    found = measures.measured(measures.Asked(asked.year, span, span.last, asked.plan))
    before = last_year.values(asked, units) if kind is PeriodKind.YEAR else {}
    rows = []
    for unit in units:
        own = catalogue.of(unit.id, unit.kind)
        parts = shares(sums_of(facts.get(unit.id, ())), own, asked.readings)
        told = {i: by_unit[unit.id] for i, by_unit in found.items() if unit.id in by_unit}
        rows.append(unit_row(asked, unit, {**parts, **told}, before.get(unit.id)))
    return rows, province_values(asked, rows, found).values()


def _lists(
    unit: PlannedUnit,
    rows: Sequence[FactRow],
    catalogue: Catalogue,
    readings: Readings,
    codes: Mapping[int, str],
) -> Iterator[FrozenList]:
    own = catalogue.of(unit.id, unit.kind)
    for name in DOSSIER_SHARES:
        for side in behind(name, rows, own, readings):
            if items := _items(side, codes):
                yield FrozenList(unit.slug, name.value, side.side, items, side.reason)


def _items(side: Side, codes: Mapping[int, str]) -> tuple[str, ...]:
    """Dossiers by their id, procedures by their national code, in order."""
    return tuple(sorted([*side.items, *(codes[each] for each in side.procedures)]))


def _figure(unit: str, value: Value) -> FrozenFigure:
    percent = value.goal.percent if value.goal else None
    return FrozenFigure(
        unit=unit,
        indicator=value.indicator.value,
        numerator=value.numerator,
        denominator=value.denominator,
        percent="" if percent is None else f"{percent.normalize():f}",
        count=value.goal.count if value.goal else None,
        met=value.met,
    )


def _facts(units: Sequence[PlannedUnit], span: Span) -> Facts:
    words: dict[str, Any] = {**span.words, "units": [unit.id for unit in units]}
    found: dict[int, list[FactRow]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_NEAR, words)
        for dossier, unit_id, *rest in cursor.fetchall():
            found[unit_id].append(FactRow(dossier, *rest))
    return found


def _codes(catalogue: Catalogue, facts: Facts) -> dict[int, str]:
    """The national codes of the procedures in force or with a dossier."""
    known = set(catalogue.procedures)
    known |= {row.procedure for rows in facts.values() for row in rows}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, code FROM catalogue_procedure WHERE id = ANY(%s)", [list(known)]
        )
        return dict(cursor.fetchall())
