"""What must be held back on the post's road (cần giữ lại, trả lại): a list for each holder, and a word for a scan."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from tram.core import prepared
from tram.custody.queries.holders import holder_name_sql
from tram.custody.queries.legs import FACTS, FROM
from tram.custody.rules.interception import WayBack, to_hold_back, way_back
from tram.custody.rules.legs import Carried
from tram.directory.models import POSTS
from tram.dossiers.models import ResultChannel
from tram.dossiers.rules.states import GIVING_BACK, State

# The same question as rules.interception.to_hold_back, asked of many at once.
HELD_BACK = """
(h.kind = 'courier' OR hu.kind = ANY(%(posts)s)) AND i.kind IN ('papers', 'supplement')
AND d.state = ANY(%(ended)s) AND v.leg IS DISTINCT FROM 'out'
"""
ROWS = f"""
SELECT i.id, d.id, coalesce(v.number, ''), {holder_name_sql("h")}, d.ended_at, l.occurred_at,
  h.unit_id IS NOT NULL AND h.unit_id = d.intake_point_id,
  EXISTS (SELECT FROM custody_manifestentry e WHERE e.item_id = i.id AND e.outcome = 'pending'), {FACTS} {FROM}
LEFT JOIN LATERAL (SELECT a.unit_id FROM directory_appointment a WHERE a.user_id = h.user_id AND a.role = 'postman'
  AND daterange(a.valid_from, a.valid_to, '[]') @> (tram_now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
  ORDER BY a.id LIMIT 1) a ON true
WHERE {HELD_BACK} AND (h.id = ANY(%(holders)s) OR coalesce(h.unit_id, a.unit_id) = ANY(%(units)s))
ORDER BY d.ended_at, i.id LIMIT 200
"""
AMONG = f"SELECT i.id {FROM} WHERE i.id = ANY(%(items)s) AND {HELD_BACK}"


@dataclass(frozen=True)
class HeldBack:
    """A thing to hold back: its number, who has it since when, when its dossier ended, and what to do with it."""

    item_id: UUID
    dossier_id: UUID
    s10: str
    holder: str
    ended_at: datetime | None
    since: datetime
    listed: bool
    state: State
    way: WayBack

    @property
    def code(self) -> str:
        """What it is called: its number, or for open papers the short id of its dossier."""
        return self.s10 or f"#{self.dossier_id.hex[:8].upper()}"


def _words(**more: Any) -> dict[str, Any]:
    ended = [state.value for state in GIVING_BACK]
    return {"posts": list(POSTS), "ended": ended, "postal": ResultChannel.POSTAL, **more}


def held_back(holders: Collection[int], units: Collection[int] = ()) -> list[HeldBack]:
    """What these holders must hold back, or anybody of these units; what ended first comes first."""
    with connection.cursor() as cursor:
        cursor.execute(ROWS, _words(holders=list(holders), units=list(units)))
        found = [(row[:8], Carried(row[8], State(row[9]), *row[10:])) for row in cursor.fetchall()]
    return [
        HeldBack(
            item_id=row[0],
            dossier_id=row[1],
            s10=row[2],
            holder=row[3],
            ended_at=row[4],
            since=row[5],
            listed=row[7],
            state=thing.state,
            way=way_back(thing, taken_in_here=row[6]),
        )
        for row, thing in found
        if to_hold_back(thing)
    ]


def recalled(item_ids: Collection[UUID]) -> frozenset[UUID]:
    """Those of these things that must not go on: the red word of a scan."""
    words = _words(items=list(item_ids))
    return frozenset(row[0] for row in prepared.rows(AMONG, words))
