"""Communes by the day, and for which of them somebody may say that they were told (xã, phường, thị trấn)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from tram.accounts.rules.access import GRANTS, Right, Role
from tram.core.acts import Actor
from tram.directory.models import Area, AreaLevel, Unit, UnitKind

LOCAL = (UnitKind.DISTRICT, UnitKind.COMMUNE)
OWN_AREA = (*LOCAL, UnitKind.DISTRICT_POST, UnitKind.POST_POINT)
"""Kinds of unit whose area is what they serve; a department's is only where it sits."""


@dataclass(frozen=True)
class Commune:
    """A commune as it was on a day; `words` are those it is found by, without accents."""

    id: int
    code: str
    name: str
    district_code: str
    district: str
    words: str

    @property
    def label(self) -> str:
        """With its district: "Xã Đạo Trù, huyện Tam Đảo"."""
        return f"{self.name}, {self.district[:1].lower()}{self.district[1:]}"


def communes_on(day: date) -> tuple[Commune, ...]:
    """The communes in force on a day, district by district, in Vietnamese order."""
    current = Q(valid_to=None) | Q(valid_to__gte=day)
    rows = Area.objects.filter(current, level=AreaLevel.COMMUNE, valid_from__lte=day)
    rows = rows.order_by("parent__sort_key", "sort_key", "gso_code").select_related("parent")
    return tuple(_commune(area) for area in rows)


def _commune(area: Area) -> Commune:
    above = area.parent
    return Commune(
        area.id,
        area.gso_code,
        area.name,
        above.gso_code if above else "",
        above.name if above else "",
        f"{area.search_key} {above.search_key if above else ''}",
    )


def informed_by(actor: Actor, day: date) -> tuple[Commune, ...]:
    """The communes in force on a day of which this person may write that they were told.

    The standing agency and the provincial post: all; a district's reporter or post: those of the district.
    """
    where = _where(actor)
    if any(unit.kind not in OWN_AREA for unit in where):
        return communes_on(day)
    codes = {unit.area.gso_code for unit in where if unit.area}
    return tuple(
        commune for commune in communes_on(day) if codes & {commune.code, commune.district_code}
    )


def _where(actor: Actor) -> list[Unit]:
    duties = [d for d in actor.duties if Right.INFORM_PUBLIC in GRANTS.get(Role(d.role), ())]
    units = Unit.objects.filter(id__in={duty.unit_id for duty in duties}).select_related("area")
    kinds = {unit.id: unit for unit in units}
    return [
        kinds[d.unit_id] for d in duties if d.unit_id in kinds and _fits(d.role, kinds[d.unit_id])
    ]


def _fits(role: str, unit: Unit) -> bool:
    """A reporter speaks for communes only from a district or commune; a department has none of its own."""
    return role != Role.AGENCY_REPORTER or unit.kind in LOCAL
