"""Sending a sheet of the post: template out, bad lines explained, a look, a confirmation, passwords shown once."""

import io
import re
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, person
from tests.spreadsheets import POINT, WORKER, sheet_of
from tests.web.page_reading import folded
from tram.accounts.models import User
from tram.accounts.rules.access import Role
from tram.core.spreadsheets import read_spreadsheet
from tram.directory.models import PostSheet, ServicePoint
from tram.directory.rules.points import PostSheetKind

POINTS, STAFF = PostSheetKind.POINTS, PostSheetKind.STAFF


@pytest.fixture
def manager(who: Cast, client: Client) -> Client:
    assert who.point.parent is not None
    client.force_login(person("ql.mau", "Quản Lý Mẫu", Role.POST_MANAGER, who.point.parent))
    return client


def send(client: Client, kind: PostSheetKind, content: bytes, name: str = "mau.xlsx") -> Any:
    file = SimpleUploadedFile(name, content)
    words = {"request_id": str(uuid4()), "sheet": file}
    return client.post(reverse("send_sheet", kwargs={"kind": kind.value}), words)


def test_points_are_looked_at_then_confirmed_once(who: Cast, manager: Client) -> None:
    answer = send(manager, POINTS, sheet_of(POINTS, POINT))
    assert answer.status_code == 303
    page = folded(manager.get(answer["Location"]))
    assert "289999 · Bưu cục Mẫu" in page
    assert "thêm mới" in page
    assert not ServicePoint.objects.filter(code="289999").exists()
    words = {"request_id": str(uuid4())}
    assert "Đã ghi tệp" in folded(manager.post(answer["Location"], words))
    assert ServicePoint.objects.filter(code="289999").count() == 1
    assert "Đã ghi tệp" in folded(manager.post(answer["Location"], words))
    again = manager.post(answer["Location"], {"request_id": str(uuid4())})
    assert "lần này không ghi gì thêm" in folded(again)
    assert "đã được xác nhận" in folded(manager.get(answer["Location"]))
    same = send(manager, POINTS, sheet_of(POINTS, POINT))
    assert "Mọi dòng đều như đang có" in folded(manager.get(same["Location"]))


def test_bad_lines_stand_in_a_table_and_nothing_is_kept(who: Cast, manager: Client) -> None:
    page = send(manager, POINTS, sheet_of(POINTS, POINT, POINT | {"code": "x"}))
    assert page.status_code == 422
    assert "Có 1 chỗ phải sửa; chưa ghi gì" in folded(page)
    assert re.search(r">\s*3\s*</th>.*Mã điểm.*«x» không đúng mẫu", folded(page))
    assert not PostSheet.objects.exists()
    broken = send(manager, POINTS, b"day la chu", "mau.txt")
    assert broken.status_code == 422
    assert "không phải bảng tính .xlsx" in folded(broken)


def test_new_staff_get_passwords_that_are_shown_once(who: Cast, manager: Client) -> None:
    url = send(manager, STAFF, sheet_of(STAFF, WORKER, WORKER | {"username": "an.mau"}))[
        "Location"
    ]
    words = {"request_id": str(uuid4())}
    page = manager.post(url, words)
    assert "no-store" in page["Cache-Control"]
    found = re.findall(r"[0-9a-z]{4}(?:-[0-9a-z]{4}){3}", folded(page))
    assert len(set(found)) == 2
    assert re.findall(r"[0-9a-z]{4}(?:-[0-9a-z]{4}){3}", folded(manager.post(url, words))) == found
    assert not re.findall(r"[0-9a-z]{4}(?:-[0-9a-z]{4}){3}", folded(manager.get(url)))
    fresh = Client()
    typed = {"username": "tt.mau", "password": found[0]}
    assert fresh.post(reverse("sign_in"), typed).status_code in (302, 303)
    assert User.objects.get(username="tt.mau").must_change_password


def test_the_list_of_points_goes_out_and_comes_back_unchanged(
    who: Cast, manager: Client, tmp_path: Path
) -> None:
    url = reverse("sheet_template", kwargs={"kind": "points"})
    content = manager.get(url, {"hien-co": "1"}).content
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    assert len(read_spreadsheet(path, "x.xlsx").rows) > 3
    answer = send(manager, POINTS, content)
    assert answer.status_code == 303, folded(answer)
    assert "Mọi dòng đều như đang có" in folded(manager.get(answer["Location"]))
    empty = send(manager, POINTS, manager.get(url).content)
    assert "không có dòng nào" in folded(empty)
    assert manager.get(reverse("sheet_template", kwargs={"kind": "staff"})).status_code == 200
    assert manager.get("/lam-viec/bang-tinh-buu-chinh/khac/").status_code == 404


@pytest.mark.law("61b")
def test_a_sheet_is_its_senders_alone(who: Cast, manager: Client) -> None:
    url = send(manager, POINTS, sheet_of(POINTS, POINT))["Location"]
    other = Client()
    other.force_login(person("ql.hai", "Quản Lý Hai", Role.POST_MANAGER, who.other_point))
    assert other.get(url).status_code == 404
    assert other.post(url, {"request_id": str(uuid4())}).status_code == 404
    other.force_login(who.teller)
    assert other.get(url).status_code == 403
    assert send(other, POINTS, io.BytesIO().getvalue()).status_code == 403
