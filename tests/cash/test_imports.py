"""The price list of a province's folder: what is refused, what is kept, what may no longer change."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from tests.folder import Files, places, vinh_phuc
from tram.cash.imports import prices, tariffs
from tram.cash.models import ExemptionGroup, Quotation, Tariff, TariffRate
from tram.cash.rules.tariff import Zone
from tram.core.sheets import WHOLE_FILE, LineError

RATES, RULES = "tariff.csv", "tariff.toml"


def wrong(files: Files) -> list[tuple[str, int, str]]:
    return places(prices.read(files).errors)


def refused(files: Files) -> list[LineError]:
    return list(tariffs.kept(prices.read(files)))


def quoted() -> None:
    """Somebody was charged by the list."""
    Quotation.objects.create(
        subject=uuid4(),
        at=datetime(2019, 11, 4, tzinfo=UTC),
        tariff=Tariff.objects.get(),
        zone=Zone.WITHIN_DISTRICT,
        grams=100,
        exemption="none",
        lines=[],
        total_vnd=26_000,
    )


def test_the_folder_as_it_is_has_nothing_wrong() -> None:
    found = prices.read(vinh_phuc())
    assert found.errors == ()
    assert len(found.rates.rows) == 40
    assert found.rules is not None
    assert len(found.rules.groups) == 10


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("amount_vnd", "26.000", "amount_vnd"),
        ("amount_vnd", "", "amount_vnd"),
        ("zone", "moon", "zone"),
        ("direction", "both", "direction"),
        ("up_to_grams", "0", "up_to_grams"),
        ("up_to_grams", "", "up_to_grams"),
        ("each_next_grams", "500", "up_to_grams"),
        ("up_to_grams", "250", "zone"),
        ("valid_from", "2018-01-01", "valid_from"),
    ],
)
def test_a_price_that_makes_no_sense_is_refused(column: str, value: str, told: str) -> None:
    found = wrong(vinh_phuc().cell(RATES, 2, column, value))
    assert told in {column for _, _, column in found}
    assert {file for file, _, _ in found} == {RATES}


def test_a_hole_in_the_price_list_is_told_by_its_name() -> None:
    files = vinh_phuc().edit(RATES, lambda rows: rows.pop(0))
    (error,) = prices.read(files).errors
    assert (error.file, error.line) == (RATES, WHOLE_FILE)
    assert "trong cùng huyện, đến 100 g" in error.message


@pytest.mark.parametrize(
    ("old", "new", "line", "column"),
    [
        ('two_way = "sum"', 'two_way = "double"', 10, "two_way"),
        ("amount_vnd = 8000", 'amount_vnd = "8 nghìn"', 17, "amount_vnd"),
        ("[vat]", "[tax]", 22, "tax"),
        ('code = "regions-1-3"', 'code = "regions-1-4"', 67, "code"),
        ('code = "heroic-mother"', 'code = "hero"', 90, "code"),
        ("discount_percent = 50", "discount_percent = 30", 91, "discount_percent"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(old: str, new: str, line: int, column: str) -> None:
    assert (RULES, line, column) in wrong(vinh_phuc().replace(RULES, old, new))


def test_the_list_is_in_the_words_of_the_rules(db: None) -> None:
    tariff = Tariff.objects.get()
    assert (tariff.code, tariff.remittance_vnd) == ("TT 22/2017/TT-BTTTT", 8_000)
    cell = TariffRate.objects.get(direction="in", zone=Zone.FAR_REGION, up_to_grams=500)
    assert cell.amount_vnd == 51_000
    assert set(TariffRate.objects.values_list("zone", flat=True)) == set(Zone)
    free = ExemptionGroup.objects.filter(exemption="free")
    assert {group.code for group in free} == {"revolutionary-before-1945", "heroic-mother"}
    assert tariff.notes["vat"] == {"included": "unknown", "rate_percent": 0}


def test_loading_twice_changes_nothing(db: None) -> None:
    for tally in tariffs.write(prices.read(vinh_phuc())):
        assert (tally.created, tally.updated, tally.removed) == (0, 0, 0), tally


def test_other_prices_make_another_edition(db: None) -> None:
    first = Tariff.objects.get().edition
    tariffs.write(prices.read(vinh_phuc()))
    assert Tariff.objects.get().edition == first
    tariffs.write(prices.read(vinh_phuc().cell(RATES, 2, "amount_vnd", "25000")))
    assert Tariff.objects.get().edition == first + 1


def test_prices_may_be_corrected_until_somebody_was_charged(db: None) -> None:
    files = vinh_phuc().cell(RATES, 2, "amount_vnd", "25000")
    assert refused(files) == []
    quoted()
    assert places(refused(files)) == [(RATES, 2, "amount_vnd")]
    dearer = vinh_phuc().replace(RULES, "amount_vnd = 8000", "amount_vnd = 9000")
    assert [error.column for error in refused(dearer)] == ["amount_vnd"]
    assert refused(vinh_phuc()) == []


def test_the_proof_of_an_exemption_may_always_be_corrected(db: None) -> None:
    quoted()
    files = vinh_phuc().replace(RULES, "Giấy chứng nhận bệnh binh", "Thẻ bệnh binh")
    assert refused(files) == []
    tariffs.write(prices.read(files))
    assert ExemptionGroup.objects.get(code="sick-soldier").proof == "Thẻ bệnh binh"


def test_a_list_over_another_list_is_refused(db: None) -> None:
    old = Tariff.objects.get()
    files = vinh_phuc().replace(RULES, 'law = "TT 22/2017/TT-BTTTT"', 'law = "TT 01/2030"')
    (error,) = refused(files)
    assert (error.column, "TT 22/2017/TT-BTTTT" in error.message) == ("valid_from", True)
    old.valid_to = date(2017, 9, 28)
    old.save()
    assert refused(files) == []
