"""What the registers of the post say on the board: not measured while empty, then both counts and who is left out."""

from datetime import date

import pytest

from tests.cast import Cast
from tests.directory.registers import agreement, attend, course, inspect, session
from tram.programme.queries import measures
from tram.programme.queries.spans import Span
from tram.programme.rules.indicators import Indicator
from tram.programme.rules.shares import Part

END = date(2019, 12, 31)
ASKED = measures.Asked(2019, Span(date(2019, 1, 1), END), END)
OWN = (Indicator.AGREEMENTS_SIGNED, Indicator.POINTS_QUALIFIED, Indicator.TELLERS_TRAINED)


def said() -> dict[Indicator, measures.Found]:
    found = measures.measured(ASKED)
    return {indicator: found[indicator] for indicator in OWN}


@pytest.mark.law("46d")
def test_an_empty_register_measures_nothing(who: Cast) -> None:
    assert said() == {indicator: {} for indicator in OWN}


@pytest.mark.law("6b", "7c", "7d")
def test_each_register_tells_both_counts_and_who_is_left_out(who: Cast) -> None:
    agreement(who)
    inspect(who.point)
    inspect(who.other_point, unmet=("storage",))
    attend(session(course()), who.teller)
    found = said()
    signed = found[Indicator.AGREEMENTS_SIGNED]
    assert signed[who.agency.id] == Part(1, 1)
    whole = signed[None]
    assert (whole.numerator, whole.denominator) == (1, len(signed) - 1)
    assert whole.excluded["agreement-missing"] == whole.denominator - 1
    points = found[Indicator.POINTS_QUALIFIED][None]
    assert points == Part(1, 150, {"point-unmet": 1, "point-not-inspected": 148})
    tellers = found[Indicator.TELLERS_TRAINED][None]
    assert tellers.numerator == 1
    assert tellers.excluded == {"teller-untrained": tellers.denominator - 1}


def test_an_agreement_that_ran_out_is_left_out_as_lapsed(who: Cast) -> None:
    agreement(who, valid_to=date(2019, 12, 30))
    signed = said()[Indicator.AGREEMENTS_SIGNED]
    assert signed[who.agency.id] == Part(0, 1, {"agreement-lapsed": 1})


@pytest.mark.law("7c")
def test_a_year_is_told_as_of_its_last_day_however_late_one_asks(who: Cast) -> None:
    inspect(who.point)
    later = measures.Asked(2019, Span(date(2019, 1, 1), END), date(2021, 6, 30))
    points = measures.measured(later)[Indicator.POINTS_QUALIFIED][None]
    assert (points.numerator, points.denominator) == (1, 150)
