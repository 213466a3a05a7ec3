"""The cash book of a day on paper (sổ quỹ tiền mặt)."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from tram.cash.queries.drawers import day_book, pots
from tram.cash.queries.funds import pot_of
from tram.core.acts import Actor
from tram.core.calendar import vn_date
from tram.core.queries import is_demo
from tram.custody.prints.cash import cash_book_pdf
from tram.custody.queries.trail import item_numbers
from tram.web import access
from tram.web.downloads import pdf
from tram.web.workplace.cash.own import EVERYBODY, kept_units


@access.allowed(*EVERYBODY)
@require_GET
def cash_book(request: HttpRequest, account_id: int) -> HttpResponse:
    """The book of a drawer, a bag or a fund on a day (?ngay=, today if not told) as PDF."""
    who = access.actor(request)
    pot = pot_of(account_id)
    if pot is None or not (pot.user_id == who.user_id or account_id in _kept(who)):
        raise Http404
    book = day_book([account_id], _day(request))
    numbers = item_numbers([row.subject for row in book.rows if row.subject])
    made = cash_book_pdf(pot.name, pot.unit, book, numbers, demo=is_demo())
    name = f"so-quy-{vn_date(book.day).replace('/', '-')}"
    return pdf(made, name)


def _kept(who: Actor) -> set[int]:
    return {pot.account for pot in pots(kept_units(who))}


def _day(request: HttpRequest) -> date:
    try:
        return date.fromisoformat(request.GET.get("ngay", ""))
    except ValueError:
        return access.today(request)
