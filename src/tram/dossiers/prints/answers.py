"""What a desk answers in writing when it does not take a dossier as it is (NĐ 61/2018/NĐ-CP Điều 17, 19)."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from tram.dossiers.prints.paper import Letter, PaperLine
from tram.dossiers.rules.forms import FormKind


@dataclass(frozen=True, kw_only=True)
class SupplementRequest(Letter):
    """Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ (Mẫu 02): every missing paper and the reason, at once.

    A second request (`round` 2) carries why the first did not name it (`again_reason`).
    """

    KIND: ClassVar[FormKind] = FormKind.SUPPLEMENT_REQUEST
    TEMPLATE: ClassVar[str] = "dossiers/typst/supplement_request.typ"
    papers: tuple[PaperLine, ...]
    reason: str
    round: int = 1
    again_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Refusal(Letter):
    """Phiếu từ chối tiếp nhận giải quyết hồ sơ (Mẫu 03): why, and whom to ask."""

    KIND: ClassVar[FormKind] = FormKind.REFUSAL
    TEMPLATE: ClassVar[str] = "dossiers/typst/refusal.typ"
    submitter: str
    reason: str
    basis: str = ""


@dataclass(frozen=True, kw_only=True)
class ReturnNotice(Letter):
    """Thông báo trả hồ sơ không đủ điều kiện: the written return of an accepted dossier, within its time limit."""

    KIND: ClassVar[FormKind] = FormKind.RETURN_NOTICE
    TEMPLATE: ClassVar[str] = "dossiers/typst/return_notice.typ"
    received_at: datetime
    due_at: datetime
    reason: str
    basis: str
    papers: tuple[PaperLine, ...]
    return_by: str


@dataclass(frozen=True, kw_only=True)
class Withdrawal(Letter):
    """Đơn rút hồ sơ: the citizen takes the dossier back before its result; which papers go back, and how."""

    KIND: ClassVar[FormKind] = FormKind.WITHDRAWAL
    TEMPLATE: ClassVar[str] = "dossiers/typst/withdrawal.typ"
    reason: str
    papers: tuple[PaperLine, ...]
    return_by: str


@dataclass(frozen=True, kw_only=True)
class GuidanceLine:
    """One paper of the published list: how many are required, and how many were brought."""

    name: str
    required: str
    brought: str
    missing: bool
    mandatory: bool = True


@dataclass(frozen=True, kw_only=True)
class GuidanceSlip(Letter):
    """Phiếu hướng dẫn hoàn thiện hồ sơ: the published list with what is missing ticked, and nothing else.

    It has no field for anything outside that list: a clerk may not add requirements (QĐ 45/2016/QĐ-TTg).
    """

    KIND: ClassVar[FormKind] = FormKind.GUIDANCE_SLIP
    TEMPLATE: ClassVar[str] = "dossiers/typst/guidance_slip.typ"
    procedure_code: str
    list_source: str
    lines: tuple[GuidanceLine, ...]
    processing_time: str
    fees: str
