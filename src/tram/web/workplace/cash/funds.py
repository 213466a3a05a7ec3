"""What a manager looks over: cash in every drawer, bag and fund, hand-overs, differences with their names."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tram.accounts.rules.access import Right
from tram.cash.queries import drawers
from tram.cash.queries.door import door_cash
from tram.cash.rules.remittance import AGES
from tram.web import access
from tram.web.workplace.cash.own import kept_units


@access.allowed(Right.MANAGE_CASH)
@require_GET
def funds(request: HttpRequest) -> HttpResponse:
    """Cash of every point below, what waits for a signature, what is missing and whose it is."""
    who = access.actor(request)
    units = kept_units(who)
    pots = drawers.pots(units)
    words = {
        "pots": pots,
        "total": sum(pot.amount_vnd for pot in pots),
        "waiting": drawers.waiting_cash(units, who.id),
        "door": door_cash(units, access.today(request)),
        "ages": [label for _, label in AGES],
        "differences": drawers.differences(units),
    }
    return render(request, "workplace/cash/funds.html", words)
