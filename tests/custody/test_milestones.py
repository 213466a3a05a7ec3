"""What a citizen reads of a dossier: the right steps, the right one marked, in time or late."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tram.custody.rules.milestones import (
    REACHED,
    Facts,
    Keeper,
    Milestone,
    Progress,
    Punctuality,
    milestones,
    punctuality,
)
from tram.dossiers.rules.states import State

MONDAY = datetime(2019, 11, 4, 1, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
TAKEN_IN = Facts(State.REGISTERED, True, True, Keeper.POST, registered_at=MONDAY)
ON_THE_WAY = replace(TAKEN_IN, left_at=MONDAY + HOUR)
ARRIVED = replace(
    ON_THE_WAY, state=State.ARRIVED, keeper=Keeper.DESK, handover_at=MONDAY + 2 * HOUR
)
ACCEPTED = replace(
    ARRIVED,
    state=State.ACCEPTED,
    accepted_at=MONDAY + 3 * HOUR,
    due_at=MONDAY + 72 * HOUR,
)
SETTLED = replace(ACCEPTED, state=State.SETTLED, settled_at=MONDAY + 48 * HOUR)
RELEASED = replace(
    SETTLED, state=State.RELEASED, keeper=Keeper.POSTMAN, released_at=MONDAY + 50 * HOUR
)
CLOSED = replace(
    RELEASED, state=State.CLOSED, keeper=Keeper.CUSTOMER, returned_at=MONDAY + 60 * HOUR
)
AT_THE_COUNTER = Facts(State.SUBMITTED, False, False, Keeper.DESK, registered_at=MONDAY)


def current(facts: Facts) -> Milestone | None:
    """The one step marked as now."""
    found = [step.milestone for step in milestones(facts) if step.state is Progress.CURRENT]
    assert len(found) <= 1
    return found[0] if found else None


@pytest.mark.parametrize(
    ("facts", "milestone"),
    [
        (TAKEN_IN, Milestone.TAKEN_IN),
        (ON_THE_WAY, Milestone.ON_THE_WAY),
        (ARRIVED, Milestone.AT_AGENCY),
        (ACCEPTED, Milestone.IN_PROGRESS),
        (replace(ACCEPTED, state=State.PROCESSING, keeper=Keeper.AGENCY), Milestone.IN_PROGRESS),
        (SETTLED, Milestone.RESULT_READY),
        (RELEASED, Milestone.COMING_HOME),
        (CLOSED, None),
        (AT_THE_COUNTER, Milestone.AT_AGENCY),
    ],
)
def test_one_step_is_now(facts: Facts, milestone: Milestone | None) -> None:
    assert current(facts) is milestone


def test_what_is_behind_has_its_time_and_what_is_ahead_has_none() -> None:
    steps = milestones(ACCEPTED)
    assert [step.state for step in steps] == [Progress.DONE] * 3 + [Progress.CURRENT] + [
        Progress.AHEAD
    ] * 3
    assert [step.at for step in steps[:4]] == [
        MONDAY,
        MONDAY + HOUR,
        MONDAY + 2 * HOUR,
        MONDAY + 3 * HOUR,
    ]
    assert all(step.at is None for step in steps[4:])


def test_the_result_is_expected_at_the_due_time() -> None:
    ready = next(s for s in milestones(ACCEPTED) if s.milestone is Milestone.RESULT_READY)
    assert ready.expected == ACCEPTED.due_at
    assert all(step.expected is None for step in milestones(ARRIVED))


def test_a_finished_dossier_has_nothing_left_to_do() -> None:
    assert {step.state for step in milestones(CLOSED)} == {Progress.DONE}
    assert milestones(CLOSED)[-1].at == CLOSED.returned_at


def test_the_post_has_steps_only_where_it_was_chosen() -> None:
    both, sent, fetched, counter = (
        {step.milestone for step in milestones(replace(ACCEPTED, by_post_in=i, by_post_out=o))}
        for i, o in ((True, True), (True, False), (False, True), (False, False))
    )
    assert both == set(Milestone) - {Milestone.ENDED, Milestone.PAPERS_BACK}
    assert both - sent == {Milestone.COMING_HOME}
    assert both - fetched == {Milestone.TAKEN_IN, Milestone.ON_THE_WAY}
    assert both - counter == {Milestone.TAKEN_IN, Milestone.ON_THE_WAY, Milestone.COMING_HOME}


REFUSED = replace(ARRIVED, state=State.REFUSED, ended_at=MONDAY + 4 * HOUR)
INELIGIBLE = replace(ACCEPTED, state=State.INELIGIBLE, ended_at=MONDAY + 9 * HOUR)


@pytest.mark.parametrize(
    ("facts", "road"),
    [
        (REFUSED, ["taken-in", "on-the-way", "at-agency", "ended", "papers-back"]),
        (
            INELIGIBLE,
            ["taken-in", "on-the-way", "at-agency", "in-progress", "ended", "papers-back"],
        ),
        (
            replace(TAKEN_IN, state=State.WITHDRAWN, ended_at=MONDAY + HOUR),
            ["taken-in", "ended", "papers-back"],
        ),
        (
            replace(AT_THE_COUNTER, state=State.REFUSED, ended_at=MONDAY + HOUR),
            ["at-agency", "ended", "papers-back"],
        ),
    ],
)
def test_an_end_without_a_result_shows_only_what_happened_and_the_papers(
    facts: Facts, road: list[str]
) -> None:
    steps = milestones(facts)
    assert [step.milestone for step in steps] == road
    assert current(facts) is Milestone.ENDED
    assert steps[-1].state is Progress.AHEAD


def test_papers_given_back_end_the_road() -> None:
    done = replace(REFUSED, state=State.REFUSED_CLOSED, closed_at=MONDAY + 7 * HOUR)
    assert {step.state for step in milestones(done)} == {Progress.DONE}
    assert milestones(done)[-1].at == done.closed_at


def test_at_the_counter_the_agency_has_it_from_the_first_moment() -> None:
    assert milestones(AT_THE_COUNTER)[0].at == MONDAY


def test_a_voided_intake_has_no_way() -> None:
    assert milestones(replace(TAKEN_IN, state=State.VOIDED)) == ()


def test_an_incident_stands_where_the_dossier_was_lost() -> None:
    lost = milestones(replace(ON_THE_WAY, keeper=Keeper.NOBODY))
    assert [s.milestone for s in lost if s.state is Progress.TROUBLE] == [Milestone.ON_THE_WAY]


def test_every_legal_state_has_been_decided() -> None:
    published = set(State)
    assert set(REACHED) == published == set(State)


@pytest.mark.parametrize(
    ("facts", "now", "expected"),
    [
        (ARRIVED, MONDAY + 99 * HOUR, Punctuality.NOT_COUNTED),
        (ACCEPTED, MONDAY + 72 * HOUR, Punctuality.IN_TIME),
        (ACCEPTED, MONDAY + 73 * HOUR, Punctuality.OVERDUE),
        (
            replace(ACCEPTED, state=State.WAITING_PAPERS),
            MONDAY + 99 * HOUR,
            Punctuality.PAUSED,
        ),
        (INELIGIBLE, MONDAY + 99 * HOUR, Punctuality.NOT_COUNTED),
        (SETTLED, MONDAY + 99 * HOUR, Punctuality.DONE_IN_TIME),
        (
            replace(SETTLED, settled_at=MONDAY + 73 * HOUR),
            MONDAY + 99 * HOUR,
            Punctuality.DONE_LATE,
        ),
    ],
)
def test_late_is_counted_until_the_result_is_ready(
    facts: Facts, now: datetime, expected: Punctuality
) -> None:
    assert punctuality(facts, now) is expected
