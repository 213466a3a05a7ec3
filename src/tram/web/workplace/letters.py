"""Letters to the citizen as PDF: each of them, for the units of the dossier and for the point that took it in."""

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_GET

from tram.accounts.commands import note_read
from tram.accounts.rules.access import Right
from tram.custody.queries import finding
from tram.dossiers.prints import print_papers
from tram.dossiers.queries import dossier as queries
from tram.dossiers.queries.letter_papers import letter_paper
from tram.dossiers.queries.letters import letter
from tram.dossiers.queries.reach import reach
from tram.dossiers.rules.sight import Sight
from tram.web import access
from tram.web.downloads import pdf


@access.allowed(Right.READ_DOSSIER, Right.READ_POSTAL)
@require_GET
def letter_pdf(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """A signed letter (Mẫu 02–05); who may not read its dossier is told that there is none."""
    row, who = letter(letter_id), access.actor(request)
    facts = queries.facts(row.dossier_id) if row else None
    seen = finding.sight_of(reach(who), facts) if facts else None
    if row is None or facts is None or seen not in (Sight.WHOLE, Sight.INTAKE):
        raise Http404
    paper = letter_paper(letter_id, lookup=f"{settings.BASE_URL}{reverse('tracking')}")
    note_read(who, place_id=access.place(request), subject=facts.id, page="letter")
    name = row.number.replace("/", "-")
    return pdf(print_papers(paper), f"van-ban-{name}")


urls: list[URLPattern] = [path("van-ban/<uuid:letter_id>.pdf", letter_pdf, name="letter")]
