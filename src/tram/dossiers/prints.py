"""Papers of a dossier: the slip of acceptance and appointment (Mẫu 01, TT 01/2018/TT-VPCP)."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from tram.core.barcodes import code128, qr_svg
from tram.core.calendar import local, local_date, vn_date
from tram.core.documents import render_many

ACCEPTANCE_SLIP = "dossiers/typst/acceptance_slip.typ"


@dataclass(frozen=True, kw_only=True)
class PaperLine:
    """One line of a paper list (thành phần hồ sơ) with its three quantities."""

    name: str
    originals: int = 0
    certified: int = 0
    copies: int = 0


@dataclass(frozen=True, kw_only=True)
class AcceptanceSlip:
    """Giấy tiếp nhận hồ sơ và hẹn trả kết quả: what Mẫu 01 of TT 01/2018/TT-VPCP holds.

    Texts are printed as they stand; an empty one prints as "không". Times are aware. `…_signed`
    says how that person signed; empty leaves room for a pen.
    """

    superior: str
    issuer: str
    number: str
    dossier_code: str
    locality: str
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
    lookup_url: str
    lookup_phone: str
    receiver: str
    receiver_signed: str = ""
    submitter_signed: str = ""
    register_entry: str = ""
    demo: bool = False


def acceptance_slip_pdf(*slips: AcceptanceSlip) -> bytes:
    """The slips as one PDF/A of A5 pages, in two copies each: the submitter's, the dossier's."""
    return render_many(ACCEPTANCE_SLIP, map(acceptance_slip_sheet, slips))


def acceptance_slip_sheet(slip: AcceptanceSlip) -> dict[str, Any]:
    """What the template reads."""
    return asdict(slip) | {
        "dated": local_date(slip.received_at).isoformat(),
        "received_at": moment(slip.received_at),
        "due_at": moment(slip.due_at),
        "day": day(slip.received_at),
        "code_bars": code128(slip.dossier_code),
        "lookup_qr": qr_svg(slip.lookup_url),
    }


def moment(at: datetime) -> str:
    """A time as the forms write it: "8 giờ 05 phút, ngày 02/12/2019"."""
    then = local(at)
    return f"{then.hour} giờ {then:%M} phút, ngày {vn_date(then.date())}"


def day(at: datetime) -> str:
    """A day as the head of a paper writes it: "ngày 02 tháng 12 năm 2019"."""
    return f"{local(at):ngày %d tháng %m năm %Y}"
