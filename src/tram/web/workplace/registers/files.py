"""The files behind the registers: saved by the browser, never shown inside the site."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_GET

from tram.accounts.rules.access import Right
from tram.directory.queries.attachments import attachment_bytes
from tram.web import access
from tram.web.downloads import attachment


@access.allowed(Right.READ_PLAN)
@require_GET
def register_file(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """A signed agreement, the evidence of a criterion."""
    found = attachment_bytes(file_id)
    if found is None:
        raise Http404
    row, content = found
    return attachment(content, row.name, row.media_type)


urls: list[URLPattern] = [
    path("ke-hoach/tep/<uuid:file_id>/", register_file, name="register_file")
]
