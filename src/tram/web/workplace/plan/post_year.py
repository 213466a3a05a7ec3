"""Means of the post beside its plan of a year: what each point has today, what is to be added and paid."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from tram.accounts.rules.access import Right, may
from tram.core.calendar import vn_date
from tram.core.files import Given
from tram.core.money import parse_vnd
from tram.core.workbook import Cell
from tram.directory.queries.means import Means, means_on
from tram.directory.queries.network import Place, post_places
from tram.directory.rules.duties import POST
from tram.directory.rules.points import EquipmentKind, EquipmentState
from tram.programme.commands.means import MOST_COUNT, YearPlan, record_means
from tram.programme.queries.means import Planned, means_planned
from tram.programme.rules.registers import FIRST_YEAR, LAST_YEAR, MeansSubject
from tram.web import access
from tram.web.downloads import spreadsheet
from tram.web.forms import ParsedField, RequestForm
from tram.web.workplace.fields import PlaceField
from tram.web.workplace.network.points import page_number, pager
from tram.web.workplace.plan.registering import (
    FOLDER,
    back_to,
    done,
    form_page,
    year_asked,
)

SHOWN = 30
COLUMNS = (
    ("Bưu điện, điểm phục vụ", 36),
    ("Nội dung", 26),
    ("Đang có", 12),
    ("Thêm trong năm", 12),
    ("Số tiền (đồng)", 18),
    ("Nguồn kinh phí", 24),
    ("Văn bản", 24),
)


@access.allowed(Right.READ_PLAN, Right.MANAGE_POST)
@require_GET
def post_year_plan(request: HttpRequest) -> HttpResponse:
    """What each point has today, and the plan of a year."""
    year, chooser = year_asked(request, ahead=1)
    today, planned = access.today(request), means_planned(year)
    means, page = means_on(today), page_number(request)
    has = _has(means)
    shown = means[(page - 1) * SHOWN : page * SHOWN]
    words = {
        "year": year,
        "today": today,
        "chooser": chooser,
        "planned": [(row, has.get((row.place_id, row.subject.value))) for row in planned],
        "total": sum(row.vnd for row in planned),
        "people": sum(row.count or 0 for row in planned if row.subject is MeansSubject.PEOPLE),
        "points": [_point(each) for each in shown],
        **pager(request, page, page * SHOWN < len(means)),
        "demonstration": any(each.demonstration for each in means),
        "may_write": may(access.actor(request), Right.MANAGE_POST),
    }
    return render(request, f"{FOLDER}/post_year.html", words)


def _has(means: Sequence[Means]) -> dict[tuple[int, str], int]:
    """How much of each thing each point has now; people by any role."""
    found: dict[tuple[int, str], int] = {}
    for each in means:
        found[each.point_id, MeansSubject.PEOPLE.value] = sum(each.staff.values())
        for kind in EquipmentKind:
            found[each.point_id, kind.value] = _working(each, kind)
    return found


def _working(point: Means, kind: EquipmentKind) -> int:
    rows = [e for e in point.equipment if e.kind == kind and e.state == EquipmentState.WORKING]
    return sum(row.count for row in rows)


def _point(point: Means) -> dict[str, Any]:
    things = [(kind.label, _working(point, kind)) for kind in EquipmentKind]
    return {
        "means": point,
        "people": sum(point.staff.values()),
        "things": [(label, count) for label, count in things if count],
    }


@access.allowed(Right.READ_PLAN, Right.MANAGE_POST)
@require_GET
def post_year_sheet(request: HttpRequest) -> HttpResponse:
    """The same as a sheet: every point with what it has and what is planned (XLSX)."""
    year, _chooser = year_asked(request, ahead=1)
    means = means_on(access.today(request))
    name, title = f"phuong-tien-ke-hoach-buu-dien-{year}", _("Kế hoạch năm {}").format(year)
    return spreadsheet(name, title, COLUMNS, _lines(means, means_planned(year)))


def _lines(means: Sequence[Means], planned: Sequence[Planned]) -> Iterator[Sequence[Cell]]:
    has = _has(means)
    there = {(row.place_id, row.subject.value): row for row in planned}
    names = {each.point_id: each.name for each in means}
    names |= {row.place_id: row.place for row in planned if row.place_id not in names}
    for place_id, name in names.items():
        for subject in MeansSubject:
            row, now = there.get((place_id, subject.value)), has.get((place_id, subject.value))
            if row or now:
                plan = (row.count, row.vnd, row.source, row.decision) if row else ()
                yield (name, subject.label, now, *plan)


class YearPlanForm(RequestForm):
    """One line of the yearly plan."""

    year = forms.IntegerField(label=gettext_lazy("Năm"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    place = PlaceField(
        (),
        "places",
        label=gettext_lazy("Bưu điện, điểm phục vụ"),
        help_text=gettext_lazy(
            "Một điểm, hoặc cả bưu điện huyện, tỉnh. Gõ một phần tên rồi chọn."
        ),
    )
    subject = forms.ChoiceField(label=gettext_lazy("Nội dung"), choices=MeansSubject.choices)
    count = forms.IntegerField(
        label=gettext_lazy("Số lượng thêm trong năm"),
        min_value=0,
        max_value=MOST_COUNT,
        required=False,
    )
    vnd = ParsedField(
        parse_vnd,
        label=gettext_lazy("Số tiền (đồng)"),
        required=False,
        help_text=gettext_lazy(
            "Ví dụ 15.000.000. Ghi lại cùng nơi, cùng nội dung là thay; 0 cả hai ô là bỏ."
        ),
    )
    source = forms.CharField(label=gettext_lazy("Nguồn kinh phí"), max_length=120, required=False)
    decision = forms.CharField(label=gettext_lazy("Văn bản"), max_length=120, required=False)

    def __init__(self, places: Sequence[Place], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        cast(PlaceField, self.fields["place"]).places = places

    def plan(self) -> YearPlan:
        """What was typed, as the command takes it."""
        words = self.cleaned_data
        return YearPlan(
            words["year"],
            words["place"],
            MeansSubject(words["subject"]),
            words["count"],
            words["vnd"] or 0,
            words["source"],
            words["decision"],
        )


FIELDS = {
    "no-such-place": "place",
    "not-allowed": "place",
    "bad-year": "year",
    "bad-count": "count",
    "bad-amount": "vnd",
    "source-missing": "source",
}


@access.allowed(Right.MANAGE_POST)
@require_http_methods(["GET", "POST"])
def add_year_plan(request: HttpRequest) -> HttpResponse:
    """One line of the plan of a year, or another version of it."""
    today = access.today(request)
    places = post_places(access.actor(request), sorted(POST), day=today)
    form = YearPlanForm(places, request.POST or None, initial={"year": today.year})

    def record(words: Mapping[str, Any], _file: Given | None) -> dict[str, Any]:
        act = access.act(request, words["request_id"], Right.MANAGE_POST)
        return record_means(act, plan=form.plan())

    answer = done(request, form, record, FIELDS)
    if answer is None:
        words = {"lists": {"places": places}, "back_url": reverse("post_year_plan")}
        return form_page(request, form, _("Ghi kế hoạch năm"), button=_("Ghi kế hoạch"), **words)
    told = _("Đã ghi, ngày {}.") if answer["changed"] else _("Kế hoạch vốn đã như vậy ({}).")
    messages.success(request, told.format(vn_date(today)))
    return back_to("post_year_plan", nam=form.cleaned_data["year"])


urls: list[URLPattern] = [
    path("ke-hoach/buu-dien/", post_year_plan, name="post_year_plan"),
    path("ke-hoach/buu-dien/bang-tinh/", post_year_sheet, name="post_year_sheet"),
    path("ke-hoach/buu-dien/ghi/", add_year_plan, name="add_year_plan"),
]
