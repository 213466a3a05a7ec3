"""What lies at a point for its person (giữ tại điểm): until when, whose time is over, and giving it out."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_GET, require_http_methods

from tram.accounts.commands import note_read
from tram.accounts.rules.access import Right
from tram.core.errors import Refused
from tram.custody.commands.attempts import record_broken_seal
from tram.custody.commands.collection import collect_at_point
from tram.custody.queries import deliveries as queries
from tram.custody.queries.deliveries import Carried
from tram.custody.rules.attempts import Next
from tram.web import access
from tram.web.answers import see_other
from tram.web.uploads import takes_files
from tram.web.workplace.deliveries.doors import FIELDS, broken, told
from tram.web.workplace.deliveries.evidence_form import EvidenceForm
from tram.web.workplace.manifests.places import act, here


def _point(request: HttpRequest) -> int:
    unit = here(request, Right.GIVE_AT_POINT)
    if unit is None:
        raise Http404
    return unit


@access.allowed(Right.GIVE_AT_POINT)
@require_GET
def held_things(request: HttpRequest) -> HttpResponse:
    """Everything held here: whose time is over first, then who wants it delivered again, then the rest."""
    rows = [row for row in queries.lying(_point(request)) if row.held_until]
    words = {
        "expired": [row for row in rows if row.step is Next.EXPIRED],
        "called": [row for row in rows if row.step is Next.CALL_BACK],
        "waiting": [row for row in rows if row.step is Next.WAIT],
        "rows": rows,
    }
    return render(request, "workplace/deliveries/held.html", words)


@access.allowed(Right.GIVE_AT_POINT)
@takes_files
@require_http_methods(["GET", "POST"])
def collect(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Give it out at the counter, with the evidence of any delivery."""
    unit = _point(request)
    carried = next((row for row in queries.lying(unit, dossier_id) if row.held_until), None)
    if carried is None:
        raise Http404
    form = EvidenceForm(request.POST or None, request.FILES or None, carried=carried)
    if request.method == "POST" and form.is_valid():
        answer = _collect(request, unit, form, carried)
        if answer is not None:
            return answer
    note_read(access.actor(request), place_id=unit, subject=dossier_id, page="collect")
    words = {"form": form, "carried": carried}
    status = 409 if form.is_bound else 200
    return render(request, "workplace/deliveries/collect.html", words, status=status)


def _collect(
    request: HttpRequest, unit: int, form: EvidenceForm, carried: Carried
) -> HttpResponse | None:
    asked = act(request, form.cleaned_data["request_id"], Right.GIVE_AT_POINT, unit)
    words: dict[str, Any] = {"dossier_id": carried.dossier_id}
    try:
        if form.seal_broken:
            record_broken_seal(asked, **words)
            return broken(request, carried.dossier_id)
        with form.evidence() as evidence:
            collected = form.collected()
            answer = collect_at_point(asked, **words, evidence=evidence, collected=collected)
    except Refused as refused:
        form.refuse(refused, FIELDS.get(refused.code))
        return None
    messages.success(request, told(carried, form, answer["collected_vnd"]))
    return see_other("held_things")


urls: list[URLPattern] = [
    path("giu-tai-diem/", held_things, name="held_things"),
    path("giu-tai-diem/<uuid:dossier_id>/", collect, name="collect"),
]
