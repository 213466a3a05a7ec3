"""Beginning a draft: of a procedure that is there, or of a new one."""

from typing import Any, cast

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from tram.accounts.rules.access import Right
from tram.catalogue import commands
from tram.catalogue.queries.managing import fields, levels, settling_units
from tram.core.errors import Refused
from tram.web.access import act, allowed, place, today
from tram.web.answers import see_other
from tram.web.forms import RequestForm
from tram.web.workplace.catalogue.editor_form import unit_choices
from tram.web.workplace.catalogue.version import FOLDER, version_or_404, version_page
from tram.web.workplace.fields import PlaceField

AT_FIELD = {"code-malformed": "code", "code-taken": "code", "agency-missing": "agency"}


class NewForm(RequestForm):
    """A procedure that is not in the catalogue yet."""

    code = forms.CharField(
        label=gettext_lazy("Mã thủ tục"),
        max_length=20,
        help_text=gettext_lazy("Mã quốc gia, ví dụ 1.004583."),
        widget=forms.TextInput(attrs={"class": "w-code", "autocomplete": "off"}),
    )
    name = forms.CharField(
        label=gettext_lazy("Tên thủ tục"),
        max_length=500,
        widget=forms.TextInput(attrs={"class": "w-wide"}),
    )
    field = forms.CharField(
        label=gettext_lazy("Lĩnh vực"),
        max_length=160,
        widget=forms.TextInput(attrs={"list": "fields", "autocomplete": "off", "class": "w-wide"}),
    )
    level = forms.ChoiceField(label=gettext_lazy("Cấp giải quyết"), choices=levels)
    agency = PlaceField(
        (),
        "units",
        label=gettext_lazy("Cơ quan giải quyết"),
        required=False,
        help_text=gettext_lazy("Để trống nếu UBND huyện nào hoặc UBND xã nào cũng giải quyết."),
    )

    def __init__(self, units: list[tuple[int, str]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        cast(PlaceField, self.fields["agency"]).places = unit_choices(units)


@allowed(Right.MANAGE_CATALOGUE)
@require_POST
def draft(request: HttpRequest, version_id: int) -> HttpResponse:
    """Begin a draft from what is in force."""
    found = version_or_404(request, version_id)
    form = RequestForm(request.POST)
    if not form.is_valid():
        return version_page(request, found, form, 422)
    asked = act(request, form.cleaned_data["request_id"], Right.MANAGE_CATALOGUE)
    try:
        made = commands.draft_version(asked, procedure_id=found.procedure_id)
    except Refused as refused:
        form.refuse(refused)
        return version_page(request, found, form, 409)
    return see_other("catalogue_edit", version_id=made["version"])


@allowed(Right.MANAGE_CATALOGUE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new procedure with the draft of its first version."""
    units = settling_units(today(request))
    mine = dict(units).get(place(request, Right.MANAGE_CATALOGUE) or 0, "")
    form = NewForm(units, request.POST or None, initial={"agency": mine, "level": levels()[0][0]})
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            return _begin(request, dict(form.cleaned_data))
        except Refused as refused:
            form.refuse(refused, AT_FIELD.get(refused.code))
            status = 409
    page = {"form": form, "units": units, "fields": fields()}
    return render(request, f"{FOLDER}/new.html", page, status=status)


def _begin(request: HttpRequest, words: dict[str, Any]) -> HttpResponse:
    asked = act(request, words.pop("request_id"), Right.MANAGE_CATALOGUE)
    made = commands.draft_procedure(asked, agency_id=words.pop("agency"), **words)
    return see_other("catalogue_edit", version_id=made["version"])
