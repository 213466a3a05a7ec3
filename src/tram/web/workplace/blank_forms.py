"""Forms to print before they are needed (mẫu in sẵn khi mất mạng): every step, with numbers of the point (60a)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_GET

from tram.custody.prints.blank import blank_pdf
from tram.custody.queries.papers import offices
from tram.custody.queries.relabelled import blocks
from tram.custody.rules.blank_forms import BlankForm
from tram.web import access
from tram.web.downloads import pdf
from tram.web.workplace.incidents.own import REPORT

ALL = "tat-ca"
MOST_NUMBERED = 20


def _numbers(request: HttpRequest) -> list[str]:
    """Numbers that the person's place has set aside and nobody has used, as many as one print carries."""
    place = access.place(request)
    found = blocks(frozenset({place})) if place else []
    return [number for block in found for number in block.unused][:MOST_NUMBERED]


@access.allowed(*REPORT)
@require_GET
def blank_forms(request: HttpRequest) -> HttpResponse:
    """The list of forms, each to be printed by itself or all at once."""
    words = {"forms": list(BlankForm), "numbered": len(_numbers(request)), "all": ALL}
    return render(request, "workplace/incidents/blank_forms.html", words)


@access.allowed(*REPORT)
@require_GET
def blank_form(request: HttpRequest, code: str) -> HttpResponse:
    """One form, or all of them, as PDF."""
    chosen = [form for form in BlankForm if code in (ALL, form.value)]
    if not chosen:
        raise Http404
    place = access.place(request)
    superior, issuer = offices(place) if place else ("", "")
    made = blank_pdf(
        *chosen,
        superior=superior,
        issuer=issuer,
        numbers=_numbers(request),
    )
    return pdf(made, f"mau-{code}")


urls: list[URLPattern] = [
    path("mau-in-san/", blank_forms, name="blank_forms"),
    path("mau-in-san/<slug:code>.pdf", blank_form, name="blank_form"),
]
