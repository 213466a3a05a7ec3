"""The citizen brings what was asked for (nộp bổ sung): every paper of the letter ticked, and the dossier goes on."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tram.accounts.rules.access import Right
from tram.core.acts import Act
from tram.custody.commands import desk as commands
from tram.dossiers.queries import dossier as queries
from tram.dossiers.queries.letters import AskedPaper, LetterRow, letters
from tram.dossiers.rules.letters import LetterKind
from tram.web import access
from tram.web.answers import see_other
from tram.web.forms import RequestForm
from tram.web.workplace.desk.own import done, own_facts, page


class ReceivedForm(RequestForm):
    """One box for each paper of the letter; boxes of an older letter are not those of a newer one."""

    def __init__(self, letter: LetterRow, *args: Any, **options: Any) -> None:
        self.letter = letter
        vars(self)["base_fields"] = {
            **type(self).base_fields,
            **{self._name(paper): _box(paper) for paper in letter.papers},
        }
        super().__init__(*args, **options)

    def _name(self, paper: AskedPaper) -> str:
        return f"paper_{self.letter.id.hex[:8]}_{paper.seq}"

    @property
    def lines(self) -> list[tuple[AskedPaper, forms.BoundField]]:
        """Each paper with its box."""
        return [(paper, self[self._name(paper)]) for paper in self.letter.papers]

    def received(self) -> tuple[int, ...]:
        """Places on the letter's list of what is here."""
        given = self.cleaned_data
        return tuple(paper.seq for paper in self.letter.papers if given[self._name(paper)])


def _box(paper: AskedPaper) -> forms.BooleanField:
    wrong = _("Chưa nhận «{name}»: nhận đủ mọi giấy tờ ghi trong phiếu thì hồ sơ mới tiếp tục.")
    keys = {"aria-label": _("Đã nhận: {name}").format(name=paper.name)}
    return forms.BooleanField(
        label=_("Đã nhận đủ"),
        error_messages={"required": wrong.format(name=paper.name)},
        widget=forms.CheckboxInput(attrs={**keys, "aria-keyshortcuts": f"Alt+{paper.seq}"}),
    )


@access.allowed(Right.ACCEPT)
@require_http_methods(["GET", "POST"])
def receive_supplement(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Tick each paper of the letter; complete, the dossier goes on from where it waited."""
    facts = own_facts(request, dossier_id)
    asked = letters(dossier_id, LetterKind.SUPPLEMENT)
    if not asked:
        return redirect("desk_dossier", dossier_id=dossier_id)
    form = ReceivedForm(asked[-1], request.POST or None)

    def receive(act: Act) -> object:
        received = form.received()
        return commands.receive_supplement(act, dossier_id=dossier_id, received=received)

    if done(request, form, facts, receive):
        messages.success(request, _("Đã nhận đủ giấy tờ bổ sung; hồ sơ được giải quyết tiếp."))
        return see_other("desk_dossier", dossier_id=dossier_id)
    if not form.is_bound and asked[-1].answered_at:
        return redirect("desk_dossier", dossier_id=dossier_id)
    words = {"letter": asked[-1], "sender": queries.senders(dossier_id)[0]}
    return page(request, "receive_supplement", facts, form, **words)
