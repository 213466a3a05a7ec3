"""Accepting a dossier (tiếp nhận): papers confirmed one by one, the question of the return; number, due time, slip."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tram.accounts.commands import note_read
from tram.accounts.rules.access import Right
from tram.core.acts import Act
from tram.core.errors import Refused
from tram.custody.commands import returns as commands
from tram.custody.queries import finding, returning, trail
from tram.custody.queries.intakes import CommuneChoice
from tram.dossiers.prints import acceptance_slip_pdf
from tram.dossiers.queries import dossier as queries
from tram.dossiers.queries.dossier import Facts, Paper
from tram.dossiers.queries.letters import letters
from tram.dossiers.queries.reach import reach
from tram.dossiers.queries.slip import acceptance_slip
from tram.dossiers.rules.letters import LetterKind
from tram.dossiers.rules.sight import Sight
from tram.dossiers.rules.states import TO_ACCEPT, Action, State
from tram.web import access
from tram.web.answers import see_other
from tram.web.downloads import pdf
from tram.web.forms import RequestForm
from tram.web.workplace.desk import return_question as question
from tram.web.workplace.desk.own import done, own_facts, page


class AcceptForm(RequestForm):
    """Every paper of the dossier confirmed by the officer who counted it, and the customer's answer if one is asked."""

    def __init__(
        self,
        *args: Any,
        papers: Sequence[Paper],
        places: Sequence[CommuneChoice] | None,
        secrets: bool = False,
        **options: Any,
    ) -> None:
        self.papers = [paper for paper in papers if paper.total]
        asked = places is not None
        vars(self)["base_fields"] = {
            **type(self).base_fields,
            **{f"paper_{paper.seq}": _box(paper) for paper in self.papers},
            **({"back": question.question_field()} if asked else {}),
            **(question.return_fields(places or (), secrets) if asked else {}),
        }
        super().__init__(*args, **options)
        self.asked = asked
        if asked:
            question.only_if_by_post(self)

    @property
    def lines(self) -> list[tuple[Paper, forms.BoundField]]:
        """Each paper with its box."""
        return [(paper, self[f"paper_{paper.seq}"]) for paper in self.papers]

    def refuse(self, refused: Refused, field: str | None = None) -> None:
        """Shows a refusal at the field it speaks of."""
        at = question.AT_FIELD.get(refused.code) if self.asked else None
        super().refuse(refused, field or at)


def _box(paper: Paper) -> forms.BooleanField:
    wrong = _("Chưa xác nhận giấy tờ số {seq}: hãy kiểm đếm rồi đánh dấu.")
    name = _("Giấy tờ số {seq}: đủ, đúng như kê khai").format(seq=paper.seq)
    keys = {"aria-label": name, "aria-keyshortcuts": f"Alt+{paper.seq}"}
    return forms.BooleanField(
        label=_("Đủ, đúng như kê khai"),
        error_messages={"required": wrong.format(seq=paper.seq)},
        widget=forms.CheckboxInput(attrs=keys),
    )


@access.allowed(Right.ACCEPT)
@require_http_methods(["GET", "POST"])
def desk_dossier(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """A dossier to accept (POST `do=price` only asks for the price); else where it stands and what to print."""
    facts = own_facts(request, dossier_id)
    if request.method == "POST":
        return _posted(request, facts)
    if facts.state in TO_ACCEPT:
        form = _form(request, facts, None, initial=question.submitted_by(facts))
        return _waiting(request, facts, form)
    return _standing(request, facts)


def _posted(request: HttpRequest, facts: Facts) -> HttpResponse:
    form = _form(request, facts, request.POST)
    if request.POST.get("do") == "price" and form.asked:
        card = question.priced(request, facts, form)
        again = _form(request, facts, None, initial=question.as_typed(form, request))
        return card or _waiting(request, facts, again, form.cleaned_data)

    def accept(asked: Act) -> object:
        answer = question.answer(form.cleaned_data)
        return commands.accept(asked, dossier_id=facts.id, answer=answer)

    if done(request, form, facts, accept):
        return see_other("desk_dossier", dossier_id=facts.id)
    return _waiting(request, facts, form, getattr(form, "cleaned_data", {}))


def _form(request: HttpRequest, facts: Facts, data: Any, **options: Any) -> AcceptForm:
    """The form with the question, where it is asked; a form sent twice keeps the question it was sent with."""
    asked = "back" in request.POST or _asks(facts)
    places = question.places() if asked else None
    secrets = asked and returning.asks_secrets(facts)
    papers = queries.papers(facts.id)
    return AcceptForm(data, papers=papers, places=places, secrets=secrets, **options)


def _asks(facts: Facts) -> bool:
    """Whether the customer is still to be asked: not by post yet, no answer kept, and the procedure allows it."""
    return (
        not facts.result_by_post
        and facts.can(Action.CHOOSE_RETURN)
        and not facts.same_day
        and not returning.choices(facts.id)
        and returning.may_return(facts).open
    )


def _waiting(
    request: HttpRequest, facts: Facts, form: AcceptForm, given: Any = None
) -> HttpResponse:
    asked = letters(facts.id, LetterKind.SUPPLEMENT)
    words: dict[str, Any] = {
        "sender": queries.senders(facts.id)[0],
        "recipient": next(iter(trail.recipients(facts.id)), None),
        "absent": [paper for paper in queries.papers(facts.id) if not paper.total],
        "quoted": trail.price(facts.id),
        "covers": trail.covers(facts.id),
        "choice": next(iter(returning.choices(facts.id)), None),
        "closed": "" if facts.result_by_post else returning.may_return(facts).reason,
        "supplement": asked[-1] if asked else None,
    }
    if form.asked:
        question.all_asked(form)
        words |= question.price_words(facts, given or question.first_commune(form))
    return page(request, "accept", facts, form, **words)


def _standing(request: HttpRequest, facts: Facts) -> HttpResponse:
    """After the desk's answer: accepted with number and slip, or the letter that was written."""
    written = letters(facts.id)
    if facts.number and facts.state not in LETTER_FIRST:
        more = {"due": queries.due(facts.id), "to_transfer": State.ACCEPTED}
        return page(request, "accepted", facts, None, letters=written, **more)
    if not written:
        return redirect("dossier", dossier_id=facts.id)
    return page(request, "written", facts, None, letter=written[-1], letters=written[:-1])


LETTER_FIRST = {
    State.INCOMPLETE,
    State.WAITING_PAPERS,
    State.REFUSED,
    State.INELIGIBLE,
    State.WITHDRAWN,
}


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
    return pdf(acceptance_slip_pdf(made), f"giay-hen-{facts.number}")
