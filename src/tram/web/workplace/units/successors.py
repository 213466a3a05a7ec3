"""Saying who came after a unit or a commune that ended, where no list says it (ghi đơn vị kế tục)."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from tram.accounts.rules.access import Right
from tram.core.errors import Refused
from tram.custody.commands.succession import state_unit_successor
from tram.directory.commands import Decision, state_area_successor
from tram.directory.queries import successions as queries
from tram.directory.queries.successions import Candidate, Ended
from tram.dossiers.queries.reach import open_at
from tram.web import access
from tram.web.access import act
from tram.web.answers import see_other
from tram.web.forms import RequestForm
from tram.web.workplace.fields import PlaceField
from tram.web.workplace.units.register import manages, tabs


class SuccessorForm(RequestForm):
    """Who stands in its place, and the decision that says so."""

    successor = PlaceField(
        (),
        "candidates",
        label=gettext_lazy("Đơn vị kế tục"),
        help_text=gettext_lazy("Gõ một phần tên, không dấu cũng được, rồi chọn."),
        required=False,
    )
    withdraw = forms.BooleanField(
        label=gettext_lazy("Rút lại lời ghi trước, để trống đơn vị kế tục"), required=False
    )
    decision = forms.CharField(
        label=gettext_lazy("Số, ký hiệu quyết định hoặc nghị quyết"),
        max_length=120,
        widget=forms.TextInput(attrs={"class": "w-wide", "autocomplete": "off"}),
    )
    decided_on = forms.DateField(label=gettext_lazy("Ngày quyết định"))

    def __init__(self, candidates: Sequence[Candidate], again: bool, *args: Any) -> None:
        super().__init__(*args)
        cast(PlaceField, self.fields["successor"]).places = candidates
        if not again:
            self.fields["successor"].required = True
            del self.fields["withdraw"]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if "successor" in self.errors:
            return given
        if "withdraw" in self.fields and bool(given.get("successor")) == given.get("withdraw"):
            self.add_error(
                "successor", _("Hãy chọn đơn vị kế tục, hoặc đánh dấu rút lại lời ghi.")
            )
        return given


@access.allowed(Right.MANAGE_DIRECTORY)
@require_GET
def successors(request: HttpRequest) -> HttpResponse:
    """What has ended and of which nobody knows who came after, with what is still open there; what people said."""
    _require(request)
    today = access.today(request)
    units = queries.units_without_successor(today)
    still = open_at([row.id for row in units])
    words = {
        "tabs": tabs(request, "successors"),
        "units": [(row, still.get(row.id, 0)) for row in units],
        "areas": queries.areas_without_successor(today),
        "said_units": queries.units_stated(),
        "said_areas": queries.areas_stated(),
    }
    return render(request, "workplace/units/successors.html", words)


@access.allowed(Right.MANAGE_DIRECTORY)
@require_http_methods(["GET", "POST"])
def unit_successor(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Say who stands in a unit's place; what is open there goes on at once."""
    _require(request)
    ended, said = queries.ended_unit(unit_id), queries.statements(unit_id=unit_id)
    form = _form(request, queries.unit_candidates(unit_id) if ended else [], bool(said))
    if not form.is_valid():
        return _page(request, form, ended, said, 422 if form.is_bound else 200)
    try:
        told = state_unit_successor(
            _act(request, form),
            unit_id=unit_id,
            successor_id=form.cleaned_data["successor"],
            decision=_decision(form),
        )
    except Refused as refused:
        form.refuse(refused)
        return _page(request, form, ended, said, 409)
    message = _("Đã ghi. {dossiers} hồ sơ đang mở chuyển sang đơn vị kế tục.")
    messages.success(request, message.format(dossiers=told["dossiers"]))
    return see_other("successors")


@access.allowed(Right.MANAGE_DIRECTORY)
@require_http_methods(["GET", "POST"])
def area_successor(request: HttpRequest, area_id: int) -> HttpResponse:
    """Say which commune an ended one became part of."""
    _require(request)
    ended, said = queries.ended_area(area_id), queries.statements(area_id=area_id)
    form = _form(request, queries.area_candidates(area_id) if ended else [], bool(said))
    if not form.is_valid():
        return _page(request, form, ended, said, 422 if form.is_bound else 200)
    try:
        state_area_successor(
            _act(request, form),
            area_id=area_id,
            successor_id=form.cleaned_data["successor"],
            decision=_decision(form),
        )
    except Refused as refused:
        form.refuse(refused)
        return _page(request, form, ended, said, 409)
    messages.success(request, _("Đã ghi địa bàn kế tục."))
    return see_other("successors")


def _require(request: HttpRequest) -> None:
    if not manages(request):
        raise Http404


def _form(request: HttpRequest, candidates: list[Candidate], again: bool) -> SuccessorForm:
    return SuccessorForm(candidates, again, request.POST or None)


def _act(request: HttpRequest, form: SuccessorForm) -> Any:
    return act(request, form.cleaned_data["request_id"], Right.MANAGE_DIRECTORY)


def _decision(form: SuccessorForm) -> Decision:
    return Decision(form.cleaned_data["decision"], form.cleaned_data["decided_on"])


def _page(
    request: HttpRequest, form: SuccessorForm, ended: Ended | None, said: list[Any], status: int
) -> HttpResponse:
    if ended is None:
        raise Http404
    words = {"form": form, "ended": ended, "said": said}
    return render(request, "workplace/units/successor.html", words, status=status)
