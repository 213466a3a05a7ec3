"""Service points as their managers see them: what holds on a day, what held before, staff and equipment (điểm).

What a point has on a day is the latest row that began by then; before any row, what it had at first.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from tram.accounts.rules.access import GRANTS, Right, Role
from tram.core.acts import Actor
from tram.core.text import search_terms
from tram.directory.models import Equipment, PointTerms
from tram.directory.queries.terms import TERMS_ON
from tram.directory.rules.points import EquipmentKind, EquipmentState, PointKind, Terms

PAGE = 50
MINE = """RECURSIVE mine AS (SELECT id FROM directory_unit WHERE id = ANY(%(units)s)
  UNION SELECT u.id FROM directory_unit u JOIN mine ON u.parent_id = mine.id)"""
POINTS = f"""
WITH {MINE}
SELECT u.id, p.code, u.name, p.kind, w.gso_code, c.name, coalesce(q.name, ''), u.parent_id,
  coalesce(a.name, ''), u.valid_from,
  u.valid_to, p.demonstration, t.address, t.phone, t.opens, t.closes, t.works_saturday, t.route_code,
  (SELECT count(DISTINCT w.user_id) FROM directory_appointment w WHERE w.unit_id = u.id
    AND daterange(w.valid_from, w.valid_to, '[]') @> %(day)s::date)
FROM directory_servicepoint p JOIN directory_unit u ON u.id = p.unit_id
JOIN mine ON mine.id = u.id
JOIN directory_area w ON w.id = p.commune_id
JOIN directory_area c ON c.id = coalesce(directory_area_on(w.id, %(day)s::date), w.id)
LEFT JOIN directory_area q ON q.id = c.parent_id
LEFT JOIN directory_unit a ON a.id = coalesce(directory_unit_on(u.parent_id, %(day)s::date), u.parent_id)
CROSS JOIN LATERAL {TERMS_ON} t
WHERE (%(one)s::bigint IS NULL AND (u.valid_to IS NULL OR u.valid_to >= %(day)s::date) OR u.id = %(one)s)
  AND NOT EXISTS (SELECT 1 FROM unnest(%(terms)s::text[]) word
    WHERE position(word IN concat_ws(' ', u.search_key, p.code, c.search_key, q.search_key, lower(t.route_code))) = 0)
ORDER BY q.sort_key, u.sort_key, u.id OFFSET %(skip)s LIMIT %(limit)s
"""
PLACES = f"""
WITH {MINE}
SELECT u.id, u.name, u.search_key FROM directory_unit u JOIN mine ON mine.id = u.id
WHERE u.kind = ANY(%(kinds)s) AND daterange(u.valid_from, u.valid_to, '[]') @> %(day)s::date ORDER BY u.sort_key, u.id
"""


@dataclass(frozen=True)
class Point:
    """A service point with what holds of it on a day; `staff` counts who is appointed there."""

    id: int
    code: str
    name: str
    kind: str
    commune_code: str
    commune: str
    district: str
    parent_id: int | None
    parent: str
    valid_from: date
    valid_to: date | None
    demonstration: bool
    terms: Terms
    staff: int

    @property
    def kind_label(self) -> str:
        """The kind as people call it."""
        return PointKind(self.kind).label if self.kind in set(PointKind) else self.kind


@dataclass(frozen=True)
class Found:
    """One page of points, and whether there is more."""

    rows: tuple[Point, ...]
    more: bool


@dataclass(frozen=True)
class TermsRow:
    """Terms as somebody wrote them down."""

    valid_from: date
    terms: Terms
    decision: str
    by: str
    at: datetime


@dataclass(frozen=True)
class EquipmentRow:
    """How many things of a kind and a state a point has, since when."""

    kind: EquipmentKind
    state: EquipmentState
    count: int
    since: date


@dataclass(frozen=True)
class Place:
    """A unit of the post to choose by its name."""

    id: int
    label: str
    words: str


def managed_units(actor: Actor) -> frozenset[int]:
    """Where a person manages the post: what is below is theirs too."""
    rights = [(duty, GRANTS.get(Role(duty.role), frozenset())) for duty in actor.duties]
    return frozenset(duty.unit_id for duty, held in rights if Right.MANAGE_POST in held)


def points_of(actor: Actor, text: str, *, day: date, page: int = 1) -> Found:
    """The points under a manager that stand on a day or later, found by name, code, commune, district or route."""
    found = _points(actor, day, text=text, skip=(max(page, 1) - 1) * PAGE, limit=PAGE + 1)
    return Found(tuple(found[:PAGE]), len(found) > PAGE)


def point_of(actor: Actor, point_id: int, *, day: date) -> Point | None:
    """One point under a manager, closed ones too; None if it is nobody's or somebody else's."""
    return next(iter(_points(actor, day, one=point_id)), None)


def all_points(actor: Actor, *, day: date) -> list[Point]:
    """Every point under a manager that stands on a day or later, for a sheet."""
    return _points(actor, day, limit=None)


def _points(actor: Actor, day: date, **words: Any) -> list[Point]:
    asked: dict[str, Any] = {"text": "", "one": None, "skip": 0, "limit": 1, **words}
    terms = list(search_terms(asked.pop("text")))
    reach: dict[str, Any] = {"units": list(managed_units(actor)), "day": day, "terms": terms}
    with connection.cursor() as cursor:
        cursor.execute(POINTS, asked | reach)
        return [_point(row) for row in cursor.fetchall()]


def _point(row: Sequence[Any]) -> Point:
    *told, staff = row
    return Point(*(*told[:12], Terms(*told[12:]), staff))


def post_places(actor: Actor, kinds: Sequence[str], *, day: date) -> list[Place]:
    """Units of the post of these kinds under a manager that stand on a day."""
    with connection.cursor() as cursor:
        words: dict[str, Any] = {
            "units": list(managed_units(actor)),
            "kinds": list(kinds),
            "day": day,
        }
        cursor.execute(PLACES, words)
        return [Place(*row) for row in cursor.fetchall()]


def terms_history(point_id: int) -> list[TermsRow]:
    """Everything that was ever written down of a point's terms, the latest day first."""
    rows = PointTerms.objects.filter(point=point_id).select_related("by")
    return [
        TermsRow(row.valid_from, _terms(row), row.decision, row.by.full_name, row.at)
        for row in rows.order_by("-valid_from", "-id")
    ]


def _terms(row: PointTerms) -> Terms:
    return Terms(row.address, row.phone, row.opens, row.closes, row.works_saturday, row.route_code)


def equipment_on(point_id: int, day: date) -> list[EquipmentRow]:
    """What a point has on a day, kind by kind."""
    return equipment_of([point_id], day).get(point_id, [])


def equipment_of(point_ids: Sequence[int], day: date) -> dict[int, list[EquipmentRow]]:
    """What several points have on a day; what is down to none is left out."""
    rows = (
        Equipment.objects.filter(point__in=list(point_ids), since__lte=day)
        .order_by("point", "kind", "state", "-since", "-id")
        .distinct("point", "kind", "state")
    )
    found: dict[int, list[EquipmentRow]] = {}
    for row in rows:
        if row.count:
            found.setdefault(row.point_id, []).append(
                EquipmentRow(
                    EquipmentKind(row.kind), EquipmentState(row.state), row.count, row.since
                )
            )
    order = list(EquipmentKind)
    for things in found.values():
        things.sort(key=lambda each: (order.index(each.kind), each.state))
    return found


def units_below(unit_ids: Collection[int]) -> frozenset[int]:
    """These units and everything under them, whether it still stands or not."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE down AS (SELECT unnest(%s::bigint[]) AS id UNION "
            "SELECT u.id FROM down JOIN directory_unit u ON u.parent_id = down.id) SELECT id FROM down",
            [list(unit_ids)],
        )
        return frozenset(row[0] for row in cursor.fetchall())
