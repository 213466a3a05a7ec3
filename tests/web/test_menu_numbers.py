"""The menu tells a manager how many alarms wait for an answer: silent items, differences, unknown numbers (X6)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import cast
from tests.cast import MONDAY, Cast
from tests.web.page_reading import words
from tram.accounts.rules.access import Role
from tram.core import clock
from tram.custody.commands import chain
from tram.custody.commands.alarms import answer_alarm, watch_all
from tram.custody.commands.discrepancies import resolve_parked
from tram.custody.models import LegAlarm, ParkedScan
from tram.custody.queries.discrepancies import parked_for
from tram.custody.queries.unanswered import Unanswered, unanswered
from tram.custody.rules.alarms import AlarmAnswer
from tram.custody.rules.counting import Resolution
from tram.directory.models import Unit
from tram.directory.queries import actor_of

pytestmark = pytest.mark.django_db


def numbers(who: Cast) -> Unanswered:
    manager = cast.manager()
    return unanswered(actor_of(manager.id, manager.full_name))


def park(who: Cast, holder: int) -> None:
    ParkedScan.objects.create(
        code="VN000000000VN", verdict="unknown", holder_id=holder, by=who.postman, at=clock.now()
    )


def test_an_unknown_number_is_for_the_manager_after_a_day(who: Cast) -> None:
    park(who, chain.courier(who.postman.id))
    park(who, chain.place(who.point.id))
    cast.at(MONDAY + timedelta(hours=23))
    assert numbers(who) == Unanswered(0, 0)
    cast.at(MONDAY + timedelta(hours=24))
    assert numbers(who) == Unanswered(0, 2)
    post = Unit.objects.get(kind="provincial-post")
    office = who.postman.appointments.get(role=Role.POSTMAN).unit_id
    assert len(parked_for([], [office])) == 1
    assert not parked_for([], [post.id] if post.id != office else [])
    for one in ParkedScan.objects.all():
        resolve_parked(cast.act(cast.manager()), parked_id=one.id, resolution=Resolution.MISREAD)
    assert numbers(who) == Unanswered(0, 0)
    neighbour = unanswered(actor_of(who.neighbour.id, who.neighbour.full_name))
    assert neighbour == Unanswered(0, 0)


def test_the_menu_shows_a_silent_item_until_somebody_answers(who: Cast, client: Client) -> None:
    cast.take_in(who)
    client.force_login(cast.manager())
    home = reverse("numbers")
    assert "chờ trả lời" not in words(client.get(home))
    cast.at(MONDAY + timedelta(hours=25))
    watch_all()
    client.force_login(cast.manager())
    assert "Bưu gửi chậm luân chuyển 1 chờ trả lời" in words(client.get(home))
    answer_alarm(
        cast.act(cast.manager()),
        alarm_id=LegAlarm.objects.get().id,
        answer=next(iter(AlarmAnswer)),
    )
    assert "chờ trả lời" not in words(client.get(home))


def test_the_numbers_of_the_menu_cost_one_statement_and_none_for_who_has_no_such_entry(
    who: Cast, client: Client
) -> None:
    def asked(user: object) -> int:
        client.force_login(user)  # type: ignore[arg-type]
        with CaptureQueriesContext(connection) as found:
            client.get(reverse("numbers"))
        return sum("custody_legalarm" in query["sql"] for query in found.captured_queries)

    assert asked(cast.manager()) == 1
    assert asked(who.teller) == 0
