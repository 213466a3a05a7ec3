"""A batch beside the post's list and the agency's own count, item by item; what differs is kept, once."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tram.accounts.rules.access import Right
from tram.cash.imports.statements import read_statement
from tram.cash.queries.differences import Wanted, money_differences, statements
from tram.cash.queries.remittances import Batch
from tram.cash.rules.differences import ReconciledSide
from tram.core.errors import Refused
from tram.custody.commands.reconciling import may_reconcile, reconcile_statement
from tram.dossiers.queries.fees import money_scope
from tram.web import access
from tram.web.answers import see_other
from tram.web.forms import RequestForm
from tram.web.uploads import sent_too_much, takes_files
from tram.web.workplace.remittances.one import own_batch
from tram.web.workplace.spreadsheets import sent_sheet


class StatementForm(RequestForm):
    """Whose list it is, and its file."""

    side = forms.ChoiceField(label=gettext_lazy("Danh sách của"), widget=forms.RadioSelect)
    sheet = forms.FileField(label=gettext_lazy("Tệp bảng kê (XLSX hoặc CSV UTF-8)"))

    def __init__(self, sides: list[ReconciledSide], *words: Any) -> None:
        super().__init__(*words)
        box = self.fields["side"]
        assert isinstance(box, forms.ChoiceField)
        box.choices = [(side.value, side.label) for side in sides]
        if sides:
            box.initial = sides[0].value


@access.allowed(Right.READ_MONEY)
@takes_files
@require_http_methods(["GET", "POST"])
def reconcile_batch(request: HttpRequest, remittance_id: UUID) -> HttpResponse:
    """The lists held against a batch and its differences; POST brings another list."""
    one, who = own_batch(request, remittance_id), access.actor(request)
    sides = [side for side in ReconciledSide if may_reconcile(who, one.agency_id, side)]
    sending = request.method == "POST"
    form = StatementForm(sides, request.POST, request.FILES) if sending else StatementForm(sides)
    wrong: list[str] = []
    if refused := sent_too_much(request):
        form, wrong = StatementForm(sides), [refused.message]
    elif form.is_valid():
        try:
            stated, wrong = read_statement(*sent_sheet(form.cleaned_data["sheet"]))
            if not wrong:
                return _keep(request, one, form, stated)
        except Refused as reason:
            form.refuse(reason, "sheet")
    words = {
        "one": one,
        "form": form,
        "sides": sides,
        "wrong": wrong,
        "statements": statements(one.id),
        "rows": money_differences(money_scope(who), Wanted(batch_id=one.id), limit=200),
    }
    status = 422 if sending else 200
    return render(request, "workplace/remittances/reconcile.html", words, status=status)


def _keep(request: HttpRequest, one: Batch, form: StatementForm, stated: Any) -> HttpResponse:
    told = reconcile_statement(
        access.act(request, form.cleaned_data["request_id"]),
        remittance_id=one.id,
        side=ReconciledSide(form.cleaned_data["side"]),
        stated=stated,
    )
    messages.success(request, told_in_words(told))
    return see_other("reconcile_batch", remittance_id=one.id)


def told_in_words(told: Any) -> str:
    """What a reconciliation came to, for the reader."""
    if told["again"]:
        return _("Tệp này đã đối soát trước đây: không ghi thêm gì.")
    words = _(
        "{matched} khoản khớp, {found} sai lệch, trong đó {new} sai lệch mới; {ended} sai lệch cũ đã hết."
    )
    return words.format(**told)
