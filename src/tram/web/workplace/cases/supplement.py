"""The agency asks for what is missing, once and in writing (Mẫu 02; NĐ 61/2018/NĐ-CP Điều 17)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tram.accounts.rules.access import Right
from tram.catalogue.queries import required_papers
from tram.core.acts import Act
from tram.dossiers import commands
from tram.dossiers.queries import dossier as queries
from tram.dossiers.queries.letters import letters
from tram.dossiers.rules.letters import LetterKind
from tram.dossiers.rules.states import Action
from tram.web import access
from tram.web.answers import see_other
from tram.web.workplace.cases.own import done, note, own_case
from tram.web.workplace.desk.asked_form import MOST_ROWS, SupplementForm, rows_asked


@access.allowed(Right.SETTLE)
@require_http_methods(["GET", "POST"])
def supplement(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Tick what is missing and say why; POST `do=more` only adds a row."""
    case = own_case(request, dossier_id)
    before = letters(dossier_id, LetterKind.SUPPLEMENT)
    more = request.method == "POST" and request.POST.get("do") == "more"
    form = _form(request, case.facts.version_id, again=bool(before), more=more)

    def ask(act: Act) -> object:
        given = form.cleaned_data
        return commands.ask_supplement(
            act,
            dossier_id=dossier_id,
            papers=form.asked(),
            reason=given["reason"],
            again_reason=given["again_reason"],
        )

    if not more and done(request, form, case, ask):
        messages.success(request, _("Đã ký phiếu yêu cầu bổ sung. Thời hạn tạm dừng."))
        return see_other("case", dossier_id=dossier_id)
    if request.method == "GET" and not case.can(Action.ASK_SUPPLEMENT):
        return see_other("case", dossier_id=dossier_id)
    note(request, case, "case_supplement")
    words = {
        "facts": case.facts,
        "form": form,
        "before": before,
        "papers": queries.papers(dossier_id),
        "most": MOST_ROWS,
    }
    status = 409 if form.is_bound else 200
    return render(request, "workplace/cases/supplement.html", words, status=status)


def _form(request: HttpRequest, version_id: int, *, again: bool, more: bool) -> SupplementForm:
    """The form as sent, or with one row more and what was typed kept."""
    papers, rows = required_papers(version_id), rows_asked(request.POST)
    if more:
        rows = min(rows + 1, MOST_ROWS)
        typed = {**request.POST.dict(), "rows": str(rows)}
        return SupplementForm(papers, initial=typed, again=again, rows=rows)
    return SupplementForm(papers, request.POST or None, again=again, rows=rows)
