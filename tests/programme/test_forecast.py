"""The outlook of a year: exact where it is arithmetic, silent where nothing is known, and tried on what came."""

import random
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import cast
from tests.cast import Cast
from tram.core.calendar import ZONE
from tram.programme.commands.foretelling import foretell
from tram.programme.queries.figures import board
from tram.programme.queries.forecast import near_procedures, year_ends
from tram.programme.queries.outlooks import history
from tram.programme.rules.forecast import (
    BackTest,
    Method,
    MonthCount,
    Outlook,
    among,
    back_test,
    method_for,
    on_top,
    permille,
)
from tram.programme.rules.indicators import Goal, Indicator
from tram.programme.rules.seasons import outlook

NOVEMBER_10 = date(2019, 11, 10)
counts = st.tuples(st.integers(0, 400), st.integers(0, 400)).map(
    lambda pair: (min(pair), max(pair))
)
percents = st.integers(0, 990).map(lambda tenths: Decimal(tenths) / 10)


@given(counts, percents)
def test_so_many_more_reach_the_target_and_one_less_does_not(
    pair: tuple[int, int], percent: Decimal
) -> None:
    top, bottom = pair
    goal, more = Goal(percent=percent), on_top(top, bottom, percent)
    assert more is not None
    if bottom or more:
        assert goal.reached(top + more, bottom + more)
    if more:
        assert not goal.reached(top + more - 1, bottom + more - 1)
    own = among(top, bottom, percent)
    if bottom:
        assert goal.reached(top + own, bottom)
        assert not own or not goal.reached(top + own - 1, bottom)


def test_all_of_them_cannot_be_reached_once_one_went_another_way() -> None:
    assert on_top(3, 4, Decimal(100)) is None
    assert on_top(4, 4, Decimal(100)) == 0


@pytest.mark.parametrize(
    ("months", "method"),
    [
        (0, Method.NONE),
        (2, Method.NONE),
        (3, Method.LEVEL),
        (12, Method.TREND),
        (24, Method.SEASONAL),
        (36, Method.SEASONAL),
    ],
)
def test_the_model_is_as_rich_as_the_history_bears(months: int, method: Method) -> None:
    assert method_for(months) is method


def test_under_three_months_nothing_is_foretold() -> None:
    told = outlook([MonthCount(3, 10)] * 2, 2, MonthCount(1, 4))
    assert told == Outlook(Method.NONE, 2)
    idle = [MonthCount(0, 0)] * 5
    assert outlook(idle, 5) == Outlook(Method.NONE, 0)
    assert outlook([*idle, MonthCount(3, 10), MonthCount(4, 9)], 7) == Outlook(Method.NONE, 2)


def test_a_year_that_is_over_ends_with_what_it_counted() -> None:
    told = outlook([MonthCount(1, 8)] * 12, 12)
    assert told == Outlook(Method.ENDED, 12, 12, 96, 125, 125, 125)


def province(seed: int, months: int = 36) -> list[MonthCount]:
    """Three invented years: busy springs, a share that grows."""
    chance = random.Random(seed)
    found = []
    for number in range(months):
        busy = 1.4 if number % 12 in (2, 3, 4) else 0.9
        whole = max(1, round(150 * busy * chance.uniform(0.85, 1.15)))
        share = 0.08 + 0.006 * number
        found.append(MonthCount(sum(chance.random() < share for _ in range(whole)), whole))
    return found


def test_the_same_history_makes_the_same_outlook_within_its_interval() -> None:
    months = province(1)[:27]
    told = outlook(months, 3)
    assert told == outlook(months, 3)
    assert told.method is Method.SEASONAL
    assert (told.low or 0) < (told.middle or 0) < (told.high or 0)


def test_a_year_never_ends_with_less_than_has_been_counted() -> None:
    told = outlook([MonthCount(0, 10)] * 11, 11, MonthCount(50, 60))
    assert (told.numerator or 0) >= 50
    assert (told.denominator or 0) >= 170


def test_tried_on_invented_years_the_interval_mostly_holds_and_the_error_is_told() -> None:
    told = []
    for seed in range(6):
        months = province(seed)
        whole = months[24:]
        came = permille(sum(m.numerator for m in whole), sum(m.denominator for m in whole))
        assert came
        told += [(outlook(months[: 24 + known], known), came) for known in (3, 6, 9)]
    found = back_test(told)
    assert found.count == 18
    assert found.held >= 11
    assert found.error is not None
    assert found.error < 40


def test_the_error_is_the_mean_of_those_that_said_something() -> None:
    one = Outlook(Method.LEVEL, 3, 1, 10, 90, 100, 110)
    assert back_test([(one, 104), (one, 115), (Outlook(Method.NONE, 2), 500)]) == BackTest(
        10, 2, 1
    )
    assert back_test([]) == BackTest(None, 0, 0)


def test_what_the_year_has_so_far_is_the_boards_figure(who: Cast) -> None:
    done = cast.settle(who, cast.accept(who, cast.arrive(who, cast.take_in(who))))
    cast.deliver(who, cast.release(who, done))
    cast.accept(who, cast.at_counter(who))
    figures = {unit.unit_id: unit.values for unit in board(2019, NOVEMBER_10).units}
    found = history(2019, NOVEMBER_10).series
    assert len(found) == 2 * (len(figures) + 1)
    for one in found:
        if one.unit_id:
            value = figures[one.unit_id][one.indicator]
            assert (one.so_far.numerator, one.so_far.denominator) == (
                value.numerator,
                value.denominator,
            )
            assert len(one.months) == one.this_year == 10


def test_what_was_foretold_is_kept_once_and_read_by_pages(who: Cast) -> None:
    cast.arrive(who, cast.take_in(who))
    first = foretell(2019, NOVEMBER_10)
    assert foretell(2019, NOVEMBER_10) == first
    found = year_ends(2019)
    assert len(found) == first
    own = found[who.agency.id, Indicator.RECEIVED_BY_POST]
    assert (own.numerator, own.denominator, own.as_of) == (1, 1, NOVEMBER_10)
    assert own.computed_at.astimezone(ZONE).date() == cast.MONDAY.date()
    assert own.more(Decimal(15)) == 0
    assert found[None, Indicator.RECEIVED_BY_POST].numerator == 1


def test_a_procedure_that_lacks_one_dossier_stands_first_if_it_is_on_the_way(who: Cast) -> None:
    foretell(2019, NOVEMBER_10)
    before = near_procedures(2019, who.agency.id)
    assert {one.on_the_way for one in before} == {0}
    assert cast.PROCEDURE in {one.code for one in before}
    dossier = cast.take_in(who)
    foretell(2019, NOVEMBER_10)
    first = near_procedures(2019, who.agency.id)[0]
    assert (first.code, first.on_the_way, first.dossiers) == (cast.PROCEDURE, 1, 0)
    cast.arrive(who, dossier)
    foretell(2019, NOVEMBER_10)
    assert cast.PROCEDURE not in {one.code for one in near_procedures(2019, who.agency.id)}
