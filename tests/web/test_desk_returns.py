"""Where the result goes: asked at acceptance, changed with a reason, given the same day, originals first, waiting."""

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
    arrive,
    at,
    at_counter,
    follow,
    release,
    settle,
    take_in,
)
from tests.web.handing import evidence
from tests.web.page_reading import words
from tests.web.test_deliveries import door
from tests.web.test_desk import ticks
from tram.catalogue.models import WithdrawnPaper
from tram.custody.models import (
    CollectedOriginal,
    Envelope,
    ManifestEntry,
    Recipient,
    ReturnChoice,
)
from tram.custody.queries.manifests import read_manifest
from tram.custody.queries.result_batch import result_batch
from tram.custody.rules.services import Service
from tram.directory.queries import actor_of
from tram.dossiers.models import Dossier, DossierLine, ResultChannel
from tram.dossiers.rules.states import State

HOME = {
    "back": "post",
    "recipient_name": "Lê Văn Nhận",
    "recipient_phone": "0912000003",
    "recipient_commune": "Phường Tích Sơn",
    "recipient_address": "Số 2 phố Mẫu",
    "consent": "on",
}


def url(name: str, dossier: Dossier) -> str:
    return reverse(name, args=[dossier.id])


def sent(**words_: str) -> dict[str, str]:
    return {"request_id": str(uuid4()), **words_}


def one_way(who: Cast) -> Dossier:
    """Sent in by post; where its result goes nobody has said."""
    return arrive(who, take_in(who, service=Service.SEND, recipient=None))


def again(dossier: Dossier) -> Dossier:
    dossier.refresh_from_db()
    return dossier


@pytest.mark.law("35b")
def test_acceptance_asks_and_ticks_nothing_beforehand(who: Cast, officer: Client) -> None:
    dossier = one_way(who)
    page = officer.get(url("desk_dossier", dossier))
    assert "Nhận kết quả qua bưu điện?" in words(page)
    assert "checked" not in page.content.decode()
    silent = officer.post(url("desk_dossier", dossier), ticks(dossier))
    assert silent.status_code == 409
    assert "Chưa chọn «Nhận kết quả qua bưu điện?»." in words(silent)
    assert again(dossier).state == State.ARRIVED


@pytest.mark.law("35a", "35b", "35d")
def test_yes_registers_recipient_price_time_and_person_in_the_same_act(
    who: Cast, officer: Client
) -> None:
    dossier = one_way(who)
    form = ticks(dossier, **HOME)
    answers = [officer.post(url("desk_dossier", dossier), form) for _ in "ab"]
    assert [answer.status_code for answer in answers] == [303, 303]
    again(dossier)
    assert (dossier.state, dossier.result_channel) == (State.ACCEPTED, ResultChannel.POSTAL)
    choice = ReturnChoice.objects.get(dossier=dossier)
    assert (choice.result_channel, choice.by_id, choice.chosen_at) == (
        ResultChannel.POSTAL,
        who.officer.id,
        MONDAY,
    )
    assert Recipient.objects.get(dossier=dossier).full_name == "Lê Văn Nhận"
    slip = officer.get(url("slip", dossier))
    assert slip.content.startswith(b"%PDF")


@pytest.mark.law("35a")
def test_yes_without_a_recipient_names_what_is_missing_and_accepts_nothing(
    who: Cast, officer: Client
) -> None:
    dossier = one_way(who)
    lacking = {"recipient_name": "", "recipient_phone": "", "recipient_address": ""}
    form = ticks(dossier, **{**HOME, **lacking, "recipient_commune": "", "consent": ""})
    page = officer.post(url("desk_dossier", dossier), form)
    text = words(page)
    assert page.status_code == 409
    for named in (
        "Chưa nhập «Họ và tên người nhận kết quả».",
        "Chưa nhập «Điện thoại người nhận kết quả».",
        "Chưa nhập «Xã, phường, thị trấn của người nhận kết quả».",
        "Chưa nhập «Số nhà, thôn, tổ dân phố của người nhận kết quả».",
        "Khách đồng ý",
    ):
        assert named in text
    assert again(dossier).state == State.ARRIVED
    assert not ReturnChoice.objects.exists()


@pytest.mark.law("35b")
def test_no_is_kept_too(who: Cast, officer: Client) -> None:
    dossier = one_way(who)
    assert (
        officer.post(url("desk_dossier", dossier), ticks(dossier, back="desk")).status_code == 303
    )
    choice = ReturnChoice.objects.get(dossier=dossier)
    assert (choice.result_channel, choice.by_id) == (ResultChannel.COUNTER, who.officer.id)


def test_the_price_and_the_day_are_told_before_anything_is_written(
    who: Cast, officer: Client
) -> None:
    dossier = one_way(who)
    text = words(officer.post(url("desk_dossier", dossier), ticks(dossier, **HOME, do="price")))
    assert "26.000 đ" in text
    # Due Thursday 14/11; the post brings it within two working days more.
    assert "chậm nhất 18/11/2019" in text
    assert "Có lỗi cần sửa" not in text
    assert (
        "Lê Văn Nhận"
        in officer.post(
            url("desk_dossier", dossier), ticks(dossier, **HOME, do="price")
        ).content.decode()
    )
    assert again(dossier).state == State.ARRIVED


def test_who_has_answered_is_not_asked_again(who: Cast, officer: Client) -> None:
    both_ways = arrive(who, take_in(who))
    brought = at_counter(who)
    for dossier in (both_ways, brought):
        text = words(officer.get(url("desk_dossier", dossier)))
        assert "Hãy hỏi khách" not in text
    assert "khách nhận kết quả tại bộ phận một cửa" in text


@pytest.mark.law("35c")
def test_the_way_is_changed_with_reasons_until_the_post_has_it(who: Cast, officer: Client) -> None:
    dossier = settle(who, accept(who, at_counter(who)))
    page = url("change_return", dossier)
    home = {name: value for name, value in HOME.items() if name != "back"}
    unsaid = officer.post(page, sent(do="register", again="yes", **home))
    assert (unsaid.status_code, again(dossier).result_channel) == (409, ResultChannel.COUNTER)
    said = sent(do="register", again="yes", reason="Khách bận, nhờ bưu điện", **home)
    answers = [officer.post(page, said) for _ in "ab"]
    assert [answer.status_code for answer in answers] == [303, 303]
    moved = home | {"recipient_address": "Số 3 phố Khác"}
    assert officer.post(page, sent(do="address", reason="Khách chuyển nhà", **moved)).status_code
    officer.post(url("pack_result", dossier), sent(seal_number="NP-0031"))
    assert officer.post(page, sent(do="fetch", reason="")).status_code == 409
    assert (
        officer.post(page, sent(do="fetch", reason="Khách tự đến lấy cho nhanh")).status_code
        == 303
    )
    assert again(dossier).result_channel == ResultChannel.COUNTER
    assert Envelope.objects.get(leg="out").voided_at is not None
    text = words(officer.get(page))
    for kept in ("Khách bận, nhờ bưu điện", "Số 2 phố Mẫu", "Số 3 phố Khác", "Khách tự đến lấy"):
        assert kept in text
    checked = sent(checked="on")
    assert officer.post(url("return_at_desk", dossier), checked).status_code == 303
    assert "không đổi được nữa" in words(officer.get(page))


@pytest.mark.law("35c")
def test_nothing_is_changed_once_the_result_is_with_the_post(who: Cast, officer: Client) -> None:
    dossier = release(who, settle(who, accept(who, arrive(who, take_in(who)))))
    page = officer.post(
        url("change_return", dossier), sent(do="fetch", reason="Khách tự đến lấy cho nhanh")
    )
    assert (page.status_code, again(dossier).result_channel) == (409, ResultChannel.POSTAL)


@pytest.mark.law("26b")
def test_a_same_day_procedure_is_accepted_recorded_and_given_without_a_slip(
    who: Cast, officer: Client
) -> None:
    version = follow(who.version, same_day=True)
    dossier = at_counter(who, version)
    officer.post(url("desk_dossier", dossier), ticks(dossier))
    text = words(officer.get(url("desk_dossier", dossier)))
    assert "Ghi kết quả trong ngày" in text
    assert "In giấy tiếp nhận" not in text
    form = sent(number="01/BS", issued_on="04/11/2019", name="Bản sao")
    answers = [officer.post(url("result_at_once", dossier), form) for _ in "ab"]
    assert {answer["Location"] for answer in answers} == {url("return_at_desk", dossier)}
    officer.post(url("return_at_desk", dossier), sent(checked="on"))
    assert again(dossier).state == State.CLOSED


def test_a_result_of_tomorrow_is_refused_at_its_date(who: Cast, officer: Client) -> None:
    version = follow(who.version, same_day=True)
    dossier = accept(who, at_counter(who, version))
    form = sent(number="01/BS", issued_on="05/11/2019", name="Bản sao")
    page = officer.post(url("result_at_once", dossier), form)
    assert page.status_code == 409
    assert 'href="#id_issued_on"' in page.content.decode()
    assert "05/11/2019" in page.content.decode()


def withdrawing(who: Cast) -> Any:
    """A version that takes an original back."""
    version = follow(who.version, published=False)
    WithdrawnPaper.objects.create(version=version, seq=1, name="Giấy phép cũ")
    who.version = version
    version.published_at = MONDAY
    version.save(update_fields=["published_at"])
    return version


@pytest.mark.law("38a")
def test_at_the_desk_originals_come_before_the_result(who: Cast, officer: Client) -> None:
    version = withdrawing(who)
    dossier = settle(who, accept(who, at_counter(who, version)))
    page = url("return_at_desk", dossier)
    assert "Giấy phép cũ" in words(officer.get(page))
    empty = officer.post(page, sent(checked="on"))
    assert (empty.status_code, "phải thu lại «Giấy phép cũ»" in words(empty)) == (409, True)
    assert 'href="#id_original_1_number"' in empty.content.decode()
    assert again(dossier).state == State.SETTLED
    done = officer.post(page, sent(checked="on", original_1_number="GP-77"), follow=True)
    assert "Hồ sơ kết thúc khi cơ quan giải quyết ký nhận" in words(done)
    kept = CollectedOriginal.objects.get(dossier=dossier)
    assert (kept.name, kept.number) == ("Giấy phép cũ", "GP-77")
    assert again(dossier).state == State.RETURNED
    assert str(dossier.number) in words(officer.get(reverse("desk"), {"hang": "originals"}))


@pytest.mark.law("38a")
def test_at_the_door_originals_come_before_the_result(who: Cast, officer: Client) -> None:
    withdrawing(who)
    dossier = release(who, settle(who, accept(who, arrive(who, take_in(who)))))
    officer.force_login(who.postman)
    assert "Thu bản chính trước khi giao" in words(officer.get(reverse("deliveries")))
    empty = officer.post(door(dossier), evidence())
    assert (empty.status_code, "phải thu lại «Giấy phép cũ»" in words(empty)) == (409, True)
    told = evidence(original_1_reason="Giấy đã mất, có đơn trình báo")
    assert officer.post(door(dossier), told).status_code == 303
    assert CollectedOriginal.objects.get().absent_reason == "Giấy đã mất, có đơn trình báo"
    assert again(dossier).state == State.CLOSED


@pytest.mark.law("36d")
def test_a_result_that_lies_longer_than_a_working_day_has_its_own_queue(
    who: Cast, officer: Client
) -> None:
    dossier = settle(who, accept(who, arrive(who, take_in(who))))
    late = {"hang": "result-waits"}
    at(MONDAY + timedelta(days=1))
    assert "Kết quả chờ quá lâu 0" in words(officer.get(reverse("desk"), late))
    at(MONDAY + timedelta(days=1, minutes=1))
    page = officer.get(reverse("desk"), late)
    assert "Kết quả chờ quá lâu 1" in words(page)
    assert "đã quá 1 ngày làm việc" in words(page)
    assert str(dossier.number) in words(page)
    assert 'class="count alarm"' in page.content.decode()


@pytest.mark.law("36d")
def test_days_off_do_not_make_a_result_late(who: Cast, officer: Client) -> None:
    friday = MONDAY + timedelta(days=4)
    at(friday)
    settle(who, accept(who, arrive(who, take_in(who))))
    at(friday + timedelta(days=2, hours=5))
    assert "Kết quả chờ quá lâu 0" in words(officer.get(reverse("desk")))
    at(friday + timedelta(days=3, minutes=1))
    assert "Kết quả chờ quá lâu 1" in words(officer.get(reverse("desk")))


def test_the_leaflet_is_for_everybody(who: Cast, client: Client) -> None:
    page = client.get(reverse("leaflet"))
    assert (page.status_code, page["Content-Type"]) == (200, "application/pdf")
    assert page.content.startswith(b"%PDF")
    assert reverse("leaflet") in client.get("/thu-tuc/2.000488/").content.decode()


def test_looking_at_the_pages_of_an_act_writes_nothing(who: Cast, officer: Client) -> None:
    dossier = one_way(who)
    before = DossierLine.objects.count()
    for name in ("ask_supplement", "refuse", "withdraw", "change_return", "papers_back"):
        assert officer.get(url(name, dossier)).status_code == 200, name
    assert DossierLine.objects.count() == before


@pytest.mark.law("36b")
def test_the_batch_of_results_marks_what_goes_by_post_and_what_is_to_be_paid(
    who: Cast, officer: Client
) -> None:
    dossier = accept(who, at_counter(who))
    home = {name: value for name, value in HOME.items() if name != "back"}
    said = sent(do="register", again="yes", reason="Khách nhờ bưu điện", **home)
    assert officer.post(url("change_return", dossier), said).status_code == 303
    unpaid = settle(who, again(dossier))
    fetched = settle(who, accept(who, at_counter(who)))
    marks = {}
    for one in (unpaid, fetched):
        entry = ManifestEntry.objects.get(item__dossier=one, item__kind="result")
        address = reverse("manifest_batch", args=[entry.manifest_id])
        assert officer.get(address).content.startswith(b"%PDF")
        sheet = read_manifest(actor_of(who.officer.id, "Một Cửa Mẫu"), entry.manifest_id)
        assert sheet is not None
        (line,) = result_batch(sheet).lines
        marks[line.dossier_code] = (line.by_post, line.fees_due, line.note)
    assert marks == {
        unpaid.number: (True, True, "Thu khi trả 26.000 đ"),
        fetched.number: (False, False, ""),
    }
    officer.force_login(who.teller)
    assert officer.get(address).status_code in (403, 404)
