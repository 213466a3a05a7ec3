"""When nothing is taken in: the guidance slip, the refusal with its reason, and how often who refused why."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from tram.accounts.rules.access import Right
from tram.catalogue.queries import procedure
from tram.core.errors import Refused
from tram.custody.commands.counter import refuse_at_counter
from tram.custody.prints import CounterNote, counter_note_pdf
from tram.custody.queries import counter as queries
from tram.custody.queries.counter import Span
from tram.custody.rules.counter import CounterRefusal
from tram.web.access import act, actor, allowed, today
from tram.web.answers import see_other
from tram.web.downloads import pdf, spreadsheet
from tram.web.forms import RequestForm, TramForm

WITHOUT = (CounterRefusal.NO_PROCEDURE, CounterRefusal.OTHER_PROVINCE)
KEYS = [("F8", gettext_lazy("in phiếu cho khách")), ("F2, Esc", gettext_lazy("khách khác"))]
COLUMNS = (
    ("Lúc", 16),
    ("Điểm phục vụ", 32),
    ("Giao dịch viên", 24),
    ("Thủ tục", 48),
    ("Lý do", 36),
    ("Ghi rõ", 40),
)
MOST_LINES = 20_000


class RefuseForm(RequestForm):
    """Why nothing is taken in."""

    reason = forms.ChoiceField(label=gettext_lazy("Lý do không nhận"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=gettext_lazy("Ghi rõ"),
        help_text=gettext_lazy(
            "Chỉ khi chọn «Lý do khác». Không ghi tên khách, không ghi nội dung hồ sơ."
        ),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"class": "w-wide", "autocomplete": "off"}),
    )

    def __init__(self, reasons: Any, data: Any = None) -> None:
        super().__init__(data)
        field: Any = self.fields["reason"]
        field.choices = [(reason.value, reason.label) for reason in reasons]

    def refuse(self, refused: Refused, field: str | None = None) -> None:
        """Shows a refusal at the field it speaks of."""
        super().refuse(refused, "words" if refused.code == "words-missing" else field)


class SpanForm(TramForm):
    """Which days to count, and which figure to look behind."""

    tu = forms.DateField(label=gettext_lazy("Từ ngày"))
    den = forms.DateField(label=gettext_lazy("Đến hết ngày"))
    diem = forms.IntegerField(required=False, widget=forms.HiddenInput)
    gdv = forms.IntegerField(required=False, widget=forms.HiddenInput)
    ly_do = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def span(self) -> Span:
        """The days asked for."""
        return Span(self.cleaned_data["tu"], self.cleaned_data["den"])

    @property
    def wanted(self) -> dict[str, Any]:
        """Which lines are asked for."""
        given = self.cleaned_data
        return {"point": given["diem"], "teller": given["gdv"], "reason": given["ly_do"]}


@allowed(Right.TAKE_IN)
@require_http_methods(["GET", "POST"])
def refuse(request: HttpRequest, code: str = "") -> HttpResponse:
    """Record a refusal with its reason, of a procedure or of what is none; then its note for the customer."""
    found = procedure(code, day=today(request)) if code else None
    if code and found is None:
        raise Http404
    reasons = [one for one in CounterRefusal if one is not CounterRefusal.NO_PROCEDURE]
    form = RefuseForm(reasons if found else WITHOUT, request.POST or None)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            made = refuse_at_counter(
                act(request, given["request_id"], Right.TAKE_IN),
                reason=CounterRefusal(given["reason"]),
                version_id=found.version_id if found else None,
                words=given["words"],
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return see_other("refusal", refusal_id=made["refusal"])
    page = {"form": form, "procedure": found}
    status = 409 if form.is_bound else 200
    return render(request, "workplace/refusals/refuse.html", page, status=status)


@allowed(Right.TAKE_IN)
@require_GET
def guidance(request: HttpRequest, guidance_id: UUID) -> HttpResponse:
    """What was missing, and the slip to print."""
    return _note_page(request, queries.guidance_note(actor(request), guidance_id), "guidance_slip")


@allowed(Right.TAKE_IN)
@require_GET
def refusal(request: HttpRequest, refusal_id: UUID) -> HttpResponse:
    """What was refused, and the note to print."""
    return _note_page(request, queries.refusal_note(actor(request), refusal_id), "refusal_note")


def _note_page(request: HttpRequest, note: CounterNote | None, paper: str) -> HttpResponse:
    if note is None:
        raise Http404
    page = {"note": note, "paper": f"{request.path}phieu.pdf", "keys": KEYS}
    return render(request, "workplace/refusals/note.html", page)


@allowed(Right.TAKE_IN)
@require_GET
def guidance_slip(request: HttpRequest, guidance_id: UUID) -> HttpResponse:
    """The guidance slip as PDF."""
    return _paper(queries.guidance_note(actor(request), guidance_id), "phieu-huong-dan")


@allowed(Right.TAKE_IN)
@require_GET
def refusal_note(request: HttpRequest, refusal_id: UUID) -> HttpResponse:
    """The note of a refusal as PDF."""
    return _paper(queries.refusal_note(actor(request), refusal_id), "phieu-tra-loi")


def _paper(note: CounterNote | None, name: str) -> HttpResponse:
    if note is None:
        raise Http404
    return pdf(counter_note_pdf(note), name)


@allowed(Right.MANAGE_POST, Right.TAKE_IN)
@require_GET
def refusals(request: HttpRequest) -> HttpResponse:
    """Refusals counted by point, teller and reason; behind each figure its lines."""
    form = _asked(request)
    page: dict[str, Any] = {"form": form}
    if form.is_valid():
        who, wanted = actor(request), form.wanted
        tallies = queries.tallies(who, form.span)
        days = {"tu": request.GET.get("tu", ""), "den": request.GET.get("den", "")}
        page |= {
            "tallies": [(one, f"?{_query(form, one)}#dong") for one in tallies],
            "total": sum(one.n for one in tallies),
            "rows": queries.refusals(who, form.span, **wanted),
            "narrow": any(wanted.values()),
            "all_url": f"?{urlencode({name: value for name, value in days.items() if value})}",
            "sheet_query": _query(form, None),
        }
    return render(request, "workplace/refusals/counted.html", page)


@allowed(Right.MANAGE_POST, Right.TAKE_IN)
@require_GET
def refusals_sheet(request: HttpRequest) -> HttpResponse:
    """The same lines as a sheet (XLSX)."""
    form = _asked(request)
    if not form.is_valid():
        return render(request, "workplace/refusals/counted.html", {"form": form}, status=409)
    lines = queries.refusals(actor(request), form.span, limit=MOST_LINES, **form.wanted)
    rows = ((r.at, r.point, r.teller, r.procedure, r.reason.label, r.words) for r in lines)
    return spreadsheet("tu-choi-tai-quay", "Từ chối tại quầy", COLUMNS, rows)


def _asked(request: HttpRequest) -> SpanForm:
    """The days as asked; else the last thirty."""
    day = today(request)
    plain = {"tu": _written(day - timedelta(days=29)), "den": _written(day)}
    return SpanForm(plain | {name: value for name, value in request.GET.items() if value})


def _written(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _query(form: SpanForm, one: queries.Tally | None) -> str:
    words: dict[str, Any] = {"tu": _written(form.span.first), "den": _written(form.span.last)}
    if one:
        words |= {"diem": one.point_id, "gdv": one.teller_id, "ly_do": one.reason.value}
    return urlencode(words)


urls: list[URLPattern] = [
    path("tu-choi/", refuse, name="refuse"),
    path("tu-choi/thu-tuc/<str:code>/", refuse, name="refuse_procedure"),
    path("tu-choi/<uuid:refusal_id>/", refusal, name="refusal"),
    path("tu-choi/<uuid:refusal_id>/phieu.pdf", refusal_note, name="refusal_note"),
    path("huong-dan/<uuid:guidance_id>/", guidance, name="guidance"),
    path("huong-dan/<uuid:guidance_id>/phieu.pdf", guidance_slip, name="guidance_slip"),
    path("tu-choi-tai-quay/", refusals, name="counter_refusals"),
    path("tu-choi-tai-quay/tu-choi.xlsx", refusals_sheet, name="counter_refusals_sheet"),
]
