"""Frozen periods (bản chốt số liệu): the list with the freezing of the next, one with its figures and differences."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from tram.accounts.rules.access import Right, may
from tram.core.errors import Refused
from tram.core.workbook import workbook
from tram.programme.commands.freezing import freeze
from tram.programme.queries import snapshots as frozen
from tram.programme.queries.frozen_pages import (
    Seen,
    change_lines,
    frozen_province,
    frozen_units,
    reading_words,
    sheet_lines,
    slugs,
)
from tram.programme.queries.seen import plan_units
from tram.programme.rules.indicators import DOSSIER_SHARES
from tram.programme.rules.periods import PeriodKind
from tram.web import access
from tram.web.answers import see_other
from tram.web.downloads import XLSX, attachment
from tram.web.forms import RequestForm

LIST, ONE = "workplace/plan/snapshots.html", "workplace/plan/snapshot.html"
COLUMNS = (("Cơ quan", 40), ("Chỉ tiêu", 40), ("Danh sách", 40), ("Hồ sơ, thủ tục", 32))
LINES_SHOWN = 200


class FreezeForm(RequestForm):
    """Which period; a period frozen before asks for the reason."""

    kind = forms.ChoiceField(label=gettext_lazy("Loại kỳ"), choices=PeriodKind.choices())
    year = forms.IntegerField(label=gettext_lazy("Năm"), min_value=2000, max_value=2100)
    number = forms.IntegerField(
        label=gettext_lazy("Kỳ thứ"),
        min_value=1,
        max_value=12,
        initial=1,
        help_text=gettext_lazy("Ví dụ: quý 4 ghi 4; cả năm ghi 1."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Lý do chốt lại"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Chỉ ghi khi kỳ này đã chốt và sổ có thay đổi."),
    )


@access.allowed(Right.READ_PLAN)
@require_http_methods(["GET", "POST"])
def plan_snapshots(request: HttpRequest) -> HttpResponse:
    """Every freezing, the newest first; POST freezes a period that is over."""
    freezes = may(access.actor(request), Right.MANAGE_PLAN)
    sending = request.method == "POST"
    last_year = access.today(request).year - 1
    form = FreezeForm(request.POST if sending else None, initial={"year": last_year})
    if form.is_valid():
        given = form.cleaned_data
        try:
            made = freeze(
                access.act(request, given["request_id"]),
                kind=PeriodKind(given["kind"]),
                year=given["year"],
                number=given["number"],
                reason=given["reason"],
            )
        except Refused as refused:
            form.refuse(refused, "reason" if refused.code == "reason-missing" else None)
        else:
            messages.success(request, _("Đã chốt số liệu."))
            return see_other("plan_snapshot", snapshot_id=made["snapshot"])
    words = {"rows": frozen.snapshots(), "form": form, "freezes": freezes}
    return render(request, LIST, words, status=409 if sending else 200)


@access.allowed(Right.READ_PLAN)
@require_GET
def plan_snapshot(request: HttpRequest, snapshot_id: UUID) -> HttpResponse:
    """One freezing: figures, hash, what changed since the version before, and on wish beside the books now."""
    found, seen = _own(request, snapshot_id)
    earlier = frozen.before(found.row)
    changes = change_lines(frozen.compared(earlier, found.frozen), seen) if earlier else []
    words: dict[str, Any] = {
        "one": found,
        "row": found.row,
        "units": frozen_units(found, seen),
        "readings": reading_words(found.frozen.readings),
        "province": frozen_province(found, seen),
        "labels": [_(indicator.label) for indicator in DOSSIER_SHARES],
        "earlier": earlier.row if earlier else None,
        "changes": changes[:LINES_SHOWN],
        "more": max(len(changes) - LINES_SHOWN, 0),
    }
    if "so-sach" in request.GET:
        words |= _beside_books(snapshot_id, seen)
    return render(request, ONE, words)


def _beside_books(snapshot_id: UUID, seen: Seen) -> dict[str, Any]:
    again = frozen.recompute(snapshot_id)
    lines = change_lines(again.difference, seen)
    return {
        "again": again,
        "drift": lines[:LINES_SHOWN],
        "drift_more": max(len(lines) - LINES_SHOWN, 0),
    }


@access.allowed(Right.READ_PLAN)
@require_GET
def plan_snapshot_sheet(request: HttpRequest, snapshot_id: UUID) -> HttpResponse:
    """The lists of a freezing as a sheet (XLSX): every dossier and procedure behind its figures."""
    found, seen = _own(request, snapshot_id)
    lines = sheet_lines(found, seen)
    name = f"ban-chot-{found.row.kind}-{found.row.year}-{found.row.number}-lan-{found.row.version}.xlsx"
    return attachment(workbook(_("Bản chốt số liệu"), COLUMNS, lines), name, XLSX)


def _own(request: HttpRequest, snapshot_id: UUID) -> tuple[frozen.Stored, Seen]:
    """The freezing and the agencies that this reader may see; no such freezing is a 404."""
    try:
        found = frozen.snapshot(snapshot_id)
    except Refused:
        raise Http404 from None
    return found, slugs(plan_units(access.actor(request)))


urls: list[URLPattern] = [
    path("ke-hoach/ban-chot/", plan_snapshots, name="plan_snapshots"),
    path("ke-hoach/ban-chot/<uuid:snapshot_id>/", plan_snapshot, name="plan_snapshot"),
    path(
        "ke-hoach/ban-chot/<uuid:snapshot_id>/danh-sach.xlsx",
        plan_snapshot_sheet,
        name="plan_snapshot_sheet",
    ),
]
