"""Where each run of the post's clock goes, whose it is, and what it waited for: what its due time is reckoned by."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from tram.accounts.rules.access import Role
from tram.custody.models import Leg, PostalPause
from tram.custody.queries.intake import DISTRICT
from tram.custody.rules.postal_clock import Wait
from tram.custody.rules.routes import PostalRoute, Waiting

# A recipient without a commune of ours lives in another province.
ROADS = f"""
SELECT c.id, {DISTRICT.format("pa")}, {DISTRICT.format("da")}, {DISTRICT.format("ra")}, c.direction,
  coalesce(CASE c.direction WHEN 'in' THEN d.intake_point_id END, t.unit_id, a.unit_id, d.intake_point_id)
FROM custody_postalclock c
JOIN dossiers_dossier d ON d.id = c.dossier_id
JOIN custody_line l ON l.stream = c.item_id AND l.seq = c.start_seq
JOIN custody_holder t ON t.id = l.to_holder
JOIN directory_unit k ON k.id = d.desk_id LEFT JOIN directory_area da ON da.id = k.area_id
LEFT JOIN directory_servicepoint p ON p.unit_id = d.intake_point_id
LEFT JOIN directory_area pa ON pa.id = p.commune_id
LEFT JOIN LATERAL (SELECT r.commune_id FROM custody_recipient r WHERE r.dossier_id = d.id
  ORDER BY r.version DESC LIMIT 1) r ON true
LEFT JOIN directory_area ra ON ra.id = r.commune_id
LEFT JOIN LATERAL (SELECT a.unit_id FROM directory_appointment a WHERE a.user_id = t.user_id AND a.role = %(postman)s
  AND daterange(a.valid_from, a.valid_to, '[]') @> (c.started_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
  ORDER BY a.id LIMIT 1) a ON true
WHERE c.id = ANY(%(clocks)s)
"""


@dataclass(frozen=True)
class Road:
    """How far an item goes, and which office of the post answers for it."""

    route: PostalRoute
    office_id: int | None


def roads(clock_ids: Collection[UUID]) -> dict[UUID, Road]:
    """The road of each of these runs."""
    with connection.cursor() as cursor:
        cursor.execute(ROADS, {"clocks": list(clock_ids), "postman": Role.POSTMAN})
        return {
            ident: Road(_route(point if way == Leg.IN else home, desk, way), office)
            for ident, point, desk, home, way, office in cursor.fetchall()
        }


def _route(end: int | None, desk: int | None, way: str) -> PostalRoute:
    if end is None and way == Leg.OUT:
        return PostalRoute.INTER_PROVINCE
    same = end is not None and end == desk
    return PostalRoute.WITHIN_DISTRICT if same else PostalRoute.BETWEEN_DISTRICTS


# Signed over to a point that holds it for the recipient: from that signature to the next line.
HOLDS = """
SELECT c.id, l.occurred_at, coalesce(n.occurred_at, c.ended_at)
FROM custody_postalclock c JOIN custody_line l ON l.stream = c.item_id AND l.seq > c.start_seq
JOIN custody_manifest m ON m.id = l.manifest AND m.kind = 'hold'
LEFT JOIN custody_line n ON n.stream = l.stream AND n.seq = l.seq + 1
WHERE c.id = ANY(%s) AND (c.end_seq IS NULL OR l.seq < c.end_seq) ORDER BY l.occurred_at
"""


def waits(clock_ids: Collection[UUID]) -> dict[UUID, tuple[Wait, ...]]:
    """What each of these runs waited for, the earliest first; one nobody released ended with its run.

    Waits that a person began, and what a point held for the recipient where nobody had stopped the clock already.
    """
    found: dict[UUID, list[Wait]] = {}
    rows = PostalPause.objects.filter(clock__in=clock_ids).select_related("clock")
    for row in rows:
        if end := row.released_at or row.clock.ended_at:
            wait = Wait(row.started_at, max(end, row.started_at), Waiting(row.reason))
            found.setdefault(row.clock_id, []).append(wait)
    for ident, since, until in _holds(clock_ids):
        known = found.setdefault(ident, [])
        if all(until <= wait.started_at or wait.ended_at <= since for wait in known):
            known.append(Wait(since, max(until, since), Waiting.HELD_AT_POINT))
    return {
        ident: tuple(sorted(known, key=lambda wait: wait.started_at))
        for ident, known in found.items()
    }


def _holds(clock_ids: Collection[UUID]) -> list[tuple[UUID, datetime, datetime]]:
    """Every time in which a point held one of these; what it still holds is not over and is left out."""
    with connection.cursor() as cursor:
        cursor.execute(HOLDS, [list(clock_ids)])
        return [row for row in cursor.fetchall() if row[2] is not None]
