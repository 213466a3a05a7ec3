"""One hand-over of cash: the receiver counts and signs, or the giver takes the offer back."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tram.cash.commands.handovers import may_receive, sign_cash, withdraw_cash
from tram.cash.queries.funds import Handover, handover
from tram.cash.rules.counting import CashState, CashWay, DifferenceCause
from tram.core.errors import Refused
from tram.core.money import parse_vnd
from tram.web import access
from tram.web.answers import see_other
from tram.web.forms import ParsedField, RequestForm
from tram.web.workplace.cash.own import EVERYBODY, kept_units


class SignForm(RequestForm):
    """What the receiver counted, and the cause if it is not what was offered."""

    counted = ParsedField(
        parse_vnd,
        label=gettext_lazy("Số tiền đếm được"),
        widget=forms.TextInput(
            attrs={"class": "w-money", "inputmode": "numeric", "autocomplete": "off"}
        ),
    )
    cause = forms.ChoiceField(
        label=gettext_lazy("Nguyên nhân, nếu lệch"),
        choices=[("", gettext_lazy("Không lệch")), *DifferenceCause.choices()],
        required=False,
    )


@access.allowed(*EVERYBODY)
@require_http_methods(["GET", "POST"])
def cash_handover(request: HttpRequest, handover_id: UUID) -> HttpResponse:
    """Who gives, how much, who may sign; POST signs or withdraws."""
    who = access.actor(request)
    found = handover(handover_id)
    if found is None or not _seen(request, found):
        raise Http404
    sending = request.method == "POST"
    withdraws = request.POST.get("do") == "withdraw"
    form: RequestForm = (RequestForm if withdraws else SignForm)(request.POST if sending else None)
    if form.is_valid():
        try:
            _run(request, found, form, withdraws=withdraws)
        except Refused as refused:
            form.refuse(refused, "cause" if refused.code == "cause-missing" else None)
        else:
            told = _("Đã rút lại.") if withdraws else _("Đã ký nhận tiền.")
            messages.success(request, told)
            return see_other("cash_handover", handover_id=handover_id)
    waiting = found.state == CashState.WAITING
    words: dict[str, Any] = {
        "one": found,
        "way": CashWay(found.way).label,
        "state": CashState(found.state).label,
        "cause": DifferenceCause(found.cause).label if found.cause else "",
        "form": form,
        "signs": waiting and may_receive(who, found),
        "withdraws": waiting and found.given_by_id == who.user_id,
        "plain": RequestForm(),
    }
    status = 409 if sending else 200
    return render(request, "workplace/cash/handover.html", words, status=status)


def _seen(request: HttpRequest, found: Handover) -> bool:
    who = access.actor(request)
    return (
        who.user_id in {found.given_by_id, found.received_by_id, found.target.user_id}
        or found.unit_id in kept_units(who)
        or may_receive(who, found)
    )


def _run(request: HttpRequest, found: Handover, form: RequestForm, *, withdraws: bool) -> None:
    given = form.cleaned_data
    asked = access.act(request, given["request_id"])
    if withdraws:
        withdraw_cash(asked, handover_id=found.id)
        return
    cause = DifferenceCause(given["cause"]) if given["cause"] else None
    sign_cash(asked, handover_id=found.id, counted_vnd=given["counted"], cause=cause)
