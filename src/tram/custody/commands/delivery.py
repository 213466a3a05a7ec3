"""Delivering a result by hand (phát tận tay), with evidence, and taking what is due at the door."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tram.accounts.rules.access import Right, require
from tram.cash import commands as cash
from tram.cash import queries as money
from tram.cash.models import AccountKind, Purpose
from tram.core.acts import Act
from tram.core.errors import Refused
from tram.core.requests import command
from tram.core.text import fold
from tram.custody.commands import chain
from tram.custody.models import (
    Delivery,
    Envelope,
    EnvelopeItem,
    ItemKind,
    ProofKind,
    Relation,
)
from tram.dossiers import commands as dossiers
from tram.dossiers.models import Dossier
from tram.dossiers.rules.states import Action


@dataclass(frozen=True)
class Evidence:
    """Who took the result and how they were recognised; only the last four signs of a paper are kept."""

    received_by: str
    relation: Relation
    proof_kind: ProofKind
    proof_last4: str = ""
    seal_intact: bool = True


def _require_evidence(evidence: Evidence) -> None:
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
            "Niêm phong không còn nguyên: không phát. Hãy mang về và báo quản lý bưu điện lập biên bản.",
        )


def _require_recipient(dossier: Dossier, evidence: Evidence) -> None:
    """Only the person named may take it as themselves; anybody else is authorised, with a paper that says so."""
    named = dossier.recipients.order_by("-version").values_list("full_name", flat=True).first()
    if evidence.relation == Relation.SELF and fold(evidence.received_by) != fold(named or ""):
        raise Refused(
            "not-the-recipient",
            f"Người ký nhận không phải {named}. Người nhận thay phải có giấy ủy quyền: "
            "hãy chọn «Người được ủy quyền».",
        )


@command
def deliver(act: Act, *, dossier_id: UUID, evidence: Evidence) -> dict[str, Any]:
    """The postman gives the result to its person and closes the dossier; what was not paid is taken now."""
    require(act.actor, Right.DELIVER)
    dossier = dossiers.lock([dossier_id])[dossier_id]
    items = chain.lock(list(dossier.items.values_list("id", flat=True)))
    result = next((item for item in items.values() if item.kind == ItemKind.RESULT), None)
    carrier = chain.courier(act.actor.id)
    if result is None or result.holder_id != carrier:
        raise Refused("not-held", "Bạn không giữ kết quả của hồ sơ này nên không phát được.")
    _require_evidence(evidence)
    _require_recipient(dossier, evidence)
    chain.hand(act, [result], to_holder=chain.customer(), giver=act.actor.user_id, receiver=None)
    Delivery.objects.create(
        dossier=dossier,
        item=result,
        received_by=evidence.received_by.strip(),
        relation=evidence.relation,
        proof_kind=evidence.proof_kind,
        proof_last4=evidence.proof_last4.strip(),
        seal_intact=evidence.seal_intact,
        delivered_at=act.at,
        by_id=act.actor.id,
    )
    contents = EnvelopeItem.objects.filter(item=result, taken_out_at=None)
    covers = list(contents.values_list("envelope_id", flat=True))
    contents.update(taken_out_at=act.at)
    Envelope.objects.filter(id__in=covers).update(opened_at=act.at)
    collected = _collect(act, dossier_id)
    dossiers.close(act, [dossier], Action.DELIVER)
    return {"dossier": dossier_id, "collected_vnd": collected}


def _collect(act: Act, dossier_id: UUID) -> int:
    quoted = money.quotation(dossier_id)
    if quoted is None or cash.last_seq(dossier_id):
        return 0
    bag = cash.account(AccountKind.POSTMAN_BAG, user_id=act.actor.user_id)
    income = cash.account(AccountKind.POSTAGE_INCOME)
    cash.take(
        act,
        dossier_id,
        into=bag,
        dues=[cash.Due(Purpose.POSTAGE, quoted.total_vnd, income)],
    )
    return int(quoted.total_vnd)
