"""What the post owes each agency, as those who may read money see it."""

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, accept, act, arrive, give_back_money, manager, person, take_in
from tests.web.page_reading import words
from tram.accounts.rules.access import Role
from tram.custody.commands import intake
from tram.custody.models import Envelope
from tram.directory.models import Unit
from tram.dossiers.rules.states import VoidReason

FEE = r">\s*200\.000 đ"


def test_an_amount_has_its_count_its_time_and_the_way_to_its_dossiers(
    who: Cast, client: Client
) -> None:
    for _ in range(2):
        take_in(who)
    client.force_login(manager())
    page = client.get(reverse("fees_owed"))
    text = words(page)
    assert "Tính lúc 08:30 04/11/2019" in text
    assert re.search(r"Sở Tư pháp 2 400\.000 đ", text)
    assert reverse("fees_owed_agency", args=[who.agency.id]) in page.content.decode()


def test_behind_an_amount_stand_its_dossiers(who: Cast, client: Client) -> None:
    one = accept(who, arrive(who, take_in(who)))
    voided = take_in(who)
    intake.void_intake(
        act(who.teller, who.point), dossier_id=voided.id, reason=VoidReason.DUPLICATE
    )
    give_back_money(voided)
    client.force_login(who.leader)
    page = client.get(reverse("fees_owed_agency", args=[who.agency.id]))
    text = words(page)
    assert "Bưu điện phải nộp 200.000 đ, thu từ 1 hồ sơ." in text
    assert "Tính lúc 08:30 04/11/2019" in text
    assert str(one.number) in text
    assert reverse("dossier", args=[one.id]) in page.content.decode()
    assert str(voided.id) not in page.content.decode()
    assert "số liệu trình diễn" in text


def test_what_was_given_back_is_not_owed(who: Cast, client: Client) -> None:
    dossier = take_in(who)
    intake.void_intake(
        act(who.teller, who.point), dossier_id=dossier.id, reason=VoidReason.DUPLICATE
    )
    give_back_money(dossier)
    client.force_login(manager())
    assert "Không có khoản nào phải nộp" in words(client.get(reverse("fees_owed")))


def test_a_unit_sees_its_own_and_a_desk_those_it_serves(who: Cast, client: Client) -> None:
    take_in(who)
    other = Unit.objects.get(slug="ubnd-tp-vinh-yen")
    seeing = {
        who.leader: True,
        who.officer: True,
        person("bc.mau", "Báo Cáo Mẫu", Role.AGENCY_REPORTER, who.agency): True,
        person("ld.khac", "Lãnh Đạo Khác", Role.LEADER, other): False,
    }
    for user, sees in seeing.items():
        client.force_login(user)
        assert ("200.000 đ" in words(client.get(reverse("fees_owed")))) is sees, user
        agency = client.get(reverse("fees_owed_agency", args=[who.agency.id]))
        assert agency.status_code == (200 if sees else 404), user


def test_a_reporter_sees_amounts_but_opens_no_dossier(who: Cast, client: Client) -> None:
    dossier = accept(who, arrive(who, take_in(who)))
    client.force_login(person("bc.mau", "Báo Cáo Mẫu", Role.AGENCY_REPORTER, who.agency))
    page = client.get(reverse("fees_owed_agency", args=[who.agency.id]))
    assert str(dossier.number) in words(page)
    assert reverse("dossier", args=[dossier.id]) not in page.content.decode()


def test_the_post_manager_reads_no_dossier_numbers(who: Cast, client: Client) -> None:
    dossier = accept(who, arrive(who, take_in(who)))
    client.force_login(manager())
    text = words(client.get(reverse("fees_owed_agency", args=[who.agency.id])))
    assert str(dossier.number) not in text
    assert Envelope.objects.get().number in text


def test_more_than_twenty_fees_have_pages(who: Cast, client: Client) -> None:
    for _ in range(21):
        take_in(who)
    client.force_login(manager())
    page = client.get(reverse("fees_owed_agency", args=[who.agency.id])).content.decode()
    assert len(re.findall(FEE, page)) == 20
    onward = re.search(r'href="([^"]+)"\s+rel="next"', page)
    assert onward
    rest = client.get(onward[1].replace("&amp;", "&")).content.decode()
    assert len(re.findall(FEE, rest)) == 1


def test_other_duties_and_unknown_agencies_get_nothing(who: Cast, client: Client) -> None:
    for user in (who.teller, who.specialist, who.administrator):
        client.force_login(user)
        assert client.get(reverse("fees_owed")).status_code == 403
    client.force_login(manager())
    assert client.get(reverse("fees_owed_agency", args=[999_999])).status_code == 404
    assert client.get(f"{reverse('fees_owed')}{uuid4()}/").status_code == 404


@pytest.mark.parametrize("key", ["x", ">", "<2019-11-04~x"])
def test_a_page_key_nobody_made_opens_the_first_page(who: Cast, client: Client, key: str) -> None:
    take_in(who)
    client.force_login(manager())
    address = reverse("fees_owed_agency", args=[who.agency.id])
    assert "200.000 đ" in words(client.get(address, {"trang": key}))
