"""Hand-overs (giao nhận): a list offered and signed by one side, counted and signed by the other."""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from tram.accounts.rules.access import Right, may, require
from tram.core import later, prepared, rows
from tram.core.acts import Act, Actor, weaker
from tram.core.calendar import local_date
from tram.core.counters import next_number
from tram.core.errors import Refused
from tram.core.requests import command
from tram.custody.commands import chain, effects, outcomes, shuttle
from tram.custody.commands.outcomes import Found
from tram.custody.models import (
    BOOK,
    EnvelopeItem,
    Holder,
    HolderKind,
    Item,
    Manifest,
    ManifestEntry,
    ManifestState,
    Outcome,
    Side,
    SignedBy,
)
from tram.custody.queries.shifts import OUTSIDE
from tram.custody.rules.handovers import RULES, ManifestKind, require_kind
from tram.directory.queries.signers import Pin, signer

__all__ = ["Found", "Pin", "cancel_offer", "offer", "require_side", "sign_handover", "signer"]

# The giver, the items listed, the bag of each that lies in a closed one, and what was scanned without being listed.
OFFERED = """
SELECT s.user_id, ARRAY(SELECT e.item_id FROM custody_manifestentry e WHERE e.manifest_id = s.manifest_id),
  coalesce((SELECT json_object_agg(e.item_id, e.bag_id) FROM custody_manifestentry e
    JOIN custody_bag b ON b.id = e.bag_id WHERE e.manifest_id = s.manifest_id AND b.opened_at IS NULL), '{}'),
  ARRAY(SELECT k.code FROM custody_countmark k WHERE k.manifest_id = s.manifest_id AND k.item_id IS NULL
    AND k.undone_at IS NULL ORDER BY k.id)
FROM custody_signature s WHERE s.manifest_id = %s AND s.side = 'giver'
"""
LISTED_NOW = "DELETE FROM custody_draftentry WHERE item_id = ANY(%s)"
BAGS = """
SELECT c.item_id, b.id, b.number, b.sealed_at IS NOT NULL, (SELECT count(*) FROM custody_bagitem a
  WHERE a.bag_id = b.id AND a.taken_out_at IS NULL)
FROM custody_bagitem c JOIN custody_bag b ON b.id = c.bag_id WHERE c.item_id = ANY(%s) AND c.taken_out_at IS NULL
"""
SIGN = f"""
INSERT INTO custody_signature (manifest_id, side, user_id, method, at, outside_hours)
SELECT %(manifest)s::uuid, %(side)s, %(user)s::bigint, %(method)s, %(at)s::timestamptz, {OUTSIDE}
"""
CLOSE = "UPDATE custody_manifest SET state = %s, signed_at = %s, grade = %s WHERE id = %s"


def require_side(actor: Actor, holder: Holder, right: Right) -> None:
    """A side is signed by a person on duty at the place, or by the courier in person."""
    if holder.kind == HolderKind.COURIER:
        if actor.user_id != holder.user_id or not may(actor, right):
            raise Refused(
                "not-the-courier", "Chỉ chính bưu tá được ghi trên bảng kê mới ký được bên này."
            )
    else:
        require(actor, right, [holder.unit_id] if holder.unit_id else [])


@command
def offer(
    act: Act,
    *,
    kind: ManifestKind,
    from_holder: int,
    to_holder: int,
    items: Sequence[UUID],
    pin: Pin | None = None,
) -> dict[str, Any]:
    """List items, sign as the giver and offer them (lập bảng kê giao): nothing moves before the receiver signs.

    With `pin` the giver signs on the receiver's device. TT 17/2017/TT-BTTTT Điều 5.
    """
    rule = RULES[kind]
    holders = Holder.objects.select_related("unit", "user").in_bulk([from_holder, to_holder])
    giver_side, receiver_side = holders[from_holder], holders[to_holder]
    require_kind(kind, giver_side.kind, receiver_side.kind)
    giver = signer(pin) if pin else act.actor
    require_side(giver, giver_side, rule.gives)
    if not items:
        raise Refused(
            "empty-manifest", "Bảng kê chưa có vật nào. Hãy chọn ít nhất một bưu gửi hoặc hồ sơ."
        )
    items = list(dict.fromkeys(items))
    locked = chain.lock(items)
    later.require_after(act, BOOK.table, items)
    _require_free([locked.get(item_id) for item_id in items], from_holder)
    effects.before_offer(kind, list(locked.values()), receiver_side)
    manifest = Manifest.objects.create(
        id=act.derive("manifest"),
        number=_number(act, giver_side),
        kind=kind,
        state=ManifestState.OFFERED,
        from_holder=giver_side,
        to_holder=receiver_side,
        offered_at=act.at,
        grade=act.grade.value,
        round_id=shuttle.round_for(act, kind, giver_side, receiver_side),
    )
    bags = _bags(items)
    covers = dict(
        EnvelopeItem.objects.filter(item_id__in=items, taken_out_at=None).values_list(
            "item_id", "envelope_id"
        )
    )
    _require_whole_covers(set(covers.values()), items)
    ManifestEntry.objects.bulk_create(
        ManifestEntry(
            manifest=manifest,
            position=position,
            item_id=item_id,
            envelope_id=covers.get(item_id),
            bag_id=bags.get(item_id),
            outcome=Outcome.PENDING,
        )
        for position, item_id in enumerate(items, 1)
    )
    prepared.run(LISTED_NOW, [items])
    _sign(act, manifest, Side.GIVER, giver, SignedBy.PIN if pin else SignedBy.SESSION)
    return {"manifest": manifest.id, "number": manifest.number}


def _require_free(items: Sequence[Item | None], from_holder: int) -> None:
    """Refuse unless every item exists, is held by the giver and stands on no other open manifest."""
    if not all(items):
        raise Refused("unknown-item", "Không tìm thấy vật này. Hãy quét lại mã.")
    if any(item and item.holder_id != from_holder for item in items):
        raise Refused(
            "not-held", "Có vật không còn do bên giao giữ. Hãy tải lại trang rồi lập lại bảng kê."
        )
    if ManifestEntry.objects.filter(item__in=items, outcome=Outcome.PENDING).exists():
        raise Refused(
            "on-manifest",
            "Có vật đang nằm trên một bảng kê khác chờ ký. Hãy hủy hoặc ký bảng kê đó trước.",
        )


def _bags(items: Sequence[UUID]) -> dict[UUID, UUID]:
    """The closed bag of each item that lies in one; Refused unless it is sealed and goes with all that is inside."""
    found = prepared.rows(BAGS, [list(items)])
    listed = Counter(bag for _item, bag, *_rest in found)
    for _item, bag, number, sealed, inside in found:
        if not sealed:
            raise Refused(
                "bag-not-sealed",
                f"Túi {number} chưa niêm phong. Hãy niêm phong túi, hoặc lấy bưu gửi ra khỏi túi.",
            )
        if listed[bag] < inside:
            raise Refused(
                "bag-in-parts",
                f"Túi {number} đang niêm phong nên phải giao cả túi, gồm {inside} bưu gửi.",
            )
    return {item: bag for item, bag, *_rest in found}


def _require_whole_covers(covers: Collection[UUID], items: Sequence[UUID]) -> None:
    """An envelope with several dossiers is handed over with all that is in it."""
    inside = EnvelopeItem.objects.filter(envelope_id__in=covers, taken_out_at=None)
    left = inside.exclude(item_id__in=items).select_related("envelope").first()
    if left is not None:
        raise Refused(
            "cover-not-whole",
            f"Bưu gửi {left.envelope.number} đóng chung nhiều hồ sơ. Hãy chọn đủ các hồ sơ trong đó.",
        )


def _number(act: Act, giver: Holder) -> str:
    day = local_date(act.recorded)
    series = giver.unit.slug if giver.unit else f"bt-{giver.user.username if giver.user else ''}"
    return f"BK-{series}-{day:%y%m%d}-{next_number(f'manifest/{series}', day):03d}".upper()


def _sign(act: Act, manifest: Manifest, side: Side, signer_: Actor, method: SignedBy) -> None:
    holder = manifest.from_holder if side is Side.GIVER else manifest.to_holder
    words: dict[str, Any] = {"manifest": manifest.id, "side": side.value, "user": signer_.id}
    words |= {"method": method.value, "at": act.at, "unit": holder.unit_id}
    prepared.write([(SIGN, words)])


def _open(manifest_id: UUID) -> Manifest:
    manifest = rows.lock_with(Manifest, manifest_id, ("from_holder", "to_holder"))
    if manifest is None:
        raise Refused("no-such-manifest", "Không tìm thấy bảng kê này.")
    if manifest.state == ManifestState.SIGNED:
        raise Refused(
            "already-signed",
            f"Bảng kê {manifest.number} đã được hai bên ký nên không ký lại được.",
        )
    if manifest.state == ManifestState.CANCELLED:
        raise Refused("cancelled", f"Bảng kê {manifest.number} đã bị hủy nên không ký được.")
    return manifest


@command
@prepared.together()
def sign_handover(
    act: Act, *, manifest_id: UUID, found: Sequence[Found], pin: Pin | None = None
) -> dict[str, Any]:
    """The receiver has counted and signs (ký biên bản giao nhận): what was received changes hands now.

    Every item is received, missing or refused with a reason; the giver and the receiver are two people. A signed
    hand-over at the agency is the moment of submission: the legal clock of each dossier starts (QĐ 45/2016).
    """
    manifest = _open(manifest_id)
    later.require_not_before(act, manifest.offered_at)
    receiver = signer(pin) if pin else act.actor
    require_side(receiver, manifest.to_holder, RULES[ManifestKind(manifest.kind)].receives)
    giver, listed, sealed, extras = prepared.rows(OFFERED, [manifest.id])[0]
    if giver == receiver.user_id:
        raise Refused(
            "same-person", "Người giao không thể tự ký nhận. Cần một người khác ký bên nhận."
        )
    answers = outcomes.judge(listed, found)
    received = [item for item, answer in answers.items() if answer.outcome == Outcome.RECEIVED]
    locked = chain.lock(received)
    outcomes.require_held(locked.values(), manifest.from_holder_id)
    outcomes.keep(act, manifest, answers.values(), extras, receiver.id)
    outcomes.carry_bags(act, manifest, sealed, answers)
    if locked:
        chain.hand(
            act,
            list(locked.values()),
            to_holder=manifest.to_holder_id,
            giver=giver,
            receiver=receiver.user_id,
            manifest=manifest.id,
        )
        effects.after_sign(
            act, manifest, list(locked.values()), manifest.to_holder, receiver.user_id
        )
    _sign(act, manifest, Side.RECEIVER, receiver, SignedBy.PIN if pin else SignedBy.SESSION)
    grade = weaker(manifest.grade, act.grade).value
    close = (CLOSE, [ManifestState.SIGNED.value, act.at, grade, manifest.id])
    prepared.write([close], [manifest.id])
    return {"manifest": manifest.id, "received": len(received), "listed": len(listed)}


@command
def cancel_offer(act: Act, *, manifest_id: UUID) -> dict[str, Any]:
    """Take back a manifest that the receiver has not signed (hủy bảng kê)."""
    manifest = _open(manifest_id)
    require_side(act.actor, manifest.from_holder, RULES[ManifestKind(manifest.kind)].gives)
    manifest.entries.filter(outcome=Outcome.PENDING).update(outcome=Outcome.WITHDRAWN)
    manifest.state = ManifestState.CANCELLED
    manifest.save(update_fields=["state"])
    return {"manifest": manifest.id}
