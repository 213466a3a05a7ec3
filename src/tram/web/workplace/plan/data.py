"""How good the data behind the plan are: missing channels, no scan, days in the future, days without data."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_GET

from tram.accounts.rules.access import Right
from tram.programme.queries.figures import quality_of_data
from tram.programme.queries.seen import plan_units
from tram.web import access
from tram.web.workplace.plan.asked import asked_form
from tram.web.workplace.plan.words import chooser_words

PAGE = "workplace/plan/data.html"


@access.allowed(Right.READ_PLAN)
@require_GET
def plan_data(request: HttpRequest) -> HttpResponse:
    """Each weakness with how many of how many, of the agencies whose figures the reader may see."""
    form = asked_form(request)
    if form is None or not form.is_valid():
        return render(request, PAGE, {"form": form}, status=422 if form else 200)
    asked = form.asked()
    units = plan_units(access.actor(request))
    found = quality_of_data(asked.year, asked.as_of, units)
    words = {
        "form": form,
        "whole": units is None,
        "found": found,
        **chooser_words(form, asked, "plan_data"),
    }
    return render(request, PAGE, words)


urls: list[URLPattern] = [path("ke-hoach/du-lieu/", plan_data, name="plan_data")]
