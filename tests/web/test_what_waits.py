"""The cards of the workplace say how many customers wait to be called on at home."""

from uuid import UUID

import pytest
from django.test import Client

from tests.cast import MONDAY, Cast, act
from tests.web.page_reading import folded
from tram.accounts.models import User
from tram.custody.commands.pick_ups import Asked, ask_pick_up, assign_pick_up
from tram.custody.rules.counter import Slot

pytestmark = pytest.mark.django_db


def home(user: User) -> str:
    client = Client()
    client.force_login(user)
    return folded(client.get("/lam-viec/"))


def test_a_call_waits_for_the_teller_until_somebody_is_sent_and_then_for_the_postman(
    who: Cast,
) -> None:
    words = ("Nguyễn Văn Mẫu", "0912000001", "Thôn Mẫu", who.commune.id, MONDAY.date())
    asked = Asked(*words, slot=Slot.MORNING)
    made = ask_pick_up(act(who.teller, who.point), asked=asked)
    assert "1 yêu cầu chờ giao người đi lấy" in home(who.teller)
    assert "tới lấy hồ sơ" not in home(who.postman)
    sent, request = act(who.teller, who.point), UUID(made["request"])
    assign_pick_up(sent, request_id=request, courier_id=who.postman.id)
    assert "1 nơi chờ bạn tới lấy hồ sơ" in home(who.postman)
    assert "chờ giao người đi lấy" not in home(who.teller)
