"""The page of the post's quality, the items behind a figure, one item's clock, and silent items."""

import io
import re
import zipfile
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests import cast
from tests.cast import MONDAY, Cast
from tests.web.page_reading import words
from tram.accounts.models import User
from tram.accounts.rules.access import Role
from tram.custody.commands.alarms import watch_all
from tram.custody.commands.clocks import reckon_all
from tram.custody.models import LegAlarm, PostalClock
from tram.directory.models import Unit


@pytest.fixture
def manager(who: Cast) -> User:
    """Who leads the post of the province."""
    post = Unit.objects.get(kind="provincial-post")
    return cast.person("ql.mau", "Quản Lý Mẫu", Role.POST_MANAGER, post)


def get(client: Client, user: User, name: str, *where: Any, **asked: str) -> Any:
    client.force_login(user)
    return client.get(reverse(name, args=where), asked)


def late_and_in_time(who: Cast) -> None:
    """One item in time, one overdue; it is Friday."""
    done = cast.take_in(who)
    cast.take_in(who)
    cast.at(MONDAY + timedelta(hours=3))
    cast.arrive(who, done)
    cast.at(MONDAY + timedelta(days=4))
    reckon_all()


@pytest.mark.law("54a")
def test_every_figure_leads_to_its_items(who: Cast, client: Client, manager: User) -> None:
    late_and_in_time(who)
    answer = get(client, manager, "quality")
    text = words(answer)
    assert "50 % 1 / 2" in text.replace("1/2", "1 / 2")
    assert "quá hạn chưa tới: 1" in text
    assert "100 %" in text, "what ended was safe"
    links = re.findall(r'href="(/lam-viec/chat-luong/danh-sach/[^"]*)"', answer.content.decode())
    overdue = next(link for link in links if "nhom=overdue" in link).replace("&amp;", "&")
    listed = client.get(overdue)
    assert listed.status_code == 200
    assert words(listed).count("Trễ hạn") == 1
    assert "Nguyễn Văn Mẫu" not in words(listed)
    assert who.version.name not in words(listed)


def test_what_was_not_measured_says_so_and_is_never_nought(
    who: Cast, client: Client, manager: User
) -> None:
    text = words(get(client, manager, "quality"))
    assert text.count("Chưa đo") == 4
    assert "0 %" not in text


def test_the_same_figures_stand_in_a_sheet(who: Cast, client: Client, manager: User) -> None:
    late_and_in_time(who)
    answer = get(client, manager, "quality_sheet")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
        shared = (
            package.read("xl/sharedStrings.xml").decode()
            if "xl/sharedStrings.xml" in (package.namelist())
            else sheet
        )
    assert "50 %" in shared
    assert who.point.name in shared


def test_days_in_the_wrong_order_are_refused(who: Cast, client: Client, manager: User) -> None:
    answer = get(client, manager, "quality", tu="05/11/2019", den="01/11/2019")
    assert answer.status_code == 422
    assert "hãy đổi một trong hai ngày" in words(answer)


def test_a_manager_stops_the_clock_for_a_reason_and_lets_it_go_on(
    who: Cast, client: Client, manager: User
) -> None:
    dossier = cast.take_in(who)
    reckon_all()
    run = PostalClock.objects.get(dossier=dossier)
    text = words(get(client, manager, "postal_clock", run.id))
    assert "23:59 06/11/2019 (2 ngày làm việc)" in text
    assert "ngày 1 = 05/11; ngày 2 = 06/11" in text
    asked = {"request_id": str(uuid4()), "ly_do": "asked-later"}
    assert (
        client.post(reverse("pause_clock", args=[run.id]), {**asked, "ly_do": ""}).status_code
        == 422
    )
    assert client.post(reverse("pause_clock", args=[run.id]), asked).status_code == 303
    text = words(client.get(reverse("postal_clock", args=[run.id])))
    assert "Đang dừng: người nhận hẹn ngày khác" in text
    assert "08:30 04/11/2019 (Quản Lý Mẫu) – chưa cho chạy lại" in text
    again = client.post(
        reverse("pause_clock", args=[run.id]), {**asked, "request_id": str(uuid4())}
    )
    assert again.status_code == 409
    asked = {"request_id": str(uuid4())}
    assert client.post(reverse("release_clock", args=[run.id]), asked).status_code == 303
    assert "Dừng đồng hồ" in words(client.get(reverse("postal_clock", args=[run.id])))


def test_the_neighbours_manager_finds_no_such_clock(who: Cast, client: Client) -> None:
    dossier = cast.take_in(who)
    reckon_all()
    run = PostalClock.objects.get(dossier=dossier)
    other = cast.person("ql.khac", "Quản Lý Khác", Role.POST_MANAGER, who.other_point)
    assert get(client, other, "postal_clock", run.id).status_code == 404
    assert get(client, who.teller, "quality").status_code == 403


def test_a_silent_item_is_shown_and_answered(who: Cast, client: Client, manager: User) -> None:
    cast.take_in(who)
    cast.at(MONDAY + timedelta(hours=25))
    watch_all()
    text = words(get(client, manager, "silence"))
    assert "Bưu điện chuyển tới một cửa" in text
    assert f"Đang giữ: {who.point.name}" in text
    assert "Không có giao nhận từ 08:30 04/11/2019" in text
    alarm = LegAlarm.objects.get()
    asked = {"request_id": str(uuid4()), "alarm": str(alarm.id), "answer": "searching"}
    assert client.post(reverse("silence"), asked).status_code == 303
    assert "Không thấy, đang tìm: lập sự cố (Quản Lý Mẫu" in words(client.get(reverse("silence")))
    again = client.post(reverse("silence"), {**asked, "request_id": str(uuid4())})
    assert again.status_code == 409
    assert "Quản Lý Mẫu đã trả lời cảnh báo này" in words(again)


def test_the_dossier_page_tells_both_clocks_apart(who: Cast, client: Client) -> None:
    dossier = cast.take_in(who)
    cast.at(MONDAY + timedelta(days=1))
    cast.accept(who, cast.arrive(who, dossier))
    reckon_all()
    cast.at(MONDAY + timedelta(days=2))
    text = words(get(client, who.officer, "dossier", dossier.id))
    assert "Hạn của bưu chính: 23:59 06/11/2019" in text
    assert "cơ quan 1 ngày, bưu chính 1 ngày, công dân 0 phút" in text
