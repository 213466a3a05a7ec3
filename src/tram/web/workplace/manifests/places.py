"""Where a person stands when handing over: the place they work at, or the road; and the way on after an act."""

from dataclasses import replace
from uuid import UUID

from django.http import Http404, HttpRequest

from tram.accounts.rules.access import Right, may
from tram.core.acts import Act
from tram.custody.queries.holders import SIDES
from tram.web import access


def here(request: HttpRequest, *rights: Right) -> int | None:
    """The unit a person hands over at: the chosen place if a duty there allows it, else the first that does."""
    who, chosen = access.actor(request), access.place(request)
    wanted = rights or SIDES
    units = [chosen, *(duty.unit_id for duty in who.duties)]
    return next(
        (unit for unit in units if unit and any(may(who, right, [unit]) for right in wanted)), None
    )


def act(request: HttpRequest, request_id: UUID, right: Right, unit_id: int | None = None) -> Act:
    """The act of the form just posted, at the unit it is done for: the one given, else where its person works."""
    place = unit_id or here(request, right)
    return replace(access.act(request, request_id, right), place_id=place)


def ident(text: str) -> UUID:
    """The id in a posted form; what is none belongs to nothing that exists."""
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
