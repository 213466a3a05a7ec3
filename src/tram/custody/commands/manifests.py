"""Hand-overs (giao nhận): a list offered and signed by one side, counted and signed by the other."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import check_password

from tram.accounts.models import User
from tram.accounts.rules.access import Right, may, require
from tram.core import later, prepared, rows
from tram.core.acts import Act, Actor, Secret, weaker
from tram.core.calendar import local_date
from tram.core.counters import next_number
from tram.core.errors import Refused
from tram.core.requests import command
from tram.custody.commands import chain, effects, shuttle
from tram.custody.models import (
    EnvelopeItem,
    Holder,
    HolderKind,
    Item,
    Manifest,
    ManifestEntry,
    ManifestState,
    Outcome,
    Side,
    Signature,
    SignedBy,
)
from tram.custody.rules.handovers import RULES, ManifestKind, require_kind
from tram.directory import queries as directory

OFFERED = """
SELECT s.user_id, ARRAY(SELECT e.item_id FROM custody_manifestentry e WHERE e.manifest_id = s.manifest_id)
FROM custody_signature s WHERE s.manifest_id = %s AND s.side = 'giver'
"""
FIND = "UPDATE custody_manifestentry SET outcome = %s, reason = %s WHERE manifest_id = %s AND item_id = ANY(%s)"
CLOSE = "UPDATE custody_manifest SET state = %s, signed_at = %s, grade = %s WHERE id = %s"


@dataclass(frozen=True)
class Found:
    """What the receiver found of one item: an outcome, and a reason unless it was received."""

    item_id: UUID
    outcome: Outcome
    reason: str = ""


@dataclass(frozen=True)
class Pin:
    """The other side's signature on this device: who, and the PIN only they know."""

    username: str
    pin: Secret


def signer(by: Pin) -> Actor:
    """The person whose PIN this is, with today's duties; Refused (never saying which part is wrong)."""
    user = User.objects.filter(username=by.username.strip().lower(), is_active=True).first()
    if user is None or not user.pin or not check_password(by.pin.reveal(), user.pin):
        raise Refused(
            "wrong-pin",
            "Tên đăng nhập hoặc mã PIN không đúng. Người ký hãy nhập lại mã PIN của mình.",
        )
    return directory.actor_of(user.id, user.full_name)


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
    covers = dict(
        EnvelopeItem.objects.filter(item_id__in=items, taken_out_at=None).values_list(
            "item_id", "envelope_id"
        )
    )
    ManifestEntry.objects.bulk_create(
        ManifestEntry(
            manifest=manifest,
            position=position,
            item_id=item_id,
            envelope_id=covers.get(item_id),
            outcome=Outcome.PENDING,
        )
        for position, item_id in enumerate(items, 1)
    )
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


def _number(act: Act, giver: Holder) -> str:
    day = local_date(act.recorded)
    series = giver.unit.slug if giver.unit else f"bt-{giver.user.username if giver.user else ''}"
    return f"BK-{series}-{day:%y%m%d}-{next_number(f'manifest/{series}', day):03d}".upper()


def _sign(act: Act, manifest: Manifest, side: Side, signer_: Actor, method: SignedBy) -> None:
    words = {"side": side, "user_id": signer_.id, "method": method, "at": act.at}
    rows.add(Signature(manifest_id=manifest.id, **words))


def _open(manifest_id: UUID) -> Manifest:
    manifest = rows.lock(Manifest, [manifest_id]).get(manifest_id)
    if manifest is None:
        raise Refused("no-such-manifest", "Không tìm thấy bảng kê này.")
    if manifest.state == ManifestState.SIGNED:
        raise Refused(
            "already-signed",
            f"Bảng kê {manifest.number} đã được hai bên ký nên không ký lại được.",
        )
    if manifest.state == ManifestState.CANCELLED:
        raise Refused("cancelled", f"Bảng kê {manifest.number} đã bị hủy nên không ký được.")
    holders = rows.by_id(Holder, [manifest.from_holder_id, manifest.to_holder_id])
    manifest.from_holder = holders[manifest.from_holder_id]
    manifest.to_holder = holders[manifest.to_holder_id]
    return manifest


@command
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
    giver, listed = prepared.rows(OFFERED, [manifest.id])[0]
    if giver == receiver.user_id:
        raise Refused(
            "same-person", "Người giao không thể tự ký nhận. Cần một người khác ký bên nhận."
        )
    outcomes = _outcomes(listed, found)
    _keep_outcomes(manifest, outcomes.values())
    received = [item for item, answer in outcomes.items() if answer.outcome == Outcome.RECEIVED]
    locked = chain.lock(received)
    if any(item.holder_id != manifest.from_holder_id for item in locked.values()):
        raise Refused("not-held", "Có vật không còn do bên giao giữ. Hãy tải lại trang.")
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
    grade = weaker(manifest.grade, act.grade)
    prepared.run(CLOSE, [ManifestState.SIGNED, act.at, grade.value, manifest.id])
    return {"manifest": manifest.id, "received": len(received), "listed": len(listed)}


def _keep_outcomes(manifest: Manifest, found: Iterable[Found]) -> None:
    """One statement for all that were found alike: mostly everything was received."""
    alike: dict[tuple[Outcome, str], list[UUID]] = {}
    for answer in found:
        alike.setdefault((answer.outcome, answer.reason.strip()), []).append(answer.item_id)
    for (outcome, reason), items in alike.items():
        prepared.run(FIND, [outcome, reason, manifest.id, items])


def _outcomes(listed: Collection[UUID], found: Sequence[Found]) -> dict[UUID, Found]:
    answers = {answer.item_id: answer for answer in found}
    if len(answers) != len(found):
        raise Refused("counted-twice", "Có vật được đếm hai lần. Hãy kiểm đếm lại.")
    if set(answers) - set(listed):
        raise Refused(
            "not-listed", "Có vật không nằm trên bảng kê này. Hãy để riêng và báo bên giao."
        )
    if set(listed) - set(answers):
        left = len(set(listed) - set(answers))
        raise Refused(
            "not-counted", f"Còn {left} vật chưa kiểm đếm. Hãy ghi đã nhận, thiếu hoặc không nhận."
        )
    for answer in found:
        if answer.outcome not in (Outcome.RECEIVED, Outcome.MISSING, Outcome.REFUSED):
            raise Refused(
                "not-counted", "Còn vật chưa kiểm đếm. Hãy ghi đã nhận, thiếu hoặc không nhận."
            )
        if answer.outcome != Outcome.RECEIVED and len(answer.reason.strip()) < 5:
            raise Refused("reason-missing", "Hãy ghi lý do cho vật thiếu hoặc không nhận.")
    return answers


@command
def cancel_offer(act: Act, *, manifest_id: UUID) -> dict[str, Any]:
    """Take back a manifest that the receiver has not signed (hủy bảng kê)."""
    manifest = _open(manifest_id)
    require_side(act.actor, manifest.from_holder, RULES[ManifestKind(manifest.kind)].gives)
    manifest.entries.filter(outcome=Outcome.PENDING).update(outcome=Outcome.WITHDRAWN)
    manifest.state = ManifestState.CANCELLED
    manifest.save(update_fields=["state"])
    return {"manifest": manifest.id}
