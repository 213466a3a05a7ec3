"""The dossier number on every paper (TT 01/2018/TT-VPCP Điều 19)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tram.core.errors import Refused
from tram.dossiers.rules.numbering import DossierNumber, dossier_number, parse_dossier_number

DAY = date(2019, 12, 2)
UNIT_CODES = st.from_regex(r"[0-9A-Z]{1,4}(\.[0-9A-Z]{1,4}){0,6}", fullmatch=True)


@pytest.mark.law("27a")
def test_a_number_is_unit_date_and_ordinal() -> None:
    assert dossier_number("000.00.01.H62", DAY, 1) == "000.00.01.H62-191202-0001"
    assert dossier_number("H21.65", date(2022, 9, 14), 11) == "H21.65-220914-0011"


@pytest.mark.law("27a")
@given(UNIT_CODES, st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.integers(1, 9999))
def test_a_number_is_read_back_in_its_parts(unit: str, day: date, ordinal: int) -> None:
    number = dossier_number(unit, day, ordinal)
    assert parse_dossier_number(number) == DossierNumber(unit, day, ordinal)
    assert str(parse_dossier_number(f"  {number.lower()} ")) == number


@pytest.mark.parametrize("ordinal", [0, -1, 10000])
def test_a_day_has_room_for_9999_dossiers(ordinal: int) -> None:
    with pytest.raises(Refused, match="từ 1 đến 9999") as refusal:
        dossier_number("000.00.01.H62", DAY, ordinal)
    assert refusal.value.code == "bad-ordinal"
    assert "02/12/2019" in refusal.value.message


@pytest.mark.parametrize(
    "unit", ["", "h62", "H62.", ".H62", "H62..1", "H-62", "H 62", "HĐ2", "A" * 36, "H62\n"]
)
def test_a_wrong_unit_code_is_refused(unit: str) -> None:
    with pytest.raises(Refused, match="Mã đơn vị") as refusal:
        dossier_number(unit, DAY, 1)
    assert refusal.value.code == "bad-unit-code"


def test_two_digits_cannot_write_every_year() -> None:
    with pytest.raises(ValueError, match="1999"):
        dossier_number("H62", date(1999, 12, 31), 1)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "000.00.01.H62",
        "000.00.01.H62-191202",
        "000.00.01.H62-191302-0001",
        "000.00.01.H62-190229-0001",
        "000.00.01.H62-191202-001",
        "000.00.01.H62-191202-00010",
        "RB473124829VN",
        "1" * 5000,
    ],
)
def test_what_is_no_dossier_number_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="không phải mã hồ sơ") as refusal:
        parse_dossier_number(typed)
    assert refusal.value.code == "bad-dossier-number"


@pytest.mark.parametrize(
    ("typed", "code"), [("H62-191202-0000", "bad-ordinal"), ("H62.-191202-0001", "bad-unit-code")]
)
def test_a_number_with_a_wrong_part_names_the_part(typed: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        parse_dossier_number(typed)
    assert refusal.value.code == code
