"""One agency of the plan: met or not, how many more, each month, each procedure; its own board too."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tram.accounts.rules.access import Right
from tram.programme.queries.figures import UnitRow, board_of, months_of_units, procedures_of
from tram.programme.queries.forecast import near_procedures, year_ends
from tram.programme.queries.reported import reported
from tram.programme.queries.seen import plan_units
from tram.programme.rules.indicators import DOSSIER_SHARES, Indicator, Value
from tram.programme.rules.periods import months
from tram.web import access
from tram.web.figures import figure_words, scale, shown
from tram.web.workplace.plan.asked import Asked, asked_form
from tram.web.workplace.plan.board import other_targets
from tram.web.workplace.plan.outlook import outlook
from tram.web.workplace.plan.panels import chart
from tram.web.workplace.plan.words import chooser_words, state_words

PAGE = "workplace/plan/agency.html"


@access.allowed(Right.READ_PLAN)
@require_GET
def plan_agency(request: HttpRequest, slug: str) -> HttpResponse:
    """The figures of one agency that the reader may see; 404 for any other."""
    form = asked_form(request)
    if form is None:
        raise Http404
    asked = form.asked() if form.is_valid() else form.usual()
    found = board_of(asked.goals, asked.as_of)
    units, period = plan_units(access.actor(request)), asked.plan.period(asked.year)
    row = next((row for row in found.units if row.slug == slug), None)
    if row is None or (units is not None and row.unit_id not in units):
        raise Http404
    words = {
        "form": form,
        "unit": row,
        "group_words": _(row.group.label),
        "labels": [_(indicator.label) for indicator in DOSSIER_SHARES],
        "near": near_procedures(asked.year, row.unit_id),
        **chooser_words(form, asked, "plan_agency", row.slug),
        **state_words(found),
        **_shares(asked, row),
        "targets": other_targets(row),
        "told": reported(row.unit_id, period.first, min(period.last, asked.as_of)),
    }
    return render(request, PAGE, words, status=422 if form.errors else 200)


def _shares(asked: Asked, row: UnitRow) -> dict[str, Any]:
    """The three shares with their outlook and months; then month by month and procedure by procedure."""
    found = months_of_units(asked.year, asked.as_of, asked.readings, [row.unit_id])
    series = found.get(row.unit_id, ())
    names = [_month_name(month.first, asked.year) for month in months(asked.goals.period)]
    ends = year_ends(asked.year)
    return {
        "shares": [
            _share(
                asked,
                row,
                indicator,
                [(name, month.get(indicator)) for name, month in zip(names, series, strict=False)],
            )
            | {"outlook": outlook(ends.get((row.unit_id, indicator)), row.values.get(indicator))}
            for indicator in DOSSIER_SHARES
        ],
        "months": [
            {
                "label": _("Tháng {}").format(names[number - 1]),
                "cells": [
                    _cell(asked, row, i, month.get(i), thang=str(number)) for i in DOSSIER_SHARES
                ],
            }
            for number, month in enumerate(series, 1)
        ],
        "procedures": [
            {
                "code": each.code,
                "name": each.name,
                "by_post": each.by_post,
                "cells": [
                    _cell(asked, row, i, each.values.get(i), thu_tuc=each.code)
                    for i in (Indicator.RECEIVED_BY_POST, Indicator.RETURNED_BY_POST)
                ],
            }
            for each in procedures_of(row.unit_id, asked.year, asked.as_of, asked.readings)
        ],
    }


def _month_name(first: date, year: int) -> str:
    """7, or 7/2018 where the year of the plan begins in another."""
    return str(first.month) if first.year == year else f"{first.month}/{first.year}"


def _share(
    asked: Asked, row: UnitRow, indicator: Indicator, months: list[tuple[str, Value | None]]
) -> dict[str, Any]:
    value = row.values.get(indicator)
    behind = {"chi-tieu": indicator.value, "don-vi": row.slug}
    it = shown(
        indicator,
        value,
        f"u-{indicator.value}",
        scale([value]),
        asked.url("plan_behind", **behind),
    )
    said = (_("{}: từng tháng").format(it.label), row.name)
    return {
        "it": it,
        "chart": chart(f"m-{indicator.value}", said, months, value.goal if value else None),
        "excluded_url": asked.url("plan_behind", **behind, phan="excluded") if it.excluded else "",
    }


def _cell(
    asked: Asked, row: UnitRow, indicator: Indicator, value: Value | None, **more: str
) -> dict[str, str]:
    """Words of one month or procedure, leading to its dossiers if it has any."""
    narrower = {key.replace("_", "-"): word for key, word in more.items()}
    behind = {"chi-tieu": indicator.value, "don-vi": row.slug, **narrower}
    any_there = value is not None and value.denominator
    return {
        "label": _(indicator.label),
        "words": figure_words(value) if any_there else "–",
        "url": asked.url("plan_behind", **behind) if any_there else "",
    }


urls: list[URLPattern] = [
    path("ke-hoach/don-vi/<slug:slug>/", plan_agency, name="plan_agency"),
]
