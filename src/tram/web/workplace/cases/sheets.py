"""The two papers that travel with a dossier, as PDF: the control sheet (Mẫu 05) and the process sheet."""

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from tram.accounts.commands import note_read
from tram.accounts.rules.access import Right
from tram.core.errors import Refused
from tram.custody.queries import control, finding
from tram.dossiers.prints import Paper, print_papers
from tram.dossiers.queries import dossier as law
from tram.dossiers.queries import process
from tram.dossiers.queries.reach import reach
from tram.dossiers.rules.sight import Sight
from tram.web import access
from tram.web.downloads import pdf


@access.allowed(Right.READ_DOSSIER)
@require_GET
def control_sheet(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Every hand-over of the dossier with its time, its signers and how its giver kept to the time."""
    lookup = f"{settings.BASE_URL}{reverse('tracking')}"
    return _pdf(
        request,
        dossier_id,
        "control_sheet",
        lambda: control.control_sheet(dossier_id, lookup=lookup),
    )


@access.allowed(Right.READ_DOSSIER)
@require_GET
def process_sheet(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Every step of the dossier until now."""
    lookup = f"{settings.BASE_URL}{reverse('tracking')}"
    return _pdf(
        request,
        dossier_id,
        "process_sheet",
        lambda: process.process_sheet(dossier_id, lookup=lookup),
    )


def _pdf(
    request: HttpRequest, dossier_id: UUID, page: str, fill: Callable[[], Paper]
) -> HttpResponse:
    """The paper for who sees the dossier whole; for anybody else, and before acceptance, there is none."""
    who, facts = access.actor(request), law.facts(dossier_id)
    if facts is None or finding.sight_of(reach(who), facts) is not Sight.WHOLE:
        raise Http404
    try:
        paper = fill()
    except Refused:
        raise Http404 from None
    note_read(who, place_id=access.place(request), subject=dossier_id, page=page)
    name = page.replace("_", "-")
    return pdf(print_papers(paper), f"{name}-{facts.number}")
