"""Issues of the voucher (bản của phiếu gửi) and their signatures: what was signed never changes (QĐ 45/2016/QĐ-TTg)."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from tram.accounts.rules.access import Right, may, require
from tram.core import rows
from tram.core.acts import Act
from tram.core.errors import Refused
from tram.core.files import Given
from tram.core.requests import command
from tram.custody.models import VoucherIssue, VoucherSignature
from tram.custody.rules.counter import VoucherSide, VoucherSigning
from tram.dossiers import commands as dossiers
from tram.dossiers.commands.files import attach_files
from tram.dossiers.models import Dossier, PartyRole
from tram.dossiers.rules.files import FileKind
from tram.dossiers.rules.states import State


def first_issue(
    act: Act, dossier_id: UUID, *, recipient: int | None
) -> tuple[VoucherIssue, VoucherSignature]:
    """The rows of a voucher's first issue, signed by the teller in the session that takes the dossier in."""
    made = _issue(act, dossier_id, number=1, sender=1, recipient=recipient)
    return made, _signature(act, made.id, VoucherSide.TELLER, VoucherSigning.SESSION)


def next_issue(act: Act, dossier: Dossier, *, reason: str) -> int:
    """Another issue of a dossier's voucher as its two persons stand now, naming the reason; 0 if it has no voucher.

    The tellers of the point sign it by making it; who else corrects leaves that to them.
    """
    before = dossier.vouchers.order_by("-issue").values_list("issue", flat=True).first()
    if before is None:
        return 0
    sender = dossier.parties.filter(role=PartyRole.SUBMITTER).order_by("-version")
    made = _issue(
        act,
        dossier.id,
        number=before + 1,
        sender=sender.values_list("version", flat=True)[0],
        recipient=dossier.recipients.count() or None,
        reason=reason.strip(),
    )
    rows.add(made)
    point = dossier.intake_point_id
    if point and may(act.actor, Right.TAKE_IN, [point]):
        rows.add(_signature(act, made.id, VoucherSide.TELLER, VoucherSigning.SESSION))
    return before + 1


@command
def correct_sender(
    act: Act, *, dossier_id: UUID, person: dossiers.Person, reason: str
) -> dict[str, Any]:
    """Correct who submitted; the voucher gets another issue and the old one stays as it was signed."""
    dossiers.correct_submitter(act, dossier_id=dossier_id, person=person, reason=reason)
    issue = next_issue(act, Dossier.objects.get(id=dossier_id), reason=reason)
    return {"dossier": dossier_id, "voucher": issue}


@command
def sign_voucher(
    act: Act, *, dossier_id: UUID, side: VoucherSide, scan: Sequence[Given] = ()
) -> dict[str, Any]:
    """Record a side's signature on the issue in force: the teller's own, or the customer's on device or paper.

    The customer signs before the teller, who answers for it; `scan` is the picture of the signed paper.
    """
    dossier = dossiers.lock([dossier_id])[dossier_id]
    _require_signer(act, dossier)
    issue = dossier.vouchers.order_by("-issue").first()
    if issue is None or State(dossier.state) is State.VOIDED:
        raise Refused("no-voucher", "Hồ sơ này không có phiếu gửi còn hiệu lực để ký.")
    if issue.signatures.filter(side=side).exists():
        raise Refused("voucher-signed", f"{side.label} đã ký bản {issue.issue} của phiếu này rồi.")
    method = VoucherSigning.SESSION if side is VoucherSide.TELLER else VoucherSigning.DEVICE
    file = _keep(act, dossier_id, scan) if scan else None
    method = VoucherSigning.SCAN if file else method
    rows.add(_signature(act, issue.id, side, method, file))
    return {"dossier": dossier_id, "issue": issue.issue}


def _require_signer(act: Act, dossier: Dossier) -> None:
    """Tellers of the point, or the person who took it in at the customer's address."""
    away = getattr(dossier, "address_intake", None)
    if away is None or away.by_id != act.actor.user_id:
        require(act.actor, Right.TAKE_IN, [dossier.intake_point_id or 0])


def _keep(act: Act, dossier_id: UUID, scan: Sequence[Given]) -> UUID:
    if len(scan) != 1:
        raise Refused("one-scan", "Bản chụp phiếu đã ký là một tệp. Hãy gửi đúng một tệp.")
    made = attach_files(act, dossier_id=dossier_id, kind=FileKind.PAPER, files=scan)
    file: UUID = made["files"][0]
    return file


def _issue(
    act: Act,
    dossier_id: UUID,
    *,
    number: int,
    sender: int,
    recipient: int | None,
    reason: str = "",
) -> VoucherIssue:
    return VoucherIssue(
        id=act.derive("voucher", number),
        dossier_id=dossier_id,
        issue=number,
        sender=sender,
        recipient=recipient,
        reason=reason,
        at=act.at,
        by_id=act.actor.id,
    )


def _signature(
    act: Act,
    voucher_id: UUID,
    side: VoucherSide,
    method: VoucherSigning,
    file: UUID | None = None,
) -> VoucherSignature:
    words = {"side": side, "method": method, "file_id": file, "at": act.at}
    return VoucherSignature(voucher_id=voucher_id, by_id=act.actor.id, **words)
