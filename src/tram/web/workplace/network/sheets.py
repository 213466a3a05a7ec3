"""Sheets of the post: a template out, a filled sheet in, looked at line by line, then confirmed (nhập từ bảng tính)."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from tram.accounts.rules.access import Right
from tram.core.errors import Refused
from tram.core.workbook import Cell
from tram.directory.imports.post_rows import HEADINGS, ROWS
from tram.directory.imports.post_sheets import (
    apply_sheet,
    keep_sheet,
    kept_lines,
    passwords,
    try_sheet,
)
from tram.directory.queries.network import Point, all_points
from tram.directory.queries.sheets import KeptSheet, kept_sheet
from tram.directory.rules.points import PostSheetKind
from tram.web import access
from tram.web.answers import see_other
from tram.web.downloads import spreadsheet
from tram.web.forms import RequestForm
from tram.web.uploads import sent_too_much, takes_files
from tram.web.workplace.network.points import FOLDER
from tram.web.workplace.spreadsheets import (
    SHOWN,
    columns_told,
    counted,
    lines_told,
    read_sent,
    sheet_field,
    widths,
)

TITLES = {
    PostSheetKind.POINTS: gettext_lazy("Nhập điểm phục vụ từ bảng tính"),
    PostSheetKind.STAFF: gettext_lazy("Nhập nhân viên từ bảng tính"),
}
BACK = {PostSheetKind.POINTS: "post_points", PostSheetKind.STAFF: "post_staff"}


class SheetForm(RequestForm):
    """One spreadsheet."""

    sheet = sheet_field()


@access.allowed(Right.MANAGE_POST)
@takes_files
@require_http_methods(["GET", "POST"])
def send_sheet(request: HttpRequest, kind: str) -> HttpResponse:
    """Send a sheet in; every bad line is told, and a good sheet waits to be confirmed."""
    what = _kind(kind)
    form = SheetForm(request.POST or None, request.FILES or None)
    if refused := sent_too_much(request):
        form = SheetForm()
        return _page(request, what, form, 413, refused=refused.message)
    if not form.is_valid():
        return _page(request, what, form, 422 if form.is_bound else 200)
    try:
        grid, digest = read_sent(form.cleaned_data["sheet"])
    except Refused as refused:
        form.refuse(refused, "sheet")
        return _page(request, what, form, 422)
    tried = try_sheet(access.actor(request), what, grid)
    if tried.errors:
        return _page(request, what, form, 422, tried=tried, shown=tried.errors[:SHOWN])
    kept = keep_sheet(
        access.act(request, form.cleaned_data["request_id"], Right.MANAGE_POST),
        kind=what,
        name=grid.name,
        sha256=digest,
        lines=kept_lines(tried, grid, what),
    )
    return see_other("confirm_sheet", sheet_id=kept["sheet"])


def _page(
    request: HttpRequest, kind: PostSheetKind, form: SheetForm, status: int, **words: Any
) -> HttpResponse:
    words = {
        "form": form,
        "kind": kind,
        "title": TITLES[kind],
        "columns": columns_told(HEADINGS[kind], ROWS[kind].optional),
        "back_url": reverse(BACK[kind]),
        **words,
    }
    return render(request, f"{FOLDER}/send_sheet.html", words, status=status)


@access.allowed(Right.MANAGE_POST)
@never_cache
@require_http_methods(["GET", "POST"])
def confirm_sheet(request: HttpRequest, sheet_id: UUID) -> HttpResponse:
    """What a sheet would do; confirmed, it is done, and new people's passwords stand on the page that answers."""
    kept = kept_sheet(access.actor(request), sheet_id)
    if kept is None:
        raise Http404
    form = RequestForm(request.POST or None)
    if not form.is_valid():
        return _look(request, kept, form, 422 if form.is_bound else 200)
    request_id = form.cleaned_data["request_id"]
    try:
        done = apply_sheet(access.act(request, request_id, Right.MANAGE_POST), sheet_id=sheet_id)
    except Refused as refused:
        form.refuse(refused)
        return _look(request, kept, form, 409)
    lines = [each["line"] for each in done["made"]]
    cells = {line["line"]: line["cells"] for line in kept.lines}
    people = [
        (cells[line]["full_name"], cells[line]["username"], password)
        for line, password in zip(lines, passwords(request_id, lines), strict=True)
    ]
    words = {
        "kept": kept,
        "done": done,
        "back_url": reverse(BACK[kept.kind]),
        "people": people,
        "counts": counted(done["counts"]),
    }
    return render(request, f"{FOLDER}/sheet_done.html", words)


def _look(request: HttpRequest, kept: KeptSheet, form: RequestForm, status: int) -> HttpResponse:
    names = ("code", "name") if kept.kind is PostSheetKind.POINTS else ("full_name", "unit")
    words = {
        "kept": kept,
        "title": TITLES[kept.kind],
        "form": form,
        "counts": counted(kept.counts),
        "back_url": reverse("send_sheet", kwargs={"kind": kept.kind.value}),
        **lines_told(
            kept.lines, lambda line: " · ".join(line["cells"].get(name, "") for name in names)
        ),
    }
    return render(request, "workplace/sheets/confirm.html", words, status=status)


@access.allowed(Right.MANAGE_POST)
@require_GET
def sheet_template(request: HttpRequest, kind: str) -> HttpResponse:
    """The sheet to fill in: empty, or with the points as they are today."""
    what = _kind(kind)
    today = access.today(request)
    rows: list[list[Cell]] = []
    if what is PostSheetKind.POINTS and "hien-co" in request.GET:
        points = all_points(access.actor(request), day=today)
        rows = [[*_cells(point), today, None] for point in points]
    name = "diem-phuc-vu" if what is PostSheetKind.POINTS else "nhan-vien"
    return spreadsheet(name, what.label, widths(HEADINGS[what]), rows)


def _cells(point: Point) -> list[Cell]:
    terms = point.terms
    return [
        point.code,
        point.name,
        point.kind_label,
        point.parent,
        point.commune_code,
        terms.address,
        terms.phone,
        f"{terms.opens:%H:%M}",
        f"{terms.closes:%H:%M}",
        _("có") if terms.works_saturday else _("không"),
        terms.route_code,
    ]


def _kind(kind: str) -> PostSheetKind:
    if kind not in set(PostSheetKind):
        raise Http404
    return PostSheetKind(kind)
