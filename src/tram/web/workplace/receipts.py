"""After the intake: the receipt of the point that made it, its papers, corrections, a new code, undoing a mistake."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from csp.constants import SELF
from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from tram.accounts.commands import note_read
from tram.accounts.rules.access import Right, may
from tram.core import clock
from tram.core.acts import Act
from tram.core.errors import Refused
from tram.core.money import format_vnd
from tram.custody.commands import intake as commands
from tram.custody.commands.vouchers import correct_sender
from tram.custody.prints import intake_pdf, label_pdf, voucher_pdf
from tram.custody.queries import papers
from tram.custody.queries.intakes import communes
from tram.custody.queries.receipts import Person, Receipt, expected_arrival, receipt
from tram.directory.queries.signers import Pin
from tram.dossiers.rules.states import VoidReason
from tram.web.access import act, actor, allowed, place
from tram.web.downloads import pdf
from tram.web.forms import RequestForm
from tram.web.workplace.fields import reason_field, recipient_fields, sender_fields
from tram.web.workplace.intake.form import addressee, submitter
from tram.web.workplace.manifests.forms import PIN_BOX
from tram.web.workplace.manifests.pins import pin_of, signing

PRINT_KEYS = [
    ("F8", gettext_lazy("in phiếu hai liên và nhãn")),
    ("Ctrl+Enter", gettext_lazy("khách ký trên máy này")),
]
KEYS = [
    ("F4", gettext_lazy("hồ sơ nữa của khách này")),
    ("F2", gettext_lazy("khách khác")),
    ("Esc", gettext_lazy("lui lại")),
]


BACK = "ve"


class PlacesForm(RequestForm):
    """A form whose fields hold the communes of the day."""

    def __init__(self, fields: Mapping[str, forms.Field], *args: Any, **options: Any) -> None:
        vars(self)["base_fields"] = {**type(self).base_fields, **fields, "reason": reason_field()}
        super().__init__(*args, **options)


class ReprintForm(RequestForm):
    """Why a new code is needed."""

    reason = reason_field()


class VoidForm(RequestForm):
    """Which mistake it was."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Lý do hủy"), choices=VoidReason.choices(), widget=forms.RadioSelect
    )
    approver = forms.CharField(
        label=gettext_lazy("Người duyệt trả lại tiền (tên đăng nhập)"),
        help_text=gettext_lazy(
            "Người khác ở điểm, hoặc quản lý đang có mặt. Để trống thì đề nghị chờ người quản lý duyệt."
        ),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    pin = forms.CharField(
        label=gettext_lazy("Mã PIN của người duyệt"), widget=PIN_BOX, required=False
    )


@dataclass(frozen=True)
class Change:
    """One small page that changes one thing of an intake."""

    title: str | Promise
    text: str | Promise
    button: str | Promise
    open: Callable[[Receipt], bool]
    closed: str | Promise
    form: Callable[[Receipt, Any], RequestForm]
    run: Callable[[Act, UUID, dict[str, Any]], Mapping[str, Any]]
    done: Callable[[Mapping[str, Any]], str]
    danger: bool = False


@allowed(Right.TAKE_IN, Right.COLLECT)
@require_GET
def receipt_page(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """What was taken in, what happens next and when, and everything the teller can still do."""
    found = _found(request, dossier_id, "receipt")
    keys = [*PRINT_KEYS, *KEYS] if found.tracking_code else KEYS
    page = {
        "receipt": found,
        "arrival": _arrival(found.at),
        "keys": keys,
        "back": back(request) or reverse("intakes"),
        "teller": may(actor(request), Right.TAKE_IN, [found.point.id]),
        "sign": RequestForm(),
    }
    return render(request, "workplace/receipts/receipt.html", page)


@allowed(Right.TAKE_IN, Right.COLLECT)
@require_GET
def receipt_print(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Everything to print at once: the voucher in two copies, then the label; a hidden frame prints it."""
    found = _found(request, dossier_id, "receipt_print")
    made = intake_pdf(papers.voucher(found), papers.label(found))
    answer = pdf(made, f"phieu-va-nhan-{found.s10}")
    answer["X-Frame-Options"] = "SAMEORIGIN"
    vars(answer)["_csp_replace"] = {
        "frame-ancestors": [SELF]
    }  # as csp_replace does, for one argument more
    return answer


@allowed(Right.TAKE_IN, Right.COLLECT)
@require_GET
def receipt_voucher(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """The voucher in two copies, to print."""
    found = _found(request, dossier_id, "receipt_voucher")
    return pdf(voucher_pdf(papers.voucher(found)), f"phieu-gui-{found.s10}")


@allowed(Right.TAKE_IN, Right.COLLECT)
@require_GET
def receipt_label(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """The label of the envelope, or of the part asked for, to print."""
    found = _found(request, dossier_id, "receipt_label")
    asked = request.GET.get("phan", "1")
    if not asked.isdecimal() or not 0 < int(asked[:4]) <= len(found.more) + 1:
        raise Http404
    label = papers.label(found, int(asked[:4]))
    return pdf(label_pdf(label), f"nhan-{label.s10}")


@allowed(Right.TAKE_IN)
@require_http_methods(["GET", "POST"])
def receipt_change(request: HttpRequest, dossier_id: UUID, what: str) -> HttpResponse:
    """One change of an intake: its page, its refusal with nothing lost, or back to the receipt."""
    found = _found(request, dossier_id, f"receipt_{what}")
    change = CHANGES[what]
    form = change.form(found, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            made = signing(
                request,
                _pin(given),
                lambda pin: change.run(
                    act(request, given["request_id"], Right.TAKE_IN),
                    dossier_id,
                    {**given, "signed": pin},
                ),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, change.done(made))
            return to_receipt(request, dossier_id)
    page = {
        "form": form,
        "receipt": found,
        "change": change,
        "open": change.open(found),
        "back": back(request),
    }
    status = 409 if form.is_bound else 200
    return render(request, "workplace/receipts/change.html", page, status=status)


def back(request: HttpRequest) -> str:
    """The page of ours where the mistake was noticed, to return to it; empty if there is none."""
    asked = request.GET.get(BACK, "")
    own = asked.startswith("/lam-viec/") and url_has_allowed_host_and_scheme(asked, None)
    return asked if own else ""


def to_receipt(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """On to the receipt after a write (303), keeping the way back."""
    way = back(request)
    answer = redirect(
        reverse("receipt", args=[dossier_id]) + (f"?{urlencode({BACK: way})}" if way else "")
    )
    answer.status_code = 303
    return answer


def _found(request: HttpRequest, dossier_id: UUID, page: str) -> Receipt:
    """The intake, if this person may see it; the reading is written down. A stranger finds nothing."""
    found = receipt(actor(request), dossier_id)
    if found is None:
        raise Http404
    here = place(request, Right.TAKE_IN)
    note_read(actor(request), place_id=here, subject=dossier_id, page=page)
    return found


def _arrival(taken_in: datetime) -> date | None:
    try:
        return expected_arrival(taken_in)
    except Refused:
        return None


def _typed(person: Person | None, who: str) -> dict[str, str]:
    if person is None:
        return {}
    return {
        f"{who}_name": person.full_name,
        f"{who}_phone": person.phone,
        f"{who}_commune": person.commune,
        f"{who}_address": person.address,
        f"{who}_id": person.id_number,
    }


def _sender_form(found: Receipt, data: Any) -> RequestForm:
    fields = sender_fields(communes(clock.today()))
    return PlacesForm(fields, data, initial=_typed(found.sender, "sender"))


def _recipient_form(found: Receipt, data: Any) -> RequestForm:
    fields = recipient_fields(communes(clock.today()))
    return PlacesForm(fields, data, initial=_typed(found.recipient, "recipient"))


def _correct_sender(act: Act, dossier_id: UUID, given: dict[str, Any]) -> Mapping[str, Any]:
    return correct_sender(
        act, dossier_id=dossier_id, person=submitter(given), reason=given["reason"]
    )


def _correct_recipient(act: Act, dossier_id: UUID, given: dict[str, Any]) -> Mapping[str, Any]:
    return commands.correct_recipient(
        act, dossier_id=dossier_id, recipient=addressee(given), reason=given["reason"]
    )


def _reprint(act: Act, dossier_id: UUID, given: dict[str, Any]) -> Mapping[str, Any]:
    return commands.reprint_receipt(act, dossier_id=dossier_id, reason=given["reason"])


def _void(act: Act, dossier_id: UUID, given: dict[str, Any]) -> Mapping[str, Any]:
    reason = VoidReason(given["reason"])
    return commands.void_intake(act, dossier_id=dossier_id, reason=reason, pin=given["signed"])


def _pin(given: Mapping[str, Any]) -> Pin | None:
    """The other person's PIN, where a change has one and it was typed."""
    approver = given.get("approver")
    return pin_of(approver, given.get("pin") or "") if approver else None


def _voided(made: Mapping[str, Any]) -> str:
    if made["waiting_vnd"]:
        return _(
            "Đã hủy phiếu nhận. Hãy trả lại khách giấy tờ; {money} chờ người khác duyệt rồi mới trả."
        ).format(money=format_vnd(made["waiting_vnd"]))
    return _("Đã hủy phiếu nhận. Hãy trả lại khách giấy tờ và {money}.").format(
        money=format_vnd(made["returned_vnd"])
    )


CHANGES: dict[str, Change] = {
    "sender": Change(
        title=gettext_lazy("Sửa người gửi"),
        text=gettext_lazy(
            "Sửa xong, phiếu có bản mới thay bản đã ký: in lại cho khách và ký lại. Mã theo dõi giữ nguyên."
        ),
        button=gettext_lazy("Lưu người gửi"),
        open=lambda found: found.sender_correctable,
        closed=gettext_lazy("Hồ sơ đã bàn giao cơ quan: bộ phận một cửa sửa thông tin người gửi."),
        form=_sender_form,
        run=_correct_sender,
        done=lambda made: _("Đã sửa người gửi. Bản cũ và lý do được lưu lại."),
    ),
    "recipient": Change(
        title=gettext_lazy("Sửa người nhận kết quả"),
        text=gettext_lazy("Kết quả sẽ phát tới người và địa chỉ mới. Cước đã thu không đổi."),
        button=gettext_lazy("Lưu người nhận"),
        open=lambda found: found.live and found.recipient is not None,
        closed=gettext_lazy("Hồ sơ này không chờ phát kết quả tại nhà nên không có gì để sửa."),
        form=_recipient_form,
        run=_correct_recipient,
        done=lambda made: _("Đã sửa người nhận kết quả. Bản cũ và lý do được lưu lại."),
    ),
    "reprint": Change(
        title=gettext_lazy("Cấp lại phiếu với mã mới"),
        text=gettext_lazy("Mã theo dõi cũ hết dùng được ngay; hãy in phiếu mới cho khách."),
        button=gettext_lazy("Cấp mã mới"),
        open=lambda found: bool(found.tracking_code),
        closed=gettext_lazy("Phiếu nhận đã hủy nên không cấp lại được."),
        form=lambda found, data: ReprintForm(data),
        run=_reprint,
        done=lambda made: _("Đã cấp mã theo dõi mới. Hãy in phiếu gửi và thu lại phiếu cũ."),
    ),
    "void": Change(
        title=gettext_lazy("Hủy phiếu nhận nhầm"),
        text=gettext_lazy(
            "Chỉ hủy khi hồ sơ còn ở điểm phục vụ và chưa lên bảng kê. Hãy trả lại khách giấy tờ; "
            "tiền trả lại khi người khác duyệt; số hiệu bưu gửi và mã theo dõi hết hiệu lực, không dùng lại."
        ),
        button=gettext_lazy("Hủy phiếu nhận"),
        open=lambda found: found.voidable,
        closed=gettext_lazy(
            "Hồ sơ đã lên bảng kê, đã rời điểm phục vụ hoặc đã hủy nên không hủy được."
        ),
        form=lambda found, data: VoidForm(data),
        run=_void,
        done=_voided,
        danger=True,
    ),
}


def _change(address: str, what: str) -> URLPattern:
    return path(
        f"bien-nhan/<uuid:dossier_id>/{address}/",
        receipt_change,
        {"what": what},
        name=f"receipt_{what}",
    )


urls: list[URLPattern] = [
    path("bien-nhan/<uuid:dossier_id>/", receipt_page, name="receipt"),
    path("bien-nhan/<uuid:dossier_id>/in.pdf", receipt_print, name="receipt_print"),
    path("bien-nhan/<uuid:dossier_id>/phieu-gui.pdf", receipt_voucher, name="receipt_voucher"),
    path("bien-nhan/<uuid:dossier_id>/nhan.pdf", receipt_label, name="receipt_label"),
    _change("sua-nguoi-gui", "sender"),
    _change("sua-nguoi-nhan", "recipient"),
    _change("cap-lai", "reprint"),
    _change("huy", "void"),
]
