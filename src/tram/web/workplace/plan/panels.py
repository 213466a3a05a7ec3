"""Small multiples: the last twelve months of each agency on one scale, and the same as a table.

They are made when an indicator is chosen; a target that changes with the year is a step in the line.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from tram.core.charts import Point, line
from tram.core.charts.numbers import nice_top
from tram.programme.queries.figures import UnitRow
from tram.programme.queries.rolling import Rolling, twelve_months
from tram.programme.rules.indicators import DOSSIER_SHARES, Goal, Indicator, Value
from tram.web.figures import figure_words, goal_permille
from tram.web.workplace.plan.asked import Asked

ASKED = "bieu-do"
"""The part of an address that chooses the indicator."""


def chosen(request: HttpRequest) -> Indicator:
    """The indicator that the map and the months show; without a word of it, the share received."""
    asked = request.GET.get(ASKED, "")
    return next((i for i in DOSSIER_SHARES if i.value == asked), Indicator.RECEIVED_BY_POST)


def words(request: HttpRequest, asked: Asked, rows: Sequence[UnitRow]) -> dict[str, Any]:
    """The indicators to choose from; once one is chosen, a panel for every agency of the board."""
    indicator = chosen(request)
    if ASKED not in request.GET:
        return {"panel_tabs": _tabs(asked, None)}
    found = twelve_months(asked.year, asked.as_of, asked.readings, [row.unit_id for row in rows])
    top = _top(indicator, rows, found.of)
    return {
        "panel_label": _(indicator.label),
        "panel_tabs": _tabs(asked, indicator),
        "month_names": [month_name(*each) for each in found.months],
        "panels": [
            {
                "name": row.name,
                "url": asked.url("plan_agency", row.slug),
                "chart": chart(
                    f"m{row.unit_id}-{indicator.value}",
                    (f"{row.name}: {_(indicator.label)}", _("Tỷ lệ từng tháng")),
                    _named(found, row, indicator),
                    _goal(row, indicator),
                    top,
                ),
                "months": [figure_words(m.get(indicator)) for m in found.of[row.unit_id]],
            }
            for row in rows
        ],
    }


def month_name(year: int, month: int) -> str:
    """T3; the first of a year says which: T1/2020."""
    return f"T{month}/{year}" if month == 1 else f"T{month}"


def _named(found: Rolling, row: UnitRow, indicator: Indicator) -> list[tuple[str, Value | None]]:
    values = (month.get(indicator) for month in found.of[row.unit_id])
    return [
        (str(month), value) for (_year, month), value in zip(found.months, values, strict=True)
    ]


def chart(
    name: str,
    said: tuple[str, str],
    months: Sequence[tuple[str, Value | None]],
    goal: Goal | None,
    top: int | None = None,
) -> SafeString:
    """The line of one series, each month beside the target of its year; its months in words are its description."""
    told = ", ".join(f"{label}: {figure_words(value)}" for label, value in months)
    usual = goal_permille(goal)
    points = [
        Point(label, value.permille, goal_permille(value.goal))
        if value
        else Point(label, None, usual)
        for label, value in months
    ]
    end = top or nice_top(usual, *(point.value for point in points))
    drawn = line(name, (said[0], f"{said[1]}. {told}"), points, top=end)
    return mark_safe(drawn)


def _top(
    indicator: Indicator,
    rows: Sequence[UnitRow],
    series: Mapping[int, Sequence[Mapping[Indicator, Value]]],
) -> int:
    values = [month.get(indicator) for months in series.values() for month in months]
    goals = [goal_permille(_goal(row, indicator)) for row in rows]
    return nice_top(*goals, *(value.permille for value in values if value))


def _goal(row: UnitRow, indicator: Indicator) -> Goal | None:
    value = row.values.get(indicator)
    return value.goal if value else None


def _tabs(asked: Asked, current: Indicator | None) -> list[dict[str, Any]]:
    return [
        {
            "label": _(indicator.label),
            "url": asked.url("plan_board", **{ASKED: indicator.value}) + "#months",
            "current": indicator == current,
            "count": None,
        }
        for indicator in DOSSIER_SHARES
    ]
