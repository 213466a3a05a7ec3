"""Where the tiles of the districts stand on the map of equal squares (bản đồ ô vuông)."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

CODE = "province.map"
_PLACED = """
SELECT u.id, u.slug, a.name, a.kind, t.row, t."column"
FROM (SELECT value FROM directory_parameter WHERE code = %(code)s
  AND daterange(valid_from, valid_to, '[]') @> %(day)s::date ORDER BY valid_from DESC LIMIT 1) p
CROSS JOIN jsonb_to_recordset(p.value) AS t(area text, "row" int, "column" int)
JOIN directory_area a ON a.gso_code = t.area
JOIN directory_unit u ON u.area_id = a.id AND u.kind = 'district'
  AND daterange(u.valid_from, u.valid_to, '[]') @> %(day)s::date
ORDER BY u.sort_key, u.id
"""


@dataclass(frozen=True)
class PlacedUnit:
    """The agency of a district, and its tile."""

    unit_id: int
    slug: str
    name: str
    row: int
    column: int


def placed_units(day: date) -> list[PlacedUnit]:
    """The agencies of the districts on the map on a day, by the names of their districts; none without a map."""
    with connection.cursor() as cursor:
        cursor.execute(_PLACED, {"day": day, "code": CODE})
        return [
            PlacedUnit(unit_id, slug, _bare(name, kind), row, column)
            for unit_id, slug, name, kind, row, column in cursor.fetchall()
        ]


def _bare(name: str, kind: str) -> str:
    """Tam Đảo for Huyện Tam Đảo: a tile is small."""
    start, rest = name[: len(kind)], name[len(kind) :].strip()
    return rest if rest and start.casefold() == kind.casefold() else name
