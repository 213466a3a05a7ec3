"""Amounts as they are printed, read aloud and typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tram.core.errors import Refused
from tram.core.money import format_vnd, parse_vnd, vnd_in_words

AMOUNTS = st.integers(0, 10**15 - 1)


@pytest.mark.parametrize(
    ("amount", "printed"),
    [
        (0, "0 đ"),
        (500, "500 đ"),
        (165500, "165.500 đ"),
        (1234567, "1.234.567 đ"),
        (-8000, "-8.000 đ"),
    ],
)
def test_amounts_are_printed_with_dots(amount: int, printed: str) -> None:
    assert format_vnd(amount) == printed


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "Không đồng"),
        (4, "Bốn đồng"),
        (10, "Mười đồng"),
        (15, "Mười lăm đồng"),
        (14, "Mười bốn đồng"),
        (21, "Hai mươi mốt đồng"),
        (24, "Hai mươi tư đồng"),
        (25, "Hai mươi lăm đồng"),
        (30, "Ba mươi đồng"),
        (101, "Một trăm linh một đồng"),
        (104, "Một trăm linh bốn đồng"),
        (105, "Một trăm linh năm đồng"),
        (111, "Một trăm mười một đồng"),
        (1000, "Một nghìn đồng"),
        (1005, "Một nghìn không trăm linh năm đồng"),
        (8000, "Tám nghìn đồng"),
        (26000, "Hai mươi sáu nghìn đồng"),
        (165500, "Một trăm sáu mươi lăm nghìn năm trăm đồng"),
        (1000000, "Một triệu đồng"),
        (2015021, "Hai triệu không trăm mười lăm nghìn không trăm hai mươi mốt đồng"),
        (12000000005, "Mười hai tỷ không trăm linh năm đồng"),
        (10**12, "Một nghìn tỷ đồng"),
        (10**12 + 10**9, "Một nghìn không trăm linh một tỷ đồng"),
    ],
)
def test_amounts_are_read_aloud(amount: int, words: str) -> None:
    assert vnd_in_words(amount) == words


@given(AMOUNTS, AMOUNTS)
def test_two_amounts_never_read_the_same(a: int, b: int) -> None:
    assert (vnd_in_words(a) == vnd_in_words(b)) == (a == b)


def test_a_negative_amount_has_no_words() -> None:
    with pytest.raises(ValueError, match="negative"):
        vnd_in_words(-1)


@given(AMOUNTS)
def test_what_was_printed_can_be_typed_back(amount: int) -> None:
    assert parse_vnd(format_vnd(amount)) == parse_vnd(str(amount)) == amount


@pytest.mark.parametrize(
    "typed",
    ["165.500", "165500", "165.500 đ", " 165.500đ ", "165.500 ĐỒNG", "165500 vnđ", "165.500 VND"],
)
def test_people_type_amounts_in_several_ways(typed: str) -> None:
    assert parse_vnd(typed) == 165500


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "đ",
        "33.14",
        "165,5",
        "165,500",
        "165.50",
        "1.65.500",
        "0.500",
        "007",
        "-5000",
        "+5000",
        "5e3",
        "năm nghìn",
        "165.500 $",
        "١٦٥",
        "1" * 16,
        "1" * 5000,
    ],
)
def test_an_amount_that_could_be_misread_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="số đồng chẵn") as refusal:
        parse_vnd(typed)
    assert refusal.value.code == "bad-money"
