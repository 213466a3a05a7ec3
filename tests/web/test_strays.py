"""Requests that come the wrong way: every one is answered in words, and what was typed is not lost."""

import pytest
from django import forms
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, manager
from tram.web.forms import TramForm

HERE = "http://testserver"


@pytest.mark.parametrize("path", ["/", "/healthz", "/thu-tuc/", "/lam-viec/dang-nhap/"])
def test_a_monitor_may_ask_for_the_head_alone(client: Client, who: Cast, path: str) -> None:
    assert client.head(path).status_code == 200
    assert client.head("/khong-co-trang-nay/").status_code == 404


def test_an_address_that_only_takes_forms_says_so(counter: Client) -> None:
    page = counter.get(reverse("set_language"))
    assert (page.status_code, page["Allow"]) == (405, "POST")
    assert "chỉ nhận biểu mẫu" in page.content.decode()


def test_a_citizen_whose_page_is_old_is_not_told_to_sign_in(client: Client, who: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    page = strict.post(
        reverse("tracking"), {"code": "x"}, headers={"referer": HERE + "/theo-doi/"}
    )
    words = page.content.decode()
    assert page.status_code == 403
    assert "Hãy tải lại trang rồi gửi lại" in words
    assert "đăng nhập lại" not in words
    assert f'href="{reverse("tracking")}">' in words.split("<main")[1]


def sent_from(who: Cast, **headers: str) -> str:
    """A form of a page that was opened before its person signed in again in another window."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(who.teller)
    typed = {"unit": str(who.point.id), "note": "<Đỗ & con>", "pin": "135790"}
    page = browser.post(reverse("choose_place"), typed, headers=headers)
    assert page.status_code == 403
    return page.content.decode()


def test_what_was_typed_before_signing_in_elsewhere_can_be_sent_again(who: Cast) -> None:
    words = sent_from(who, origin=HERE)
    assert 'name="note" value="&lt;Đỗ &amp; con&gt;"' in words
    assert f'action="{reverse("choose_place")}"' in words
    assert f"ghi tên {who.teller.full_name}" in words
    assert "135790" not in words


@pytest.mark.parametrize(
    "headers", [{}, {"origin": "https://ke-gian.example"}, {"origin": "null"}]
)
def test_a_form_of_another_site_is_not_offered_again(who: Cast, headers: dict[str, str]) -> None:
    words = sent_from(who, **headers)
    assert "&lt;Đỗ &amp; con&gt;" not in words
    assert "Phiên làm việc đã hết hạn" in words


def test_nor_one_that_the_browser_says_came_from_elsewhere(who: Cast) -> None:
    headers = {"origin": HERE, "sec-fetch-site": "cross-site"}
    assert "&lt;Đỗ &amp; con&gt;" not in sent_from(who, **headers)


def test_too_much_at_once_is_told_in_words(counter: Client) -> None:
    page = counter.post(reverse("choose_place"), {f"x{number}": "1" for number in range(5001)})
    assert page.status_code == 400
    assert "không đọc được" in page.content.decode()


@pytest.mark.parametrize("day", ["01/01/0001", "31/12/1899", "01/01/2200", "31/12/9999"])
def test_a_day_of_a_year_that_nobody_can_mean_is_refused_at_its_field(day: str) -> None:
    class Asked(TramForm):
        tu = forms.DateField(label="Từ ngày")

    assert Asked({"tu": "02/12/2019"}).is_valid()
    assert Asked({"tu": day}).errors["tu"] == [
        "«Từ ngày» phải là một ngày có thật, ví dụ 02/12/2019."
    ]


@pytest.mark.parametrize("name", ["register", "counter_refusals", "quality"])
def test_a_page_asked_for_the_end_of_all_days_says_so(
    who: Cast, client: Client, name: str
) -> None:
    client.force_login(manager() if name != "register" else who.officer)
    page = client.get(reverse(name), {"tu": "01/01/0001", "den": "31/12/9999"})
    assert "phải là một ngày có thật" in page.content.decode()


def test_a_shuttle_round_of_the_year_1_is_not_there(officer: Client) -> None:
    assert officer.get(reverse("shuttle"), {"ngay": "0001-01-01"}).status_code == 404


def test_a_number_that_no_row_can_have_is_not_found(who: Cast, client: Client) -> None:
    client.force_login(manager())
    assert client.get(f"/lam-viec/diem-buu-dien/{10**22}/").status_code == 404
