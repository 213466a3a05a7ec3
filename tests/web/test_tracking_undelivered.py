"""What the receipt's owner reads of a try in vain, of the point where it is held, of the way back."""

import re

import pytest
from django.test import Client

from tests import cast
from tests.cast import Cast
from tests.custody.undelivered import days_later, held, hold_back, in_vain, return_in
from tests.web.test_portal_tracking import code_of, look_up, text
from tram.dossiers.models import Dossier

pytestmark = pytest.mark.django_db


@pytest.fixture
def released(who: Cast) -> Dossier:
    """A result with the postman."""
    return cast.release(
        who, cast.settle(who, cast.accept(who, cast.arrive(who, cast.take_in(who))))
    )


@pytest.mark.law("40a", "41c")
def test_a_try_in_vain_shows_reason_number_and_slot(
    client: Client, who: Cast, released: Dossier
) -> None:
    assert "Phát chưa thành công" not in text(look_up(client, code_of(released)))
    in_vain(who, released)
    shown = text(look_up(client, code_of(released)))
    assert "Phát chưa thành công" in shown
    assert "Lần 1: Không gặp người nhận. Hẹn phát lại: buổi sáng, ngày 05/11/2019." in shown
    assert who.version.name not in shown
    in_vain(who, released)
    assert "nơi giữ sẽ hiện ở đây" in text(look_up(client, code_of(released)))


@pytest.mark.law("40b")
def test_the_point_its_hours_and_the_last_day_are_shown(
    client: Client, who: Cast, released: Dossier
) -> None:
    held(who, released)
    shown = text(look_up(client, code_of(released)))
    assert "Đang giữ tại điểm phục vụ, chờ ông/bà tới nhận" in shown
    assert f"Nơi giữ: {who.point.name}" in shown
    assert re.search(r"Giờ mở cửa: \d\d:\d\d đến \d\d:\d\d", shown)
    assert "đến hết ngày 14/11/2019" in shown


@pytest.mark.law("40c")
def test_back_at_the_desk_says_so_and_a_second_journey_starts_afresh(
    client: Client, who: Cast, released: Dossier
) -> None:
    held(who, released)
    days_later(11)
    hold_back(who, released)
    return_in(who, released)
    shown = text(look_up(client, code_of(released)))
    assert "Chưa phát được, đã về bộ phận một cửa" in shown
    assert "Kết quả sẽ được giao cho bưu điện" not in shown
    cast.release(who, released)
    again = text(look_up(client, code_of(released)))
    assert "Phát chưa thành công" not in again
    assert "Chưa phát được" not in again


def test_in_english_too(client: Client, who: Cast, released: Dossier) -> None:
    in_vain(who, released)
    client.cookies["django_language"] = "en"
    shown = text(look_up(client, code_of(released)))
    assert "Try 1: the recipient was not met. The postman comes again: morning" in shown
