"""What the pages of the registers share: the year asked, a form with one file, taking a row out, opening a file."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tram.accounts.rules.access import Right
from tram.core.errors import Refused
from tram.core.files import Given
from tram.programme.queries.evidence import evidence_bytes
from tram.programme.rules.registers import FIRST_YEAR
from tram.web import access
from tram.web.downloads import attachment
from tram.web.forms import RequestForm, TramForm
from tram.web.uploads import ACCEPT, look_at, sent_too_much
from tram.web.workplace.fields import reason_field

FOLDER = "workplace/plan/registers"
READERS = (Right.READ_PLAN, Right.INFORM_PUBLIC)
Deed = Callable[[Mapping[str, Any], Given | None], dict[str, Any]]


class YearForm(TramForm):
    """Which year."""

    nam = forms.TypedChoiceField(
        label=gettext_lazy("Năm"), coerce=int, widget=forms.Select(attrs={"class": "w-date"})
    )

    def __init__(self, years: range, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        named = [(year, str(year)) for year in reversed(years)]
        self.fields["nam"].choices = named  # type: ignore[attr-defined]


def year_asked(
    request: HttpRequest, *, ahead: int = 0, usual: int | None = None
) -> tuple[int, YearForm]:
    """The year of the page and its chooser; anything else than a year of the list means the usual, or this."""
    this = access.today(request).year
    years, usual = range(FIRST_YEAR, this + ahead + 1), usual or this
    form = YearForm(years, {"nam": request.GET.get("nam", usual)})
    if form.is_valid():
        return form.cleaned_data["nam"], form
    return usual, YearForm(years, {"nam": usual})


def file_field(label: Any, *, required: bool, hint: Any = "") -> forms.FileField:
    """One scan; what is in it is looked at before it is believed."""
    widget = forms.FileInput(attrs={"accept": ACCEPT})
    hint = hint or gettext_lazy("PDF, JPEG hoặc PNG.")
    return forms.FileField(label=label, required=required, help_text=hint, widget=widget)


def done(
    request: HttpRequest, form: RequestForm, deed: Deed, fields: Mapping[str, str]
) -> dict[str, Any] | None:
    """What a deed answered, its file looked at first; None if not sent or refused, which then stands on the form."""
    if (refused := sent_too_much(request)) is not None:
        form.is_valid()
        form.refuse(refused)
        return None
    if not form.is_valid():
        return None
    sent = form.cleaned_data.get("file")
    with look_at([sent] if sent else []) as looked:
        if looked.bad:
            form.refuse(looked.bad[0], "file")
            return None
        try:
            return deed(form.cleaned_data, next(iter(looked.good), None))
        except Refused as told:
            field = fields.get(told.code)
            form.refuse(told, field if field in form.fields else None)
            return None


def form_page(request: HttpRequest, form: RequestForm, title: str, **words: Any) -> HttpResponse:
    """A form by itself: as it is asked (200), with what was typed wrong (422), or refused (409)."""
    status = 200 if not form.is_bound else 409 if form.refused else 422
    shown = {"form": form, "title": title, "template": f"{FOLDER}/form_body.html", **words}
    return render(request, f"{FOLDER}/form.html", shown, status=status)


class RetireForm(RequestForm):
    """Why a row is taken out of a register."""

    reason = reason_field(gettext_lazy("Dòng được gỡ vẫn lưu cùng lý do, không tính vào số liệu."))


def retire_page(
    request: HttpRequest, deed: Callable[[Any, str], Any], told: str, back: str
) -> HttpResponse:
    """Taking a row out with a reason; `told` says which row, `back` where to go."""
    form = RetireForm(request.POST or None)

    def retire(words: Mapping[str, Any], _file: Given | None) -> dict[str, Any]:
        answer: dict[str, Any] = deed(access.act(request, words["request_id"]), words["reason"])
        return answer

    if done(request, form, retire, {"reason-missing": "reason"}) is None:
        words = {"told": told, "button": _("Gỡ dòng này"), "kind": "danger"}
        return form_page(request, form, _("Gỡ khỏi sổ"), back_url=reverse(back), **words)
    messages.success(request, _("Đã gỡ; dòng và lý do vẫn được lưu."))
    return back_to(back)


def back_to(name: str, **query: Any) -> HttpResponse:
    """The way on after a write (303)."""
    words = "&".join(f"{key}={value}" for key, value in query.items())
    response: HttpResponse = redirect(f"{reverse(name)}?{words}" if words else reverse(name))
    response.status_code = 303
    return response


@access.allowed(*READERS)
@require_GET
def plan_evidence(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """A file behind a row of a register, as an attachment."""
    found = evidence_bytes(file_id)
    if found is None:
        raise Http404
    row, content = found
    return attachment(content, row.name, row.media_type)


urls: list[URLPattern] = [
    path("ke-hoach/minh-chung/<uuid:file_id>/", plan_evidence, name="plan_evidence"),
]
