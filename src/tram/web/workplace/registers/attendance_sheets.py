"""Attendance from a spreadsheet: every bad line is told and nothing is written; a good sheet is written at once."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tram.accounts.rules.access import Right
from tram.core.errors import Refused
from tram.core.sheets import LineError
from tram.core.spreadsheets import Grid
from tram.core.workbook import Cell
from tram.directory.commands.training import note_attendance
from tram.directory.imports.attendance import HEADINGS, AttendanceLine, try_attendance
from tram.directory.queries.training import attended, tellers_on
from tram.web import access
from tram.web.answers import see_other
from tram.web.downloads import spreadsheet
from tram.web.forms import RequestForm
from tram.web.uploads import sent_too_much, takes_files
from tram.web.workplace.registers.shared import FOLDER, act_of
from tram.web.workplace.registers.training import session_or_404
from tram.web.workplace.spreadsheets import SHOWN, columns_told, read_sent, sheet_field, widths


class AttendanceSheetForm(RequestForm):
    """One spreadsheet of a session."""

    sheet = sheet_field()


@access.allowed(Right.TRAIN_TELLERS)
@takes_files
@require_http_methods(["GET", "POST"])
def attendance_sheet(request: HttpRequest, session_id: int) -> HttpResponse:
    """Send the sheet of a session in."""
    found, held = session_or_404(session_id)
    form = AttendanceSheetForm(request.POST or None, request.FILES or None)
    errors: tuple[LineError, ...] = ()
    if form.is_valid():
        try:
            tried = try_attendance(access.actor(request), session_id, _grid(request, form))
            errors = tried.errors
            if not errors:
                made = note_attendance(
                    act_of(request, form), session_id=session_id, attended=tried.attended
                )
                told = _("Đã đọc {read} dòng, ghi mới hoặc sửa {written} người.")
                read = len(tried.attended)
                messages.success(request, told.format(read=read, written=made["written"]))
                return see_other("training_session", session_id=session_id)
        except Refused as refused:
            form.refuse(refused, "sheet")
    words = {
        "course": found,
        "session": held,
        "form": form,
        "errors": errors[:SHOWN],
        "count": len(errors),
        "columns": columns_told(HEADINGS, AttendanceLine.optional),
    }
    status = 200 if not form.is_bound else 422
    return render(request, f"{FOLDER}/attendance_sheet.html", words, status=status)


def _grid(request: HttpRequest, form: AttendanceSheetForm) -> Grid:
    if (refused := sent_too_much(request)) is not None:
        raise refused
    return read_sent(form.cleaned_data["sheet"])[0]


@access.allowed(Right.TRAIN_TELLERS)
@require_GET
def attendance_template(request: HttpRequest, session_id: int) -> HttpResponse:
    """The sheet to fill in, with the tellers on duty on the day of the session and what is noted of them."""
    _found, held = session_or_404(session_id)
    noted = {row.teller_id: row for row in attended(session_id)}
    tellers = tellers_on(held.on)
    rows: list[list[Cell]] = []
    for each in tellers:
        row = noted.get(each.id)
        told: list[Cell] = [row.outcome.label, row.number, row.valid_to] if row else []
        rows.append([each.username, each.name, *told])
    name = f"tap-huan-{held.on:%Y-%m-%d}"
    return spreadsheet(name, _("Dự tập huấn"), widths(HEADINGS), rows)


urls: list[URLPattern] = [
    path(
        "ke-hoach/tap-huan/buoi/<int:session_id>/bang-tinh/",
        attendance_sheet,
        name="attendance_sheet",
    ),
    path(
        "ke-hoach/tap-huan/buoi/<int:session_id>/mau/",
        attendance_template,
        name="attendance_template",
    ),
]
