"""Giấy tiếp nhận hồ sơ và hẹn trả kết quả: the slip of acceptance and appointment (Mẫu 01)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from tram.dossiers.prints.paper import PaperLine, PaperOfDossier, print_papers
from tram.dossiers.rules.forms import FormKind

ACCEPTANCE_SLIP = "dossiers/typst/acceptance_slip.typ"


@dataclass(frozen=True, kw_only=True)
class AcceptanceSlip(PaperOfDossier):
    """What Mẫu 01 holds (TT 01/2018/TT-VPCP; TT 03/2025/TT-VPCP).

    Texts are printed as they stand; an empty one prints as "không". Times are aware. `…_signed`
    says how that person signed; empty leaves room for a pen.
    """

    KIND: ClassVar[FormKind] = FormKind.ACCEPTANCE_SLIP
    TEMPLATE: ClassVar[str] = ACCEPTANCE_SLIP
    submitter: str
    channel: str
    address: str
    phone: str
    email: str
    identity_number: str
    content: str
    owner: str
    owner_address: str
    papers: tuple[PaperLine, ...]
    sets: int
    processing_time: str
    received_at: datetime
    due_at: datetime
    due_derivation: str
    collect_at: str
    receiver: str
    receiver_signed: str = ""
    submitter_signed: str = ""
    register_entry: str = ""

    @property
    def dated(self) -> datetime:
        """The slip is written when the dossier is received."""
        return self.received_at


def acceptance_slip_pdf(*slips: AcceptanceSlip) -> bytes:
    """The slips as one PDF/A, in two copies each: the submitter's, the dossier's."""
    return print_papers(*slips)


def acceptance_slip_sheet(slip: AcceptanceSlip) -> dict[str, Any]:
    """What the template reads."""
    return slip.sheet()
