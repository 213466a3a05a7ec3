"""The counter of a post point: find the procedure, count, quote, take in; and the list of what was taken in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from tram.accounts.commands import note_read
from tram.accounts.rules.access import Right
from tram.cash.rules.tariff import Exemption
from tram.catalogue.queries import (
    AgencyChoice,
    ProcedureDetail,
    agencies_for,
    procedure,
    search_procedures,
)
from tram.catalogue.rules.eligibility import require_open
from tram.core import clock
from tram.core.codes import parse_s10
from tram.core.errors import Refused
from tram.custody.commands import intake as commands
from tram.custody.queries.intake import intake_facts
from tram.custody.queries.intakes import communes, intakes
from tram.custody.queries.receipts import Charge, receipt
from tram.custody.rules.services import DIRECTIONS, Service
from tram.dossiers.rules.completeness import Expected, missing
from tram.web.access import act, actor, allowed, place, today
from tram.web.forms import ParsedField, TramForm
from tram.web.workplace.intake_form import IntakeForm

PAGE = 20
STEPS = (
    gettext_lazy("Tìm thủ tục"),
    gettext_lazy("Kiểm đếm và tính tiền"),
    gettext_lazy("In phiếu và nhãn"),
)
SEARCH_KEYS = [("F2", gettext_lazy("ô tìm thủ tục"))]
FORM_KEYS = [
    ("F2", gettext_lazy("thủ tục khác")),
    ("Alt+1…9", gettext_lazy("giấy tờ số 1…9")),
    ("F4", gettext_lazy("người gửi")),
    ("Enter", gettext_lazy("tính tiền")),
    ("Ctrl+Enter", gettext_lazy("nhận hồ sơ")),
]
SAME_SENDER = "nguoi-gui"
PRICED = ("agency", "service", "grams", "exemption", "sender_commune", "recipient_commune")


@dataclass(frozen=True)
class Price:
    """What the customer would pay, or what is still needed to say so; missing papers beside it."""

    charges: tuple[Charge, ...] = ()
    total_vnd: int = 0
    fee_unknown: bool = False
    needed: tuple[str, ...] = ()
    short: tuple[Expected, ...] = ()


class SearchForm(TramForm):
    """The words of a procedure's name, or its code."""

    q = forms.CharField(
        label=gettext_lazy("Tên hoặc mã thủ tục"),
        help_text=gettext_lazy("Gõ vài chữ trong tên, có dấu hay không dấu đều được."),
        max_length=200,
        widget=forms.SearchInput(attrs={"autocomplete": "off", "aria-keyshortcuts": "F2"}),
    )


class ListForm(TramForm):
    """Which intakes to list."""

    ngay = forms.DateField(
        label=gettext_lazy("Ngày nhận"), help_text=gettext_lazy("Ví dụ 02/12/2019"), required=False
    )
    so = ParsedField(
        parse_s10,
        label=gettext_lazy("Số hiệu bưu gửi"),
        help_text=gettext_lazy("Quét mã vạch hoặc gõ đủ 13 ký tự"),
        required=False,
        widget=forms.TextInput(attrs={"class": "w-code", "autocomplete": "off"}),
    )

    def clean_ngay(self) -> date | None:
        day: date | None = self.cleaned_data["ngay"]
        if day and day > clock.today():
            raise forms.ValidationError(
                _("Ngày nhận ở tương lai: hãy chọn ngày hôm nay hoặc trước đó.")
            )
        return day


@allowed(Right.TAKE_IN)
@require_GET
def intake(request: HttpRequest) -> HttpResponse:
    """Step 1: find the procedure; htmx asks for the results alone while the teller types."""
    form = SearchForm(request.GET if request.GET.get("q") else None)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    after = request.GET.get("sau")
    found = search_procedures(text, day=today(request), after=after, limit=PAGE) if text else []
    sender = _sender_query(request)
    more = {"q": text, "sau": found[-1].cursor} if len(found) == PAGE else None
    page = {
        "form": form,
        "text": text,
        "found": found,
        "sender": sender,
        "same_sender": _uuid(request.GET.get(SAME_SENDER, "")),
        "next_url": f"?{urlencode(more)}&{sender}".rstrip("&") if more else "",
        "steps": STEPS,
        "keys": SEARCH_KEYS,
    }
    alone = getattr(request, "htmx", False)
    return render(request, f"workplace/intake/{'results' if alone else 'search'}.html", page)


@allowed(Right.TAKE_IN)
@require_http_methods(["GET", "POST"])
def intake_form(request: HttpRequest, code: str) -> HttpResponse:
    """Step 2: one page for one dossier; POST asks for the price (`do=price`) or takes the dossier in."""
    day = today(request)
    found = procedure(code, day=day)
    if found is None or not found.sending.open:
        return _closed(request, code, found)
    if request.method == "GET":
        return _show(request, found, _form(found, day, initial=_same_sender(request)))
    form = _form(found, day, data=request.POST)
    if request.POST.get("do") == "price":
        return _quote(request, form, day)
    if form.is_valid():
        try:
            made = commands.take_in(
                act(request, form.cleaned_data["request_id"], Right.TAKE_IN), intake=form.intake()
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            answer = redirect("receipt", made["dossier"])
            answer.status_code = 303
            return answer
    return _show(request, found, form, status=409)


def _form(
    found: ProcedureDetail, day: date, data: Any = None, initial: dict[str, Any] | None = None
) -> IntakeForm:
    only = [AgencyChoice(found.agency_id, found.agency, "")] if found.agency_id else []
    agencies = only or agencies_for(found.version_id, day=day)
    return IntakeForm(found, agencies, communes(day), data=data, initial=initial)


def _show(
    request: HttpRequest,
    found: ProcedureDetail,
    form: IntakeForm,
    price: Price | None = None,
    status: int = 200,
) -> HttpResponse:
    page = {
        "form": form,
        "procedure": found,
        "price": price,
        "sender": _sender_query(request),
        "steps": STEPS,
        "keys": FORM_KEYS,
    }
    return render(request, "workplace/intake/form.html", page, status=status)


def _closed(request: HttpRequest, code: str, found: ProcedureDetail | None) -> HttpResponse:
    """The clear refusal of step 2: no such procedure, or none that the post may carry."""
    page = {
        "code": code,
        "procedure": found,
        "sender": _sender_query(request),
        "keys": SEARCH_KEYS,
    }
    status = 409 if found else 404
    return render(request, "workplace/intake/closed.html", page, status=status)


def _quote(request: HttpRequest, form: IntakeForm, day: date) -> HttpResponse:
    """The price of what has been typed so far; nothing is written and nothing is marked as wrong."""
    price = _price(request, form, day)
    if getattr(request, "htmx", False):
        return render(request, "workplace/intake/price.html", {"price": price})
    typed = {name: request.POST.get(name, "") for name in form.fields}
    return _show(request, form.procedure, _form(form.procedure, day, initial=typed), price)


def _price(request: HttpRequest, form: IntakeForm, day: date) -> Price:
    form.full_clean()
    short = tuple(missing([Expected(**vars(p)) for p in form.procedure.papers], form.counted()))
    needed = [str(error) for name in PRICED for error in form.errors.get(name, ())]
    if needed:
        return Price(needed=tuple(needed), short=short)
    try:
        return _charges(form, place(request, Right.TAKE_IN), day, short)
    except Refused as refused:
        return Price(needed=(refused.message,), short=short)


def _charges(form: IntakeForm, point: int | None, day: date, short: Sequence[Expected]) -> Price:
    given = form.cleaned_data
    service = Service(given["service"])
    facts = intake_facts(
        version_id=form.procedure.version_id,
        agency_id=given["agency"],
        point_id=point,
        recipient_area=form.recipient_commune(),
        day=day,
    )
    require_open(facts.postal, DIRECTIONS[service], facts.name)
    postage = commands.price(facts, service, given["grams"], Exemption(given["exemption"]))
    source = _("Danh mục thủ tục")
    fees = [Charge(f.label.capitalize(), f.amount_vnd, source) for f in form.procedure.fees]
    charges = (*fees, *(Charge(c.what, c.amount_vnd, c.source) for c in postage.lines))
    total = sum(charge.amount_vnd for charge in charges)
    return Price(charges, total, facts.fee_vnd is None, short=tuple(short))


def _sender_query(request: HttpRequest) -> str:
    """What keeps "the same sender" from page to page."""
    sender = _uuid(request.GET.get(SAME_SENDER, ""))
    return urlencode({SAME_SENDER: str(sender)}) if sender else ""


def _same_sender(request: HttpRequest) -> dict[str, Any]:
    """The sender of an earlier intake of this point, if the teller asked for it."""
    dossier = _uuid(request.GET.get(SAME_SENDER, ""))
    earlier = receipt(actor(request), dossier) if dossier else None
    if earlier is None or dossier is None:
        return {}
    note_read(
        actor(request), place_id=place(request, Right.TAKE_IN), subject=dossier, page="intake_form"
    )
    sender = earlier.sender
    return {
        "sender_name": sender.full_name,
        "sender_phone": sender.phone,
        "sender_commune": sender.commune,
        "sender_address": sender.address,
        "sender_id": sender.id_number,
    }


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@allowed(Right.TAKE_IN)
@require_GET
def intakes_page(request: HttpRequest) -> HttpResponse:
    """What this point has taken in, newest first."""
    form = ListForm(request.GET)
    rows = []
    point = place(request, Right.TAKE_IN)
    if form.is_valid() and point is not None:
        day, number = form.cleaned_data["ngay"], form.cleaned_data["so"] or ""
        after = request.GET.get("sau")
        rows = intakes(actor(request), point, day=day, s10=number, after=after, limit=PAGE)
    more = {k: v for k, v in request.GET.items() if k in form.fields and v}
    next_url = f"?{urlencode(more | {'sau': rows[-1].cursor})}" if len(rows) == PAGE else ""
    page = {"form": form, "rows": rows, "next_url": next_url, "asked": bool(more)}
    return render(request, "workplace/intake/list.html", page)


urls: list[URLPattern] = [
    path("nhan-ho-so/", intake, name="intake"),
    path("nhan-ho-so/<str:code>/", intake_form, name="intake_form"),
    path("ho-so-da-nhan/", intakes_page, name="intakes"),
]
