"""Vouchers that lack a signature (phiếu chưa ký), for the point and its manager (13c)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from tram.core.acts import Actor
from tram.custody.queries.counter import watched
from tram.custody.rules.counter import VoucherSide


@dataclass(frozen=True)
class Unsigned:
    """A voucher whose issue in force lacks a signature."""

    dossier: UUID
    number: str
    at: datetime
    point_id: int
    point: str
    by: str
    lacking: tuple[VoucherSide, ...]


UNSIGNED = """
SELECT d.id, (SELECT e.number FROM custody_item i JOIN custody_envelopeitem c ON c.item_id = i.id
    JOIN custody_envelope e ON e.id = c.envelope_id WHERE i.dossier_id = d.id AND e.leg = 'in'
    ORDER BY i.part, c.put_at LIMIT 1) || '/' || v.issue,
  v.at, u.id, u.name, p.full_name,
  ARRAY(SELECT w.side FROM unnest(ARRAY['teller', 'customer']) AS w (side) WHERE NOT EXISTS (
    SELECT FROM custody_vouchersignature s WHERE s.voucher_id = v.id AND s.side = w.side))
FROM custody_voucherissue v JOIN dossiers_dossier d ON d.id = v.dossier_id
JOIN directory_unit u ON u.id = d.intake_point_id JOIN accounts_user p ON p.id = v.by_id
WHERE d.intake_point_id = ANY(%s) AND d.state <> 'voided'
  AND NOT EXISTS (SELECT FROM custody_voucherissue w WHERE w.dossier_id = d.id AND w.issue > v.issue)
  AND (SELECT count(*) FROM custody_vouchersignature s WHERE s.voucher_id = v.id) < 2
ORDER BY v.at DESC LIMIT %s
"""


def unsigned(actor: Actor, limit: int = 200) -> list[Unsigned]:
    """Vouchers that one side or both have not signed, newest first."""
    with connection.cursor() as cursor:
        cursor.execute(UNSIGNED, [list(watched(actor)), limit])
        rows = cursor.fetchall()
    return [
        Unsigned(dossier, number, at, point_id, point, by, tuple(map(VoucherSide, lacking)))
        for dossier, number, at, point_id, point, by, lacking in rows
    ]
