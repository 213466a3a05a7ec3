"""What may go in one envelope (đóng chung): results for one recipient at a desk, one sender's dossiers at a point."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from tram.custody.queries.holders import dossier_label

FREE = """
AND NOT EXISTS (SELECT FROM custody_manifestentry e WHERE e.item_id = i.id AND e.outcome = 'pending')
"""
RESULTS = f"""
SELECT r.full_name, u.name, array_agg(d.id ORDER BY d.settled_at, d.id), array_agg(d.number ORDER BY d.settled_at, d.id)
FROM custody_item i JOIN custody_holder h ON h.id = i.holder_id AND h.unit_id = %(unit)s
JOIN dossiers_dossier d ON d.id = i.dossier_id AND d.desk_id = h.unit_id
  AND d.state = 'settled' AND d.result_channel = 1
JOIN directory_unit u ON u.id = d.desk_id
JOIN LATERAL (SELECT * FROM custody_recipient r WHERE r.dossier_id = d.id ORDER BY r.version DESC LIMIT 1) r ON true
WHERE i.kind = 'result' {FREE}
  AND NOT EXISTS (SELECT FROM custody_envelopeitem c WHERE c.item_id = i.id AND c.taken_out_at IS NULL)
GROUP BY r.full_name, r.phone, r.address, r.commune_id, u.name HAVING count(*) > 1 ORDER BY min(d.settled_at) LIMIT 50
"""
PAPERS = f"""
SELECT p.full_name, u.name, array_agg(d.id ORDER BY d.registered_at, d.id),
  array_agg(v.number ORDER BY d.registered_at, d.id)
FROM custody_item i JOIN custody_holder h ON h.id = i.holder_id AND h.unit_id = %(unit)s
JOIN dossiers_dossier d ON d.id = i.dossier_id AND d.intake_point_id = h.unit_id AND d.state = 'registered'
JOIN directory_unit u ON u.id = d.desk_id
JOIN custody_envelopeitem c ON c.item_id = i.id AND c.taken_out_at IS NULL
JOIN custody_envelope v ON v.id = c.envelope_id
JOIN LATERAL (SELECT * FROM dossiers_party p WHERE p.dossier_id = d.id AND p.role = 'submitter'
  ORDER BY p.version DESC LIMIT 1) p ON true
WHERE i.kind = 'papers' AND i.parts = 1 {FREE}
GROUP BY p.full_name, p.phone, d.desk_id, u.name HAVING count(DISTINCT v.id) > 1
ORDER BY min(d.registered_at) LIMIT 50
"""


@dataclass(frozen=True)
class Together:
    """Dossiers that one envelope could hold: whose, where to, and each with the name it goes by here."""

    person: str
    to: str
    dossiers: tuple[tuple[UUID, str], ...]


def _groups(statement: str, unit_id: int) -> list[Together]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"unit": unit_id})
        return [
            Together(
                person,
                to,
                tuple((i, dossier_label(n, i)) for i, n in zip(ids, numbers, strict=True)),
            )
            for person, to, ids, numbers in cursor.fetchall()
        ]


def results_together(desk_id: int) -> list[Together]:
    """Results at a desk that go to one recipient at one address, packed in nothing yet."""
    return _groups(RESULTS, desk_id)


def papers_together(point_id: int) -> list[Together]:
    """Dossiers of one sender for one desk that have not left the point, each still in a cover of its own."""
    return _groups(PAPERS, point_id)
