"""The pages of remittances: what is owed, a batch made, paid, and confirmed by the agency; the statement."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.cash.test_remittance import make, to_province
from tests.cast import Cast, manager, take_in
from tests.web.page_reading import words
from tram.cash.models import MoneyDifference, Remittance


def sent(**more: object) -> dict[str, object]:
    return {"request_id": str(uuid4()), **more}


@pytest.mark.law("39b")
def test_a_batch_is_made_paid_and_confirmed(who: Cast, client: Client) -> None:
    take_in(who)
    to_province(who, 200_000)
    client.force_login(manager())
    owed = words(client.get(reverse("remittances")))
    assert "Cộng 200.000 đ 0 đ 0 đ 0 đ 200.000 đ" in owed
    unchosen = client.post(reverse("remittances"), sent(agency="", upto="04/11/2019"))
    assert unchosen.status_code == 409
    asked = sent(agency=who.agency.id, upto="04/11/2019")
    assert '<option value="" selected>' in client.get(reverse("remittances")).content.decode()
    assert client.post(reverse("remittances"), asked).status_code == 303
    again = client.post(reverse("remittances"), asked | {"request_id": str(uuid4())})
    assert again.status_code == 409
    url = reverse("remittance", args=[Remittance.objects.get().id])
    page = client.get(url)
    assert "Cộng 200.000 đ" in words(page)
    way_back = page.content.decode().split('class="breadcrumb"')[1].split("</nav>")[0]
    assert f'href="{reverse("remittances")}"' in way_back
    assert client.post(url, sent(proof="")).status_code == 409
    assert client.post(url, sent(proof="UNC 0001")).status_code == 303
    paid = words(client.get(url))
    assert f"đã chuyển 200.000 đ cho {who.agency.name}, chờ cơ quan xác nhận" in paid
    assert "Xác nhận đã nhận" not in paid
    client.force_login(who.leader)
    assert "Xác nhận đã nhận" in words(client.get(url))
    for wrong in ("-5", "1,5", "190.000"):
        assert client.post(url, sent(received=wrong, cause="")).status_code == 409
    assert client.post(url, sent(received="200.000", cause="")).status_code == 303
    assert "Cơ quan đã nhận đủ" in words(client.get(url))


@pytest.mark.law("39b")
def test_the_statement_is_printed_and_saved_for_both_sides_only(who: Cast, client: Client) -> None:
    take_in(who)
    ident = make(who)
    for user in (manager(), who.leader):
        client.force_login(user)
        assert client.get(reverse("statement_pdf", args=[ident])).content.startswith(b"%PDF")
        assert client.get(reverse("statement_sheet", args=[ident])).content.startswith(b"PK")
    client.force_login(who.teller)
    for name in ("remittance", "statement_pdf", "statement_sheet"):
        assert client.get(reverse(name, args=[ident])).status_code == 403


@pytest.mark.law("39d", "42b")
def test_a_batch_is_compared_with_the_statement_of_the_post(who: Cast, client: Client) -> None:
    take_in(who)
    ident = make(who)
    client.force_login(manager())
    sheet = client.get(reverse("statement_sheet", args=[ident])).content
    url = reverse("reconcile_batch", args=[ident])
    given = sent(side="post", sheet=SimpleUploadedFile("bang-ke.xlsx", sheet))
    assert client.post(url, given).status_code == 303
    page = client.get(url)
    assert "1 khoản khớp, 0 sai lệch" in words(page)
    assert "Đợt này chưa chuyển tiền" in words(page)
    other = "Bưu gửi,Số tiền\nRA999999999VN,5000\n".encode()
    for told in ("0 khoản khớp, 2 sai lệch", "không ghi thêm gì"):
        given = sent(side="post", sheet=SimpleUploadedFile("bang-ke.csv", other))
        assert client.post(url, given).status_code == 303
        page = client.get(url)
        assert told in words(page)
    assert "Bảng kê có, sổ không thu" in words(page)
    assert "Sổ đã thu, bảng kê không có" in words(page)
    bad = "Bưu gửi,Số tiền\nRA999999999VN,-5\n".encode()
    given = sent(side="post", sheet=SimpleUploadedFile("bang-ke.csv", bad))
    page = client.post(url, given)
    assert page.status_code == 422
    assert "bang-ke.csv:2" in words(page)


@pytest.mark.law("42b")
def test_a_difference_is_given_explained_and_closed_by_another(who: Cast, client: Client) -> None:
    take_in(who)
    ident = make(who)
    client.force_login(manager())
    other = "Bưu gửi,Số tiền\nRA999999999VN,5000\n".encode()
    given = sent(side="post", sheet=SimpleUploadedFile("bang-ke.csv", other))
    client.post(reverse("reconcile_batch", args=[ident]), given)
    one = MoneyDifference.objects.get(kind="not-collected")
    url = reverse("money_difference", args=[one.id])
    assert client.post(url, sent(do="close", words="x")).status_code == 409
    assert "– Chọn người xử lý –" in words(client.get(url))
    assert client.post(url, sent(do="owner", owner="")).status_code == 409
    assert client.post(url, sent(do="owner", owner=manager().id)).status_code == 303
    assert "Đã giao người xử lý sai lệch." in words(client.get(url))
    assert client.post(url, sent(do="owner", owner=who.teller.id)).status_code == 409
    assert client.post(url, sent(do="cause", cause="written-wrong")).status_code == 303
    assert client.post(url, sent(do="close", words="Tự đóng")).status_code == 409
    client.force_login(who.leader)
    assert client.post(url, sent(do="close", words="Đã sửa bảng kê")).status_code == 303
    assert client.post(url, sent(do="cause", cause="left-out")).status_code == 409
    page = words(client.get(url))
    assert "Đã xử lý xong" in page
    assert "Quản Lý Mẫu" in page
    every = reverse("money_differences")
    assert "RA999999999VN" in words(client.get(every, {"kind": "not-collected"}))
    assert "RA999999999VN" not in words(client.get(every, {"state": "open"}))
    assert client.get(reverse("money_differences_sheet")).content.startswith(b"PK")
    client.force_login(who.teller)
    assert client.get(url).status_code == 403


@pytest.mark.law("42b")
def test_the_list_of_the_bank_is_brought_on_a_page(who: Cast, client: Client) -> None:
    url = reverse("bank_list")
    client.force_login(who.leader)
    assert client.get(url).status_code == 403
    client.force_login(manager())
    rows = "Ngày,Số tiền,Số tham chiếu,Nội dung\n04/11/2019,5000,FT1,Khoản lạ\n".encode()
    for told in ("0 khoản khớp, 1 sai lệch", "không ghi thêm gì"):
        given = sent(sheet=SimpleUploadedFile("sao-ke.csv", rows))
        assert client.post(url, given).status_code == 303
        assert told in words(client.get(url))
    bad = "Ngày,Số tiền,Số tham chiếu\n31/02/2019,1.5,=A1\n".encode()
    page = client.post(url, sent(sheet=SimpleUploadedFile("sao-ke.csv", bad)))
    assert page.status_code == 422
    assert words(page).count("sao-ke.csv:2") == 3
