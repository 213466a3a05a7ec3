"""The figures of the plan (số liệu kế hoạch): every agency and the province, each with what it is a part of and why.

One agency is one row: what it decided upon itself, as its deciding agency; one that ended in the year keeps its row.
The province is the sum of the agencies that have a target. Domain requirements 46–49.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, cached_property

from django.utils.translation import gettext as _

from tram.catalogue.models import ProcedureVersion
from tram.programme.queries import last_year, measures, spans
from tram.programme.queries.board_sums import board_sums
from tram.programme.queries.data_quality import quality_of_data as quality_of_data
from tram.programme.queries.deployed import Catalogue, in_force
from tram.programme.queries.left_out import LeftOut
from tram.programme.queries.plan import PlannedUnit, goals, group_of
from tram.programme.queries.spans import Span
from tram.programme.queries.sums import counted
from tram.programme.queries.units import Units, units_between
from tram.programme.rules.gaps import Overall, overall
from tram.programme.rules.groups import not_below
from tram.programme.rules.indicators import DOSSIER_SHARES, Group, Indicator, Value
from tram.programme.rules.periods import months
from tram.programme.rules.plan import Goals
from tram.programme.rules.readings import Readings
from tram.programme.rules.shares import ByProcedure, Part, Sums, received, returned, shares

Values = Mapping[Indicator, Value]
OF_FACTS = (*DOSSIER_SHARES, Indicator.VOLUME)


@dataclass(frozen=True)
class UnitRow:
    """One agency and its values."""

    unit_id: int
    slug: str
    name: str
    group: Group
    values: Values

    @cached_property
    def overall(self) -> Overall:
        """How it stands by all its targets."""
        return overall(self.values.values())


@dataclass(frozen=True)
class Board:
    """Every agency of the plan and the province, as of the end of a day.

    `up_to`: the last thing counted into the sums; `waiting` dossiers were read besides. `simulated`: how many of the
    receptions and returns counted are simulated. `missing`: what is not measured, in words.
    """

    year: int
    as_of: date
    computed_at: datetime
    units: tuple[UnitRow, ...]
    province: Values
    missing: tuple[str, ...]
    up_to: int
    waiting: int = 0
    simulated: int = 0


def board(year: int, as_of: date, readings: Readings | None = None) -> Board:
    """All agencies × all indicators of a year as of the end of a day; Refused if no plan has that year."""
    return board_of(goals(year, as_of, readings), as_of)


def board_of(asked: Goals, as_of: date) -> Board:
    """The same by a plan that was read already."""
    year = asked.year
    span = spans.until(asked.period, as_of)
    there = _there(span)
    units = _asked(asked, there)
    ids, kept = frozenset(unit.id for unit in units), last_year.keeping(units)
    sums = board_sums(span, ids, last_year.span_before(asked), kept)
    catalogue = Catalogue(span.last, in_force([span.last], there))
    parts = _parts(units, sums.now, catalogue, asked.readings)
    found = measures.measured(measures.Asked(year, span, as_of, asked.plan, there, catalogue))
    before = last_year.stated(asked, kept, sums.before)
    told = tuple(
        unit_row(
            asked, unit, _whole(unit, parts[unit.id], sums.excluded, found), before.get(unit.id)
        )
        for unit in units
    )
    province = province_values(asked, told, found)
    return Board(
        year,
        as_of,
        sums.up_to.computed_at,
        told,
        province,
        _missing(province),
        sums.up_to.seq,
        sums.up_to.waiting,
        sum(each.simulated for own in sums.now.values() for each in own.values()),
    )


def members(asked: Goals, span: Span) -> tuple[PlannedUnit, ...]:
    """The agencies with a target that were there on some day of a period, by name."""
    return _asked(asked, _there(span))


def _there(span: Span) -> Units:
    """The units of a period, or of its first day if it has not begun."""
    return units_between(span.first, max(span.first, span.last))


def _asked(asked: Goals, units: Units) -> tuple[PlannedUnit, ...]:
    told = (
        PlannedUnit(
            unit.id,
            unit.slug,
            unit.name,
            unit.short_name or unit.name,
            group_of(unit.group),
            unit.kind,
        )
        for unit in units.rows
    )
    asks = cache(asked.asks)  # hundreds of units are of few kinds
    return tuple(unit for unit in told if asks(unit.group, unit.kind))


def months_of_units(
    year: int, as_of: date, readings: Readings | None, units: Sequence[int]
) -> dict[int, tuple[Values, ...]]:
    """Unit → the months of the plan's year, each a period of its own up to the day; what has not begun is empty."""
    asked = goals(year, as_of, readings)
    found: dict[int, list[Values]] = {unit_id: [] for unit_id in units}
    known = [unit for unit in members(asked, spans.until(asked.period, as_of)) if unit.id in found]
    told = [spans.until(month, as_of) for month in months(asked.period)]
    begun = [span for span in told if span.first <= span.last]
    sums = _monthly(spans.until(asked.period, as_of), frozenset(found))
    standing = in_force([span.last for span in begun])
    for span in told:
        own = known if span in begun else []
        month = sums.get(span.first.replace(day=1), {})
        parts = _parts(own, month, Catalogue(span.last, standing), asked.readings)
        for unit in known:
            whole = parts.get(unit.id, {})
            shares_only = {i: part for i, part in whole.items() if i in DOSSIER_SHARES}
            found[unit.id].append(_values(asked, unit, shares_only))
    return {unit_id: tuple(series) for unit_id, series in found.items()}


@dataclass(frozen=True)
class ProcedureRow:
    """One procedure of an agency: the shares of its own dossiers, and whether any went by post."""

    procedure_id: int
    code: str
    name: str
    by_post: bool
    deployed: bool
    values: Values


def procedures_of(
    unit_id: int, year: int, as_of: date, readings: Readings | None = None
) -> list[ProcedureRow]:
    """The procedures of an agency, deployed or with a dossier in the year: those with the most by post first."""
    asked = goals(year, as_of, readings)
    span = spans.until(asked.period, as_of)
    unit = next((each for each in members(asked, span) if each.id == unit_id), None)
    if unit is None:
        return []
    sums = _sums(span, frozenset([unit_id])).get(unit_id, {})
    deployed = Catalogue(span.last).of(unit_id, unit.kind).deployed(asked.readings)
    names = _names([*sums, *deployed], span.last)
    every = [
        _procedure(each, names[each], sums.get(each, Sums()), each in deployed, asked)
        for each in names
    ]
    return sorted(every, key=lambda row: (-sums.get(row.procedure_id, Sums()).by_post, row.code))


def _procedure(
    procedure_id: int, name: tuple[str, str], own: Sums, deployed: bool, asked: Goals
) -> ProcedureRow:
    only, scope = {procedure_id: own}, frozenset([procedure_id])
    parts = {
        Indicator.RECEIVED_BY_POST: received(only, scope, asked.readings),
        Indicator.RETURNED_BY_POST: returned(only, scope),
    }
    values = {i: Value(i, None, p.numerator, p.denominator) for i, p in parts.items()}
    return ProcedureRow(procedure_id, *name, own.by_post > 0, deployed, values)


def _names(procedures: Iterable[int], day: date) -> dict[int, tuple[str, str]]:
    """Code and name of procedures, by the version of a day or the last before it."""
    rows = ProcedureVersion.objects.filter(procedure__in=set(procedures), valid_from__lte=day)
    rows = rows.order_by("procedure", "-valid_from").distinct("procedure")
    found = rows.values_list("procedure_id", "procedure__code", "name")
    return {procedure_id: (code, name) for procedure_id, code, name in found}


def _sums(span: Span, units: frozenset[int] | None = None) -> dict[int, dict[int, Sums]]:
    found: dict[int, dict[int, Sums]] = {}
    for row in counted(span, units=units):
        found.setdefault(row.unit_id, {})[row.procedure_id] = row.sums
    return found


def _monthly(span: Span, units: frozenset[int]) -> dict[date, dict[int, dict[int, Sums]]]:
    found: dict[date, dict[int, dict[int, Sums]]] = {}
    for row in counted(span, units=units, by_month=True):
        if row.month is not None:
            found.setdefault(row.month, {}).setdefault(row.unit_id, {})[row.procedure_id] = (
                row.sums
            )
    return found


def _parts(
    units: Iterable[PlannedUnit],
    sums: Mapping[int, ByProcedure],
    catalogue: Catalogue,
    readings: Readings,
) -> dict[int, dict[Indicator, Part]]:
    return {
        unit.id: shares(sums.get(unit.id, {}), catalogue.of(unit.id, unit.kind), readings)
        for unit in units
    }


def _whole(
    unit: PlannedUnit,
    parts: Mapping[Indicator, Part],
    excluded: LeftOut,
    found: Mapping[Indicator, measures.Found],
) -> dict[Indicator, Part]:
    """What the facts and the registers say of an agency, with who is left out for want of time."""
    late = {i: Part(0, 0, excluded.get((unit.id, i), {})) for i in parts}
    own = {i: part + late[i] for i, part in parts.items()}
    return own | {i: by_unit[unit.id] for i, by_unit in found.items() if unit.id in by_unit}


def unit_row(
    asked: Goals, unit: PlannedUnit, parts: Mapping[Indicator, Part], before: Values | None
) -> UnitRow:
    """One agency from what its dossiers and the registers say; in group A beside the year before."""
    values = _values(asked, unit, parts)
    if unit.group == Group.A:
        kept = not_below(unit.id, values, before)
        values = {**values, kept.indicator: kept}
    wanted = (
        i
        for i in asked.plan.indicators()
        if asked.plan.target(i, asked.year, unit.group, unit.kind)
    )
    unmeasured = {i: _value(asked, unit, i, None) for i in wanted if i not in values}
    return UnitRow(unit.id, unit.slug, unit.name, unit.group, {**values, **unmeasured})


def _values(asked: Goals, unit: PlannedUnit, parts: Mapping[Indicator, Part]) -> Values:
    return {indicator: _value(asked, unit, indicator, part) for indicator, part in parts.items()}


def _value(asked: Goals, unit: PlannedUnit, indicator: Indicator, part: Part | None) -> Value:
    goal = asked.unit(indicator, unit.group, unit.kind)
    if part is None:
        return Value(indicator, unit.id, None, None, goal)
    return Value(indicator, unit.id, part.numerator, part.denominator, goal, part.excluded)


def province_values(
    asked: Goals, rows: Sequence[UnitRow], found: Mapping[Indicator, measures.Found]
) -> Values:
    """Every indicator: the register's own answer for the province, else the sum of the agencies."""
    told = {}
    for indicator in Indicator:
        part = found.get(indicator, {}).get(None) or _sum(rows, indicator)
        goal = asked.province(indicator)
        told[indicator] = (
            Value(indicator, None, part.numerator, part.denominator, goal, part.excluded)
            if part
            else Value(indicator, None, None, None, goal)
        )
    return told


def _sum(rows: Sequence[UnitRow], indicator: Indicator) -> Part | None:
    """The agencies' sum; None if none of them is measured."""
    own = (row.values[indicator] for row in rows if indicator in row.values)
    parts = [
        Part(value.numerator, value.denominator or 0, value.excluded)
        for value in own
        if value.numerator is not None
    ]
    return sum(parts[1:], parts[0]) if parts else None


def _missing(province: Values) -> tuple[str, ...]:
    return tuple(
        _("{}: chưa đo, chưa có nguồn số liệu.").format(_(indicator.label))
        for indicator, value in province.items()
        if not value.measured
    )
