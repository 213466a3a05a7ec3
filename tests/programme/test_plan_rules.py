"""What a plan asks of whom in which year, under either reading of its step, and what its data may not say."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tram.cli.plan.board import words
from tram.core.errors import Refused
from tram.programme.rules.faults import faults
from tram.programme.rules.indicators import Goal, Group, Indicator, Value
from tram.programme.rules.plan import Article, Goals, PlanOn, PlanTarget, TargetLevel
from tram.programme.rules.readings import Readings, StepReading

PROCEDURES, RECEIVED = Indicator.PROCEDURES_WITH_POST, Indicator.RECEIVED_BY_POST


def target(
    indicator: Indicator = RECEIVED, percent: int | None = 15, first: int = 2019, last: int = 2021
) -> PlanTarget:
    return PlanTarget(
        indicator,
        TargetLevel.UNIT,
        first,
        last,
        groups=frozenset({Group.B}),
        percent=None if percent is None else Decimal(percent),
        article="a",
    )


def plan(*targets: PlanTarget) -> PlanOn:
    return PlanOn(
        id=1,
        number="1/KH-UBND",
        version=1,
        title="Kế hoạch mẫu",
        issuer="UBND tỉnh mẫu",
        issued_on=date(2019, 1, 1),
        valid_from=date(2019, 1, 1),
        valid_to=None,
        first_year=2019,
        last_year=2021,
        year_starts="01-01",
        source="",
        readings=Readings(),
        articles={"a": Article("a", "Mục tiêu", "Lời của kế hoạch.")},
        targets=targets,
    )


def asked(year: int, readings: Readings, *targets: PlanTarget) -> Goals:
    return Goals(plan(*targets), year, readings)


@pytest.mark.law("46b")
@pytest.mark.parametrize(
    ("step", "procedures"),
    [(StepReading.DOSSIERS_ONLY, [50, 50, 50]), (StepReading.PROCEDURES_TOO, [50, 55, 60])],
)
def test_five_points_a_year_go_to_the_dossiers_and_by_one_reading_to_the_procedures_too(
    step: StepReading, procedures: list[int]
) -> None:
    both = (
        replace(target(PROCEDURES, 50), step=Decimal(5), step_if="procedures-too"),
        replace(target(RECEIVED, 15), step=Decimal(5)),
    )
    years = [asked(year, Readings(step=step), *both) for year in (2019, 2020, 2021)]
    of = [[g.unit(name, Group.B, "department") for g in years] for name in (PROCEDURES, RECEIVED)]
    assert of[0] == [Goal(percent=Decimal(p)) for p in procedures]
    assert of[1] == [Goal(percent=Decimal(p)) for p in (15, 20, 25)]


def test_a_target_is_asked_only_of_its_groups_kinds_level_and_years() -> None:
    one = replace(target(), kinds=frozenset({"district"}), last_year=2020)
    goals = asked(2019, Readings(), one)
    assert goals.unit(RECEIVED, Group.B, "district")
    assert goals.unit(RECEIVED, Group.A, "district") is None
    assert goals.unit(RECEIVED, Group.B, "department") is None
    assert goals.province(RECEIVED) is None
    assert asked(2021, Readings(), one).unit(RECEIVED, Group.B, "district") is None


def test_a_target_without_a_figure_is_followed_and_not_judged() -> None:
    assert asked(2019, Readings(), target(percent=None)).unit(RECEIVED, Group.B, "x") is None


def test_the_last_day_in_time_is_the_targets_own_or_of_the_next_year_or_the_end_of_the_year() -> (
    None
):
    year = plan().period(2019)
    assert target().due_on(2019, year) == date(2019, 12, 31)
    assert replace(target(), due=date(2019, 9, 15)).due_on(2019, year) == date(2019, 9, 15)
    assert replace(target(), due_next_year="01-14").due_on(2019, year) == date(2020, 1, 14)


def test_an_unknown_way_of_reading_is_refused_with_the_known_ones() -> None:
    with pytest.raises(Refused, match="active-procedures, listed-procedures, all"):
        Readings().but(denominator="half")
    assert Readings().but(step="", denominator="all").codes()["denominator"] == "all"


@pytest.mark.parametrize(
    ("targets", "column", "words"),
    [
        ([target(), target()], "first_year", "cùng áp dụng"),
        ([target(), replace(target(), groups=frozenset())], "first_year", "cùng áp dụng"),
        ([target(last=2020)], "last_year", "thiếu chỉ tiêu năm 2021"),
        ([target(last=2019), target(first=2021)], "last_year", "năm 2020"),
        ([target(first=2018)], "first_year", "từ 2019 đến 2021"),
        ([target(first=2021, last=2020)], "last_year", "trước năm đầu"),
        ([replace(target(percent=95), step=Decimal(5))], "step", "105 %"),
        ([replace(target(percent=None), step=Decimal(5))], "step", "percent"),
        ([replace(target(), count=3)], "count", "hãy bỏ một"),
        ([replace(target(), step_if="sometimes")], "step_if", "procedures-too"),
        ([replace(target(), due=date(2022, 1, 1))], "due", "01/01/2022"),
        ([replace(target(), due=date(2019, 9, 15), due_next_year="01-14")], "due_next_year", ""),
        ([replace(target(), article="b")], "article", "«b»"),
        ([replace(target(), indicator=Indicator.MEDIA_INFORMED)], "percent", "hãy ghi count"),
    ],
)
def test_a_plan_that_contradicts_itself_is_told_by_target_and_column(
    targets: list[PlanTarget], column: str, words: str
) -> None:
    found = list(faults(plan(*targets)))
    assert [f for f in found if f.column == column and words in f.message], found


def test_a_sound_plan_has_no_fault_and_a_target_with_its_own_day_comes_once() -> None:
    other = replace(target(), groups=frozenset({Group.A}))
    once = replace(target(Indicator.AGREEMENTS_SIGNED, 100, 2019, 2019), due=date(2019, 9, 15))
    assert list(faults(plan(target(), other, once))) == []


def test_a_deadline_may_lie_in_the_calendar_year_before_if_the_plans_year_does() -> None:
    once = replace(target(Indicator.AGREEMENTS_SIGNED, 100, 2019, 2019), due=date(2018, 9, 15))
    assert [fault.column for fault in faults(plan(once))] == ["due"]
    assert list(faults(replace(plan(once), year_starts="07-01"))) == []


def test_a_plain_count_is_no_share() -> None:
    news = Value(Indicator.MEDIA_INFORMED, None, 6, 6)
    assert (news.permille, words(news)) == (None, "6")
    assert words(replace(news, goal=Goal(count=7))) == "6 chưa đạt"
    assert words(replace(news, indicator=Indicator.VOLUME)) == "6/6 = 100,0 %"
