"""Months that agencies not yet connected tell: the list of a year, kept apart from the books; one month's versions."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tram.accounts.rules.access import Right, may
from tram.programme.queries.reported import month_versions, months_told
from tram.web import access
from tram.web.workplace.plan.registering import FOLDER, year_asked


def told_tabs(here: str) -> list[dict[str, Any]]:
    """The pages of this room."""
    names = [("reported_months", _("Số liệu tháng")), ("baselines", _("Số liệu năm trước"))]
    return [{"url": reverse(n), "label": label, "current": n == here} for n, label in names]


@access.allowed(Right.READ_PLAN)
@require_GET
def reported_months(request: HttpRequest) -> HttpResponse:
    """What was told of the months of a year."""
    year, chooser = year_asked(request)
    who = access.actor(request)
    words = {
        "tabs": told_tabs("reported_months"),
        "year": year,
        "chooser": chooser,
        "rows": months_told(date(year, 1, 1), date(year, 12, 31)),
        "may_write": may(who, Right.MANAGE_PLAN) or may(who, Right.REPORT_PLAN),
    }
    return render(request, f"{FOLDER}/reported.html", words)


@access.allowed(Right.READ_PLAN)
@require_GET
def reported_month(request: HttpRequest, unit_id: int, year: int, month: int) -> HttpResponse:
    """One month of an agency: every version with its file and its reason."""
    if not (1 <= month <= 12 and 2000 <= year <= 2099):
        raise Http404
    first = date(year, month, 1)
    versions = month_versions(unit_id, first)
    if not versions:
        raise Http404
    told = months_told(first, date(year, 12, 31), unit_id)[0]
    return render(request, f"{FOLDER}/reported_month.html", {"told": told, "versions": versions})


urls: list[URLPattern] = [
    path("ke-hoach/don-vi-khai/", reported_months, name="reported_months"),
    path(
        "ke-hoach/don-vi-khai/<int:unit_id>/<int:year>/<int:month>/",
        reported_month,
        name="reported_month",
    ),
]
