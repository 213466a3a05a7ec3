"""The page of the working times: looked at first, then done; every "no" beside the form."""

import re
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, accept, arrive, follow, person, take_in
from tests.web.page_reading import folded
from tram.accounts.rules.access import Role
from tram.core.calendar import ZONE
from tram.directory.models import CalendarDay, Closure, OfficeHours, Unit
from tram.dossiers.models import Dossier


@pytest.fixture
def office(who: Cast, client: Client) -> Client:
    unit = Unit.objects.filter(kind="province-office").order_by("id")[0]
    client.force_login(person("vp.mau", "Văn Phòng Mẫu", Role.PROVINCE_OFFICE, unit))
    return client


@pytest.fixture
def dossier(who: Cast) -> Dossier:
    who.version = follow(who.version, limit_value=5, limit_unit="working-day")
    return accept(who, arrive(who, take_in(who)))


def holiday(**changes: str) -> dict[str, str]:
    words = {"day": "07/11/2019", "name": "Ngày nghỉ mẫu", "decision": "QĐ 1/MAU"}
    return {"request_id": str(uuid4()), **words, **changes}


def closure(unit: str, **changes: str) -> dict[str, str]:
    words = {"first": "06/11/2019", "last": "12/11/2019", "reason": "Bão", "decision": "CV 1/MAU"}
    return {"request_id": str(uuid4()), "unit": unit, **words, **changes}


def hours(**changes: str) -> dict[str, str]:
    words = {
        "unit": "",
        "since": "11/11/2019",
        "first": "1/1",
        "last": "31/12",
        "morning_start": "08:00",
        "morning_end": "11:30",
        "afternoon_start": "13:30",
        "afternoon_end": "16:00",
        "intake": "15",
        "decision": "QĐ 9/MAU",
    }
    return {"request_id": str(uuid4()), **words, **changes}


def confirmed(client: Client, url: str, words: dict[str, str]) -> Any:
    """Look first, then agree to what was seen."""
    seen = re.search(r'name="seen" value="(\w+)"', folded(client.post(url, words)))
    assert seen
    return client.post(url, {**words, "seen": seen[1]}, follow=True)


def due_of(dossier: Dossier) -> datetime | None:
    dossier.refresh_from_db()
    return dossier.due_at


def on(day: int, hour: int = 16, minute: int = 30) -> datetime:
    return datetime(2019, 11, day, hour, minute, tzinfo=ZONE)


def test_the_year_shows_its_days_and_where_each_comes_from(office: Client) -> None:
    page = folded(office.get(reverse("calendar")))
    assert "thứ Hai 29/04/2019" in page
    assert "nghỉ hoán đổi" in page
    assert "nạp từ tệp" in page
    assert "07:30–12:00" in page
    assert "thứ Tư 01/01/2020" in folded(office.get(reverse("calendar"), {"nam": "2020"}))
    assert "Năm này chưa có lịch" in folded(office.get(reverse("calendar"), {"nam": "2031"}))
    assert office.get(reverse("calendar"), {"nam": "²019"}).status_code == 200
    assert "Lịch làm việc" in folded(office.get(reverse("workplace")))


@pytest.mark.law("30f")
def test_a_day_off_is_looked_at_first_and_then_moves_the_open_dossier(
    office: Client, dossier: Dossier
) -> None:
    url, words = reverse("add_day_off"), holiday()
    page = folded(office.post(url, words))
    assert "1 hồ sơ đang giải quyết sẽ đổi hạn" in page
    assert f"{dossier.number}" in page
    assert due_of(dossier) == on(11)
    assert not CalendarDay.objects.filter(day=date(2019, 11, 7)).exists()
    done = folded(confirmed(office, url, words))
    assert "1 hồ sơ đang giải quyết đổi hạn trả; 0 hồ sơ giữ nguyên hạn" in done
    assert "thứ Năm 07/11/2019" in done
    assert "Văn Phòng Mẫu" in done
    assert due_of(dossier) == on(12)


def test_what_was_edited_after_the_look_is_looked_at_again(
    office: Client, dossier: Dossier
) -> None:
    url, words = reverse("add_day_off"), holiday()
    seen = re.search(r'name="seen" value="(\w+)"', folded(office.post(url, words)))
    assert seen
    again = office.post(url, {**words, "day": "08/11/2019", "seen": seen[1]})
    assert again.status_code == 200
    assert "sẽ đổi hạn" in folded(again)
    assert due_of(dossier) == on(11)


@pytest.mark.parametrize(
    ("page", "words", "status", "sentence"),
    [
        ("add_day_off", holiday(day="31/02/2019"), 422, "phải là một ngày có thật"),
        ("add_day_off", holiday(day=""), 422, "Chưa nhập «Ngày nghỉ»"),
        ("add_day_off", holiday(decision=""), 422, "Chưa nhập «Số quyết định, công văn»"),
        ("add_day_off", holiday(day="02/09/2019"), 409, "Ngày 02/09/2019 đã có trong lịch"),
        ("add_day_off", holiday(day="02/09/2035"), 409, "nạp lịch năm 2035"),
        (
            "add_swap",
            {**holiday(), "off": "09/11/2019", "worked": "16/11/2019"},
            409,
            "Thứ Bảy 09/11/2019 vốn là ngày nghỉ cuối tuần",
        ),
        (
            "add_swap",
            {**holiday(), "off": "08/11/2019", "worked": "11/11/2019"},
            409,
            "Thứ Hai 11/11/2019 vốn là ngày làm việc",
        ),
        ("add_closure", closure("Sở Không Có"), 422, "Không có nơi nào tên"),
        ("add_closure", closure("Sở Nội vụ", last="05/11/2019"), 409, "đứng trước ngày đầu"),
        ("add_hours", hours(first="31/2"), 422, "không phải ngày và tháng"),
        ("add_hours", hours(morning_start="25:00"), 422, "Buổi sáng bắt đầu"),
        ("add_hours", hours(afternoon_start="10:00"), 409, "phải lần lượt tăng"),
        ("add_hours", hours(intake="500"), 422, "nhiều nhất là 240"),
    ],
)
def test_bad_input_is_told_beside_the_form_and_nothing_changes(
    office: Client, page: str, words: dict[str, str], status: int, sentence: str
) -> None:
    before = CalendarDay.objects.count(), Closure.objects.count(), OfficeHours.objects.count()
    answer = office.post(reverse(page), words)
    assert (answer.status_code, sentence in folded(answer)) == (status, True), folded(answer)
    after = CalendarDay.objects.count(), Closure.objects.count(), OfficeHours.objects.count()
    assert after == before


def test_a_unit_closes_and_opens_again_earlier(
    office: Client, who: Cast, dossier: Dossier
) -> None:
    done = folded(confirmed(office, reverse("add_closure"), closure(who.agency.name)))
    assert "1 hồ sơ đang giải quyết đổi hạn trả" in done
    assert due_of(dossier) == on(18)
    row = Closure.objects.get()
    url = reverse("end_closure", kwargs={"row_id": row.id})
    words = {"request_id": str(uuid4()), "last": "06/11/2019", "decision": "CV 2/MAU"}
    assert "Bão" in folded(office.get(url))
    done = folded(confirmed(office, url, words))
    assert due_of(dossier) == on(12)
    assert "Đã bỏ hoặc đổi ngày cuối (1)" in done
    assert office.get(url).status_code == 404


def test_a_swapped_pair_and_hours_are_added_and_withdrawn(office: Client) -> None:
    swap = {**holiday(), "off": "08/11/2019", "worked": "09/11/2019"}
    assert "Làm bù cho 08/11/2019" in folded(confirmed(office, reverse("add_swap"), swap))
    assert "08:00–11:30" in folded(confirmed(office, reverse("add_hours"), hours()))
    for kind, row in (
        ("day", CalendarDay.objects.get(day=date(2019, 11, 9))),
        ("hours", OfficeHours.objects.get(decision="QĐ 9/MAU")),
    ):
        url = reverse("withdraw_times", kwargs={"kind": kind, "row_id": row.pk})
        words = {"request_id": str(uuid4()), "reason": "Ghi nhầm dòng"}
        done = folded(confirmed(office, url, words))
        assert "Văn Phòng Mẫu: Ghi nhầm dòng" in done
        assert office.get(url).status_code == 404


def test_after_a_load_the_dossiers_are_counted_again(office: Client, dossier: Dossier) -> None:
    CalendarDay.objects.create(day=date(2019, 11, 7), kind="holiday", name="Ngày nghỉ mẫu")
    words = {"request_id": str(uuid4())}
    assert "Tính lại hạn trả" in folded(office.get(reverse("count_again")))
    confirmed(office, reverse("count_again"), words)
    assert due_of(dossier) == on(12)


def test_an_unknown_row_is_not_there(office: Client) -> None:
    for kind, row_id in (("day", 0), ("closure", 0), ("hours", 0), ("week", 1)):
        url = reverse("withdraw_times", kwargs={"kind": kind, "row_id": row_id})
        assert office.get(url).status_code == 404


@pytest.mark.law("61a")
def test_nobody_else_sees_or_changes_the_calendar(who: Cast, client: Client) -> None:
    for user in (who.teller, who.officer, who.specialist, who.leader):
        client.force_login(user)
        assert client.get(reverse("calendar")).status_code == 403
        assert client.post(reverse("add_day_off"), holiday()).status_code == 403
    client.force_login(
        who.administrator
    )  # of the post: reads, but the province's calendar is not theirs
    assert client.get(reverse("calendar")).status_code == 200
    answer = client.post(reverse("add_day_off"), holiday())
    assert answer.status_code == 409
    assert "không được phân công quản lý lịch làm việc" in folded(answer)
