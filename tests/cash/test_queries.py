"""What the post owes each agency is the sum of the fees it took, no more and no less."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast, act, follow, give_back_money, take_in
from tram.cash import queries
from tram.cash.models import CashLine, Quotation, Tariff
from tram.core.errors import Refused
from tram.custody.commands import intake
from tram.directory.models import Unit
from tram.dossiers.rules.states import VoidReason


def fees_of(agency: Unit) -> int:
    """Every fee credited to an agency, given back ones taken off."""
    taken = CashLine.objects.filter(credit__kind="agency-due", credit__unit=agency)
    back = CashLine.objects.filter(debit__kind="agency-due", debit__unit=agency)
    total = taken.aggregate(sum=Sum("amount_vnd"))["sum"] or 0
    return int(total - (back.aggregate(sum=Sum("amount_vnd"))["sum"] or 0))


def test_what_is_owed_is_the_sum_of_the_fees_that_went_through_the_post(who: Cast) -> None:
    for _ in range(3):
        take_in(who)
    voided = take_in(who)
    owed = queries.owed_to_agencies()
    assert [(row.unit_id, row.amount_vnd, row.dossiers) for row in owed] == [
        (who.agency.id, 4 * 200_000, 4)
    ]
    assert owed[0].amount_vnd == fees_of(who.agency)
    intake.void_intake(
        act(who.teller, who.point), dossier_id=voided.id, reason=VoidReason.WRONG_COUNT
    )
    give_back_money(voided)
    owed = queries.owed_to_agencies()
    assert [(row.amount_vnd, row.dossiers) for row in owed] == [(600_000, 3)]
    assert owed[0].amount_vnd == fees_of(who.agency)


def test_a_unit_asks_for_its_own(who: Cast) -> None:
    take_in(who)
    assert queries.owed_to_agencies([who.point.id]) == []
    assert [row.unit for row in queries.owed_to_agencies([who.agency.id])] == [who.agency.name]


def test_a_fee_nobody_knows_is_not_owed(who: Cast) -> None:
    who.version = follow(who.version, fees=False)
    take_in(who)
    assert queries.owed_to_agencies() == []


def test_the_story_of_a_dossiers_money_in_order(who: Cast) -> None:
    dossier = take_in(who)
    intake.void_intake(
        act(who.teller, who.point), dossier_id=dossier.id, reason=VoidReason.CUSTOMER_LEFT
    )
    give_back_money(dossier)
    told = queries.entries(dossier.id)
    assert [entry.reversal for entry in told] == [False] * 3 + [True] * 3
    taken = sum(entry.amount_vnd for entry in told if not entry.reversal)
    quoted = queries.quotation(dossier.id)
    assert quoted is not None
    assert taken == quoted.total_vnd == sum(line["amount_vnd"] for line in quoted.lines)


def test_every_line_of_a_quotation_says_where_it_comes_from(who: Cast) -> None:
    dossier = take_in(who)
    lines = Quotation.objects.get(subject=dossier.id).lines
    assert all(line["source"] and line["what"] for line in lines)


def test_a_price_list_is_the_one_in_force_on_the_day(who: Cast) -> None:
    assert queries.tariff(day=date(2019, 11, 4)).rates
    with pytest.raises(Refused) as refused:
        queries.tariff(day=date(1999, 1, 1))
    assert refused.value.code == "no-tariff"


def test_an_edition_of_a_price_list_is_read_once(
    db: None, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[Any]]
) -> None:
    """Read again for every dossier it would be the dearest question of an intake; another edition is another list."""
    whole = Tariff.objects.get()
    rate = whole.rates.order_by("id")[0]
    with django_capture_on_commit_callbacks(execute=True):
        first = queries.the_price_list(whole.id, "2031-12-31", 4711)
    with CaptureQueriesContext(connection) as asked:
        assert queries.the_price_list(whole.id, "2031-12-31", 4711) is first
    assert not len(asked)
    whole.rates.filter(id=rate.id).update(amount_vnd=rate.amount_vnd + 500)
    then = queries.the_price_list(whole.id, "2031-12-31", 4712)
    assert then.tariff.rates[0].amount_vnd == first.tariff.rates[0].amount_vnd + 500
