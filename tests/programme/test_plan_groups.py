"""Group A: not below last year, not below what group B must reach, and not judged without last year's figure."""

from decimal import Decimal

import pytest

from tram.programme.rules.groups import Values, not_below, verdict
from tram.programme.rules.indicators import DOSSIER_SHARES, Goal, Group, Indicator, Value

RECEIVED, RETURNED = Indicator.RECEIVED_BY_POST, Indicator.RETURNED_BY_POST


def values(
    received: int | None, returned: int | None = 40, of: int = 100
) -> dict[Indicator, Value]:
    goal = Goal(percent=Decimal(15))
    told = {Indicator.PROCEDURES_WITH_POST: 60, RECEIVED: received, RETURNED: returned}
    return {name: Value(name, 1, count, of, goal) for name, count in told.items()}


def judged(this: dict[Indicator, Value], last: Values | None) -> bool | None:
    whole = {**this, Indicator.NOT_BELOW_LAST_YEAR: not_below(1, this, last)}
    return verdict(Group.A, whole)


@pytest.mark.law("49a")
def test_a_result_below_last_years_misses_the_target_and_an_equal_one_does_not() -> None:
    assert judged(values(30), values(30)) is True
    assert judged(values(30), values(31)) is False
    told = not_below(1, values(30, 40), values(31, 40))
    assert (told.numerator, told.denominator, told.met) == (1, 2, False)


@pytest.mark.law("49a")
def test_last_year_is_compared_by_number_of_dossiers_and_not_by_share() -> None:
    assert not_below(1, values(30, 40, of=100), values(30, 40, of=60)).met is True


@pytest.mark.law("49b")
def test_a_result_above_last_year_but_below_group_b_misses_the_target() -> None:
    assert judged(values(14), values(3)) is False


@pytest.mark.law("49c")
@pytest.mark.parametrize("last", [None, {}, values(None), {RECEIVED: values(30)[RECEIVED]}])
def test_without_last_years_figure_it_is_not_measured(last: Values | None) -> None:
    told = not_below(1, values(30), last)
    assert not told.measured
    assert told.met is None
    assert judged(values(30), last) is None


def test_group_b_is_not_asked_for_last_year_and_one_unknown_share_leaves_it_open() -> None:
    assert verdict(Group.B, values(15)) is True
    assert verdict(Group.B, values(None)) is None
    assert verdict(Group.B, values(None, returned=1)) is False
    assert verdict(Group.B, {name: values(20)[name] for name in DOSSIER_SHARES[:2]}) is None
