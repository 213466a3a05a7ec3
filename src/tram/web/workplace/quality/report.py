"""Figures of the post over a span of days: every figure leads to its items, and the same stands in a sheet."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tram.accounts.rules.access import Right
from tram.core.calendar import vn_date
from tram.core.workbook import Cell
from tram.custody.queries.days_apart import totals
from tram.custody.queries.postal_terms import postal_terms
from tram.custody.queries.quality import Asked, Figures, Part, offices_seen, quality
from tram.custody.rules.quality import TimeOf, span_words
from tram.web import access
from tram.web.downloads import spreadsheet
from tram.web.forms import TramForm

COLUMNS = (
    ("Nhóm", 28),
    ("Chiều", 16),
    ("Tới nguyên vẹn", 12),
    ("Đã kết thúc", 12),
    ("Độ an toàn", 12),
    ("Đúng hạn", 12),
    ("Đã tới và quá hạn chưa tới", 14),
    ("Tỷ lệ đúng hạn", 12),
    ("Trung vị (phút làm việc)", 14),
    ("90 % không quá (phút làm việc)", 16),
    ("Chuyển hoàn", 12),
)


class SpanForm(TramForm):
    """Which days."""

    tu = forms.DateField(label=gettext_lazy("Từ ngày"))
    den = forms.DateField(label=gettext_lazy("Đến hết ngày"))

    def clean(self) -> dict[str, Any]:
        asked: dict[str, Any] = self.cleaned_data
        first, last = asked.get("tu"), asked.get("den")
        if first and last and last < first:
            words = _("Ngày cuối {} trước ngày đầu {}: hãy đổi một trong hai ngày.")
            self.add_error("den", words.format(vn_date(last), vn_date(first)))
        return asked


def span_form(request: HttpRequest) -> SpanForm:
    """The days as asked; without any, the last thirty, so that the first of a month is not empty."""
    today: date = access.today(request)
    asked = {"tu": vn_date(today - timedelta(days=29)), "den": vn_date(today)}
    return SpanForm(asked | {k: v for k, v in request.GET.dict().items() if str(v).strip()})


def asked_by(request: HttpRequest, form: SpanForm) -> Asked:
    """The days of the form, and the offices that the reader's duties open."""
    given = form.cleaned_data
    return Asked(given["tu"], given["den"], offices_seen(access.actor(request)))


@access.allowed(Right.READ_QUALITY)
@require_GET
def report(request: HttpRequest) -> HttpResponse:
    """Safety, on time, median and ninth decile, of the whole, of each route, of each point."""
    form = span_form(request)
    if not form.is_valid():
        return render(request, "workplace/quality/report.html", {"form": form}, status=422)
    asked = asked_by(request, form)
    found, target = quality(asked), postal_terms().safety_percent(asked.last_day)
    ended = totals(asked)
    words = {
        "form": form,
        "asked": asked,
        "found": found,
        "target": target,
        "groups": _groups(form, found, target),
        "ended": ended,
        "parts": _parts(ended),
        "soon_url": f"{reverse('quality_items')}?{_span(form)}&nhom={Part.SOON.value}",
        "sheet_url": f"{reverse('quality_sheet')}?{_span(form)}",
    }
    return render(request, "workplace/quality/report.html", words)


@access.allowed(Right.READ_QUALITY)
@require_GET
def report_sheet(request: HttpRequest) -> HttpResponse:
    """The same figures as a sheet (XLSX); what was not measured says so."""
    form = span_form(request)
    if not form.is_valid():
        return render(request, "workplace/quality/report.html", {"form": form}, status=422)
    asked = asked_by(request, form)
    found = quality(asked)
    rows = (_cells(row) for row in (*found.whole, *found.routes, *found.points))
    name = f"chat-luong-buu-chinh-{asked.first_day:%Y%m%d}-{asked.last_day:%Y%m%d}"
    return spreadsheet(name, "Chất lượng bưu chính", COLUMNS, rows)


def _groups(form: SpanForm, found: Any, target: int | None) -> list[dict[str, Any]]:
    """The three tables of the page, each figure with the address of its items."""
    named = [
        ("whole", _("Toàn bộ"), found.whole),
        ("routes", _("Theo tuyến"), found.routes),
        ("points", _("Theo bưu cục, điểm phục vụ"), found.points),
    ]
    return [
        {"id": name, "label": label, "rows": [_row(form, row, target) for row in rows]}
        for name, label, rows in named
    ]


def _row(form: SpanForm, row: Figures, target: int | None) -> dict[str, Any]:
    return {
        "figures": row,
        "name": _name(row),
        "safe": row.safety.reaches(target) if target is not None else None,
        "urls": {part.name.lower(): _address(form, row, part) for part in Part},
    }


def _name(row: Figures) -> str:
    return row.route.label if row.route else row.name or _("Tất cả")


def _span(form: SpanForm) -> str:
    return urlencode({name: vn_date(form.cleaned_data[name]) for name in ("tu", "den")})


def _address(form: SpanForm, row: Figures, part: Part) -> str:
    asked = {"nhom": part.value, "chieu": row.direction.value}
    asked |= {"tuyen": row.route.value} if row.route else {}
    asked |= {"diem": str(row.office_id)} if row.office_id else {}
    return f"{reverse('quality_items')}?{_span(form)}&{urlencode(asked)}"


def _parts(ended: Any) -> Iterator[tuple[str, str, int]]:
    """TimeOf the time of the dossiers was: its name, how long for one dossier, per cent of the whole."""
    for whose in TimeOf:
        minutes, whole = ended.apart.of(whose), ended.apart.whole
        each = minutes // ended.dossiers if ended.dossiers else 0
        yield whose.label, span_words(each), minutes * 100 // whole if whole else 0


def _cells(row: Figures) -> tuple[Cell, ...]:
    safety, on_time = row.safety, row.on_time
    return (
        _name(row),
        row.direction.label,
        safety.part if safety.measured else safety.words,
        safety.whole if safety.measured else safety.words,
        safety.words,
        on_time.part if on_time.measured else on_time.words,
        on_time.whole if on_time.measured else on_time.words,
        on_time.words,
        row.median_words if row.median is None else row.median,
        row.p90_words if row.p90 is None else row.p90,
        row.sent_back,
    )
