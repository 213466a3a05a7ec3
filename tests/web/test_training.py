"""The pages of training: a course, a session, one teller, a spreadsheet with bad lines."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import Cast
from tests.directory.registers import attend, course, post, session, standing_agency, trainer
from tests.web.page_reading import folded
from tram.core.workbook import workbook
from tram.directory.imports.attendance import HEADINGS
from tram.directory.models import Attendance, Course, Parameter

TRAINING = "/lam-viec/ke-hoach/tap-huan/"
COLUMNS = [(title, 20) for title in HEADINGS.values()]


def sent(**words: Any) -> dict[str, Any]:
    return {"request_id": str(uuid4()), **words}


def grid(*rows: list[Any]) -> SimpleUploadedFile:
    return SimpleUploadedFile("du-tap-huan.xlsx", workbook("Dự", COLUMNS, rows))


@pytest.fixture
def page(who: Cast, client: Client) -> Client:
    client.force_login(trainer())
    return client


@pytest.mark.law("8a")
def test_a_course_a_session_and_a_teller_are_entered_by_page(who: Cast, page: Client) -> None:
    words = sent(year="2019", name="Nhận hồ sơ đất đai", organiser=str(post().id), planned="20")
    made = page.post(f"{TRAINING}lop/them/", words)
    assert made.status_code == 303, folded(made)
    found = Course.objects.get()
    day = page.post(
        f"{TRAINING}lop/{found.id}/buoi/them/", sent(on="01/10/2019", place="Hội trường mẫu")
    )
    held = day.headers["location"]
    assert "Chưa ghi ai" in folded(page.get(held))
    one = sent(teller=str(who.teller.id), outcome="passed")
    refused = page.post(held, one)
    assert (refused.status_code, "phải có số chứng nhận" in folded(refused)) == (409, True)
    assert page.post(held, {**one, "number": "CN-1"}).status_code == 303
    assert "CN-1" in folded(page.get(held))
    said = folded(page.get(TRAINING))
    assert "<strong>1/" in said
    assert "Nhận hồ sơ đất đai" in said


@pytest.mark.law("8a")
def test_attendance_comes_from_a_spreadsheet_and_twice_changes_nothing(
    who: Cast, page: Client
) -> None:
    held = session(course())
    rows = [
        [who.teller.username, "", "Dự, đạt", "CN-1", "30/09/2020"],
        [who.neighbour.username, "", "vang", "", ""],
    ]
    address = f"{TRAINING}buoi/{held}/bang-tinh/"
    assert page.post(address, sent(sheet=grid(*rows))).status_code == 303
    assert page.post(address, sent(sheet=grid(*rows))).status_code == 303
    assert sorted(Attendance.objects.values_list("outcome", flat=True)) == ["absent", "passed"]


def test_one_bad_line_and_nothing_is_written(who: Cast, page: Client) -> None:
    held = session(course())
    rows = [
        [who.teller.username, "", "Dự, đạt", "CN-1", ""],
        ["khong.co", "", "Vắng", "", ""],
        [who.neighbour.username, "", "đạt lắm", "", ""],
        [who.teller.username, "", "Vắng", "", ""],
        [who.officer.username, "", "Vắng", "", ""],
    ]
    answer = page.post(f"{TRAINING}buoi/{held}/bang-tinh/", sent(sheet=grid(*rows)))
    said = folded(answer)
    assert answer.status_code == 422
    assert "Không có người dùng «khong.co»" in said
    assert "«đạt lắm» không có trong danh sách" in said
    assert "Trùng với dòng 2" in said
    assert "không làm giao dịch viên ở điểm nào" in said
    assert not Attendance.objects.exists()


def test_the_template_names_the_tellers_and_what_is_noted(who: Cast, page: Client) -> None:
    held = session(course())
    attend(held, who.teller)
    made = page.get(f"{TRAINING}buoi/{held}/mau/").content
    again = SimpleUploadedFile("mau.xlsx", made)
    answer = page.post(f"{TRAINING}buoi/{held}/bang-tinh/", sent(sheet=again))
    assert answer.status_code == 303, folded(answer)
    assert Attendance.objects.count() == 1


def test_the_standing_agency_reads_and_others_do_not(who: Cast, client: Client) -> None:
    client.force_login(standing_agency())
    held = session(course())
    assert "Thêm lớp" not in folded(client.get(TRAINING))
    assert "Ghi hoặc sửa" not in folded(client.get(f"{TRAINING}buoi/{held}/"))
    assert client.get(f"{TRAINING}lop/them/").status_code == 403
    client.force_login(who.teller)
    assert client.get(TRAINING).status_code == 403


@pytest.mark.law("8b")
def test_the_counter_says_who_has_no_certificate_only_where_the_province_asks_for_it(
    who: Cast, client: Client
) -> None:
    client.force_login(who.teller)
    field, code = who.version.procedure.field, who.version.procedure.code
    address, warning = f"/lam-viec/nhan-ho-so/{code}/", "chứng nhận tập huấn cho lĩnh vực này"
    assert warning not in folded(client.get(address))
    Parameter.objects.create(
        code="province.training.certificate_required",
        value=True,
        valid_from=date(2019, 11, 4),
        source="thử",
    )
    assert warning in folded(client.get(address))
    attend(session(course(subject="Lĩnh vực khác")), who.teller)
    assert warning in folded(client.get(address))
    attend(session(course(name="Đúng lĩnh vực", subject=field)), who.teller, number="CN-2")
    assert warning not in folded(client.get(address))
