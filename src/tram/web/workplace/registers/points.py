"""Qualified points (điểm đủ điều kiện): the share against the target, each point, what an inspector found."""

from contextlib import ExitStack
from datetime import date
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from tram.accounts.rules.access import Right, may
from tram.core.calendar import vn_date
from tram.core.workbook import Cell, Column
from tram.directory.commands.qualification import assess_point
from tram.directory.queries.known_facts import known_facts
from tram.directory.queries.qualification import (
    QualifiedPoint,
    assessed,
    checklist_on,
    point_findings,
)
from tram.directory.rules.qualification import PointStanding
from tram.programme.queries.qualification import PointRegister, point_register
from tram.web import access
from tram.web.answers import see_other
from tram.web.downloads import spreadsheet
from tram.web.uploads import takes_files
from tram.web.workplace.registers.inspection import InspectionForm, found_of
from tram.web.workplace.registers.shared import (
    FOLDER,
    DayForm,
    act_of,
    day_asked,
    done,
    share_words,
)

BADGES = {
    PointStanding.QUALIFIED: "success",
    PointStanding.UNMET: "danger",
    PointStanding.EXPIRED: "warning",
    PointStanding.INCOMPLETE: "warning",
    PointStanding.NEVER: "neutral",
}
COLUMNS: list[Column] = [
    ("Mã điểm", 10),
    ("Điểm phục vụ", 42),
    ("Huyện", 24),
    ("Tình trạng", 28),
    ("Kiểm tra gần nhất", 14),
    ("Có giá trị đến hết", 14),
    ("Tiêu chí chưa đạt", 60),
]


class StandingForm(DayForm):
    """Which points of the list."""

    huyen = forms.TypedChoiceField(
        label=gettext_lazy("Huyện, thành phố"), coerce=int, required=False, empty_value=None
    )
    tinh_trang = forms.TypedChoiceField(
        label=gettext_lazy("Tình trạng"),
        coerce=PointStanding,
        required=False,
        empty_value=None,
        choices=[("", gettext_lazy("Tất cả")), *PointStanding.choices()],
    )

    def __init__(self, districts: list[tuple[int, str]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = cast(forms.ChoiceField, self.fields["huyen"])
        field.choices = [("", _("Cả tỉnh")), *districts]

    def shown(self, rows: tuple[QualifiedPoint, ...]) -> list[QualifiedPoint]:
        """The points of the district and standing asked for."""
        asked = self.cleaned_data if self.is_valid() else {}
        district, how = asked.get("huyen"), asked.get("tinh_trang")
        return [
            row
            for row in rows
            if district in (None, row.district_id) and how in (None, row.standing)
        ]


@access.allowed(Right.READ_PLAN, Right.QUALIFY_POINTS)
@require_GET
def qualified_points(request: HttpRequest) -> HttpResponse:
    """How many points are qualified on a day, district by district, and each point (domain requirement 7)."""
    form, found = _asked(request)
    shown = form.shown(found.rows)
    words = {
        "form": form,
        "found": found,
        "day": found.day,
        "share": share_words(found.qualified, len(found.rows)),
        "districts": [(d, share_words(d.qualified, d.points)) for d in found.districts],
        "rows": [(row, BADGES[row.standing]) for row in shown],
        "demonstration": any(row.demonstration for row in found.rows),
        "query": request.GET.urlencode(),
    }
    return render(request, f"{FOLDER}/qualified_points.html", words)


def _asked(request: HttpRequest) -> tuple[StandingForm, PointRegister]:
    """The form and the register of its day; the districts to choose are those of that day."""
    _form, day = day_asked(request)
    found = point_register(day)
    districts = [(each.id, each.name) for each in found.districts]
    bound = {"ngay": vn_date(day), **request.GET.dict()}
    return StandingForm(districts, bound), found


@access.allowed(Right.READ_PLAN, Right.QUALIFY_POINTS)
@require_GET
def qualified_points_sheet(request: HttpRequest) -> HttpResponse:
    """The same points as a spreadsheet."""
    form, found = _asked(request)
    rows: list[list[Cell]] = [
        [
            row.code,
            row.name,
            row.district,
            row.standing.label,
            row.inspected_on,
            row.until,
            "; ".join(row.unmet),
        ]
        for row in form.shown(found.rows)
    ]
    name = f"diem-du-dieu-kien-{found.day:%Y-%m-%d}"
    return spreadsheet(name, _("Điểm đủ điều kiện"), COLUMNS, rows)


@access.allowed(Right.READ_PLAN, Right.QUALIFY_POINTS)
@require_GET
def qualified_point(request: HttpRequest, point_id: int) -> HttpResponse:
    """One point: how it stands today, each criterion, and all that inspectors ever found."""
    today = access.today(request)
    row = _point(point_id, today)
    checklist, found = checklist_on(today), point_findings(point_id, today)
    labels = {each.code: each.label for each in checklist}
    words = {
        "point": row,
        "kind": BADGES[row.standing],
        "today": today,
        "criteria": [(each, found.get(each.code)) for each in checklist],
        "history": [(each, labels.get(each.code, each.code)) for each in assessed(point_id)],
        "inspector": may(access.actor(request), Right.QUALIFY_POINTS),
    }
    return render(request, f"{FOLDER}/qualified_point.html", words)


def _point(point_id: int, day: date) -> QualifiedPoint:
    rows = point_register(day).rows
    found = next((row for row in rows if row.id == point_id), None)
    if found is None:
        raise Http404
    return found


@access.allowed(Right.QUALIFY_POINTS)
@takes_files
@require_http_methods(["GET", "POST"])
def inspect_point(request: HttpRequest, point_id: int) -> HttpResponse:
    """An inspector enters what was found; what Trạm knows stands beside and in the proof, the inspector decides."""
    today = access.today(request)
    row = _point(point_id, today)
    form = InspectionForm(
        checklist_on(today),
        known_facts(point_id, today),
        request.POST or None,
        request.FILES or None,
        initial={"on": today},
    )
    made = done(form, lambda _words: _inspect(request, form, row), {}) if form.is_valid() else None
    if made is None:
        status = 200 if not form.is_bound else 409 if form.refused else 422
        words = {"form": form, "point": row, "lines": list(form.lines())}
        return render(request, f"{FOLDER}/inspect_point.html", words, status=status)
    messages.success(request, _("Đã ghi kết quả kiểm tra."))
    return see_other("qualified_point", point_id=point_id)


def _inspect(request: HttpRequest, form: InspectionForm, row: QualifiedPoint) -> dict[str, Any]:
    words = form.cleaned_data
    with ExitStack() as stack:
        return assess_point(
            act_of(request, form),
            point_id=row.id,
            on=words["on"],
            found=found_of(request, form, stack),
            note=words["note"],
        )


def _at(tail: str) -> str:
    return f"ke-hoach/diem-du-dieu-kien/{tail}"


urls: list[URLPattern] = [
    path(_at(""), qualified_points, name="qualified_points"),
    path(_at("bang-tinh/"), qualified_points_sheet, name="qualified_points_sheet"),
    path(_at("<int:point_id>/"), qualified_point, name="qualified_point"),
    path(_at("<int:point_id>/danh-gia/"), inspect_point, name="inspect_point"),
]
