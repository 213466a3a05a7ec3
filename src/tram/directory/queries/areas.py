"""Areas and service points by the day: provinces, districts, communes as they were, and where the post is found."""

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.db import connection
from django.db.models import Q

from tram.core.text import search_terms
from tram.directory.models import Area, AreaLevel, DayKind
from tram.directory.queries.terms import TERMS_ON


@dataclass(frozen=True)
class AreaChoice:
    """An area to choose from a list."""

    id: int
    code: str
    name: str
    is_commune: bool = False


@dataclass(frozen=True)
class AreaOn:
    """An area as it was on one day; `parent` is the code of the area above it."""

    id: int
    code: str
    name: str
    kind: str
    parent: str
    parent_name: str
    provenance: str


def areas_on(day: date, level: AreaLevel) -> list[AreaOn]:
    """The areas of a level in force on a day with the names and parents of that day, in Vietnamese order."""
    current = Q(valid_to=None) | Q(valid_to__gte=day)
    rows = Area.objects.filter(current, level=level, valid_from__lte=day).select_related("parent")
    return [
        AreaOn(
            id=area.id,
            code=area.gso_code,
            name=area.name,
            kind=area.kind,
            parent=area.parent.gso_code if area.parent else "",
            parent_name=area.parent.name if area.parent else "",
            provenance=area.provenance,
        )
        for area in rows.order_by("sort_key", "gso_code")
    ]


def districts(day: date) -> list[AreaChoice]:
    """The districts in force on a day, or the communes once there are none, in Vietnamese order."""
    found = areas_on(day, AreaLevel.DISTRICT)
    rows = found or areas_on(day, AreaLevel.COMMUNE)
    return [AreaChoice(area.id, area.code, area.name, is_commune=not found) for area in rows]


@dataclass(frozen=True)
class PointRow:
    """A postal service point (điểm phục vụ) as the public finds it; `opens`, `closes` are local wall times."""

    code: str
    name: str
    address: str
    commune: str
    district: str
    phone: str
    opens: time
    closes: time
    works_saturday: bool
    demonstration: bool
    open_today: bool


POINTS = f"""
SELECT p.code, u.name, t.address, c.name, d.name, t.phone, t.opens, t.closes, t.works_saturday, p.demonstration,
  extract(isodow FROM %(day)s::date) <= CASE WHEN t.works_saturday THEN 6 ELSE 5 END AND NOT EXISTS (
    SELECT 1 FROM directory_calendarday h WHERE h.day = %(day)s::date AND h.removed_at IS NULL AND h.kind = %(holiday)s)
FROM directory_servicepoint p JOIN directory_unit u ON u.id = p.unit_id
JOIN directory_area w ON w.id = p.commune_id
JOIN directory_area c ON c.id = coalesce(directory_area_on(w.id, %(day)s::date), w.id)
JOIN directory_area d ON d.id = c.parent_id
CROSS JOIN LATERAL {TERMS_ON} t
WHERE daterange(u.valid_from, u.valid_to, '[]') @> %(day)s::date
  AND (%(district)s::text IS NULL OR %(district)s IN (c.gso_code, d.gso_code))
  AND NOT EXISTS (SELECT 1 FROM unnest(%(terms)s::text[]) word
    WHERE position(word IN concat_ws(' ', u.search_key, w.search_key, c.search_key, d.search_key)) = 0)
  AND (%(after)s::text IS NULL OR (d.sort_key, c.sort_key, p.code) > (
    SELECT y.sort_key, x.sort_key, z.code FROM directory_servicepoint z
    JOIN directory_area x ON x.id = coalesce(directory_area_on(z.commune_id, %(day)s::date), z.commune_id)
    JOIN directory_area y ON y.id = x.parent_id
    WHERE z.code = %(after)s))
ORDER BY d.sort_key, c.sort_key, p.code LIMIT %(limit)s
"""


def points(
    text: str, *, day: date, district: str | None = None, after: str | None = None, limit: int = 20
) -> list[PointRow]:
    """Service points in force on `day` whose name, commune or district has every word of `text`, accents or not.

    `district` narrows to one district's or commune's code; `after` is the code of the last point seen. A point is
    closed on Sundays, on public holidays, and on Saturdays unless it works then.
    """
    words: dict[str, Any] = {
        "day": day,
        "holiday": DayKind.HOLIDAY.value,
        "district": district,
        "terms": list(search_terms(text)),
        "after": after,
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(POINTS, words)
        return [PointRow(*row) for row in cursor.fetchall()]
