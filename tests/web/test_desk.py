"""The one-stop desk as its officer sees it: queues, acceptance, counter dossiers, results going out."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import (
    Cast,
    accept,
    act,
    arrive,
    full_count,
    person,
    settle,
    submitter,
    take_in,
)
from tests.web.page_reading import words
from tram.accounts.models import ReadEntry
from tram.accounts.rules.access import Role
from tram.core.models import Request
from tram.custody.commands import desk
from tram.custody.models import Envelope
from tram.directory.models import Unit
from tram.dossiers.models import Dossier, DossierLine
from tram.dossiers.rules.states import State


def url(name: str, dossier: Dossier) -> str:
    return reverse(name, args=[dossier.id])


def ticks(dossier: Dossier, **changes: str) -> dict[str, str]:
    """Every paper confirmed; an empty change leaves one out."""
    boxes = {f"paper_{paper.seq}": "on" for paper in dossier.papers.all()}
    form = {"request_id": str(uuid4()), **boxes} | changes
    return {name: value for name, value in form.items() if value}


def at_counter(who: Cast) -> Dossier:
    intake = desk.CounterIntake(
        who.version.id, who.agency.id, submitter(), full_count(who.version)
    )
    made = desk.submit(act(who.officer, who.desk), intake=intake)
    return Dossier.objects.get(id=made["dossier"])


def test_the_desk_opens_the_first_queue_that_waits_for_it(who: Cast, officer: Client) -> None:
    arrive(who, take_in(who))
    page = officer.get(reverse("desk"))
    text = words(page)
    assert "Chờ tiếp nhận 1" in text
    assert "Nguyễn Văn Mẫu" in text
    assert "chưa được cán bộ xác nhận" in text
    assert re.search(r'aria-current="page">\s*Chờ tiếp nhận', page.content.decode())


@pytest.mark.parametrize(
    "queue",
    [
        "arriving",
        "to-accept",
        "to-transfer",
        "in-settlement",
        "to-pack",
        "to-hand-out",
        "packed",
        "nonsense",
    ],
)
def test_every_queue_opens_and_an_empty_one_says_so(
    who: Cast, officer: Client, queue: str
) -> None:
    page = officer.get(reverse("desk"), {"hang": queue})
    assert page.status_code == 200
    assert "Không có" in words(page)


def test_a_queue_of_more_than_twenty_has_pages(who: Cast, officer: Client) -> None:
    first = at_counter(who)
    for _ in range(24):
        first.pk = uuid4()
        first.save(force_insert=True)
    page = officer.get(reverse("desk"), {"hang": "to-accept"})
    assert page.content.decode().count('href="/lam-viec/mot-cua/ho-so/') == 20
    onward = re.search(r'href="([^"]+)"\s+rel="next"', page.content.decode())
    assert onward
    rest = officer.get(onward[1].replace("&amp;", "&"))
    assert rest.content.decode().count('href="/lam-viec/mot-cua/ho-so/') == 5


def test_the_officer_sees_what_was_declared_at_the_post(who: Cast, officer: Client) -> None:
    dossier = arrive(who, take_in(who))
    text = words(officer.get(url("desk_dossier", dossier)))
    for shown in (
        "1. Tờ khai yêu cầu cấp Phiếu lý lịch tư pháp",
        "1 bản chính",
        "Nguyễn Văn Mẫu",
        "Nhận kết quả qua bưu điện? Có: Nguyễn Văn Mẫu",
        "200.000 đ",
        "tính từ lúc ký giao nhận 08:30 04/11/2019",
        who.point.name,
        "số liệu trình diễn",
    ):
        assert shown in text


def test_accepting_gives_the_number_the_due_time_in_words_and_the_slip(
    who: Cast, officer: Client
) -> None:
    dossier = arrive(who, take_in(who))
    posted = officer.post(url("desk_dossier", dossier), ticks(dossier))
    assert (posted.status_code, posted["Location"]) == (303, url("desk_dossier", dossier))
    text = words(officer.get(posted["Location"]))
    assert f"{who.desk.code}-191104-0001" in text
    assert "Hẹn trả kết quả lúc 16:30 14/11/2019" in text
    assert "10 ngày, kể từ thứ Hai 04/11: ngày 1 = 05/11" in text
    slip = officer.get(url("slip", dossier))
    assert slip["Content-Type"] == "application/pdf"
    assert slip.content.startswith(b"%PDF")


def test_a_paper_not_confirmed_stops_the_acceptance_and_is_named(
    who: Cast, officer: Client
) -> None:
    dossier = arrive(who, take_in(who))
    form = ticks(dossier, paper_2="")
    page = officer.post(url("desk_dossier", dossier), form)
    text = words(page)
    assert page.status_code == 409
    assert "Chưa xác nhận giấy tờ số 2: hãy kiểm đếm rồi đánh dấu." in text
    kept = page.content.decode()
    assert form["request_id"] in kept
    assert kept.count("checked") == len(form) - 1
    dossier.refresh_from_db()
    assert dossier.state == State.ARRIVED


def test_a_double_click_accepts_once(who: Cast, officer: Client) -> None:
    dossier = arrive(who, take_in(who))
    form = ticks(dossier)
    answers = [officer.post(url("desk_dossier", dossier), form) for _ in "ab"]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert DossierLine.objects.filter(stream_id=dossier.id, action="accept").count() == 1


def test_a_second_officer_is_told_that_it_is_done(who: Cast, client: Client) -> None:
    dossier = arrive(who, take_in(who))
    accept(who, dossier)
    client.force_login(person("mc.hai", "Một Cửa Hai", Role.ONE_STOP_OFFICER, who.desk))
    page = client.post(url("desk_dossier", dossier), ticks(dossier))
    assert page.status_code == 409
    assert "Hồ sơ đang ở tình trạng «Đã tiếp nhận»" in words(page)


def test_what_is_still_on_the_road_is_shown_but_not_accepted(who: Cast, officer: Client) -> None:
    dossier = take_in(who)
    assert officer.get(url("desk_dossier", dossier))["Location"] == url("dossier", dossier)
    page = officer.post(url("desk_dossier", dossier), ticks(dossier))
    assert (page.status_code, "chưa bàn giao" in words(page)) == (409, True)
    assert officer.get(url("slip", dossier)).status_code == 409


@pytest.mark.law("61b")
def test_another_desk_finds_nothing(who: Cast, client: Client) -> None:
    dossier = arrive(who, take_in(who))
    other = Unit.objects.get(slug="mot-cua-tp-vinh-yen")
    client.force_login(person("mc.khac", "Một Cửa Khác", Role.ONE_STOP_OFFICER, other))
    for name in ("desk_dossier", "slip", "pack_result", "return_at_desk", "result_label"):
        page = client.get(url(name, dossier))
        assert page.status_code == 404, name
        assert "Nguyễn Văn Mẫu" not in words(page)
    assert client.post(url("desk_dossier", dossier), ticks(dossier)).status_code == 404


def test_other_duties_have_no_desk(who: Cast, client: Client) -> None:
    for user in (who.teller, who.specialist, who.administrator):
        client.force_login(user)
        assert client.get(reverse("desk")).status_code == 403


@pytest.mark.law("61d")
def test_opening_a_dossier_at_the_desk_leaves_a_line(who: Cast, officer: Client) -> None:
    dossier = arrive(who, take_in(who))
    officer.get(url("desk_dossier", dossier))
    entry = ReadEntry.objects.get(subject=dossier.id)
    assert (entry.actor_id, entry.place_id, entry.page) == (
        who.officer.id,
        who.desk.id,
        "desk_dossier",
    )


def test_looking_writes_nothing_but_the_reading(who: Cast, officer: Client) -> None:
    dossier = accept(who, arrive(who, take_in(who)))
    before = (Request.objects.count(), DossierLine.objects.count())
    for name in ("desk_dossier", "slip"):
        officer.get(url(name, dossier))
    officer.get(reverse("desk"))
    officer.get(reverse("counter_intake"))
    assert (Request.objects.count(), DossierLine.objects.count()) == before


@pytest.mark.law("28c")
def test_the_point_that_took_it_in_prints_the_slip_and_its_neighbour_does_not(
    who: Cast, client: Client
) -> None:
    dossier = accept(who, arrive(who, take_in(who)))
    answers = {}
    for user in (who.teller, who.neighbour, who.postman):
        client.force_login(user)
        answers[user.username] = client.get(url("slip", dossier)).status_code
    assert answers == {"gdv.mau": 200, "gdv.khac": 404, "bt.mau": 404}


def test_a_result_for_the_post_is_packed_and_its_label_printed(who: Cast, officer: Client) -> None:
    dossier = settle(who, accept(who, arrive(who, take_in(who))))
    assert officer.get(url("result_label", dossier)).status_code == 404
    asked = {"request_id": str(uuid4()), "seal_number": "NP-0009"}
    posted = officer.post(url("pack_result", dossier), asked)
    assert posted.status_code == 303
    cover = Envelope.objects.get(leg="out")
    text = words(officer.get(posted["Location"]))
    assert cover.number in text
    assert "NP-0009" in text
    assert officer.get(url("result_label", dossier)).content.startswith(b"%PDF")
    again = officer.post(
        url("pack_result", dossier), {"request_id": str(uuid4()), "seal_number": "NP-0010"}
    )
    assert (again.status_code, "đã được đóng gói" in words(again)) == (409, True)
    assert Envelope.objects.filter(leg="out").count() == 1


def test_without_a_seal_number_nothing_is_packed(who: Cast, officer: Client) -> None:
    dossier = settle(who, accept(who, arrive(who, take_in(who))))
    page = officer.post(url("pack_result", dossier), {"request_id": str(uuid4())})
    assert (page.status_code, "Chưa nhập «Số niêm phong»" in words(page)) == (409, True)
    assert not Envelope.objects.filter(leg="out").exists()


def test_a_result_for_the_desk_is_handed_out_after_looking_at_who_takes_it(
    who: Cast, officer: Client
) -> None:
    dossier = settle(who, accept(who, at_counter(who)))
    ident = str(uuid4())
    blind = officer.post(url("return_at_desk", dossier), {"request_id": ident})
    assert (blind.status_code, "Hãy đánh dấu" in words(blind)) == (409, True)
    posted = officer.post(url("return_at_desk", dossier), {"request_id": ident, "checked": "on"})
    assert posted["Location"] == url("dossier", dossier)
    dossier.refresh_from_db()
    assert dossier.state == State.CLOSED


def test_a_result_registered_for_the_post_is_not_handed_out(who: Cast, officer: Client) -> None:
    dossier = settle(who, accept(who, arrive(who, take_in(who))))
    form: dict[str, Any] = {"request_id": str(uuid4()), "checked": "on"}
    page = officer.post(url("return_at_desk", dossier), form)
    assert (page.status_code, "nhận kết quả qua bưu điện" in words(page)) == (409, True)
