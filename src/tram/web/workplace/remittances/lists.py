"""What each agency is owed by its age, and the batches; the post makes the next one here."""

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
from tram.cash.commands.remittances import make_remittance
from tram.cash.queries.remittances import Aged, ageing, batches
from tram.cash.rules.remittance import AGES
from tram.core.errors import Refused
from tram.core.money import format_vnd
from tram.dossiers.queries.fees import money_scope
from tram.web import access
from tram.web.answers import see_other
from tram.web.forms import RequestForm


class MakeForm(RequestForm):
    """For which agency, up to which day."""

    agency = forms.TypedChoiceField(label=gettext_lazy("Cơ quan"), coerce=int)
    upto = forms.DateField(label=gettext_lazy("Các khoản thu đến hết ngày"))

    def __init__(self, owed: Sequence[Aged], data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        box = self.fields["agency"]
        assert isinstance(box, forms.TypedChoiceField)
        box.choices = [
            ("", _("– Chọn cơ quan –")),
            *((one.agency_id, f"{one.agency}: {format_vnd(one.total_vnd)}") for one in owed),
        ]


@access.allowed(Right.READ_MONEY)
@require_http_methods(["GET", "POST"])
def remittances(request: HttpRequest) -> HttpResponse:
    """What is owed by age, the batches; POST makes one."""
    who, day = access.actor(request), access.today(request)
    scope = money_scope(who)
    owed = ageing(scope, day)
    makes = may(who, Right.MANAGE_CASH)
    sending = request.method == "POST"
    form = MakeForm(owed, request.POST if sending else None, initial={"upto": day})
    if form.is_valid():
        given = form.cleaned_data
        try:
            made = make_remittance(
                access.act(request, given["request_id"]),
                agency_id=given["agency"],
                upto=given["upto"],
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Đã lập đợt nộp."))
            return see_other("remittance", remittance_id=made["remittance"])
    words = {
        "owed": owed,
        "ages": [label for _, label in AGES],
        "sums": [
            (label, sum(row.amounts[n] for row in owed)) for n, (_, label) in enumerate(AGES)
        ],
        "total_vnd": sum(row.total_vnd for row in owed),
        "rows": batches(scope),
        "form": form,
        "makes": makes,
    }
    status = 409 if sending else 200
    return render(request, "workplace/remittances/list.html", words, status=status)
