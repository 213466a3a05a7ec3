"""What is still open in a case, and what the post can prove and owes (sự cố)."""

from uuid import UUID

from django.db import connection

from tram.cash import queries as cash
from tram.cash.models import Purpose
from tram.custody.models import HolderKind, Incident, Item, ReturnOrder
from tram.custody.rules.closing import CaseFacts
from tram.custody.rules.incidents import AcceptanceProof, IncidentKind, PaperCondition


def facts(incident: Incident) -> CaseFacts:
    """Everything that decides whether a case may end."""
    item = Item.objects.select_related("holder").get(id=incident.item_id)
    liability = getattr(incident, "liability", None)
    owed = liability.compensation_vnd if liability else 0
    return CaseFacts(
        kind=IncidentKind(incident.kind),
        lost_now=item.holder.kind == HolderKind.INCIDENT,
        with_customer=item.holder.kind == HolderKind.CUSTOMER,
        moved_since=item.lines.filter(recorded_at__gt=incident.reported_at).exists(),
        inventoried=hasattr(incident, "inventory"),
        liability=liability is not None,
        owed_vnd=owed,
        paid=liability is not None and hasattr(liability, "payment"),
        reissues_open=incident.reissues.filter(done_on=None, dropped="").count(),
    )


PROOF = """
SELECT (SELECT v.number FROM custody_envelope v JOIN custody_envelopeitem c ON c.envelope_id = v.id
    JOIN dossiers_dossier d ON d.id = %(dossier)s AND d.intake_point_id IS NOT NULL
    WHERE c.item_id = %(item)s AND v.leg = 'in' AND v.voided_at IS NULL ORDER BY v.sealed_at LIMIT 1),
  (SELECT coalesce(m.number, 'dòng ' || l.seq) FROM custody_line l JOIN custody_holder h ON h.id = l.to_holder
    LEFT JOIN directory_unit u ON u.id = h.unit_id LEFT JOIN custody_manifest m ON m.id = l.manifest
    WHERE l.stream = %(item)s AND l.receiver IS NOT NULL AND (h.kind = 'courier'
      OR u.kind IN ('provincial-post', 'district-post', 'post-point')) ORDER BY l.seq LIMIT 1)
"""


def proof(incident: Incident) -> tuple[AcceptanceProof, str]:
    """What proves that the post took the thing: the voucher, or a line of the custody book that the post signed."""
    with connection.cursor() as cursor:
        cursor.execute(PROOF, {"dossier": incident.dossier_id, "item": incident.item_id})
        voucher, line = cursor.fetchone()
    if voucher:
        return AcceptanceProof.VOUCHER, voucher
    return (AcceptanceProof.CUSTODY, line) if line else (AcceptanceProof.NONE, "")


def postage(dossier_id: UUID) -> int:
    """The postage asked for a dossier, without the charge for passing a fee on, in đồng."""
    orders = ReturnOrder.objects.filter(dossier_id=dossier_id).values_list("subject", flat=True)
    asked = [quoted for subject in (dossier_id, *orders) if (quoted := cash.quotation(subject))]
    return sum(
        line["amount_vnd"]
        for quoted in asked
        for line in quoted.lines
        if line.get("purpose", Purpose.POSTAGE) == Purpose.POSTAGE
    )


def harmed(incident: Incident) -> bool:
    """True if something is lost or spoilt: all of a lost item, of a damaged one what the inventory says."""
    if incident.kind == IncidentKind.LOSS:
        return True
    papers = incident.inventory.papers.all()
    return any(
        paper.condition != PaperCondition.WHOLE or paper.found < paper.listed for paper in papers
    )
