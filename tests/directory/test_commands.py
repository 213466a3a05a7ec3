"""Appointments: what may be given and ended, by whom, and how soon it counts."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests.cast import MONDAY, PASSWORD, PIN, Cast, act, at
from tram.accounts import commands as accounts
from tram.accounts.models import Session, User
from tram.accounts.rules.access import Right, Role, may
from tram.core.acts import Act, Actor, Secret
from tram.core.errors import Refused
from tram.directory import commands
from tram.directory.commands import DemoPerson
from tram.directory.models import Appointment, Unit, UnitKind
from tram.directory.queries import actor_of, demo_duties, duties_of, duty, units_to_staff
from tram.directory.rules import duties

TODAY = MONDAY.date()
TOMORROW = TODAY + timedelta(days=1)


def refused(code: str) -> Any:
    return pytest.raises(Refused, check=lambda error: error.code == code)


@pytest.fixture
def new(who: Cast) -> User:
    """Somebody without a duty."""
    answer = accounts.create_person(
        act(who.administrator), username="nv.an", full_name="Nguyễn Văn An"
    )
    return User.objects.get(id=answer["user"])


@pytest.fixture
def province(who: Cast) -> User:
    """An administrator at the province's office."""
    office = Unit.objects.filter(kind=UnitKind.PROVINCE_OFFICE).order_by("id")[0]
    user = User.objects.create(username="qt.tinh", full_name="Quản Trị Tỉnh", created_at=MONDAY)
    Appointment.objects.create(user=user, role=Role.ADMINISTRATOR, unit=office, valid_from=TODAY)
    return user


def give(by: User, to: User, role: Role, unit: Unit, first: date = TODAY, **words: Any) -> int:
    answer = commands.appoint(
        act(by), user_id=to.id, role=role, unit_id=unit.id, valid_from=first, **words
    )
    found: int = answer["appointment"]
    return found


def actor(user: User) -> Actor:
    return actor_of(user.id, user.full_name)


def test_a_duty_counts_from_its_first_day_to_its_last(who: Cast, new: User) -> None:
    last = TODAY + timedelta(days=3)
    give(who.administrator, new, Role.TELLER, who.point, TOMORROW, valid_to=last, decision="12/QĐ")
    seen = []
    for day in range(6):
        at(MONDAY + timedelta(days=day))
        seen.append(may(actor(new), Right.TAKE_IN, [who.point.id]))
    assert seen == [False, True, True, True, False, False]


@pytest.mark.law("61e")
def test_a_duty_ended_today_is_gone_at_once(who: Cast) -> None:
    held = Appointment.objects.get(user=who.teller)
    assert may(actor(who.teller), Right.TAKE_IN, [who.point.id])
    commands.end_appointment(act(who.administrator), appointment_id=held.id, on=TODAY)
    assert actor(who.teller).duties == ()
    assert [row.tense for row in duties_of([who.teller.id])] == ["past"]


def test_a_duty_ended_on_a_later_day_counts_until_the_day_before(who: Cast) -> None:
    held = Appointment.objects.get(user=who.teller)
    commands.end_appointment(act(who.administrator), appointment_id=held.id, on=TOMORROW)
    assert may(actor(who.teller), Right.TAKE_IN)
    at(MONDAY + timedelta(days=1))
    assert not may(actor(who.teller), Right.TAKE_IN)


def test_a_duty_given_and_ended_the_same_day_is_gone_and_both_requests_remember_it(
    who: Cast, new: User
) -> None:
    given = give(who.administrator, new, Role.TELLER, who.point)
    ended = commands.end_appointment(act(who.administrator), appointment_id=given, on=TODAY)
    assert duty(given) is None
    assert (ended["appointment"], ended["user"], ended["role"]) == (given, new.id, "teller")
    give(who.administrator, new, Role.TELLER, who.point)


def test_no_duty_is_ended_in_the_past_or_twice(who: Cast) -> None:
    held = Appointment.objects.get(user=who.teller)
    yesterday = TODAY - timedelta(days=1)
    with refused("in-the-past"):
        commands.end_appointment(act(who.administrator), appointment_id=held.id, on=yesterday)
    commands.end_appointment(act(who.administrator), appointment_id=held.id, on=TODAY)
    with refused("already-ended"):
        commands.end_appointment(act(who.administrator), appointment_id=held.id, on=TODAY)
    with refused("no-such-duty"):
        commands.end_appointment(act(who.administrator), appointment_id=0, on=TODAY)


def test_the_same_duty_is_not_given_twice_over_the_same_days(who: Cast, new: User) -> None:
    ten, twenty = TODAY + timedelta(days=10), TODAY + timedelta(days=20)
    give(who.administrator, new, Role.TELLER, who.point, ten, valid_to=twenty)
    for first, last in ((TODAY, ten), (twenty, None), (ten, twenty), (TODAY, None)):
        with refused("duty-overlaps"):
            give(who.administrator, new, Role.TELLER, who.point, first, valid_to=last)
    give(who.administrator, new, Role.TELLER, who.point, TODAY, valid_to=ten - timedelta(days=1))
    give(who.administrator, new, Role.TELLER, who.other_point, ten)


def test_an_end_before_the_start_is_refused(who: Cast, new: User) -> None:
    with refused("end-before-start"):
        give(who.administrator, new, Role.TELLER, who.point, TOMORROW, valid_to=TODAY)


def test_a_unit_takes_nobody_before_it_opens_or_after_it_closes(who: Cast, new: User) -> None:
    who.point.valid_to = TODAY + timedelta(days=30)
    who.point.save()
    with refused("unit-closed"):
        give(who.administrator, new, Role.TELLER, who.point)
    with refused("unit-not-yet"):
        early = who.point.valid_from - timedelta(days=1)
        give(who.administrator, new, Role.TELLER, who.point, early, valid_to=TODAY)
    give(who.administrator, new, Role.TELLER, who.point, valid_to=who.point.valid_to)


# Every role at every kind of unit, by hand: + fits, . does not.
#                    off dep cen dis com ctr one pro dis pnt
FITS = """
teller              .   .   .   .   .   .   .   .   .   +
postman             .   .   .   .   .   .   .   +   +   +
post-manager        .   .   .   .   .   .   .   +   +   +
one-stop-officer    .   .   .   .   .   +   +   .   .   .
case-officer        +   +   +   +   +   .   .   .   .   .
leader              +   +   +   +   +   .   .   .   .   .
agency-reporter     +   +   +   +   +   .   .   .   .   .
standing-agency     .   +   .   .   .   .   .   .   .   .
province-office     +   .   .   .   .   .   .   .   .   .
administrator       +   +   +   +   +   .   .   +   +   .
"""


def test_every_role_fits_only_its_kinds_of_unit() -> None:
    rows = [line.split() for line in FITS.strip().splitlines()]
    found = [
        [role, *("+" if duties.fits(role, kind) else "." for kind in UnitKind)] for role in Role
    ]
    assert found == rows


def test_a_role_where_it_does_not_belong_is_refused(who: Cast, new: User, province: User) -> None:
    with pytest.raises(Refused, match=r"«Giao dịch viên bưu điện» không làm việc ở .*Sở Tư pháp"):
        give(province, new, Role.TELLER, who.agency)
    with refused("role-does-not-fit"):
        give(province, new, Role.CASE_OFFICER, who.point)


@pytest.mark.law("61a")
def test_an_administrator_reaches_the_own_unit_and_below_the_provinces_everything(
    who: Cast, new: User, province: User
) -> None:
    with refused("not-allowed"):
        give(who.administrator, new, Role.CASE_OFFICER, who.agency)
    with refused("not-allowed"):
        give(who.leader, new, Role.CASE_OFFICER, who.agency)
    given = give(province, new, Role.CASE_OFFICER, who.agency)
    give(who.administrator, new, Role.TELLER, who.point)
    with refused("not-allowed"):
        commands.end_appointment(act(who.administrator), appointment_id=given, on=TODAY)
    offered = {
        unit.id for unit in units_to_staff(actor(who.administrator), duties.FITS[Role.TELLER])
    }
    assert who.point.id in offered
    assert units_to_staff(actor(who.administrator), duties.FITS[Role.CASE_OFFICER]) == []
    everywhere = {
        unit.id for unit in units_to_staff(actor(province), duties.FITS[Role.CASE_OFFICER])
    }
    assert who.agency.id in everywhere


def test_nobody_gives_a_duty_to_oneself(who: Cast) -> None:
    with refused("own-duty"):
        give(who.administrator, who.administrator, Role.TELLER, who.point)


def sessions(user: User) -> int:
    return Session.objects.filter(user=user).count()


def test_a_reset_signs_the_person_out_everywhere_and_takes_the_pin(who: Cast) -> None:
    Client().force_login(who.teller)
    request = act(who.administrator)
    assert sessions(who.teller) == 1
    commands.reset_password(request, user_id=who.teller.id)
    who.teller.refresh_from_db()
    assert sessions(who.teller) == 0
    assert who.teller.check_password(accounts.one_time_password(request.request_id).reveal())
    assert (who.teller.must_change_password, who.teller.pin) == (True, "")


def test_the_posts_administrator_cannot_take_over_an_officials_account(
    who: Cast, province: User
) -> None:
    for user in (who.leader, who.officer):
        with refused("works-elsewhere"):
            commands.reset_password(act(who.administrator), user_id=user.id)
        with refused("works-elsewhere"):
            commands.end_person(act(who.administrator), user_id=user.id)
    commands.reset_password(act(province), user_id=who.leader.id)
    with refused("not-allowed"):
        commands.reset_password(act(who.leader), user_id=who.teller.id)
    with refused("oneself"):
        commands.reset_password(act(who.administrator), user_id=who.administrator.id)


@pytest.mark.law("61e")
def test_a_person_who_leaves_keeps_no_duty_no_session_and_no_pin(who: Cast) -> None:
    Client().force_login(who.teller)
    commands.end_person(act(who.administrator), user_id=who.teller.id)
    who.teller.refresh_from_db()
    assert (who.teller.is_active, who.teller.pin, sessions(who.teller)) == (False, "", 0)
    assert actor(who.teller).duties == ()
    with refused("person-ended"):
        give(who.administrator, who.teller, Role.TELLER, who.point)
    with refused("person-ended"):
        commands.reset_password(act(who.administrator), user_id=who.teller.id)
    with refused("person-ended"):
        commands.end_person(act(who.administrator), user_id=who.teller.id)


def test_the_last_administrator_stays(who: Cast, province: User) -> None:
    own = Appointment.objects.get(user=who.administrator)
    above = Appointment.objects.get(user=province)
    commands.end_appointment(act(province), appointment_id=own.id, on=TODAY)
    with refused("last-administrator"):
        commands.end_appointment(act(province), appointment_id=above.id, on=TODAY)
    assert may(actor(province), Right.MANAGE_ACCOUNTS)


def first(username: str = "qt.dau") -> tuple[Act, dict[str, Any]]:
    office = Unit.objects.filter(kind=UnitKind.PROVINCE_OFFICE).order_by("id")[0]
    request = Act(uuid4(), Actor(None))
    answer = commands.first_administrator(
        request, username=username, full_name="Quản Trị Đầu", unit_id=office.id
    )
    return request, answer


def test_the_first_administrator_is_made_once(db: None) -> None:
    at(MONDAY)
    request, answer = first()
    user = User.objects.get(id=answer["user"])
    assert user.check_password(accounts.one_time_password(request.request_id).reveal())
    assert may(actor(user), Right.MANAGE_ACCOUNTS)
    with refused("has-administrator"):
        first("qt.hai")
    assert not User.objects.filter(username="qt.hai").exists()


def test_a_demonstrations_cast_is_made_with_its_duties_and_made_once(who: Cast) -> None:
    people = [
        DemoPerson("td.mot", "Trình Diễn Một", Role.TELLER, who.point.id),
        DemoPerson("td.hai", "Trình Diễn Hai", Role.LEADER, who.agency.id),
    ]
    words = {"password": Secret(PASSWORD), "pin": Secret(PIN), "since": TODAY}
    ids = commands.demo_cast(people, **words)  # type: ignore[arg-type]
    assert ids == commands.demo_cast(people, **words)  # type: ignore[arg-type]
    shown = {(row.username, row.role, row.unit_id) for row in demo_duties()}
    assert shown == {("td.mot", "teller", who.point.id), ("td.hai", "leader", who.agency.id)}
