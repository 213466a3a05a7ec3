"""Incidents on the pages: reported where they are noticed, counted, made good, closed; shown on every later paper."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests import scans
from tests.cast import (
    MONDAY,
    PIN,
    Cast,
    accept,
    act,
    arrive,
    at,
    at_counter,
    release,
    settle,
    take_in,
    transfer,
)
from tests.custody.troubles import inventory, manager, opened, papers, pin, report
from tests.paper_reading import words_of
from tests.web.handing import offered, page, signed_in
from tram.custody.commands import damage, liability
from tram.custody.models import HolderKind, Incident, Inventory, Item, ItemKind
from tram.custody.queries.troubles import contents
from tram.custody.rules.incidents import IncidentKind
from tram.dossiers.models import Dossier

pytestmark = pytest.mark.django_db
HOME = "/lam-viec/su-co/"
STORY = "Mở túi thư thấy bao bì ướt, mép rách."


@pytest.fixture
def dossier(who: Cast) -> Dossier:
    return take_in(who)


def told(**changes: Any) -> dict[str, Any]:
    return {
        "request_id": uuid4(),
        "kind": "damage",
        "circumstance": "wet",
        "found_at": "08:30 04/11/2019",
        "account": STORY,
        **changes,
    }


def send(client: Client, url: str, typed: dict[str, Any], status: int = 303) -> str:
    answer = client.post(url, typed)
    assert answer.status_code == status, answer.content.decode()
    return answer["Location"] if status == 303 else answer.content.decode()


def test_a_teller_reports_with_a_photo_and_comes_to_the_case(
    who: Cast, dossier: Dossier, files_folder: Any
) -> None:
    client = signed_in(who.teller)
    way = client.get(f"{HOME}bao-ho-so/{dossier.id}/")
    url = f"{HOME}bao/{papers(dossier).id}/"
    assert (way.status_code, way["Location"]) == (303, url)
    photo = scans.picture("JPEG")
    typed = told(photos=SimpleUploadedFile("bao-bi.jpg", photo, "image/jpeg"))
    case = send(client, url, typed)
    shown = page(client, case)
    assert STORY in shown
    assert "bao-bi.jpg" in shown
    file = Incident.objects.get().files.get()
    got = client.get(f"{case}tep/{file.id}/")
    assert got.content == photo
    assert "attachment" in got["Content-Disposition"]
    assert str(who.version.name) not in shown


def test_a_refused_report_loses_nothing_and_blames_the_field(who: Cast, dossier: Dossier) -> None:
    url = f"{HOME}bao/{papers(dossier).id}/"
    shown = send(signed_in(who.teller), url, told(circumstance="stolen"), 409)
    assert STORY in shown
    assert "không thuộc sự cố" in shown
    assert not Incident.objects.exists()


def test_who_has_no_part_in_it_finds_nothing(who: Cast, dossier: Dossier) -> None:
    case = report(act(who.teller, who.point), papers(dossier), IncidentKind.DAMAGE)
    other = signed_in(who.neighbour)
    for url in (f"{HOME}bao/{papers(dossier).id}/", f"{HOME}{case.id}/"):
        assert other.get(url).status_code == 404
    assert case.number not in page(other, HOME)
    assert case.number in page(signed_in(manager()), HOME)


def test_the_cover_is_opened_by_two_and_the_paper_printed(who: Cast, dossier: Dossier) -> None:
    case = report(act(who.teller, who.point), papers(dossier), IncidentKind.DAMAGE)
    client, url = signed_in(who.teller), f"{HOME}{case.id}/kiem-ke/"
    listing = page(client, url)
    count = listing.count('name="found_')
    assert count > 1
    typed: dict[str, Any] = {"request_id": uuid4(), "cover": "Ướt, rách mép", "username": "bt.mau"}
    for n, (_name, expected) in enumerate(contents(case.item_id), 1):
        typed |= {f"found_{n}": expected, f"condition_{n}": "whole"}
    shown = send(client, url, {**typed, "pin": "000000"}, 409)
    assert "mã PIN không đúng" in shown
    assert "Ướt, rách mép" in shown
    send(client, url, {**typed, "request_id": uuid4(), "pin": PIN})
    kept = Inventory.objects.get()
    pdf = client.get(f"{HOME}{case.id}/bien-ban-kiem-ke.pdf")
    assert pdf.content.startswith(b"%PDF")
    assert kept.number in page(client, f"{HOME}{case.id}/")


@pytest.mark.law("22c")
def test_the_inventory_is_seen_on_the_manifest_its_record_and_the_delivery(
    who: Cast, dossier: Dossier
) -> None:
    case = report(act(who.teller, who.point), papers(dossier), IncidentKind.DAMAGE)
    inventory(who, case)
    number = Inventory.objects.get().number
    url = offered(who, dossier)
    assert number in page(signed_in(who.postman), url)
    printed = signed_in(who.postman).get(f"{url}in/").content
    assert number in words_of(printed)


@pytest.mark.law("22c")
def test_the_inventory_is_seen_when_a_result_is_delivered(who: Cast, dossier: Dossier) -> None:
    release(who, settle(who, accept(who, arrive(who, dossier))))
    item = dossier.items.get(kind=ItemKind.RESULT)
    case = report(act(who.postman), item, IncidentKind.SEAL_BROKEN)
    damage.take_inventory(
        act(who.postman), incident_id=case.id, opened=opened(case), pin=pin(who.teller)
    )
    shown = page(signed_in(who.postman), f"/lam-viec/phat-ket-qua/{dossier.id}/")
    assert Inventory.objects.get().number in shown


def test_a_loss_is_made_good_on_the_pages_and_closed_by_another(
    who: Cast, dossier: Dossier
) -> None:
    case = report(act(who.teller, who.point), papers(dossier), IncidentKind.LOSS)
    client, url = signed_in(manager()), f"{HOME}{case.id}/"
    assert "Ít nhất" in page(client, f"{url}trach-nhiem/")
    record = {
        "request_id": uuid4(),
        "finding": "Bưu điện làm mất trên đường, chịu trách nhiệm.",
        "papers_vnd": "0",
        "compensation_vnd": "1.000",
    }
    assert "thấp hơn mức ít nhất" in send(client, f"{url}trach-nhiem/", record, 409)
    send(
        client,
        f"{url}trach-nhiem/",
        {**record, "request_id": uuid4(), "compensation_vnd": "1.000.000"},
    )
    assert "Còn 30 ngày để trả" in page(client, HOME)
    at(MONDAY + timedelta(days=40))
    assert "Quá hạn trả, phải trả lãi" in page(client, HOME)
    shown = page(client, url)
    assert "2.739 đ" in shown  # 10 days of 10 % of a million
    paid = {
        "request_id": uuid4(),
        "amount_vnd": "1.000.000",
        "interest_vnd": "2.739",
        "paid_on": "14/12/2019",
        "paper_number": "PC-0007",
    }
    send(client, f"{url}chi-tra/", paid)
    send(
        client,
        f"{url}lam-lai/",
        {"request_id": uuid4(), "name": "Giấy khai sinh", "agency": "UBND xã Mẫu"},
    )
    end = {
        "request_id": uuid4(),
        "ending": "made-good",
        "words": "Đã bồi thường đủ, xin lỗi khách.",
    }
    assert "đang làm lại" in send(client, f"{url}ket-thuc/", end, 409)
    done = {"request_id": uuid4(), "number": "12/KS", "cost_vnd": "0"}
    send(client, f"{url}lam-lai/1/", done)
    send(client, f"{url}ket-thuc/", {**end, "request_id": uuid4()})
    assert "Đã bồi thường" in page(client, url)
    assert case.number in page(client, f"{HOME}?da=xong")


def test_a_lost_thing_is_found_again_with_two_signatures(who: Cast, dossier: Dossier) -> None:
    case = report(act(who.teller, who.point), papers(dossier), IncidentKind.LOSS)
    client, url = signed_in(manager()), f"{HOME}{case.id}/tim-thay/"
    typed = {"request_id": uuid4(), "to": case.holder_id, "username": "gdv.mau", "pin": PIN}
    assert who.point.name in page(client, url)
    send(client, url, typed)
    assert Item.objects.get(id=case.item_id).holder.kind == HolderKind.PLACE


def test_the_case_says_that_nothing_proves_the_acceptance(who: Cast) -> None:
    dossier = transfer(who, accept(who, at_counter(who)))
    case = report(act(who.specialist, who.agency), papers(dossier), IncidentKind.LOSS)
    liability.record_liability(
        act(manager()),
        incident_id=case.id,
        finding="Bưu điện chưa từng nhận hồ sơ này.",
        papers_vnd=0,
        compensation_vnd=0,
    )
    assert "không bồi thường" in page(signed_in(manager()), f"{HOME}{case.id}/")


def test_the_dossiers_page_leads_to_its_cases(who: Cast, dossier: Dossier) -> None:
    case = report(act(who.teller, who.point), papers(dossier), IncidentKind.DAMAGE)
    shown = page(signed_in(who.teller), f"/lam-viec/ho-so/{dossier.id}/")
    assert f"{HOME}{case.id}/" in shown
    assert f"{HOME}bao-ho-so/{dossier.id}/" in shown
