"""On what proof one dossier counts for the plan: its numbers, channels, times, papers; no person stands on it.

Legal basis: domain requirements 47 (what counts), 48e (each excluded one with its reason), 60 (grades).
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from tram.catalogue.models import Channel
from tram.core.acts import Grade
from tram.custody.models import ReceiptKind
from tram.dossiers.models import ResultChannel
from tram.dossiers.rules.states import State

_PROOF = """
SELECT f.dossier_id, f.number, f.unit_id, u.name, u.slug, p.code, w.name, f.channel, f.result_channel, f.state,
  f.registered_at, f.handover_at, f.accepted_at, f.due_at, f.settled_at, f.released_at, f.delivered_at,
  f.received_on, f.returned_on, f.received_by_post, f.returned_by_post, f.grade, f.simulated,
  coalesce(m.number, ''), coalesce(m.grade, ''), coalesce(e.number, ''), coalesce(v.voucher, ''),
  coalesce(v.receipt, ''), coalesce(v.grade, '')
FROM programme_facts_now f
JOIN dossiers_dossier d ON d.id = f.dossier_id
JOIN directory_unit u ON u.id = f.unit_id
JOIN catalogue_procedureversion w ON w.id = d.version_id
JOIN catalogue_procedure p ON p.id = w.procedure_id
LEFT JOIN custody_delivery v ON v.dossier_id = f.dossier_id
LEFT JOIN LATERAL (
  SELECT m.number, m.grade, n.envelope_id FROM custody_item i
  JOIN custody_manifestentry n ON n.item_id = i.id AND n.outcome = 'received'
  JOIN custody_manifest m ON m.id = n.manifest_id AND m.kind = 'hand-over' AND m.signed_at IS NOT NULL
  WHERE i.dossier_id = f.dossier_id AND i.kind = 'papers' ORDER BY m.signed_at LIMIT 1) m ON true
LEFT JOIN custody_envelope e ON e.id = m.envelope_id
WHERE f.dossier_id = %s
"""


@dataclass(frozen=True)
class Proof:
    """What stands behind one dossier of a figure; a time is empty where it did not happen."""

    id: UUID
    number: str
    unit_id: int
    unit: str
    slug: str
    procedure_code: str
    procedure: str
    channel: int
    result_channel: int
    state: str
    registered_at: datetime
    handover_at: datetime | None
    accepted_at: datetime | None
    due_at: datetime | None
    settled_at: datetime | None
    released_at: datetime | None
    delivered_at: datetime | None
    received_on: datetime | None
    returned_on: datetime | None
    received_by_post: bool
    returned_by_post: bool
    grade: str
    simulated: bool
    manifest: str
    manifest_grade: str
    envelope: str
    voucher: str
    receipt: str
    delivery_grade: str

    @property
    def channel_words(self) -> str:
        """How it came in."""
        return str(Channel(self.channel).label)

    @property
    def result_words(self) -> str:
        """How its result goes back."""
        return str(ResultChannel(self.result_channel).label)

    @property
    def state_words(self) -> str:
        """Where the law says it is."""
        return State(self.state).label

    @property
    def grade_words(self) -> str:
        """How well the weakest of its acts is proved."""
        return Grade(self.grade).label

    @property
    def manifest_words(self) -> str:
        """How well its hand-over is proved."""
        return Grade(self.manifest_grade).label if self.manifest_grade else ""

    @property
    def receipt_words(self) -> str:
        """What proves its delivery; empty without a delivery."""
        if not self.delivery_grade:
            return ""
        return (
            ReceiptKind(self.receipt).label if self.receipt else Grade(self.delivery_grade).label
        )


def proof(dossier_id: UUID) -> Proof | None:
    """What proves one dossier; None if there is no such dossier."""
    with connection.cursor() as cursor:
        cursor.execute(_PROOF, [dossier_id])
        row = cursor.fetchone()
    return Proof(*row) if row else None
