"""Who is late (trễ hẹn): apologies a leader has to sign, and each unit's lateness for those who watch over it."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_GET

from tram.accounts.rules.access import Right, may
from tram.core import clock
from tram.core.calendar import next_month
from tram.dossiers.queries.apologies import waiting
from tram.dossiers.queries.lateness import lateness as lateness_of
from tram.dossiers.queries.lateness import units_watched
from tram.dossiers.queries.reach import below, held
from tram.web import access
from tram.web.months import MonthForm


@access.allowed(Right.APOLOGISE)
@require_GET
def apologies(request: HttpRequest) -> HttpResponse:
    """Apologies that lie ready for this leader to sign, the nearest due first."""
    units = below(held(access.actor(request), Right.APOLOGISE))
    words = {"rows": waiting(units), "at": clock.now()}
    return render(request, "workplace/lateness/apologies.html", words)


@access.allowed(Right.READ_LATENESS)
@require_GET
def lateness(request: HttpRequest) -> HttpResponse:
    """Lateness by unit with its dossiers, in the month asked for; no person stands on it."""
    who = access.actor(request)
    this = access.today(request).replace(day=1)
    form = MonthForm(request.GET if "thang" in request.GET else None, initial={"thang": this})
    first: date = form.cleaned_data["thang"] if form.is_valid() else this
    words = {
        "form": form,
        "first": first,
        "found": lateness_of(units_watched(who), first, next_month(first)),
        "may_open": may(who, Right.READ_DOSSIER),
        "whole": units_watched(who) is None,
    }
    return render(
        request, "workplace/lateness/lateness.html", words, status=422 if form.errors else 200
    )


urls: list[URLPattern] = [
    path("phieu-xin-loi/", apologies, name="apologies"),
    path("tre-hen/", lateness, name="lateness"),
]
