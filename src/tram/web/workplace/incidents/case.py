"""One incident: what happened, what was found, what is owed, and the chain of custody beside it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tram.core.files import content
from tram.custody.prints.sheets import sheets_pdf
from tram.custody.queries import incident_papers
from tram.web import access
from tram.web.downloads import attachment, pdf
from tram.web.workplace.incidents.own import REPORT, own_case, steps


@access.allowed(*REPORT)
@require_GET
def incident(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """The whole case; what may be done next stands first."""
    case = own_case(request, incident_id)
    words = {
        "case": case,
        "files": case.incident.files.order_by("uploaded_at"),
        "steps": steps(case),
        "mine": case.incident.reported_by_id == access.actor(request).user_id,
    }
    return render(request, "workplace/incidents/incident.html", words)


@access.allowed(*REPORT)
@require_GET
def incident_file(request: HttpRequest, incident_id: UUID, file_id: UUID) -> HttpResponse:
    """A photo of the case, as an attachment that never runs."""
    case = own_case(request, incident_id)
    file = case.incident.files.filter(id=file_id).first()
    if file is None:
        raise Http404
    return attachment(content(file.sha256), file.name, file.media_type)


@access.allowed(*REPORT)
@require_GET
def inventory_sheet(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """The inventory as a PDF, to be put beside the item."""
    case = own_case(request, incident_id)
    if case.inventory is None:
        raise Http404
    return pdf(sheets_pdf(incident_papers.inventory_paper(case)), case.inventory.number)
