"""The control sheet of one dossier (phiếu kiểm soát, Mẫu 05): one block a hand-over, from the signed records.

A hand-over to or from the post shows the time and the two signers of the postal record, and nobody signs again (QĐ
45/2016/QĐ-TTg; TT 01/2018/TT-VPCP Mẫu 05). How the giver kept to its time is told by the receiver's time.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from tram.core.calendar import local_date
from tram.core.errors import Refused
from tram.custody.queries.receipts import expected_arrival
from tram.custody.rules.handovers import OFFICE, ManifestKind
from tram.dossiers.prints.control import ControlSheet, HandOverBlock, Pace
from tram.dossiers.queries import dossier as law
from tram.dossiers.queries.dossier import Facts
from tram.dossiers.queries.forms import form_on
from tram.dossiers.queries.process import about, printed
from tram.dossiers.queries.shares import Times, times
from tram.dossiers.rules.forms import FormKind

POSTAL = {ManifestKind.HAND_OVER, ManifestKind.RESULT_OUT, ManifestKind.PAPERS_OUT}
# Inside the post, and the way of originals after the result: not hand-overs between the bodies of the mechanism.
OWN_WAYS = [ManifestKind.PICK_UP, *sorted(OFFICE)]
NOTES = {"supplement": "Giấy tờ bổ sung", "result": "Kết quả giải quyết"}
BODY = """
coalesce((SELECT u.name FROM directory_unit u WHERE u.id = {holder}.unit_id),
  (SELECT u.name FROM directory_appointment a JOIN directory_unit u ON u.id = a.unit_id
   WHERE a.user_id = {holder}.user_id AND a.role = 'postman' AND daterange(a.valid_from, a.valid_to, '[]')
     @> (m.signed_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date ORDER BY a.id LIMIT 1), '')
"""
SIGNER = """
coalesce((SELECT p.full_name FROM custody_signature s JOIN accounts_user p ON p.id = s.user_id
  WHERE s.manifest_id = m.id AND s.side = '{side}'), '')
"""
HAND_OVERS = f"""
SELECT m.kind, i.kind, m.signed_at, f.unit_id, {BODY.format(holder="f")}, {BODY.format(holder="t")},
  {SIGNER.format(side="giver")}, {SIGNER.format(side="receiver")}, coalesce(v.number, '')
FROM custody_manifestentry e
JOIN custody_manifest m ON m.id = e.manifest_id AND m.state = 'signed'
JOIN custody_item i ON i.id = e.item_id
JOIN custody_holder f ON f.id = m.from_holder_id JOIN custody_holder t ON t.id = m.to_holder_id
LEFT JOIN custody_envelope v ON v.id = e.envelope_id
WHERE i.dossier_id = %s AND e.outcome = 'received' AND m.kind <> ALL(%s)
  AND i.kind <> 'withdrawn'
ORDER BY m.signed_at, m.number, i.kind
"""


@dataclass(frozen=True)
class HandOver:
    """One signed hand-over of something of a dossier; `voucher` is the envelope it travelled in."""

    kind: ManifestKind
    item: str
    at: datetime
    giver_id: int | None
    giver_unit: str
    receiver_unit: str
    giver: str
    receiver: str
    voucher: str


def hand_overs(dossier_id: UUID) -> list[HandOver]:
    """The signed hand-overs of a dossier between the bodies of the mechanism, the first one first."""
    with connection.cursor() as cursor:
        cursor.execute(HAND_OVERS, [dossier_id, OWN_WAYS])
        return [HandOver(ManifestKind(row[0]), *row[1:]) for row in cursor.fetchall()]


def control_sheet(dossier_id: UUID, *, lookup: str) -> ControlSheet:
    """Mẫu 05 of an accepted dossier until now; `lookup` is the portal's page of tracking."""
    facts, counted = law.facts(dossier_id), times(dossier_id)
    if facts is None or counted is None or facts.accepted_at is None:
        raise Refused("not-accepted", "Hồ sơ chưa được tiếp nhận nên chưa có phiếu kiểm soát.")
    others = [unit.unit for unit in counted.units if unit.unit not in (facts.agency, facts.desk)]
    return ControlSheet(
        form=form_on(FormKind.CONTROL_SHEET, local_date(facts.accepted_at)),
        **about(facts, facts.accepted_at, lookup),
        at=facts.accepted_at,
        coordinating_agencies="; ".join(dict.fromkeys(others)),
        blocks=tuple(_block(each, facts, counted) for each in hand_overs(dossier_id)),
    )


def _block(each: HandOver, facts: Facts, counted: Times) -> HandOverBlock:
    return HandOverBlock(
        giver_unit=each.giver_unit,
        receiver_unit=each.receiver_unit,
        at=each.at,
        giver=each.giver,
        receiver=each.receiver,
        result=_pace(each, facts, counted),
        note=NOTES.get(each.item, ""),
        voucher=each.voucher if each.kind in POSTAL else "",
    )


def _pace(each: HandOver, facts: Facts, counted: Times) -> Pace:
    """How the giver kept to its time: the post to its day of arrival, a unit to its planned share."""
    if each.kind is ManifestKind.HAND_OVER:
        return arrival_pace(facts.registered_at, each.at)
    if each.kind in (ManifestKind.RESULT_TO_DESK, ManifestKind.SHUTTLE_BACK):
        ended = [unit for unit in counted.units[-1:] if not unit.share.running]
    else:
        ended = [unit for unit in counted.units if unit.share.until == each.at]
    own = [unit.pace for unit in ended if unit.share.unit_id == each.giver_id]
    return printed(own[-1]) if own else ""


def arrival_pace(taken_in: datetime, received: datetime) -> Pace:
    """How the post kept to the day by which it hands over, by the time of who received (TT 17/2017/TT-BTTTT)."""
    day, by = local_date(received), expected_arrival(taken_in)
    return "late" if day > by else "on-time" if day == by else "early"
