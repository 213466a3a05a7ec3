"""The pages of money at the post: receipts and refunds of a dossier, the manager's lists, a new price table."""

import io
import re
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.cash.test_new_tariff import office
from tests.cast import PIN, Cast, manager, person, take_in
from tests.web.page_reading import words
from tram.accounts.rules.access import Role
from tram.cash.models import CashLine, Receipt, ReceiptBook, Refund, Tariff
from tram.cash.rules.ceiling import Override, OverrideReason
from tram.cash.rules.price_cells import CELLS
from tram.core.workbook import workbook
from tram.custody.commands.charges import Payment
from tram.dossiers.models import Dossier
from tram.web.workplace.payments.tariffs import cell_name


def url(dossier: Dossier, name: str = "dossier_payments", *more: object) -> str:
    return reverse(name, args=[dossier.id, *more])


def new() -> str:
    return str(uuid4())


@pytest.mark.law("42d")
def test_a_refund_is_asked_by_the_teller_and_approved_by_the_manager(
    who: Cast, client: Client
) -> None:
    dossier = take_in(who)
    client.force_login(who.teller)
    fee = CashLine.objects.get(stream=dossier.id, purpose="fee").seq
    sent = {"request_id": new(), "sums": [str(fee)], "reason": "wrong-fee", "words": ""}
    assert client.post(url(dossier), sent).status_code == 303
    page = words(client.get(url(dossier)))
    assert "chờ duyệt trả lại" in page
    assert "Duyệt trả lại" not in page
    refund = Refund.objects.get()
    approving = {"request_id": new(), "do": "approve"}
    refused = client.post(url(dossier, "decide_refund", refund.id), approving)
    assert refused.status_code == 409
    assert "không tự duyệt" in words(refused)
    client.force_login(manager())
    assert "200.000 đ" in words(client.get(reverse("refunds")))
    assert "Duyệt trả lại" in words(client.get(url(dossier)))
    approving = {"request_id": new(), "do": "approve"}
    assert client.post(url(dossier, "decide_refund", refund.id), approving).status_code == 303
    assert CashLine.objects.filter(stream=dossier.id, reverses_seq=fee).exists()
    assert "Đã trả lại" in words(client.get(url(dossier)))


def test_a_refund_without_a_reason_keeps_what_was_chosen(who: Cast, client: Client) -> None:
    dossier = take_in(who)
    client.force_login(who.teller)
    page = client.post(url(dossier), {"request_id": new(), "sums": ["1"]})
    assert page.status_code == 409
    assert re.search(r'<input[^>]*name="sums"[^>]*value="1"[^>]*checked', page.content.decode())
    assert not Refund.objects.exists()


def test_a_stranger_finds_no_money(who: Cast, client: Client) -> None:
    dossier = take_in(who)
    client.force_login(who.neighbour)
    for name in ("dossier_payments", "payments_print"):
        assert client.get(url(dossier, name)).status_code == 404
    client.force_login(who.officer)
    assert client.get(url(dossier)).status_code == 403


@pytest.mark.law("15b", "42c")
def test_receipts_are_printed_and_a_spoilt_one_is_replaced(who: Cast, client: Client) -> None:
    dossier = take_in(who)
    client.force_login(who.teller)
    printed = client.get(url(dossier, "payments_print"))
    assert printed.content.startswith(b"%PDF")
    spoilt = Receipt.objects.get(paper="fee")
    sent = {"request_id": new(), "reason": "misprinted"}
    assert client.post(url(dossier, "void_receipt", spoilt.id), sent).status_code == 303
    page = words(client.get(url(dossier)))
    assert "Đã hủy : In hỏng" in page or "Đã hủy: In hỏng" in page
    assert "0000001" in page
    assert "0000002" in page


@pytest.mark.law("16f")
def test_a_price_above_the_table_stands_on_the_managers_list(who: Cast, client: Client) -> None:
    client.force_login(manager())
    assert "Chưa có lần nào" in words(client.get(reverse("overrides")))
    reasoned = Override(99_000, OverrideReason.AGREED, "Giấy thỏa thuận số 5")
    take_in(who, payment=Payment(override=reasoned))
    page = words(client.get(reverse("overrides")))
    assert "Tất cả 1 lần." in page
    assert "Giấy thỏa thuận số 5" in page
    assert who.point.name in page


@pytest.mark.law("42c")
def test_a_manager_grants_a_book(who: Cast, client: Client) -> None:
    client.force_login(manager())
    sent = {
        "request_id": new(),
        "unit": str(who.point.id),
        "paper": "fee",
        "series": "MAU-20P",
        "first": "1",
        "last": "50",
    }
    assert client.post(reverse("receipt_books"), sent).status_code == 303
    assert ReceiptBook.objects.get(series="MAU-20P").granted_by == manager()
    assert "MAU-20P 0000001" in words(client.get(reverse("receipt_books")))
    again = client.post(reverse("receipt_books"), sent | {"request_id": new()})
    assert again.status_code == 409
    assert "chồng lên quyển" in words(again)


@pytest.mark.law("42d")
def test_voiding_with_a_colleagues_pin_gives_the_money_back_at_once(
    who: Cast, client: Client
) -> None:
    person("gdv.hai", "Giao Dịch Viên Hai", Role.TELLER, who.point)
    dossier = take_in(who)
    client.force_login(who.teller)
    sent = {"request_id": new(), "reason": "duplicate", "approver": "gdv.hai", "pin": PIN}
    page = client.post(reverse("receipt_void", args=[dossier.id]), sent, follow=True)
    assert "Hãy trả lại khách giấy tờ và" in words(page)
    other = take_in(who)
    sent = {"request_id": new(), "reason": "duplicate", "approver": "", "pin": ""}
    page = client.post(reverse("receipt_void", args=[other.id]), sent, follow=True)
    assert "chờ người khác duyệt" in words(page)


def typed(**changes: str) -> dict[str, str]:
    cells = {cell_name(c): "3.000" if c[2] is None else "40.000" for c in CELLS}
    head = {
        "request_id": new(),
        "code": "TT 99/2019",
        "name": "Giá mới",
        "valid_from": "01/12/2019",
        "remittance": "9.000",
        "remittance_source": "Biểu giá mới",
        "do": "publish",
    }
    return {**cells, **head, **changes}


def test_a_new_table_starts_from_a_copy_and_is_published(who: Cast, client: Client) -> None:
    client.force_login(office())
    copy = client.get(reverse("new_tariff")).content.decode()
    assert 'value="26000"' in copy
    bad = client.post(reverse("new_tariff"), typed(**{cell_name(CELLS[0]): "-5"}))
    assert bad.status_code == 409
    assert "không âm" in words(bad)
    assert 'value="-5"' in bad.content.decode()
    assert client.post(reverse("new_tariff"), typed()).status_code == 303
    page = words(client.get(reverse("tariffs")))
    assert "TT 99/2019 01/12/2019 chưa hết hạn" in page
    assert Tariff.objects.get(code="TT 22/2017/TT-BTTTT").valid_to is not None


def test_a_sheet_fills_the_table_and_its_faults_are_named(who: Cast, client: Client) -> None:
    client.force_login(office())
    columns = [("Chiều", 9), ("Khu vực", 20), ("Đến gam", 9), ("Giá", 9)]
    rows = [[c[0].value, c[1].value, str(c[2] or "tiep"), "50000"] for c in CELLS[:-1]]
    made = workbook("Giá", columns, [*rows, rows[0]])
    sheet = SimpleUploadedFile("gia.xlsx", io.BytesIO(made).read())
    page = client.post(reverse("new_tariff"), typed(do="read") | {"sheet": sheet})
    assert page.status_code == 422
    text = words(page)
    assert "ghi hai lần" in text
    assert "Thiếu giá của ô" in text
    assert 'value="50000"' in page.content.decode()
    assert not Tariff.objects.filter(code="TT 99/2019").exists()


def test_a_csv_sheet_fills_the_table_too(who: Cast, client: Client) -> None:
    client.force_login(office())
    rows = [f"{c[0].value},{c[1].value},{c[2] or 'tiep'},50000" for c in CELLS]
    for text, status in (
        ("\n".join(["Chiều,Khu vực,Đến gam,Giá", *rows]), 200),
        ("a;b\n1;2\n", 422),
    ):
        sheet = SimpleUploadedFile("gia.csv", text.encode())
        page = client.post(reverse("new_tariff"), typed(do="read") | {"sheet": sheet})
        assert page.status_code == status
    assert "dấu phẩy" in words(page)


def test_nobody_else_opens_the_price_tables(who: Cast, client: Client) -> None:
    for user in (who.teller, manager(), who.leader):
        client.force_login(user)
        for name in ("tariffs", "new_tariff"):
            assert client.get(reverse(name)).status_code == 403


@pytest.mark.law("16f")
def test_the_running_price_tells_what_is_above_the_table_or_why_not(
    who: Cast, client: Client
) -> None:
    client.force_login(who.teller)
    form = reverse("intake_form", args=[who.version.procedure.code])
    sent = {"agency": str(who.agency.id), "do": "price", "service": "send", "grams": "120"}
    page = words(client.post(form, sent | {"asked": "71.000"}))
    assert "cao hơn mức tối đa" in page
    reasoned = {"asked": "71.000", "override_reason": "agreed", "override_words": "Giấy số 5"}
    page = words(client.post(form, sent | reasoned))
    assert "Phần thu vượt bảng giá" in page
    assert "Tổng cộng 279.000 đ" in page


@pytest.mark.law("15d")
def test_a_fee_paid_at_the_agency_is_not_asked_for(who: Cast, client: Client) -> None:
    client.force_login(who.teller)
    form = reverse("intake_form", args=[who.version.procedure.code])
    sent = {"agency": str(who.agency.id), "do": "price", "service": "send", "grams": "120"}
    assert "200.000 đ" in words(client.post(form, sent))
    page = words(client.post(form, sent | {"fee_route": "agency-direct"}))
    assert "200.000 đ" not in page
    assert "8.000 đ" not in page
