"""Bags (túi thư): opened empty, filled by scanning, sealed, handed over as one scan, opened by one of the two sides."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from tram.core import prepared, rows
from tram.core.acts import Act
from tram.core.counters import next_number
from tram.core.errors import Refused
from tram.core.later import told
from tram.core.requests import command
from tram.custody.commands import chain
from tram.custody.models import Bag, Holder, ManifestState
from tram.custody.queries import scans
from tram.custody.queries.holders import holder_name_sql, stands, works_for
from tram.custody.queries.relabelled import live_number
from tram.custody.rules.counting import Verdict
from tram.custody.rules.handovers import RULES, ManifestKind
from tram.custody.rules.scans import bag_number, read_scan

EVER = date(2000, 1, 1)  # one series for all days
PUT = """
INSERT INTO custody_bagitem (bag_id, item_id, envelope_id, put_at, put_by_id)
SELECT %(bag)s::uuid, item, (SELECT c.envelope_id FROM custody_envelopeitem c
  WHERE c.item_id = item AND c.taken_out_at IS NULL), %(at)s::timestamptz, %(by)s::bigint
FROM unnest(%(items)s::uuid[]) item ON CONFLICT DO NOTHING RETURNING item_id
"""
TAKE_OUT = """
UPDATE custody_bagitem SET taken_out_at = %s WHERE bag_id = %s AND taken_out_at IS NULL AND item_id = ANY(%s)
RETURNING item_id
"""
EMPTY = (
    "UPDATE custody_bagitem SET taken_out_at = %s WHERE bag_id = ANY(%s) AND taken_out_at IS NULL"
)
OPENED = "UPDATE custody_bag SET opened_at = %s, opened_by_id = %s WHERE id = ANY(%s) AND opened_at IS NULL"
LISTED = """
SELECT item_id FROM custody_manifestentry WHERE item_id = ANY(%s) AND outcome = 'pending' LIMIT 1
"""
SEALED = f"""
SELECT e.number, {holder_name_sql("h")} FROM custody_envelope e
JOIN custody_envelopeitem c ON c.envelope_id = e.id AND c.taken_out_at IS NULL
JOIN custody_item i ON i.id = c.item_id JOIN custody_holder h ON h.id = i.holder_id
WHERE upper(e.seal_number) = upper(%(seal)s) AND e.opened_at IS NULL AND e.voided_at IS NULL
UNION ALL
SELECT b.number, {holder_name_sql("h")} FROM custody_bag b JOIN custody_holder h ON h.id = b.holder_id
WHERE upper(b.seal_number) = upper(%(seal)s) AND b.opened_at IS NULL AND b.seal_number <> '' LIMIT 1
"""
SIDES_OF = f"""
SELECT m.kind, m.from_holder_id, m.to_holder_id FROM custody_manifestentry e
JOIN custody_manifest m ON m.id = e.manifest_id
WHERE e.bag_id = %s AND m.state = '{ManifestState.OFFERED}' LIMIT 1
"""


@command
def begin_bag(act: Act, *, holder_id: int) -> dict[str, Any]:
    """A new empty bag of this holder with the next number (mở túi mới)."""
    _require_works_for(act, holder_id)
    bag = Bag(
        id=act.derive("bag"),
        number=bag_number(next_number("bag", EVER)),
        holder_id=holder_id,
        made_at=act.at,
        made_by_id=act.actor.id,
    )
    rows.add(bag)
    return {"bag": bag.id, "number": bag.number}


@command
def put_in(act: Act, *, bag_id: UUID, code: str) -> dict[str, Any]:
    """Put what was scanned into an open bag (cho vào túi); the verdict in coded words, as of every scan.

    Things are locked before they are looked at: whoever offers or moves one at the same moment comes first or last.
    """
    read = read_scan(code)
    locked = chain.lock([] if read.verdict else [each.item_id for each in scans.things(read)])
    bag = _open_bag(act, bag_id)
    if read.verdict:
        return {"verdict": read.verdict}
    found = [each for each in scans.things(read) if each.item_id in locked]
    mine = [each.item_id for each in found if each.holder_id == bag.holder_id]
    if not found and (instead := live_number(read.code)):
        return {"verdict": Verdict.REPLACED, "instead": instead}
    if not mine:
        return {"verdict": Verdict.ELSEWHERE if found else Verdict.UNKNOWN}
    if all(each.bag_id == bag.id for each in found):
        return {"verdict": Verdict.REPEAT}
    if any(each.bag_id for each in found):
        return {"verdict": Verdict.IN_BAG}
    if scans.to_intercept(found):
        return {"verdict": Verdict.INTERCEPT}
    if prepared.rows(LISTED, [mine]):
        return {"verdict": Verdict.DONE}
    words = {"bag": bag.id, "items": mine, "at": act.at, "by": act.actor.id}
    return {"verdict": Verdict.OK, "items": len(prepared.rows(PUT, words))}


@command
def take_out(act: Act, *, bag_id: UUID, item_id: UUID) -> dict[str, Any]:
    """Take a thing out of a bag that is not sealed yet (lấy khỏi túi)."""
    bag = _open_bag(act, bag_id)
    if not prepared.rows(TAKE_OUT, [act.at, bag.id, [item_id]]):
        raise Refused("not-in-bag", f"Vật này không nằm trong túi {bag.number}.")
    return {"bag": bag.id}


@command
def seal_bag(act: Act, *, bag_id: UUID, seal_number: str) -> dict[str, Any]:
    """Close a bag with a seal (niêm phong túi): from now on nothing goes in or out before it is opened (14c)."""
    bag = _open_bag(act, bag_id)
    seal = seal_number.strip()
    if not seal:
        raise Refused("no-seal", "Hãy niêm phong túi và nhập số niêm phong.")
    if not bag.contents.filter(taken_out_at=None).exists():
        raise Refused("empty-bag", f"Túi {bag.number} chưa có gì. Hãy quét bưu gửi vào túi trước.")
    require_free_seal(seal)
    _require_after(act, bag.made_at, f"Túi {bag.number} mở")
    bag.seal_number, bag.sealed_at, bag.sealed_by_id = seal, act.at, act.actor.id
    bag.save(update_fields=["seal_number", "sealed_at", "sealed_by"])
    return {"bag": bag.id, "number": bag.number}


def require_free_seal(seal: str) -> None:
    """Refuse a seal that closes another envelope or bag now, naming it and who holds it (14b)."""
    for number, holder in prepared.rows(SEALED, {"seal": seal}):
        raise Refused(
            "seal-in-use",
            f"Số niêm phong {seal} đang ở trên {number} do {holder} giữ, chưa mở. "
            "Hãy nhìn lại số trên niêm phong, hoặc dùng niêm phong khác.",
        )


@command
def open_bag(act: Act, *, bag_id: UUID) -> dict[str, Any]:
    """Break a bag's seal (mở túi): its holder, or the receiver of the manifest it is on; what was inside is out."""
    bag = _bag(bag_id)
    if bag.sealed_at is None:
        raise Refused("not-sealed", f"Túi {bag.number} chưa niêm phong nên không cần mở.")
    if bag.opened_at:
        raise Refused("bag-opened", f"Túi {bag.number} đã mở trước đó.")
    if not _is_a_side(act, bag):
        raise Refused(
            "not-a-side",
            f"Túi {bag.number} chỉ bên đang giữ hoặc bên nhận trên bảng kê mới được mở. "
            "Nếu niêm phong đã rách, hãy báo bên đang giữ lập biên bản.",
        )
    _require_after(act, bag.sealed_at, f"Túi {bag.number} niêm phong")
    unseal(act, [bag.id])
    return {"bag": bag.id}


def _require_after(act: Act, before: datetime, what: str) -> None:
    """What is entered later from paper comes after the step before it (requirement 60d)."""
    if act.at < before:
        raise Refused(
            "wrong-time",
            f"{what} lúc {told(before)}, giờ thật không thể trước đó. Hãy xem lại giấy.",
        )


def unseal(act: Act, bag_ids: Sequence[UUID]) -> None:
    """The seals of bags are broken by this act's person, and everything is out."""
    prepared.run(OPENED, [act.at, act.actor.id, list(bag_ids)])
    prepared.run(EMPTY, [act.at, list(bag_ids)])


def _bag(bag_id: UUID) -> Bag:
    bag = rows.lock(Bag, [bag_id]).get(bag_id)
    if bag is None:
        raise Refused("no-such-bag", "Không tìm thấy túi thư này. Hãy quét lại số túi.")
    return bag


def _open_bag(act: Act, bag_id: UUID) -> Bag:
    bag = _bag(bag_id)
    _require_works_for(act, bag.holder_id)
    if bag.sealed_at:
        raise Refused(
            "bag-sealed",
            f"Túi {bag.number} đã niêm phong nên không cho vào, lấy ra được. Hãy dùng túi khác.",
        )
    return bag


def _require_works_for(act: Act, holder_id: int) -> None:
    if not works_for(act.actor, Holder.objects.get(id=holder_id)):
        raise Refused(
            "not-allowed", "Túi này của bên khác. Chỉ người đang làm việc ở đó mới được dùng."
        )


def _is_a_side(act: Act, bag: Bag) -> bool:
    if works_for(act.actor, Holder.objects.get(id=bag.holder_id)):
        return True
    for kind, _giver, receiver in prepared.rows(SIDES_OF, [bag.id]):
        holder = Holder.objects.get(id=receiver)
        right = RULES[ManifestKind(kind)].receives
        return stands(act.actor, right, unit_id=holder.unit_id, user_id=holder.user_id)
    return False
