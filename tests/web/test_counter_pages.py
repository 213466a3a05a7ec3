"""The counter beside intakes: guidance, refusals, calls at home, signatures, practice, and the way back."""

import io
import zipfile
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, act, follow, fresh_seal, person, take_in
from tests.paper_reading import words_of
from tests.scans import picture
from tests.web.counter import form_url, post, text, typed, written
from tram.accounts.models import ReadEntry
from tram.accounts.rules.access import Role
from tram.custody.commands import counter as commands
from tram.custody.models import (
    AddressIntake,
    Guidance,
    PickUpRequest,
    RefusedIntake,
    VoucherSignature,
)
from tram.custody.rules.counter import CounterRefusal
from tram.directory.models import Unit
from tram.dossiers.models import Dossier


def sent(client: Client, url: str, **words: Any) -> HttpResponse:
    return client.post(url, {"request_id": str(uuid4()), **words})  # type: ignore[return-value]


# ---- guidance and refusal ------------------------------------------------------------------------


@pytest.mark.law("11c")
def test_the_slip_names_what_is_missing_and_the_intake_may_still_follow(
    counter: Client, who: Cast
) -> None:
    words = {"agency": str(who.agency.id)} | typed(do="guide", paper_2_certified="")
    answer = counter.post(form_url(), words)
    assert answer.status_code == 303
    assert list(Guidance.objects.get().papers.values_list("seq", flat=True)) == [2]
    page = text(counter.get(answer.headers["Location"]))
    missing = who.version.papers.get(seq=2).name
    assert missing in page
    slip = words_of(counter.get(answer.headers["Location"] + "phieu.pdf").content)
    assert "PHIẾU HƯỚNG DẪN BỔ SUNG GIẤY TỜ" in slip
    assert missing[:30] in slip
    assert counter.post(form_url(), words).headers["Location"] == answer.headers["Location"]
    again = words | {"do": "take", "paper_2_certified": "1"}
    assert counter.post(form_url(), again).status_code == 303
    assert Dossier.objects.count() == 1


@pytest.mark.parametrize("given", ["", "a\x00b", "000"])
def test_a_slip_asked_for_by_an_old_page_is_refused_in_words(
    counter: Client, who: Cast, given: str
) -> None:
    words = typed(do="guide", paper_2_certified="", request_id=given)
    assert "Hãy tải lại trang rồi làm lại" in text(counter.post(form_url(), words))
    assert not Guidance.objects.exists()


def test_with_everything_there_no_guidance_is_made(counter: Client, who: Cast) -> None:
    page = text(counter.post(form_url(), typed(do="guide")))
    assert "không thiếu giấy tờ bắt buộc nào" in page
    assert not Guidance.objects.exists()


@pytest.mark.law("12b")
def test_a_refusal_prints_for_the_customer_and_shows_the_way_that_stays_open(
    counter: Client, who: Cast
) -> None:
    url = reverse("refuse_procedure", args=[who.version.procedure.code])
    assert sent(counter, url).status_code == 409
    assert sent(counter, url, reason="other", words="vậy").status_code == 409
    assert not RefusedIntake.objects.exists()
    answer = sent(counter, url, reason="price")
    assert answer.status_code == 303
    note = words_of(counter.get(answer.headers["Location"] + "phieu.pdf").content)
    assert CounterRefusal.PRICE.label in note
    assert "nộp trực tiếp được tại bộ phận một cửa" in note
    counter.force_login(who.neighbour)
    assert counter.get(answer.headers["Location"]).status_code == 404


@pytest.mark.law("12d")
def test_a_manager_counts_refusals_by_point_teller_and_reason(client: Client, who: Cast) -> None:
    for teller, point in ((who.teller, who.point), (who.neighbour, who.other_point)):
        for reason in (CounterRefusal.PRICE, CounterRefusal.PRICE, CounterRefusal.PRESENCE):
            commands.refuse_at_counter(
                act(teller, point), reason=reason, version_id=who.version.id
            )
    post_office = Unit.objects.get(kind="provincial-post")
    manager = person("ql.mau", "Quản Lý Mẫu", Role.POST_MANAGER, post_office)
    client.force_login(manager)
    page = client.get(reverse("counter_refusals"))
    tallies = [(t.teller, t.reason, t.n) for t, _url in page.context["tallies"]]
    counted = ((CounterRefusal.PRICE, 2), (CounterRefusal.PRESENCE, 1))
    names = (who.teller.full_name, who.neighbour.full_name)
    assert set(tallies) == {(name, reason, n) for name in names for reason, n in counted}
    assert len(tallies) == 4
    assert page.context["total"] == 6
    behind = client.get(reverse("counter_refusals") + page.context["tallies"][0][1].split("#")[0])
    assert len(behind.context["rows"]) == page.context["tallies"][0][0].n
    sheet = client.get(reverse("counter_refusals_sheet")).content
    rows = zipfile.ZipFile(io.BytesIO(sheet)).read("xl/worksheets/sheet1.xml").count(b"<row ")
    assert rows == 7
    client.force_login(who.teller)
    assert client.get(reverse("counter_refusals")).context["total"] == 3


# ---- secrets and the last sender -----------------------------------------------------------------


@pytest.mark.law("17b")
def test_the_question_of_secrets_is_answered_first_where_it_must_be(
    counter: Client, who: Cast
) -> None:
    who.version = follow(who.version, secret_possible=True)
    before = written()
    assert post(counter, who).status_code == 409
    answer = post(counter, who, secret="yes")
    assert "đường thư KT1" in text(answer)
    assert written() == before
    assert post(counter, who, secret="no").status_code == 303


def test_the_last_sender_of_a_number_is_filled_in_on_request_and_the_reading_noted(
    counter: Client, who: Cast
) -> None:
    dossier = take_in(who)
    page = counter.post(form_url(), typed(do="sender", sender_name="", sender_address=""))
    assert 'value="Thôn Mẫu, xã Mẫu"' in page.content.decode()
    assert "Đã điền người gửi của lần gửi ngày 04/11/2019" in text(page)
    assert ReadEntry.objects.filter(subject=dossier.id, page="intake_form").count() == 1
    other = counter.post(form_url(), typed(do="sender", sender_phone="0912 999 999"))
    assert "chưa gửi hồ sơ nào tại điểm này" in text(other)
    counter.force_login(who.neighbour)
    page = counter.post(form_url(), typed(do="sender"))
    assert "Thôn Mẫu, xã Mẫu" not in page.content.decode()


# ---- at home -------------------------------------------------------------------------------------


@pytest.mark.law("10b", "10c")
def test_a_call_at_home_goes_from_the_board_to_the_postmans_receipt(
    counter: Client, who: Cast
) -> None:
    asked = {
        "sender_name": "Nguyễn Văn Mẫu",
        "sender_phone": "0912000001",
        "sender_commune": "Phường Tích Sơn",
        "sender_address": "Số 1 phố Mẫu",
        "wished_on": "05/11/2019",
        "slot": "morning",
        "code": who.version.procedure.code,
    }
    assert sent(counter, reverse("pick_up_new"), **asked | {"code": "9.9"}).status_code == 409
    assert sent(counter, reverse("pick_up_new"), **asked).status_code == 303
    call = PickUpRequest.objects.get()
    assign = reverse("pick_up_assign", args=[call.id])
    assert "Giao người đi lấy" in text(counter.get(reverse("pick_ups")))
    assert "không có bưu tá nào" not in text(counter.get(assign))
    assert sent(counter, assign, courier=who.postman.id).status_code == 303
    assert "Giao người khác" in text(counter.get(reverse("pick_ups")))
    who.postman.appointments.update(valid_to="2019-11-03")
    assert "không có bưu tá nào" in text(counter.get(assign))
    who.postman.appointments.update(valid_to=None)
    counter.force_login(who.postman)
    board = counter.get(reverse("pick_ups")).content.decode()
    way = f"{form_url()}?yeu-cau={call.id}"
    assert way in board
    form = counter.get(way).content.decode()
    assert 'value="Số 1 phố Mẫu"' in form
    words = {"agency": str(who.agency.id)} | typed(seal_number=fresh_seal())
    assert "Tổng cộng" in text(counter.post(way, words | {"do": "price"}))
    answer = counter.post(way, words)
    assert answer.status_code == 303
    assert AddressIntake.objects.get().by == who.postman
    assert counter.get(answer.headers["Location"]).status_code == 200
    assert counter.get(answer.headers["Location"] + "in.pdf").status_code == 200
    assert counter.get(form_url()).status_code == 403
    counter.force_login(who.neighbour)
    assert call.full_name not in text(counter.get(reverse("pick_ups")))
    assert counter.get(assign).status_code == 404


def test_a_call_is_cancelled_only_with_a_reason(counter: Client, who: Cast) -> None:
    call = PickUpRequest.objects.create(
        point=who.point,
        full_name="Nguyễn Văn Mẫu",
        phone="0912000001",
        address="Thôn Mẫu",
        wished_on="2019-11-05",
        slot="any",
        state="open",
        asked_at="2019-11-04T01:30Z",
        asked_by=who.teller,
    )
    url = reverse("pick_up_cancel", args=[call.id])
    assert sent(counter, url).status_code == 409
    assert sent(counter, url, reason="other").status_code == 409
    assert sent(counter, url, reason="customer").status_code == 303
    assert "Khách thôi không gửi" in text(counter.get(reverse("pick_ups")))


# ---- signatures ----------------------------------------------------------------------------------


@pytest.mark.law("13c")
def test_what_the_customer_has_not_signed_is_listed_until_signed(
    counter: Client, who: Cast
) -> None:
    dossier = take_in(who)
    listed = counter.get(reverse("unsigned_vouchers"))
    assert [(row.dossier, len(row.lacking)) for row in listed.context["rows"]] == [(dossier.id, 1)]
    sign = reverse("voucher_customer", args=[dossier.id])
    assert sent(counter, sign).status_code == 303
    assert not counter.get(reverse("unsigned_vouchers")).context["rows"]
    paper = words_of(counter.get(reverse("receipt_voucher", args=[dossier.id])).content)
    assert "Ký điện tử: khách xác nhận trên máy của giao dịch viên" in paper
    assert sent(counter, sign).status_code == 409


@pytest.mark.law("13c")
def test_a_scan_of_the_signed_paper_is_kept_with_the_signature(counter: Client, who: Cast) -> None:
    dossier = take_in(who)
    url = reverse("voucher_scan", args=[dossier.id])
    assert sent(counter, url).status_code == 409
    scan = io.BytesIO(picture())
    scan.name = "phieu.png"
    assert sent(counter, url, scan=scan).status_code == 303
    kept = VoucherSignature.objects.get(side="customer")
    assert kept.method == "scan"
    assert kept.file
    assert kept.file.dossier == dossier


@pytest.mark.law("13d")
def test_a_corrected_sender_stands_on_a_new_issue_and_the_way_leads_back(
    counter: Client, who: Cast
) -> None:
    dossier = take_in(who)
    back = "/lam-viec/ho-so-da-nhan/"
    url = reverse("receipt_sender", args=[dossier.id]) + f"?ve={back}"
    words = {
        "sender_name": "Nguyễn Thị Mẫu",
        "sender_phone": "0912000001",
        "sender_commune": "",
        "sender_address": "Thôn Mẫu",
        "reason": "Gõ nhầm tên khách",
    }
    answer = sent(counter, url, **words)
    assert answer.headers["Location"] == f"/lam-viec/bien-nhan/{dossier.id}/?ve={back}".replace(
        "?ve=/lam-viec/ho-so-da-nhan/", "?ve=%2Flam-viec%2Fho-so-da-nhan%2F"
    )
    assert f'href="{back}"' in counter.get(answer.headers["Location"]).content.decode()
    paper = words_of(counter.get(reverse("receipt_voucher", args=[dossier.id])).content)
    assert "Nguyễn Thị Mẫu" in paper
    assert "Lý do: Gõ nhầm tên khách" in paper
    elsewhere = counter.get(reverse("receipt", args=[dossier.id]) + "?ve=https://example.org/")
    assert "example.org" not in elsewhere.content.decode()


# ---- practice ------------------------------------------------------------------------------------


def test_practice_shows_everything_and_writes_nothing(counter: Client, who: Cast) -> None:
    assert counter.post(reverse("practice_switch")).status_code == 303
    assert "Đang tập nhận hồ sơ" in text(counter.get(form_url()))
    before = written()
    page = post(counter, who)
    assert page.status_code == 200
    assert "không có giá trị" in text(page)
    assert "261.000 đ" in text(page)
    assert post(counter, who, do="paper").content.startswith(b"%PDF")
    assert written() == before
    assert post(counter, who, paper_1_originals="").status_code == 409
    counter.post(form_url(), typed(do="guide", paper_1_originals=""))
    assert not Guidance.objects.exists()
    counter.post(reverse("practice_switch"))
    assert post(counter, who).status_code == 303


def test_a_real_database_has_no_practice(
    counter: Client, who: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter.post(reverse("practice_switch"))
    monkeypatch.setattr("tram.web.workplace.intake.practice.is_demo", lambda: False)
    assert counter.post(reverse("practice_switch")).status_code == 404
    assert post(counter, who).status_code == 303
    assert Dossier.objects.count() == 1


def test_the_pages_of_the_counter_are_for_tellers(client: Client, who: Cast) -> None:
    for name in ("refuse", "pick_up_new", "unsigned_vouchers", "counter_refusals"):
        client.force_login(who.officer)
        assert client.get(reverse(name)).status_code == 403
