"""Signing on the other side's device: the postman at a point's counter, and at the desk without a device."""

from datetime import timedelta

import pytest

from tests.cast import (
    MONDAY,
    PIN,
    Cast,
    at,
    take_in,
)
from tests.web.handing import (
    HOME,
    all_received,
    books,
    brought,
    number_of,
    offer,
    offered,
    on_the_road,
    page,
    papers,
    signed_in,
)
from tram.custody.models import (
    Manifest,
)

pytestmark = pytest.mark.django_db


# The PIN on the other's device


def test_the_postman_signs_at_the_counter_on_the_tellers_device(who: Cast) -> None:
    url = offered(who, take_in(who))
    teller = signed_in(who.teller)
    assert "Mã PIN của người nhận" not in page(teller, url)
    here = page(teller, f"{url}?tai-day=1")
    assert "Mã PIN của người nhận" in here
    assert 'value="bt.mau"' in here
    wrong = teller.post(url, all_received(url, username="bt.mau", pin="975310"))
    assert wrong.status_code == 409
    assert "mã PIN không đúng" in wrong.content.decode()
    assert "975310" not in wrong.content.decode()
    assert wrong.content.decode().count("checked") == 1
    done = teller.post(url, all_received(url, username="bt.mau", pin=PIN))
    assert done.status_code == 303
    assert "mã PIN của người ký" in page(teller, url)


def test_after_five_wrong_pins_the_name_is_locked_for_a_while(who: Cast) -> None:
    url = offered(who, take_in(who))
    teller = signed_in(who.teller)
    for _ in range(5):
        answer = teller.post(url, all_received(url, username="bt.mau", pin="975310"))
        assert answer.status_code == 409
    answer = teller.post(url, all_received(url, username="bt.mau", pin=PIN))
    assert answer.status_code == 409
    assert "Nhập sai mã PIN quá nhiều lần" in answer.content.decode()
    assert Manifest.objects.get().state == "offered"
    assert signed_in(who.postman).post(url, all_received(url)).status_code == 303


def test_enter_in_the_pin_box_signs_and_does_not_scan(who: Cast) -> None:
    url = offered(who, take_in(who))
    typed = all_received(url, username="bt.mau", pin=PIN, do="scan", scan="")
    assert signed_in(who.teller).post(url, typed).status_code == 303


def test_the_giver_cannot_sign_for_the_receiver_with_their_own_pin(who: Cast) -> None:
    url = offered(who, take_in(who))
    answer = signed_in(who.teller).post(url, all_received(url, username="gdv.mau", pin=PIN))
    assert answer.status_code == 409
    assert Manifest.objects.get().state == "offered"


# The postman at the desk without a device


@pytest.mark.law("25a", "20c")
def test_postman_signs_by_pin_then_the_officer_counts_signs_and_the_clock_starts(
    who: Cast,
) -> None:
    dossier = take_in(who)
    on_the_road(who, dossier)
    officer = signed_in(who.officer)
    assert "Bưu Tá Mẫu" in page(officer, f"{HOME}nhan-tu-buu-ta/")
    assert number_of(dossier) in page(officer, f"{HOME}nhan-tu-buu-ta/?buu-ta=bt.mau")
    url = brought(who, dossier)
    dossier.refresh_from_db()
    assert (dossier.state, dossier.handover_at) == ("registered", None)
    assert "bắt đầu tính từ lúc ký này" in page(officer, url)
    at(MONDAY + timedelta(minutes=42))
    assert officer.post(url, all_received(url)).status_code == 303
    dossier.refresh_from_db()
    assert dossier.state == "arrived"
    assert dossier.handover_at == MONDAY + timedelta(minutes=42)
    assert "Tiếp nhận các hồ sơ vừa nhận" in page(officer, url)


def test_a_wrong_pin_at_the_desk_offers_nothing_and_keeps_the_ticks(who: Cast) -> None:
    one, two = take_in(who), take_in(who)
    on_the_road(who, one, two)
    url = f"{HOME}nhan-tu-buu-ta/?buu-ta=bt.mau"
    before = books()
    answer = offer(signed_in(who.officer), url, papers(one), pin="111111")
    assert answer.status_code == 409
    assert "mã PIN không đúng" in answer.content.decode()
    assert answer.content.decode().count("checked") == 1
    assert books() == before


def test_only_a_postman_on_duty_can_be_chosen_at_the_desk(who: Cast) -> None:
    officer = signed_in(who.officer)
    assert officer.get(f"{HOME}nhan-tu-buu-ta/?buu-ta=gdv.mau").status_code == 404
    assert signed_in(who.teller).get(f"{HOME}nhan-tu-buu-ta/").status_code == 403
    assert "không mang hồ sơ nào tới đây" in page(officer, f"{HOME}nhan-tu-buu-ta/?buu-ta=bt.mau")
    assert "Chưa có bưu tá nào" in page(officer, f"{HOME}nhan-tu-buu-ta/")
