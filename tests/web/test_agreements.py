"""The pages of cooperation agreements: who signed, who is late, entering one with its file."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import Cast
from tests.directory.registers import agreement, reporter, standing_agency
from tests.scans import pdf
from tests.web.page_reading import folded
from tram.directory.models import Agreement, Attachment

REGISTER = "/lam-viec/ke-hoach/thoa-thuan/"


def sent(**words: Any) -> dict[str, Any]:
    return {
        "request_id": str(uuid4()),
        "number": "05/TTHT-MẪU",
        "signed_on": "10/09/2019",
        "scope": "both",
        "valid_from": "10/09/2019",
        **words,
    }


@pytest.fixture
def page(who: Cast, client: Client) -> Client:
    client.force_login(reporter(who))
    return client


def own(who: Cast) -> str:
    return f"{REGISTER}{who.agency.slug}/"


@pytest.mark.law("6b", "6c")
def test_the_register_tells_how_many_signed_and_who_is_late(who: Cast, client: Client) -> None:
    agreement(who)
    client.force_login(standing_agency())
    said = folded(client.get(REGISTER))
    signed, asked = map(int, re.findall(r"<strong>(\d+)/(\d+)</strong>", said)[0])
    assert (signed, asked > 20) == (1, True)
    assert said.count("Chưa ký, đã quá hạn") == asked - 1
    assert said.count("Đã ký đúng hạn") == 1
    before = folded(client.get(REGISTER, {"ngay": "09/09/2019"}))
    assert f"<strong>0/{asked}</strong>" in before
    assert "Chưa ký, đã quá hạn" not in before


@pytest.mark.law("6a")
def test_an_agreement_is_entered_with_its_signed_file(who: Cast, page: Client) -> None:
    scan = SimpleUploadedFile("thoa-thuan.pdf", pdf(), "application/pdf")
    form = folded(page.get(f"{own(who)}ghi/"))
    post = re.findall(r'<option value="(\d+)"', form)[0]
    answer = page.post(f"{own(who)}ghi/", sent(post=post, file=scan))
    assert (answer.status_code, answer.headers["location"]) == (303, own(who))
    file = Attachment.objects.get()
    assert Agreement.objects.get().file_id == file.id
    served = page.get(f"/lam-viec/ke-hoach/tep/{file.id}/")
    assert served.content == pdf()
    assert served.headers["content-disposition"].startswith("attachment")
    assert page.get(f"/lam-viec/ke-hoach/minh-chung/{file.id}/").status_code == 404


@pytest.mark.law("6d")
def test_a_signature_after_the_expiry_is_refused_at_its_field_with_nothing_lost(
    who: Cast, page: Client
) -> None:
    post = re.findall(r'<option value="(\d+)"', folded(page.get(f"{own(who)}ghi/")))[0]
    answer = page.post(f"{own(who)}ghi/", sent(post=post, valid_to="09/09/2019"))
    assert answer.status_code == 409
    assert "đã hết hiệu lực từ sau ngày 09/09/2019" in folded(answer)
    assert 'value="05/TTHT-MẪU"' in folded(answer)
    assert not Agreement.objects.exists()


def test_an_agreement_is_ended_with_a_reason(who: Cast, page: Client) -> None:
    found = agreement(who)
    words = {"request_id": str(uuid4()), "kind": "ended", "last_day": "31/10/2019"}
    address = f"{own(who)}{found}/cham-dut/"
    assert page.post(address, words).status_code == 422
    assert page.post(address, {**words, "reason": "Ký bản mới"}).status_code == 303
    assert "Không còn hiệu lực" in folded(page.get(own(who)))


def test_another_agency_sees_no_button_and_is_refused(who: Cast, client: Client) -> None:
    client.force_login(reporter(who))
    other = f"{REGISTER}so-y-te/"
    assert "Ghi thỏa thuận" not in folded(client.get(other))
    post = re.findall(r'<option value="(\d+)"', folded(client.get(f"{other}ghi/")))[0]
    assert client.post(f"{other}ghi/", sent(post=post)).status_code == 409
    assert not Agreement.objects.exists()


def test_the_register_is_saved_as_a_spreadsheet(who: Cast, page: Client) -> None:
    saved = page.get(f"{REGISTER}bang-tinh/", {"ngay": "04/11/2019"})
    assert saved.content[:2] == b"PK"
    assert page.get(f"{REGISTER}khong-co/").status_code == 404


def test_a_teller_has_no_part_in_it(who: Cast, client: Client) -> None:
    client.force_login(who.teller)
    assert client.get(REGISTER).status_code == 403
