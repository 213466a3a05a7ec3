"""The bell and the inbox of a duty, the apologies to sign, and lateness by unit as those who may see it."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests import cast
from tests.cast import Cast, at, person
from tests.dossiers.test_journey import DAY, HOUR, processing
from tests.dossiers.test_lateness import apologise, due
from tests.web.page_reading import words
from tram.accounts.models import User
from tram.accounts.rules.access import Role
from tram.directory.models import Unit
from tram.directory.queries import parameter
from tram.dossiers import commands as dossiers
from tram.dossiers.models import Dossier, Message


def standing() -> User:
    slug = parameter("province.roles.standing_agency", cast.MONDAY.date())
    return person("tt.mau", "Thường Trực Mẫu", Role.STANDING_AGENCY, Unit.objects.get(slug=slug))


def overdue(who: Cast) -> Dossier:
    dossier = processing(who)
    at(due(dossier) + HOUR)
    dossiers.warn_all()
    return dossier


def page(client: Client, user: User, name: str = "inbox", **query: str) -> str:
    client.force_login(user)
    answer = client.get(reverse(name), query)
    assert answer.status_code == 200
    return words(answer)


@pytest.mark.law("32a")
def test_the_bell_counts_and_the_inbox_says_what_to_do(who: Cast, client: Client) -> None:
    dossier = overdue(who)
    text = page(client, who.leader)
    assert "Thông báo 1 chưa đọc" in text
    assert f"Hồ sơ {dossier.number}, hẹn trả" in text
    assert "Hãy ký phiếu xin lỗi" in text
    assert "chưa đọc" in page(client, who.leader, "cases")


def test_who_is_not_warned_has_no_bell(who: Cast, client: Client) -> None:
    overdue(who)
    assert "Thông báo" not in page(client, who.teller, "intake")
    client.force_login(who.teller)
    assert client.get(reverse("inbox")).status_code == 403


def test_another_unit_sees_nothing(who: Cast, client: Client) -> None:
    overdue(who)
    elsewhere = Unit.objects.exclude(id=who.agency.id).filter(kind=who.agency.kind)[0]
    neighbour = person("ld.khac", "Lãnh Đạo Khác", Role.LEADER, elsewhere)
    assert "Không có thông báo chưa đọc" in page(client, neighbour)
    message = Message.objects.get(way="duty")
    answer = client.post(reverse("inbox"), {"request_id": uuid4(), "message": message.id})
    assert answer.status_code == 409
    assert "Không tìm thấy thông báo này" in words(answer)
    message.refresh_from_db()
    assert message.read_at is None


def test_what_one_has_read_all_have_read_and_it_stays_in_the_whole_list(
    who: Cast, client: Client
) -> None:
    dossier = overdue(who)
    message = Message.objects.get(way="duty")
    client.force_login(who.leader)
    given = {"request_id": uuid4(), "message": message.id}
    for _twice in range(2):
        answer = client.post(reverse("inbox"), given)
        assert (answer.status_code, answer["Location"]) == (303, reverse("inbox"))
    message.refresh_from_db()
    assert message.read_by == who.leader
    assert "Không có thông báo chưa đọc" in page(client, who.leader)
    everything = page(client, who.leader, xem="tat-ca")
    assert str(dossier.number) in everything
    assert "đã đọc: Lãnh Đạo Mẫu" in everything


@pytest.mark.parametrize("given", [[], ["abc"], ["999999"]])
def test_nothing_sensible_to_mark_is_refused_and_nothing_lost(
    who: Cast, client: Client, given: list[str]
) -> None:
    dossier = overdue(who)
    client.force_login(who.leader)
    answer = client.post(reverse("inbox"), {"request_id": uuid4(), "message": given})
    assert answer.status_code == 409
    assert str(dossier.number) in words(answer)


def test_a_leader_finds_the_apologies_to_sign(who: Cast, client: Client) -> None:
    assert "Không có phiếu xin lỗi nào chờ ký" in page(client, who.leader, "apologies")
    dossier = processing(who)
    at(due(dossier) - DAY)
    dossiers.warn_all()
    assert "1 phiếu xin lỗi chờ bạn ký" in page(client, who.leader, "workplace")
    text = page(client, who.leader, "apologies")
    assert str(dossier.number) in text
    assert "Đã quá hạn" not in text
    client.force_login(who.leader)
    assert (
        reverse("apology", args=[dossier.id]) in client.get(reverse("apologies")).content.decode()
    )
    at(due(dossier) + HOUR)
    assert "Đã quá hạn" in page(client, who.leader, "apologies")
    apologise(who, dossier, due(dossier) + 7 * DAY)
    assert "Không có phiếu xin lỗi nào chờ ký" in page(client, who.leader, "apologies")
    client.force_login(who.specialist)
    assert client.get(reverse("apologies")).status_code == 403


@pytest.mark.law("32d", "32e")
def test_the_standing_agency_sees_units_and_numbers_and_no_person(
    who: Cast, client: Client
) -> None:
    dossier = overdue(who)
    text = page(client, standing(), "lateness")
    assert "Toàn tỉnh." in text
    assert f"{who.agency.short_name or who.agency.name} 1/1 0/0 0/1 1/1" in text
    assert str(dossier.number) in text
    assert cast.submitter().full_name not in text
    assert who.version.name not in text
    assert str(dossier.id) not in client.get(reverse("lateness")).content.decode()


def test_a_month_that_is_none_is_said_and_the_page_stays(who: Cast, client: Client) -> None:
    client.force_login(who.leader)
    answer = client.get(reverse("lateness"), {"thang": "13/2019"})
    assert answer.status_code == 422
    assert "Theo đơn vị, tháng 11/2019" in words(answer)
    assert "10/2019" in words(client.get(reverse("lateness"), {"thang": "10/2019"}))
    far = client.get(reverse("lateness"), {"thang": "12/9999"})
    assert far.status_code == 422
    assert "«Tháng» quá lớn" in words(far)


@pytest.mark.law("28b")
def test_the_dossier_page_shows_what_the_customer_was_told_and_when(
    who: Cast, client: Client
) -> None:
    dossier = processing(who)
    client.force_login(who.officer)
    text = words(client.get(reverse("dossier", args=[dossier.id])))
    assert "Đã báo cho người dân Đã tiếp nhận, hẹn ngày trả 08:30 04/11/2019" in text
    assert "Điện thoại ••• 001 · Đã viết, chưa gửi ra ngoài" in text
    client.force_login(who.teller)
    assert "Đã báo cho người dân" not in words(client.get(reverse("dossier", args=[dossier.id])))
