"""One batch: its items, how it was paid, what the agency received."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tram.accounts.rules.access import Right, may
from tram.cash.commands.remittances import confirm_remittance, may_confirm, pay_remittance
from tram.cash.queries.remittances import Batch, batch, items
from tram.cash.rules.remittance import RemittanceCause, RemittanceState
from tram.core.errors import Refused
from tram.core.money import format_vnd, parse_vnd
from tram.custody.queries.trail import item_numbers
from tram.dossiers.queries.fees import money_scope
from tram.web import access
from tram.web.answers import see_other
from tram.web.forms import ParsedField, RequestForm


class PayForm(RequestForm):
    """By which paper the money left."""

    proof = forms.CharField(
        label=gettext_lazy("Số ủy nhiệm chi hoặc giấy nộp tiền"), max_length=100
    )


class ConfirmForm(RequestForm):
    """How much reached the agency, and why it is not all."""

    received = ParsedField(
        parse_vnd,
        label=gettext_lazy("Số tiền cơ quan đã nhận"),
        widget=forms.TextInput(
            attrs={"class": "w-money", "inputmode": "numeric", "autocomplete": "off"}
        ),
    )
    counted = forms.IntegerField(
        label=gettext_lazy("Số khoản cơ quan đếm được, nếu đã đếm"), min_value=0, required=False
    )
    cause = forms.ChoiceField(
        label=gettext_lazy("Nguyên nhân, nếu chưa khớp"),
        choices=[("", gettext_lazy("Khớp")), *RemittanceCause.choices()],
        required=False,
    )
    words = forms.CharField(label=gettext_lazy("Ghi rõ"), max_length=300, required=False)


def own_batch(request: HttpRequest, remittance_id: UUID) -> Batch:
    """The batch if this person sees its agency's money; for anybody else there is none."""
    found = batch(remittance_id)
    scope = money_scope(access.actor(request))
    if found is None or (scope is not None and found.agency_id not in scope):
        raise Http404
    return found


@access.allowed(Right.READ_MONEY)
@require_http_methods(["GET", "POST"])
def remittance(request: HttpRequest, remittance_id: UUID) -> HttpResponse:
    """The batch; POST pays it (the post) or confirms it (the agency)."""
    found, who = own_batch(request, remittance_id), access.actor(request)
    pays = may(who, Right.MANAGE_CASH) and found.state is RemittanceState.MADE
    open_ = found.state in {RemittanceState.PAID, RemittanceState.DIFFERS}
    confirms = open_ and may_confirm(who, found.agency_id)
    sending = request.method == "POST"
    form: RequestForm = (PayForm if pays else ConfirmForm)(request.POST if sending else None)
    if form.is_valid():
        try:
            _run(request, found, form)
        except Refused as refused:
            form.refuse(refused, "cause" if refused.code == "cause-missing" else None)
        else:
            messages.success(request, _told(found, form))
            return see_other("remittance", remittance_id=remittance_id)
    rows = items(remittance_id)
    numbers = item_numbers([row.subject for row in rows])
    words: dict[str, Any] = {
        "one": found,
        "rows": [(row, numbers.get(row.subject, "")) for row in rows],
        "form": form,
        "pays": pays,
        "confirms": confirms,
        "may_open": may(who, Right.READ_DOSSIER) or may(who, Right.READ_POSTAL),
    }
    status = 409 if sending else 200
    return render(request, "workplace/remittances/one.html", words, status=status)


def _told(found: Batch, form: RequestForm) -> str:
    """What was written down, and who is to act next."""
    if isinstance(form, PayForm):
        words = _("Đã ghi: đã chuyển {amount} cho {agency}, chờ cơ quan xác nhận.")
        return words.format(amount=format_vnd(found.amount_vnd), agency=found.agency)
    received = format_vnd(form.cleaned_data["received"])
    return _("Đã ghi: cơ quan nhận được {amount}.").format(amount=received)


def _run(request: HttpRequest, found: Batch, form: RequestForm) -> None:
    given = form.cleaned_data
    asked = access.act(request, given["request_id"])
    if isinstance(form, PayForm):
        pay_remittance(asked, remittance_id=found.id, proof=given["proof"])
        return
    confirm_remittance(
        asked,
        remittance_id=found.id,
        received_vnd=given["received"],
        cause=RemittanceCause(given["cause"]) if given["cause"] else None,
        words=given["words"],
        counted=given["counted"],
    )
