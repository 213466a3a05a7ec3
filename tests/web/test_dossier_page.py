"""One dossier whole: letters, pauses and due times in words, originals, messages, and the acts of each reader."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

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
    at_counter,
    deliver,
    release,
    settle,
    take_in,
    transfer,
)
from tests.web.page_reading import words
from tram.accounts.models import User
from tram.custody.commands import desk
from tram.custody.models import CollectedOriginal
from tram.dossiers import commands as dossiers
from tram.dossiers.models import Dossier, Letter
from tram.dossiers.rules.letters import Asked
from tram.dossiers.rules.states import NATIONAL, RefusalReason, State

DAY = timedelta(days=1)
REASON = "Bản sao căn cước đã quá mờ"


def html(client: Client, user: User, dossier: Dossier) -> str:
    client.force_login(user)
    page = client.get(reverse("dossier", args=[dossier.id]))
    assert page.status_code == 200
    return str(page.content.decode())


def text(client: Client, user: User, dossier: Dossier) -> str:
    client.force_login(user)
    return words(client.get(reverse("dossier", args=[dossier.id])))


def asked(who: Cast, dossier: Dossier) -> None:
    dossiers.ask_supplement(
        act(who.specialist, who.agency),
        dossier_id=dossier.id,
        papers=(Asked("Bản sao căn cước", certified=1),),
        reason=REASON,
    )
    dossier.refresh_from_db()


def apologised(who: Cast, dossier: Dossier) -> None:
    assert dossier.due_at
    dossiers.apologise(
        act(who.leader, who.agency),
        dossier_id=dossier.id,
        reason="Chờ kết quả xác minh của nơi khác",
        due_after=dossier.due_at + 7 * DAY,
    )


def acts_of(page: str) -> set[str]:
    """Pages to which the buttons of the page lead, that for adding a file aside."""
    found = re.findall(r'<a class="button(?: secondary)?"\s+href="([^"]+)"', page)
    return {address for address in found if not address.endswith("/tep/")}


@pytest.mark.law("30d", "26c")
def test_a_pause_is_told_with_its_days_and_the_due_time_that_it_moved(
    who: Cast, client: Client
) -> None:
    dossier = transfer(who, accept(who, arrive(who, take_in(who))))
    asked(who, dossier)
    at(MONDAY + DAY)
    waiting = text(client, who.officer, dossier)
    assert (
        "Tạm dừng thời hạn từ 08:30 04/11/2019, chờ bổ sung; đến nay 1 ngày làm việc." in waiting
    )
    assert "Hạn trả mới" not in waiting
    at(MONDAY + 2 * DAY)
    desk.receive_supplement(act(who.officer, who.desk), dossier_id=dossier.id, received=[1])
    told = text(client, who.officer, dossier)
    assert (
        "Tạm dừng thời hạn từ 08:30 04/11/2019 đến 08:30 06/11/2019, chờ bổ sung: "
        "2 ngày làm việc." in told
    )
    assert "Hạn trả mới 16:30 18/11/2019, trước đó 16:30 14/11/2019." in told
    limit = "10 ngày, kể từ thứ Hai 04/11: "
    assert f"16:30 18/11/2019 {limit}chờ bổ sung 05/11–06/11; ngày 1 = 07/11" in told
    assert f"16:30 14/11/2019 (đã thay) {limit}ngày 1 = 05/11" in told


def test_a_letter_is_told_in_the_story_with_its_words_and_leads_to_its_paper(
    who: Cast, client: Client
) -> None:
    dossier = transfer(who, accept(who, arrive(who, take_in(who))))
    asked(who, dossier)
    letter = Letter.objects.get()
    page = html(client, who.officer, dossier)
    paper = reverse("letter", args=[letter.id])
    assert page.count(f'href="{paper}"') == 2, "beside the event, and among the letters"
    told = text(client, who.officer, dossier)
    assert f"Số {letter.number}. {REASON}." in told
    assert "Văn bản gửi công dân" in told
    assert "Bản sao căn cước 1 bản chứng thực" in told
    assert client.get(paper).status_code == 200


def test_a_promise_not_kept_shows_both_days_and_who_decided(who: Cast, client: Client) -> None:
    dossier = transfer(who, accept(who, at_counter(who)))
    apologised(who, dossier)
    told = text(client, who.officer, dossier)
    assert "Hạn trả mới 16:30 21/11/2019, trước đó 16:30 14/11/2019." in told
    assert "Xin lỗi và hẹn lại ngày trả kết quả · 08:30 04/11/2019" in told
    assert "Lãnh Đạo Mẫu" in told


def test_a_refusal_says_its_reason_and_where_the_dossier_went(who: Cast, client: Client) -> None:
    moved = transfer(who, accept(who, at_counter(who)))
    assert f"Đơn vị giải quyết: {who.agency.name}." in text(client, who.officer, moved)
    refused = at_counter(who)
    dossiers.refuse(
        act(who.officer, who.desk),
        dossier_id=refused.id,
        code=RefusalReason.DUPLICATE,
        reason="Hồ sơ này đã nộp hôm qua",
    )
    told = text(client, who.officer, refused)
    assert f"Lý do: {RefusalReason.DUPLICATE.label}. Số 0001/2019/PTC. Hồ sơ này đã nộp" in told


def test_originals_taken_back_are_named_with_number_or_reason(who: Cast, client: Client) -> None:
    dossier = settle(who, accept(who, at_counter(who)))
    by: dict[str, Any] = {"dossier": dossier, "collected_at": MONDAY, "by": who.officer}
    CollectedOriginal.objects.create(seq=1, name="Giấy phép cũ", number="GP-7", **by)
    CollectedOriginal.objects.create(
        seq=2, name="Thẻ cũ", absent_reason="đã mất, có trình báo", **by
    )
    told = text(client, who.officer, dossier)
    assert "Bản chính thu hồi Giấy phép cũ: số GP-7 08:30 04/11/2019 · Một Cửa Mẫu" in told
    assert "Thẻ cũ: không thu, đã mất, có trình báo" in told


@pytest.mark.law("34a")
def test_the_national_status_is_shown_from_1_to_10(who: Cast, client: Client) -> None:
    dossier = at_counter(who)
    assert "Trạng thái trên Cổng quốc gia 1 – Mới đăng ký" in text(client, who.officer, dossier)
    settle(who, accept(who, dossier))
    assert "Trạng thái trên Cổng quốc gia 9 – Đã xử lý xong" in text(client, who.officer, dossier)
    assert set(NATIONAL) == set(State) - {State.START}
    assert {status.value for status in NATIONAL.values()} == {str(n) for n in range(1, 11)}


@pytest.mark.law("61c")
def test_the_post_reads_no_letter_no_reason_no_pause_and_no_message(
    who: Cast, client: Client
) -> None:
    dossier = transfer(who, accept(who, arrive(who, take_in(who))))
    asked(who, dossier)
    hidden = (
        REASON,
        "Bản sao căn cước",
        "0001/2019/PBS",
        "Tạm dừng thời hạn",
        "Hạn trả và cách tính",
        "Trạng thái trên Cổng quốc gia",
        "Đã báo cho người dân",
        "Đơn vị giải quyết",
    )
    whole = text(client, who.officer, dossier)
    assert all(each in whole for each in hidden)
    for user in (who.teller, who.postman):
        seen = text(client, user, dossier)
        assert not [each for each in hidden if each in seen], user


def test_each_reader_is_led_to_the_acts_that_are_theirs(who: Cast, client: Client) -> None:
    dossier = arrive(who, take_in(who))
    here = [dossier.id]
    answers = {reverse(n, args=here) for n in ("desk_dossier", "ask_supplement", "refuse")}
    assert answers <= acts_of(html(client, who.officer, dossier))
    back = urlencode({"ve": reverse("dossier", args=here)})
    assert acts_of(html(client, who.teller, dossier)) == {
        f"{reverse('receipt', args=here)}?{back}"
    }
    for user in (who.specialist, who.postman):
        assert acts_of(html(client, user, dossier)) == set()
    transfer(who, accept(who, dossier))
    case = reverse("case", args=here)
    assert case in acts_of(html(client, who.specialist, dossier))
    assert not answers & acts_of(html(client, who.officer, dossier))
    asked(who, dossier)
    assert reverse("receive_supplement", args=here) in acts_of(html(client, who.officer, dossier))
    desk.receive_supplement(act(who.officer, who.desk), dossier_id=dossier.id, received=[1])


def test_a_postman_is_led_to_the_delivery_of_what_he_carries(who: Cast, client: Client) -> None:
    dossier = settle(who, accept(who, arrive(who, take_in(who))))
    delivery = reverse("delivery", args=[dossier.id])
    assert delivery not in html(client, who.postman, dossier)
    release(who, dossier)
    assert delivery in acts_of(html(client, who.postman, dossier))
    deliver(who, dossier)
    for user in (who.postman, who.officer, who.specialist):
        assert acts_of(html(client, user, dossier)) == set()


def test_every_act_that_is_offered_opens(who: Cast, client: Client) -> None:
    dossier = arrive(who, take_in(who))
    steps = (
        lambda: None,
        lambda: accept(who, dossier),
        lambda: transfer(who, dossier),
        lambda: asked(who, dossier),
    )
    for step in steps:
        step()
        for user in (who.officer, who.specialist, who.leader, who.teller, who.postman):
            for address in acts_of(html(client, user, dossier)):
                assert client.get(address).status_code == 200, (dossier.state, user, address)


def test_what_the_citizen_was_told_is_on_the_page(who: Cast, client: Client) -> None:
    dossier = accept(who, at_counter(who))
    told = text(client, who.officer, dossier)
    assert "Đã báo cho người dân" in told
    assert "••• 001" in told
