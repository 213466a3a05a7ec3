"""The acts on a case: offered to whom and when they are open, nothing lost on a refusal, and done once."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests import cast
from tests.cast import MONDAY, Cast, act, at, person
from tests.web.page_reading import words
from tram.accounts.models import User
from tram.accounts.rules.access import Role
from tram.catalogue.models import Stage
from tram.directory.models import Parameter, Unit
from tram.dossiers import commands
from tram.dossiers.models import Dossier
from tram.dossiers.rules.states import State

REASON = "Nơi cư trú không thuộc thẩm quyền"


@pytest.fixture
def dossier(who: Cast) -> Dossier:
    return cast.transfer(who, cast.accept(who, cast.arrive(who, cast.take_in(who))))


@pytest.fixture
def specialist(who: Cast, client: Client) -> Client:
    client.force_login(who.specialist)
    return client


@pytest.fixture
def leader(who: Cast) -> Client:
    browser = Client()
    browser.force_login(who.leader)
    return browser


def case(dossier: Dossier) -> str:
    return reverse("case", args=[dossier.id])


def deed(dossier: Dossier, name: str) -> str:
    return reverse("case_deed", args=[dossier.id, name])


def send(browser: Client, url: str, **typed: Any) -> Any:
    return browser.post(url, {"request_id": str(uuid4()), **typed})


def state(dossier: Dossier) -> State:
    dossier.refresh_from_db()
    return State(dossier.state)


def offered(browser: Client, dossier: Dossier) -> str:
    text = words(browser.get(case(dossier)))
    return text.split("Việc làm được")[1] if "Việc làm được" in text else ""


# --- inside the unit


def test_a_dossier_is_given_out_prepared_approved_and_settled(
    who: Cast, dossier: Dossier, specialist: Client, leader: Client
) -> None:
    given = send(
        leader, deed(dossier, "phan-cong"), person=who.specialist.id, comment="Làm trước thứ Sáu"
    )
    assert (given.status_code, given["Location"]) == (303, case(dossier))
    text = words(specialist.get(case(dossier)))
    assert "phải trình lãnh đạo duyệt" in text
    assert "Lãnh Đạo Mẫu: Làm trước thứ Sáu" in text
    assert 'name="issued_on"' not in specialist.get(case(dossier)).content.decode()
    send(specialist, deed(dossier, "trinh-duyet"), person=who.leader.id, comment="")
    assert "Đang chờ lãnh đạo duyệt" in words(specialist.get(case(dossier)))
    assert "Duyệt kết quả" in offered(leader, dossier)
    assert send(leader, deed(dossier, "duyet"), comment="Đồng ý").status_code == 303
    result = {"number": "5/KQ-STP", "issued_on": "04/11/2019", "name": "Phiếu lý lịch tư pháp"}
    assert send(specialist, case(dossier), **result).status_code == 303
    assert state(dossier) is State.SETTLED


def test_a_result_sent_before_the_leaders_word_is_refused_with_nothing_lost(
    who: Cast, dossier: Dossier, specialist: Client, leader: Client
) -> None:
    send(leader, deed(dossier, "phan-cong"), person=who.specialist.id)
    page = send(
        specialist, case(dossier), number="5/KQ-STP", issued_on="04/11/2019", name="Kết quả"
    )
    assert (page.status_code, "lãnh đạo duyệt trước" in words(page)) == (409, True)
    assert "5/KQ-STP" in page.content.decode()


def test_a_case_officer_takes_a_free_dossier_and_gives_it_to_nobody(
    who: Cast, dossier: Dossier, specialist: Client
) -> None:
    other = person("cv.hai", "Chuyên Viên Hai", Role.CASE_OFFICER, who.agency)
    url = deed(dossier, "phan-cong")
    assert "Chuyên Viên Hai" not in words(specialist.get(url))
    assert send(specialist, url, person=other.id).status_code == 409
    assert send(specialist, url, person=who.specialist.id).status_code == 303
    assert "Phân công" not in offered(specialist, dossier)
    assert "Chuyển người khác trong đơn vị" in offered(specialist, dossier)


def test_a_leader_sends_back_with_a_reason(
    who: Cast, dossier: Dossier, specialist: Client, leader: Client
) -> None:
    send(specialist, deed(dossier, "trinh-duyet"), person=who.leader.id)
    page = send(leader, deed(dossier, "tra-lai-nguoi-trinh"), reason="ngắn")
    assert page.status_code == 409
    assert "ngắn" in page.content.decode()
    send(leader, deed(dossier, "tra-lai-nguoi-trinh"), reason="Thiếu căn cứ pháp lý")
    assert "Lãnh Đạo Mẫu: Thiếu căn cứ pháp lý" in words(specialist.get(case(dossier)))


def test_a_double_click_assigns_once(who: Cast, dossier: Dossier, leader: Client) -> None:
    typed = {"request_id": str(uuid4()), "person": str(who.specialist.id)}
    url = deed(dossier, "phan-cong")
    assert [leader.post(url, typed).status_code for _ in "ab"] == [303, 303]
    assert dossier.work_steps.count() == 1


# --- what the law lets the agency do


@pytest.mark.law("33a")
def test_an_ineligible_dossier_goes_back_in_writing(dossier: Dossier, specialist: Client) -> None:
    url = deed(dossier, "tra-lai-ho-so")
    assert "tính là trễ hạn" in words(specialist.get(url))
    page = send(specialist, url, reason="  ")
    assert (page.status_code, state(dossier)) == (409, State.PROCESSING)
    assert send(specialist, url, reason=REASON).status_code == 303
    assert state(dossier) is State.INELIGIBLE
    assert offered(specialist, dossier) == ""


def test_an_obligation_pauses_and_its_payment_goes_on(
    dossier: Dossier, specialist: Client
) -> None:
    url = deed(dossier, "nghia-vu-tai-chinh")
    bad = send(specialist, url, amount="nhiều", reason="Lệ phí trước bạ theo thông báo")
    assert (bad.status_code, "nhiều" in bad.content.decode()) == (409, True)
    send(specialist, url, amount="1.500.000", reason="Lệ phí trước bạ theo thông báo")
    assert state(dossier) is State.WAITING_PAYMENT
    text = words(specialist.get(reverse("cases")))
    assert "Tạm dừng 1" in text
    assert "chờ nghĩa vụ tài chính 08:30 04/11/2019" in text
    send(specialist, deed(dossier, "da-nop-tien"), proof="BL 0001")
    assert state(dossier) is State.PROCESSING


def test_only_the_regime_of_2025_offers_a_stop(who: Cast, specialist: Client) -> None:
    old = cast.transfer(who, cast.accept(who, cast.arrive(who, cast.take_in(who))))
    assert "Dừng giải quyết" not in offered(specialist, old)
    away = specialist.get(deed(old, "dung"))
    assert (away.status_code, away["Location"]) == (303, case(old))
    assert send(specialist, deed(old, "dung"), reason=REASON).status_code == 409
    Parameter.objects.filter(code="province.regime", value__code="one-stop-2018").update(
        value={"code": "one-stop-2025", "law": "NĐ 118/2025/NĐ-CP"}
    )
    new = cast.transfer(who, cast.accept(who, cast.arrive(who, cast.take_in(who))))
    assert "Dừng giải quyết" in offered(specialist, new)
    send(specialist, deed(new, "dung"), reason=REASON)
    assert state(new) is State.STOPPED
    send(specialist, deed(new, "tiep-tuc"))
    assert state(new) is State.PROCESSING


def test_the_next_agency_of_the_round_is_named(
    who: Cast, dossier: Dossier, specialist: Client
) -> None:
    assert "Chuyển cơ quan phối hợp" not in offered(specialist, dossier)
    other = Unit.objects.get(slug="so-noi-vu")
    new = cast.follow(who.version, published=False)
    for seq, unit in ((1, None), (2, other)):
        Stage.objects.create(
            version=new, seq=seq, unit=unit, name="Bước", value=2, unit_of_time="calendar-day"
        )
    who.version = cast.publish(new)
    mine = cast.transfer(who, cast.accept(who, cast.arrive(who, cast.take_in(who))))
    assert f"Chuyển cơ quan phối hợp: {other.name}" in offered(specialist, mine)


@pytest.mark.law("61b")
def test_nobody_else_finds_the_acts(who: Cast, dossier: Dossier, client: Client) -> None:
    other = Unit.objects.get(slug="so-noi-vu")
    client.force_login(person("cv.khac", "Chuyên Viên Khác", Role.CASE_OFFICER, other))
    assert client.get(deed(dossier, "phan-cong")).status_code == 404
    assert send(client, deed(dossier, "tra-lai-ho-so"), reason=REASON).status_code == 404
    client.force_login(who.officer)
    assert client.get(deed(dossier, "phan-cong")).status_code == 403
    assert state(dossier) is State.PROCESSING


def test_an_unknown_act_is_not_found(dossier: Dossier, specialist: Client) -> None:
    assert specialist.get(deed(dossier, "khong-co")).status_code == 404


# --- the apology


def apology(dossier: Dossier) -> str:
    return reverse("apology", args=[dossier.id])


@pytest.mark.law("32b", "32c")
def test_a_leader_appoints_another_day_in_time_and_once(dossier: Dossier, leader: Client) -> None:
    text = words(leader.get(apology(dossier)))
    assert "Đã hẹn trả 16:30 14/11/2019" in text
    assert "Ngày cuối ký đúng quy định 13/11/2019" in text
    assert "Ký muộn" not in text
    for day, said in (("14/11/2019", "phải sau ngày đã hẹn"), ("17/11/2019", "là ngày nghỉ")):
        page = send(leader, apology(dossier), reason=REASON, day=day)
        assert (page.status_code, said in words(page)) == (409, True)
        assert day in page.content.decode()
    sent = send(leader, apology(dossier), reason=REASON, day="20/11/2019")
    assert (sent.status_code, sent["Location"]) == (303, case(dossier))
    assert dossier.letters.get().late is False
    assert "Hẹn trả 16:30 20/11/2019" in words(leader.get(case(dossier)))
    assert "Ký phiếu xin lỗi" not in offered(leader, dossier)
    assert leader.get(apology(dossier)).status_code == 303


@pytest.mark.law("32b")
def test_after_the_last_day_the_page_warns_and_the_letter_is_late(
    dossier: Dossier, leader: Client
) -> None:
    at(datetime(2019, 11, 14, 2, 0, tzinfo=UTC))
    assert "bị đánh dấu là ký muộn" in words(leader.get(apology(dossier)))
    send(leader, apology(dossier), reason=REASON, day="20/11/2019")
    assert dossier.letters.get().late is True


def test_a_case_officer_signs_no_apology(dossier: Dossier, specialist: Client) -> None:
    assert specialist.get(apology(dossier)).status_code == 403
    assert "Ký phiếu xin lỗi" not in offered(specialist, dossier)


# --- the queue


def test_the_queue_says_who_has_what_and_shows_ones_own(
    who: Cast, dossier: Dossier, specialist: Client
) -> None:
    free = cast.transfer(who, cast.accept(who, cast.arrive(who, cast.take_in(who))))
    commands.assign(
        act(who.leader, who.agency), dossier_id=dossier.id, assignee_id=who.specialist.id
    )
    at(MONDAY + timedelta(days=1))
    text = words(specialist.get(reverse("cases")))
    assert "Của đơn vị 2 Của tôi 1 Chưa phân công 1" in text
    assert "Chuyên Viên Mẫu Thẩm định hồ sơ · đã dùng 17 %" in text
    for whose, shown, hidden in (("mine", dossier, free), ("nobody", free, dossier)):
        text = words(specialist.get(reverse("cases"), {"ai": whose}))
        assert str(shown.number) in text
        assert str(hidden.number) not in text


def test_the_coordinating_agency_has_the_dossier_in_its_queue(
    who: Cast, dossier: Dossier, client: Client
) -> None:
    other = Unit.objects.get(slug="so-noi-vu")
    user: User = person("cv.khac", "Chuyên Viên Khác", Role.CASE_OFFICER, other)
    client.force_login(user)
    assert str(dossier.number) not in words(client.get(reverse("cases")))
    Dossier.objects.filter(id=dossier.id).update(handling=other, stage=2)
    assert str(dossier.number) in words(client.get(reverse("cases")))
    assert "Ghi kết quả" in words(client.get(case(dossier)))
    client.force_login(who.specialist)
    assert str(dossier.number) not in words(client.get(reverse("cases")))
    assert f"Hồ sơ đang ở {other.name}" in words(client.get(case(dossier)))


# --- a supplement


def missing(**typed: str) -> dict[str, str]:
    return {"ask_1": "on", "ask_1_originals": "1", "rows": "1", "reason": "", **typed}


@pytest.mark.law("26c")
def test_the_agency_asks_for_a_supplement_once_and_in_writing(
    who: Cast, dossier: Dossier, specialist: Client
) -> None:
    url = reverse("case_supplement", args=[dossier.id])
    assert "Yêu cầu bổ sung (Mẫu 02)" in offered(specialist, dossier)
    again = send(specialist, url, **missing(reason="ngắn"))
    assert (again.status_code, "ngắn" in again.content.decode()) == (409, True)
    more = send(specialist, url, **missing(reason=REASON, do="more", free_1="Đơn viết lại"))
    assert (more.status_code, "Đơn viết lại" in more.content.decode()) == (200, True)
    assert state(dossier) is State.PROCESSING
    assert send(specialist, url, **missing(reason=REASON)).status_code == 303
    assert state(dossier) is State.WAITING_PAPERS
    letter = dossier.letters.get()
    assert letter.unit_id == who.agency.id
    page = specialist.get(case(dossier))
    assert f"Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ {letter.number}" in words(page)
    pdf = specialist.get(reverse("letter", args=[letter.id]))
    assert pdf["Content-Type"] == "application/pdf"


@pytest.mark.law("33b")
def test_a_late_return_says_so(dossier: Dossier, specialist: Client) -> None:
    at(datetime(2019, 11, 15, 2, 0, tzinfo=UTC))
    send(specialist, deed(dossier, "tra-lai-ho-so"), reason=REASON)
    assert "tính là trễ" in words(specialist.get(case(dossier)))


@pytest.mark.law("31c")
def test_the_desk_prints_the_control_sheet_from_the_dossiers_page(
    who: Cast, dossier: Dossier, client: Client
) -> None:
    page = reverse("dossier", args=[dossier.id])
    client.force_login(who.officer)
    link = reverse("control_sheet", args=[dossier.id])
    assert link in client.get(page).content.decode()
    assert client.get(link)["Content-Type"] == "application/pdf"
    client.force_login(who.teller)
    assert link not in client.get(page).content.decode()
