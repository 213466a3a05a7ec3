"""The agency's queue and the page of one case, as a case officer sees them."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import (
    Cast,
    accept,
    arrive,
    at,
    person,
    settle,
    take_in,
    transfer,
)
from tests.web.page_reading import words
from tram.accounts.models import ReadEntry
from tram.accounts.rules.access import Role
from tram.core.models import Request
from tram.custody.models import ItemKind
from tram.directory.models import Unit
from tram.dossiers.models import Dossier, Result
from tram.dossiers.rules.states import State


@pytest.fixture
def specialist(who: Cast, client: Client) -> Client:
    """The case officer's browser."""
    client.force_login(who.specialist)
    return client


def url(dossier: Dossier) -> str:
    return reverse("case", args=[dossier.id])


def open_case(who: Cast) -> Dossier:
    """In the agency's hands since Monday 04/11/2019; due on Thursday 14/11 at 16:30."""
    dossier = accept(who, arrive(who, take_in(who)))
    return transfer(who, dossier)


def form(**changes: str) -> dict[str, str]:
    typed = {
        "request_id": str(uuid4()),
        "number": "12/KQ-STP",
        "issued_on": "04/11/2019",
        "name": "Phiếu lý lịch tư pháp số 1",
    }
    return typed | changes


@pytest.mark.parametrize(
    ("day", "hour", "heading", "left"),
    [
        (5, 8, "Còn hạn 1", "còn 7 ngày làm việc"),
        (14, 8, "Sắp hạn 1", "còn 7 giờ làm việc"),
        (15, 8, "Quá hạn 1", "vừa quá hạn"),
        (18, 8, "Quá hạn 1", "quá 1 ngày 1 giờ làm việc"),
    ],
)
def test_the_queue_says_how_pressing_each_case_is(
    who: Cast, client: Client, day: int, hour: int, heading: str, left: str
) -> None:
    dossier = open_case(who)
    # Hours and minutes on Vietnamese clocks are seven ahead; 08:30 is an hour into the working day.
    moment = datetime(2019, 11, day, hour - 7, 30, tzinfo=UTC)
    at(moment if left != "vừa quá hạn" else datetime(2019, 11, 14, 10, 0, tzinfo=UTC))
    client.force_login(who.specialist)
    text = words(client.get(reverse("cases")))
    assert heading in text
    assert left in text
    assert str(dossier.number) in text
    assert "16:30 14/11/2019" in text


def test_an_empty_queue_says_where_cases_come_from(who: Cast, specialist: Client) -> None:
    text = words(specialist.get(reverse("cases")))
    assert "Không có hồ sơ nào đang chờ giải quyết" in text
    assert "Quá hạn" not in text


def test_what_comes_from_the_desk_and_what_must_go_back_is_told(
    who: Cast, specialist: Client
) -> None:
    accept(who, arrive(who, take_in(who)))
    done = open_case(who)
    specialist.post(url(done), form())
    text = words(specialist.get(reverse("cases")))
    assert "1 hồ sơ đã tiếp nhận ở bộ phận một cửa, đang chờ chuyển sang đơn vị" in text
    assert "1 kết quả đã ký còn ở đơn vị" in text


def test_one_group_opens_alone(who: Cast, specialist: Client) -> None:
    open_case(who)
    text = words(specialist.get(reverse("cases"), {"nhom": "in-time", "trang": "1"}))
    assert "Còn hạn 1" in text
    assert "Xem mọi nhóm" in text
    for odd in (
        {"nhom": "in-time", "trang": "x"},
        {"nhom": "x"},
        {"nhom": "in-time", "trang": "0"},
    ):
        assert "Còn hạn 1" in words(specialist.get(reverse("cases"), odd))


def test_a_case_explains_its_due_time_and_lists_its_papers(who: Cast, specialist: Client) -> None:
    text = words(specialist.get(url(open_case(who))))
    assert "Hẹn trả 16:30 14/11/2019" in text
    assert "Cách tính: 10 ngày, kể từ thứ Hai 04/11: ngày 1 = 05/11" in text
    assert "1. Tờ khai yêu cầu cấp Phiếu lý lịch tư pháp 1 bản chính" in text
    assert "Nguyễn Văn Mẫu" in text
    assert "chưa được cán bộ xác nhận" in text


def test_a_result_is_recorded_and_then_shown(who: Cast, specialist: Client) -> None:
    dossier = open_case(who)
    posted = specialist.post(url(dossier), form())
    assert (posted.status_code, posted["Location"]) == (303, url(dossier))
    text = words(specialist.get(url(dossier)))
    assert "Số, ký hiệu 12/KQ-STP Ngày ký 04/11/2019" in text
    assert "Giao kết quả về bộ phận một cửa" in text
    dossier.refresh_from_db()
    assert dossier.state == State.SETTLED
    assert dossier.items.get(kind=ItemKind.RESULT).holder.unit_id == who.agency.id


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"issued_on": "05/11/2019"}, "Ngày ký kết quả ở tương lai"),
        ({"issued_on": "01/11/2019"}, "Ngày ký kết quả trước ngày tiếp nhận"),
        ({"issued_on": "31/11/2019"}, "«Ngày ký» phải là một ngày có thật"),
        ({"issued_on": "11/04/19"}, "«Ngày ký» phải là một ngày có thật"),
        ({"number": " "}, "Chưa nhập «Số, ký hiệu văn bản kết quả»"),
        ({"name": ""}, "Chưa nhập «Tên kết quả»"),
    ],
)
def test_what_cannot_be_right_is_refused_and_nothing_typed_is_lost(
    who: Cast, specialist: Client, changes: dict[str, str], said: str
) -> None:
    dossier, typed = open_case(who), form(**changes)
    page = specialist.post(url(dossier), typed)
    kept = page.content.decode()
    assert (page.status_code, said in words(page)) == (409, True)
    for name, value in typed.items():
        assert name in changes or value in kept
    assert not Result.objects.exists()


def test_a_double_click_records_one_result(who: Cast, specialist: Client) -> None:
    dossier, typed = open_case(who), form()
    assert [specialist.post(url(dossier), typed).status_code for _ in "ab"] == [303, 303]
    assert Result.objects.count() == 1


def test_the_same_form_with_other_words_is_refused(who: Cast, specialist: Client) -> None:
    dossier, typed = open_case(who), form()
    specialist.post(url(dossier), typed)
    page = specialist.post(url(dossier), typed | {"number": "99/KQ"})
    assert (page.status_code, "nội dung khác" in words(page)) == (409, True)
    assert Result.objects.get().number == "12/KQ-STP"


def test_a_case_settled_meanwhile_is_said_to_be_settled(who: Cast, specialist: Client) -> None:
    dossier = open_case(who)
    specialist.post(url(dossier), form())
    page = specialist.post(url(dossier), form(number="13/KQ"))
    assert (page.status_code, "«Đã có kết quả»" in words(page)) == (409, True)


def test_before_the_papers_have_come_there_is_no_form(who: Cast, specialist: Client) -> None:
    dossier = accept(who, arrive(who, take_in(who)))
    page = specialist.get(url(dossier))
    assert "chưa ký nhận từ bộ phận một cửa" in words(page)
    assert 'name="issued_on"' not in page.content.decode()
    refused = specialist.post(url(dossier), form())
    assert (refused.status_code, "«Đã tiếp nhận»" in words(refused)) == (409, True)


@pytest.mark.law("61b")
def test_another_agency_finds_nothing(who: Cast, client: Client) -> None:
    dossier = open_case(who)
    other = Unit.objects.get(slug="so-noi-vu")
    client.force_login(person("cv.khac", "Chuyên Viên Khác", Role.CASE_OFFICER, other))
    assert client.get(url(dossier)).status_code == 404
    assert client.post(url(dossier), form()).status_code == 404
    assert str(dossier.number) not in words(client.get(reverse("cases")))
    assert not Result.objects.exists()


def test_what_is_not_accepted_is_not_a_case(who: Cast, specialist: Client) -> None:
    assert specialist.get(url(arrive(who, take_in(who)))).status_code == 404


def test_a_leader_of_the_unit_above_sees_the_cases_below(who: Cast, client: Client) -> None:
    dossier = open_case(who)
    above = Unit.objects.get(slug="ubnd-tinh")
    client.force_login(person("ld.tinh", "Lãnh Đạo Tỉnh", Role.LEADER, above))
    assert str(dossier.number) in words(client.get(reverse("cases")))
    assert client.get(url(dossier)).status_code == 200


def test_other_duties_have_no_cases(who: Cast, client: Client) -> None:
    for user in (who.teller, who.officer, who.postman):
        client.force_login(user)
        assert client.get(reverse("cases")).status_code == 403


@pytest.mark.law("61d")
def test_opening_a_case_leaves_a_line_and_writes_nothing_else(
    who: Cast, specialist: Client
) -> None:
    dossier = open_case(who)
    before = Request.objects.count()
    specialist.get(url(dossier))
    entry = ReadEntry.objects.get(subject=dossier.id)
    assert (entry.actor_id, entry.page) == (who.specialist.id, "case")
    assert Request.objects.count() == before


def test_a_result_that_has_left_is_no_longer_asked_for(who: Cast, specialist: Client) -> None:
    settle(who, accept(who, arrive(who, take_in(who))))
    assert "còn ở đơn vị" not in words(specialist.get(reverse("cases")))


def test_a_case_shows_how_long_each_unit_had_it(who: Cast, specialist: Client) -> None:
    dossier = open_case(who)
    at(datetime(2019, 11, 5, 3, 0, tzinfo=UTC))
    text = words(specialist.get(url(dossier)))
    assert f"{who.desk.name} Tiếp nhận, chuyển giải quyết 08:30 04/11/2019" in text
    assert "đã dùng" in text
    assert "Cộng" in text
