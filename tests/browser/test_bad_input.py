"""What people do to a page: click twice, go back, come back after half an hour, sign what is signed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.browser.conftest import Opens, Site
from tests.browser.counter import FORM, TAKE, fill_in, times_taken_in
from tests.browser.stage import an_offer_to_desk
from tests.browser.window import Window
from tests.cast import PASSWORD
from tram.accounts.models import Session
from tram.accounts.sessions import SessionStore


@pytest.mark.parametrize("javascript", [True, False])
def test_a_double_click_takes_one_dossier_in(window: Opens, site: Site, javascript: bool) -> None:
    name = f"Hoàng Văn Nhấp {'Hai' if javascript else 'Đúp'}"
    teller = window(site.stage.who.teller, javascript=javascript)
    teller.open(FORM)
    fill_in(teller, name)
    teller.main.get_by_role("button", name=TAKE).dblclick()
    teller.sees("Đã nhận hồ sơ", name)
    assert times_taken_in(teller, name) == 1


def test_going_back_and_sending_again_writes_nothing_twice(window: Opens, site: Site) -> None:
    name = "Vũ Thị Quay"
    teller = window(site.stage.who.teller)
    teller.open(FORM)
    fill_in(teller, name)
    teller.press(TAKE)
    teller.page.evaluate("history.back()")
    teller.main.get_by_role("button", name=TAKE).wait_for()
    teller.press(TAKE, status=409)
    teller.sees("Chưa nhập «Họ và tên người gửi, hoặc tên tổ chức».")
    assert times_taken_in(teller, name) == 1


def test_going_back_after_the_price_was_asked_for_leads_to_the_form(
    window: Opens, site: Site
) -> None:
    teller = window(site.stage.who.teller)
    teller.open(FORM)
    fill_in(teller, "Phan Thị Tính")
    teller.page.keyboard.press("F9")
    teller.sees("Tổng cộng")
    teller.press(TAKE)
    teller.page.evaluate("history.back()")
    teller.main.get_by_role("button", name=TAKE).wait_for()


def test_what_was_typed_survives_a_session_that_ended(window: Opens, site: Site) -> None:
    name = "Đỗ Văn Hết"
    teller = window(site.stage.who.teller, fresh=True)
    teller.open(FORM)
    fill_in(teller, name)
    end_session(teller)
    with teller.page.expect_response(lambda answer: answer.status == 204):  # no price any more
        teller.type("Số CMND, CCCD hoặc hộ chiếu", "012345678")
        teller.page.keyboard.press("Tab")
    teller.press(TAKE, status=401)
    teller.sees("biểu mẫu vừa gửi chưa được ghi")
    teller.type("Tên đăng nhập", site.stage.who.teller.username)
    teller.type("Mật khẩu", PASSWORD)
    teller.press("Đăng nhập")
    teller.sees("Biểu mẫu bạn gửi lúc phiên hết hạn vẫn còn nguyên")
    teller.press("Gửi lại biểu mẫu")
    teller.sees("Đã nhận hồ sơ", name)
    assert times_taken_in(teller, name) == 1


def end_session(window: Window) -> None:
    """Half an hour passes without a click."""
    cookies = window.page.context.cookies()
    key = next(cookie["value"] for cookie in cookies if cookie["name"] == "tram")
    assert Session.objects.filter(session_key=key).exists()
    store = SessionStore(key)
    store["seen_at"] = (timezone.now() - timedelta(minutes=31)).isoformat()
    store.save()


def test_a_second_officer_cannot_sign_the_same_hand_over(window: Opens, site: Site) -> None:
    stage = site.stage
    sheet = f"/lam-viec/giao-nhan/{an_offer_to_desk(stage)}/"
    first, second = window(stage.who.officer), window(stage.second_officer)
    for officer in (first, second):
        officer.open(sheet)
        officer.press("Đã nhận đủ tất cả")
    first.press("Ký biên bản giao nhận")
    first.sees("Hai bên đã ký")
    second.press("Ký biên bản giao nhận", status=409)
    second.sees("đã được hai bên ký nên không ký lại được")
    second.open(sheet)
    second.sees(stage.who.officer.full_name)


def test_going_back_after_signing_out_shows_nobodys_dossier(window: Opens, site: Site) -> None:
    teller = window(site.stage.who.teller, fresh=True)
    receipt = f"/lam-viec/bien-nhan/{site.stage.fresh}/"
    teller.open(receipt)
    teller.sees("Nguyễn Văn Mẫu")
    teller.go(teller.page.get_by_role("button", name="Đăng xuất"))
    teller.page.evaluate("history.back()")
    teller.page.get_by_label("Mật khẩu").wait_for()
    assert "Nguyễn Văn Mẫu" not in teller.page.content()
