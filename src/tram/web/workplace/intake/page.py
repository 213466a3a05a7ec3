"""The counter of a post point: find the procedure, count, quote, take in; and the list of what was taken in."""

from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from tram.accounts.rules.access import Right
from tram.catalogue.queries import (
    AgencyChoice,
    ProcedureDetail,
    agencies_for,
    procedure,
    search_procedures,
)
from tram.core import clock
from tram.core.codes import parse_s10
from tram.core.errors import Refused
from tram.custody.commands import intake as commands
from tram.custody.queries.intakes import communes, intakes
from tram.custody.queries.pick_ups import Call
from tram.directory.queries.training import certificate_lacking
from tram.web.access import act, actor, allowed, place, today
from tram.web.answers import see_other
from tram.web.forms import ParsedField, TramForm
from tram.web.later import label_number
from tram.web.workplace.intake import aside
from tram.web.workplace.intake.form import IntakeForm
from tram.web.workplace.intake.practice import practising, rehearse
from tram.web.workplace.intake.price import Price, change_of
from tram.web.workplace.intake.price import price as price_of

PAGE = 20
STEPS = (
    gettext_lazy("Tìm thủ tục"),
    gettext_lazy("Kiểm đếm và tính tiền"),
    gettext_lazy("In phiếu và nhãn"),
)
SEARCH_KEYS = [
    ("F2", gettext_lazy("ô tìm thủ tục")),
    ("Alt+1…9", gettext_lazy("thủ tục thứ 1…9")),
    ("Alt+0", gettext_lazy("ghi từ chối")),
]
FORM_KEYS = [
    ("Alt+1…9", gettext_lazy("giấy tờ số 1…9")),
    ("F4", gettext_lazy("người gửi")),
    ("F9", gettext_lazy("tính tiền")),
    ("Ctrl+Enter", gettext_lazy("nhận hồ sơ")),
    ("F2, Esc", gettext_lazy("thủ tục khác")),
]
COUNTER_KEYS = [
    ("Shift+F4", gettext_lazy("người gửi lần trước")),
    ("Shift+F8", gettext_lazy("phiếu hướng dẫn")),
    ("Alt+0", gettext_lazy("ghi từ chối")),
]


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


@allowed(Right.TAKE_IN, Right.COLLECT)
@require_GET
def intake(request: HttpRequest) -> HttpResponse:
    """Step 1: find the procedure; htmx asks for the results alone while the teller types."""
    form = SearchForm(request.GET if request.GET.get("q") else None)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    after = request.GET.get("sau")
    found = search_procedures(text, day=today(request), after=after, limit=PAGE) if text else []
    call, sender = aside.called(request), aside.carried(request)
    more = {"q": text, "sau": found[-1].cursor} if len(found) == PAGE else None
    page = {
        "form": form,
        "text": text,
        "found": found,
        "sender": sender,
        "carried": parse_qsl(sender),
        "call": call,
        "practice": practising(request),
        "next_url": f"?{urlencode(more)}&{sender}".rstrip("&") if more else "",
        "steps": STEPS,
        "keys": SEARCH_KEYS,
    }
    alone = getattr(request, "htmx", False)
    return render(request, f"workplace/intake/{'results' if alone else 'search'}.html", page)


@allowed(Right.TAKE_IN, Right.COLLECT)
@require_http_methods(["GET", "POST"])
def intake_form(request: HttpRequest, code: str) -> HttpResponse:
    """Step 2: one page for one dossier; POST takes it in, or does what else its button says (`do`)."""
    day, call = today(request), aside.called(request)
    found = procedure(code, day=day)
    if found is None or not found.sending.open:
        return _closed(request, code, found)
    if request.method == "GET":
        first = aside.first_typed(request, call)
        return _show(request, found, _form(found, day, initial=first))
    form = _form(found, day, data=request.POST)
    if also := ALSO.get(request.POST.get("do", "")):
        return also(request, form, day)
    return _take(request, form, call)


def _take(request: HttpRequest, form: IntakeForm, call: Call | None) -> HttpResponse:
    """Take the dossier in, or while practising only see how it would be."""
    away = aside.at_address(call)
    if form.is_valid():
        try:
            if practising(request):
                return rehearse(request, form, away)
            change = change_of(form, aside.point_of(request, call), today(request))
            asked = act(request, form.cleaned_data["request_id"], Right.TAKE_IN)
            made = commands.take_in(
                asked,
                intake=replace(form.intake(), at_address=away, s10=label_number(request.POST)),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            if change:
                messages.success(request, change)
            return see_other("receipt", dossier_id=made["dossier"])
    else:
        form.tell_what_is_short()
    return _show(request, form.procedure, form, status=409)


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
    told: str = "",
) -> HttpResponse:
    call = aside.called(request)
    page = {
        "call": call,
        "practice": practising(request),
        "told": told,
        "form": form,
        "procedure": found,
        "price": price,
        "sender": aside.carried(request),
        "steps": STEPS,
        "keys": FORM_KEYS if call else FORM_KEYS + COUNTER_KEYS,
        "uncertified": _uncertified(request, found),
    }
    return render(request, "workplace/intake/form.html", page, status=status)


def _uncertified(request: HttpRequest, found: ProcedureDetail) -> bool:
    """Whether a certificate of the field is asked for and this teller has none: told when the form is opened."""
    who = actor(request)
    return request.method == "GET" and certificate_lacking(who.id, found.field, today(request))


def _closed(request: HttpRequest, code: str, found: ProcedureDetail | None) -> HttpResponse:
    """The clear refusal of step 2: no such procedure, or none that the post may carry."""
    page = {
        "code": code,
        "procedure": found,
        "sender": aside.carried(request),
        "keys": SEARCH_KEYS,
    }
    status = 409 if found else 404
    return render(request, "workplace/intake/closed.html", page, status=status)


def _quote(request: HttpRequest, form: IntakeForm, day: date) -> HttpResponse:
    """The price of what has been typed so far; nothing is written and nothing is marked as wrong."""
    price = price_of(form, aside.point_of(request, aside.called(request)), day)
    if getattr(request, "htmx", False):
        return render(request, "workplace/intake/price.html", {"price": price})
    return _show(request, form.procedure, _again(request, form, day), price)


def _again(request: HttpRequest, form: IntakeForm, day: date, **more: Any) -> IntakeForm:
    """The form with what was typed, not looked at yet."""
    typed = {name: request.POST.get(name, "") for name in form.fields}
    return _form(form.procedure, day, initial=typed | more)


def _recall(request: HttpRequest, form: IntakeForm, day: date) -> HttpResponse:
    """Fill in the last sender of the number typed, and say so."""
    sender, told = aside.recall(request, form)
    return _show(request, form.procedure, _again(request, form, day, **sender), told=told)


def _guide(request: HttpRequest, form: IntakeForm, day: date) -> HttpResponse:
    """Record what is missing, and on to the slip."""
    if practising(request):
        told = _("Đang tập nên không lập phiếu hướng dẫn thật. Tắt chế độ tập rồi làm lại.")
        return _show(request, form.procedure, _again(request, form, day), told=told)
    try:
        return see_other("guidance", guidance_id=aside.guide(request, form))
    except Refused as refused:
        return _show(request, form.procedure, _again(request, form, day), told=refused.message)


ALSO = {"price": _quote, "sender": _recall, "guide": _guide}


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
