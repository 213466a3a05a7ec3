"""What the counter refuses and what it costs: one sentence each, nothing typed lost, nothing written."""

import re
from uuid import uuid4

import pytest
from django.test import Client

from tests.cast import Cast, follow
from tests.web.counter import form_url, post, refused, text, typed, written
from tram.cash.models import Quotation
from tram.core.errors import Refused
from tram.directory.models import Unit
from tram.dossiers.models import Party
from tram.web.workplace.fields import parse_phone
from tram.web.workplace.intake.checklist import ChecklistForm

# ---- refusals: one sentence each, nothing lost --------------------------------------------------


@pytest.mark.law("11c")
def test_a_missing_mandatory_paper_is_named_at_its_line(counter: Client, who: Cast) -> None:
    page = refused(counter, who, paper_2_certified="")
    assert "Còn thiếu giấy tờ bắt buộc: 2. Bản sao CMND" in page
    assert 'href="#id_paper_2_originals"' in page


def test_missing_papers_are_told_together_with_what_was_typed_wrongly(
    counter: Client, who: Cast
) -> None:
    page = refused(counter, who, paper_2_certified="", sender_phone="")
    assert "Chưa nhập «Điện thoại người gửi»." in page
    assert "Còn thiếu giấy tờ bắt buộc: 2. Bản sao CMND" in page


@pytest.mark.law("9b")
def test_without_the_customers_choice_of_service_nothing_is_taken_in(
    counter: Client, who: Cast
) -> None:
    assert "Chưa chọn «Dịch vụ khách chọn»." in refused(counter, who, service="")


@pytest.mark.law("14a")
def test_without_the_seal_before_the_customer_nothing_is_taken_in(
    counter: Client, who: Cast
) -> None:
    assert "Chưa nhập «Số niêm phong»." in refused(counter, who, seal_number="")
    assert "Hãy đánh dấu «Đã niêm phong trước mặt khách»" in refused(counter, who, sealed="")


@pytest.mark.parametrize(
    ("commune", "sentence"),
    [
        ("xa khong co", "Không có nơi nào tên «xa khong co»"),
        ("minh", "nơi khớp với «minh»"),
        ("", "Chưa nhập xã, phường, thị trấn của người gửi"),
    ],
)
def test_a_wrong_commune_says_what_to_type(
    counter: Client, who: Cast, commune: str, sentence: str
) -> None:
    page = refused(counter, who, sender_commune=commune)
    assert sentence in page
    assert 'href="#id_sender_commune"' in page


@pytest.mark.parametrize("phone", ["12", "01234567890", "abc", "0912 000"])
def test_a_wrong_phone_is_refused_with_an_example(counter: Client, who: Cast, phone: str) -> None:
    assert "ví dụ 0912 345 678" in refused(counter, who, sender_phone=phone)


@pytest.mark.parametrize(
    ("as_typed", "kept"),
    [
        ("0912 000 001", "0912000001"),
        ("+84 912 000 001", "0912000001"),
        ("(0211) 3 862 505", "02113862505"),
        ("+44 20 7946 0958", "+442079460958"),
    ],
)
def test_phones_are_kept_in_one_form(as_typed: str, kept: str) -> None:
    assert parse_phone(as_typed) == kept


def test_an_identity_number_has_the_right_length(counter: Client, who: Cast) -> None:
    assert "CMND có 9 chữ số" in refused(counter, who, sender_id="12345")


@pytest.mark.law("16e")
def test_a_lower_price_without_proof_is_refused(counter: Client, who: Cast) -> None:
    assert "Chưa nhập «Loại và số giấy chứng minh»." in refused(
        counter, who, exemption="poor-household"
    )


@pytest.mark.law("17a")
def test_declared_secrets_are_sent_to_kt1_and_nothing_is_kept(counter: Client, who: Cast) -> None:
    assert "đường thư KT1" in refused(counter, who, secret="on")
    assert not Party.objects.exists()


def test_a_result_at_home_needs_the_customers_consent(counter: Client, who: Cast) -> None:
    assert "Hãy đánh dấu «Khách đồng ý" in refused(counter, who, consent="")


@pytest.mark.law("9d")
def test_a_closed_way_back_is_shown_closed_and_refused_with_its_reason(
    counter: Client, who: Cast
) -> None:
    who.version = follow(who.version, postal_out=False, postal_out_reason="Phải ký nhận tại chỗ.")
    page = counter.get(form_url()).content.decode()
    closed = re.search(r'<input type="radio" name="service" value="both"[^>]*>', page)
    assert closed
    assert "disabled" in closed[0]
    assert "Phải ký nhận tại chỗ." in page
    assert "Phải ký nhận tại chỗ." in refused(counter, who)


def test_wrong_numbers_are_refused_at_their_field(counter: Client, who: Cast) -> None:
    assert "quá nhỏ" in refused(counter, who, grams="0")
    assert "quá lớn" in refused(counter, who, paper_1_originals="1000")
    assert "phải là số nguyên" in refused(counter, who, grams="một trăm")


def test_an_agency_that_does_not_settle_it_is_refused(counter: Client, who: Cast) -> None:
    other = Unit.objects.filter(kind="department").exclude(id=who.agency.id)[0]
    before = written()
    response = post(counter, who, agency=str(other.id))
    assert response.status_code == 409
    assert "«Cơ quan giải quyết»: hãy chọn trong danh sách." in text(response)
    assert written() == before


# ---- the price ---------------------------------------------------------------------------------


@pytest.mark.law("16c", "16d")
def test_the_price_is_computed_line_by_line_and_is_what_is_taken(
    counter: Client, who: Cast
) -> None:
    before = written()
    quoted = post(counter, who, do="price")
    assert quoted.status_code == 200
    assert written() == before
    assert "data-error-summary" not in quoted.content.decode()
    amounts = re.findall(r'<dd class="money">\s*([\d.]+) đ', quoted.content.decode())
    assert "8.000" in amounts
    assert "200.000" in amounts
    assert "TT 22/2017/TT-BTTTT" in text(quoted)
    post(counter, who)
    total = f"{Quotation.objects.get().total_vnd:,}".replace(",", ".")
    assert amounts[-1] == total


def test_the_price_needs_only_what_it_depends_on_and_keeps_the_rest(
    counter: Client, who: Cast
) -> None:
    words = {
        "agency": str(who.agency.id),
        "do": "price",
        "service": "send",
        "grams": "120",
        "exemption": "none",
        "sender_name": "Đang gõ dở",
    }
    page = counter.post(form_url(), words)
    assert "Tổng cộng" in text(page)
    assert 'value="Đang gõ dở"' in page.content.decode()
    assert "Còn thiếu giấy tờ bắt buộc: 1. Tờ khai" in text(page)


def test_the_price_says_what_it_still_needs(counter: Client, who: Cast) -> None:
    page = text(post(counter, who, do="price", grams="", service=""))
    assert "Để tính tiền còn cần:" in page
    assert "Chưa nhập «Khối lượng cả bì (gam)»." in page
    assert "Tổng cộng" not in page


def test_htmx_gets_the_price_alone(counter: Client, who: Cast) -> None:
    words = {"agency": str(who.agency.id)} | typed(do="price")
    response = counter.post(form_url(), words, headers={"HX-Request": "true"})
    assert "<html" not in response.content.decode()
    assert "Tổng cộng" in text(response)


@pytest.mark.law("3d")
def test_an_unknown_fee_is_said_to_be_unknown(counter: Client, who: Cast) -> None:
    who.version = follow(who.version, fees=False)
    page = text(post(counter, who, do="price"))
    assert "danh mục chưa ghi nên chưa thu tại đây" in page
    assert " 0 đ" not in page


def test_a_refusal_about_papers_of_a_list_without_any_stands_over_the_whole_form() -> None:
    form = ChecklistForm({"request_id": str(uuid4())})
    assert form.is_valid()
    form.refuse(Refused("no-paper", "Hồ sơ chưa có giấy tờ nào: hãy đếm lại."))
    assert form.non_field_errors() == ["Hồ sơ chưa có giấy tờ nào: hãy đếm lại."]
