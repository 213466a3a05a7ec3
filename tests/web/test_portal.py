"""The public pages: what a citizen finds before leaving home."""

import json
import re
from datetime import UTC, date, datetime
from itertools import product

import pytest
from django.http import HttpResponse
from django.test import Client
from typer.testing import CliRunner

from tests import cast
from tests.cast import Cast
from tram.cash.queries import tariff
from tram.cash.rules.tariff import Exemption, Zone, quote
from tram.catalogue.rules.eligibility import Direction
from tram.cli.main import app
from tram.core.money import format_vnd
from tram.directory.queries import points

PROCEDURE = "/thu-tuc/2.000488/"
PAGES = (
    "/",
    "/theo-doi/",
    "/thu-tuc/",
    PROCEDURE,
    "/diem-phuc-vu/",
    "/gia-cuoc/",
    "/ho-tro-tiep-can/",
)
UNCONFIRMED = "chưa được cán bộ xác nhận"
DEMONSTRATION = "số liệu trình diễn"
TODAY = date(2019, 11, 4)


def text(response: object) -> str:
    """The words of a page's main part."""
    assert isinstance(response, HttpResponse)
    words = re.sub(r"<[^>]+>", " ", response.content.decode().split("<main", 1)[1])
    return " ".join(words.split("</main")[0].split())


@pytest.mark.parametrize("address", PAGES)
def test_everybody_may_open_it_and_nothing_is_written(
    client: Client, who: Cast, address: str, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(6) as asked:  # type: ignore[operator]
        page = client.get(address)
    assert page.status_code == 200
    written = [q["sql"] for q in asked if not q["sql"].startswith(("SELECT", "\nSELECT"))]
    assert not written
    assert "tram" not in page.cookies


def test_the_front_page_begins_with_the_tracking_box(client: Client, who: Cast) -> None:
    html = client.get("/").content.decode()
    assert html.index('name="code"') < html.index('id="procedure"') < html.index('id="place"')
    assert html.count("<h1") == 1
    for service in ("Chỉ gửi hồ sơ", "Chỉ nhận kết quả", "Gửi hồ sơ và nhận kết quả"):
        assert service in html


@pytest.mark.law("65b")
@pytest.mark.parametrize("words", ["ly lich tu phap", "LÝ LỊCH", "phieu ly lich", "2.000488"])
def test_a_procedure_is_found_by_everyday_words(client: Client, who: Cast, words: str) -> None:
    page = client.get("/thu-tuc/", {"q": words})
    assert PROCEDURE in page.content.decode()
    assert "Đăng ký khai sinh" not in text(page)


def test_nothing_found_says_what_to_try(client: Client, who: Cast) -> None:
    page = text(client.get("/thu-tuc/", {"q": "không có gì như thế"}))
    assert "Không tìm thấy thủ tục nào" in page
    assert "Hãy thử ít chữ hơn" in page


def test_the_list_goes_on_page_by_page_without_repeating(client: Client, who: Cast) -> None:
    address, seen = "/thu-tuc/", list[str]()
    while address:
        html = client.get(address).content.decode()
        seen += re.findall(r'href="/thu-tuc/([\d.]+)/"', html)
        following = re.search(r'href="(/thu-tuc/\?[^"]+)"\s+rel="next"', html)
        address = following[1].replace("&amp;", "&") if following else ""
    assert len(seen) == len(set(seen)) > 150


@pytest.mark.parametrize("name", ["q", "after"])
@pytest.mark.parametrize(
    "junk",
    ["\x00", "%", "' OR 1=1 --", "9~x", "ă" * 5000, "\ud800".encode("utf-8", "surrogatepass")],
)
def test_junk_in_the_address_breaks_nothing(
    client: Client, who: Cast, name: str, junk: str | bytes
) -> None:
    for address in ("/thu-tuc/", "/diem-phuc-vu/"):
        assert client.get(address, {name: junk}).status_code == 200


@pytest.mark.law("3a")
def test_what_no_official_confirmed_is_marked_on_every_row_and_page(
    client: Client, who: Cast
) -> None:
    page = client.get("/thu-tuc/").content.decode()
    assert page.count(UNCONFIRMED) == len(re.findall(r'href="/thu-tuc/[\d.]+/"', page)) == 20
    assert UNCONFIRMED in text(client.get(PROCEDURE))


def test_a_procedure_shows_its_papers_limit_fee_and_both_ways(client: Client, who: Cast) -> None:
    page = text(client.get(PROCEDURE))
    for paper in who.version.papers.all():
        assert paper.name in page
    assert "Gửi hồ sơ qua bưu điện Được" in page
    assert "Nhận kết quả tại nhà Được" in page
    assert "10 ngày" in page
    assert "Phí 200.000 đ" in page
    assert "/gia-cuoc/?fee=200000" in client.get(PROCEDURE).content.decode()


@pytest.mark.law("3b")
def test_a_procedure_shows_the_limit_of_each_channel_where_they_differ(
    client: Client, who: Cast
) -> None:
    cast.follow(who.version, limit_value=5, limit_unit="working-day", limits={3: (2, "month")})
    page = text(client.get(PROCEDURE))
    assert "Thời hạn khi nộp trực tiếp 5 ngày làm việc" in page
    assert "Thời hạn khi nộp trực tuyến 5 ngày làm việc" in page
    assert "Thời hạn khi gửi qua bưu điện 2 tháng" in page
    assert "Thời hạn giải quyết" not in page
    client.force_login(who.teller)
    assert "thời hạn 2 tháng" in text(
        client.get(f"/lam-viec/nhan-ho-so/{who.version.procedure.code}/")
    )


@pytest.mark.law("3a")
def test_law_and_decision_are_shown_or_said_to_be_missing(client: Client, who: Cast) -> None:
    page = text(client.get(PROCEDURE))
    assert "Căn cứ pháp lý Chưa có trong nguồn" in page
    assert "Quyết định công bố Chưa có trong nguồn" in page
    cast.follow(who.version, legal_basis="Luật Mẫu", publication_decision="QĐ 1/QĐ-UBND")
    page = text(client.get(PROCEDURE))
    assert "Căn cứ pháp lý Luật Mẫu" in page
    assert "Quyết định công bố QĐ 1/QĐ-UBND" in page


def test_a_way_that_is_closed_says_why(client: Client, who: Cast) -> None:
    page = text(client.get("/thu-tuc/2.000200/"))
    assert "Gửi hồ sơ qua bưu điện Không Phải có mặt trực tiếp để chụp ảnh" in page
    assert "Nhận kết quả tại nhà Được" in page


@pytest.mark.law("3d")
def test_a_fee_nobody_knows_is_not_zero(client: Client, who: Cast) -> None:
    page = text(client.get("/thu-tuc/2.000200/"))
    assert "Phí, lệ phí Chưa rõ" in page
    assert "0 đ" not in page


def test_a_procedure_that_does_not_exist_is_a_page_that_does_not(
    client: Client, who: Cast
) -> None:
    assert client.get("/thu-tuc/9.999999/").status_code == 404


@pytest.mark.parametrize(
    ("exemption", "service"), [("none", "send"), ("half", "both"), ("free", "receive")]
)
def test_the_price_is_that_of_the_counter(
    client: Client, who: Cast, exemption: str, service: str
) -> None:
    ways = {"send": [Direction.IN], "receive": [Direction.OUT], "both": list(Direction)}[service]
    asked = quote(tariff(day=TODAY), ways, Zone.BETWEEN_DISTRICTS, 120, Exemption(exemption))
    page = text(client.get("/gia-cuoc/", price_of(service=service, exemption=exemption)))
    for line in asked.lines:
        assert f"{format_vnd(line.amount_vnd)}" in page
        assert line.source in page
    assert f"Tổng cộng {format_vnd(asked.total_vnd)}" in page


def price_of(**changed: str) -> dict[str, str]:
    plain = {"service": "send", "start": "243", "end": "251", "grams": "120", "exemption": "none"}
    return plain | changed


def test_passing_a_fee_on_is_an_item_of_its_own(client: Client, who: Cast) -> None:
    page = text(client.get("/gia-cuoc/", price_of(fee="200.000")))
    assert "Công chuyển nộp phí, lệ phí cho cơ quan" in page
    assert "Phí, lệ phí nộp hộ cho cơ quan 200.000 đ" in page
    assert "Tổng cộng 38.000 đ" in page
    assert "Tổng số tiền ông/bà trả 238.000 đ" in page
    assert "Công chuyển nộp" not in text(client.get("/gia-cuoc/", price_of()))


ZONES = (
    ("within-district", "243", "243"),
    ("between-districts", "243", "251"),
    ("in-region", "243", "in-region"),
    ("adjacent-region", "243", "adjacent-region"),
    ("far-region", "243", "far-region"),
)
GRAMS = (1, 100, 101, 250, 251, 500, 501, 1000, 1001)
FEES = ("", "0", "200000")


@pytest.mark.law("16d")
@pytest.mark.parametrize("exempt", ["none", "half", "free"])
@pytest.mark.parametrize("service", ["send", "receive", "both"])
def test_the_page_and_the_command_give_the_same_quotation(
    client: Client, who: Cast, service: str, exempt: str
) -> None:
    """Every road with every weight; each of them meets each fee, though not in every pair."""
    direction = {"send": "in", "receive": "out", "both": "both"}[service]
    for (i, (zone, start, end)), (j, grams) in product(enumerate(ZONES), enumerate(GRAMS)):
        fee = FEES[(i + j) % len(FEES)]
        words = f"price --direction {direction} --grams {grams} --zone {zone} --exempt {exempt}"
        asked = [*words.split(), "--date", TODAY.isoformat(), "--json"]
        told = json.loads(
            CliRunner().invoke(app, [*asked, *(["--fee", fee] if fee else [])]).stdout
        )
        place = {"service": service, "start": start, "end": end, "fee": fee}
        shown = client.get("/gia-cuoc/", price_of(**place, grams=str(grams), exemption=exempt))
        found = shown.context["asked"]
        assert found.total_vnd == told["total_vnd"]
        assert [(item.amount_vnd, item.source) for item in found.items] == [
            (line["amount_vnd"], line["source"]) for line in told["lines"]
        ]


def test_the_price_names_its_list_and_what_the_law_leaves_open(client: Client, who: Cast) -> None:
    page = text(client.get("/gia-cuoc/", price_of()))
    assert "Bảng giá TT 22/2017/TT-BTTTT, áp dụng từ 29/09/2017." in page
    assert "Chưa rõ giá đã gồm thuế GTGT hay chưa" in page
    assert "vùng 1, 2, 3" not in page
    assert "vùng 1, 2, 3" in text(client.get("/gia-cuoc/", price_of(end="far-region")))


def test_near_is_cheaper_than_far(client: Client, who: Cast) -> None:
    totals = [
        int(
            re.findall(r"Tổng cộng ([\d.]+) đ", text(client.get("/gia-cuoc/", price_of(end=end))))[
                0
            ].replace(".", "")
        )
        for end in ("243", "251", "far-region")
    ]
    assert totals == sorted(totals)
    assert totals[0] < totals[2]


def test_a_price_that_cannot_be_computed_names_each_field(client: Client, who: Cast) -> None:
    sent = {
        "service": "",
        "start": "",
        "end": "x",
        "grams": "0",
        "exemption": "none",
        "fee": "1,5",
    }
    response = client.get("/gia-cuoc/", sent)
    page = text(response)
    assert response.status_code == 422
    for sentence in (
        "Chưa chọn «Dịch vụ».",
        "Chưa chọn «Ông/bà ở».",
        "«Cơ quan giải quyết ở»: hãy chọn trong danh sách.",
        "«Khối lượng (gam)» quá nhỏ",
        "Hãy ghi số đồng chẵn",
    ):
        assert page.count(sentence) == 2
    assert 'value="1,5"' in response.content.decode()
    assert "Tổng cộng" not in page


def test_no_service_is_chosen_for_the_citizen(client: Client, who: Cast) -> None:
    html = client.get("/gia-cuoc/?fee=200000").content.decode()
    services = re.findall(r'<input[^>]*name="service"[^>]*>', html)
    assert len(services) == 3
    assert not any("checked" in box for box in services)
    assert 'value="200000"' in html


@pytest.mark.law("65b")
def test_a_post_office_is_found_by_its_commune_without_accents(client: Client, who: Cast) -> None:
    page = text(client.get("/diem-phuc-vu/", {"q": "hop chau"}))
    assert "Điểm Bưu điện – Văn hóa xã Hợp Châu" in page
    assert "Vĩnh Yên" not in page.split("Hôm nay là")[1]


def test_invented_post_offices_are_marked_as_such(client: Client, who: Cast) -> None:
    page = text(client.get("/diem-phuc-vu/"))
    assert "Các điểm dưới đây là số liệu trình diễn" in page
    assert page.count(DEMONSTRATION) == 21


def test_a_district_shows_all_its_post_offices_page_by_page(client: Client, who: Cast) -> None:
    address, seen = "/diem-phuc-vu/?huyen=252", list[str]()
    while address:
        html = client.get(address).content.decode()
        seen += re.findall(r'<th scope="row">\s*<span lang="vi">([^<]+)</span>', html)
        following = re.search(r'href="(/diem-phuc-vu/\?[^"]+)"\s+rel="next"', html)
        address = following[1].replace("&amp;", "&") if following else ""
    assert len(seen) == len(set(seen)) > 20


@pytest.mark.parametrize(
    ("day", "some_open"),
    [(4, True), (9, True), (10, False)],
    ids=["Monday", "Saturday", "Sunday"],
)
def test_open_today_or_not(client: Client, who: Cast, day: int, some_open: bool) -> None:
    cast.at(datetime(2019, 11, day, 3, tzinfo=UTC))
    page = text(client.get("/diem-phuc-vu/", {"q": "tam dao"}))
    assert f"{day:02d}/11/2019" in page
    assert ("Mở cửa" in page) is some_open


def test_on_saturday_only_those_that_work_then_are_open(db: None) -> None:
    saturday = points("", day=date(2019, 11, 9), limit=200)
    assert {row.open_today for row in saturday} == {True, False}
    assert all(row.open_today is row.works_saturday for row in saturday)


def test_on_a_public_holiday_all_are_closed(db: None) -> None:
    assert not any(row.open_today for row in points("", day=date(2019, 9, 2), limit=200))


def test_what_helps_readers_is_told_and_linked_from_every_page(client: Client, who: Cast) -> None:
    assert "WCAG 2.2" in text(client.get("/ho-tro-tiep-can/"))
    for address in PAGES:
        html = client.get(address).content.decode()
        assert 'href="/ho-tro-tiep-can/"' in html
        assert 'href="/gia-cuoc/"' in html
