"""Figures of years before, agency by agency: the list of a year, one figure with its versions, writing one down."""

from collections.abc import Mapping, Sequence
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
from tram.core.files import Given
from tram.programme.commands.baselines import MEASURED, Figure, record_baseline
from tram.programme.queries import baselines as queries
from tram.programme.queries.members import Member, members_of
from tram.programme.rules.indicators import Indicator
from tram.programme.rules.registers import FIRST_YEAR, LAST_YEAR, MOST, FigureGrade
from tram.web import access
from tram.web.forms import RequestForm
from tram.web.workplace.fields import PlaceField
from tram.web.workplace.plan.registering import FOLDER, back_to, done, form_page, year_asked
from tram.web.workplace.plan.reported import told_tabs

_WIDE = {"class": "w-wide"}


@access.allowed(Right.READ_PLAN)
@require_GET
def baselines(request: HttpRequest) -> HttpResponse:
    """The figures of a year that count."""
    known = queries.years_with_baselines()
    usual = known[0] if known else access.today(request).year - 1
    year, chooser = year_asked(request, usual=usual)
    who = access.actor(request)
    words = {
        "tabs": told_tabs("baselines"),
        "year": year,
        "chooser": chooser,
        "rows": queries.baselines(year),
        "may_write": may(who, Right.MANAGE_PLAN) or may(who, Right.REPORT_PLAN),
    }
    return render(request, f"{FOLDER}/baselines.html", words)


@access.allowed(Right.READ_PLAN)
@require_GET
def baseline_versions(
    request: HttpRequest, unit_id: int, indicator: str, year: int
) -> HttpResponse:
    """Every version of one figure: nothing was written over."""
    if indicator not in set(Indicator):
        raise Http404
    rows = queries.versions(unit_id, Indicator(indicator), year)
    if not rows:
        raise Http404
    return render(request, f"{FOLDER}/baseline_versions.html", {"rows": rows, "latest": rows[0]})


class BaselineForm(RequestForm):
    """One figure of a year before."""

    unit = PlaceField(
        (),
        "units",
        label=gettext_lazy("Đơn vị"),
        help_text=gettext_lazy("Gõ một phần tên, không dấu cũng được, rồi chọn."),
    )
    year = forms.IntegerField(label=gettext_lazy("Năm"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    indicator = forms.ChoiceField(
        label=gettext_lazy("Chỉ tiêu"), choices=[(each.value, each.label) for each in MEASURED]
    )
    numerator = forms.IntegerField(label=gettext_lazy("Tử số"), min_value=0, max_value=MOST)
    denominator = forms.IntegerField(
        label=gettext_lazy("Mẫu số"),
        min_value=0,
        max_value=MOST,
        required=False,
        help_text=gettext_lazy("Với «Số lượt hồ sơ qua bưu chính» thì để trống."),
    )
    source = forms.CharField(
        label=gettext_lazy("Nguồn"),
        max_length=300,
        help_text=gettext_lazy("Văn bản, báo cáo nào nêu số này."),
        widget=forms.TextInput(attrs=_WIDE),
    )
    grade = forms.ChoiceField(
        label=gettext_lazy("Mức chứng minh"), choices=FigureGrade.choices, initial="reported"
    )
    reason = forms.CharField(
        label=gettext_lazy("Lý do ghi lại"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Chỉ khi số này đã có và cần thay; bản cũ vẫn giữ nguyên."),
        widget=forms.TextInput(attrs=_WIDE),
    )

    def __init__(self, units: Sequence[Member], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        cast(PlaceField, self.fields["unit"]).places = units

    def figure(self) -> Figure:
        """What was typed, as the command takes it."""
        words = self.cleaned_data
        return Figure(
            words["unit"],
            Indicator(words["indicator"]),
            words["year"],
            words["numerator"],
            words["denominator"],
            words["source"],
            FigureGrade(words["grade"]),
        )


FIELDS = {
    "no-such-unit": "unit",
    "not-allowed": "unit",
    "bad-year": "year",
    "year-not-over": "year",
    "bad-denominator": "denominator",
    "part-over-whole": "numerator",
    "source-missing": "source",
    "reason-missing": "reason",
}


@access.allowed(Right.MANAGE_PLAN, Right.REPORT_PLAN)
@require_http_methods(["GET", "POST"])
def add_baseline(request: HttpRequest) -> HttpResponse:
    """One figure of a year before, or another version of it."""
    today = access.today(request)
    units = members_of(access.actor(request), today)
    initial = {"year": today.year - 1} | ({"unit": units[0].label} if len(units) == 1 else {})
    form = BaselineForm(units, request.POST or None, initial=initial)

    def record(words: Mapping[str, Any], _file: Given | None) -> dict[str, Any]:
        act = access.act(request, words["request_id"])
        return record_baseline(act, figure=form.figure(), reason=words["reason"])

    if done(request, form, record, FIELDS) is None:
        words = {"lists": {"units": units}, "back_url": reverse("baselines")}
        button = _("Ghi số liệu")
        return form_page(request, form, _("Ghi số liệu năm trước"), button=button, **words)
    messages.success(request, _("Đã ghi số liệu."))
    return back_to("baselines", nam=form.cleaned_data["year"])


urls: list[URLPattern] = [
    path("ke-hoach/nam-truoc/", baselines, name="baselines"),
    path("ke-hoach/nam-truoc/ghi/", add_baseline, name="add_baseline"),
    path(
        "ke-hoach/nam-truoc/<int:unit_id>/<str:indicator>/<int:year>/",
        baseline_versions,
        name="baseline_versions",
    ),
]
