"""What a teller does on the form of an intake besides taking in: guidance, the last sender, a call at home."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid5

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _

from tram.accounts.commands import note_read
from tram.accounts.rules.access import Right, may
from tram.core.calendar import local_date, vn_date
from tram.core.requests import request_uuid
from tram.custody.commands import counter
from tram.custody.commands.intake import AtAddress
from tram.custody.queries.counter import last_sender
from tram.custody.queries.pick_ups import Call, call
from tram.custody.queries.receipts import Person, receipt
from tram.dossiers.rules.completeness import Expected, missing
from tram.web.access import act, actor, place
from tram.web.workplace.intake.form import IntakeForm

SAME_SENDER = "nguoi-gui"
CALL = "yeu-cau"


def called(request: HttpRequest) -> Call | None:
    """The call at home that this intake answers; without one only tellers come to the counter."""
    ident = uuid_or_none(request.GET.get(CALL, ""))
    found = call(actor(request), ident) if ident else None
    if found is None and not may(actor(request), Right.TAKE_IN):
        raise PermissionDenied
    return found


def carried(request: HttpRequest) -> str:
    """What keeps "the same sender" and the call at home from page to page."""
    asked = {name: uuid_or_none(request.GET.get(name, "")) for name in (SAME_SENDER, CALL)}
    return urlencode({name: str(value) for name, value in asked.items() if value})


def at_address(found: Call | None) -> AtAddress | None:
    """The command's words for a call at home."""
    if found is None:
        return None
    return AtAddress(found.point_id, found.address, found.commune_id, found.id)


def point_of(request: HttpRequest, found: Call | None) -> int | None:
    """The point whose intake this is."""
    return found.point_id if found else place(request, Right.TAKE_IN)


def first_typed(request: HttpRequest, found: Call | None) -> dict[str, Any]:
    """What stands in the form before anybody types: the sender of an earlier intake, or who asked for the call."""
    earlier = uuid_or_none(request.GET.get(SAME_SENDER, ""))
    if earlier:
        return sender_of(request, earlier)
    if found is None:
        return {}
    return {
        "sender_name": found.full_name,
        "sender_phone": found.phone,
        "sender_commune": found.commune,
        "sender_address": found.address,
    }


def sender_of(request: HttpRequest, dossier: UUID) -> dict[str, Any]:
    """The sender of an earlier intake of this point; the reading is written down."""
    earlier = receipt(actor(request), dossier)
    if earlier is None:
        return {}
    here = place(request, Right.TAKE_IN)
    note_read(actor(request), place_id=here, subject=dossier, page="intake_form")
    return _typed(earlier.sender)


def _typed(sender: Person) -> dict[str, Any]:
    return {
        "sender_name": sender.full_name,
        "sender_phone": sender.phone,
        "sender_commune": sender.commune,
        "sender_address": sender.address,
        "sender_id": sender.id_number,
    }


def recall(request: HttpRequest, form: IntakeForm) -> tuple[dict[str, Any], str]:
    """The last sender of the telephone number typed, and a sentence that says what was done."""
    form.full_clean()
    phone = form.cleaned_data.get("sender_phone") or ""
    point = place(request, Right.TAKE_IN)
    found = last_sender(actor(request), point, phone) if phone and point else None
    if found is None:
        told = _("Hãy gõ đủ số điện thoại người gửi rồi lấy lại thông tin.")
        nobody = _("Số {phone} chưa gửi hồ sơ nào tại điểm này: hãy gõ thông tin người gửi.")
        return {}, nobody.format(phone=phone) if phone else told
    earlier = receipt(actor(request), found)
    day = vn_date(local_date(earlier.at)) if earlier else ""
    told = _(
        "Đã điền người gửi của lần gửi ngày {day} từ số này. Hãy đọc lại cho khách xác nhận; việc xem này được ghi lại."
    )
    return sender_of(request, found), told.format(day=day)


def short(form: IntakeForm) -> list[int]:
    """The numbers of the mandatory papers that were not counted."""
    form.full_clean()
    expected = [Expected(**vars(paper)) for paper in form.procedure.papers]
    return [paper.seq for paper in missing(expected, form.counted())]


def guide(request: HttpRequest, form: IntakeForm) -> UUID:
    """Record what is missing; the form itself may still be taken in later, so its request is another one."""
    lacking = short(form)
    asked = uuid5(request_uuid(request.POST.get("request_id", "")), f"guide/{lacking}")
    made = counter.guide(
        act(request, asked, Right.TAKE_IN),
        version_id=form.procedure.version_id,
        missing=lacking,
        customer=form.cleaned_data.get("sender_name") or "",
    )
    return UUID(made["guidance"])


def uuid_or_none(text: str) -> UUID | None:
    """An identifier as typed into an address; what is none is nothing."""
    try:
        return UUID(text)
    except ValueError:
        return None
