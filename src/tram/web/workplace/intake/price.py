"""The running price of an intake, and what is still needed to say it; nothing is written."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from tram.cash.rules.change import change
from tram.cash.rules.fees import FeeRoute
from tram.catalogue.rules.eligibility import require_open
from tram.core.errors import Refused
from tram.core.money import format_vnd
from tram.custody.commands import charges
from tram.custody.queries.intake import intake_facts
from tram.custody.queries.receipts import Charge
from tram.custody.rules.services import DIRECTIONS, Service
from tram.dossiers.rules.completeness import Expected, missing
from tram.web.workplace.intake.form import IntakeForm
from tram.web.workplace.intake.money import payment

PRICED = (
    "agency",
    "service",
    "grams",
    "exemption",
    "fee_route",
    "asked",
    "tendered",
    "sender_commune",
    "recipient_commune",
)


@dataclass(frozen=True)
class Price:
    """What the customer would pay, or what is still needed to say so; missing papers beside it."""

    charges: tuple[Charge, ...] = ()
    total_vnd: int = 0
    fee_unknown: bool = False
    needed: tuple[str, ...] = ()
    tendered_vnd: int | None = None
    change_vnd: int = 0
    lacking: str = ""
    short: tuple[Expected, ...] = ()


def price(form: IntakeForm, point: int | None, day: date) -> Price:
    """The price of what has been typed so far at a point."""
    form.full_clean()
    short = tuple(missing([Expected(**vars(p)) for p in form.procedure.papers], form.counted()))
    needed = [str(error) for name in PRICED for error in form.errors.get(name, ())]
    if needed:
        return Price(needed=tuple(needed), short=short)
    try:
        return _charges(form, point, day, short)
    except Refused as refused:
        return Price(needed=(refused.message,), short=short)


def _charges(form: IntakeForm, point: int | None, day: date, short: Sequence[Expected]) -> Price:
    given = form.cleaned_data
    service = Service(given["service"])
    facts = intake_facts(
        version_id=form.procedure.version_id,
        agency_id=given["agency"],
        point_id=point,
        recipient_area=form.recipient_commune(),
        day=day,
    )
    require_open(facts.postal, DIRECTIONS[service], facts.name)
    by = payment(given)
    postage = charges.price(facts, service, given["grams"], by.group, by.route)
    source = _("Danh mục thủ tục")
    own = form.procedure.fees if by.route is FeeRoute.POST else ()
    fees = [Charge(f.label.capitalize(), f.amount_vnd, source) for f in own]
    found = (*fees, *(Charge(c.what, c.amount_vnd, c.source) for c in postage.lines))
    if more := charges.above(postage, by):
        found = (*found, Charge(more.what, more.amount_vnd, more.source))
    total = sum(charge.amount_vnd for charge in found)
    bare = Price(found, total, facts.fee_vnd is None, short=tuple(short))
    return _tendered(bare, given.get("tendered"))


def _tendered(price: Price, tendered: int | None) -> Price:
    """The same with what goes back over the counter, or what is still lacking."""
    if tendered is None:
        return price
    try:
        more = change(price.total_vnd, tendered)
    except Refused as refused:
        return replace(price, lacking=refused.message)
    return replace(price, tendered_vnd=tendered, change_vnd=more)


def change_of(form: IntakeForm, point: int | None, day: date) -> str:
    """What to give back of what the customer put down, in words; Refused if it is not enough, empty if not typed."""
    if form.cleaned_data.get("tendered") is None:
        return ""
    told = price(form, point, day)
    if told.lacking:
        raise Refused("tendered-short", told.lacking)
    if told.tendered_vnd is None:
        return ""
    words = _("Phải thu {total}, khách đưa {tendered}: trả lại khách {change}.")
    return words.format(
        total=format_vnd(told.total_vnd),
        tendered=format_vnd(told.tendered_vnd),
        change=format_vnd(told.change_vnd),
    )
