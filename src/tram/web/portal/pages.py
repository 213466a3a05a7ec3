"""The front page, the language, accessibility."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_GET, require_POST
from django.views.i18n import set_language as choose

from tram.web.access import public
from tram.web.portal.tracking import TrackingForm


@public
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What this is, in a citizen's words, with the two boxes people come for."""
    return render(request, "portal/home.html", {"form": TrackingForm()})


@public
@require_GET
def accessibility(request: HttpRequest) -> HttpResponse:
    """How these pages can be read by everybody, and where they cannot yet (TT 32/2017/TT-BTTTT Điều 18)."""
    return render(request, "portal/accessibility.html")


@public
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Keep the reader's language in a cookie and go back to the page they read."""
    response: HttpResponse = choose(request)
    return response


urls: list[URLPattern] = [
    path("", home, name="home"),
    path("ho-tro-tiep-can/", accessibility, name="accessibility"),
    path("ngon-ngu/", set_language, name="set_language"),
]
