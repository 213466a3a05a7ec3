"""From what the database knows of an intake to the papers printed for it."""

from django.conf import settings
from django.utils.translation import gettext as _

from tram.core.errors import Refused
from tram.core.queries import is_demo
from tram.custody.prints import Charge, Label, Party, Voucher
from tram.custody.queries.receipts import CountedPaper, Person, Receipt, Signed
from tram.custody.rules.counter import VoucherSigning
from tram.custody.rules.services import Service
from tram.directory.models import Unit
from tram.dossiers.prints import PaperLine
from tram.dossiers.prints.paper import stamp
from tram.dossiers.rules.states import State

SENT = "NHẬN GỬI HỒ SƠ"
RETURNED = "CHUYỂN TRẢ KẾT QUẢ"
GIVEN_BACK = "TRẢ LẠI HỒ SƠ"


def voucher(receipt: Receipt, *, practice: bool = False) -> Voucher:
    """Phiếu gửi hồ sơ of an intake (QĐ 45/2016/QĐ-TTg; TT 17/2017/TT-BTTTT Điều 9); none for a voided one."""
    _require_not_voided(receipt)
    superior, issuer = offices(receipt.point.id)
    issue = receipt.voucher
    return Voucher(
        superior=superior,
        issuer=issuer,
        number=f"{receipt.s10}/{issue.number}",
        s10=receipt.s10,
        tracking_code=receipt.tracking_code,
        base_url=settings.BASE_URL,
        service=receipt.service,
        sender=_party(issue.sender),
        agency=Party(name=receipt.agency, address=receipt.agency_place),
        procedure=f"{receipt.procedure} ({receipt.procedure_code})",
        papers=tuple(_line(paper) for paper in receipt.papers if _stands(paper)),
        other_content="",
        recipient=_party(issue.recipient) if issue.recipient else None,
        charges=tuple(
            Charge(label=c.what, source=c.source, amount=c.amount_vnd) for c in receipt.charges
        ),
        payment="tiền mặt tại bưu điện",
        point=receipt.point.name,
        point_address=receipt.point.address,
        teller=receipt.point.teller,
        accepted_at=receipt.at,
        weight_grams=receipt.grams,
        seal_number=receipt.seal_number,
        customer_present=receipt.customer_present,
        replaces=f"{receipt.s10}/{issue.number - 1}" if issue.number > 1 else "",
        reason=issue.reason,
        teller_signed=_signed(issue.teller),
        customer_signed=_signed(issue.customer),
        practice=practice,
        demo=is_demo(),
    )


def label(receipt: Receipt, part: int = 1) -> Label:
    """The label of the envelope that carries the papers (or a part of them) to the desk; none for a voided intake."""
    _require_not_voided(receipt)
    s10, grams = _part(receipt, part)
    both = receipt.service is Service.BOTH
    return Label(
        s10=s10,
        qr=s10,
        sender=_party(receipt.sender),
        to=Party(name=receipt.desk, address=receipt.desk_place),
        destination=receipt.desk_place.rsplit(", ", maxsplit=1)[-1].upper(),
        marks=(SENT, RETURNED) if both else (SENT,),
        point=receipt.point.name,
        accepted_at=receipt.at,
        weight_grams=grams,
        demo=is_demo(),
    )


def _part(receipt: Receipt, part: int) -> tuple[str, int | None]:
    """The number and the weight of one envelope of a dossier."""
    if part == 1:
        rest = sum(each.grams for each in receipt.more)
        return receipt.s10, receipt.grams and receipt.grams - rest
    if not 1 < part <= len(receipt.more) + 1:
        raise Refused("no-such-part", f"Hồ sơ này không có bưu gửi thứ {part}.")
    return receipt.more[part - 2].s10, receipt.more[part - 2].grams


def _require_not_voided(receipt: Receipt) -> None:
    if receipt.state is State.VOIDED:
        raise Refused(
            "voided",
            _(
                "Phiếu nhận {s10} đã hủy nên không in được nữa. Hãy nhận lại hồ sơ để có phiếu mới."
            ).format(s10=receipt.s10),
        )


def offices(point_id: int) -> tuple[str, str]:
    """Who issues the voucher: the province's post above, the office over the point below it."""
    unit = Unit.objects.select_related("parent__parent").get(id=point_id)
    above = unit.parent or unit
    return (above.parent.name if above.parent else "", above.name)


def _signed(one: Signed) -> str:
    """An electronic signature in words; empty where the paper itself bears the pen's, or nobody signed."""
    if one.at is None or one.how == VoucherSigning.SCAN.label:
        return ""
    return f"Ký điện tử: {one.how}, {stamp(one.at)}"


def _party(person: Person) -> Party:
    return Party(name=person.full_name, address=person.whole_address, phone=person.phone)


def _stands(paper: CountedPaper) -> bool:
    return bool(paper.originals or paper.certified or paper.copies or paper.absent_reason)


def _line(paper: CountedPaper) -> PaperLine:
    name = paper.name
    if paper.absent_reason:
        name = f"{name} (không áp dụng: {paper.absent_reason})"
    return PaperLine(
        name=name, originals=paper.originals, certified=paper.certified, copies=paper.copies
    )
