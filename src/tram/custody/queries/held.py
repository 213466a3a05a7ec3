"""Points where something can be held for its person, and what lies there (giữ tại điểm)."""

from dataclasses import dataclass
from datetime import date, time

from django.db import connection

from tram.directory.queries.terms import TERMS_ON

POINTS = f"""
SELECT u.id, u.name, coalesce(c.name, ''), p.commune_id, u.search_key || ' ' || c.search_key, t.address, t.opens,
  t.closes, t.works_saturday
FROM directory_servicepoint p JOIN directory_unit u ON u.id = p.unit_id
JOIN directory_area c ON c.id = p.commune_id
CROSS JOIN LATERAL {TERMS_ON} t
WHERE daterange(u.valid_from, u.valid_to, '[]') @> %(day)s::date AND (%(one)s::bigint IS NULL OR u.id = %(one)s)
ORDER BY c.parent_id IS DISTINCT FROM (SELECT n.parent_id FROM directory_area n WHERE n.id = %(near)s),
  p.commune_id IS DISTINCT FROM %(near)s, u.sort_key, u.id
"""


@dataclass(frozen=True)
class HoldPoint:
    """A point with what its visitor must know: where it is and when it is open."""

    id: int
    name: str
    commune: str
    commune_id: int
    words: str
    address: str
    opens: time
    closes: time
    works_saturday: bool

    @property
    def label(self) -> str:
        """As a list names it."""
        return f"{self.name}, {self.address}"

    @property
    def hours(self) -> str:
        """When it is open, in words."""
        days = "thứ Hai đến thứ Bảy" if self.works_saturday else "thứ Hai đến thứ Sáu"
        return f"{self.opens:%H:%M} đến {self.closes:%H:%M}, {days}"


def hold_points(day: date, near: int | None = None) -> list[HoldPoint]:
    """The points in force on a day, those of a commune first, then of its district."""
    return _points(day, None, near)


def hold_point(unit_id: int, day: date) -> HoldPoint | None:
    """One of them; None if the unit is no point of the post, or no longer."""
    return next(iter(_points(day, unit_id, None)), None)


def _points(day: date, one: int | None, near: int | None) -> list[HoldPoint]:
    with connection.cursor() as cursor:
        cursor.execute(POINTS, {"day": day, "one": one, "near": near})
        return [HoldPoint(*row) for row in cursor.fetchall()]
