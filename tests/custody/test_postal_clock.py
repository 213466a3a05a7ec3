"""The post's own clock: when it runs, and that it never touches the legal one."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection

from tests import cast
from tests.cast import MONDAY, Cast
from tests.custody.undelivered import held, hold_back
from tram.accounts.models import User
from tram.accounts.rules.access import Role
from tram.core import verify
from tram.core.acts import Act, Actor
from tram.core.calendar import local
from tram.core.errors import Refused
from tram.custody.commands import chain, intake, shuttle
from tram.custody.commands.citizen import Change, change_delivery
from tram.custody.commands.clocks import pause_clock, reckon_all, recount_all, release_clock
from tram.custody.models import PostalClock, PostalPause
from tram.custody.queries.clocks import told
from tram.custody.queries.quality import Asked, Part, Wanted, runs
from tram.custody.rules.attempts import DayPart, Slot
from tram.custody.rules.handovers import ManifestKind
from tram.custody.rules.routes import ClockEnd, PostalRoute, Waiting
from tram.directory.models import CalendarDay, Parameter, Unit
from tram.dossiers.rules.states import VoidReason


def the_manager() -> User:
    """Who leads the post of the whole province."""
    post = Unit.objects.get(kind="provincial-post")
    return cast.person("ql.mau", "Quản Lý Mẫu", Role.POST_MANAGER, post)


def the_run(who: Cast) -> PostalClock:
    """A run of the post's clock that has its due time."""
    dossier = cast.take_in(who)
    reckon_all()
    return PostalClock.objects.get(dossier=dossier)


@pytest.mark.law("24a")
def test_it_runs_from_taking_in_to_the_signed_hand_over_and_from_the_result_to_delivery(
    who: Cast,
) -> None:
    dossier = cast.take_in(who)
    runs = PostalClock.objects.filter(dossier=dossier).order_by("started_at")
    assert [(run.direction, run.started_at, run.ended_at) for run in runs] == [
        ("in", dossier.registered_at, None)
    ]
    cast.at(MONDAY + timedelta(hours=2))
    dossier = cast.arrive(who, dossier)
    run = runs.get()
    assert (run.ended_at, run.how) == (dossier.handover_at, ClockEnd.HANDED_OVER)

    dossier = cast.settle(who, cast.accept(who, dossier))
    assert runs.count() == 1, "no clock of the post runs while the agency works"
    cast.at(MONDAY + timedelta(days=1))
    dossier = cast.release(who, dossier)
    home = runs.get(direction="out")
    assert (home.started_at, home.ended_at) == (MONDAY + timedelta(days=1), None)
    cast.at(MONDAY + timedelta(days=1, hours=3))
    dossier = cast.deliver(who, dossier)
    home.refresh_from_db()
    assert (home.ended_at, home.how) == (dossier.returned_at, ClockEnd.DELIVERED)


def test_a_voided_intake_counts_for_nothing(who: Cast) -> None:
    dossier = cast.take_in(who)
    point = cast.act(who.teller, who.point)
    intake.void_intake(point, dossier_id=dossier.id, reason=next(iter(VoidReason)))
    run = PostalClock.objects.get(dossier=dossier)
    assert run.how == ClockEnd.GIVEN_BACK


def test_verify_finds_a_start_that_the_book_does_not_tell(who: Cast) -> None:
    cast.take_in(who)
    assert verify.all_well(list(verify.look()))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE custody_postalclock SET started_at = started_at - interval '1 day'")
    assert not verify.all_well(list(verify.look()))


@pytest.mark.law("24b")
def test_the_limit_is_the_dated_figure_of_the_route_or_else_the_general_one(who: Cast) -> None:
    run = the_run(who)
    assert (run.limit_days, run.office_id) == (2, who.point.id)
    assert run.due_at is not None
    assert local(run.due_at).date() == date(2019, 11, 6)
    assert run.derivation is not None
    assert run.derivation["words"].endswith("ngày 1 = 05/11; ngày 2 = 06/11")
    assert reckon_all() == 0, "what is reckoned is not reckoned again"

    Parameter.objects.create(
        code=f"postal_limits.route.{run.route}",
        value=1,
        valid_from=date(2019, 11, 5),
        source="thỏa thuận mẫu",
    )
    cast.at(MONDAY + timedelta(days=1))
    later = the_run(who)
    assert (later.route, later.limit_days) == (run.route, 1)
    assert later.route in {PostalRoute.WITHIN_DISTRICT, PostalRoute.BETWEEN_DISTRICTS}


@pytest.mark.law("24e")
def test_a_pause_of_the_post_never_moves_the_legal_due_time(who: Cast) -> None:
    dossier = cast.accept(who, cast.arrive(who, cast.take_in(who)))
    dossier = cast.release(who, cast.settle(who, dossier))
    reckon_all()
    run = PostalClock.objects.get(dossier=dossier, direction="out")
    before = (dossier.due_at, list(dossier.due_times.values_list("derivation", "due_at")))
    manager = cast.act(the_manager())
    pause_clock(manager, clock_id=run.id, reason=Waiting.ASKED_LATER)
    cast.at(MONDAY + timedelta(days=2))
    release_clock(cast.act(the_manager()), clock_id=run.id)
    dossier.refresh_from_db()
    assert (
        dossier.due_at,
        list(dossier.due_times.values_list("derivation", "due_at")),
    ) == before
    due = run.due_at
    run.refresh_from_db()
    assert due is not None
    assert run.due_at == due + timedelta(days=2), "two days were waited"


@pytest.mark.law("24e")
def test_nothing_of_the_legal_clock_moves_the_clock_of_the_post(who: Cast) -> None:
    dossier = cast.arrive(who, cast.take_in(who))
    reckon_all()
    run = PostalClock.objects.get(dossier=dossier)
    kept = (run.started_at, run.ended_at, run.due_at, run.minutes)
    cast.at(MONDAY + timedelta(days=1))
    cast.settle(who, cast.accept(who, dossier))
    reckon_all()
    run.refresh_from_db()
    assert (run.started_at, run.ended_at, run.due_at, run.minutes) == kept
    assert PostalClock.objects.filter(dossier=dossier).count() == 1


@pytest.mark.law("24c")
def test_a_day_off_decreed_meanwhile_moves_what_is_on_the_road_and_nothing_that_ended(
    who: Cast,
) -> None:
    on_the_road, ended = the_run(who), the_run(who)
    cast.arrive(who, ended.dossier)
    CalendarDay.objects.create(day=date(2019, 11, 5), kind="holiday", name="Ngày nghỉ mẫu")
    recount_all()
    on_the_road.refresh_from_db()
    assert on_the_road.due_at is not None
    assert local(on_the_road.due_at).date() == date(2019, 11, 7)
    assert on_the_road.derivation is not None
    assert "không tính 05/11 (Ngày nghỉ mẫu)" in on_the_road.derivation["words"]
    due = ended.due_at
    ended.refresh_from_db()
    assert ended.due_at == due


def test_only_who_answers_for_the_office_may_stop_its_clock(who: Cast) -> None:
    run = the_run(who)
    with pytest.raises(Refused, match="không được phân công"):
        pause_clock(cast.act(who.teller), clock_id=run.id, reason=Waiting.FORCE_MAJEURE)
    elsewhere = cast.person("ql.khac", "Quản Lý Khác", Role.POST_MANAGER, who.other_point)
    with pytest.raises(Refused, match="không được phân công"):
        pause_clock(cast.act(elsewhere), clock_id=run.id, reason=Waiting.FORCE_MAJEURE)


def test_it_stops_once_and_is_released_by_name(who: Cast) -> None:
    run, manager = the_run(who), the_manager()
    with pytest.raises(Refused, match="không phải cho chạy lại"):
        release_clock(cast.act(manager), clock_id=run.id)
    pause_clock(cast.act(manager), clock_id=run.id, reason=Waiting.FORCE_MAJEURE)
    with pytest.raises(Refused, match="đang dừng"):
        pause_clock(cast.act(manager), clock_id=run.id, reason=Waiting.AUTHORITY)
    cast.at(MONDAY + timedelta(days=1))
    release_clock(cast.act(manager), clock_id=run.id)
    pause = PostalPause.objects.get(clock=run)
    assert (pause.by_id, pause.released_by_id) == (manager.id, manager.id)
    run.refresh_from_db()
    assert run.derivation is not None
    assert "bất khả kháng" in run.derivation["words"]


def test_nobody_stops_it_after_the_due_time(who: Cast) -> None:
    run = the_run(who)
    cast.at(MONDAY + timedelta(days=3))
    with pytest.raises(Refused, match="đã quá hạn của bưu chính") as refused:
        pause_clock(cast.act(the_manager()), clock_id=run.id, reason=Waiting.ASKED_LATER)
    assert refused.value.code == "past-due"


def test_what_arrived_has_the_working_minutes_it_took(who: Cast) -> None:
    dossier = cast.take_in(who)
    cast.at(MONDAY + timedelta(days=1, hours=1))
    cast.arrive(who, dossier)
    reckon_all()
    # 08:30 on Monday to 09:30 on Tuesday: a working day of eight hours and one more.
    run = PostalClock.objects.get(dossier=dossier)
    assert run.minutes == 9 * 60
    with pytest.raises(Refused, match="không còn do bưu chính giữ"):
        pause_clock(cast.act(the_manager()), clock_id=run.id, reason=Waiting.ASKED_LATER)


def test_what_a_point_holds_for_the_recipient_stops_the_clock_by_its_signature(who: Cast) -> None:
    dossier = cast.accept(who, cast.arrive(who, cast.take_in(who)))
    dossier = held(who, cast.release(who, cast.settle(who, dossier)))
    reckon_all()
    run = PostalClock.objects.get(dossier=dossier, direction="out")
    due, today = run.due_at, MONDAY.date()
    assert due is not None
    cast.at(MONDAY + timedelta(days=2))
    slot = Slot(date(2019, 11, 8), DayPart.MORNING)
    asked = Change("Hôm đó tôi có nhà", slot=slot)
    digest = bytes(dossier.codes.get().digest)
    change_delivery(Act(request_id=uuid4(), actor=Actor(None)), digest=digest, change=asked)
    cast.at(MONDAY + timedelta(days=3))
    overdue = Wanted(Asked(today, date(2019, 11, 30)), Part.OVERDUE)
    assert runs(overdue).rows == (), "the recipient is waited for"
    assert told([run])[0].waiting == Waiting.HELD_AT_POINT.label
    hold_back(who, dossier)
    reckon_all()
    run.refresh_from_db()
    assert run.due_at == due + timedelta(days=5), "three days, and then a weekend"
    cast.at(MONDAY + timedelta(days=10))
    assert [each.id for each in runs(overdue).rows] == [run.id]


def test_the_shuttle_between_two_offices_runs_on_no_such_clock(who: Cast) -> None:
    shuttle.begin_round(cast.act(who.postman), desk_id=who.desk.id, team=[who.postman.id])
    dossier = cast.accept(who, cast.arrive(who, cast.take_in(who)))
    desk_, road = chain.place(who.desk.id), chain.courier(who.postman.id)
    officer = cast.act(who.officer, who.desk)
    things = [dossier.items.get().id]
    cast.hand_over(ManifestKind.SHUTTLE_OUT, officer, cast.act(who.postman), desk_, road, things)
    assert PostalClock.objects.filter(dossier=dossier, direction="out").count() == 0
    assert verify.all_well(list(verify.look()))
