"""A batch beside the post's statement and the agency's receipt, item by item; nothing is written by looking."""

from pathlib import Path
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tram.accounts.rules.access import Right
from tram.cash.imports.statements import read_statement
from tram.cash.queries.remittances import Batch, items
from tram.cash.rules.reconciliation import Reconciled, Sum, reconcile
from tram.core.errors import Refused
from tram.core.files.limits import limits
from tram.core.files.names import shown_name
from tram.custody.queries.trail import item_numbers
from tram.web import access
from tram.web.forms import RequestForm
from tram.web.uploads import sent_too_much, takes_files
from tram.web.workplace.remittances.one import own_batch


class StatementForm(RequestForm):
    """The statement's file."""

    sheet = forms.FileField(label=gettext_lazy("Tệp bảng kê (XLSX hoặc CSV UTF-8)"))


@access.allowed(Right.READ_MONEY)
@takes_files
@require_http_methods(["GET", "POST"])
def reconcile_batch(request: HttpRequest, remittance_id: UUID) -> HttpResponse:
    """Ask for the statement; POST compares it."""
    one = own_batch(request, remittance_id)
    sending = request.method == "POST"
    form = StatementForm(request.POST, request.FILES) if sending else StatementForm()
    told: Reconciled | None = None
    wrong: list[str] = []
    if refused := sent_too_much(request):
        form, wrong = StatementForm(), [refused.message]
    elif form.is_valid():
        try:
            stated, wrong = _read(form.cleaned_data["sheet"])
        except Refused as reason:
            form.refuse(reason, "sheet")
        else:
            told = None if wrong else _compare(one, stated)
    status = 200 if told or not sending else 422
    words = {"one": one, "form": form, "told": told, "wrong": wrong}
    return render(request, "workplace/remittances/reconcile.html", words, status=status)


def _read(sent: Any) -> tuple[list[Sum], list[str]]:
    name = shown_name(sent.name or "")
    if (sent.size or 0) > limits().bytes:
        raise Refused("too-large", _("Tệp «{name}» lớn quá.").format(name=name))
    return read_statement(Path(sent.temporary_file_path()), name)


def _compare(one: Batch, stated: list[Sum]) -> Reconciled:
    rows = items(one.id)
    numbers = item_numbers([row.subject for row in rows])
    book = [Sum(numbers.get(row.subject, str(row.subject)), row.amount_vnd) for row in rows]
    paid = one.amount_vnd if one.paid_at else None
    return reconcile(book, stated, paid_vnd=paid, received_vnd=one.received_vnd)
