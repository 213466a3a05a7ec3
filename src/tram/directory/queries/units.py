"""Units by the day: which stood, under whom, who took whose place, and for whom a desk received."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from tram.directory.models import DESKS, DeskService, Succession, Unit, UnitKind
from tram.directory.queries.regimes import regime
from tram.directory.rules.regimes import Reception


@dataclass(frozen=True)
class UnitOn:
    """A unit as it was on one day; `parent` is the slug of the unit above it on that day."""

    id: int
    slug: str
    code: str
    name: str
    kind: str
    parent: str
    parent_name: str


def units_on(day: date) -> list[UnitOn]:
    """The units in force on a day with the names and parents of that day, in Vietnamese order."""
    units, heirs = Unit.objects.in_bulk(), _heirs()
    rows = []
    for unit in sorted(units.values(), key=lambda unit: (unit.sort_key, unit.id)):
        if not _in_force(unit, day):
            continue
        above = _heir(units, heirs, unit.parent_id, day)
        slug, name = (above.slug, above.name) if above else ("", "")
        rows.append(UnitOn(unit.id, unit.slug, unit.code, unit.name, unit.kind, slug, name))
    return rows


def heir(unit_id: int, day: date) -> Unit | None:
    """Who stands in a unit's place on a day: itself while it lasts, then its first successor; None if nobody."""
    unit: Unit | None = Unit.objects.get(id=unit_id)
    while unit is not None and unit.valid_to is not None and unit.valid_to < day:
        unit = Unit.objects.filter(origins__predecessor=unit).order_by("origins__id").first()
    return unit


def _heirs() -> dict[int, int]:
    """The first successor of each unit that has one."""
    rows = Succession.objects.order_by("-id").values_list("predecessor_id", "successor_id")
    return dict(rows)


def _heir(
    units: Mapping[int, Unit], heirs: Mapping[int, int], unit_id: int | None, day: date
) -> Unit | None:
    unit = units.get(unit_id or 0)
    while unit is not None and unit.valid_to is not None and unit.valid_to < day:
        unit = units.get(heirs.get(unit.id, 0))
    return unit


def _in_force(unit: Unit, day: date) -> bool:
    return unit.valid_from <= day and (unit.valid_to is None or day <= unit.valid_to)


def serves(desk_id: int, agency_id: int, day: date) -> bool:
    """True if a one-stop desk receives dossiers for an agency on a day (see `served`)."""
    return agency_id in served(desk_id, [agency_id], day)


def served(desk_id: int, agency_ids: Collection[int], day: date) -> frozenset[int]:
    """Those of the agencies for which a one-stop desk receives dossiers on a day.

    Until 30/6/2025 those it was set up for (NĐ 61/2018 Điều 7–8); where the regime says so, every agency of the
    province, irrespective of boundary (NĐ 118/2025).
    """
    own = DeskService.objects.filter(desk_id=desk_id, agency_id__in=agency_ids)
    mine = frozenset(own.values_list("agency_id", flat=True))
    if len(mine) == len(set(agency_ids)) or regime(day).reception is not Reception.PROVINCE:
        return mine
    standing = Unit.objects.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)
    if not standing.filter(id=desk_id, kind__in=DESKS).exists():
        return mine
    return mine | frozenset(standing.filter(id__in=agency_ids).values_list("id", flat=True))


def settling_kind(level: str, day: date) -> str:
    """The kind of unit that settles what a procedure of 2019 left to a level: without districts, the communes do.

    The two-level local government of 1/7/2025 (NĐ 118/2025) gave the districts' procedures to the communes.
    """
    current = Q(valid_to=None) | Q(valid_to__gte=day)
    districts_stand = Unit.objects.filter(current, kind=UnitKind.DISTRICT, valid_from__lte=day)
    if level == UnitKind.DISTRICT and not districts_stand.exists():
        return UnitKind.COMMUNE
    return level
