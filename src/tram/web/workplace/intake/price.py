"""The running price of an intake, and what is still needed to say it; nothing is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from tram.cash.rules.fees import FeeRoute
from tram.catalogue.rules.eligibility import require_open
from tram.core.errors import Refused
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
    return Price(found, total, facts.fee_vnd is None, short=tuple(short))
