"""The means of every service point on a day (nhân lực, phương tiện từng điểm), for the plan; nobody is named."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from tram.directory.queries.network import EquipmentRow, equipment_of
from tram.directory.queries.terms import TERMS_ON
from tram.directory.rules.points import Terms

MEANS = f"""
SELECT p.unit_id, p.code, u.name, coalesce(q.name, ''), p.demonstration,
  coalesce((SELECT json_object_agg(w.role, w.people) FROM (SELECT a.role, count(DISTINCT a.user_id) AS people
    FROM directory_appointment a WHERE a.unit_id = u.id
      AND daterange(a.valid_from, a.valid_to, '[]') @> %(day)s::date GROUP BY a.role) w), '{{}}'),
  t.address, t.phone, t.opens, t.closes, t.works_saturday, t.route_code
FROM directory_servicepoint p JOIN directory_unit u ON u.id = p.unit_id
JOIN directory_area c ON c.id = coalesce(directory_area_on(p.commune_id, %(day)s::date), p.commune_id)
LEFT JOIN directory_area q ON q.id = c.parent_id
CROSS JOIN LATERAL {TERMS_ON} t
WHERE daterange(u.valid_from, u.valid_to, '[]') @> %(day)s::date ORDER BY q.sort_key, u.sort_key, u.id
"""


@dataclass(frozen=True)
class Means:
    """What one point works with: how many people by role, which things, when it opens, by which route."""

    point_id: int
    code: str
    name: str
    district: str
    demonstration: bool
    staff: Mapping[str, int]
    terms: Terms
    equipment: tuple[EquipmentRow, ...]


def means_on(day: date) -> list[Means]:
    """The means of every point that stands on a day, district by district."""
    with connection.cursor() as cursor:
        cursor.execute(MEANS, {"day": day})
        rows: list[Any] = list(cursor.fetchall())
    things = equipment_of([row[0] for row in rows], day)
    return [Means(*(*row[:6], Terms(*row[6:]), tuple(things.get(row[0], ())))) for row in rows]
