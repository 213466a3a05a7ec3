"""The price at the counter, cell by cell of TT 22/2017/TT-BTTTT."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tram.cash.rules.tariff import (
    Exemption,
    Quotation,
    Rate,
    Tariff,
    Zone,
    quote,
)
from tram.catalogue.rules.eligibility import Direction
from tram.core.errors import Refused

ZONES = list(Zone)
WEIGHTS = (100, 250, 500, None)
TABLES = {
    Direction.IN: """
        26000 30000 30500 31000 31500
        26000 30000 31000 34000 38000
        26500 30500 32500 38000 51000
         2200  2900  3600  6300  9700""",
    Direction.OUT: """
        26000 30000 30500 31000 31500
        27000 31000 32000 35000 39000
        28500 32500 34500 40000 53000
         2200  2900  3600  6300  9700""",
}
PRICES = {
    (way, zone, weight): int(amount)
    for way, table in TABLES.items()
    for weight, row in zip(WEIGHTS, table.strip().splitlines(), strict=True)
    for zone, amount in zip(ZONES, row.split(), strict=True)
}
TARIFF = Tariff(
    code="TT 22/2017",
    source="TT 22/2017/TT-BTTTT",
    valid_from=date(2017, 11, 15),
    valid_to=None,
    rates=tuple(
        Rate(way, zone, weight, None if weight else 500, amount)
        for (way, zone, weight), amount in PRICES.items()
    ),
    remittance_vnd=8000,
    remittance_source="Bảng giá của bưu điện",
)
BOTH = (Direction.IN, Direction.OUT)
NEAR = Zone.WITHIN_DISTRICT


def price(way: Direction, zone: Zone, grams: int, exemption: Exemption = Exemption.NONE) -> int:
    return quote(TARIFF, [way], zone, grams, exemption).total_vnd


def without(*cell: object) -> Tariff:
    kept = (r for r in TARIFF.rates if (r.direction, r.zone, r.up_to_grams) != cell)
    return replace(TARIFF, rates=tuple(kept))


def test_the_table_has_forty_cells() -> None:
    assert len(TARIFF.rates) == 40


@pytest.mark.law("16a")
@pytest.mark.parametrize(("cell", "amount"), PRICES.items())
def test_every_cell_costs_what_the_table_says(
    cell: tuple[Direction, Zone, int | None], amount: int
) -> None:
    way, zone, weight = cell
    if weight is None:
        assert price(way, zone, 501) == PRICES[way, zone, 500] + amount
    else:
        lightest = {100: 1, 250: 101, 500: 251}[weight]
        assert price(way, zone, lightest) == price(way, zone, weight) == amount


@pytest.mark.law("16b")
@pytest.mark.parametrize(
    ("grams", "steps"),
    [(500, 0), (501, 1), (1000, 1), (1001, 2), (1500, 2), (1501, 3), (30000, 59)],
)
def test_each_started_500_grams_adds_a_step(grams: int, steps: int) -> None:
    for way in Direction:
        for zone in Zone:
            each = PRICES[way, zone, None]
            assert price(way, zone, grams) == PRICES[way, zone, 500] + steps * each


@pytest.mark.law("16c")
@given(st.sampled_from(ZONES), st.integers(1, 5000), st.sampled_from(Exemption))
def test_both_ways_cost_the_sum_of_the_two(zone: Zone, grams: int, exemption: Exemption) -> None:
    there, back = (price(way, zone, grams, exemption) for way in BOTH)
    both = quote(TARIFF, BOTH, zone, grams, exemption)
    assert both.total_vnd == there + back
    assert [line.amount_vnd for line in both.lines] == [there, back]


@given(st.sampled_from(Direction), st.sampled_from(ZONES), st.integers(1, 5000))
def test_a_heavier_item_never_costs_less(way: Direction, zone: Zone, grams: int) -> None:
    assert price(way, zone, grams) <= price(way, zone, grams + 1)


@pytest.mark.law("16d")
def test_passing_a_fee_on_adds_its_own_line() -> None:
    with_fee = quote(TARIFF, BOTH, NEAR, 100, Exemption.NONE, fee_vnd=150_000)
    assert with_fee.total_vnd == 26000 + 26000 + 8000
    assert with_fee.lines[-1].what == "Chuyển nộp phí, lệ phí"
    assert with_fee.lines[-1].source == "Bảng giá của bưu điện"


@pytest.mark.law("16d")
@pytest.mark.parametrize("fee", [None, 0])
def test_without_a_fee_nothing_is_passed_on(fee: int | None) -> None:
    assert len(quote(TARIFF, BOTH, NEAR, 100, Exemption.NONE, fee).lines) == 2


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("way", Direction)
def test_half_price_and_free_travel(way: Direction, zone: Zone) -> None:
    for grams in (100, 250, 500, 501):
        full = price(way, zone, grams)
        assert price(way, zone, grams, Exemption.HALF) == full // 2
        assert price(way, zone, grams, Exemption.FREE) == 0


def test_half_of_an_odd_price_is_rounded_in_the_customers_favour() -> None:
    odd = replace(TARIFF, rates=(Rate(Direction.IN, NEAR, 100, None, 26001),))
    assert quote(odd, [Direction.IN], NEAR, 50, Exemption.HALF).total_vnd == 13000


def test_an_exemption_lowers_the_postage_only() -> None:
    freed = quote(TARIFF, BOTH, NEAR, 100, Exemption.FREE, fee_vnd=1)
    assert [line.amount_vnd for line in freed.lines] == [0, 0, 8000]


def test_a_quotation_explains_itself() -> None:
    lines = quote(TARIFF, BOTH, Zone.BETWEEN_DISTRICTS, 180, Exemption.HALF).lines
    assert [line.what for line in lines] == [
        "Nhận gửi hồ sơ, khác huyện, cùng tỉnh, 180 g, giảm 50 %",
        "Chuyển trả kết quả, khác huyện, cùng tỉnh, 180 g, giảm 50 %",
    ]
    assert {line.source for line in lines} == {"TT 22/2017/TT-BTTTT"}
    assert Quotation(()).total_vnd == 0


@pytest.mark.parametrize("cell", PRICES)
def test_a_hole_in_the_table_is_named_and_never_guessed(
    cell: tuple[Direction, Zone, int | None],
) -> None:
    way, zone, weight = cell
    holed = without(*cell)
    grams = weight or 501
    with pytest.raises(
        Refused, match=f"{way.label}, {zone.label}, (đến {weight} g|mỗi nấc)"
    ) as no:
        quote(holed, [way], zone, grams, Exemption.NONE)
    assert no.value.code == "tariff-hole"


def test_an_empty_table_prices_nothing() -> None:
    with pytest.raises(Refused, match="thiếu ô"):
        quote(replace(TARIFF, rates=()), BOTH, NEAR, 100, Exemption.NONE)


def test_a_table_without_the_price_of_passing_a_fee_on_says_so() -> None:
    bare = replace(TARIFF, remittance_vnd=None)
    assert quote(bare, BOTH, NEAR, 100, Exemption.NONE).total_vnd == 52000
    with pytest.raises(Refused, match="chuyển nộp phí, lệ phí"):
        quote(bare, BOTH, NEAR, 100, Exemption.NONE, fee_vnd=1000)


def test_a_cell_given_twice_is_refused() -> None:
    with pytest.raises(Refused, match="ô ghi hai lần"):
        replace(TARIFF, rates=(*TARIFF.rates, replace(TARIFF.rates[0], amount_vnd=1)))


@pytest.mark.parametrize(
    ("up_to", "step", "amount"),
    [(100, None, -1), (0, None, 1), (None, 0, 1), (None, None, 1), (100, 500, 1)],
)
def test_an_impossible_cell_is_a_fault_of_the_data(
    up_to: int | None, step: int | None, amount: int
) -> None:
    with pytest.raises(ValueError, match="a rate"):
        Rate(Direction.IN, NEAR, up_to, step, amount)


@pytest.mark.parametrize("grams", [0, -5])
def test_an_item_without_weight_is_refused(grams: int) -> None:
    with pytest.raises(Refused, match="hãy cân lại"):
        price(Direction.IN, NEAR, grams)


def test_a_service_must_be_chosen() -> None:
    with pytest.raises(Refused, match="hãy chọn gửi hồ sơ, nhận kết quả hoặc cả hai"):
        quote(TARIFF, [], NEAR, 100, Exemption.NONE)


def test_a_negative_fee_is_refused() -> None:
    with pytest.raises(Refused, match="lệ phí -1 đ"):
        quote(TARIFF, BOTH, NEAR, 100, Exemption.NONE, fee_vnd=-1)


def test_a_table_applies_between_its_dates() -> None:
    closed = replace(TARIFF, valid_to=date(2019, 12, 31))
    assert not closed.applies_on(date(2017, 11, 14))
    assert closed.applies_on(date(2017, 11, 15))
    assert closed.applies_on(date(2019, 12, 31))
    assert not closed.applies_on(date(2020, 1, 1))
    assert TARIFF.applies_on(date(2030, 1, 1))
