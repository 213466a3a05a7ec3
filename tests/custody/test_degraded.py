"""On paper while the line is down, entered later: the real time counts, the grade stays, no impossible time."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from tests.cast import (
    MONDAY,
    Cast,
    accept,
    act,
    an_intake,
    arrive,
    at,
    deliver,
    hand_over,
    pick_up,
    release,
    settle,
    take_in,
)
from tests.custody.handing import Refusal, papers
from tram.core import janitors
from tram.core.acts import Act, Grade, weaker
from tram.core.errors import Refused
from tram.core.janitors import JANITORS
from tram.core.models import LaterEntry
from tram.custody.commands import chain, intake, manifests
from tram.custody.models import Delivery, Manifest
from tram.custody.rules.handovers import ManifestKind
from tram.dossiers.models import Dossier, DossierLine

pytestmark = pytest.mark.django_db
TUESDAY = MONDAY + timedelta(days=1)


def by_hand(one: Act, moment: datetime, grade: Grade = Grade.SIGNED_PAPER) -> Act:
    """The same act, done on paper at that moment."""
    return replace(one, occurred_at=moment, grade=grade, paper="PG-0042")


def bodies(table: str) -> list[dict[str, object]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT convert_from(body, 'UTF8') FROM {table} ORDER BY recorded_at, seq")
        return [json.loads(row[0]) for row in cursor.fetchall()]


def sweep() -> list[str]:
    return [one.name for one in JANITORS if tuple(janitors.sweep(one).offences)]


def taken_in_by_hand(who: Cast) -> Dossier:
    at(TUESDAY)
    answer = intake.take_in(
        by_hand(act(who.teller, who.point), MONDAY, Grade.MANUAL), intake=an_intake(who)
    )
    return Dossier.objects.get(id=answer["dossier"])


@pytest.mark.law("60b", "60c")
def test_an_intake_on_paper_keeps_both_times_and_its_grade(who: Cast) -> None:
    dossier = taken_in_by_hand(who)
    assert (dossier.registered_at, dossier.grade) == (MONDAY, "manual")
    line = DossierLine.objects.get(stream=dossier)
    assert (line.occurred_at, line.recorded_at) == (MONDAY, TUESDAY)
    assert {body["grade"] for body in bodies("custody_line")} == {"manual"}
    kept = LaterEntry.objects.get()
    assert (kept.paper, kept.grade, kept.occurred_at) == ("PG-0042", "manual", MONDAY)
    assert sweep() == []


@pytest.mark.law("60c")
def test_what_is_done_in_the_system_says_nothing_of_a_grade(who: Cast) -> None:
    dossier = arrive(who, take_in(who))
    assert dossier.grade == "system"
    assert not any("grade" in body for body in bodies("custody_line") + bodies("dossiers_line"))
    assert not LaterEntry.objects.exists()


@pytest.mark.law("25a", "60b")
def test_the_legal_clock_starts_at_the_real_signature(who: Cast) -> None:
    """Signed by hand on Monday 09:00, entered on Tuesday: the due time is that of Monday's signature."""
    same_day = accept(who, arrive(who, take_in(who)))
    late = take_in(who, seal_number="NP-0099")
    pick_up(who, late)
    at(TUESDAY)
    hand_over(
        ManifestKind.HAND_OVER,
        by_hand(act(who.postman), MONDAY),
        by_hand(act(who.officer, who.desk), MONDAY + timedelta(minutes=30)),
        chain.courier(who.postman.id),
        chain.place(who.desk.id),
        papers(late),
    )
    late.refresh_from_db()
    assert late.handover_at == MONDAY + timedelta(minutes=30)
    accept(who, late)
    assert late.due_at is not None
    assert same_day.due_at is not None
    next_day = accept(who, arrive(who, take_in(who)))
    assert next_day.due_at is not None
    assert late.due_at == same_day.due_at < next_day.due_at


@pytest.mark.law("60c")
def test_a_hand_over_is_graded_by_its_weaker_side(who: Cast) -> None:
    dossier = take_in(who)
    hand_over(
        ManifestKind.PICK_UP,
        act(who.teller, who.point),
        by_hand(act(who.postman), MONDAY, Grade.MANUAL),
        chain.place(who.point.id),
        chain.courier(who.postman.id),
        papers(dossier),
    )
    assert Manifest.objects.get().grade == "manual"
    assert weaker("signed-paper", "system") is Grade.SIGNED_PAPER


@pytest.mark.law("60c")
def test_a_delivery_keeps_its_grade(who: Cast) -> None:
    dossier = release(who, settle(who, accept(who, arrive(who, take_in(who)))))
    deliver(who, dossier)
    assert Delivery.objects.get().grade == "system"


@pytest.mark.law("60d")
def test_a_time_in_the_future_or_before_the_last_step_is_refused_naming_both(who: Cast) -> None:
    dossier = take_in(who)
    at(TUESDAY)
    ends = chain.place(who.point.id), chain.courier(who.postman.id)

    def offer(moment: datetime) -> dict[str, object]:
        return manifests.offer(
            by_hand(act(who.teller, who.point), moment),
            kind=ManifestKind.PICK_UP,
            from_holder=ends[0],
            to_holder=ends[1],
            items=papers(dossier),
        )

    with pytest.raises(Refused) as no:
        offer(TUESDAY + timedelta(minutes=1))
    assert no.value.code == "in-future"
    assert "08:31 05/11/2019" in no.value.message
    assert "08:30 05/11/2019" in no.value.message
    with pytest.raises(Refused) as early:
        offer(MONDAY - timedelta(minutes=1))
    assert early.value.code == "before-last-step"
    assert "08:29 04/11/2019" in early.value.message
    assert "08:30 04/11/2019" in early.value.message
    assert not Manifest.objects.exists()
    offer(MONDAY)


@pytest.mark.law("60d")
def test_a_receiver_cannot_have_signed_before_the_giver(who: Cast) -> None:
    dossier = take_in(who)
    at(TUESDAY)
    ends = chain.place(who.point.id), chain.courier(who.postman.id)
    with Refusal("before-last-step"):
        hand_over(
            ManifestKind.PICK_UP,
            by_hand(act(who.teller, who.point), MONDAY + timedelta(hours=2)),
            by_hand(act(who.postman), MONDAY + timedelta(hours=1)),
            *ends,
            papers(dossier),
        )


def test_a_paper_needs_its_time_and_its_number(who: Cast) -> None:
    one = act(who.teller, who.point)
    with Refusal("no-real-time"):
        intake.take_in(replace(one, grade=Grade.MANUAL, paper="7"), intake=an_intake(who))
    with Refusal("no-paper-number"):
        intake.take_in(replace(by_hand(one, MONDAY), paper=" "), intake=an_intake(who))
    assert not Dossier.objects.exists()


@pytest.mark.parametrize("days", [-3, 3])
def test_a_device_whose_clock_is_wrong_by_days_is_refused(who: Cast, days: int) -> None:
    wrong = replace(act(who.teller, who.point), occurred_at=MONDAY + timedelta(days=days))
    with Refusal("clock-wrong"):
        intake.take_in(wrong, intake=an_intake(who))
    near = replace(act(who.teller, who.point), occurred_at=MONDAY - timedelta(minutes=9))
    intake.take_in(near, intake=an_intake(who))


def test_the_same_paper_sent_twice_is_entered_once_and_another_time_is_another_request(
    who: Cast,
) -> None:
    at(TUESDAY)
    one = by_hand(act(who.teller, who.point, uuid4()), MONDAY)
    paper = an_intake(who)
    first = intake.take_in(one, intake=paper)
    again = intake.take_in(replace(one, now=None), intake=paper)
    assert first == again
    assert LaterEntry.objects.count() == 1
    with Refusal("request-reused"):
        intake.take_in(
            replace(one, now=None, occurred_at=MONDAY + timedelta(hours=1)), intake=paper
        )


def test_the_log_of_later_entries_cannot_be_changed(who: Cast) -> None:
    taken_in_by_hand(who)
    for change in ("UPDATE core_laterentry SET paper = 'x'", "DELETE FROM core_laterentry"):
        with (
            pytest.raises(DatabaseError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(change)
    assert LaterEntry.objects.get().occurred_at == datetime(2019, 11, 4, 1, 30, tzinfo=UTC)
