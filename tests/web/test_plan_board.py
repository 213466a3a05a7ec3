"""The board of the plan: from a figure to its dossiers and their proof, who sees what, the public page."""

import io
import re
import zipfile
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import cast
from tests.cast import Cast
from tests.web.page_reading import words
from tram.accounts.models import User
from tram.accounts.rules.access import Role
from tram.custody.models import ReceiptKind
from tram.directory.models import Unit
from tram.dossiers.models import Dossier
from tram.programme.queries.figures import board
from tram.programme.queries.rolling import twelve_months
from tram.programme.rules.indicators import Indicator
from tram.web.workplace.plan.board import FIRST

YEAR = {"nam": "2019", "den": "31/12/2019"}
LINK = re.compile(r'href="(/lam-viec/ke-hoach/[^"]*)"')


@pytest.fixture
def watcher(who: Cast) -> User:
    """Who watches over the plan."""
    return cast.person(
        "tt.mau", "Thường Trực Mẫu", Role.STANDING_AGENCY, Unit.objects.get(slug="so-tttt")
    )


@pytest.fixture
def reporter(who: Cast) -> User:
    """Who reports for the agency."""
    return cast.person("bc.mau", "Báo Cáo Mẫu", Role.AGENCY_REPORTER, who.agency)


def get(client: Client, user: User, name: str, *where: Any, **asked: str) -> Any:
    client.force_login(user)
    return client.get(reverse(name, args=where), YEAR | asked)


def posted(who: Cast) -> Dossier:
    """Taken in by the post, handed over with two signatures, accepted."""
    return cast.accept(who, cast.arrive(who, cast.take_in(who)))


def links(answer: Any, *parts: str) -> list[str]:
    found = [link.replace("&amp;", "&") for link in LINK.findall(answer.content.decode())]
    return [link for link in found if all(part in link for part in parts)]


def behind(who: Cast, indicator: str = "received_by_post", **more: str) -> dict[str, str]:
    return {"chi-tieu": indicator, "don-vi": who.agency.slug, **more}


@pytest.mark.law("48c", "47a")
def test_from_the_board_to_the_proof_of_one_dossier(
    who: Cast, client: Client, watcher: User
) -> None:
    dossier = posted(who)
    whole = get(client, watcher, "plan_board", mo="tat-ca")
    assert re.search(f"1/1 = 100 %[^%]*{who.agency.name} ; chỉ tiêu 15 %", words(whole))
    assert "Kế hoạch 125/KH-UBND, năm 2019" in words(whole)
    (figure,) = set(links(whole, "danh-sach", "received_by_post", f"don-vi={who.agency.slug}"))
    listed = client.get(figure)
    assert str(dossier.number) in words(listed)
    (one,) = links(listed, f"/ho-so/{dossier.id}/")
    proof = words(client.get(one))
    assert "Tính là tiếp nhận qua bưu chính" in proof
    assert "Không tính là trả kết quả qua bưu chính" in proof
    for page in (words(whole), words(listed), proof):
        assert "Nguyễn Văn Mẫu" not in page
        assert "0912000001" not in page


def test_a_proof_names_the_hand_over_and_opens_the_case_only_to_its_agency(
    who: Cast, client: Client, watcher: User
) -> None:
    dossier = posted(who)
    seen = get(client, watcher, "plan_proof", dossier.id)
    manifest = dossier.items.get(kind="papers").entries.get(manifest__kind="hand-over").manifest
    assert manifest.number in words(seen)
    case = reverse("dossier", args=[dossier.id])
    assert case not in seen.content.decode()
    assert case in get(client, who.leader, "plan_proof", dossier.id).content.decode()


@pytest.mark.law("47c")
def test_a_delivered_result_counts_and_its_evidence_is_named(
    who: Cast, client: Client, watcher: User
) -> None:
    dossier = posted(who)
    for step in (cast.settle, cast.release, cast.deliver):
        dossier = step(who, dossier)
    listed = get(client, watcher, "plan_behind", **behind(who, "returned_by_post"))
    assert str(dossier.number) in words(listed)
    proof = words(get(client, watcher, "plan_proof", dossier.id))
    assert "Tính là trả kết quả qua bưu chính" in proof
    assert f"· {ReceiptKind.SIGNED_PAPER.label}" in proof


@pytest.mark.law("48e", "47b")
def test_what_is_left_out_is_listed_with_its_reason(
    who: Cast, client: Client, watcher: User
) -> None:
    waiting = cast.take_in(who)
    counted = get(client, watcher, "plan_behind", **behind(who))
    assert "Không có hồ sơ nào ở phần này" in words(counted)
    left_out = get(client, watcher, "plan_behind", **behind(who, phan="excluded"))
    assert links(left_out, f"/ho-so/{waiting.id}/")
    assert "Bưu điện đã nhận, chưa ký biên bản giao nhận" in words(left_out)
    other = behind(who, phan="excluded", **{"ly-do": "voided"})
    assert not links(get(client, watcher, "plan_behind", **other), f"/ho-so/{waiting.id}/")


def test_who_has_one_agency_is_led_to_its_own_page(
    who: Cast, client: Client, reporter: User
) -> None:
    posted(who)
    for person in (reporter, who.leader):
        led = get(client, person, "plan_board")
        assert led.status_code == 302
        page = client.get(led.url)
        assert who.agency.name in words(page)
        assert re.search("1/1 = 100 %[^%]*; chỉ tiêu 15 %", words(page))
        assert "Tháng 11 " in words(page)
        assert cast.PROCEDURE in words(page)


def test_nobody_sees_the_figures_of_another_agency(
    who: Cast, client: Client, reporter: User
) -> None:
    dossier = posted(who)
    other = Unit.objects.get(slug="so-gtvt")
    stranger = cast.person("bc.khac", "Báo Cáo Khác", Role.AGENCY_REPORTER, other)
    assert get(client, stranger, "plan_agency", who.agency.slug).status_code == 404
    assert get(client, stranger, "plan_behind", **behind(who)).status_code == 404
    assert get(client, stranger, "plan_behind", **{"chi-tieu": "volume"}).status_code == 404
    assert get(client, stranger, "plan_proof", dossier.id).status_code == 404
    assert get(client, stranger, "plan_agency", other.slug).status_code == 200
    assert get(client, who.teller, "plan_board").status_code == 403


def test_the_whole_province_is_listed_only_to_who_sees_it_whole(
    who: Cast, client: Client, watcher: User, reporter: User
) -> None:
    dossier = posted(who)
    whole = {"chi-tieu": "received_by_post"}
    board_page = get(client, watcher, "plan_board")
    (province,) = {
        li
        for li in links(board_page, "received_by_post")
        if "don-vi=" not in li and "danh-sach" in li
    }
    assert str(dossier.number) in words(client.get(province))
    assert get(client, reporter, "plan_behind", **whole).status_code == 404


@pytest.mark.law("46b")
def test_another_reading_is_named_as_such(who: Cast, client: Client, watcher: User) -> None:
    usual = words(get(client, watcher, "plan_board"))
    assert "khác cách kế hoạch đã chọn" not in usual
    other = get(client, watcher, "plan_board", **{"mau-so": "all"})
    assert "Mọi hồ sơ của cơ quan khác cách kế hoạch đã chọn" in words(other)
    assert links(other, "danh-sach", "mau-so=all"), "the figure leads to its own reading"


def test_a_day_that_is_none_is_refused_beside_its_field(
    who: Cast, client: Client, watcher: User
) -> None:
    for name in ("plan_board", "plan_board_sheet", "plan_data"):
        assert get(client, watcher, name, den="31/02/2019").status_code == 422
    assert get(client, watcher, "plan_agency", who.agency.slug, den="x").status_code == 422


def test_a_day_to_come_is_refused_and_stays_in_its_field(
    who: Cast, client: Client, watcher: User
) -> None:
    answer = get(client, watcher, "plan_board", den="01/01/2020")
    assert answer.status_code == 422
    assert 'value="01/01/2020"' in answer.content.decode()
    assert "Ngày 01/01/2020 chưa tới (hôm nay là 04/11/2019)" in words(answer)
    running = words(get(client, watcher, "plan_board"))
    assert "Hôm nay mới là 04/11/2019: các ngày sau chưa có số liệu." in running
    assert "Hôm nay mới là" not in words(get(client, watcher, "plan_board", den="04/11/2019"))


def test_the_months_of_every_agency_open_when_they_are_asked_for(
    who: Cast, client: Client, watcher: User
) -> None:
    posted(who)
    closed = get(client, watcher, "plan_board")
    assert closed.content.decode().count('class="panel"') == 0
    (asked,) = links(closed, "bieu-do=received_by_post")
    shown = client.get(asked).content.decode()
    assert shown.count('class="panel"') == len(board(2019, date(2019, 12, 31)).units)
    assert re.search('<details class="part" id="months"[^>]* open', shown)


def test_the_last_twelve_months_begin_in_the_year_before_and_show_both_targets(
    who: Cast,
) -> None:
    posted(who)
    asked = date(2020, 3, 15)
    found = twelve_months(2020, asked, None, [who.agency.id])
    assert found.months[0] == (2019, 4)
    assert found.months[-1] == (2020, 3)
    values = [month[Indicator.RECEIVED_BY_POST] for month in found.of[who.agency.id]]
    assert [value.numerator for value in values] == [0] * 7 + [1] + [0] * 4
    goals = [value.goal.percent for value in values if value.goal]
    assert goals == [Decimal(15)] * 9 + [Decimal(20)] * 3


def test_everything_of_the_board_opens_at_one_address(
    who: Cast, client: Client, watcher: User
) -> None:
    part = '<details class="part" id="more" open'
    assert part not in get(client, watcher, "plan_board").content.decode()
    assert part in get(client, watcher, "plan_board", mo="tat-ca").content.decode()


def test_the_agencies_that_do_not_stand_open_come_when_asked_for(
    who: Cast, client: Client, watcher: User
) -> None:
    units = board(2019, date(2019, 12, 31)).units
    closed = get(client, watcher, "plan_board")
    assert agencies(closed) == FIRST < len(units)
    assert f"Xem {len(units) - FIRST} cơ quan còn lại" in words(closed)
    (way,) = set(links(closed, "mo=tat-ca"))
    assert agencies(client.get(way)) == len(units), "without a script it is a page"
    part = client.get(way, headers={"HX-Request": "true"})
    assert agencies(part) == len(units) - FIRST
    assert "<h1" not in part.content.decode()


def agencies(answer: Any) -> int:
    """How many agencies have a row, each once."""
    rows = re.findall(r'<th scope="row" data-label="Cơ quan">\s*<a[^>]*>', answer.content.decode())
    assert len(rows) == len(set(rows))
    return len(rows)


def test_what_the_figures_stand_on_is_always_in_view(
    who: Cast, client: Client, watcher: User
) -> None:
    text = words(get(client, watcher, "plan_board"))
    assert "Tính đến hết ngày 31/12/2019. Tính lúc 08:30 04/11/2019" in text
    assert "tính đến dòng" in text
    assert "Khiếu nại bưu chính giải quyết đúng hạn: chưa đo" in text


def test_the_board_and_a_list_are_sheets_too(who: Cast, client: Client, watcher: User) -> None:
    dossier = posted(who)
    assert who.agency.name in sheet(get(client, watcher, "plan_board_sheet"))
    listed = sheet(get(client, watcher, "plan_behind_sheet", **behind(who)))
    assert str(dossier.number) in listed
    assert "Nguyễn Văn Mẫu" not in listed


def sheet(answer: Any) -> str:
    with zipfile.ZipFile(io.BytesIO(answer.content)) as package:
        parts = [name for name in package.namelist() if name.endswith(".xml")]
        return " ".join(package.read(name).decode() for name in parts)


def test_the_page_asks_the_database_few_times_whatever_it_shows(
    who: Cast, client: Client, watcher: User, django_assert_max_num_queries: Any
) -> None:
    posted(who)
    get(client, watcher, "plan_board")
    with django_assert_max_num_queries(23):
        client.get(reverse("plan_board"), YEAR | {"den": "04/11/2019"})


def test_the_quality_of_the_data_tells_each_weakness(
    who: Cast, client: Client, watcher: User
) -> None:
    posted(who)
    text = words(get(client, watcher, "plan_data"))
    assert "Hồ sơ đã tiếp nhận mà chưa có bản quét 1 trên 1 hồ sơ đã tiếp nhận" in text


def test_the_public_page_has_figures_and_no_dossier(who: Cast, client: Client) -> None:
    dossier = posted(who)
    answer = client.get(reverse("plan_public"), {"thang": "10/2019"})
    text = words(answer)
    assert answer.status_code == 200
    assert "Tính đến hết ngày 31/10/2019" in text
    assert who.agency.name in text
    assert str(dossier.number) not in text
    assert "/lam-viec/ke-hoach/" not in answer.content.decode()
    assert client.get(reverse("plan_public"), {"thang": "13/2019"}).status_code == 422


def test_the_public_page_stays_within_the_years_of_the_plan_that_are_over(
    who: Cast, client: Client
) -> None:
    later = words(client.get(reverse("plan_public"), {"thang": "06/2040"}))
    assert "Tính đến hết ngày 31/10/2019" in later, "the last month that is over"
    earlier = words(client.get(reverse("plan_public"), {"thang": "01/2001"}))
    assert "Tính đến hết ngày 31/01/2019" in earlier


@pytest.mark.law("48c")
def test_an_agency_without_dossiers_says_so(who: Cast, client: Client, watcher: User) -> None:
    text = words(get(client, watcher, "plan_agency", "so-gtvt"))
    assert "0/0 , Hồ sơ tiếp nhận qua bưu chính, Sở Giao thông vận tải ; chỉ tiêu 15 %" in text
    assert "Không có hồ sơ" in text
