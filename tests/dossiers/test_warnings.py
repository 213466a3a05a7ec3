"""The ladder of warnings: who must be told, counted in working time, and what date an apology proposes."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.dossiers.test_queue import CALENDAR, HOURS, at
from tram.accounts.rules.access import Role
from tram.dossiers.rules.warnings import (
    TOLD,
    Course,
    Ladder,
    Rung,
    needs_apology,
    proposed_due,
    rung,
    used,
)

LADDER = Ladder(officer_percent=50, leader_percent=80, apology_days=2, again_percent=20)
# Ten working days, 4 to 15 November 2019: 80 hours.
COURSE = Course(since=at(4, 7, 30), due_at=at(15, 16, 30))


def reached(now: datetime, course: Course = COURSE, ladder: Ladder = LADDER) -> Rung | None:
    return rung(course, now, CALENDAR, HOURS, ladder)


@pytest.mark.law("32a")
@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at(4, 7, 30), None),
        (at(8, 16, 29), None),  # one minute short of half
        (at(8, 16, 30), Rung.OFFICER),
        (at(10, 9), Rung.OFFICER),  # a Sunday uses nothing
        (at(12, 16, 29), Rung.OFFICER),
        (at(13, 16, 29), Rung.OFFICER),
        (at(13, 16, 30), Rung.APOLOGY),  # two working days before the 15th, and pressing
        (at(14, 7, 30), Rung.APOLOGY),  # the last day on which it is in time
        (at(15, 16, 30), Rung.APOLOGY),
        (at(15, 16, 31), Rung.OVERDUE),
    ],
)
def test_the_share_of_working_time_used_says_who_is_told(
    now: datetime, expected: Rung | None
) -> None:
    assert reached(now) is expected


@pytest.mark.law("32a")
def test_the_leader_hears_before_the_apology_where_the_shares_say_so() -> None:
    early = replace(LADDER, leader_percent=70, apology_days=1)
    assert reached(at(12, 16, 30), ladder=early) is Rung.LEADER
    assert reached(at(13, 16), ladder=early) is Rung.LEADER
    assert reached(at(13, 7, 30), ladder=replace(early, apology_days=2)) is Rung.APOLOGY
    assert reached(at(14, 7, 30), ladder=early) is Rung.APOLOGY


@pytest.mark.law("32a")
def test_time_in_which_the_clock_stood_still_is_not_used() -> None:
    waited = replace(COURSE, paused=((at(5, 7, 30), at(8, 7, 30)),))
    assert used(waited, at(12, 7, 30), CALENDAR, HOURS).percent == 100 - 4 * 100 // 7 - 1
    assert used(COURSE, at(12, 7, 30), CALENDAR, HOURS).percent == 60
    before = replace(COURSE, paused=((at(1, 7, 30), at(4, 7, 30)),))
    assert used(before, at(12, 7, 30), CALENDAR, HOURS).percent == 60


@pytest.mark.law("32c", "32d")
def test_after_a_re_appointment_no_second_apology_is_proposed() -> None:
    again = replace(COURSE, promised_again=True)
    assert reached(at(14, 8), again) is Rung.LEADER
    late = reached(at(18, 8), again)
    assert late is Rung.OVERDUE_AGAIN
    assert not needs_apology(late)
    assert TOLD[late] == (Role.LEADER, Role.STANDING_AGENCY)


def test_a_dossier_due_the_same_day_has_no_day_left_to_apologise() -> None:
    short = Course(since=at(5, 8), due_at=at(5, 16, 30))
    assert reached(at(5, 14), short) is Rung.OFFICER
    assert reached(at(5, 16), short) is Rung.LEADER
    assert reached(at(6, 8), short) is Rung.OVERDUE


def test_a_short_limit_is_not_apologised_for_on_its_first_morning() -> None:
    short = Course(since=at(4, 15), due_at=at(6, 16, 30))
    assert reached(at(4, 16), short) is None
    assert reached(at(5, 15, 44), short) is None
    assert reached(at(5, 15, 45), short) is Rung.APOLOGY


def test_a_dossier_without_any_working_time_has_used_it_all() -> None:
    weekend = Course(since=at(9, 8), due_at=at(9, 9))
    assert used(weekend, at(9, 8), CALENDAR, HOURS).percent == 100


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at(13, 8), at(19, 16, 30)),  # a fifth of nine days, rounded up, after the 15th
        (at(18, 8), at(22, 16, 30)),  # one day late already: one more, from today; the 20th is off
    ],
)
def test_a_draft_proposes_a_share_more_and_as_much_again_as_it_is_late(
    now: datetime, expected: datetime
) -> None:
    assert proposed_due(COURSE, now, CALENDAR, HOURS, LADDER) == expected


def test_a_draft_proposes_at_least_one_working_day_more() -> None:
    short = Course(since=at(8, 8), due_at=at(8, 16, 30))
    assert proposed_due(short, at(8, 9), CALENDAR, HOURS, LADDER) == at(11, 16, 30)
    assert proposed_due(short, at(8, 9), CALENDAR, HOURS, LADDER) - at(8, 9) > timedelta(days=1)
