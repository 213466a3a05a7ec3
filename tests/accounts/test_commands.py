"""People, passwords, PINs, the end of sessions, the audit of reads: through the commands, on the database."""

from collections.abc import Iterator
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.contrib.auth.hashers import check_password
from django.db import DatabaseError, connection, transaction
from django.test import Client

from tests.cast import PASSWORD, PIN, Cast, act
from tram.accounts import commands, queries
from tram.accounts.models import ReadEntry, Session, User
from tram.core import clock
from tram.core.acts import Actor, Secret
from tram.core.errors import Refused
from tram.core.models import Request

NEW = "con trâu đi trước cái cày"


@pytest.fixture
def real(who: Cast) -> Iterator[None]:
    """This very database, but not marked as a demonstration."""

    with patch("tram.accounts.commands.is_demo", return_value=False):
        yield


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def refused(code: str) -> Any:
    return pytest.raises(Refused, check=lambda error: error.code == code)


def test_a_new_person_gets_a_password_for_one_time_and_no_duty(who: Cast) -> None:
    request = act(who.administrator)
    answer = commands.create_person(request, username=" NV.An ", full_name="  Nguyễn  Văn An ")
    user = User.objects.get(id=answer["user"])
    assert (user.username, user.full_name) == ("nv.an", "Nguyễn Văn An")
    assert user.must_change_password
    assert user.created_at == Request.objects.get(id=request.request_id).recorded_at
    password = commands.one_time_password(request.request_id).reveal()
    assert check_password(password, user.password)
    stored = Request.objects.get(id=request.request_id)
    assert password not in str(stored.answer)


def test_the_same_request_makes_one_person_with_one_password(who: Cast) -> None:
    words = {"username": "nv.an", "full_name": "Nguyễn Văn An"}
    request_id = uuid4()
    first = commands.create_person(act(who.administrator, request_id=request_id), **words)  # type: ignore[arg-type]
    again = commands.create_person(act(who.administrator, request_id=request_id), **words)  # type: ignore[arg-type]
    assert first == again
    assert User.objects.filter(username="nv.an").count() == 1


@pytest.mark.law("61a")
def test_only_an_administrator_adds_people(who: Cast) -> None:
    for user in (who.teller, who.leader, who.officer):
        with refused("not-allowed"):
            commands.create_person(act(user), username="nv.an", full_name="Nguyễn Văn An")
    assert not User.objects.filter(username="nv.an").exists()


def test_a_taken_or_ill_formed_name_is_refused(who: Cast) -> None:
    with refused("username-taken"):
        commands.create_person(act(who.administrator), username="GDV.mau", full_name="Người Khác")
    with refused("bad-username"):
        commands.create_person(act(who.administrator), username="nguyễn", full_name="Người Khác")
    with refused("bad-name"):
        commands.create_person(act(who.administrator), username="nv.an", full_name=" ")


def test_ones_own_new_password_ends_every_session_of_oneself_only(who: Cast) -> None:
    for user in (who.teller, who.teller, who.neighbour):
        signed_in(user)
    commands.change_own_password(act(who.teller), old=Secret(PASSWORD), new=Secret(NEW))
    who.teller.refresh_from_db()
    assert check_password(NEW, who.teller.password)
    assert not Session.objects.filter(user=who.teller).exists()
    assert Session.objects.filter(user=who.neighbour).count() == 1


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("sai mật khẩu rồi", NEW, "wrong-password"),
        (PASSWORD, PASSWORD, "same-password"),
        (PASSWORD, "ngắn", "weak-password"),
        (PASSWORD, "gdv.mau 12345", "weak-password"),
    ],
)
def test_a_bad_change_of_password_changes_nothing(
    who: Cast, old: str, new: str, code: str
) -> None:
    with refused(code):
        commands.change_own_password(act(who.teller), old=Secret(old), new=Secret(new))
    who.teller.refresh_from_db()
    assert check_password(PASSWORD, who.teller.password)


def test_ones_own_pin_needs_the_password_and_is_kept_hashed(who: Cast) -> None:
    with refused("wrong-password"):
        commands.set_own_pin(act(who.teller), password=Secret("khác"), pin=Secret("918273"))
    with refused("weak-pin"):
        commands.set_own_pin(act(who.teller), password=Secret(PASSWORD), pin=Secret("123456"))
    who.teller.refresh_from_db()
    assert check_password(PIN, who.teller.pin)
    commands.set_own_pin(act(who.teller), password=Secret(PASSWORD), pin=Secret("918273"))
    who.teller.refresh_from_db()
    assert check_password("918273", who.teller.pin)


@pytest.mark.law("61d")
def test_a_read_leaves_a_line_that_nobody_can_change(who: Cast) -> None:
    subject = uuid4()
    reader = act(who.officer).actor
    commands.note_read(reader, place_id=who.desk.id, subject=subject, page="dossier")
    line = ReadEntry.objects.get(subject=subject)
    assert (line.actor_id, line.actor_name, line.place_id, line.page) == (
        who.officer.id,
        "Một Cửa Mẫu",
        who.desk.id,
        "dossier",
    )
    assert line.at == clock.now()
    for spoil in ("UPDATE accounts_readentry SET page = 'x'", "DELETE FROM accounts_readentry"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(spoil)


@pytest.mark.law("61d")
def test_a_read_that_cannot_be_written_fails(who: Cast) -> None:
    with pytest.raises(RuntimeError):
        commands.note_read(Actor(None), place_id=None, subject=uuid4(), page="dossier")
    long_page = "x" * 65
    with pytest.raises(DatabaseError), transaction.atomic():
        commands.note_read(act(who.officer).actor, place_id=None, subject=uuid4(), page=long_page)


def test_people_of_a_demonstration_share_a_known_password_and_pin(who: Cast) -> None:
    people = {"td.mot": "Trình Diễn Một", "td.hai": "Trình Diễn Hai"}
    ids = commands.demo_people(people, password=Secret(NEW), pin=Secret("135790"))
    assert ids == commands.demo_people(people, password=Secret(NEW), pin=Secret("135790"))
    for user in User.objects.filter(id__in=ids.values()):
        assert user.is_demo
        assert not user.must_change_password
        assert check_password(NEW, user.password)
        assert check_password("135790", user.pin)


def test_outside_a_demonstration_nobody_is_invented(who: Cast, real: None) -> None:
    with refused("not-a-demonstration"):
        commands.demo_people({"td.mot": "Một"}, password=Secret(NEW), pin=Secret("135790"))
    with refused("not-a-demonstration"):
        commands.create_person(
            act(who.administrator), username="td.mot", full_name="Trình Diễn", is_demo=True
        )


def test_demo_people_never_take_over_a_real_account(who: Cast) -> None:
    ids = commands.demo_people({"gdv.mau": "Ai Đó"}, password=Secret(NEW), pin=Secret("135790"))
    who.teller.refresh_from_db()
    assert ids == {}
    assert check_password(PASSWORD, who.teller.password)


def test_people_are_found_without_accents(who: Cast) -> None:
    found = queries.people("MOT cua")
    assert [row.username for row in found.rows] == ["mc.mau"]
    assert [row.username for row in queries.people("Giao dịch mẫu").rows] == ["gdv.mau"]
    assert queries.people("%").rows == ()
    assert queries.people("_").rows == ()


def test_pages_of_people_follow_each_other_both_ways(who: Cast) -> None:
    people = {f"td.{number:02d}": f"Đỗ Thứ {number}" for number in range(45)}
    commands.demo_people(people, password=Secret(NEW), pin=Secret("135790"))
    first = queries.people("do thu")
    second = queries.people("do thu", after=first.after)
    third = queries.people("do thu", after=second.after)
    seen = [row.username for page in (first, second, third) for row in page.rows]
    assert seen == sorted(people)
    assert (first.before, third.after) == ("", "")
    assert queries.people("do thu", before=third.before) == second
    assert queries.people("do thu", before=second.before) == first
