"""The pages of what could not be delivered: the try, the point, the desk, the run sheet, the dispute."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import cast
from tests.cast import Cast, act, person
from tests.custody.undelivered import days_later, held, hold_back, in_vain
from tests.paper_reading import words_of
from tests.scans import picture
from tests.web.handing import evidence, page, signed_in
from tram.accounts.rules.access import Role
from tram.core import clock
from tram.core.acts import Act, Actor
from tram.custody.commands import chain, citizen
from tram.custody.models import Attempt, Delivery, Dispute, Holding, Manifest
from tram.custody.rules.handovers import ManifestKind
from tram.directory.models import ServicePoint, Unit
from tram.dossiers.models import Dossier

pytestmark = pytest.mark.django_db
ROUND = "/lam-viec/phat-ket-qua/"
HELD = "/lam-viec/giu-tai-diem/"
SHEETS = "/lam-viec/bang-ke-phat/"
DISPUTES = "/lam-viec/phan-anh/"


@pytest.fixture
def released(who: Cast) -> Dossier:
    """A result with the postman."""
    return cast.release(
        who, cast.settle(who, cast.accept(who, cast.arrive(who, cast.take_in(who))))
    )


def a_try(**changes: Any) -> dict[str, Any]:
    tomorrow = clock.today() + timedelta(days=1)
    typed = {
        "request_id": uuid4(),
        "reason": "absent",
        "notice": "call",
        "called": "08:20",
        "day": f"{tomorrow:%d/%m/%Y}",
        "part": "morning",
    }
    return {**typed, **changes}


@pytest.mark.law("40a")
def test_a_try_in_vain_is_written_down_at_the_door(who: Cast, released: Dossier) -> None:
    postman, url = signed_in(who.postman), f"{ROUND}{released.id}/khong-thanh/"
    assert "checked" not in page(postman, url).replace('value="all-day"', "").split("Buổi")[0]
    for wrong, words in (
        ({"called": ""}, "Hãy ghi giờ đã gọi điện"),
        ({"called": "23:59"}, "Giờ gọi điện phải trước lúc ghi"),
        ({"notice": "note"}, "Hãy ghi lời trên giấy báo"),
        ({"day": ""}, "Hãy ghi ngày và buổi hẹn phát lại"),
        ({"reason": "seal-broken"}, "hãy chọn trong danh sách"),
    ):
        answer = postman.post(url, a_try(**wrong))
        assert answer.status_code == 409
        assert words in answer.content.decode()
    assert Attempt.objects.count() == 0
    done = postman.post(url, a_try(), follow=True).content.decode()
    assert "Đã ghi lần phát 1 không thành và báo người nhận." in done
    assert "Đã phát 1/2 lần" in done
    assert "Hẹn buổi sáng ngày 05/11/2019" in done
    assert "Hẹn phát ngày sau" in done


@pytest.mark.law("40b")
def test_after_the_last_try_the_way_leads_to_a_point(who: Cast, released: Dossier) -> None:
    in_vain(who, released)
    postman, url = signed_in(who.postman), f"{ROUND}{released.id}/khong-thanh/"
    assert "Đây là lần phát cuối." in page(postman, url)
    answer = postman.post(url, a_try(day=""))
    assert answer["Location"] == f"{ROUND}{released.id}/gui-giu/"
    shown = page(postman, answer["Location"])
    assert shown.index(who.commune.name) < shown.index(who.point.name)
    again = postman.post(answer["Location"], {"request_id": uuid4(), "point": ""})
    assert "Chưa chọn «Điểm giữ»." in again.content.decode()
    sent = {"request_id": uuid4(), "point": who.point.id}
    offered = postman.post(answer["Location"], sent, follow=True)
    assert "Chờ điểm phục vụ kiểm đếm và ký nhận giữ." in offered.content.decode()
    assert Manifest.objects.filter(kind="hold").count() == 1
    assert "Đang nằm trên một bảng kê chờ ký." in page(postman, ROUND)


@pytest.mark.law("37c")
def test_a_broken_seal_is_written_down_and_nothing_is_given(who: Cast, released: Dossier) -> None:
    postman, url = signed_in(who.postman), f"{ROUND}{released.id}/"
    answer = postman.post(url, evidence(seal="broken"), follow=True)
    assert "Niêm phong không còn nguyên: không phát" in answer.content.decode()
    assert (Attempt.objects.get().reason, Delivery.objects.count()) == ("seal-broken", 0)


@pytest.mark.law("37b")
def test_a_photo_of_the_signed_slip_is_sent_with_the_delivery(
    who: Cast, released: Dossier
) -> None:
    postman, url = signed_in(who.postman), f"{ROUND}{released.id}/"
    photo = {"receipt": "photo", "voucher": ""}
    bad = SimpleUploadedFile("phieu.png", b"not a picture")
    refused = postman.post(url, evidence(**photo, picture=bad))
    assert refused.status_code == 409
    good = SimpleUploadedFile("phieu.png", picture(), content_type="image/png")
    assert postman.post(url, evidence(**photo, picture=good)).status_code == 303
    assert Delivery.objects.get().media_type == "image/png"


@pytest.mark.law("40b")
def test_the_point_sees_what_it_holds_and_gives_it_out(who: Cast, released: Dossier) -> None:
    held(who, released)
    teller = signed_in(who.teller)
    shown = page(teller, HELD)
    assert "Chờ người nhận tới lấy (1)" in shown
    assert "14/11/2019" in shown
    assert "Không giữ bưu gửi nào" in page(signed_in(who.neighbour), HELD)
    url = f"{HELD}{released.id}/"
    assert signed_in(who.neighbour).get(url).status_code == 404
    assert signed_in(who.postman).get(HELD).status_code == 403
    assert teller.post(url, evidence(receipt="")).status_code == 409
    done = teller.post(url, evidence(), follow=True)
    assert "Đã phát kết quả" in done.content.decode()
    assert Holding.objects.get().ending == "collected"
    assert teller.get(url).status_code == 404


@pytest.mark.law("40c")
def test_whose_time_is_over_stands_on_top_and_goes_back(who: Cast, released: Dossier) -> None:
    held(who, released)
    days_later(11)
    assert "Hết hạn giữ: giao lại bưu tá để trả bộ phận một cửa (1)" in page(
        signed_in(who.teller), HELD
    )
    hold_back(who, released)
    postman = signed_in(who.postman)
    shown = page(postman, ROUND)
    assert "Hết hạn giữ: trả bộ phận một cửa" in shown
    url = f"/lam-viec/giao-nhan/lap/?loai=return-in&amp;den={who.desk.id}"
    assert url in shown
    assert "Bưu điện trả bưu gửi không phát được" in page(postman, url.replace("&amp;", "&"))


def test_a_run_sheet_goes_route_by_route_and_its_paper_names_no_procedure(
    who: Cast, released: Dossier
) -> None:
    point, road = chain.place(who.point.id), chain.courier(who.postman.id)
    things = [released.items.get(kind="result").id]
    cast.hand_over(
        ManifestKind.OFFICE_IN, act(who.postman), act(who.teller, who.point), road, point, things
    )
    teller = signed_in(who.teller)
    code = ServicePoint.objects.filter(commune=who.commune).order_by("route_code")[0].route_code
    assert f"Đường thư {code}" in page(teller, SHEETS)
    sent = {"request_id": uuid4(), "items": [released.id], "courier": "bt.mau"}
    answer = teller.post(SHEETS, sent)
    assert answer.status_code == 303
    made = Manifest.objects.get(kind="run-sheet")
    assert str(made.id) in answer["Location"]
    paper = teller.get(f"{SHEETS}{made.id}.pdf")
    text = words_of(paper.content)
    for words in (
        "BẢNG KÊ PHÁT",
        "Nguyễn Văn Mẫu",
        "Thôn Mẫu, xã Mẫu",
        "NP-0002",
        f"Đường thư {code}",
    ):
        assert words in text, words
    assert who.version.name not in text
    assert signed_in(who.neighbour).get(f"{SHEETS}{made.id}.pdf").status_code == 404
    assert "Không có bưu gửi nào chờ phát ở đây" in page(teller, SHEETS)


def test_a_commune_that_no_route_serves_says_so(who: Cast, released: Dossier) -> None:
    ServicePoint.objects.filter(commune=who.commune).update(route_code="")
    assert "Xã chưa có đường thư" in page(signed_in(who.postman), ROUND)


def test_the_manager_reads_what_was_said_beside_the_record_and_answers(
    who: Cast, released: Dossier
) -> None:
    in_vain(who, released)
    digest = bytes(released.codes.get().digest)
    public = Act(request_id=uuid4(), actor=Actor(None))
    said = "Bưu tá ghi không gặp, nhưng tôi ở nhà"
    citizen.dispute_attempt(public, digest=digest, number=1, words=said)
    post = Unit.objects.get(kind="provincial-post")
    manager = signed_in(person("qlbd.mau", "Quản Lý Mẫu", Role.POST_MANAGER, post))
    url = f"{DISPUTES}{Dispute.objects.get().id}/"
    assert url in page(manager, DISPUTES)
    shown = page(manager, url)
    for words in (
        said,
        "Không gặp người nhận",
        "08:20, 0912000001",
        "Bưu Tá Mẫu",
        "Ai đã giữ bưu gửi",
    ):
        assert words in shown, words
    assert who.version.name not in shown
    assert manager.post(url, {"request_id": uuid4()}).status_code == 409
    answer = {"request_id": uuid4(), "right": "citizen", "answer": "Bưu tá nhầm nhà, mai phát lại"}
    done = manager.post(url, answer, follow=True).content.decode()
    assert "Đã trả lời phản ánh và báo người dân." in done
    assert "Đã trả lời (1)" in done
    assert signed_in(who.teller).get(DISPUTES).status_code == 403
