"""Yearly reports: who owes one, who sent it, in time or not; an agency sends its own, paper is noted."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from tram.accounts.rules.access import Right, may
from tram.core.calendar import vn_date
from tram.core.files import Given
from tram.programme.commands.reports import note_paper_report, retire_report, send_report
from tram.programme.queries.members import Member, members_of
from tram.programme.queries.reports import ReportStanding, report_row, reports_owed
from tram.programme.rules.registers import FIRST_YEAR, LAST_YEAR
from tram.web import access
from tram.web.forms import RequestForm
from tram.web.uploads import takes_files
from tram.web.workplace.fields import PlaceField
from tram.web.workplace.plan.registering import (
    FOLDER,
    back_to,
    done,
    file_field,
    form_page,
    retire_page,
    year_asked,
)

KINDS = {
    ReportStanding.ON_TIME: "success",
    ReportStanding.LATE: "warning",
    ReportStanding.WAITING: "neutral",
    ReportStanding.OVERDUE: "danger",
}
TO_REMIND = (ReportStanding.WAITING, ReportStanding.OVERDUE)


@access.allowed(Right.READ_PLAN)
@require_GET
def agency_reports(request: HttpRequest) -> HttpResponse:
    """The agencies that owe the report of a year; `loc=nhac` leaves those to be reminded."""
    year, chooser = year_asked(request)
    who, today = access.actor(request), access.today(request)
    owed = reports_owed(year, today)
    remind = request.GET.get("loc") == "nhac"
    shown = [row for row in owed if row.standing in TO_REMIND] if remind else owed
    own = _own(request)
    counted = Counter(row.standing for row in owed)
    words = {
        "year": year,
        "chooser": chooser,
        "due": owed[0].due_on if owed else None,
        "owed": owed,
        "remind": remind,
        "measured": any(row.reports for row in owed),
        "rows": [(row, KINDS[row.standing]) for row in shown],
        "own": [row for row in owed if row.standing in TO_REMIND and row.unit.id in own],
        "counts": [(each.label, counted[each]) for each in ReportStanding],
        "on_time": counted[ReportStanding.ON_TIME],
        "manages": may(who, Right.MANAGE_PLAN),
        "sends": may(who, Right.REPORT_PLAN),
    }
    return render(request, f"{FOLDER}/reports.html", words)


def _own(request: HttpRequest) -> frozenset[int]:
    """The agencies for which this person reports; the standing agency reports for none."""
    who = access.actor(request)
    if may(who, Right.MANAGE_PLAN) or not may(who, Right.REPORT_PLAN):
        return frozenset()
    return frozenset(each.id for each in members_of(who, access.today(request)))


class ReportForm(RequestForm):
    """Whose report, of which year, by which number."""

    unit = PlaceField(
        (),
        "units",
        label=gettext_lazy("Đơn vị"),
        help_text=gettext_lazy("Gõ một phần tên, không dấu cũng được, rồi chọn."),
    )
    year = forms.IntegerField(
        label=gettext_lazy("Năm báo cáo"), min_value=FIRST_YEAR, max_value=LAST_YEAR
    )
    number = forms.CharField(
        label=gettext_lazy("Số, ký hiệu"),
        max_length=60,
        help_text=gettext_lazy("Ví dụ: 12/BC-STP"),
    )
    file = file_field(gettext_lazy("Tệp báo cáo đã ký"), required=True)

    def __init__(self, units: Sequence[Member], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        cast(PlaceField, self.fields["unit"]).places = units


class PaperReportForm(ReportForm):
    """The same of a report that came on paper, with the day it came."""

    field_order = ("unit", "year", "number", "received_on", "file")
    received_on = forms.DateField(label=gettext_lazy("Ngày nhận bản giấy"))
    file = file_field(gettext_lazy("Bản quét"), required=False)


FIELDS = {
    "no-such-unit": "unit",
    "not-allowed": "unit",
    "bad-year": "year",
    "before-the-year": "received_on",
    "future-date": "received_on",
    "number-missing": "number",
    "report-twice": "number",
}


@access.allowed(Right.REPORT_PLAN, Right.MANAGE_PLAN)
@takes_files
@require_http_methods(["GET", "POST"])
def send_agency_report(request: HttpRequest) -> HttpResponse:
    """An agency sends its own report with its file."""
    units, initial = _asked(request)
    form = ReportForm(units, request.POST or None, request.FILES or None, initial=initial)

    def send(words: Mapping[str, Any], file: Given | None) -> dict[str, Any]:
        act = access.act(request, words["request_id"])
        named = {"unit_id": words["unit"], "year": words["year"], "number": words["number"]}
        return send_report(act, **named, file=cast(Given, file))

    if done(request, form, send, FIELDS) is None:
        return _form(request, form, units, _("Gửi báo cáo năm"), _("Gửi báo cáo"))
    messages.success(request, _("Đã gửi báo cáo, ghi nhận hôm nay."))
    return back_to("agency_reports", nam=form.cleaned_data["year"])


@access.allowed(Right.MANAGE_PLAN)
@takes_files
@require_http_methods(["GET", "POST"])
def note_agency_report(request: HttpRequest) -> HttpResponse:
    """The standing agency notes a report that came on paper."""
    units, initial = _asked(request)
    form = PaperReportForm(units, request.POST or None, request.FILES or None, initial=initial)

    def note(words: Mapping[str, Any], file: Given | None) -> dict[str, Any]:
        act = access.act(request, words["request_id"])
        named = {"unit_id": words["unit"], "year": words["year"], "number": words["number"]}
        return note_paper_report(act, **named, received_on=words["received_on"], file=file)

    if done(request, form, note, FIELDS) is None:
        return _form(request, form, units, _("Ghi báo cáo nhận bản giấy"), _("Ghi báo cáo"))
    messages.success(request, _("Đã ghi báo cáo."))
    return back_to("agency_reports", nam=form.cleaned_data["year"])


def _asked(request: HttpRequest) -> tuple[tuple[Member, ...], dict[str, Any]]:
    """The agencies to choose from, and what is known before anybody types: last year's report in January."""
    today: date = access.today(request)
    units = members_of(access.actor(request), today)
    initial: dict[str, Any] = {"year": today.year - 1 if today.month < 7 else today.year}
    asked = request.GET.get("don-vi", "")
    named = [each for each in units if str(each.id) == asked] or list(units)
    return units, initial | ({"unit": named[0].label} if len(named) == 1 else {})


def _form(
    request: HttpRequest, form: RequestForm, units: Sequence[Member], title: str, button: str
) -> HttpResponse:
    words = {"lists": {"units": units}, "back_url": reverse("agency_reports"), "files": True}
    return form_page(request, form, title, button=button, **words)


@access.allowed(Right.MANAGE_PLAN)
@require_http_methods(["GET", "POST"])
def retire_agency_report(request: HttpRequest, report_id: int) -> HttpResponse:
    """Take a wrong report out, with a reason."""
    found = report_row(report_id)
    if found is None and request.method == "GET":
        raise Http404
    told = f"{found[1]}: {found[0].number}, {vn_date(found[0].received_on)}" if found else ""

    def retire(act: Any, reason: str) -> dict[str, Any]:
        return retire_report(act, report_id=report_id, reason=reason)

    return retire_page(request, retire, told, "agency_reports")


urls: list[URLPattern] = [
    path("ke-hoach/bao-cao-nam/", agency_reports, name="agency_reports"),
    path("ke-hoach/bao-cao-nam/gui/", send_agency_report, name="send_agency_report"),
    path("ke-hoach/bao-cao-nam/ghi-giay/", note_agency_report, name="note_agency_report"),
    path(
        "ke-hoach/bao-cao-nam/<int:report_id>/go/",
        retire_agency_report,
        name="retire_agency_report",
    ),
]
