"""Dossiers of which not every envelope has come (đã tới một phần): the desk waits for the rest."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from tram.custody.queries.holders import dossier_label, holder_name_sql

PARTIAL = f"""
SELECT d.id, d.number, i.parts, count(*) FILTER (WHERE h.unit_id = d.desk_id),
  array_remove(array_agg(CASE WHEN h.unit_id IS DISTINCT FROM d.desk_id
    THEN coalesce(v.number, '') || ' – ' || {holder_name_sql("h")} END ORDER BY i.part), NULL)
FROM dossiers_dossier d
JOIN custody_item i ON i.dossier_id = d.id AND i.kind = 'papers' AND i.parts > 1
JOIN custody_holder h ON h.id = i.holder_id
LEFT JOIN custody_envelopeitem c ON c.item_id = i.id AND c.taken_out_at IS NULL
LEFT JOIN custody_envelope v ON v.id = c.envelope_id
WHERE d.desk_id = %s AND d.state = 'registered'
GROUP BY d.id, i.parts HAVING count(*) FILTER (WHERE h.unit_id = d.desk_id) > 0
ORDER BY d.registered_at LIMIT 100
"""


@dataclass(frozen=True)
class Partial:
    """A dossier with some of its envelopes at the desk: how many of how many, and where the others are."""

    dossier_id: UUID
    label: str
    parts: int
    arrived: int
    missing: tuple[str, ...]


def partial(desk_id: int) -> list[Partial]:
    """What has come to a desk in part, the longest on its way first."""
    with connection.cursor() as cursor:
        cursor.execute(PARTIAL, [desk_id])
        return [
            Partial(row[0], dossier_label(row[1], row[0]), row[2], row[3], tuple(row[4]))
            for row in cursor.fetchall()
        ]
