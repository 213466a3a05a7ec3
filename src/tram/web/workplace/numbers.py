"""Numbers of envelopes (số hiệu bưu gửi): ranges that must be renewed, spare blocks, voided numbers, new labels."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from tram.accounts.rules.access import Right, may
from tram.core import clock
from tram.core.codes import parse_s10
from tram.core.errors import Refused
from tram.custody.commands import relabel as commands
from tram.custody.prints import label_pdf
from tram.custody.queries import relabelled as queries
from tram.custody.queries.fresh_label import fresh_label
from tram.custody.queries.holders import own_holders
from tram.custody.queries.relabelled import NumberFault
from tram.directory.queries.network import managed_units, post_places
from tram.directory.rules.duties import POST
from tram.dossiers.queries.reach import below
from tram.web import access
from tram.web.answers import see_other
from tram.web.downloads import pdf
from tram.web.forms import ParsedField, RequestForm
from tram.web.workplace.manifests.places import act, here

FAULTS = [fault for fault in NumberFault if fault not in (NumberFault.SPOILT, NumberFault.JOINED)]


def _number_field() -> ParsedField:
    box = forms.TextInput(attrs={"class": "w-code", "autocomplete": "off"})
    return ParsedField(parse_s10, label=gettext_lazy("Số hiệu bưu gửi"), max_length=40, widget=box)


class BlockForm(RequestForm):
    """Numbers set aside for one point."""

    unit = forms.TypedChoiceField(label=gettext_lazy("Điểm phục vụ, bưu cục"), coerce=int)
    size = forms.IntegerField(
        label=gettext_lazy("Số lượng cấp"),
        min_value=1,
        max_value=commands.MOST,
        initial=50,
        widget=forms.NumberInput(attrs={"class": "w-number", "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, places: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        box = self.fields["unit"]
        assert isinstance(box, forms.TypedChoiceField)
        box.choices = [("", _("– Chọn –")), *places]


class SpoiltForm(RequestForm):
    """A spare label that was spoilt."""

    number = _number_field()


class RelabelForm(RequestForm):
    """The number on the old label, typed if it cannot be scanned, and what is wrong with it."""

    number = _number_field()
    fault = forms.ChoiceField(
        label=gettext_lazy("Lý do hỏng nhãn"),
        choices=[(fault.value, fault.label) for fault in FAULTS],
        widget=forms.RadioSelect,
    )


@access.allowed(Right.MANAGE_POST, Right.TAKE_IN)
@require_http_methods(["GET", "POST"])
def numbers(request: HttpRequest) -> HttpResponse:
    """Ranges and blocks for a manager; for a point its own spare numbers, to print and to void."""
    who = access.actor(request)
    manages = may(who, Right.MANAGE_POST)
    point = None if manages else here(request, Right.TAKE_IN)
    units = below(managed_units(who)) if manages else frozenset({point or 0})
    form = _block_form(request) if manages else SpoiltForm(request.POST or None)
    if form.is_valid():
        try:
            said = _give(request, form) if manages else _void(request, form, point or 0)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, said)
            return see_other("numbers")
    words = {
        "form": form,
        "manages": manages,
        "ranges": queries.ranges(clock.today()) if manages else [],
        "blocks": queries.blocks(units),
        "voided": queries.voided(units),
    }
    return render(request, "workplace/numbers.html", words, status=409 if form.is_bound else 200)


def _block_form(request: HttpRequest) -> BlockForm:
    places = post_places(access.actor(request), sorted(POST), day=clock.today())
    return BlockForm(request.POST or None, places=[(place.id, place.label) for place in places])


def _give(request: HttpRequest, form: RequestForm) -> str:
    given = form.cleaned_data
    commands.give_block(
        access.act(request, given["request_id"], Right.MANAGE_POST),
        unit_id=given["unit"],
        size=given["size"],
    )
    return _("Đã cấp {size} số dự phòng.").format(size=given["size"])


def _void(request: HttpRequest, form: RequestForm, point: int) -> str:
    given = form.cleaned_data
    commands.void_unused(
        act(request, given["request_id"], Right.TAKE_IN, point),
        unit_id=point,
        number=given["number"],
    )
    return _("Đã hủy số {number}.").format(number=given["number"])


@access.allowed(Right.HAND_OVER_POST, Right.RECEIVE_AT_DESK)
@require_http_methods(["GET", "POST"])
def relabel(request: HttpRequest) -> HttpResponse:
    """Whoever holds an envelope with a bad label gives it another number, and prints the new label."""
    form = RelabelForm(request.POST or None, initial={"number": request.GET.get("so", "")})
    if form.is_valid():
        given = form.cleaned_data
        try:
            answer = commands.relabel(
                access.act(request, given["request_id"], Right.HAND_OVER_POST),
                number=given["number"],
                fault=NumberFault(given["fault"]),
            )
        except Refused as refused:
            form.refuse(refused, "number")
        else:
            response: HttpResponse = redirect(
                f"{reverse('relabel')}?{urlencode({'moi': answer['number']})}"
            )
            response.status_code = 303
            return response
    words = {"form": form, "new": _parsed(request.GET.get("moi", ""))}
    return render(request, "workplace/relabel.html", words, status=409 if form.is_bound else 200)


def _parsed(text: str) -> str:
    try:
        return parse_s10(text) if text else ""
    except Refused:
        raise Http404 from None


@access.allowed(Right.HAND_OVER_POST, Right.RECEIVE_AT_DESK)
@require_GET
def new_label(request: HttpRequest) -> HttpResponse:
    """The label of an envelope that this person holds, as PDF."""
    who = access.actor(request)
    holders = own_holders(who, here(request, Right.HAND_OVER_POST, Right.RECEIVE_AT_DESK))
    label = fresh_label(_parsed(request.GET.get("so", "")), holders)
    if label is None:
        raise Http404
    return pdf(label_pdf(label), f"nhan-{label.s10}")


urls: list[URLPattern] = [
    path("so-hieu/", numbers, name="numbers"),
    path("so-hieu/dan-lai-nhan/", relabel, name="relabel"),
    path("so-hieu/nhan.pdf", new_label, name="new_label"),
]
