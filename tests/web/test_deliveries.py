"""The postman's round on a phone: what he carries, one door at a time."""

from uuid import uuid4

import pytest

from tests.cast import (
    Cast,
    accept,
    act,
    an_intake,
    arrive,
    full_count,
    person,
    release,
    settle,
    submitter,
    take_in,
)
from tests.web.handing import evidence, page, signed_in
from tram.accounts.models import ReadEntry
from tram.accounts.rules.access import Role
from tram.cash.models import CashLine
from tram.custody.commands import desk as desk_acts
from tram.custody.models import CustodyLine, Delivery, Envelope
from tram.directory.models import Unit
from tram.dossiers.models import Dossier, DossierLine

pytestmark = pytest.mark.django_db
ROUND = "/lam-viec/phat-ket-qua/"


def door(dossier: Dossier) -> str:
    return f"{ROUND}{dossier.id}/"


def books() -> tuple[int, ...]:
    tables = (CustodyLine, DossierLine, CashLine, Delivery)
    return tuple(table.objects.count() for table in tables)


@pytest.fixture
def released(who: Cast) -> Dossier:
    """A result with the postman, paid for at the counter."""
    return release(who, settle(who, accept(who, arrive(who, take_in(who)))))


@pytest.fixture
def unpaid(who: Cast) -> Dossier:
    """A result with the postman whose postage is paid at the door."""
    intake = desk_acts.CounterIntake(
        version_id=who.version.id,
        agency_id=who.agency.id,
        submitter=submitter(),
        counted=full_count(who.version),
        recipient=an_intake(who).recipient,
    )
    answer = desk_acts.submit(act(who.officer, who.desk), intake=intake)
    return release(who, settle(who, accept(who, Dossier.objects.get(id=answer["dossier"]))))


def test_the_round_shows_whom_where_what_to_collect_and_which_cover(
    who: Cast, released: Dossier, unpaid: Dossier
) -> None:
    shown = page(signed_in(who.postman), ROUND)
    for words in (
        "Đang mang 2 bưu gửi, phải thu 26.000 đ.",
        "Nguyễn Văn Mẫu",
        "Thôn Mẫu, xã Mẫu",
        who.commune.name,
        "0912 000 001",
        "Không phải thu tiền",
        *Envelope.objects.filter(leg="out").values_list("number", flat=True),
    ):
        assert words in shown, words
    assert who.version.name not in shown
    assert str(released.number) not in shown


def test_another_postman_sees_nothing_of_it(who: Cast, released: Dossier) -> None:
    other = person("bt.khac", "Bưu Tá Khác", Role.POSTMAN, Unit.objects.get(slug="buu-dien-tinh"))
    client = signed_in(other)
    assert "Bạn không mang kết quả nào để phát" in page(client, ROUND)
    assert client.get(door(released)).status_code == 404
    assert client.post(door(released), evidence()).status_code == 404
    assert signed_in(who.teller).get(ROUND).status_code == 403
    assert Delivery.objects.count() == 0


@pytest.mark.law("37a")
def test_delivered_by_hand_to_the_named_person(who: Cast, released: Dossier) -> None:
    postman = signed_in(who.postman)
    answer = postman.post(door(released), evidence(), follow=True)
    assert answer.redirect_chain == [(ROUND, 303)]
    assert "Đã phát kết quả" in answer.content.decode()
    kept = Delivery.objects.get()
    assert (kept.received_by, kept.proof_last4) == ("Nguyễn Văn Mẫu", "1234")
    released.refresh_from_db()
    assert released.state == "closed"
    assert "Bạn không mang kết quả nào để phát" in page(postman, ROUND)


@pytest.mark.law("37a")
def test_an_authorised_person_needs_a_name_and_the_authorisation(
    who: Cast, released: Dossier
) -> None:
    postman = signed_in(who.postman)
    nameless = postman.post(door(released), evidence(relation="authorised"))
    assert nameless.status_code == 409
    assert "Hãy nhập họ và tên người nhận thay." in nameless.content.decode()
    named = {"relation": "authorised", "received_by": "Trần Thị Mẫu"}
    without = postman.post(door(released), evidence(**named))
    assert without.status_code == 409
    assert "phải có giấy ủy quyền" in without.content.decode()
    assert "Trần Thị Mẫu" in without.content.decode()
    shown = evidence(**named, proof_kind="authorisation", proof_last4="0007")
    assert postman.post(door(released), shown).status_code == 303
    assert Delivery.objects.get().received_by == "Trần Thị Mẫu"


def test_nothing_is_preselected_and_every_answer_is_asked_for(
    who: Cast, released: Dossier
) -> None:
    postman = signed_in(who.postman)
    assert "checked" not in page(postman, door(released))
    answer = postman.post(door(released), {"request_id": uuid4()})
    assert answer.status_code == 409
    for words in (
        "Chưa chọn «Người ký nhận».",
        "Chưa chọn «Giấy tờ đã xem».",
        "Chưa ghi niêm phong còn nguyên hay không.",
    ):
        assert words in answer.content.decode()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"voucher": ""}, "Hãy ghi số phiếu giấy"),
        ({"receipt": "photo"}, "Chưa có tệp cho"),
        ({"proof_last4": "12"}, "Hãy nhập 4 ký tự cuối"),
        ({"proof_last4": "123456"}, "quá dài"),
    ],
)
def test_a_refusal_is_shown_and_nothing_typed_is_lost(
    who: Cast, released: Dossier, wrong: dict[str, str], words: str
) -> None:
    before = books()
    typed = evidence(**wrong)
    answer = signed_in(who.postman).post(door(released), typed)
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert words in shown
    assert shown.count("checked") == 4
    assert f'value="{typed["proof_last4"]}"' in shown
    assert f'value="{typed["request_id"]}"' in shown
    assert books() == before


@pytest.mark.law("39a")
def test_what_is_due_is_shown_and_collected_before_the_result_is_handed_over(
    who: Cast, unpaid: Dossier
) -> None:
    postman = signed_in(who.postman)
    assert "Đã thu đủ 26.000 đ" in page(postman, door(unpaid))
    before = books()
    answer = postman.post(door(unpaid), evidence())
    assert answer.status_code == 409
    assert "Chưa thu tiền thì chưa phát." in answer.content.decode()
    assert books() == before
    done = postman.post(door(unpaid), evidence(paid="on"), follow=True)
    assert "Đã thu 26.000 đ." in done.content.decode()
    assert CashLine.objects.get(stream=unpaid.id).amount_vnd == 26000


@pytest.mark.law("37d")
def test_two_clicks_and_the_back_button_deliver_once(who: Cast, released: Dossier) -> None:
    postman, typed = signed_in(who.postman), evidence()
    assert postman.post(door(released), typed).status_code == 303
    before = books()
    again = postman.post(door(released), typed, follow=True)
    assert "đã phát xong" in again.content.decode()
    back = postman.post(door(released), evidence(), follow=True)
    assert "đã phát xong" in back.content.decode()
    assert "đã phát xong" in postman.get(door(released), follow=True).content.decode()
    assert books() == before


@pytest.mark.law("61d")
def test_opening_a_door_is_noted_and_writes_nothing_else(who: Cast, released: Dossier) -> None:
    before = books()
    page(signed_in(who.postman), door(released))
    assert books() == before
    noted = ReadEntry.objects.get(page="delivery")
    assert (noted.actor_id, noted.subject) == (who.postman.id, released.id)


def test_the_change_is_told_at_the_door_before_and_after(who: Cast, unpaid: Dossier) -> None:
    postman = signed_in(who.postman)
    assert "50.000 đ thì trả lại 24.000 đ" in page(postman, door(unpaid))
    before = books()
    little = postman.post(door(unpaid), evidence(paid="on", tendered="20.000"))
    assert little.status_code == 409
    assert "còn thiếu 6.000 đ" in little.content.decode()
    assert books() == before
    done = postman.post(door(unpaid), evidence(paid="on", tendered="50.000"), follow=True)
    assert "Khách đưa 50.000 đ: trả lại khách 24.000 đ." in done.content.decode()
    assert CashLine.objects.filter(amount_vnd=26_000).exists()


def test_who_owes_nothing_is_asked_for_no_money(who: Cast, released: Dossier) -> None:
    assert "Khách đưa" not in page(signed_in(who.postman), door(released))
