"""Spreadsheets for the registers of the plan: a template out, a filled sheet in, looked at, then confirmed."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from tram.accounts.rules.access import may
from tram.core.errors import Refused
from tram.core.workbook import Cell, workbook
from tram.programme.imports.rows import HEADINGS, ROWS
from tram.programme.imports.sheets import (
    SENDERS,
    apply_sheet,
    keep_sheet,
    kept_lines,
    try_sheet,
)
from tram.programme.queries.communes import informed_by
from tram.programme.queries.members import members_of
from tram.programme.queries.sheets import KeptRegisterSheet, register_sheet
from tram.programme.rules.registers import RegisterSheetKind
from tram.web import access
from tram.web.answers import see_other
from tram.web.downloads import XLSX, attachment
from tram.web.forms import RequestForm
from tram.web.uploads import sent_too_much, takes_files
from tram.web.workplace.plan.registering import FOLDER
from tram.web.workplace.spreadsheets import (
    SHOWN,
    columns_told,
    counted,
    lines_told,
    read_sent,
    sheet_field,
    widths,
)

ANY = tuple(dict.fromkeys(right for rights in SENDERS.values() for right in rights))
BACK = {
    RegisterSheetKind.OUTREACH: "outreach",
    RegisterSheetKind.BASELINES: "baselines",
    RegisterSheetKind.MONTHS: "reported_months",
    RegisterSheetKind.MEANS: "post_year_plan",
}
REPLACING = {RegisterSheetKind.BASELINES, RegisterSheetKind.MONTHS}


class RegisterSheetForm(RequestForm):
    """One spreadsheet, and why older figures give way if they shall."""

    sheet = sheet_field()
    reason = forms.CharField(
        label=gettext_lazy("Lý do thay số đã nhập"),
        required=False,
        max_length=300,
        help_text=gettext_lazy(
            "Chỉ ghi khi muốn thay số đã nhập; để trống thì số đã có không bị thay. Bản cũ vẫn giữ."
        ),
        widget=forms.TextInput(attrs={"class": "w-wide"}),
    )

    def __init__(self, kind: RegisterSheetKind, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if kind not in REPLACING:
            del self.fields["reason"]


@access.allowed(*ANY)
@takes_files
@require_http_methods(["GET", "POST"])
def send_register_sheet(request: HttpRequest, kind: str) -> HttpResponse:
    """Send a sheet in; every bad line is told, and a good sheet waits to be confirmed."""
    what = _kind(request, kind)
    form = RegisterSheetForm(what, request.POST or None, request.FILES or None)
    if refused := sent_too_much(request):
        return _page(request, what, RegisterSheetForm(what), 413, refused=refused.message)
    if not form.is_valid():
        return _page(request, what, form, 422 if form.is_bound else 200)
    reason = form.cleaned_data.get("reason", "")
    try:
        grid, digest = read_sent(form.cleaned_data["sheet"])
    except Refused as refused:
        form.refuse(refused, "sheet")
        return _page(request, what, form, 422)
    tried = try_sheet(access.actor(request), what, grid, reason)
    if tried.errors:
        return _page(request, what, form, 422, tried=tried, shown=tried.errors[:SHOWN])
    kept = keep_sheet(
        access.act(request, form.cleaned_data["request_id"]),
        kind=what,
        name=grid.name,
        sha256=digest,
        reason=reason,
        lines=kept_lines(tried, grid, what),
    )
    return see_other("confirm_register_sheet", sheet_id=kept["sheet"])


def _page(
    request: HttpRequest, kind: RegisterSheetKind, form: RequestForm, status: int, **words: Any
) -> HttpResponse:
    words = {
        "form": form,
        "kind": kind,
        "title": _("Nhập từ bảng tính: {}").format(kind.label),
        "columns": columns_told(HEADINGS[kind], ROWS[kind].optional),
        "back_url": reverse(BACK[kind]),
        **words,
    }
    return render(request, f"{FOLDER}/send_sheet.html", words, status=status)


@access.allowed(*ANY)
@never_cache
@require_http_methods(["GET", "POST"])
def confirm_register_sheet(request: HttpRequest, sheet_id: UUID) -> HttpResponse:
    """What a sheet would do; confirmed, it is done."""
    kept = register_sheet(access.actor(request), sheet_id)
    if kept is None:
        raise Http404
    form = RequestForm(request.POST or None)
    if not form.is_valid():
        return _look(request, kept, form, 422 if form.is_bound else 200)
    try:
        act = access.act(request, form.cleaned_data["request_id"])
        done = apply_sheet(act, sheet_id=sheet_id)
    except Refused as refused:
        form.refuse(refused)
        return _look(request, kept, form, 409)
    words = {"kept": kept, "done": done, "counts": counted(done["counts"])}
    words |= {"back_url": reverse(BACK[kept.kind])}
    return render(request, "workplace/sheets/done.html", words)


def _look(
    request: HttpRequest, kept: KeptRegisterSheet, form: RequestForm, status: int
) -> HttpResponse:
    words = {
        "kept": kept,
        "title": _("Nhập từ bảng tính: {}").format(kept.kind.label),
        "form": form,
        "counts": counted(kept.counts),
        "back_url": reverse("send_register_sheet", kwargs={"kind": kept.kind.value}),
        **lines_told(kept.lines, lambda line: _told(kept, line)),
    }
    return render(request, "workplace/sheets/confirm.html", words, status=status)


def _told(kept: KeptRegisterSheet, line: Any) -> str:
    cells = line["cells"]
    return " · ".join(cells[name] for name in ROWS[kept.kind].columns if cells.get(name))


@access.allowed(*ANY)
@require_GET
def register_template(request: HttpRequest, kind: str) -> HttpResponse:
    """The sheet to fill in, its headings locked; the communes or the agencies of the sender already named."""
    what = _kind(request, kind)
    made = workbook(what.label, widths(HEADINGS[what]), _named(request, what), fill_in=True)
    return attachment(made, f"mau-{what.value}.xlsx", XLSX)


def _named(request: HttpRequest, kind: RegisterSheetKind) -> list[list[Cell]]:
    who, today = access.actor(request), access.today(request)
    if "day-du" not in request.GET:
        return []
    if kind is RegisterSheetKind.OUTREACH:
        return [[each.code, each.name] for each in informed_by(who, today)]
    if kind is RegisterSheetKind.MEANS:
        return []
    return [[each.name] for each in members_of(who, today)]


def _kind(request: HttpRequest, kind: str) -> RegisterSheetKind:
    """The kind of the address, if this person may send such a sheet at all."""
    if kind not in set(RegisterSheetKind):
        raise Http404
    found = RegisterSheetKind(kind)
    if not any(may(access.actor(request), right) for right in SENDERS[found]):
        raise Http404
    return found


urls: list[URLPattern] = [
    path("ke-hoach/nhap/<uuid:sheet_id>/", confirm_register_sheet, name="confirm_register_sheet"),
    path("ke-hoach/nhap/<str:kind>/", send_register_sheet, name="send_register_sheet"),
    path("ke-hoach/nhap/<str:kind>/mau/", register_template, name="register_template"),
]
