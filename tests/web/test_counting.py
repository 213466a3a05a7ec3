"""Counting and signing a manifest: by radio, by scanner; taking it back; on paper."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import (
    MONDAY,
    Cast,
    accept,
    act,
    arrive,
    at,
    person,
    release,
    settle,
    take_in,
)
from tests.paper_reading import words_of
from tests.web.handing import (
    HOME,
    PICK_UP,
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
from tram.accounts.rules.access import Role
from tram.core.codes import s10
from tram.custody.commands import desk as desk_acts
from tram.custody.models import (
    CountMark,
    Item,
    ItemKind,
    Manifest,
)
from tram.dossiers.models import Dossier

pytestmark = pytest.mark.django_db


# Counting and signing


@pytest.mark.law("20a", "20b")
def test_the_record_shows_number_sides_papers_seal_and_both_signatures_to_the_minute(
    who: Cast,
) -> None:
    dossier = take_in(who)
    url = offered(who, dossier)
    at(MONDAY + timedelta(minutes=17))
    postman = signed_in(who.postman)
    postman.post(url, all_received(url))
    shown = page(postman, url)
    for words in (
        Manifest.objects.get().number,
        number_of(dossier),
        "NP-0001",
        "Giao Dịch Viên Mẫu",
        "Bưu Tá Mẫu",
        "08:30 04/11/2019",
        "08:47 04/11/2019",
        "phiên làm việc của người ký",
        "Hai bên đã ký",
        "Cộng:",
    ):
        assert words in shown, words


def test_the_receiver_must_count_every_thing_and_nothing_is_lost(who: Cast) -> None:
    url = offered(who, take_in(who), take_in(who))
    typed = {"request_id": uuid4(), "do": "sign", "outcome_1": "received", "reason_1": "đủ cả"}
    answer = signed_in(who.postman).post(url, typed)
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "Còn 1 vật chưa kiểm đếm" in shown
    assert shown.count("checked") == 1
    assert "đủ cả" in shown
    assert f'value="{typed["request_id"]}"' in shown


@pytest.mark.law("20d")
def test_a_difference_needs_its_reason_and_stays_on_the_record(who: Cast) -> None:
    dossier = take_in(who)
    url = offered(who, dossier)
    postman = signed_in(who.postman)
    refused = {**all_received(url), "outcome_1": "refused", "reason_1": "hở một góc"}
    answer = postman.post(url, refused)
    assert answer.status_code == 409
    wanted = f"Chọn lý do đúng với kết quả kiểm đếm của {number_of(dossier)}."
    assert wanted in answer.content.decode()
    assert postman.post(url, {**refused, "fault_1": "not-there"}).status_code == 409
    assert postman.post(url, {**refused, "fault_1": "seal-broken"}).status_code == 303
    shown = page(postman, url)
    assert "Không nhận" in shown
    assert "Niêm phong rách, hở hoặc mất – hở một góc" in shown
    assert Item.objects.get(dossier=dossier).holder.unit_id == who.point.id


@pytest.mark.law("20f")
def test_a_second_officer_reads_that_it_is_signed_already(who: Cast) -> None:
    second = person("mc.hai", "Một Cửa Hai", Role.ONE_STOP_OFFICER, who.desk)
    dossier = take_in(who)
    on_the_road(who, dossier)
    url = brought(who, dossier)
    typed = all_received(url)
    assert signed_in(who.officer).post(url, all_received(url)).status_code == 303
    before = books()
    answer = signed_in(second).post(url, typed)
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "đã được hai bên ký nên không ký lại được." in shown
    assert "Một Cửa Mẫu" in shown
    assert books() == before


def test_two_clicks_and_the_back_button_sign_once(who: Cast) -> None:
    url = offered(who, take_in(who))
    typed = all_received(url)
    postman = signed_in(who.postman)
    assert postman.post(url, typed).status_code == 303
    before = books()
    assert postman.post(url, typed).status_code == 303
    assert books() == before


def test_only_the_two_sides_open_it_and_it_is_hidden_from_others(who: Cast) -> None:
    url = offered(who, take_in(who))
    for user in (who.neighbour, who.officer, who.specialist):
        client = signed_in(user)
        assert client.get(url).status_code == 404
        assert client.get(f"{url}in/").status_code == 404
        assert client.post(url, all_received(url)).status_code == 404
        assert client.post(f"{url}huy/", {"request_id": uuid4()}).status_code == 404
    assert signed_in(who.administrator).get(url).status_code == 403
    assert Client().get(url).status_code == 302
    assert Manifest.objects.get().state == "offered"


def test_looking_writes_nothing(who: Cast) -> None:
    url = offered(who, take_in(who))
    before = books()
    for client in (signed_in(who.teller), signed_in(who.postman)):
        for address in (HOME, url, f"{url}?tai-day=1", f"{url}in/"):
            assert client.get(address).status_code == 200
    assert books() == before


def test_the_post_does_not_see_the_dossier_number(who: Cast) -> None:
    dossier = settle(who, accept(who, arrive(who, take_in(who))))
    release(who, dossier)
    manifest = Manifest.objects.get(kind="result-out")
    url = reverse("manifest", args=[manifest.id])
    assert str(dossier.number) in page(signed_in(who.officer), url)
    shown = page(signed_in(who.postman), url)
    assert str(dossier.number) not in shown
    assert who.version.name not in shown
    assert "Nguyễn Văn Mẫu" not in shown


# The scanner


def scan(client: Client, url: str, code: str, **typed: Any) -> str:
    answer = client.post(url, {"request_id": uuid4(), "do": "scan", "scan": code, **typed})
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_scanned_number_is_counted_and_the_rest_of_the_form_kept(who: Cast) -> None:
    one, two = take_in(who), take_in(who)
    url = offered(who, one, two)
    before = books()
    code = number_of(two).lower()
    shown = scan(
        signed_in(who.postman),
        url,
        f" {code[:5]} {code[5:]} ",
        outcome_1="missing",
        reason_1="Không có trong túi",
    )
    assert f"ĐÚNG: đã ghi {code.upper()}." in shown.replace(
        f"{code[:5]} {code[5:]}".upper(), code.upper()
    )
    assert shown.count(" checked>") == 1
    assert "Không có trong túi" in shown
    assert books() == before
    assert [str(mark.item_id) for mark in CountMark.objects.all()] == papers(two)


def test_what_cannot_be_counted_is_explained(who: Cast) -> None:
    dossier, elsewhere = take_in(who), take_in(who)
    url = offered(who, dossier)
    number = number_of(dossier)
    wrong_digit = number[:10] + str((int(number[10]) + 1) % 10) + number[11:]
    client = signed_in(who.postman)
    for code, words in {
        number_of(elsewhere): "không có trên bảng kê này",
        s10("EB", 99_999_999): "số hiệu của tỉnh khác",
        wrong_digit: "sai chữ số kiểm tra",
        "HÁ000000014VN": "tắt bộ gõ tiếng Việt",
        "12": "không phải số hiệu bưu gửi",
        "": "Chưa có số hiệu",
    }.items():
        shown = scan(client, url, code)
        assert words in shown, code
        assert " checked>" not in shown
        assert code in shown
    assert "ĐÚNG" in scan(client, url, number)
    again = scan(client, url, number)
    assert "TRÙNG" in again
    assert "Bưu Tá Mẫu đã quét lúc 08:30 04/11/2019" in again


def test_one_button_counts_all_that_is_not_said_otherwise(who: Cast) -> None:
    url = offered(who, take_in(who), take_in(who), take_in(who))
    typed = {"request_id": uuid4(), "do": "all", "outcome_2": "missing", "reason_2": "Không thấy"}
    shown = signed_in(who.postman).post(url, typed).content.decode()
    assert shown.count('value="received" checked') + shown.count("checked>") >= 3
    assert "Không thấy" in shown
    assert Manifest.objects.get().state == "offered"


def test_a_dossier_without_a_cover_is_scanned_by_its_own_number(who: Cast) -> None:
    dossier = accept(who, arrive(who, take_in(who)))
    url = f"{HOME}lap/?loai=to-agency&den={who.agency.id}"
    there = offer(signed_in(who.officer), url, papers(dossier))["Location"]
    assert f"ĐÚNG: đã ghi {dossier.number}." in scan(
        signed_in(who.specialist), there, str(dossier.number)
    )


# Taking it back


def test_the_giver_takes_an_offer_back(who: Cast) -> None:
    dossier = take_in(who)
    url = offered(who, dossier)
    postman = signed_in(who.postman)
    assert "Hủy bảng kê" not in page(postman, url)
    answer = signed_in(who.teller).post(f"{url}huy/", {"request_id": uuid4()})
    assert answer.status_code == 303
    assert "Đã hủy" in page(postman, url)
    late = postman.post(url, all_received(url))
    assert late.status_code == 409
    assert "đã bị hủy nên không ký được" in late.content.decode()
    assert number_of(dossier) in page(signed_in(who.teller), PICK_UP)


def test_what_both_have_signed_cannot_be_taken_back(who: Cast) -> None:
    url = offered(who, take_in(who))
    signed_in(who.postman).post(url, all_received(url))
    answer = signed_in(who.teller).post(f"{url}huy/", {"request_id": uuid4()})
    assert answer.status_code == 409
    assert "đã được hai bên ký" in answer.content.decode()


# On paper


@pytest.mark.law("20a", "20b")
def test_the_record_prints_with_both_signatures_and_when_the_clock_starts(who: Cast) -> None:
    dossier = take_in(who)
    on_the_road(who, dossier)
    url = brought(who, dossier)
    officer = signed_in(who.officer)
    at(MONDAY + timedelta(minutes=5))
    officer.post(url, all_received(url))
    answer = officer.get(f"{url}in/")
    assert answer["Content-Type"] == "application/pdf"
    words = words_of(answer.content)
    number = number_of(dossier)
    for value in (
        "BIÊN BẢN GIAO NHẬN",
        Manifest.objects.get(kind="hand-over").number,
        f"{number[:2]} {number[2:5]} {number[5:8]} {number[8:11]} {number[11:]}",
        "NP-0001",
        "8 giờ 35 phút, ngày 04/11/2019",
        "Bưu Tá Mẫu",
        "Một Cửa Mẫu",
        "bằng mã PIN của người ký",
        "bằng phiên làm việc của người ký",
        "được coi là nộp cho cơ quan có thẩm quyền",
    ):
        assert value in words, value


def test_a_list_not_yet_signed_prints_without_a_second_signature(who: Cast) -> None:
    url = offered(who, take_in(who))
    words = words_of(signed_in(who.teller).get(f"{url}in/").content)
    assert "BẢNG KÊ GIAO NHẬN" in words
    assert words.count("Đã ký điện tử") == 1


# The whole way through the pages


def test_a_dossier_goes_out_and_its_result_comes_home_hand_to_hand(who: Cast) -> None:
    dossier = take_in(who)
    on_the_road(who, dossier)
    officer, specialist = signed_in(who.officer), signed_in(who.specialist)
    officer.post(url := brought(who, dossier), all_received(url))
    accept(who, Dossier.objects.get(id=dossier.id))
    to_agency = f"{HOME}lap/?loai=to-agency&den={who.agency.id}"
    url = offer(officer, to_agency, papers(dossier))["Location"]
    assert specialist.post(url, all_received(url)).status_code == 303
    desk_acts.record_result(
        act(who.specialist, who.agency),
        dossier_id=dossier.id,
        number="1/KQ",
        issued_on=MONDAY.date(),
        name="Kết quả",
    )
    result = [str(dossier.items.get(kind=ItemKind.RESULT).id)]
    to_desk = f"{HOME}lap/?loai=result-to-desk&den={who.desk.id}"
    url = offer(specialist, to_desk, result)["Location"]
    assert officer.post(url, all_received(url)).status_code == 303
    desk_acts.pack_result(act(who.officer, who.desk), dossier_id=dossier.id, seal_number="NP-2")
    url = offer(officer, f"{HOME}lap/?loai=result-out", result, courier="bt.mau")["Location"]
    assert signed_in(who.postman).post(url, all_received(url)).status_code == 303
    dossier.refresh_from_db()
    assert dossier.state == "released"
