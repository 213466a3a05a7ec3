"""The pages of qualified points: the share, one point, an inspection with its proof."""

import re
from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import Cast
from tests.directory.registers import inspect, standing_agency, trainer
from tests.scans import pdf
from tests.web.page_reading import folded
from tram.directory.models import AssessedCriterion

REGISTER = "/lam-viec/ke-hoach/diem-du-dieu-kien/"


@pytest.fixture
def page(who: Cast, client: Client) -> Client:
    client.force_login(standing_agency())
    return client


def at(who: Cast, tail: str = "") -> str:
    return f"{REGISTER}{who.point.id}/{tail}"


@pytest.mark.law("7c", "7d")
def test_the_register_prints_both_counts_the_target_and_who_was_never_inspected(
    who: Cast, page: Client
) -> None:
    assert "Chưa đo" in folded(page.get(REGISTER))
    inspect(who.point)
    said = folded(page.get(REGISTER))
    assert "<strong>1/150</strong> điểm (0,6 %)" in said
    assert "Chỉ tiêu năm 2019: 80 %" in said
    assert "cần thêm 119 điểm" in said
    never = folded(page.get(REGISTER, {"tinh_trang": "never"}))
    assert never.count('href="/lam-viec/ke-hoach/diem-du-dieu-kien/') >= 149
    assert at(who) not in never
    assert at(who) in folded(page.get(REGISTER, {"tinh_trang": "qualified"}))
    assert page.get(f"{REGISTER}bang-tinh/", {"tinh_trang": "qualified"}).content[:2] == b"PK"


@pytest.mark.law("7a")
def test_an_inspection_is_entered_with_its_proof(who: Cast, page: Client) -> None:
    form = folded(page.get(at(who, "danh-gia/")))
    assert "đề xuất, chưa có trong văn bản" in form
    assert "Theo sổ hôm nay:" in form
    words = {
        "request_id": str(uuid4()),
        "on": "01/11/2019",
        "met_storage": "yes",
        "file_storage": SimpleUploadedFile("tu.pdf", pdf(), "application/pdf"),
        "met_receipts": "no",
        "until_storage": "30/06/2020",
    }
    answer = page.post(at(who, "danh-gia/"), words)
    assert (answer.status_code, answer.headers["location"]) == (303, at(who))
    assert dict(AssessedCriterion.objects.values_list("code", "met")) == {
        "storage": True,
        "receipts": False,
    }
    kept = AssessedCriterion.objects.get(code="storage")
    assert (kept.valid_to, kept.file_id is not None) == (date(2020, 6, 30), True)
    assert "Tải tệp" in folded(page.get(at(who)))


@pytest.mark.law("7a")
def test_met_without_proof_is_refused_and_nothing_is_lost(who: Cast, page: Client) -> None:
    words = {"request_id": str(uuid4()), "on": "01/11/2019", "met_storage": "yes", "note": "Giữ"}
    answer = page.post(at(who, "danh-gia/"), words)
    assert answer.status_code == 409
    assert "phải có minh chứng" in folded(answer)
    assert 'value="Giữ"' in folded(answer)
    assert not AssessedCriterion.objects.exists()


def test_the_post_reads_and_does_not_judge_itself(who: Cast, client: Client) -> None:
    client.force_login(trainer())
    assert client.get(REGISTER).status_code == 200
    assert "Ghi kết quả kiểm tra" not in folded(client.get(at(who)))
    assert client.get(at(who, "danh-gia/")).status_code == 403
    assert client.get(f"{REGISTER}999999/").status_code == 404


@pytest.mark.law("7c")
def test_the_board_leads_to_the_register_behind_its_figure(who: Cast, page: Client) -> None:
    inspect(who.point)
    said = folded(page.get("/lam-viec/ke-hoach/"))
    links = re.findall(r'href="(/lam-viec/ke-hoach/[a-z-]+/\?ngay=[^"]+)"', said)
    assert {link.split("/")[3] for link in links} >= {
        "thoa-thuan",
        "diem-du-dieu-kien",
        "tap-huan",
        "tuyen-truyen",
        "bao-chi",
        "bao-cao-nam",
    }
    assert {page.get(link.replace("&amp;", "&")).status_code for link in links} == {200}
    assert "1/150" in said
