"""The dossiers behind a figure: counted, among which, left out and why; in keyset pages and as a sheet (48e)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tram.accounts.rules.access import Right
from tram.core.calendar import vn_date
from tram.core.workbook import Cell, workbook
from tram.programme.queries.behind import Behind, Part, dossiers_behind, every_dossier_behind
from tram.programme.queries.figures import UnitRow, board
from tram.programme.queries.seen import plan_units
from tram.programme.rules.exclusions import Exclusion
from tram.programme.rules.indicators import DOSSIER_SHARES, Indicator, Value
from tram.programme.rules.periods import months
from tram.web import access
from tram.web.downloads import XLSX, attachment
from tram.web.figures import figure_words
from tram.web.workplace import paging
from tram.web.workplace.plan.asked import Asked, asked_form

COLUMNS = (
    ("Mã hồ sơ", 26),
    ("Cơ quan", 34),
    ("Mã thủ tục", 14),
    ("Kênh", 18),
    ("Đăng ký lúc", 18),
    ("Tính tiếp nhận lúc", 18),
    ("Tính trả lúc", 18),
    ("Bậc chứng cứ", 20),
    ("Lý do không tính", 34),
    ("Mô phỏng", 10),
)
"""The sheet of a list."""
PARTS = {
    Part.NUMERATOR: "Được tính (tử số)",
    Part.DENOMINATOR: "Trên tổng số (mẫu số)",
    Part.EXCLUDED: "Không tính",
}
"""The tabs of a list."""


@dataclass(frozen=True)
class Where:
    """Of which figure: its indicator, agency (None = the province), part, procedure, month, reason."""

    asked: Asked
    indicator: Indicator
    row: UnitRow | None
    value: Value | None
    part: Part
    procedure: str
    month: int | None
    reason: str

    @property
    def words(self) -> dict[str, str]:
        """The question as parts of an address."""
        said = {
            "chi-tieu": self.indicator.value,
            "don-vi": self.row.slug if self.row else "",
            "thu-tuc": self.procedure,
            "thang": str(self.month or ""),
            "phan": self.part.value,
            "ly-do": self.reason,
        }
        return {name: word for name, word in said.items() if word}

    def url(self, name: str = "plan_behind", **changes: str) -> str:
        """The same with something else."""
        said = self.words | {key.replace("_", "-"): word for key, word in changes.items()}
        return self.asked.url(name, **{key: word for key, word in said.items() if word})

    @property
    def behind(self) -> Behind:
        """The question as the query wants it."""
        return Behind(
            unit_id=self.row.unit_id if self.row else None,
            indicator=self.indicator,
            part=self.part,
            year=self.asked.year,
            as_of=self.asked.as_of,
            readings=self.asked.readings,
            procedure=self.procedure,
            month=self.month,
            reason=self.reason,
        )


@access.allowed(Right.READ_PLAN)
@require_GET
def plan_behind(request: HttpRequest) -> HttpResponse:
    """One page of the list; each number leads to its proof, none to a person."""
    where = _where(request)
    page = dossiers_behind(where.behind, paging.key(request))
    words = {
        "asked": where.asked,
        "label": _(where.indicator.label),
        "where": where.row.name if where.row else _("Toàn tỉnh"),
        "when": _when(where),
        "procedure": where.procedure,
        "figure": figure_words(where.value) if not (where.procedure or where.month) else "",
        "tabs": _tabs(where),
        "reasons": _reasons(where) if where.part == Part.EXCLUDED else [],
        "excluded": where.part == Part.EXCLUDED,
        "rows": page.rows,
        "unit_url": where.asked.url("plan_agency", where.row.slug) if where.row else "",
        "unit_name": where.row.name if where.row else "",
        "sheet_url": where.url("plan_behind_sheet"),
        **paging.neighbours(request, page),
    }
    return render(request, "workplace/plan/behind.html", words)


@access.allowed(Right.READ_PLAN)
@require_GET
def plan_behind_sheet(request: HttpRequest) -> HttpResponse:
    """The whole list as a sheet (XLSX)."""
    where = _where(request)
    found = workbook(_("Danh sách hồ sơ"), COLUMNS, _lines(where))
    unit = where.row.slug if where.row else "toan-tinh"
    name = f"{where.indicator.value}-{unit}-{where.part.value}-{where.asked.year}.xlsx"
    return attachment(found, name, XLSX)


def _where(request: HttpRequest) -> Where:
    """The figure of the address, if the reader may see it; 404 otherwise."""
    form = asked_form(request)
    if form is None or not form.is_valid():
        raise Http404
    asked, words = form.asked(), request.GET
    indicator = next((i for i in DOSSIER_SHARES if i.value == words.get("chi-tieu")), None)
    part = next((p for p in Part if p.value == words.get("phan", Part.NUMERATOR.value)), None)
    month = words.get("thang", "")
    known = range(1, len(months(asked.goals.period)) + 1)
    if indicator is None or part is None or month not in ("", *map(str, known)):
        raise Http404
    units = plan_units(access.actor(request))
    found = board(asked.year, asked.as_of, asked.readings)
    slug = words.get("don-vi", "")
    row = next((row for row in found.units if row.slug == slug), None)
    if (row is None and (slug or units is not None)) or (
        row and units is not None and row.unit_id not in units
    ):
        raise Http404
    return Where(
        asked=asked,
        indicator=indicator,
        row=row,
        value=row.values.get(indicator) if row else found.province.get(indicator),
        part=part,
        procedure=words.get("thu-tuc", "")[:60],
        month=int(month) if month else None,
        reason=words.get("ly-do", "") if words.get("ly-do") in set(Exclusion) else "",
    )


def _when(where: Where) -> str:
    asked = where.asked
    if where.month:
        month = months(asked.goals.period)[where.month - 1].first
        return _("tháng {month}/{year}").format(month=month.month, year=month.year)
    return _("năm {year}, đến hết {day}").format(year=asked.year, day=vn_date(asked.as_of))


def _tabs(where: Where) -> list[dict[str, Any]]:
    return [
        {
            "label": _(label),
            "url": where.url(phan=part.value, ly_do=""),
            "current": part == where.part,
            "count": None,
        }
        for part, label in PARTS.items()
    ]


def _reasons(where: Where) -> list[dict[str, Any]]:
    """Why so many are left out, each reason leading to its own."""
    excluded = where.value.excluded if where.value else {}
    return [
        {
            "label": _(Exclusion(code).label),
            "count": count,
            "url": where.url(ly_do=code),
            "current": code == where.reason,
        }
        for code, count in excluded.items()
    ]


def _lines(where: Where) -> Iterator[tuple[Cell, ...]]:
    for row in every_dossier_behind(where.behind):
        yield (
            row.number,
            row.unit,
            row.procedure_code,
            row.channel_words,
            row.registered_at,
            row.received_on,
            row.returned_on,
            row.grade_words,
            row.reason_words,
            "có" if row.simulated else "",
        )


urls: list[URLPattern] = [
    path("ke-hoach/danh-sach/", plan_behind, name="plan_behind"),
    path("ke-hoach/danh-sach/danh-sach.xlsx", plan_behind_sheet, name="plan_behind_sheet"),
]
