"""My cash: what lies in the drawer or the bag, the shift, today's lines, and cash that waits for a signature."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tram.accounts.rules.access import GRANTS, Right, Role, may
from tram.cash.queries import drawers
from tram.cash.queries.door import door_cash
from tram.cash.queries.drawers import DayBook, DrawerNow
from tram.core.acts import Actor
from tram.directory.queries import units_by_id
from tram.directory.queries.network import units_below
from tram.web import access
from tram.web.workplace.manifests.places import here

MINE = (Right.TAKE_IN, Right.DELIVER, Right.COLLECT)
EVERYBODY = (*MINE, Right.MANAGE_CASH)


@dataclass(frozen=True)
class Mine:
    """One's own cash: the account and its lines today."""

    account: int
    held_vnd: int
    book: DayBook


def kept_units(who: Actor) -> frozenset[int]:
    """Units whose cash a person gives or counts: their point, and all below where they manage."""
    held = {(d.unit_id, right) for d in who.duties for right in GRANTS[Role(d.role)]}
    managed = units_below({unit for unit, right in held if right is Right.MANAGE_CASH})
    return managed | {unit for unit, right in held if right is Right.TAKE_IN}


def mine(account: int | None, day: date) -> Mine | None:
    """What one account holds and did today; None if it was never used."""
    if account is None:
        return None
    return Mine(account, drawers.balance([account]), drawers.day_book([account], day))


@access.allowed(*MINE)
@require_GET
def my_cash(request: HttpRequest) -> HttpResponse:
    """The drawer of a teller, the bag of a postman, or both."""
    who, day = access.actor(request), access.today(request)
    point = here(request, Right.TAKE_IN)
    drawer: DrawerNow | None = None
    own: Mine | None = None
    if point is not None:
        drawer = drawers.drawer_now(point, who.id)
        own = mine(drawers.drawer_of(point, who.id), day)
    bag = None
    if may(who, Right.DELIVER) or may(who, Right.COLLECT):
        bag = mine(drawers.bag_of(who.id), day)
    words = {
        "point": units_by_id([point])[point].name if point else "",
        "drawer": drawer,
        "own": own,
        "bag": bag,
        "cod": sum(one.total_vnd for one in door_cash((), day, who.id)),
        "carries": point is None,
        "waiting": drawers.waiting_cash(kept_units(who), who.id),
    }
    return render(request, "workplace/cash/mine.html", words)
