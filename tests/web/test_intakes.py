"""The list of what a post point has taken in, as its teller sees it."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import MONDAY, Cast, act, at, take_in
from tests.web.page_reading import words
from tram.custody.commands import intake
from tram.custody.models import Envelope
from tram.custody.rules.services import Service
from tram.dossiers.models import Dossier
from tram.dossiers.rules.states import VoidReason


def s10(dossier: Dossier) -> str:
    return Envelope.objects.get(contents__item__dossier=dossier).number


def numbers(counter: Client, **query: str) -> list[str]:
    page = counter.get(reverse("intakes"), query).content.decode()
    return re.findall(r'bien-nhan/[^"]+">(\w{13})</a>', page)


def test_the_list_shows_the_points_intakes_newest_first(counter: Client, who: Cast) -> None:
    first = take_in(who)
    at(MONDAY + timedelta(hours=1))
    second = take_in(who, service=Service.SEND, recipient=None)
    intake.void_intake(
        act(who.teller, who.point), dossier_id=second.id, reason=VoidReason.DUPLICATE
    )
    assert numbers(counter) == [s10(second), s10(first)]
    page = words(counter.get(reverse("intakes")))
    assert "Đã hủy phiếu nhận" in page
    assert "Nguyễn Văn Mẫu" in page
    assert "09:30 04/11/2019" in page


def test_the_neighbours_list_has_none_of_them(who: Cast, client: Client) -> None:
    take_in(who)
    client.force_login(who.neighbour)
    page = words(client.get(reverse("intakes")))
    assert "Chưa có hồ sơ nào" in page
    assert "Nguyễn Văn Mẫu" not in page


def test_the_neighbour_finds_nothing_by_number_either(who: Cast, client: Client) -> None:
    number = s10(take_in(who))
    client.force_login(who.neighbour)
    assert numbers(client, so=number) == []


def test_the_list_goes_on_page_by_page(counter: Client, who: Cast) -> None:
    made = []
    for minute in range(23):
        at(MONDAY + timedelta(minutes=minute // 2))  # two at the same moment
        made.append(s10(take_in(who)))
    page = counter.get(reverse("intakes")).content.decode()
    first = re.findall(r'">(\w{13})</a>', page)
    following = re.search(r'href="\?([^"]+)"\s+rel="next"', page)
    assert following
    rest = counter.get(
        f"{reverse('intakes')}?{following[1].replace('&amp;', '&')}"
    ).content.decode()
    second = re.findall(r'">(\w{13})</a>', rest)
    assert (len(first), len(second)) == (20, 3)
    assert sorted(first + second) == sorted(made)
    assert 'rel="next"' not in rest


def test_the_list_is_narrowed_to_a_day_in_viet_nam(counter: Client, who: Cast) -> None:
    at(MONDAY.replace(hour=17, minute=30))  # 00:30 on the 5th here
    late = s10(take_in(who))
    at(MONDAY + timedelta(days=2))
    assert numbers(counter, ngay="05/11/2019") == [late]
    assert numbers(counter, ngay="04/11/2019") == []


def test_an_item_is_found_by_its_number_however_it_is_typed(counter: Client, who: Cast) -> None:
    number = s10(take_in(who))
    take_in(who)
    assert numbers(counter, so=f"{number[:2].lower()} {number[2:11]} vn") == [number]


@pytest.mark.law("18a")
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("HC000000011VN", "sai chữ số kiểm tra"),
        ("HC1", "không phải số hiệu bưu gửi"),
        ("HÁ00000001VN", "tắt bộ gõ tiếng Việt"),
    ],
)
def test_a_wrong_item_number_says_what_is_wrong(
    counter: Client, typed: str, sentence: str
) -> None:
    response = counter.get(reverse("intakes"), {"so": typed})
    assert sentence in words(response)
    assert f'value="{typed}"' in response.content.decode()


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("05/11/2019", "Ngày nhận ở tương lai"),
        ("31/02/2019", "phải là một ngày có thật"),
        ("hôm qua", "phải là một ngày có thật"),
    ],
)
def test_an_impossible_day_is_explained(counter: Client, day: str, sentence: str) -> None:
    assert sentence in words(counter.get(reverse("intakes"), {"ngay": day}))


def test_a_tampered_page_address_starts_the_list_again(counter: Client, who: Cast) -> None:
    number = s10(take_in(who))
    assert numbers(counter, sau="x~y'--") == [number]
