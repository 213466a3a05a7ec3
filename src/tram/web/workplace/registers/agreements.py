"""Cooperation agreements (thỏa thuận hợp tác): who signed, who is late, one agency's, entering and ending one."""

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
from tram.core.workbook import Cell
from tram.directory.commands.agreements import NewAgreement, end_agreement, record_agreement
from tram.directory.queries import scope
from tram.directory.queries.agreements import AgreementRow
from tram.directory.queries.agreements import agreements as agreements_of
from tram.directory.queries.parties import Party, party, post_offices
from tram.directory.rules.agreements import AgreementEndKind, AgreementScope, AgreementStanding
from tram.programme.queries.agreements import AgreementRegister, agreement_register
from tram.web import access
from tram.web.answers import see_other
from tram.web.downloads import spreadsheet
from tram.web.forms import RequestForm
from tram.web.uploads import takes_files
from tram.web.workplace.registers.shared import (
    FOLDER,
    WIDE,
    act_of,
    day_asked,
    done,
    file_field,
    form_page,
    one_file,
    share_words,
)

BADGES = {
    AgreementStanding.IN_TIME: "success",
    AgreementStanding.LATE: "warning",
    AgreementStanding.LAPSED: "danger",
    AgreementStanding.MISSING: "neutral",
    AgreementStanding.OVERDUE: "danger",
}
AT_FIELD = {
    "signed-in-future": "signed_on",
    "signed-after-expiry": "signed_on",
    "days-out-of-order": "valid_to",
    "number-missing": "number",
    "number-taken": "number",
    "no-such-post": "post",
    "day-outside": "last_day",
    "reason-missing": "reason",
}
COLUMNS = [
    ("Cơ quan", 40),
    ("Tình trạng", 22),
    ("Số thỏa thuận", 20),
    ("Ngày ký", 12),
    ("Hiệu lực từ", 12),
    ("Đến hết", 12),
    ("Bưu điện", 30),
]


class AgreementForm(RequestForm):
    """What stands in a signed agreement."""

    post = forms.TypedChoiceField(label=gettext_lazy("Bưu điện ký"), coerce=int)
    number = forms.CharField(
        label=gettext_lazy("Số thỏa thuận"), max_length=60, widget=forms.TextInput(attrs=WIDE)
    )
    signed_on = forms.DateField(label=gettext_lazy("Ngày ký"))
    scope = forms.ChoiceField(
        label=gettext_lazy("Phạm vi"), choices=AgreementScope.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=gettext_lazy("Nội dung khác"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Ví dụ: chỉ các thủ tục của Văn phòng Đăng ký đất đai."),
        widget=forms.TextInput(attrs=WIDE),
    )
    valid_from = forms.DateField(label=gettext_lazy("Hiệu lực từ ngày"))
    valid_to = forms.DateField(
        label=gettext_lazy("Hiệu lực đến hết ngày"),
        required=False,
        help_text=gettext_lazy("Để trống nếu thỏa thuận không ghi ngày hết hạn."),
    )
    file = file_field(gettext_lazy("Bản đã ký (quét)"))

    def __init__(self, posts: list[Party], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = cast(forms.ChoiceField, self.fields["post"])
        field.choices = [(each.id, each.label) for each in posts]


class EndForm(RequestForm):
    """Why an agreement counts no longer, and since when."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Lý do"), choices=AgreementEndKind.choices, widget=forms.RadioSelect
    )
    last_day = forms.DateField(label=gettext_lazy("Ngày cuối còn hiệu lực"))
    reason = forms.CharField(
        label=gettext_lazy("Lý do"), max_length=300, widget=forms.TextInput(attrs=WIDE)
    )


@access.allowed(Right.READ_PLAN)
@require_GET
def agreements(request: HttpRequest) -> HttpResponse:
    """Every agency that must sign, who signed by the day, who is late (domain requirement 6)."""
    form, day = day_asked(request)
    found = agreement_register(day)
    words = {
        "form": form,
        "found": found,
        "day": day,
        "rows": [(row, BADGES[row.standing]) for row in found.rows],
        "share": share_words(len(found.signed), len(found.rows)),
        "demonstration": any(one.demonstration for row in found.rows for one in row.all),
    }
    return render(request, f"{FOLDER}/agreements.html", words)


@access.allowed(Right.READ_PLAN)
@require_GET
def agreements_sheet(request: HttpRequest) -> HttpResponse:
    """The same as a spreadsheet."""
    _form, day = day_asked(request)
    rows = _cells(agreement_register(day))
    return spreadsheet(f"thoa-thuan-{day:%Y-%m-%d}", _("Thỏa thuận hợp tác"), COLUMNS, rows)


def _cells(found: AgreementRegister) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for row in found.rows:
        last = row.current or next(iter(row.all), None)
        told: list[Cell] = [row.name, row.standing.label]
        if last:
            told += [last.number, last.signed_on, last.valid_from, last.last_day, last.post]
        rows.append(told)
    return rows


@access.allowed(Right.READ_PLAN)
@require_GET
def agency_agreements(request: HttpRequest, slug: str) -> HttpResponse:
    """The agreements of one agency, ended and mistaken ones too."""
    agency = _agency(slug)
    today = access.today(request)
    rows = agreements_of([agency.id])
    words = {
        "agency": agency,
        "rows": [(row, row.in_force(today)) for row in rows],
        "mine": _may_enter(request, agency),
        "today": today,
    }
    return render(request, f"{FOLDER}/agency_agreements.html", words)


def _agency(slug: str) -> Party:
    found = party(slug)
    if found is None:
        raise Http404
    return found


def _may_enter(request: HttpRequest, agency: Party) -> bool:
    who = access.actor(request)
    return may(who, Right.MANAGE_PLAN) or may(who, Right.REPORT_PLAN, scope(agency.id))


@access.allowed(Right.REPORT_PLAN, Right.MANAGE_PLAN)
@takes_files
@require_http_methods(["GET", "POST"])
def enter_agreement(request: HttpRequest, slug: str) -> HttpResponse:
    """Enter a signed agreement of an agency with its file."""
    agency = _agency(slug)
    today = access.today(request)
    posts = post_offices(today)
    initial = {"post": posts[0].id if posts else None, "signed_on": today}
    form = AgreementForm(posts, request.POST or None, request.FILES or None, initial=initial)
    made = (
        done(form, lambda words: _enter(request, form, agency), AT_FIELD)
        if form.is_valid()
        else None
    )
    if made is None:
        return form_page(
            request,
            form,
            _("Ghi thỏa thuận hợp tác"),
            _("Ghi thỏa thuận"),
            under=agency.label,
            back=reverse("agency_agreements", args=[slug]),
            files=True,
        )
    messages.success(request, _("Đã ghi thỏa thuận."))
    return see_other("agency_agreements", slug=slug)


def _enter(request: HttpRequest, form: AgreementForm, agency: Party) -> dict[str, Any]:
    words = form.cleaned_data
    new = NewAgreement(
        agency_id=agency.id,
        post_id=words["post"],
        number=words["number"],
        signed_on=words["signed_on"],
        scope=AgreementScope(words["scope"]),
        valid_from=words["valid_from"],
        valid_to=words["valid_to"],
        note=words["note"],
    )
    with one_file(request) as file:
        return record_agreement(act_of(request, form), new=new, file=file)


@access.allowed(Right.REPORT_PLAN, Right.MANAGE_PLAN)
@require_http_methods(["GET", "POST"])
def stop_agreement(request: HttpRequest, slug: str, agreement_id: int) -> HttpResponse:
    """An agreement ends before its last day, or was entered by mistake."""
    agency = _agency(slug)
    row = _agreement(agency, agreement_id)
    form = EndForm(request.POST or None, initial={"last_day": access.today(request)})
    made = (
        done(form, lambda words: _end(request, form, row), AT_FIELD) if form.is_valid() else None
    )
    if made is None:
        return form_page(
            request,
            form,
            _("Chấm dứt thỏa thuận số {}").format(row.number),
            _("Ghi chấm dứt"),
            under=agency.label,
            back=reverse("agency_agreements", args=[slug]),
        )
    messages.success(request, _("Đã ghi chấm dứt thỏa thuận."))
    return see_other("agency_agreements", slug=slug)


def _agreement(agency: Party, agreement_id: int) -> AgreementRow:
    rows = agreements_of([agency.id])
    found = next((row for row in rows if row.id == agreement_id), None)
    if found is None:
        raise Http404
    return found


def _end(request: HttpRequest, form: EndForm, row: AgreementRow) -> dict[str, Any]:
    words = form.cleaned_data
    return end_agreement(
        act_of(request, form),
        agreement_id=row.id,
        kind=AgreementEndKind(words["kind"]),
        last_day=words["last_day"],
        reason=words["reason"],
    )


def _at(tail: str) -> str:
    return f"ke-hoach/thoa-thuan/{tail}"


urls: list[URLPattern] = [
    path(_at(""), agreements, name="agreements"),
    path(_at("bang-tinh/"), agreements_sheet, name="agreements_sheet"),
    path(_at("<slug:slug>/"), agency_agreements, name="agency_agreements"),
    path(_at("<slug:slug>/ghi/"), enter_agreement, name="enter_agreement"),
    path(_at("<slug:slug>/<int:agreement_id>/cham-dut/"), stop_agreement, name="end_agreement"),
]
