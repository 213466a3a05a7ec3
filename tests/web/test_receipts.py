"""The receipt as the intake point's teller sees it: papers to print, corrections, a new code, undoing."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.cast import MONDAY, Cast, act, arrive, at, pick_up, take_in
from tests.paper_reading import words_of
from tests.web.page_reading import words
from tram.accounts.models import ReadEntry
from tram.core.codes import show_tracking_code, tracking_code
from tram.core.errors import Refused
from tram.core.models import Request
from tram.custody.commands import chain, manifests
from tram.custody.models import Envelope, ItemKind
from tram.custody.queries import papers
from tram.custody.queries.receipts import Receipt, receipt
from tram.custody.rules.handovers import ManifestKind
from tram.custody.rules.services import Service
from tram.directory.queries import actor_of
from tram.dossiers.models import Dossier, Party
from tram.dossiers.rules.states import State, VoidReason

CHANGES = ("receipt_sender", "receipt_recipient", "receipt_reprint", "receipt_void")
PAGES = ("receipt", "receipt_voucher", "receipt_label", *CHANGES)


def url(name: str, dossier: Dossier) -> str:
    return reverse(name, args=[dossier.id])


def s10(dossier: Dossier) -> str:
    return Envelope.objects.get(contents__item__dossier=dossier).number


def code(dossier: Dossier, issue: int = 1) -> str:
    return show_tracking_code(tracking_code(settings.TRACKING_KEY.encode(), dossier.id, issue))


def seen(who: Cast, dossier: Dossier) -> Receipt:
    found = receipt(actor_of(who.teller.id, who.teller.full_name), dossier.id)
    assert found
    return found


@pytest.mark.law("14a")
def test_the_receipt_tells_that_the_customer_saw_it_sealed(counter: Client, who: Cast) -> None:
    dossier = take_in(who)
    said = "niêm phong trước mặt khách"
    assert said in words(counter.get(url("receipt", dossier)))
    Envelope.objects.update(customer_present=False)
    assert said not in words(counter.get(url("receipt", dossier)))


def change(counter: Client, name: str, dossier: Dossier, **typed: str) -> Any:
    return counter.post(url(name, dossier), {"request_id": str(uuid4())} | typed)


def sender(**changed: str) -> dict[str, str]:
    return {
        "sender_name": "Nguyễn Văn Đúng",
        "sender_phone": "0987 654 321",
        "sender_commune": "",
        "sender_address": "Thôn Đúng",
        "reason": "Gõ nhầm tên",
    } | changed


# ---- the receipt -------------------------------------------------------------------------------


def test_the_receipt_says_the_number_the_code_the_price_and_what_comes_next(
    counter: Client, who: Cast
) -> None:
    dossier = take_in(who)
    page = words(counter.get(url("receipt", dossier)))
    assert f"Số hiệu bưu gửi {s10(dossier)}" in page
    assert code(dossier) in page
    assert "200.000 đ" in page
    assert "8.000 đ" in page
    assert "Tổng cộng" in page
    assert f"giao hồ sơ cho {who.desk.name} chậm nhất ngày 06/11/2019" in page
    assert "Nguyễn Văn Mẫu" in page
    assert "chưa được cán bộ xác nhận" in page
    assert "số liệu trình diễn" in page


def test_the_postal_clock_skips_the_weekend(counter: Client, who: Cast) -> None:
    at(MONDAY + timedelta(days=4))
    page = words(counter.get(url("receipt", take_in(who))))
    assert "chậm nhất ngày 12/11/2019" in page


def test_each_reading_of_a_receipt_is_written_down(counter: Client, who: Cast) -> None:
    dossier = take_in(who)
    for name in ("receipt", "receipt_voucher", "receipt_label"):
        counter.get(url(name, dossier))
    reads = ReadEntry.objects.filter(subject=dossier.id).values_list(
        "page", "actor_id", "place_id"
    )
    assert list(reads.order_by("id")) == [
        (name, who.teller.id, who.point.id)
        for name in ("receipt", "receipt_voucher", "receipt_label")
    ]


def test_a_teller_of_another_point_finds_nothing(who: Cast, client: Client) -> None:
    dossier = take_in(who)
    client.force_login(who.neighbour)
    for name in PAGES:
        response = client.get(url(name, dossier))
        assert response.status_code == 404
        assert "Nguyễn" not in response.content.decode()
    before = Request.objects.count()
    for name in CHANGES:
        assert client.post(url(name, dossier), {"request_id": str(uuid4())}).status_code == 404
    assert Request.objects.count() == before
    assert not ReadEntry.objects.exists()


def test_nobody_without_the_duty_opens_a_receipt(who: Cast, client: Client) -> None:
    dossier = take_in(who)
    for person in (who.officer, who.specialist, who.administrator):
        client.force_login(person)
        assert client.get(url("receipt", dossier)).status_code == 403
    client.force_login(who.postman)  # he would see what he took in himself at a home
    assert client.get(url("receipt", dossier)).status_code == 404


def test_an_unknown_receipt_is_not_found(counter: Client) -> None:
    assert counter.get(reverse("receipt", args=[uuid4()])).status_code == 404


# ---- the papers --------------------------------------------------------------------------------


@pytest.mark.law("13a", "13b")
def test_the_voucher_printed_is_that_of_the_intake(counter: Client, who: Cast) -> None:
    dossier = take_in(who)
    response = counter.get(url("receipt_voucher", dossier))
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Content-Disposition"].startswith("inline")
    words = words_of(response.content)
    for part in (
        "Nguyễn Văn Mẫu",
        "Thôn Mẫu, xã Mẫu",
        who.agency.name,
        who.version.name[:40],
        who.point.name,
        who.teller.full_name,
        code(dossier),
        "NP-0001",
        f"{s10(dossier)}/1",
        "8 giờ 30 phút",
    ):
        assert part in words, part
    for paper in dossier.papers.all():
        assert paper.name[:30] in words
    assert words.count("Tổng cộng") == 2


def test_the_label_names_no_procedure_and_no_identity_number(counter: Client, who: Cast) -> None:
    dossier = take_in(who)
    Party.objects.filter(dossier=dossier).update(id_number="026093001234")
    response = counter.get(url("receipt_label", dossier))
    assert response.headers["Cache-Control"] == "no-store"
    words = words_of(response.content)
    assert s10(dossier)[2:5] in words
    assert who.desk.name in words
    assert "026093001234" not in words
    assert who.version.name[:25] not in words


def test_the_voucher_keeps_what_was_counted_and_what_does_not_apply(who: Cast) -> None:
    dossier = take_in(who, service=Service.SEND, recipient=None)
    made = papers.voucher(seen(who, dossier))
    counted = dossier.papers.order_by("seq").values_list(
        "name", "originals", "certified", "copies"
    )
    assert [(p.name, p.originals, p.certified, p.copies) for p in made.papers] == list(counted)
    assert made.recipient is None
    assert made.service is Service.SEND
    assert sum(charge.amount for charge in made.charges) == seen(who, dossier).total_vnd
    assert papers.label(seen(who, dossier)).s10 == s10(dossier)


def test_a_voided_intake_prints_nothing(counter: Client, who: Cast) -> None:
    dossier = take_in(who)
    change(counter, "receipt_void", dossier, reason=VoidReason.DUPLICATE)
    for name in ("receipt_voucher", "receipt_label"):
        response = counter.get(url(name, dossier))
        assert response.status_code == 409
        assert not response.content.startswith(b"%PDF")
    with pytest.raises(Refused) as refusal:
        papers.voucher(seen(who, dossier))
    assert s10(dossier) in refusal.value.message


# ---- corrections -------------------------------------------------------------------------------


def test_opening_the_small_pages_writes_nothing_but_the_reading(
    counter: Client, who: Cast
) -> None:
    dossier = take_in(who)
    before = Request.objects.count()
    for name in CHANGES:
        assert counter.get(url(name, dossier)).status_code == 200
    assert Request.objects.count() == before


def test_the_sender_is_corrected_with_a_reason(counter: Client, who: Cast) -> None:
    dossier = take_in(who)
    page = counter.get(url("receipt_sender", dossier)).content.decode()
    assert 'value="Nguyễn Văn Mẫu"' in page
    assert change(counter, "receipt_sender", dossier, **sender()).status_code == 303
    corrected = dossier.parties.order_by("-version")[0]
    assert (corrected.full_name, corrected.phone) == ("Nguyễn Văn Đúng", "0987654321")
    assert corrected.reason == "Gõ nhầm tên"
    shown = words(counter.get(url("receipt", dossier)))
    assert "Đã sửa người gửi." in shown
    assert "Nguyễn Văn Đúng" in shown


def test_the_recipient_is_corrected_with_a_reason(counter: Client, who: Cast) -> None:
    dossier = take_in(who)
    typed = {
        "recipient_name": "Trần Thị Nhận",
        "recipient_phone": "0987654321",
        "recipient_commune": "dao tru",
        "recipient_address": "Thôn Xa",
        "reason": "Khách chuyển nhà",
    }
    assert change(counter, "receipt_recipient", dossier, **typed).status_code == 303
    assert "Trần Thị Nhận" in words(counter.get(url("receipt", dossier)))


def test_a_correction_without_reason_is_refused_and_nothing_typed_is_lost(
    counter: Client, who: Cast
) -> None:
    dossier = take_in(who)
    response = change(counter, "receipt_sender", dossier, **sender(reason="", sender_phone="12"))
    page = response.content.decode()
    assert response.status_code == 409
    assert "Chưa nhập «Lý do»." in page
    assert "ví dụ 0912 345 678" in page
    assert 'value="Nguyễn Văn Đúng"' in page
    assert dossier.parties.count() == 1


def test_what_cannot_be_changed_any_more_says_why(counter: Client, who: Cast) -> None:
    dossier = arrive(who, take_in(who))
    page = words(counter.get(url("receipt_sender", dossier)))
    assert "bộ phận một cửa sửa thông tin người gửi" in page
    assert "Sửa người gửi" not in words(counter.get(url("receipt", dossier)))
    response = change(counter, "receipt_sender", dossier, **sender())
    assert response.status_code == 409
    assert "Bạn không được phân công" in words(response)
    send = take_in(who, service=Service.SEND, recipient=None)
    assert "nên không có gì để sửa" in words(counter.get(url("receipt_recipient", send)))


def test_a_new_code_replaces_the_old_one(counter: Client, who: Cast) -> None:
    dossier = take_in(who)
    answer = change(counter, "receipt_reprint", dossier, reason="Khách làm mất phiếu")
    assert answer.status_code == 303
    page = words(counter.get(url("receipt", dossier)))
    assert code(dossier, 2) in page
    assert code(dossier, 1) not in page
    printed = words_of(counter.get(url("receipt_voucher", dossier)).content)
    assert "Thay phiếu số" in printed
    assert "Khách làm mất phiếu" in printed
    assert printed.count("Trang 1/1") == 2
    assert f"{s10(dossier)}/2" in printed


def test_a_new_code_needs_a_reason(counter: Client, who: Cast) -> None:
    dossier = take_in(who)
    assert change(counter, "receipt_reprint", dossier, reason="").status_code == 409
    assert dossier.codes.count() == 1


# ---- undoing -----------------------------------------------------------------------------------


def test_a_mistaken_intake_is_voided_and_says_what_to_give_back(
    counter: Client, who: Cast
) -> None:
    dossier = take_in(who)
    total = seen(who, dossier).total_vnd
    answer = change(counter, "receipt_void", dossier, reason=VoidReason.WRONG_PERSON)
    assert answer.status_code == 303
    dossier.refresh_from_db()
    assert dossier.state == State.VOIDED
    page = words(counter.get(url("receipt", dossier)))
    assert f"trả lại khách giấy tờ; {total:,} đ chờ người khác duyệt".replace(",", ".") in page
    assert "Phiếu nhận đã hủy" in page
    assert code(dossier) not in page
    assert "In phiếu gửi" not in page


def test_voiding_needs_a_reason_from_the_list(counter: Client, who: Cast) -> None:
    dossier = take_in(who)
    for reason in ("", "vì thích"):
        response = change(counter, "receipt_void", dossier, reason=reason)
        assert response.status_code == 409
        assert "data-error-summary" in response.content.decode()
    dossier.refresh_from_db()
    assert dossier.state == State.REGISTERED


def test_voiding_by_a_double_click_gives_back_once(counter: Client, who: Cast) -> None:
    dossier = take_in(who)
    words = {"reason": VoidReason.DUPLICATE, "request_id": str(uuid4())}
    first, second = (change(counter, "receipt_void", dossier, **words) for _ in range(2))
    assert first.status_code == second.status_code == 303
    again = change(counter, "receipt_void", dossier, reason=VoidReason.DUPLICATE)
    assert again.status_code == 409


def test_a_dossier_on_a_manifest_is_not_offered_for_voiding(counter: Client, who: Cast) -> None:
    dossier = take_in(who)
    manifests.offer(
        act(who.teller, who.point),
        kind=ManifestKind.PICK_UP,
        from_holder=chain.place(who.point.id),
        to_holder=chain.courier(who.postman.id),
        items=[dossier.items.get(kind=ItemKind.PAPERS).id],
    )
    assert "Hủy phiếu nhận nhầm" not in words(counter.get(url("receipt", dossier)))
    response = change(counter, "receipt_void", dossier, reason=VoidReason.DUPLICATE)
    assert response.status_code == 409
    assert "Hãy hủy bảng kê đó trước" in words(response)


def test_a_dossier_that_has_left_is_not_offered_for_voiding(counter: Client, who: Cast) -> None:
    dossier = take_in(who)
    pick_up(who, dossier)
    assert "Hủy phiếu nhận nhầm" not in words(counter.get(url("receipt", dossier)))
    assert "nên không hủy được" in words(counter.get(url("receipt_void", dossier)))
    response = change(counter, "receipt_void", dossier, reason=VoidReason.DUPLICATE)
    assert "đã rời điểm phục vụ" in words(response)
