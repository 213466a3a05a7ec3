"""Evidence of a delivery (bằng chứng phát tận tay): who took it, how they were recognised, that they signed, the seal.

Without a signature, a photo of the signed slip, or the signed paper kept at the office it is not a delivery (domain
requirement 37; TT 17/2017/TT-BTTTT Điều 7, from the draft).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tram.core.acts import Act
from tram.core.errors import Refused
from tram.core.files import Given, keep
from tram.core.text import fold
from tram.custody.commands import chain, effects
from tram.custody.commands.movable import require_free
from tram.custody.models import Delivery, Item, ProofKind, ReceiptKind, Relation
from tram.dossiers.models import Dossier


@dataclass(frozen=True)
class Receipt:
    """What proves that the person signed: a picture, or the number of the signed slip kept at the office."""

    kind: ReceiptKind
    voucher: str = ""
    picture: Given | None = None


@dataclass(frozen=True)
class Evidence:
    """Who took the result and how they were recognised; only the last four signs of a paper are kept."""

    received_by: str
    relation: Relation
    proof_kind: ProofKind
    proof_last4: str = ""
    seal_intact: bool = True
    receipt: Receipt | None = None


def require_evidence(dossier: Dossier, evidence: Evidence, named: str = "") -> None:
    """Refuse a delivery that could not be proved, or to somebody who is not entitled.

    `named`: who is entitled where it is not the recipient of the result.
    """
    if len(evidence.received_by.strip()) < 2:
        raise Refused("no-recipient", "Hãy nhập họ và tên người ký nhận.")
    if evidence.proof_kind != ProofKind.SLIP and len(evidence.proof_last4.strip()) != 4:
        raise Refused("no-proof", "Hãy nhập 4 ký tự cuối của giấy tờ người nhận đã xuất trình.")
    if evidence.relation == Relation.AUTHORISED and evidence.proof_kind != ProofKind.AUTHORISATION:
        raise Refused(
            "no-authority", "Người được ủy quyền phải có giấy ủy quyền. Hãy chọn loại giấy tờ này."
        )
    if not evidence.seal_intact:
        raise Refused(
            "seal-broken",
            "Niêm phong không còn nguyên thì không được phát. Hãy mang về và báo quản lý bưu điện lập biên bản.",
        )
    _require_receipt(evidence.receipt)
    _require_recipient(dossier, evidence, named)


def _require_receipt(receipt: Receipt | None) -> None:
    if receipt is None:
        raise Refused(
            "not-signed",
            "Chưa có chữ ký hoặc ảnh phiếu đã ký thì chưa ghi là đã phát được. Hãy mời người nhận ký.",
        )
    if receipt.kind is ReceiptKind.SIGNED_PAPER:
        if not receipt.voucher.strip():
            raise Refused("no-voucher", "Hãy ghi số phiếu giấy người nhận đã ký, lưu tại bưu cục.")
    elif receipt.picture is None:
        raise Refused(
            "no-picture", f"Chưa có tệp cho «{receipt.kind.label}». Hãy ký hoặc chụp lại."
        )
    elif not receipt.picture.media_type.startswith("image/"):
        raise Refused("not-a-picture", "Tệp ký nhận phải là ảnh JPEG hoặc PNG. Hãy chụp lại.")


def _require_recipient(dossier: Dossier, evidence: Evidence, named: str) -> None:
    """Only the person named may take it as themselves; anybody else is authorised, with a paper that says so."""
    if not named:
        rows = dossier.recipients.order_by("-version").values_list("full_name", flat=True)
        named = rows.first() or ""
    if evidence.relation == Relation.SELF and fold(evidence.received_by) != fold(named):
        raise Refused(
            "not-the-recipient",
            f"Người ký nhận không phải {named}. Người nhận thay phải có giấy ủy quyền: "
            "hãy chọn «Người được ủy quyền».",
        )


def give(
    act: Act,
    dossier: Dossier,
    items: Sequence[Item],
    evidence: Evidence,
    *,
    sender: str = "",
) -> None:
    """From hand to hand, with evidence; the covers are open.

    `sender`: the papers never arrived and go back to this person, who brought them, over a counter.
    """
    require_evidence(dossier, evidence, sender)
    require_free(dossier, items, home=bool(sender))
    chain.hand(act, items, to_holder=chain.customer(), giver=act.actor.user_id, receiver=None)
    Delivery.objects.create(
        dossier=dossier,
        item=items[0],
        received_by=evidence.received_by.strip(),
        relation=evidence.relation,
        proof_kind=evidence.proof_kind,
        proof_last4=evidence.proof_last4.strip(),
        seal_intact=evidence.seal_intact,
        delivered_at=act.at,
        grade=act.grade.value,
        by_id=act.actor.id,
        **_signed(evidence.receipt),
    )
    for item in items:
        effects.open_cover(act, item.id)


def _signed(receipt: Receipt | None) -> dict[str, object]:
    """The columns of the signature; its picture is kept in the same transaction."""
    if receipt is None or receipt.picture is None:
        return (receipt and {"receipt": receipt.kind, "voucher": receipt.voucher.strip()}) or {}
    keep(receipt.picture)
    return {
        "receipt": receipt.kind,
        "sha256": receipt.picture.sha256,
        "media_type": receipt.picture.media_type,
        "size": receipt.picture.size,
    }
