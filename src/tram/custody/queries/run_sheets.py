"""What a run sheet says of each thing (bảng kê phát): to whom, where, what is due; no ID number and no procedure."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from tram.core import clock
from tram.directory.queries.terms import TERMS_ON

LINES = f"""
SELECT DISTINCT ON (p2.sort_key, c.sort_key, r.address, d.id) coalesce(v.number, ''), coalesce(v.seal_number, ''),
  r.full_name, r.phone, concat_ws(', ', r.address, c.name, p2.name), coalesce((SELECT min(t.route_code)
    FROM directory_servicepoint p CROSS JOIN LATERAL {TERMS_ON} t
    WHERE p.commune_id = r.commune_id AND t.route_code <> ''), ''),
  coalesce((SELECT q.total_vnd FROM cash_quotation q WHERE q.subject = coalesce(o.subject, d.id)
    AND NOT EXISTS (SELECT 1 FROM cash_line l WHERE l.stream = q.subject)), 0)
FROM custody_manifestentry e JOIN custody_item i ON i.id = e.item_id JOIN dossiers_dossier d ON d.id = i.dossier_id
LEFT JOIN custody_envelope v ON v.id = e.envelope_id LEFT JOIN custody_returnorder o ON o.dossier_id = d.id
JOIN LATERAL (SELECT * FROM custody_recipient r WHERE r.dossier_id = d.id ORDER BY r.version DESC LIMIT 1) r ON true
LEFT JOIN directory_area c ON c.id = r.commune_id LEFT JOIN directory_area p2 ON p2.id = c.parent_id
WHERE e.manifest_id = %(manifest)s ORDER BY p2.sort_key, c.sort_key, r.address, d.id
"""


@dataclass(frozen=True)
class RunLine:
    """One door of a round; đồng."""

    s10: str
    seal: str
    recipient: str
    phone: str
    address: str
    route: str
    due_vnd: int


def run_sheet(manifest_id: UUID) -> list[RunLine]:
    """The doors of a run sheet by route and place; a commune without a route comes last."""
    with connection.cursor() as cursor:
        cursor.execute(LINES, {"manifest": manifest_id, "day": clock.today()})
        found = [RunLine(*row) for row in cursor.fetchall()]
    return sorted(found, key=lambda line: (line.route == "", line.route))
