"""Work inside a unit: given out, handed on, approved, sent back; what the leader has a say in waits for the leader."""

from datetime import timedelta
from typing import Any

import pytest

from tests import cast
from tests.cast import MONDAY, Cast, act, at, person
from tram.accounts.models import User
from tram.accounts.rules.access import Role
from tram.core.errors import Refused
from tram.custody.commands import desk
from tram.directory.models import Unit
from tram.dossiers import commands as dossiers
from tram.dossiers.models import Dossier, WorkStep
from tram.dossiers.queries import work
from tram.dossiers.rules.states import State
from tram.dossiers.rules.work import Done, StepOutcome, WorkKind, must_be_approved

REASON = "Căn cứ pháp lý chưa đủ"


@pytest.fixture
def dossier(who: Cast) -> Dossier:
    return cast.transfer(who, cast.accept(who, cast.arrive(who, cast.take_in(who))))


@pytest.fixture
def colleague(who: Cast) -> User:
    return person("cv.hai", "Chuyên Viên Hai", Role.CASE_OFFICER, who.agency)


def at_agency(who: Cast, user: User) -> Any:
    return act(user, who.agency)


def refused(expected: str, run: Any, /, *args: Any, **words: Any) -> str:
    with pytest.raises(Refused) as caught:
        run(*args, **words)
    assert caught.value.code == expected
    return caught.value.message


def settle(who: Cast, user: User, dossier: Dossier) -> None:
    desk.record_result(
        at_agency(who, user),
        dossier_id=dossier.id,
        number="1/KQ",
        issued_on=MONDAY.date(),
        name="Kết quả",
    )


def chain(dossier: Dossier) -> list[tuple[str, str, str]]:
    rows = dossier.work_steps.order_by("seq").select_related("assignee")
    return [(row.assignee.username, row.kind, row.outcome) for row in rows]


def test_a_dossier_goes_through_the_hands_of_its_unit(
    who: Cast, dossier: Dossier, colleague: User
) -> None:
    leader, first = at_agency(who, who.leader), who.specialist
    dossiers.assign(leader, dossier_id=dossier.id, assignee_id=first.id, comment="Xem kỹ")
    dossiers.hand_on(
        at_agency(who, first), dossier_id=dossier.id, to_id=colleague.id, kind=WorkKind.APPRAISE
    )
    dossiers.submit_for_approval(
        at_agency(who, colleague), dossier_id=dossier.id, leader_id=who.leader.id
    )
    back = dossiers.return_to_officer
    refused("reason-missing", back, at_agency(who, who.leader), dossier_id=dossier.id, reason=" ")
    back(at_agency(who, who.leader), dossier_id=dossier.id, reason=REASON)
    dossiers.submit_for_approval(
        at_agency(who, colleague), dossier_id=dossier.id, leader_id=who.leader.id
    )
    dossiers.approve(at_agency(who, who.leader), dossier_id=dossier.id)
    settle(who, colleague, dossier)
    assert chain(dossier) == [
        ("cv.mau", "appraise", "forwarded"),
        ("cv.hai", "appraise", "submitted"),
        ("ld.mau", "approve", "returned"),
        ("cv.hai", "appraise", "submitted"),
        ("ld.mau", "approve", "approved"),
        ("cv.hai", "issue", "left"),
    ]
    comments = [row.comment for row in work.steps(dossier.id)]
    assert comments == ["Xem kỹ", "", "", REASON, "", ""]


def test_what_a_leader_gave_out_is_not_settled_without_the_leader(
    who: Cast, dossier: Dossier
) -> None:
    dossiers.assign(
        at_agency(who, who.leader), dossier_id=dossier.id, assignee_id=who.specialist.id
    )
    assert "lãnh đạo duyệt" in refused("not-approved", settle, who, who.specialist, dossier)
    settle(who, who.leader, dossier)
    dossier.refresh_from_db()
    assert State(dossier.state) is State.SETTLED
    assert not WorkStep.objects.filter(ended_at=None).exists()


def test_who_takes_a_free_dossier_settles_it_alone(who: Cast, dossier: Dossier) -> None:
    mine = at_agency(who, who.specialist)
    dossiers.assign(mine, dossier_id=dossier.id, assignee_id=who.specialist.id)
    settle(who, who.specialist, dossier)
    assert chain(dossier) == [("cv.mau", "appraise", "left")]


STEP, LED = Done(WorkKind.APPRAISE, False, None), Done(WorkKind.APPRAISE, True, None)


def asked(outcome: StepOutcome | None) -> Done:
    return Done(WorkKind.APPROVE, False, outcome)


@pytest.mark.parametrize(
    ("steps", "must"),
    [
        ((), False),
        ((STEP,), False),
        ((LED,), True),
        ((STEP, asked(None)), True),
        ((LED, asked(StepOutcome.APPROVED)), False),
        ((LED, asked(StepOutcome.APPROVED), STEP), False),
        ((asked(StepOutcome.APPROVED), asked(StepOutcome.RETURNED)), True),
    ],
)
def test_the_last_word_of_the_leader_counts(steps: tuple[Done, ...], must: bool) -> None:
    assert must_be_approved(steps) is must


def test_only_a_leader_gives_work_to_others(who: Cast, dossier: Dossier, colleague: User) -> None:
    give: Any = dossiers.assign
    mine = at_agency(who, who.specialist)
    refused("not-yours", give, mine, dossier_id=dossier.id, assignee_id=colleague.id)
    give(at_agency(who, colleague), dossier_id=dossier.id, assignee_id=colleague.id)
    again = at_agency(who, who.specialist)
    said = refused("not-yours", give, again, dossier_id=dossier.id, assignee_id=who.specialist.id)
    assert "Chuyên Viên Hai" in said
    give(at_agency(who, who.leader), dossier_id=dossier.id, assignee_id=who.specialist.id)
    assert chain(dossier)[0] == ("cv.hai", "appraise", "forwarded")


def test_nobody_hands_on_what_is_not_in_their_hands(
    who: Cast, dossier: Dossier, colleague: User
) -> None:
    give: Any = dossiers.hand_on
    words: dict[str, Any] = {"dossier_id": dossier.id, "kind": WorkKind.APPRAISE}
    mine = at_agency(who, who.specialist)
    refused("not-yours", give, mine, to_id=colleague.id, **words)
    dossiers.assign(
        at_agency(who, who.specialist), dossier_id=dossier.id, assignee_id=who.specialist.id
    )
    refused("to-oneself", give, at_agency(who, who.specialist), to_id=who.specialist.id, **words)
    refused("not-here", give, at_agency(who, who.specialist), to_id=who.officer.id, **words)
    refused(
        "not-yours",
        dossiers.submit_for_approval,
        at_agency(who, colleague),
        dossier_id=dossier.id,
        leader_id=who.leader.id,
    )


def test_only_a_leader_of_the_unit_approves_and_only_what_was_submitted(
    who: Cast, dossier: Dossier
) -> None:
    yes: Any = dossiers.approve
    refused("not-submitted", yes, at_agency(who, who.leader), dossier_id=dossier.id)
    ask: Any = dossiers.submit_for_approval
    mine = at_agency(who, who.specialist)
    refused("no-leader", ask, mine, dossier_id=dossier.id, leader_id=who.specialist.id)
    ask(at_agency(who, who.specialist), dossier_id=dossier.id, leader_id=who.leader.id)
    refused("not-allowed", yes, at_agency(who, who.specialist), dossier_id=dossier.id)
    other = Unit.objects.get(slug="so-noi-vu")
    stranger = person("ld.khac", "Lãnh Đạo Khác", Role.LEADER, other)
    refused("not-allowed", yes, act(stranger, other), dossier_id=dossier.id)


def test_work_is_given_only_while_the_unit_has_the_dossier(who: Cast) -> None:
    early = cast.accept(who, cast.arrive(who, cast.take_in(who)))
    words: dict[str, Any] = {"dossier_id": early.id, "assignee_id": who.specialist.id}
    refused("not-at-work", dossiers.assign, at_agency(who, who.leader), **words)
    gone = cast.settle(who, early)
    words["dossier_id"] = gone.id
    refused("not-at-work", dossiers.assign, at_agency(who, who.leader), **words)


def test_a_dossier_that_leaves_leaves_everybodys_hands(who: Cast, dossier: Dossier) -> None:
    dossiers.assign(
        at_agency(who, who.leader), dossier_id=dossier.id, assignee_id=who.specialist.id
    )
    dossiers.send_back(at_agency(who, who.specialist), dossier_id=dossier.id, reason=REASON)
    assert chain(dossier) == [("cv.mau", "appraise", "left")]


def test_a_step_has_its_share_of_the_units_time(who: Cast, dossier: Dossier) -> None:
    dossiers.assign(
        at_agency(who, who.leader), dossier_id=dossier.id, assignee_id=who.specialist.id
    )
    at(MONDAY + timedelta(days=1))
    (row,) = work.steps(dossier.id)
    # Ten calendar days are eight working days; the desk's part of the first is not the agency's. 70 per cent.
    assert (row.planned, row.worked, row.used) == ("5 ngày làm việc", "1 ngày làm việc", 17)


@pytest.mark.law("33b")
@pytest.mark.parametrize(("hours", "late"), [(0, False), (16, True)])
def test_a_return_after_the_due_time_counts_as_late(
    who: Cast, dossier: Dossier, hours: int, late: bool
) -> None:
    assert dossier.due_at is not None
    at(dossier.due_at + timedelta(hours=hours))
    dossiers.send_back(at_agency(who, who.specialist), dossier_id=dossier.id, reason=REASON)
    assert dossier.letters.get().late is late
