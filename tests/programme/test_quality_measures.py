"""What the post's own figures say to the board, or «chưa đo»."""

from datetime import date

import pytest

from tests import cast
from tests.cast import Cast
from tram.cash.models import PriceOverride, Quotation
from tram.custody.commands import clocks, intake
from tram.dossiers.rules.states import VoidReason
from tram.programme.queries.figures import board
from tram.programme.rules.indicators import Indicator, Value

END = date(2019, 12, 31)


def value(indicator: Indicator, as_of: date = END) -> Value:
    return board(2019, as_of).province[indicator]


@pytest.mark.law("48c")
@pytest.mark.parametrize(
    "indicator",
    [
        Indicator.POSTAL_SAFETY,
        Indicator.POSTAL_ON_TIME,
        Indicator.OVERCHARGING,
        Indicator.COMPLAINTS_HANDLED,
    ],
)
def test_what_nobody_wrote_is_not_measured(who: Cast, indicator: Indicator) -> None:
    found = value(indicator)
    assert found.numerator is None
    assert found.met is None
    assert any(indicator.label in words for words in board(2019, END).missing)


def test_postage_above_the_table_is_told(who: Cast) -> None:
    dossier = cast.take_in(who)
    cast.take_in(who)
    found = value(Indicator.OVERCHARGING)
    assert (found.numerator, found.denominator, found.met) == (2, 2, True)
    PriceOverride.objects.create(
        subject=dossier.id,
        table_vnd=1,
        asked_vnd=2,
        reason="other",
        unit=who.point,
        by=who.teller,
        at=cast.MONDAY,
    )
    found = value(Indicator.OVERCHARGING)
    assert (found.numerator, found.denominator, found.met) == (1, 2, False)
    assert found.excluded == {"above-table": 1}


def test_a_price_of_an_intake_that_was_voided_was_not_asked(who: Cast) -> None:
    voided = cast.take_in(who)
    cast.take_in(who)
    intake.void_intake(
        cast.act(who.teller, who.point), dossier_id=voided.id, reason=VoidReason.WRONG_PROCEDURE
    )
    found = value(Indicator.OVERCHARGING)
    assert (found.numerator, found.denominator) == (1, 1)


def test_a_price_counts_in_the_period_in_which_it_was_told(who: Cast) -> None:
    dossier = cast.take_in(who)
    told = Quotation.objects.get(subject=dossier.id)
    assert told.at == dossier.registered_at
    assert value(Indicator.OVERCHARGING, cast.MONDAY.date()).denominator == 1
    assert value(Indicator.OVERCHARGING, date(2019, 11, 3)).denominator is None


def test_the_post_is_measured_when_something_arrived(who: Cast) -> None:
    cast.arrive(who, cast.take_in(who))
    clocks.reckon_all()
    for indicator in (Indicator.POSTAL_SAFETY, Indicator.POSTAL_ON_TIME):
        found = value(indicator)
        assert (found.numerator, found.denominator) == (1, 1)
