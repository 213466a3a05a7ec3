"""Giving cash to the next hands: offered to be counted, or signed at once by the receiver's PIN."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tram.accounts.rules.access import Right, may
from tram.cash.commands.handovers import offer_cash
from tram.cash.queries.funds import points_in, tellers_at
from tram.cash.rules.counting import CashWay
from tram.core.acts import Actor
from tram.core.errors import Refused
from tram.core.money import parse_vnd
from tram.directory.queries.network import units_below
from tram.directory.queries.signers import Pin
from tram.web import access
from tram.web.answers import see_other
from tram.web.forms import ParsedField, RequestForm
from tram.web.workplace.cash.own import EVERYBODY, kept_units
from tram.web.workplace.manifests.forms import PIN_BOX
from tram.web.workplace.manifests.pins import pin_of, signing

FIELDS = {
    "wrong-pin": "pin",
    "not-held": "amount",
    "count-missing": "counted",
    "counted-other": "counted",
}
Choices = Sequence[tuple[Any, str]]


class GiveForm(RequestForm):
    """Which way, at which point, how much; the receiver's PIN if they stand here."""

    way = forms.ChoiceField(label=gettext_lazy("Giao từ đâu tới đâu"), widget=forms.RadioSelect)
    unit = forms.TypedChoiceField(label=gettext_lazy("Điểm phục vụ"), coerce=int)
    teller = forms.TypedChoiceField(
        label=gettext_lazy("Giao dịch viên nhận tiền lẻ"),
        coerce=int,
        empty_value=None,
        required=False,
    )
    amount = ParsedField(
        parse_vnd,
        label=gettext_lazy("Số tiền giao"),
        widget=forms.TextInput(
            attrs={"class": "w-money", "inputmode": "numeric", "autocomplete": "off"}
        ),
    )
    counted = ParsedField(
        parse_vnd,
        label=gettext_lazy("Số tiền người nhận đếm được, nếu ký ngay"),
        required=False,
        widget=forms.TextInput(
            attrs={"class": "w-money", "inputmode": "numeric", "autocomplete": "off"}
        ),
    )
    username = forms.CharField(
        label=gettext_lazy("Tên đăng nhập của người nhận, nếu ký ngay"), required=False
    )
    pin = forms.CharField(
        label=gettext_lazy("Mã PIN của người nhận"), widget=PIN_BOX, required=False
    )

    def __init__(self, ways: Choices, units: Choices, tellers: Choices, data: Any = None) -> None:
        super().__init__(data)
        for name, choices in (("way", ways), ("unit", units), ("teller", tellers)):
            box = self.fields[name]
            assert isinstance(box, forms.ChoiceField)
            box.choices = list(choices)
        if len(ways) == 1:
            self.fields["way"].initial = ways[0][0]
        if not tellers:
            del self.fields["teller"]

    def signed_by(self) -> Pin | None:
        """The receiver's signature, if given here."""
        name, pin = self.cleaned_data["username"], self.cleaned_data["pin"]
        return pin_of(name, pin) if name or pin else None


def _ways(who: Actor) -> Choices:
    found = []
    if may(who, Right.TAKE_IN):
        found.append(CashWay.DRAWER_TO_POINT)
    if may(who, Right.DELIVER):
        found.append(CashWay.BAG_TO_POINT)
    if may(who, Right.TAKE_IN) or may(who, Right.MANAGE_CASH):
        found += [CashWay.POINT_TO_DRAWER, CashWay.POINT_TO_PROVINCE]
    return [(way.value, way.label) for way in found]


def _units(who: Actor) -> Choices:
    road = units_below({d.unit_id for d in who.duties}) if may(who, Right.DELIVER) else set()
    return points_in(kept_units(who) | road)


@access.allowed(*EVERYBODY)
@require_http_methods(["GET", "POST"])
def give_cash(request: HttpRequest) -> HttpResponse:
    """Offer cash; the next hands count it and sign."""
    who = access.actor(request)
    tellers = tellers_at(kept_units(who), access.today(request))
    posted = request.POST if request.method == "POST" else None
    form = GiveForm(_ways(who), _units(who), tellers and [("", "—"), *tellers], posted)
    if form.is_valid():
        given = form.cleaned_data
        asked = access.act(request, given["request_id"])
        words = {
            "way": CashWay(given["way"]),
            "unit_id": given["unit"],
            "amount_vnd": given["amount"],
            "teller_id": given.get("teller"),
            "counted_vnd": given["counted"],
        }
        try:
            told = signing(
                request, form.signed_by(), lambda pin: offer_cash(asked, **words, pin=pin)
            )
        except Refused as refused:
            form.refuse(refused, FIELDS.get(refused.code))
        else:
            messages.success(request, _("Đã ghi việc giao tiền."))
            return see_other("cash_handover", handover_id=told["handover"])
    status = 409 if form.is_bound else 200
    return render(request, "workplace/cash/give.html", {"form": form}, status=status)
