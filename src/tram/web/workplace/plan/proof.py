"""One dossier of a figure: on what proof it counts, or why it does not; no person stands on the page."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_GET

from tram.accounts.rules.access import Right, may
from tram.programme.queries.proof import proof
from tram.programme.queries.seen import plan_units
from tram.web import access


@access.allowed(Right.READ_PLAN)
@require_GET
def plan_proof(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Numbers, channels, times and papers; the case itself only for who may read dossiers at that agency."""
    who = access.actor(request)
    units = plan_units(who)
    found = proof(dossier_id)
    if found is None or (units is not None and found.unit_id not in units):
        raise Http404
    words = {"proof": found, "may_open": may(who, Right.READ_DOSSIER, [found.unit_id])}
    return render(request, "workplace/plan/proof.html", words)


urls: list[URLPattern] = [path("ke-hoach/ho-so/<uuid:dossier_id>/", plan_proof, name="plan_proof")]
