"""The pages of units: as of any day, by old names and new, and a person's word where no list says who came after."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import (
    MONDAY,
    PROCEDURE,
    Cast,
    accept,
    act,
    at,
    full_count,
    person,
    settle,
    submitter,
    take_in,
)
from tests.moved import MOVED, bring_in_2025, move
from tram.accounts.models import User
from tram.accounts.rules.access import Role
from tram.core.errors import Refused
from tram.custody.commands.desk import CounterIntake, return_at_desk, submit
from tram.custody.commands.succession import state_unit_successor
from tram.custody.queries.intakes import communes
from tram.directory.commands import Decision, state_area_successor
from tram.directory.imports import areas
from tram.directory.models import Area, StatedSuccession, Unit
from tram.directory.queries import heir
from tram.dossiers.models import Dossier
from tram.web.workplace.fields import PlaceField

DECISION = Decision("NQ 01/NQ-MAU", date(2019, 10, 1))
DAY = date(2025, 7, 1)


@pytest.fixture
def office(who: Cast) -> User:
    """Somebody at the province's office who keeps the directory, on 1/7/2025."""
    bring_in_2025()
    at(MOVED)
    place = Unit.objects.get(slug="van-phong-ubnd-tinh-phu-tho")
    return person("vp.mau", "Văn Phòng Mẫu", Role.PROVINCE_OFFICE, place)


def told(client: Client, name: str, **words: str) -> str:
    answer = client.get(reverse(name), words)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


@pytest.mark.law("1b", "64d")
def test_units_are_those_of_the_day_asked_for(office: User, client: Client) -> None:
    client.force_login(office)
    before = told(client, "units", ngay="30/06/2025", q="huyen lap thach")
    assert "UBND huyện Lập Thạch" in before
    assert "NĐ 61/2018" in before
    assert "Đến hết 30/06/2025" in before
    after = told(client, "units", ngay="01/07/2025", q="huyen lap thach")
    assert '<th scope="row"> UBND huyện Lập Thạch' not in after
    assert "UBND xã Diễn Tập" in after, "found by the name of what it was before"
    assert "NĐ 118/2025" in after


@pytest.mark.law("65b", "65c")
def test_a_commune_of_2019_leads_to_its_successor_and_back(office: User, client: Client) -> None:
    client.force_login(office)
    now = told(client, "areas", ngay="01/07/2025", q="tich son")
    assert "Xã Diễn Tập 02" in now
    assert "Trước là" in now
    then = told(client, "areas", ngay="30/06/2025", q="tich son")
    assert "Phường Tích Sơn" in then
    assert "sau là Xã Diễn Tập 02" in then


@pytest.mark.law("65c", "65d")
def test_the_address_field_takes_the_old_name_and_gives_the_new_commune(office: User) -> None:
    field = PlaceField(communes(DAY), "communes")
    assert field.find("tich son") == Area.objects.get(gso_code="90002").id
    former = next(each for each in communes(DAY) if each.label.startswith("Phường Tích Sơn"))
    assert former.label == (
        "Phường Tích Sơn, thành phố Vĩnh Yên (cũ), nay là Xã Diễn Tập 02, tỉnh Phú Thọ"
    )
    assert field.find(former.label) == former.id
    assert field.find("dien tap 02") == former.id
    with pytest.raises(Refused, check=lambda error: error.code == "no-such-place"):
        field.find("trung trac")


def test_in_2019_nobody_is_offered_a_former_name(who: Cast) -> None:
    assert not [each for each in communes(MONDAY.date()) if "(cũ)" in each.label]


def test_a_commune_that_only_changed_its_kind_is_found_once(who: Cast) -> None:
    field = PlaceField(communes(date(2021, 3, 1)), "communes")
    assert field.find("hop chau") == Area.objects.get(gso_code="08911", valid_to="2025-06-30").id


@pytest.mark.law("65d", "1c")
def test_a_person_says_who_came_after_and_what_is_open_goes_there(
    office: User, who: Cast, client: Client
) -> None:
    ended = Unit.objects.get(slug="mot-cua-xa-08734")
    new = Unit.objects.get(slug="ttpvhcc-xa-90001")
    at(MONDAY)
    dossier = take_in(who)
    at(MOVED)
    Dossier.objects.filter(id=dossier.id).update(desk=ended)
    client.force_login(office)
    page = told(client, "successors")
    assert ended.name in page
    form = {"request_id": str(uuid4()), "successor": new.name, "decision": "NQ 1/NQ-MAU"}
    address = reverse("unit_successor", args=[ended.id])
    answer = client.post(address, {**form, "decided_on": "01/06/2025"}, follow=True)
    assert "1 hồ sơ đang mở chuyển sang đơn vị kế tục" in answer.content.decode()
    dossier.refresh_from_db()
    assert dossier.desk == new
    assert heir(ended.id, DAY) == new
    assert ended.name in told(client, "successors").split("Đã ghi")[1]


def test_a_statement_is_followed_by_another_never_changed(office: User) -> None:
    ended = Unit.objects.get(slug="ubnd-xa-08734")
    one, two = (Unit.objects.get(slug=f"ubnd-xa-9000{n}") for n in (1, 2))
    for successor in (one.id, two.id, None):
        state_unit_successor(
            act(office), unit_id=ended.id, successor_id=successor, decision=DECISION
        )
    said = StatedSuccession.objects.filter(unit=ended).order_by("id")
    assert [row.unit_successor for row in said] == [one, two, None]
    assert heir(ended.id, DAY) is None


@pytest.mark.law("65d")
def test_a_stated_area_stays_when_the_province_is_loaded_again(office: User) -> None:
    from tests.folder import vinh_phuc

    ended = Area.objects.get(gso_code="08734")
    new = Area.objects.get(gso_code="08719", valid_to="2025-06-30")
    state_area_successor(act(office), area_id=ended.id, successor_id=new.id, decision=DECISION)
    areas.write(areas.read(vinh_phuc()))
    ended.refresh_from_db()
    assert ended.successor == new


@pytest.mark.parametrize(
    ("slug", "successor", "code"),
    [
        ("ubnd-xa-08734", "ttpvhcc-xa-90001", "other-sort"),
        ("ubnd-xa-08734", "ubnd-xa-08719", "not-in-force"),
        ("ubnd-xa-08719", "ubnd-xa-90002", "by-list"),
        ("buu-dien-tinh", "ubnd-xa-90002", "not-ended"),
    ],
)
def test_a_successor_that_cannot_be_is_refused(
    office: User, slug: str, successor: str, code: str
) -> None:
    with pytest.raises(Refused, check=lambda error: error.code == code):
        state_unit_successor(
            act(office),
            unit_id=Unit.objects.get(slug=slug).id,
            successor_id=Unit.objects.get(slug=successor).id,
            decision=DECISION,
        )


def test_a_decision_is_needed_and_not_from_the_future(office: User) -> None:
    ended, new = (
        Area.objects.get(gso_code="08734"),
        Area.objects.get(gso_code="08740", valid_to="2025-06-30"),
    )
    for decision in (Decision(" ", DECISION.on), Decision("NQ 1", date(2025, 7, 2))):
        with pytest.raises(Refused) as said:
            state_area_successor(
                act(office), area_id=ended.id, successor_id=new.id, decision=decision
            )
        assert said.value.code == (
            "future-date" if decision.number.strip() else "decision-missing"
        )


def test_only_the_province_office_says_it(office: User, who: Cast, client: Client) -> None:
    client.force_login(who.administrator)
    assert client.get(reverse("successors")).status_code == 404
    client.force_login(who.teller)
    assert client.get(reverse("successors")).status_code == 403
    assert "Chưa rõ kế tục" not in told(client, "units")
    ended, new = Unit.objects.get(slug="ubnd-xa-08734"), Unit.objects.get(slug="ubnd-xa-90001")
    with pytest.raises(Refused, check=lambda error: error.code == "not-allowed"):
        state_unit_successor(
            act(who.administrator), unit_id=ended.id, successor_id=new.id, decision=DECISION
        )


def test_a_form_without_a_successor_says_what_to_do(office: User, client: Client) -> None:
    client.force_login(office)
    ended = Unit.objects.get(slug="ubnd-xa-08734")
    words = {"request_id": str(uuid4()), "decision": "NQ 1", "decided_on": "01/06/2025"}
    answer = client.post(reverse("unit_successor", args=[ended.id]), words)
    assert answer.status_code == 422
    assert "Chưa nhập «Đơn vị kế tục»" in answer.content.decode()
    state_unit_successor(
        act(office),
        unit_id=ended.id,
        successor_id=Unit.objects.get(slug="ubnd-xa-90001").id,
        decision=DECISION,
    )
    again = client.post(reverse("unit_successor", args=[ended.id]), words)
    assert "Hãy chọn đơn vị kế tục, hoặc đánh dấu" in again.content.decode()
    undone = client.post(
        reverse("unit_successor", args=[ended.id]),
        {**words, "request_id": str(uuid4()), "withdraw": "on"},
    )
    assert undone.status_code == 303
    assert heir(ended.id, DAY) is None
    assert client.get(reverse("unit_successor", args=[10**6])).status_code == 404


def test_a_day_that_is_none_is_told(office: User, client: Client) -> None:
    client.force_login(office)
    answer = client.get(reverse("units"), {"ngay": "31/02/2025"})
    assert answer.status_code == 422
    assert "phải là một ngày có thật" in answer.content.decode()
    assert "Chưa có chế độ một cửa" in told(client, "units", ngay="01/01/2019")


@pytest.mark.law("64c")
def test_a_commune_centre_receives_for_an_agency_of_the_province(
    who: Cast, client: Client
) -> None:
    address = reverse("counter_procedure", args=[PROCEDURE])
    old = person(
        "mc.xa", "Một Cửa Xã Mẫu", Role.ONE_STOP_OFFICER, Unit.objects.get(slug="mot-cua-xa-08719")
    )
    client.force_login(old)
    assert 'name="sender_name"' not in client.get(address).content.decode()

    now = move(who)
    desk = Unit.objects.get(slug="ttpvhcc-xa-90001")
    officer = person("mc.xa2", "Một Cửa Xã Mới Mẫu", Role.ONE_STOP_OFFICER, desk)
    client.force_login(officer)
    assert 'name="sender_name"' in client.get(address).content.decode()
    made = submit(
        act(officer, desk),
        intake=CounterIntake(who.version.id, now.agency.id, submitter(), full_count(who.version)),
    )
    here = replace(now, desk=desk, officer=officer)
    dossier = settle(here, accept(here, Dossier.objects.get(id=made["dossier"])))
    assert dossier.number is not None
    assert dossier.number.startswith("000.01.41.H44-250701-")
    return_at_desk(act(officer, desk), dossier_id=dossier.id)
    dossier.refresh_from_db()
    assert (dossier.state, dossier.agency) == ("closed", now.agency)
