"""A plan whose year begins on another day than 1 January: its months, its lists, its outlook, its year of today."""

from datetime import UTC, date, datetime

import pytest

from tests import cast
from tests.cast import Cast
from tram.cli.plan.check import check_year
from tram.programme.models import PlanVersion
from tram.programme.queries.behind import Behind, Part, dossiers_behind
from tram.programme.queries.figures import board, months_of_units
from tram.programme.queries.outlooks import history
from tram.programme.queries.plan import goals, year_on
from tram.programme.queries.rolling import twelve_months
from tram.programme.rules.indicators import Indicator
from tram.programme.rules.periods import Period, months, plan_year, year_of

RECEIVED = Indicator.RECEIVED_BY_POST
DAY = date(2019, 12, 20)


def test_months_of_a_year_begin_and_end_with_it() -> None:
    assert [m.first.month for m in months(plan_year(2019, "01-01"))] == list(range(1, 13))
    told = months(plan_year(2019, "12-15"))
    assert (told[0], told[-1]) == (
        Period(date(2018, 12, 15), date(2018, 12, 31)),
        Period(date(2019, 12, 1), date(2019, 12, 14)),
    )
    assert len(told) == 13
    assert sum((m.last - m.first).days + 1 for m in told) == 365
    assert months(plan_year(2020, "01-01"))[1].last == date(2020, 2, 29)


@pytest.mark.parametrize(
    ("day", "starts", "year"),
    [
        (date(2019, 12, 31), "01-01", 2019),
        (date(2019, 12, 14), "12-15", 2019),
        (date(2019, 12, 15), "12-15", 2020),
        (date(2019, 6, 30), "07-01", 2019),
        (date(2019, 7, 1), "07-01", 2020),
        (date(2019, 2, 28), "03-01", 2018),
    ],
)
def test_a_day_lies_in_one_year_of_the_plan(day: date, starts: str, year: int) -> None:
    assert year_of(day, starts) == year
    assert plan_year(year, starts).holds(day)


@pytest.mark.parametrize(("starts", "place"), [("07-01", 6), ("12-15", 1)])
def test_what_came_in_december_is_in_a_month_a_list_and_the_outlook_of_the_year_it_is_in(
    who: Cast, starts: str, place: int
) -> None:
    PlanVersion.objects.update(year_starts=starts)
    dossier = cast.take_in(who)
    cast.at(datetime(2019, 12, 20, 2, tzinfo=UTC))
    cast.arrive(who, dossier)
    assert year_on(DAY) == 2020
    (row,) = (row for row in board(2020, DAY).units if row.unit_id == who.agency.id)
    assert row.values[RECEIVED].numerator == 1
    series = months_of_units(2020, DAY, None, [who.agency.id])[who.agency.id]
    counted = [month[RECEIVED].numerator if month else 0 for month in series]
    assert counted == [int(n == place) for n in range(1, len(counted) + 1)]
    found = dossiers_behind(
        Behind(who.agency.id, RECEIVED, Part.NUMERATOR, 2020, DAY, month=place)
    )
    assert [line.dossier_id for line in found.rows] == [dossier.id]
    (own,) = (
        one
        for one in history(2020, DAY).series
        if one.unit_id == who.agency.id and one.indicator is RECEIVED
    )
    whole = own.months[len(own.months) - own.this_year :]
    assert own.begun.numerator + sum(month.numerator for month in whole) == 1
    rolled = twelve_months(2020, DAY, goals(2020, DAY).readings, [who.agency.id])
    assert rolled.months[-1] == (2019, 12)
    assert len(rolled.months) == len(rolled.of[who.agency.id])


def test_the_recount_agrees_month_by_month(who: Cast) -> None:
    PlanVersion.objects.update(year_starts="07-01")
    cast.at(datetime(2019, 12, 20, 2, tzinfo=UTC))
    cast.arrive(who, cast.take_in(who))
    found = check_year(2020, DAY)
    assert found.compared
    assert found.differences == ()
