"""Every page says who may open it; a page that says nothing is open to nobody.

@public            anyone, without signing in
@signed_in         any member of staff
@allowed(RIGHT…)   staff whose duties grant one of these rights somewhere; the command or query asks again, of the thing
"""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.http import HttpRequest

from tram.accounts.rules.access import Right
from tram.core import clock
from tram.core.acts import Act, Actor
from tram.core.calendar import local_date
from tram.core.requests import request_uuid
from tram.web import later

View = TypeVar("View", bound=Callable[..., Any])
PUBLIC = "public"
SIGNED_IN = "signed-in"


def _mark(view: View, policy: object) -> View:
    view.access_policy = policy  # type: ignore[attr-defined]
    return view


def public(view: View) -> View:
    """The policy of a page that anybody may open."""
    return _mark(view, PUBLIC)


def signed_in(view: View) -> View:
    """The policy of a page for everybody who has signed in, whatever their duties."""
    return _mark(view, SIGNED_IN)


def allowed(*rights: Right) -> Callable[[View], View]:
    """The policy of a page for whoever has one of these rights at some place today."""
    return lambda view: _mark(view, frozenset(rights))


def actor(request: HttpRequest) -> Actor:
    """The person this request is served for, with today's duties."""
    found: Actor = getattr(request, "actor", Actor(None))
    return found


def today(request: HttpRequest) -> date:
    """The day of this request; for staff it came with the person, so nobody asks again."""
    moment = getattr(request.user, "moment", None)
    return local_date(moment or clock.now())


def place(request: HttpRequest, right: Right | None = None) -> int | None:
    """The unit a person is working at: the one chosen for this session, else the first whose duty grants `right`."""
    from tram.accounts.rules.access import GRANTS, Role

    duties = [
        duty for duty in actor(request).duties if right is None or right in GRANTS[Role(duty.role)]
    ]
    chosen = request.session.get("place")
    here = [duty.unit_id for duty in duties]
    return chosen if chosen in here else next(iter(here), None)


def act(request: HttpRequest, request_id: UUID | str, right: Right | None = None) -> Act:
    """The act that a posted form asks for: its client-made request id, its person, the place they work at.

    What was done on paper brings its real time, grade and paper (`web.later`).
    """
    ident = request_id if isinstance(request_id, UUID) else request_uuid(request_id)
    paper = later.entered(request.POST)
    return Act(request_id=ident, actor=actor(request), place_id=place(request, right), **paper)
