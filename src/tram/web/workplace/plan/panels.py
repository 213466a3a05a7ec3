"""Small multiples: twelve months of each agency on one scale, with the step of the target, and the same as a table."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from tram.core.charts import Point, line
from tram.core.charts.numbers import nice_top
from tram.programme.queries.figures import UnitRow, months_of_units
from tram.programme.rules.indicators import DOSSIER_SHARES, Goal, Indicator, Value
from tram.web.figures import figure_words, goal_permille
from tram.web.workplace.plan.asked import Asked

MOST = 24
"""More panels than this nobody compares; the rest stands in the table of the sheet and on each agency's page."""


def chosen(request: HttpRequest) -> Indicator:
    """The indicator that the map and the months show; without a word of it, the share received."""
    asked = request.GET.get("bieu-do", "")
    return next((i for i in DOSSIER_SHARES if i.value == asked), Indicator.RECEIVED_BY_POST)


def words(request: HttpRequest, asked: Asked, rows: Sequence[UnitRow]) -> dict[str, Any]:
    """One panel for each of the first agencies of the board, and the tabs of the other indicators."""
    indicator = chosen(request)
    shown = rows[:MOST]
    found = months_of_units(
        asked.year, asked.as_of, asked.readings, [row.unit_id for row in shown]
    )
    series = {row.unit_id: found.get(row.unit_id, ()) for row in shown}
    top = _top(indicator, rows, series)
    return {
        "panel_label": _(indicator.label),
        "panel_tabs": _tabs(asked, indicator),
        "month_names": [f"T{month}" for month in range(1, 13)],
        "panels": [
            {
                "name": row.name,
                "url": asked.url("plan_agency", row.slug),
                "chart": chart(
                    f"m{row.unit_id}-{indicator.value}",
                    (f"{row.name}: {_(indicator.label)}", _("Tỷ lệ từng tháng")),
                    [month.get(indicator) for month in series[row.unit_id]],
                    _goal(row, indicator),
                    top,
                ),
                "months": [figure_words(m.get(indicator)) for m in series[row.unit_id]],
            }
            for row in shown
        ],
    }


def chart(
    name: str,
    said: tuple[str, str],
    months: Sequence[Value | None],
    goal: Goal | None,
    top: int | None = None,
) -> SafeString:
    """The line of one series; its months in words are its description."""
    told = ", ".join(f"{n}: {figure_words(value)}" for n, value in enumerate(months, 1))
    target = goal_permille(goal)
    points = [
        Point(str(n), value.permille if value else None, target)
        for n, value in enumerate(months, 1)
    ]
    end = top or nice_top(target, *(point.value for point in points))
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


def _tabs(asked: Asked, current: Indicator) -> list[dict[str, Any]]:
    return [
        {
            "label": _(indicator.label),
            "url": asked.url("plan_board", **{"bieu-do": indicator.value}) + "#months",
            "current": indicator == current,
            "count": None,
        }
        for indicator in DOSSIER_SHARES
    ]
