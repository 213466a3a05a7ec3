"""The board of the plan: met or not, by whom, why, how many more; the widest gap first (KH 125; 46–49)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tram.accounts.rules.access import Right
from tram.core.workbook import Cell, workbook
from tram.programme.queries.figures import Board, UnitRow, board_of
from tram.programme.queries.forecast import year_ends
from tram.programme.queries.seen import plan_units
from tram.programme.rules.gaps import Overall, Standing, rank
from tram.programme.rules.indicators import DOSSIER_SHARES, Group, Indicator, Value
from tram.web import access
from tram.web.downloads import XLSX, attachment
from tram.web.figures import Shown, figure_words, goal_words, scale, shown
from tram.web.workplace.plan import panels, tile_map, whole
from tram.web.workplace.plan.asked import Asked, asked_form
from tram.web.workplace.plan.outlook import needs_words
from tram.web.workplace.plan.words import chooser_words, sentence, state_words

PAGE, MORE = "workplace/plan/board.html", "workplace/plan/more.html"
FIRST = 12
"""So many agencies stand open; a reader of the board looks for those that lack most. The others come when asked for."""
OPENED, ALL = "mo", "tat-ca"
COLUMNS = (
    ("Cơ quan", 40),
    ("Nhóm", 8),
    ("Chỉ tiêu", 40),
    ("Tử số", 10),
    ("Mẫu số", 10),
    ("Số liệu", 24),
    ("Mức phải đạt", 18),
    ("Kết luận", 18),
    ("Không tính", 10),
)


@dataclass(frozen=True)
class Row:
    """One agency of the board."""

    unit_id: int
    name: str
    url: str
    group: str
    figures: list[Shown]
    others: list[Shown]
    """What else the plan asks of it and is measured."""
    unmeasured: str
    """The names of what is not, in one line: thirty agencies would repeat as many verdicts."""
    overall: Overall
    outlook: str


@access.allowed(Right.READ_PLAN)
@require_GET
def plan_board(request: HttpRequest) -> HttpResponse:
    """Every agency whose figures the reader may see; who has one agency alone is led to its own page."""
    form = asked_form(request)
    if form is None or not form.is_valid():
        return render(request, PAGE, {"form": form}, status=422 if form else 200)
    asked = form.asked()
    found, rows = _seen(request, asked)
    everywhere = plan_units(access.actor(request)) is None
    if not everywhere and len(rows) == 1:
        return redirect(asked.url("plan_agency", rows[0].slug))
    open_all = request.GET.get(OPENED) == ALL
    tables = _tables(request, asked, rows, open_all)
    if open_all and request.htmx:  # type: ignore[attr-defined]
        return render(request, MORE, tables)
    words = {
        "form": form,
        "whole": everywhere,
        "open_all": open_all,
        "sheet_url": asked.url("plan_board_sheet"),
        "sentence": sentence([row.overall for row in rows], asked.as_of),
        **tables,
        **chooser_words(form, asked, "plan_board"),
        **state_words(found),
        **whole.words(asked, found, access.actor(request)),
        **tile_map.words(asked, rows, panels.chosen(request)),
        **panels.words(request, asked, rows),
    }
    return render(request, PAGE, words)


@access.allowed(Right.READ_PLAN)
@require_GET
def plan_board_sheet(request: HttpRequest) -> HttpResponse:
    """The board as a sheet (XLSX): one line for each figure, with what it stands on in the first line."""
    form = asked_form(request)
    if form is None or not form.is_valid():
        return render(request, PAGE, {"form": form}, status=422)
    asked = form.asked()
    found, rows = _seen(request, asked)
    lines = [
        *(line for row in rows for line in _lines(row.name, row.group, row.values.items())),
        *_lines(_("Toàn tỉnh"), Group.NONE, found.province.items()),
    ]
    name = f"ke-hoach-{asked.year}-den-{asked.as_of:%Y%m%d}.xlsx"
    title = _("Kế hoạch, năm {}").format(asked.year)
    return attachment(workbook(title, COLUMNS, lines), name, XLSX)


def _tables(
    request: HttpRequest, asked: Asked, rows: Sequence[UnitRow], open_all: bool
) -> dict[str, Any]:
    """Those with the widest gap; the others only if they are asked for, else how many and where they are."""
    drawn = _rows(asked, rows, FIRST if not open_all else len(rows))
    kept = {name: request.GET[name] for name in (panels.ASKED,) if name in request.GET}
    return {
        "rows": drawn[:FIRST],
        "more_rows": drawn[FIRST:],
        "more_count": len(rows[FIRST:]),
        "more_url": asked.url("plan_board", **{OPENED: ALL}, **kept),
        "labels": [_(indicator.label) for indicator in DOSSIER_SHARES],
    }


def _seen(request: HttpRequest, asked: Asked) -> tuple[Board, list[UnitRow]]:
    """The board, and of its agencies those that the reader may see."""
    units = plan_units(access.actor(request))
    found = board_of(asked.goals, asked.as_of)
    rows = [row for row in found.units if units is None or row.unit_id in units]
    return found, sorted(rows, key=lambda row: rank(row.overall))


def _rows(asked: Asked, rows: Sequence[UnitRow], count: int) -> list[Row]:
    """The first of these agencies, on one scale with all."""
    tops = {i: scale(row.values.get(i) for row in rows) for i in DOSSIER_SHARES}
    ends = year_ends(asked.year)
    told = [(row, needs_words(ends, row.unit_id, row.values)) for row in rows[:count]]
    return [_row(asked, row, tops, outlook) for row, outlook in told]


def _row(asked: Asked, row: UnitRow, tops: dict[Indicator, int], outlook: str) -> Row:
    others = other_targets(row)
    return Row(
        unit_id=row.unit_id,
        name=row.name,
        url=asked.url("plan_agency", row.slug),
        group=row.group.value,
        figures=figures_of(asked, row, tops),
        others=[it for it in others if it.measured],
        unmeasured="; ".join(it.label for it in others if not it.measured),
        overall=row.overall,
        outlook=outlook,
    )


def figures_of(asked: Asked, row: UnitRow, tops: dict[Indicator, int]) -> list[Shown]:
    """The three shares of an agency, each leading to the list behind it."""
    return [
        shown(
            indicator,
            row.values.get(indicator),
            f"u{row.unit_id}-{indicator.value}",
            tops[indicator],
            url=asked.url("plan_behind", **{"chi-tieu": indicator.value, "don-vi": row.slug}),
        )
        for indicator in DOSSIER_SHARES
    ]


def other_targets(row: UnitRow) -> list[Shown]:
    """What else the plan asks of an agency, besides the three shares."""
    asked = (value for value in row.values.values() if value.goal is not None)
    rest = [value for value in asked if value.indicator not in DOSSIER_SHARES]
    return [shown(value.indicator, value, "x") for value in rest]


def _lines(
    name: str, group: Group, values: Iterable[tuple[Indicator, Value]]
) -> Iterable[tuple[Cell, ...]]:
    for indicator, value in values:
        told = shown(indicator, value, "x")
        yield (
            name,
            "" if group == Group.NONE else group.value,
            told.label,
            told.numerator,
            told.denominator,
            figure_words(value),
            goal_words(value.goal) if value.goal else "",
            Standing(told.standing).label,
            told.excluded,
        )


urls: list[URLPattern] = [
    path("ke-hoach/", plan_board, name="plan_board"),
    path("ke-hoach/bang-theo-doi.xlsx", plan_board_sheet, name="plan_board_sheet"),
]
