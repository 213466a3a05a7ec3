"""The pages of those who manage accounts: people, appointments, resets, leaving."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import PASSWORD, Cast
from tests.web.page_reading import folded
from tram.accounts.models import Session, User
from tram.core.models import Request
from tram.directory.models import Appointment


@pytest.fixture
def admin(who: Cast, client: Client) -> Client:
    client.force_login(who.administrator)
    return client


def new_person(**changes: str) -> dict[str, str]:
    words = {"request_id": str(uuid4()), "full_name": "Nguyễn Văn An", "username": "nv.an"}
    return {**words, **changes}


def one_time(page: Any) -> str:
    found = re.search(r"[0-9a-z]{4}(-[0-9a-z]{4}){3}", folded(page))
    assert found
    return found[0]


@pytest.mark.law("61a")
def test_only_those_who_manage_accounts_see_people(who: Cast, client: Client) -> None:
    for user in (who.teller, who.officer, who.leader):
        client.force_login(user)
        for page in ("people", "create_person"):
            assert client.get(reverse(page)).status_code == 403
        assert client.post(reverse("create_person"), new_person()).status_code == 403
    assert not User.objects.filter(username="nv.an").exists()


def test_people_are_listed_and_found_without_accents(who: Cast, admin: Client) -> None:
    assert "Một Cửa Mẫu" in folded(admin.get(reverse("people")))
    found = folded(admin.get(reverse("people"), {"q": "mot cua"}))
    assert "Một Cửa Mẫu" in found
    assert "Bưu Tá Mẫu" not in found
    assert "Cán bộ một cửa" in found
    assert "Không có ai như vậy" in folded(admin.get(reverse("people"), {"q": "xyz"}))


def test_a_new_person_is_given_a_password_that_is_shown_once(who: Cast, admin: Client) -> None:
    words = new_person()
    page = admin.post(reverse("create_person"), words)
    password = one_time(page)
    assert "no-store" in page["Cache-Control"]
    twice = admin.post(reverse("create_person"), words)
    assert one_time(twice) == password
    user = User.objects.get(username="nv.an")
    assert password not in folded(admin.get(reverse("person", kwargs={"user_id": user.id})))
    assert password not in str(Request.objects.get(id=words["request_id"]).answer)
    fresh = Client()
    typed = {"username": "nv.an", "password": password}
    assert fresh.post(reverse("sign_in"), typed)["Location"] == reverse("workplace")
    assert fresh.get(reverse("workplace"))["Location"] == reverse("change_password")


@pytest.mark.parametrize(
    ("changes", "status", "message"),
    [
        ({"username": "gdv.mau"}, 409, "«gdv.mau» đã có người dùng"),
        ({"username": "Nguyễn"}, 409, "chữ thường không dấu"),
        ({"full_name": ""}, 422, "Chưa nhập «Họ và tên»"),
        ({"request_id": ""}, 422, "hãy tải lại trang"),
    ],
)
def test_a_refused_person_is_told_why_and_nothing_typed_is_lost(
    who: Cast, admin: Client, changes: dict[str, str], status: int, message: str
) -> None:
    before = User.objects.count()
    page = admin.post(reverse("create_person"), new_person(**changes))
    assert page.status_code == status
    assert message in folded(page)
    for name, words in {**new_person(), **changes}.items():
        assert name == "request_id" or not words or f'value="{words}"' in folded(page)
    assert User.objects.count() == before


def appoint_url(user: User, role: str = "teller") -> str:
    return reverse("appoint", kwargs={"user_id": user.id, "role": role})


def duty(who: Cast, **changes: Any) -> dict[str, Any]:
    words = {
        "request_id": str(uuid4()),
        "unit": who.other_point.name,
        "valid_from": "04/11/2019",
        "valid_to": "",
        "decision": "12/QĐ-BĐ",
    }
    return {**words, **changes}


def test_a_duty_is_given_and_shown_and_works_at_once(who: Cast, admin: Client) -> None:
    assert who.other_point.name in folded(admin.get(appoint_url(who.postman)))
    words = duty(who)
    page = admin.post(appoint_url(who.postman), words, follow=True)
    assert "Đã phân công Giao dịch viên bưu điện cho Bưu Tá Mẫu." in folded(page)
    assert "12/QĐ-BĐ" in folded(page)
    admin.post(appoint_url(who.postman), words)
    assert Appointment.objects.filter(user=who.postman, role="teller").count() == 1
    postman = Client()
    postman.force_login(who.postman)
    assert postman.get(reverse("intake")).status_code == 200


@pytest.mark.parametrize(
    ("changes", "status", "message"),
    [
        ({"unit": "không có nơi này"}, 422, "Không có nơi nào tên"),
        ({"valid_from": "31/02/2019"}, 422, "phải là một ngày có thật"),
        ({"valid_to": "01/11/2019"}, 409, "Ngày kết thúc phải từ ngày bắt đầu trở đi"),
    ],
)
def test_a_refused_duty_is_told_why_and_nothing_typed_is_lost(
    who: Cast, admin: Client, changes: dict[str, str], status: int, message: str
) -> None:
    page = admin.post(appoint_url(who.postman), duty(who, **changes))
    assert page.status_code == status
    assert message in folded(page)
    for name, words in duty(who, **changes).items():
        assert name == "request_id" or not words or f'value="{words}"' in folded(page)
    assert Appointment.objects.filter(user=who.postman).count() == 1


def test_the_posts_administrator_is_offered_only_the_posts_units(who: Cast, admin: Client) -> None:
    page = folded(admin.get(appoint_url(who.postman, "case-officer")))
    assert "Vai trò này không có ở đơn vị bạn quản trị" in page
    assert admin.get(appoint_url(who.postman, "king")).status_code == 404


def end_url(held: Appointment) -> str:
    return reverse("end_appointment", kwargs={"user_id": held.user_id, "appointment_id": held.id})


@pytest.mark.law("61e")
def test_a_duty_ended_today_closes_the_pages_at_the_next_request(who: Cast, admin: Client) -> None:
    held = Appointment.objects.get(user=who.teller)
    teller = Client()
    teller.force_login(who.teller)
    assert teller.get(reverse("intake")).status_code == 200
    assert 'value="04/11/2019"' in folded(admin.get(end_url(held)))
    late = admin.post(end_url(held), {"request_id": uuid4(), "on": "01/11/2019"})
    assert late.status_code == 409
    assert "sớm nhất là hôm nay" in folded(late)
    page = admin.post(end_url(held), {"request_id": uuid4(), "on": "04/11/2019"}, follow=True)
    assert "Đã thôi" in folded(page)
    assert teller.get(reverse("intake")).status_code == 403


def test_a_duty_under_another_persons_address_is_not_found(who: Cast, admin: Client) -> None:
    held = Appointment.objects.get(user=who.teller)
    kwargs = {"user_id": who.postman.id, "appointment_id": held.id}
    url = reverse("end_appointment", kwargs=kwargs)
    assert admin.get(url).status_code == 404
    assert admin.post(url, {"request_id": uuid4(), "on": "04/11/2019"}).status_code == 404
    held.refresh_from_db()
    assert held.valid_to is None


def at(page: str, user: User) -> str:
    return reverse(page, kwargs={"user_id": user.id})


def test_a_reset_shows_a_new_password_once_and_ends_every_session(
    who: Cast, admin: Client
) -> None:
    teller = Client()
    teller.force_login(who.teller)
    assert "bị đăng xuất khỏi mọi máy" in folded(admin.get(at("reset_password", who.teller)))
    page = admin.post(at("reset_password", who.teller), {"request_id": uuid4()})
    assert teller.get(reverse("workplace")).status_code == 302
    who.teller.refresh_from_db()
    assert who.teller.check_password(one_time(page))


def test_an_official_is_out_of_the_posts_administrators_reach(who: Cast, admin: Client) -> None:
    for name in ("reset_password", "end_person"):
        page = admin.post(at(name, who.leader), {"request_id": uuid4()})
        assert page.status_code == 409
        assert "ngoài phạm vi bạn quản trị" in folded(page)
    who.leader.refresh_from_db()
    assert who.leader.check_password(PASSWORD)


def test_who_leaves_is_signed_out_and_stays_in_the_list(who: Cast, admin: Client) -> None:
    Client().force_login(who.teller)
    page = admin.post(at("end_person", who.teller), {"request_id": uuid4()}, follow=True)
    assert "Giao Dịch Viên Mẫu không đăng nhập được nữa." in folded(page)
    assert "đã ngừng sử dụng" in folded(page)
    assert not Session.objects.filter(user=who.teller).exists()
    assert "đã ngừng" in folded(admin.get(reverse("people"), {"q": "gdv.mau"}))


def test_looking_writes_nothing(who: Cast, admin: Client) -> None:
    held = Appointment.objects.get(user=who.teller)
    before = (Request.objects.count(), User.objects.count(), Appointment.objects.count())
    for url in (
        reverse("people"),
        reverse("create_person"),
        at("person", who.teller),
        appoint_url(who.teller),
        end_url(held),
        at("reset_password", who.teller),
        at("end_person", who.teller),
    ):
        assert admin.get(url).status_code == 200
    assert before == (Request.objects.count(), User.objects.count(), Appointment.objects.count())
    assert admin.get(reverse("person", kwargs={"user_id": 0})).status_code == 404
