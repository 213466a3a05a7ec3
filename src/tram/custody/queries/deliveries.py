"""What a postman carries to deliver (phát kết quả): whom to, where, what is due at the door."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from tram.core.acts import Actor
from tram.custody.models import ItemKind, ProofKind, ReceiptKind, Relation
from tram.dossiers.rules.graphs import ROUND_TRIP

__all__ = ["ItemKind", "ProofKind", "ReceiptKind", "Relation"]


@dataclass(frozen=True)
class Carried:
    """One thing on its way to a person: who, where, phone and what is due, nothing of what is inside; đồng.

    `kind` is a result, or the papers of a dossier that ended without one; `originals` must be taken back first.
    """

    dossier_id: UUID
    s10: str
    seal: str
    recipient: str
    phone: str
    address: str
    commune: str
    due_vnd: int
    kind: ItemKind
    originals: tuple[str, ...]


CARRIED = """
SELECT d.id, coalesce(v.number, ''), coalesce(v.seal_number, ''), r.full_name, r.phone, r.address,
  concat_ws(', ', c.name, p.name),
  coalesce((SELECT q.total_vnd FROM cash_quotation q WHERE q.subject = s.subject
    AND NOT EXISTS (SELECT 1 FROM cash_line l WHERE l.stream = s.subject)), 0),
  i.kind, coalesce((SELECT array_agg(w.name ORDER BY w.seq) FROM catalogue_withdrawnpaper w
    WHERE w.version_id = d.version_id AND i.kind = 'result' AND d.graph <> %(thin)s), '{}')
FROM custody_item i
JOIN custody_holder h ON h.id = i.holder_id AND h.user_id = %(user)s
JOIN dossiers_dossier d ON d.id = i.dossier_id AND (i.kind = 'result' AND d.state = 'released'
  OR i.kind = 'papers' AND d.state IN ('refused', 'ineligible', 'withdrawn'))
LEFT JOIN custody_returnorder o ON o.dossier_id = d.id
CROSS JOIN LATERAL (SELECT coalesce(o.subject, d.id) AS subject) s
LEFT JOIN custody_envelopeitem e ON e.item_id = i.id AND e.taken_out_at IS NULL
LEFT JOIN custody_envelope v ON v.id = e.envelope_id
JOIN LATERAL (SELECT * FROM custody_recipient r WHERE r.dossier_id = d.id ORDER BY r.version DESC LIMIT 1) r ON true
LEFT JOIN directory_area c ON c.id = r.commune_id LEFT JOIN directory_area p ON p.id = c.parent_id
WHERE (%(dossier)s::uuid IS NULL OR d.id = %(dossier)s)
ORDER BY p.sort_key, c.sort_key, r.address, d.id LIMIT 200
"""


def carried(actor: Actor) -> list[Carried]:
    """The results this person has with them, by place, so that one round meets neighbours together."""
    return _rows(actor, None)


def carried_one(actor: Actor, dossier_id: UUID) -> Carried | None:
    """One of them; None if this person does not have it."""
    return next(iter(_rows(actor, dossier_id)), None)


def _rows(actor: Actor, dossier_id: UUID | None) -> list[Carried]:
    words: dict[str, Any] = {"user": actor.user_id, "dossier": dossier_id, "thin": ROUND_TRIP}
    with connection.cursor() as cursor:
        cursor.execute(CARRIED, words)
        return [Carried(*(*row[:8], ItemKind(row[8]), tuple(row[9]))) for row in cursor.fetchall()]


def delivered_by(actor: Actor, dossier_id: UUID) -> bool:
    """True if this person has delivered this result."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM custody_delivery WHERE dossier_id = %s AND by_id = %s",
            [dossier_id, actor.user_id],
        )
        return cursor.fetchone() is not None
