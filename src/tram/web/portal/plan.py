"""The public monthly page of the plan: each agency's three shares up to the end of a month; no person, no dossier.

KH 125; domain requirements 46–49.
"""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tram.core.calendar import next_month
from tram.programme.queries.figures import Board, board
from tram.programme.queries.plan import plan_for, plan_on
from tram.programme.rules.gaps import rank
from tram.programme.rules.indicators import DOSSIER_SHARES
from tram.programme.rules.plan import PlanOn
from tram.web.access import public, today
from tram.web.figures import scale, shown
from tram.web.months import MonthForm


@public
@require_GET
def plan_public(request: HttpRequest) -> HttpResponse:
    """The figures of one month's end; without a month asked, the last that is over."""
    last = today(request).replace(day=1) - timedelta(days=1)
    form = MonthForm(request.GET if "thang" in request.GET else None, initial={"thang": last})
    asked: date = form.cleaned_data["thang"] if form.is_valid() else last
    plan = plan_for(asked.year, last) or plan_on(last)
    words: dict[str, Any] = {"form": form}
    if plan is not None:
        words |= _figures(plan, _within(plan, asked, last))
    return render(request, "portal/plan.html", words, status=422 if form.errors else 200)


def _within(plan: PlanOn, asked: date, last: date) -> date:
    """The last day of the month asked, or of the nearest of the plan's years that is over."""
    ends = min(_end(asked), last, plan.period(plan.last_year).last)
    return max(ends, _end(plan.period(plan.first_year).first))


def _figures(plan: PlanOn, day: date) -> dict[str, Any]:
    found = board(day.year, day, plan.readings)
    return {
        "plan": plan,
        "day": day,
        "found": found,
        "rows": _rows(found),
        "labels": [_(indicator.label) for indicator in DOSSIER_SHARES],
        "shares": [shown(i, found.province.get(i), f"p-{i.value}") for i in DOSSIER_SHARES],
        "before_url": _address(day.replace(day=1) - timedelta(days=1)),
        "after_url": _address(day + timedelta(days=1)),
    }


def _rows(found: Board) -> list[dict[str, Any]]:
    tops = {i: scale(row.values.get(i) for row in found.units) for i in DOSSIER_SHARES}
    ranked = sorted(found.units, key=lambda row: rank(row.overall))
    return [
        {
            "name": row.name,
            "figures": [
                shown(i, row.values.get(i), f"u{row.unit_id}-{i.value}", tops[i])
                for i in DOSSIER_SHARES
            ],
        }
        for row in ranked
    ]


def _end(day: date) -> date:
    """The last day of a month."""
    return next_month(day) - timedelta(days=1)


def _address(day: date) -> str:
    return f"{reverse('plan_public')}?{urlencode({'thang': f'{day:%m/%Y}'})}"


urls: list[URLPattern] = [path("ke-hoach/", plan_public, name="plan_public")]
