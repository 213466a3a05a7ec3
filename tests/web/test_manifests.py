"""The pages of hand-overs: what waits, what can go, what is offered."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from tests.cast import (
    MONDAY,
    Cast,
    accept,
    act,
    arrive,
    at,
    hand_over,
    person,
    settle,
    take_in,
)
from tests.web.handing import (
    HOME,
    PICK_UP,
    all_received,
    number_of,
    offer,
    offered,
    on_the_road,
    page,
    papers,
    signed_in,
)
from tram.accounts.rules.access import Role
from tram.custody.commands import chain
from tram.custody.commands import desk as desk_acts
from tram.custody.models import (
    Manifest,
    ManifestEntry,
)
from tram.custody.rules.handovers import ManifestKind
from tram.directory.models import Appointment
from tram.dossiers.models import Dossier

pytestmark = pytest.mark.django_db


# The first page


def test_a_teller_sees_what_can_go_and_a_neighbour_sees_nothing(who: Cast) -> None:
    take_in(who)
    assert "Điểm phục vụ giao bưu tá" in page(signed_in(who.teller), HOME)
    assert "Không có gì đang chờ giao." in page(signed_in(who.neighbour), HOME)


def test_an_offer_waits_at_both_sides_and_then_stands_among_the_signed(who: Cast) -> None:
    url = offered(who, take_in(who))
    number = Manifest.objects.get().number
    teller, postman = signed_in(who.teller), signed_in(who.postman)
    assert "chờ bên kia ký nhận" in page(teller, HOME)
    assert number in page(teller, HOME)
    assert "Kiểm đếm và ký" in page(postman, HOME)
    postman.post(url, all_received(url))
    assert "Không có bảng kê nào đang chờ." in page(postman, HOME)
    assert page(postman, HOME).count(number) == 1
    assert number not in page(signed_in(who.neighbour), HOME)


def test_a_postman_sees_what_he_carries_by_desk(who: Cast) -> None:
    on_the_road(who, take_in(who), take_in(who))
    shown = page(signed_in(who.postman), HOME)
    assert "Bưu điện giao bộ phận một cửa" in shown
    assert who.desk.name in shown
    assert "<strong>2</strong>" in shown


def test_a_desk_sees_what_goes_to_each_agency_and_what_to_the_post(who: Cast) -> None:
    accept(who, arrive(who, take_in(who)))
    ready = settle(who, accept(who, arrive(who, take_in(who))))
    officer = signed_in(who.officer)
    assert "Một cửa giao kết quả cho bưu điện" not in page(officer, HOME)
    desk_acts.pack_result(act(who.officer, who.desk), dossier_id=ready.id, seal_number="NP-7")
    shown = page(officer, HOME)
    assert "Một cửa chuyển đơn vị giải quyết" in shown
    assert who.agency.name in shown
    assert "Một cửa giao kết quả cho bưu điện" in shown


def test_signed_manifests_come_twenty_at_a_time(who: Cast) -> None:
    for minute in range(23):
        at(MONDAY + timedelta(minutes=minute))
        ends = chain.place(who.point.id), chain.courier(who.postman.id)
        items = [UUID(item) for item in papers(take_in(who))]
        both = act(who.teller, who.point), act(who.postman)
        hand_over(ManifestKind.PICK_UP, *both, *ends, items)
    postman = signed_in(who.postman)
    first = postman.get(HOME)
    assert first.content.decode().count("BK-") == 20
    second = postman.get(first.context["next_url"])
    assert second.content.decode().count("BK-") == 3
    assert second.context["next_url"] == ""
    shown = [row.id for answer in (first, second) for row in answer.context["signed"]]
    assert len(set(shown)) == 23
    assert postman.get(f"{HOME}?truoc=hom-qua").status_code == 404


# Offering


def test_everything_ready_is_ticked_and_can_be_left_out(who: Cast) -> None:
    goes, stays = take_in(who), take_in(who)
    shown = page(signed_in(who.teller), PICK_UP)
    assert shown.count("checked") == 2
    offered(who, goes)
    assert [str(entry.item_id) for entry in ManifestEntry.objects.all()] == papers(goes)
    again = page(signed_in(who.teller), PICK_UP)
    assert number_of(stays) in again
    assert number_of(goes) not in again


def test_the_only_postman_of_the_day_is_chosen_and_one_who_left_is_not_listed(who: Cast) -> None:
    client = signed_in(who.teller)
    take_in(who)
    assert "Bưu Tá Mẫu" in page(client, PICK_UP)
    Appointment.objects.filter(user=who.postman).update(valid_to=MONDAY.date() - timedelta(days=1))
    shown = page(client, PICK_UP)
    assert "Bưu Tá Mẫu" not in shown
    assert "chưa có bưu tá nào được phân công" in shown
    answer = offer(client, PICK_UP, papers(*Dossier.objects.all()), courier="bt.mau")
    assert answer.status_code == 409
    assert not Manifest.objects.exists()


def test_nothing_ticked_is_said_and_nothing_lost(who: Cast) -> None:
    person("bt.hai", "Bưu Tá Hai", Role.POSTMAN, Appointment.objects.get(user=who.postman).unit)
    take_in(who)
    answer = offer(signed_in(who.teller), PICK_UP, [], courier="bt.hai")
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "Chưa đánh dấu gì để giao." in shown
    assert '<option value="bt.hai" selected>' in shown


def test_two_clicks_make_one_manifest(who: Cast) -> None:
    client, items, request = signed_in(who.teller), papers(take_in(who)), uuid4()
    answers = [
        client.post(PICK_UP, {"request_id": request, "items": items, "courier": "bt.mau"})
        for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Manifest.objects.count() == 1


def test_what_stands_on_another_list_is_refused_in_words(who: Cast) -> None:
    dossier = take_in(who)
    offered(who, dossier)
    answer = offer(signed_in(who.teller), PICK_UP, papers(dossier), courier="bt.mau")
    assert answer.status_code == 409
    assert "đang nằm trên một bảng kê khác chờ ký" in answer.content.decode()


def test_a_neighbour_cannot_offer_what_another_point_holds(who: Cast) -> None:
    items = papers(take_in(who))
    answer = offer(signed_in(who.neighbour), PICK_UP, items, courier="bt.mau")
    assert answer.status_code == 409
    assert "không còn do bên giao giữ" in answer.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "",
        "loai=pick-up&den=1",
        "loai=to-agency",
        "loai=to-agency&den=999999999",
        "loai=x",
        "loai=to-agency&den=-1",
    ],
)
def test_an_address_that_names_no_hand_over_is_not_found(who: Cast, query: str) -> None:
    assert signed_in(who.officer).get(f"{HOME}lap/?{query}").status_code == 404
