"""The pages of a post manager: points and staff of the own units, nobody else's."""

import re
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, person
from tests.web.page_reading import folded
from tram.accounts.models import User
from tram.accounts.rules.access import Role
from tram.directory.models import Appointment, PointTerms, ServicePoint, Unit

TERMS = {
    "valid_from": "11/11/2019",
    "address": "Số 9 phố Mẫu",
    "phone": "0211 000 0009",
    "opens": "08:00",
    "closes": "17:00",
    "works_saturday": "on",
    "route_code": "VP3-02",
    "decision": "CV 2/MẪU",
}


def sent(**words: str) -> dict[str, str]:
    return {"request_id": str(uuid4()), **words}


def at(name: str, who: Cast, **words: int) -> str:
    return reverse(name, kwargs={"point_id": who.point.id, **words})


@pytest.fixture
def manager(who: Cast, client: Client) -> Client:
    assert who.point.parent is not None
    client.force_login(person("ql.mau", "Quản Lý Mẫu", Role.POST_MANAGER, who.point.parent))
    return client


def foreign(who: Cast) -> Unit:
    return Unit.objects.filter(kind="post-point").exclude(parent=who.point.parent)[0]


@pytest.mark.law("61b")
def test_only_a_post_manager_opens_the_pages(who: Cast, client: Client) -> None:
    pages = [reverse(name) for name in ("post_points", "add_post_point", "post_staff", "hire")]
    deeds = ("post_point", "change_post_terms", "record_post_equipment", "close_post_point")
    pages += [at(name, who) for name in deeds]
    for user in (who.teller, who.postman, who.officer, who.administrator):
        client.force_login(user)
        assert {client.get(page).status_code for page in pages} == {403}


@pytest.mark.law("61b")
def test_a_point_of_somebody_else_is_not_there(who: Cast, manager: Client) -> None:
    other = foreign(who)
    listed = folded(manager.get(reverse("post_points"), {"q": ""}))
    assert who.point.name in listed
    assert other.name not in listed
    for name in ("post_point", "change_post_terms", "record_post_equipment", "close_post_point"):
        assert manager.get(at(name, who)).status_code == 200
        assert manager.get(reverse(name, kwargs={"point_id": other.id})).status_code == 404
    for name in ("change_post_terms", "record_post_equipment", "close_post_point"):
        words = sent(**TERMS)
        assert manager.post(reverse(name, kwargs={"point_id": other.id}), words).status_code == 404


def test_points_are_found_without_accents_by_name_and_route(who: Cast, manager: Client) -> None:
    found = folded(manager.get(reverse("post_points"), {"q": "tich son"}))
    assert who.point.name in found
    assert who.other_point.name not in found
    assert who.point.name in folded(manager.get(reverse("post_points"), {"q": "vp3-01"}))
    assert "Không có điểm phục vụ nào như vậy" in folded(
        manager.get(reverse("post_points"), {"q": "xyzzy"})
    )


def test_terms_change_from_a_day_on_and_the_same_form_twice_once(
    who: Cast, manager: Client
) -> None:
    url, words = at("change_post_terms", who), sent(**TERMS)
    page = folded(manager.post(url, words, follow=True))
    assert "Đã ghi, áp dụng từ ngày 11/11/2019" in page
    assert "chưa áp dụng" in page
    assert "Quản Lý Mẫu" in page
    manager.post(url, words)
    assert PointTerms.objects.count() == 1
    assert "vốn đã như vậy" in folded(manager.post(url, sent(**TERMS), follow=True))
    assert PointTerms.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "status", "sentence"),
    [
        ({"opens": "18:00"}, 409, "Giờ mở cửa 18:00 phải trước giờ đóng cửa 17:00"),
        ({"valid_from": "01/01/2018"}, 409, "Hãy chọn từ ngày đó trở đi"),
        ({"phone": "abc"}, 409, "không đúng mẫu"),
        ({"address": ""}, 422, "Chưa nhập «Địa chỉ»"),
        ({"opens": "sáng"}, 422, "chưa đúng"),
    ],
)
def test_bad_terms_are_explained_and_nothing_is_lost(
    who: Cast, manager: Client, changes: dict[str, str], status: int, sentence: str
) -> None:
    page = manager.post(at("change_post_terms", who), sent(**TERMS | changes))
    assert page.status_code == status
    assert sentence in folded(page)
    assert "VP3-02" in folded(page)
    assert not PointTerms.objects.exists()


def new_point(**changes: str) -> dict[str, str]:
    words = {
        "code": "289999",
        "name": "Bưu cục Mẫu",
        "kind": "level-3",
        "parent": "thanh pho Vinh Yen",
        "commune": "Phường Tích Sơn, Thành phố Vĩnh Yên",
    }
    return sent(**TERMS, **words) | changes


def test_a_point_is_added_and_shown(who: Cast, manager: Client) -> None:
    page = folded(
        manager.post(reverse("add_post_point"), new_point(commune="tich son"), follow=True)
    )
    assert "Đã thêm điểm phục vụ" in page
    assert "289999 · Bưu cục cấp 3" in page
    assert ServicePoint.objects.get(code="289999").unit.valid_from == date(2019, 11, 11)
    again = manager.post(reverse("add_post_point"), new_point(commune="tich son"))
    assert again.status_code == 409
    assert "Mã điểm 289999 đang là của Bưu cục Mẫu" in folded(again)


def test_equipment_is_written_and_counted(who: Cast, manager: Client) -> None:
    url = at("record_post_equipment", who)
    words = {"kind": "scale", "state": "working", "since": "01/11/2019"}
    page = folded(manager.post(url, sent(**words, count="2"), follow=True))
    assert "Đã ghi thiết bị" in page
    assert re.search(r"Cân</th>.*Dùng tốt.*>2<.*01/11/2019", page)
    assert manager.post(url, sent(**words, count="-1")).status_code == 422
    late = manager.post(url, sent(**words | {"since": "01/01/2030"}, count="1"))
    assert late.status_code == 409


def test_a_point_closes_and_says_where_its_things_go(who: Cast, manager: Client) -> None:
    url = at("close_post_point", who)
    words = {"on": "04/11/2019", "successor": who.other_point.name, "decision": "QĐ 3"}
    assert manager.post(url, sent(**words | {"decision": ""})).status_code == 422
    early = manager.post(url, sent(**words | {"on": "01/11/2019"}))
    assert early.status_code == 409
    assert "sớm nhất là hôm nay" in folded(early)
    page = folded(manager.post(url, sent(**words), follow=True))
    assert "Điểm phục vụ đến hết ngày 03/11/2019" in page
    assert "Đổi địa chỉ" not in page


def hired(**changes: str) -> dict[str, str]:
    words = {
        "full_name": "Trần Thị Mẫu",
        "username": "tt.mau",
        "role": "teller",
        "unit": "Bưu cục phường Tích Sơn",
        "valid_from": "04/11/2019",
        "decision": "QĐ 4",
    }
    return sent(**words | changes)


@pytest.mark.law("61b")
def test_a_teller_is_hired_with_a_password_shown_once(who: Cast, manager: Client) -> None:
    page = folded(manager.post(reverse("hire"), hired()))
    found = re.search(r"[0-9a-z]{4}(-[0-9a-z]{4}){3}", page)
    assert found
    duty = Appointment.objects.get(user__username="tt.mau")
    assert (duty.role, duty.unit_id) == ("teller", who.point.id)
    fresh = Client()
    typed = {"username": "tt.mau", "password": found[0]}
    assert fresh.post(reverse("sign_in"), typed).status_code in (302, 303)
    listed = folded(manager.get(reverse("post_staff"), {"q": "tran thi"}))
    assert "Trần Thị Mẫu" in listed
    assert "chưa đổi mật khẩu" in listed
    assert "Trần Thị Mẫu" in folded(manager.get(at("post_point", who)))


@pytest.mark.parametrize(
    ("changes", "status", "sentence"),
    [
        ({"role": "leader"}, 422, "hãy chọn trong danh sách"),
        ({"unit": "Sở Tư pháp"}, 422, "Không có nơi nào tên"),
        ({"username": "gdv.mau"}, 409, "đã có người dùng"),
        ({"unit": "Bưu điện thành phố Vĩnh Yên"}, 409, "không làm việc ở"),
    ],
)
def test_a_bad_hiring_is_explained(
    who: Cast, manager: Client, changes: dict[str, str], status: int, sentence: str
) -> None:
    page = manager.post(reverse("hire"), hired(**changes))
    assert page.status_code == status
    assert sentence in folded(page)
    assert not User.objects.filter(username="tt.mau").exists()


def on(name: str, user: User, **words: Any) -> str:
    return reverse(name, kwargs={"user_id": user.id, **words})


@pytest.mark.law("61b")
def test_a_manager_helps_the_own_staff_and_nobody_else(who: Cast, manager: Client) -> None:
    elsewhere = person("gdv.xa", "Giao Dịch Viên Xa", Role.TELLER, foreign(who))
    both = person("gdv.hai", "Giao Dịch Viên Hai Việc", Role.TELLER, who.point)
    Appointment.objects.create(
        user=both, role=Role.ADMINISTRATOR, unit=who.agency, valid_from=date(2019, 1, 1)
    )
    for stranger in (elsewhere, both, who.officer, who.administrator):
        assert manager.get(on("person", stranger)).status_code == 404
        assert manager.post(on("reset_password", stranger), sent()).status_code == 404
        assert manager.post(on("end_person", stranger), sent()).status_code == 404
        url = on("appoint", stranger, role="postman")
        assert manager.post(url, sent(unit=who.point.name)).status_code == 404
    page = folded(manager.get(on("person", who.teller)))
    assert on("appoint", who.teller, role="postman") in page
    assert on("appoint", who.teller, role="leader") not in page
    assert manager.get(on("appoint", who.teller, role="leader")).status_code == 404
    words = sent(unit=who.other_point.name, valid_from="04/11/2019")
    assert manager.post(on("appoint", who.teller, role="postman"), words).status_code == 303
    assert "Mật khẩu dùng một lần" in folded(
        manager.post(on("reset_password", who.teller), sent())
    )
    duty = Appointment.objects.get(user=who.teller, role="teller")
    url = on("end_appointment", who.teller, appointment_id=duty.id)
    assert manager.post(url, sent(on="05/11/2019")).status_code == 303
    assert manager.post(on("end_person", who.teller), sent()).status_code == 303
    who.teller.refresh_from_db()
    assert not who.teller.is_active


@pytest.mark.law("61b")
def test_a_manager_gives_no_duty_above_or_outside(who: Cast, manager: Client) -> None:
    for unit in (foreign(who).name, "Sở Tư pháp"):
        words = sent(unit=unit, valid_from="04/11/2019")
        assert manager.post(on("appoint", who.teller, role="teller"), words).status_code == 422
    assert Appointment.objects.filter(user=who.teller).count() == 1
