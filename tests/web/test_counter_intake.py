"""A dossier brought to the desk in person, as the officer takes it in."""

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import PROCEDURE, Cast, follow
from tests.web.page_reading import words
from tests.web.test_desk import ticks
from tram.cash.models import Quotation
from tram.custody.models import Recipient
from tram.dossiers.models import Dossier

ELSEWHERE = "1.001193"  # đăng ký khai sinh: settled in the communes


def url(name: str, dossier: Dossier) -> str:
    return reverse(name, args=[dossier.id])


def typed(**changes: str) -> dict[str, str]:
    """A counter dossier as an officer types it; an empty change leaves a field empty."""
    form = {
        "request_id": str(uuid4()),
        "do": "take",
        "paper_1_originals": "1",
        "paper_2_certified": "1",
        "sender_name": "Trần Thị Mẫu",
        "sender_phone": "0912 000 002",
        "sender_commune": "Phường Tích Sơn",
        "sender_address": "Số 1 phố Mẫu",
        "back": "desk",
    }
    return {name: value for name, value in (form | changes).items() if value}


HOME = {
    "back": "post",
    "recipient_name": "Lê Văn Nhận",
    "recipient_phone": "0912000003",
    "recipient_commune": "Phường Tích Sơn",
    "recipient_address": "Số 2 phố Mẫu",
    "consent": "on",
}


def counter_url(code: str = PROCEDURE) -> str:
    return reverse("counter_procedure", args=[code])


def test_a_procedure_is_found_without_accents(who: Cast, officer: Client) -> None:
    page = officer.get(reverse("counter_intake"), {"q": "ly lich tu phap"})
    assert counter_url() in page.content.decode()
    nothing = officer.get(reverse("counter_intake"), {"q": "khong co gi nhu vay"})
    assert "Không tìm thấy thủ tục nào" in words(nothing)


@pytest.mark.law("35b")
def test_where_the_result_goes_is_never_chosen_beforehand_and_is_kept_with_time_and_person(
    who: Cast, officer: Client
) -> None:
    page = officer.get(counter_url()).content.decode()
    assert re.findall(r'<input[^>]*name="back"[^>]*checked', page) == []
    assert re.findall(r'<input[^>]*name="consent"[^>]*checked', page) == []
    refused = officer.post(counter_url(), typed(back=""))
    assert "Chưa chọn «Khách nhận kết quả ở đâu?»" in words(refused)
    officer.post(counter_url(), typed(**HOME))
    kept = Recipient.objects.get()
    assert (kept.full_name, kept.by_id) == ("Lê Văn Nhận", who.officer.id)
    assert kept.consented_at == Dossier.objects.get().registered_at


def test_a_counter_dossier_is_written_down_and_waits_to_be_accepted(
    who: Cast, officer: Client
) -> None:
    posted = officer.post(counter_url(), typed(email="mau@example.vn"))
    dossier = Dossier.objects.get()
    assert (posted.status_code, posted["Location"]) == (303, url("desk_dossier", dossier))
    sender = dossier.parties.get()
    assert (sender.full_name, sender.phone, sender.email) == (
        "Trần Thị Mẫu",
        "0912000002",
        "mau@example.vn",
    )
    text = words(officer.get(posted["Location"]))
    assert "Không: khách nhận tại bộ phận một cửa" in text
    assert "tính từ lúc tiếp nhận" in text
    officer.post(url("desk_dossier", dossier), ticks(dossier))
    assert f"{who.desk.code}-191104-0001" in words(officer.get(url("desk_dossier", dossier)))


@pytest.mark.law("35a")
def test_a_return_by_post_names_everything_that_is_missing(who: Cast, officer: Client) -> None:
    form = typed(back="post", sender_address="Số 1 phố Mẫu")
    page = officer.post(counter_url(), form)
    text = words(page)
    for missing in (
        "Chưa nhập «Họ và tên người nhận kết quả»",
        "Chưa nhập «Điện thoại người nhận kết quả»",
        "Chưa nhập «Xã, phường, thị trấn của người nhận kết quả»",
        "Chưa nhập «Số nhà, thôn, tổ dân phố của người nhận kết quả»",
        "Khách đồng ý",
    ):
        assert missing in text
    kept = page.content.decode()
    assert page.status_code == 409
    assert all(value in kept for value in ("Trần Thị Mẫu", "Số 1 phố Mẫu", form["request_id"]))
    assert not Dossier.objects.exists()


def test_the_price_is_shown_before_anything_is_written(who: Cast, officer: Client) -> None:
    form = typed(**HOME, do="price")
    whole = officer.post(counter_url(), form)
    alone = officer.post(counter_url(), form, headers={"HX-Request": "true"})
    for page in (whole, alone):
        assert page.status_code == 200
        assert "Khách trả khi nhận 26.000 đ" in words(page)
        assert "TT 22/2017" in words(page)
    assert "Lê Văn Nhận" in whole.content.decode()
    assert form["request_id"] in whole.content.decode()
    assert "<html" not in alone.content.decode()
    assert not Dossier.objects.exists()
    officer.post(counter_url(), typed(**HOME))
    assert Quotation.objects.get().total_vnd == 26_000


def test_before_the_place_is_known_there_is_no_price(who: Cast, officer: Client) -> None:
    page = officer.post(counter_url(), typed(back="post", do="price"))
    assert "để tính cước" in words(page)
    assert "error-summary" not in page.content.decode()


def test_a_missing_paper_is_said_at_its_line_and_nothing_typed_is_lost(
    who: Cast, officer: Client
) -> None:
    page = officer.post(counter_url(), typed(paper_1_originals=""))
    text = words(page)
    assert page.status_code == 409
    assert "Còn thiếu giấy tờ bắt buộc: 1. Tờ khai" in text
    assert "Trần Thị Mẫu" in page.content.decode()
    assert 'href="#id_paper_1_originals"' in page.content.decode()


def test_missing_papers_are_told_with_the_other_mistakes_at_the_desk_too(
    who: Cast, officer: Client
) -> None:
    text = words(officer.post(counter_url(), typed(paper_1_originals="", sender_name="")))
    assert "Còn thiếu giấy tờ bắt buộc: 1. Tờ khai" in text
    assert "Chưa nhập" in text


def test_a_double_click_writes_one_counter_dossier(who: Cast, officer: Client) -> None:
    form = typed()
    places = [officer.post(counter_url(), form)["Location"] for _ in "ab"]
    assert places[0] == places[1]
    assert Dossier.objects.count() == 1


def test_what_the_desk_does_not_receive_is_said_clearly(who: Cast, officer: Client) -> None:
    elsewhere = officer.get(counter_url(ELSEWHERE))
    unknown = officer.get(counter_url("9.999999"))
    assert (elsewhere.status_code, unknown.status_code) == (409, 404)
    assert "không nhận hồ sơ của thủ tục «Đăng ký khai sinh»" in words(elsewhere)
    assert "Không có thủ tục nào mang mã «9.999999»" in words(unknown)


def test_a_result_that_may_not_travel_can_only_be_fetched(who: Cast, officer: Client) -> None:
    who.version = follow(who.version, postal_out=False, postal_out_reason="Phải ký nhận tại chỗ.")
    page = officer.get(counter_url()).content.decode()
    assert "Phải ký nhận tại chỗ." in page
    assert re.search(r'<input[^>]*value="post"[^>]*disabled', page)
    refused = officer.post(counter_url(), typed(**HOME))
    assert (refused.status_code, "Phải ký nhận tại chỗ." in words(refused)) == (409, True)
