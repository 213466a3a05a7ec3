"""Legs of what travels (chặng đường): everything on the post's road now, and the way of one dossier's things."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import connection

from tram.custody.models import ItemKind
from tram.custody.queries.holders import holder_name_sql
from tram.custody.rules.legs import Carried, LegKind, Passed, leg_of, stretches
from tram.dossiers.models import ResultChannel
from tram.dossiers.rules.sight import Sight
from tram.dossiers.rules.states import State

FACTS = """
i.kind, d.state, h.kind, hu.kind, v.leg, m.kind, d.result_channel = %(postal)s
"""
FROM = """
FROM custody_item i
JOIN custody_holder h ON h.id = i.holder_id LEFT JOIN directory_unit hu ON hu.id = h.unit_id
JOIN custody_line l ON l.stream = i.id AND l.seq = i.seq
JOIN dossiers_dossier d ON d.id = i.dossier_id
LEFT JOIN custody_manifest m ON m.id = l.manifest
LEFT JOIN custody_envelopeitem c ON c.item_id = i.id AND c.taken_out_at IS NULL
LEFT JOIN custody_envelope v ON v.id = c.envelope_id
"""


def _carried(row: Any) -> Carried:
    item, state, holder, place, cover, last, by_post = row
    return Carried(item, State(state), holder, place, cover, last, by_post)


@dataclass(frozen=True)
class Road:
    """One leg of one of a dossier's things, as its page tells it; `reached_at` None = still on it."""

    item: str
    leg: LegKind
    begun_at: datetime
    start: str
    end: str
    reached_at: datetime | None
    stops: int


LINES = f"""
SELECT i.id, i.kind, i.part,
  (SELECT max(part) FROM custody_item o WHERE o.dossier_id = i.dossier_id AND o.kind = i.kind),
  m.kind, f.kind, t.kind, tu.kind, l.occurred_at,
  {holder_name_sql("f")}, {holder_name_sql("t")}
FROM custody_item i JOIN custody_line l ON l.stream = i.id
LEFT JOIN custody_manifest m ON m.id = l.manifest
LEFT JOIN custody_holder f ON f.id = l.from_holder
JOIN custody_holder t ON t.id = l.to_holder LEFT JOIN directory_unit tu ON tu.id = t.unit_id
WHERE i.dossier_id = %s ORDER BY i.kind, i.part, i.id, l.seq
"""
NOW_ON = f"SELECT i.id, {FACTS} {FROM} WHERE i.dossier_id = %(dossier)s"


OF_POST = frozenset(
    {
        LegKind.CUSTOMER_TO_POST,
        LegKind.POST_TO_DESK,
        LegKind.DESK_TO_POST,
        LegKind.POST_TO_CUSTOMER,
        LegKind.HOLD,
        LegKind.RETURN_TO_DESK,
        LegKind.RETURN_TO_SENDER,
    }
)


def roads(dossier_id: UUID, seen: Sight) -> list[Road]:
    """The legs of everything of one dossier, by the time at which each began; the post reads its own ones."""
    with connection.cursor() as cursor:
        cursor.execute(NOW_ON, {"postal": ResultChannel.POSTAL, "dossier": dossier_id})
        on = {row[0]: leg_of(_carried(row[1:])) for row in cursor.fetchall()}
        cursor.execute(LINES, [dossier_id])
        lines = cursor.fetchall()
    told: list[Road] = []
    for item_id, rows in groupby(lines, key=lambda row: row[0]):
        told += _roads(list(rows), on.get(item_id))
    own = told if seen is Sight.WHOLE else [road for road in told if road.leg in OF_POST]
    return sorted(own, key=lambda road: road.begun_at)


def _roads(rows: list[Any], now_on: LegKind | None) -> list[Road]:
    kind, part, parts = rows[0][1:4]
    item = ItemKind(kind).label + (f", phần {part}/{parts}" if parts > 1 else "")
    lines = [Passed(kind, *row[4:9]) for row in rows]
    return [
        Road(
            item=item,
            leg=each.kind,
            begun_at=each.begun_at,
            start="Khách hàng" if rows[each.first][5] is None else rows[each.first][9],
            end=rows[each.last][10],
            reached_at=each.reached_at,
            stops=each.stops,
        )
        for each in stretches(lines, now_on)
    ]
