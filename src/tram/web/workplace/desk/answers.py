"""The desk's other two answers: a request for supplement (Mẫu 02) and a refusal (Mẫu 03), each always in writing."""

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tram.accounts.rules.access import Right
from tram.catalogue.queries import required_papers
from tram.core.acts import Act
from tram.core.errors import Refused
from tram.dossiers import commands
from tram.dossiers.queries import dossier as queries
from tram.dossiers.queries.dossier import Facts
from tram.dossiers.queries.letters import letters
from tram.dossiers.rules.letters import LetterKind
from tram.dossiers.rules.states import RefusalReason
from tram.web import access
from tram.web.answers import see_other
from tram.web.forms import RequestForm
from tram.web.workplace.desk.asked_form import (
    MOST_ROWS,
    SupplementForm,
    long_reason,
    rows_asked,
)
from tram.web.workplace.desk.own import done, own_facts, page


class RefusalForm(RequestForm):
    """Why the desk does not take the dossier: one reason of the list, and the words that are printed."""

    code = forms.ChoiceField(
        label=gettext_lazy("Lý do từ chối"),
        choices=RefusalReason.choices(),
        widget=forms.RadioSelect,
    )
    reason = long_reason(
        gettext_lazy("Giải thích cho công dân"),
        hint=gettext_lazy("In trên phiếu từ chối: ghi rõ vì sao và công dân có thể làm gì."),
    )

    def refuse(self, refused: Refused, field: str | None = None) -> None:
        """Shows a refusal at the field it speaks of."""
        super().refuse(refused, field or {"reason-missing": "reason"}.get(refused.code))


@access.allowed(Right.ACCEPT)
@require_http_methods(["GET", "POST"])
def ask_supplement(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Ask for everything that is missing, once; POST `do=more` only adds a row."""
    facts = own_facts(request, dossier_id)
    before = letters(dossier_id, LetterKind.SUPPLEMENT)
    papers, again = required_papers(facts.version_id), bool(before)
    if request.method == "POST" and request.POST.get("do") == "more":
        rows = min(rows_asked(request.POST) + 1, MOST_ROWS)
        typed = {**request.POST.dict(), "rows": str(rows)}
        form = SupplementForm(papers, initial=typed, again=again, rows=rows)
    else:
        data = request.POST or None
        form = SupplementForm(papers, data, again=again, rows=rows_asked(request.POST))

    def ask(asked: Act) -> object:
        return commands.ask_supplement(
            asked,
            dossier_id=dossier_id,
            papers=form.asked(),
            reason=form.cleaned_data["reason"],
            again_reason=form.cleaned_data["again_reason"],
        )

    if form.is_bound and done(request, form, facts, ask):
        return see_other("desk_dossier", dossier_id=dossier_id)
    return _page(request, "ask_supplement", facts, form, before=before, most=MOST_ROWS)


@access.allowed(Right.ACCEPT)
@require_http_methods(["GET", "POST"])
def refuse(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Do not accept the dossier, in writing; its papers then wait to be given back."""
    facts = own_facts(request, dossier_id)
    form = RefusalForm(request.POST or None)

    def say_no(asked: Act) -> object:
        given = form.cleaned_data
        code = RefusalReason(given["code"])
        return commands.refuse(asked, dossier_id=dossier_id, code=code, reason=given["reason"])

    if done(request, form, facts, say_no):
        return see_other("desk_dossier", dossier_id=dossier_id)
    return _page(request, "refuse", facts, form)


def _page(
    request: HttpRequest, name: str, facts: Facts, form: RequestForm, **words: object
) -> HttpResponse:
    counted = queries.papers(facts.id)
    sender = queries.senders(facts.id)[0]
    return page(request, name, facts, form, papers=counted, sender=sender, **words)
