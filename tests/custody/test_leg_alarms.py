"""An item that is silent too long is known, once for a leg, and told higher up if it stays silent."""

from datetime import timedelta

import pytest

from tests import cast
from tests.cast import MONDAY, Cast
from tram.accounts.models import User
from tram.accounts.rules.access import Role
from tram.core.errors import Refused
from tram.custody.commands.alarms import answer_alarm, watch_all
from tram.custody.commands.clocks import pause_clock, reckon_all
from tram.custody.models import LegAlarm, PostalClock
from tram.custody.queries.silence import alarms
from tram.custody.rules.alarms import AlarmAnswer
from tram.custody.rules.legs import LegKind
from tram.custody.rules.routes import Waiting
from tram.directory.models import Parameter, Unit
from tram.directory.queries import actor_of

QUIET = {"closed": 0, "raised": 0, "escalated": 0}


def the_manager(who: Cast, unit: Unit | None = None) -> User:
    """Who leads an office of the post."""
    unit = unit or Unit.objects.get(kind="provincial-post")
    return cast.person(f"ql.{unit.id}", "Quản Lý Mẫu", Role.POST_MANAGER, unit)


def seen_by(user: User) -> list[str]:
    """The legs that a person reads on the page of alarms."""
    return [row.leg for row in alarms(actor_of(user.id, user.full_name))]


def test_there_is_exactly_one_alarm_for_a_leg_however_often_somebody_looks(who: Cast) -> None:
    cast.take_in(who)
    cast.at(MONDAY + timedelta(hours=23, minutes=55))
    assert watch_all() == QUIET, "before the limit nobody is told"
    cast.at(MONDAY + timedelta(hours=24, minutes=5))
    assert watch_all() == {**QUIET, "raised": 1}
    assert watch_all() == QUIET
    alarm = LegAlarm.objects.get()
    assert (alarm.leg, alarm.role, alarm.unit_id) == (
        LegKind.POST_TO_DESK,
        Role.POST_MANAGER,
        who.point.id,
    )


def test_it_closes_by_itself_when_the_item_moves_and_the_next_leg_has_its_own(who: Cast) -> None:
    dossier = cast.take_in(who)
    cast.at(MONDAY + timedelta(hours=25))
    watch_all()
    manager = the_manager(who)
    assert seen_by(manager) == ["post-to-desk"]
    cast.pick_up(who, dossier)
    assert seen_by(manager) == [], "even before the worker came by"
    assert watch_all() == {**QUIET, "closed": 1}
    cast.at(MONDAY + timedelta(hours=50))
    assert watch_all() == {**QUIET, "raised": 1}
    assert LegAlarm.objects.filter(closed_at=None).count() == 1


def test_after_the_second_limit_the_standing_agency_is_told(who: Cast) -> None:
    cast.take_in(who)
    standing = cast.person(
        "tt.mau", "Thường Trực Mẫu", Role.STANDING_AGENCY, Unit.objects.get(slug="so-tttt")
    )
    cast.at(MONDAY + timedelta(hours=47))
    watch_all()
    assert seen_by(standing) == []
    cast.at(MONDAY + timedelta(hours=49))
    assert watch_all() == {**QUIET, "escalated": 1}
    assert seen_by(standing) == ["post-to-desk"]
    assert watch_all() == QUIET


def test_the_leader_of_an_office_is_told_of_a_result_that_lies_there(who: Cast) -> None:
    cast.settle(who, cast.accept(who, cast.arrive(who, cast.take_in(who))))
    cast.at(MONDAY + timedelta(hours=25))
    watch_all()
    leader = cast.person("ld.mc", "Lãnh Đạo Một Cửa", Role.LEADER, who.desk)
    assert seen_by(leader) == ["desk-to-post"]
    assert seen_by(the_manager(who)) == []
    assert seen_by(who.leader) == [], "another unit's leader is not told"


def test_whoever_was_told_answers_once_with_a_code(who: Cast) -> None:
    cast.take_in(who)
    cast.at(MONDAY + timedelta(hours=25))
    watch_all()
    alarm = LegAlarm.objects.get()
    stranger = the_manager(who, who.other_point)
    with pytest.raises(Refused, match="Không có cảnh báo này cho bạn"):
        answer_alarm(cast.act(stranger), alarm_id=alarm.id, answer=AlarmAnswer.ON_THE_ROAD)
    manager = the_manager(who, who.point)
    answer_alarm(cast.act(manager), alarm_id=alarm.id, answer=AlarmAnswer.MOVED_ON_TODAY)
    with pytest.raises(Refused, match="«Sẽ chuyển tiếp trong ngày»"):
        answer_alarm(cast.act(manager), alarm_id=alarm.id, answer=AlarmAnswer.SEARCHING)
    alarm.refresh_from_db()
    assert (alarm.answer, alarm.answered_by_id) == (AlarmAnswer.MOVED_ON_TODAY, manager.id)


def test_nobody_is_told_of_what_waits_for_a_coded_reason(who: Cast) -> None:
    dossier = cast.take_in(who)
    reckon_all()
    run = PostalClock.objects.get(dossier=dossier)
    pause_clock(cast.act(the_manager(who)), clock_id=run.id, reason=Waiting.FORCE_MAJEURE)
    cast.at(MONDAY + timedelta(hours=60))
    assert watch_all() == QUIET


def test_a_leg_has_the_limit_of_its_own_figure(who: Cast) -> None:
    Parameter.objects.create(
        code=f"postal_limits.silence.{LegKind.POST_TO_DESK}",
        value={"first_hours": 4, "second_hours": 8},
        valid_from="2019-01-01",
        source="mẫu",
    )
    cast.take_in(who)
    cast.at(MONDAY + timedelta(hours=5))
    assert watch_all() == {**QUIET, "raised": 1}


def test_every_leg_named_in_the_data_is_one_the_software_knows(db: None) -> None:
    codes = Parameter.objects.filter(code__startswith="postal_limits.silence.")
    legs = {code.rpartition(".")[2] for code in codes.values_list("code", flat=True)}
    assert legs - {"any"} <= {leg.value for leg in LegKind}
