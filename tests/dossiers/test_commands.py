"""Accepting, settling, correcting: what the desk and the agency do with a dossier."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from django.db import connection

from tests.cast import (
    MONDAY,
    Cast,
    accept,
    act,
    arrive,
    at,
    cast,
    follow,
    full_count,
    person,
    submitter,
    take_in,
    transfer,
)
from tram.accounts.rules.access import Role
from tram.catalogue.models import Channel, ProcedureVersion
from tram.core import clock
from tram.core.acts import Act
from tram.core.calendar import ZONE, local
from tram.core.errors import Refused
from tram.custody.commands import desk
from tram.directory.models import CalendarDay, Unit
from tram.dossiers import commands
from tram.dossiers.models import Dossier, DossierLine, DueTime, Result
from tram.dossiers.queries.slip import acceptance_slip
from tram.dossiers.rules.deadlines import Derivation
from tram.dossiers.rules.states import State

WORKING_DAYS = "1.000426"  # a procedure of Sở Tư pháp in working days
NO_LIMIT = "1.005136"  # one whose limit nobody has published
THREADS, DOSSIERS = 8, 50


def version_of(code: str) -> ProcedureVersion:
    return ProcedureVersion.objects.get(procedure__code=code, valid_to=None)


def at_counter(who: Cast, code: str | None = None) -> Dossier:
    """Brought to the desk in person, waiting to be accepted."""
    version = version_of(code) if code else who.version
    words = desk.CounterIntake(version.id, who.agency.id, submitter(), full_count(version))
    made = desk.submit(act(who.officer, who.desk), intake=words)
    return Dossier.objects.get(id=made["dossier"])


def to_agency(who: Cast, dossier: Dossier) -> Dossier:
    """Accepted and in the hands of the agency."""
    dossier = accept(who, dossier)
    return transfer(who, dossier)


def settle(by: Act, dossier: Dossier, **changes: object) -> None:
    words = {"number": "12/KQ-STP", "issued_on": date(2019, 11, 4), "name": "Phiếu"} | changes
    desk.record_result(by, dossier_id=dossier.id, **words)  # type: ignore[arg-type]


@pytest.mark.law("27a")
def test_the_number_is_the_desks_code_the_day_and_the_ordinal_of_the_day(who: Cast) -> None:
    dossier = accept(who, arrive(who, take_in(who)))
    assert dossier.number == f"{who.desk.code}-191104-0001"


@pytest.mark.law("27b")
def test_the_ordinal_starts_again_each_day_at_midnight_in_vietnam(who: Cast) -> None:
    first, second = (accept(who, at_counter(who)) for _ in range(2))
    at(datetime(2019, 11, 4, 16, 59, tzinfo=UTC))  # 23:59 on the same Monday
    last_of_the_day = accept(who, at_counter(who))
    at(datetime(2019, 11, 4, 17, 0, tzinfo=UTC))  # 00:00 on Tuesday
    tuesday = accept(who, at_counter(who))
    numbers = [str(d.number)[-11:] for d in (first, second, last_of_the_day, tuesday)]
    assert numbers == ["191104-0001", "191104-0002", "191104-0003", "191105-0001"]


@pytest.mark.law("27b")
def test_each_desk_counts_for_itself(who: Cast) -> None:
    accept(who, at_counter(who))
    other = Unit.objects.get(slug="mot-cua-tp-vinh-yen")
    dossier = at_counter(who)
    dossier.desk = other
    dossier.save(update_fields=["desk"])
    officer = person("mc.khac", "Một Cửa Khác", Role.ONE_STOP_OFFICER, other)
    commands.accept(act(officer, other), dossier_id=dossier.id)
    dossier.refresh_from_db()
    assert dossier.number == f"{other.code}-191104-0001"


def test_a_refused_acceptance_gives_its_number_back_and_an_accepted_one_keeps_it(
    who: Cast,
) -> None:
    one = accept(who, at_counter(who))
    with pytest.raises(Refused):
        accept(who, at_counter(who, NO_LIMIT))
    with pytest.raises(Refused, match="Đã tiếp nhận"):
        commands.accept(act(who.officer, who.desk), dossier_id=one.id)
    two = accept(who, at_counter(who))
    one.refresh_from_db()
    assert [str(d.number)[-4:] for d in (one, two)] == ["0001", "0002"]


@pytest.mark.law("27c")
def test_fifty_acceptances_at_once_get_fifty_consecutive_numbers(own_database: str) -> None:
    who = cast()
    waiting = [at_counter(who).id for _ in range(DOSSIERS)]
    start = Barrier(THREADS)

    def work(mine: list[UUID]) -> None:
        try:
            at(MONDAY)
            start.wait()
            for ident in mine:
                commands.accept(act(who.officer, who.desk), dossier_id=ident)
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(work, [waiting[n::THREADS] for n in range(THREADS)]))
    numbers = Dossier.objects.filter(id__in=waiting).values_list("number", flat=True)
    ordinals = sorted(int(str(number)[-4:]) for number in numbers)
    assert ordinals == list(range(1, DOSSIERS + 1))


@pytest.mark.law("25a", "25b")
def test_by_post_the_clock_starts_at_the_signed_hand_over(who: Cast) -> None:
    dossier = take_in(who)
    signed = MONDAY + timedelta(days=2, hours=3)
    at(signed)
    arrive(who, dossier)
    at(signed + timedelta(days=1))
    accept(who, dossier)
    due = DueTime.objects.get(dossier=dossier)
    assert (dossier.handover_at, due.started_at) == (signed, signed)
    # 10 calendar days from Thursday 7/11: the last one, Saturday 16/11, gives way to Monday 18/11.
    assert local(due.due_at) == datetime(2019, 11, 18, 16, 30, tzinfo=ZONE)


def test_at_the_counter_the_clock_starts_at_acceptance(who: Cast) -> None:
    dossier = at_counter(who, WORKING_DAYS)
    accepted = MONDAY + timedelta(days=1)
    at(accepted)
    accept(who, dossier)
    due = DueTime.objects.get(dossier=dossier)
    assert (dossier.accepted_at, due.started_at) == (accepted, accepted)
    # Five working days after Tuesday 5/11.
    assert local(due.due_at) == datetime(2019, 11, 12, 16, 30, tzinfo=ZONE)


@pytest.mark.law("25d")
def test_before_the_hand_over_there_is_nothing_to_accept(who: Cast) -> None:
    dossier = take_in(who)
    with pytest.raises(Refused, match="chưa bàn giao"):
        accept(who, dossier)
    assert (dossier.due_at, dossier.number, dossier.handover_at) == (None, None, None)


@pytest.mark.law("26b")
def test_without_a_published_limit_nothing_is_accepted(who: Cast) -> None:
    dossier = at_counter(who, NO_LIMIT)
    with pytest.raises(Refused, match="thời hạn") as refused:
        accept(who, dossier)
    dossier.refresh_from_db()
    assert (refused.value.code, dossier.state) == ("limit-missing", State.SUBMITTED)


def test_the_due_time_is_stored_with_its_derivation(who: Cast) -> None:
    dossier = accept(who, at_counter(who, WORKING_DAYS))
    due = DueTime.objects.get(dossier=dossier)
    derivation = Derivation.from_json(due.derivation)
    assert (dossier.due_at, derivation.due_at) == (due.due_at, due.due_at)
    assert "ngày 5 = 11/11" in derivation.in_words()
    line = DossierLine.objects.get(stream_id=dossier.id, seq=due.line_seq)
    assert json.loads(bytes(line.body))["due_at"] == derivation.due_at.isoformat()


@pytest.mark.law("30a")
def test_a_day_off_of_the_calendar_moves_the_due_time(who: Cast) -> None:
    CalendarDay.objects.create(day=date(2019, 11, 7), kind="holiday", name="Ngày nghỉ mẫu")
    dossier = accept(who, at_counter(who, WORKING_DAYS))
    assert local(dossier.due_at or MONDAY).date() == date(2019, 11, 12)


def test_what_is_published_later_changes_nothing(who: Cast) -> None:
    dossier = accept(who, at_counter(who, WORKING_DAYS))
    before = dossier.due_at
    follow(dossier.version, limit_value=1)
    dossier.refresh_from_db()
    kept = DueTime.objects.get(dossier=dossier)
    assert (dossier.due_at, kept.limit_value) == (before, 5)


@pytest.mark.law("3b")
def test_the_same_procedure_has_another_limit_by_post_and_at_the_counter(who: Cast) -> None:
    limits = {Channel.POSTAL: (2, "calendar-day"), Channel.ONLINE: (1, "hour")}
    who.version = follow(who.version, limit_value=5, limit_unit="working-day", limits=limits)
    posted = accept(who, arrive(who, take_in(who)))
    brought = accept(who, at_counter(who))
    due = {row.dossier_id: row for row in DueTime.objects.all()}
    assert (due[posted.id].limit_value, due[posted.id].limit_unit) == (2, "calendar-day")
    assert (due[brought.id].limit_value, due[brought.id].limit_unit) == (5, "working-day")
    assert local(posted.due_at or MONDAY).date() == date(2019, 11, 6)
    assert local(brought.due_at or MONDAY).date() == date(2019, 11, 11)
    assert acceptance_slip(posted.id, lookup="https://x.example").processing_time == "2 ngày"
    assert (
        acceptance_slip(brought.id, lookup="https://x.example").processing_time
        == "5 ngày làm việc"
    )


def test_a_channel_may_have_a_limit_where_the_others_have_none(who: Cast) -> None:
    limits = {Channel.POSTAL: (3, "working-day")}
    who.version = follow(who.version, limit_value=None, limit_unit="", limits=limits)
    assert accept(who, arrive(who, take_in(who))).number
    with pytest.raises(Refused, match="chưa có thời hạn"):
        accept(who, at_counter(who))


def test_the_same_request_accepts_once(who: Cast) -> None:
    dossier, ident = at_counter(who), uuid4()
    answers = [
        commands.accept(act(who.officer, who.desk, ident), dossier_id=dossier.id) for _ in "ab"
    ]
    assert answers[0] == answers[1]
    assert DossierLine.objects.filter(stream_id=dossier.id, action="accept").count() == 1


def test_only_an_officer_of_the_dossiers_desk_accepts(who: Cast) -> None:
    dossier = at_counter(who)
    for stranger in (who.teller, who.specialist, who.postman, who.administrator):
        with pytest.raises(Refused) as refused:
            commands.accept(act(stranger), dossier_id=dossier.id)
        assert refused.value.code == "not-allowed"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"issued_on": date(2019, 11, 5)}, "future-date"),
        ({"issued_on": date(2019, 11, 3)}, "too-early"),
        ({"number": "  "}, "result-number"),
    ],
)
def test_a_result_that_cannot_be_right_is_refused(
    who: Cast, changes: dict[str, object], code: str
) -> None:
    dossier = to_agency(who, at_counter(who))
    with pytest.raises(Refused) as refused:
        settle(act(who.specialist, who.agency), dossier, **changes)
    assert refused.value.code == code
    assert not Result.objects.filter(dossier=dossier).exists()


def test_a_dossier_is_settled_once_by_its_agency_after_it_has_the_papers(who: Cast) -> None:
    waiting = accept(who, at_counter(who))
    with pytest.raises(Refused) as too_soon:
        settle(act(who.specialist, who.agency), waiting)
    dossier = to_agency(who, at_counter(who))
    with pytest.raises(Refused) as stranger:
        settle(act(who.officer, who.desk), dossier)
    settle(act(who.specialist, who.agency), dossier)
    with pytest.raises(Refused) as again:
        settle(act(who.specialist, who.agency), dossier, number="13/KQ-STP")
    codes = [found.value.code for found in (too_soon, stranger, again)]
    assert codes == ["no-such-step", "not-allowed", "no-such-step"]
    dossier.refresh_from_db()
    assert (dossier.state, dossier.settled_at) == (State.SETTLED, clock.now())
    assert dossier.result.number == "12/KQ-STP"


def test_a_correction_adds_a_version_and_leaves_the_one_before(who: Cast) -> None:
    dossier = at_counter(who)
    commands.correct_submitter(
        act(who.officer, who.desk),
        dossier_id=dossier.id,
        person=submitter("Nguyễn Văn Sửa"),
        reason="Gõ nhầm tên đệm",
    )
    names = dossier.parties.order_by("version").values_list("version", "full_name", "reason")
    assert list(names) == [(1, "Nguyễn Văn Mẫu", ""), (2, "Nguyễn Văn Sửa", "Gõ nhầm tên đệm")]
    dossier.refresh_from_db()
    assert (dossier.state, dossier.seq) == (State.SUBMITTED, 2)


def test_a_correction_without_a_reason_changes_nothing(who: Cast) -> None:
    dossier = at_counter(who)
    with pytest.raises(Refused, match="lý do"):
        commands.correct_submitter(
            act(who.officer, who.desk), dossier_id=dossier.id, person=submitter("Ai"), reason=" a "
        )
    assert dossier.parties.count() == 1


def test_an_unknown_dossier_is_said_to_be_unknown(who: Cast) -> None:
    with pytest.raises(Refused) as refused:
        commands.accept(act(who.officer, who.desk), dossier_id=uuid4())
    assert refused.value.code == "no-such-dossier"
