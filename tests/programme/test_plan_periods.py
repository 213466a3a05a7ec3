"""The days of a report's period: calendar, 15th to 14th, the centre's months."""

import itertools
from datetime import date, timedelta

import pytest

from tram.core.errors import Refused
from tram.programme.rules.periods import Period, PeriodKind, count, name, period, plan_year


@pytest.mark.law("51a")
@pytest.mark.parametrize(
    ("kind", "number", "first", "last"),
    [
        (PeriodKind.YEAR, 1, date(2019, 1, 1), date(2019, 12, 31)),
        (PeriodKind.QUARTER, 4, date(2019, 10, 1), date(2019, 12, 31)),
        (PeriodKind.MONTH, 2, date(2019, 2, 1), date(2019, 2, 28)),
        (PeriodKind.LAW_YEAR, 1, date(2018, 12, 15), date(2019, 12, 14)),
        (PeriodKind.LAW_HALF, 1, date(2018, 12, 15), date(2019, 6, 14)),
        (PeriodKind.LAW_HALF, 2, date(2019, 6, 15), date(2019, 12, 14)),
        (PeriodKind.LAW_QUARTER, 1, date(2018, 12, 15), date(2019, 3, 14)),
        (PeriodKind.LAW_MONTH, 1, date(2018, 12, 15), date(2019, 1, 14)),
        (PeriodKind.CENTRE_MONTH, 5, date(2019, 4, 21), date(2019, 5, 20)),
    ],
)
def test_a_period_has_its_first_and_last_day(
    kind: PeriodKind, number: int, first: date, last: date
) -> None:
    assert period(kind, 2019, number) == Period(first, last)


@pytest.mark.law("51a")
@pytest.mark.parametrize("kind", list(PeriodKind))
def test_the_periods_of_years_follow_each_other_without_a_gap(kind: PeriodKind) -> None:
    days = [period(kind, year, n + 1) for year in (2019, 2020, 2021) for n in range(count(kind))]
    for before, after in itertools.pairwise(days):
        assert after.first == before.last + timedelta(days=1)
    assert days[0].holds(days[0].first)
    assert not days[0].holds(days[1].first)


def test_a_period_that_the_year_does_not_have_is_refused() -> None:
    with pytest.raises(Refused, match="từ 1 đến 4"):
        period(PeriodKind.QUARTER, 2019, 5)


def test_the_plans_own_year_may_begin_in_the_december_before() -> None:
    assert plan_year(2019, "01-01") == (date(2019, 1, 1), date(2019, 12, 31))
    assert plan_year(2019, "12-15") == (date(2018, 12, 15), date(2019, 12, 14))


def test_each_period_is_called_by_its_number_and_year() -> None:
    assert name(PeriodKind.YEAR, 2019, 1) == "Năm 2019"
    assert name(PeriodKind.LAW_QUARTER, 2019, 4) == "Quý 4/2019 (từ ngày 15)"
    assert len({name(kind, 2019, 1) for kind in PeriodKind}) == len(PeriodKind)
