"""Where the tiles of the districts stand on the map of equal squares (bản đồ ô vuông)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from tram.directory.models import Parameter, Unit

CODE = "province.map"


@dataclass(frozen=True)
class PlacedUnit:
    """The agency of a district, and its tile."""

    unit_id: int
    slug: str
    name: str
    row: int
    column: int


def tile_places(day: date) -> dict[str, tuple[int, int]]:
    """Row and column of each area by its code; nothing for a province that drew no map."""
    rows = Parameter.objects.filter(Q(valid_to=None) | Q(valid_to__gte=day), code=CODE)
    found = rows.filter(valid_from__lte=day).order_by("-valid_from").first()
    tiles = found.value if found else []
    return {str(tile["area"]): (int(tile["row"]), int(tile["column"])) for tile in tiles}


def placed_units(day: date) -> list[PlacedUnit]:
    """The agencies of the districts on the map, in force on a day, each by the name of its district alone."""
    places = tile_places(day)
    rows = Unit.objects.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)
    found = rows.filter(kind="district", area__gso_code__in=places).select_related("area")
    return [
        PlacedUnit(
            unit.pk, unit.slug, _bare(unit.area.name, unit.area.kind), *places[unit.area.gso_code]
        )
        for unit in found
        if unit.area
    ]


def _bare(name: str, kind: str) -> str:
    """Tam Đảo for Huyện Tam Đảo: a tile is small."""
    start, rest = name[: len(kind)], name[len(kind) :].strip()
    return rest if rest and start.casefold() == kind.casefold() else name
