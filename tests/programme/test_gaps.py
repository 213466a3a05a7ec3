"""How far a figure is from its target, and who stands first on the board."""

from decimal import Decimal
from fractions import Fraction

import pytest

from tram.programme.rules.gaps import Standing, gap, overall, rank, standing
from tram.programme.rules.indicators import Goal, Indicator, Value

SHARE = Goal(percent=Decimal(15))


def value(numerator: int | None, denominator: int | None, goal: Goal | None = SHARE) -> Value:
    return Value(Indicator.RECEIVED_BY_POST, 1, numerator, denominator, goal)


@pytest.mark.law("48d")
def test_a_share_just_below_its_target_is_missed_however_it_is_rounded() -> None:
    below, at = value(14_999, 100_000), value(15_000, 100_000)
    assert (standing(below), standing(at)) == (Standing.UNMET, Standing.MET)
    assert gap(below) == Fraction(-1, 100_000)
    assert gap(at) == 0


@pytest.mark.law("46d", "48c")
def test_not_measured_nothing_to_divide_by_and_no_target_are_three_things() -> None:
    assert standing(None) == standing(value(None, None)) == Standing.UNMEASURED
    assert standing(value(0, 0)) == Standing.EMPTY
    assert standing(value(3, 4, None)) == Standing.FOLLOWED
    assert gap(value(None, None)) is gap(value(0, 0)) is gap(value(3, 4, None)) is None


def test_a_count_is_judged_by_the_count() -> None:
    goal = Goal(count=4)
    assert gap(value(3, 0, goal)) == Fraction(-1, 4)
    assert standing(value(4, 0, goal)) == Standing.MET


def test_who_missed_by_most_stands_first_and_who_met_all_last() -> None:
    rows = {
        "met": [value(20, 100), value(50, 100)],
        "near": [value(14, 100), value(20, 100)],
        "far": [value(1, 100), value(90, 100)],
        "empty": [value(0, 0)],
        "unmeasured": [value(None, None)],
        "followed": [value(1, 2, None)],
    }
    ranked = sorted(rows, key=lambda name: rank(overall(rows[name])))
    assert ranked == ["far", "near", "empty", "unmeasured", "met", "followed"]


def test_one_missed_target_is_enough_and_the_count_says_how_many_are_met() -> None:
    found = overall([value(20, 100), value(1, 100), value(0, 0), value(1, 1, None)])
    assert (found.standing, found.met, found.asked) == (Standing.UNMET, 1, 3)
    assert overall([value(20, 100), value(0, 0)]).standing == Standing.MET
    assert overall([]).standing == Standing.FOLLOWED
