"""Accepting a dossier (tiếp nhận): papers confirmed one by one, then number, due time, slip."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tram.accounts.commands import note_read
from tram.accounts.rules.access import Right, may
from tram.core.errors import Refused
from tram.custody.queries import finding, trail
from tram.dossiers import commands
from tram.dossiers.prints import acceptance_slip_pdf
from tram.dossiers.queries import dossier as queries
from tram.dossiers.queries.dossier import Facts, Paper
from tram.dossiers.queries.reach import reach
from tram.dossiers.queries.slip import acceptance_slip
from tram.dossiers.rules.sight import Sight
from tram.dossiers.rules.states import TO_ACCEPT, State
from tram.web import access
from tram.web.forms import RequestForm
from tram.web.workplace.manifests.places import act, see_other


class AcceptForm(RequestForm):
    """Every paper of the dossier confirmed by the officer who counted it."""

    def __init__(self, *args: Any, papers: list[Paper], **options: Any) -> None:
        super().__init__(*args, **options)
        self.papers = [paper for paper in papers if paper.total]
        for paper in self.papers:
            self.fields[f"paper_{paper.seq}"] = forms.BooleanField(
                label=_("Đủ, đúng như kê khai"),
                error_messages={
                    "required": _(
                        "Chưa xác nhận giấy tờ số {seq}: hãy kiểm đếm rồi đánh dấu."
                    ).format(seq=paper.seq)
                },
                widget=forms.CheckboxInput(
                    attrs={
                        "aria-label": _("Giấy tờ số {seq}: đủ, đúng như kê khai").format(
                            seq=paper.seq
                        ),
                        "aria-keyshortcuts": f"Alt+{paper.seq}",
                    }
                ),
            )

    @property
    def lines(self) -> list[tuple[Paper, forms.BoundField]]:
        """Each paper with its box."""
        return [(paper, self[f"paper_{paper.seq}"]) for paper in self.papers]


def own_facts(request: HttpRequest, dossier_id: UUID) -> Facts:
    """The facts of a dossier of a desk where this person accepts; for anybody else there is none."""
    facts = queries.facts(dossier_id)
    if facts is None or not may(access.actor(request), Right.ACCEPT, [facts.desk_id]):
        raise Http404
    return facts


def note(request: HttpRequest, facts: Facts, page: str) -> None:
    """Write down that this person has read the dossier."""
    note_read(access.actor(request), place_id=facts.desk_id, subject=facts.id, page=page)


@access.allowed(Right.ACCEPT)
@require_http_methods(["GET", "POST"])
def desk_dossier(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """A dossier to accept; once accepted, its number, its due time and the slip to print."""
    facts = own_facts(request, dossier_id)
    papers = queries.papers(dossier_id)
    if request.method == "POST":
        form = AcceptForm(request.POST, papers=papers)
        if form.is_valid() and _accept(request, form, facts):
            return see_other("desk_dossier", dossier_id=dossier_id)
        return _waiting(request, facts, form, status=409)
    note(request, facts, "desk_dossier")
    if facts.state in TO_ACCEPT:
        return _waiting(request, facts, AcceptForm(papers=papers))
    if not facts.number:
        return redirect("dossier", dossier_id=dossier_id)
    words = {"facts": facts, "due": queries.due(dossier_id), "to_transfer": State.ACCEPTED}
    return render(request, "workplace/desk/accepted.html", words)


def _accept(request: HttpRequest, form: AcceptForm, facts: Facts) -> bool:
    asked = act(request, form.cleaned_data["request_id"], Right.ACCEPT, facts.desk_id)
    try:
        commands.accept(asked, dossier_id=facts.id)
    except Refused as refused:
        form.refuse(refused)
        return False
    return True


def _waiting(
    request: HttpRequest, facts: Facts, form: AcceptForm, status: int = 200
) -> HttpResponse:
    papers = queries.papers(facts.id)
    words = {
        "form": form,
        "facts": facts,
        "sender": queries.senders(facts.id)[0],
        "recipient": next(iter(trail.recipients(facts.id)), None),
        "absent": [paper for paper in papers if not paper.total],
        "price": trail.price(facts.id),
        "covers": trail.covers(facts.id),
    }
    return render(request, "workplace/desk/accept.html", words, status=status)


@access.allowed(Right.ACCEPT, Right.READ_POSTAL)
@require_GET
def slip(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Mẫu 01 as PDF: for the desk, and for the point that took the dossier in and prints it for its customer."""
    facts, who = queries.facts(dossier_id), access.actor(request)
    seen = finding.sight_of(reach(who), facts) if facts else None
    if facts is None or seen not in (Sight.WHOLE, Sight.INTAKE):
        raise Http404
    made = acceptance_slip(dossier_id, lookup=f"{settings.BASE_URL}{reverse('tracking')}")
    note_read(who, place_id=access.place(request), subject=dossier_id, page="slip")
    response = HttpResponse(acceptance_slip_pdf(made), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="giay-hen-{facts.number}.pdf"'
    return response
