"""A customer puts down more than is asked: the counter tells the change, and refuses what is not enough."""

import pytest
from django.test import Client

from tests.cast import Cast
from tests.web.counter import post, refused, text, written
from tram.cash.rules.change import change, likely
from tram.core.errors import Refused


def test_change_is_what_is_above_and_less_is_refused() -> None:
    assert change(432_000, 500_000) == 68_000
    assert change(432_000, 432_000) == 0
    with pytest.raises(Refused) as refusal:
        change(432_000, 400_000)
    assert "còn thiếu 32.000 đ" in refusal.value.message


def test_the_likely_notes_are_those_above_what_is_asked() -> None:
    assert next(iter(likely(26_000))) == (50_000, 24_000)
    assert list(likely(432_000)) == [(450_000, 18_000), (500_000, 68_000), (600_000, 168_000)]
    assert list(likely(500_000)) == [(600_000, 100_000)]


def test_the_running_price_tells_the_change(who: Cast, client: Client) -> None:
    client.force_login(who.teller)
    page = text(post(client, who, do="price", tendered="500.000"))
    assert "Tổng cộng 261.000 đ" in page
    assert "Khách đưa 500.000 đ" in page
    assert "Trả lại khách 239.000 đ" in page
    assert "còn thiếu" in text(post(client, who, do="price", tendered="200.000"))


def test_the_receipt_tells_the_change_and_the_book_has_the_price(
    who: Cast, client: Client
) -> None:
    client.force_login(who.teller)
    sent = post(client, who, tendered="500.000")
    assert sent.status_code == 303
    page = text(client.get(sent["Location"]))
    assert "Phải thu 261.000 đ, khách đưa 500.000 đ: trả lại khách 239.000 đ." in page


def test_what_is_not_enough_is_not_taken(who: Cast, client: Client) -> None:
    client.force_login(who.teller)
    before = written()
    assert "còn thiếu" in refused(client, who, tendered="260.999")
    assert written() == before
