"""tariff.csv and tariff.toml: the price list (bảng giá cước), its rules and who pays less; rows and checks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from tram.cash.rules.tariff import Exemption, Zone
from tram.catalogue.rules.eligibility import Direction
from tram.core.cells import Day, Note, Vnd, Yes, listed, matching, one_of, or_none, text, whole
from tram.core.sheets import (
    WHOLE_FILE,
    DatedRow,
    Files,
    LineError,
    Row,
    Sheet,
    backwards,
    read_csv,
    repeats,
)
from tram.core.toml import Document

RATES, RULES = "tariff.csv", "tariff.toml"
ZONES = {
    "within-district": Zone.WITHIN_DISTRICT,
    "between-districts": Zone.BETWEEN_DISTRICTS,
    "within-region": Zone.IN_REGION,
    "regions-13-2": Zone.ADJACENT_REGION,
    "regions-1-3": Zone.FAR_REGION,
}
"""The zones of TT 22/2017/TT-BTTTT by the words of the file."""
DISCOUNTS = {"100": Exemption.FREE, "50": Exemption.HALF}

_CODE = matching(r"[a-z0-9-]{1,40}", "poor-household")
_GRAMS = or_none(whole(1, 100_000))


@dataclass(frozen=True, kw_only=True)
class RateRow(DatedRow):
    """One price: up to a weight, or of each further step."""

    direction: Annotated[str, one_of(*Direction)]
    zone: Annotated[str, one_of(*ZONES)]
    up_to_grams: Annotated[int | None, _GRAMS]
    each_next_grams: Annotated[int | None, _GRAMS]
    amount_vnd: Vnd
    provenance: Note
    source: Note


@dataclass(frozen=True, kw_only=True)
class Head(Row):
    """The act that sets the prices."""

    name: Annotated[str, text(200)]
    law: Annotated[str, text(40)]
    issued: Day
    valid_from: Day
    maximum: Yes
    two_way: Annotated[str, one_of("sum")]
    includes: Annotated[tuple[str, ...], listed(text(200), "\n")]
    provenance: Note
    source: Note


@dataclass(frozen=True, kw_only=True)
class Remittance(Row):
    """The price of passing a state fee on to the agency (chuyển nộp phí, lệ phí)."""

    amount_vnd: Vnd
    valid_from: Day
    provenance: Note
    source: Note


@dataclass(frozen=True, kw_only=True)
class Vat(Row):
    """Whether the prices hold the tax (thuế giá trị gia tăng)."""

    included: Annotated[str, one_of("yes", "no", "unknown")]
    rate_percent: Annotated[int, whole(0, 100)]
    valid_from: Day
    provenance: Note


@dataclass(frozen=True, kw_only=True)
class Regions(Row):
    """Where the definition of the regions comes from."""

    valid_from: Day
    provenance: Note


@dataclass(frozen=True, kw_only=True)
class Region(Row):
    """A postal region (vùng)."""

    number: Annotated[int, whole(1, 3)]
    name: Annotated[str, text(60)]


@dataclass(frozen=True, kw_only=True)
class ZoneName(Row):
    """A zone in the words of the notice."""

    code: Annotated[str, one_of(*ZONES)]
    name: Annotated[str, text(120)]
    scope: Annotated[str, one_of("intra-province", "inter-province")]


@dataclass(frozen=True, kw_only=True)
class Exemptions(Row):
    """Where the list of exemptions comes from."""

    valid_from: Day
    provenance: Note
    source: Note


@dataclass(frozen=True, kw_only=True)
class Group(Row):
    """People who pay half or nothing (đối tượng miễn, giảm), and the proof to ask for."""

    code: Annotated[str, _CODE]
    discount_percent: Annotated[str, one_of(*DISCOUNTS)]
    name: Annotated[str, text(300)]
    proof: Annotated[str, text(300)]


@dataclass(frozen=True)
class Rules:
    """Everything tariff.toml says."""

    head: Head
    remittance: Remittance
    groups: tuple[Group, ...]
    notes: dict[str, Any]


@dataclass(frozen=True)
class Prices:
    """The price list of a folder; `rules` is None when tariff.toml is bad."""

    rates: Sheet[RateRow]
    rules: Rules | None
    wrong_rules: tuple[LineError, ...]

    @property
    def errors(self) -> tuple[LineError, ...]:
        """What is wrong with the two files."""
        return (*self.rates.errors, *self.wrong_rules)

    @property
    def valid_to(self) -> date | None:
        """The last day of the list; the check has found all rows agreeing."""
        return self.rates.rows[0].valid_to


def read(files: Files) -> Prices:
    """The price list of a folder, and what is wrong with it."""
    document = Document(files, RULES)
    rules = _rules(document)
    rates = read_csv(files, RATES, RateRow)
    wrong = [
        *repeats(rates.rows, lambda row: (row.direction, row.zone, row.up_to_grams), "zone"),
        *(error for row in rates.rows for error in _wrong_rate(row, rates.rows[0])),
        *(_wrong_start(rates, rules.head) if rules else ()),
        *(_holes(rates) if not rates.errors else ()),
    ]
    return Prices(rates.but(wrong), rules, document.close())


def _rules(document: Document) -> Rules | None:
    head, remittance = document.table("", Head), document.table("remittance", Remittance)
    vat, regions = document.table("vat", Vat), document.table("regions", Regions)
    names = document.tables("regions.region", Region)
    zones, groups = document.tables("zone", ZoneName), document.tables("exemption", Group)
    exemptions = document.table("exemptions", Exemptions)
    document.errors.extend(repeats(groups, lambda group: group.code, "code"))
    document.errors.extend(repeats(zones, lambda zone: zone.code, "code"))
    if not (head and remittance and vat and regions and exemptions):
        return None
    notes = {
        "issued": head.issued.isoformat(),
        "valid_from": head.valid_from.isoformat(),
        "maximum": head.maximum,
        "includes": list(head.includes),
        "provenance": head.provenance,
        "source": head.source,
        "remittance": remittance.provenance,
        "vat": {"included": vat.included, "rate_percent": vat.rate_percent},
        "vat_provenance": vat.provenance,
        "regions": {str(region.number): region.name for region in names},
        "regions_provenance": regions.provenance,
        "zones": {ZONES[zone.code].value: zone.name for zone in zones},
        "exemptions_provenance": exemptions.provenance,
        "exemptions_source": exemptions.source,
    }
    return Rules(head, remittance, groups, notes)


def _wrong_rate(row: RateRow, first: RateRow) -> Iterator[LineError]:
    if (row.up_to_grams is None) == (row.each_next_grams is None):
        message = "Mỗi dòng ghi một trong hai: đến bao nhiêu gam, hoặc mỗi nấc tiếp theo."
        yield row.error("up_to_grams", message)
    if (row.valid_from, row.valid_to) != (first.valid_from, first.valid_to):
        yield row.error("valid_from", f"Mọi dòng phải cùng hiệu lực với dòng {first.line}.")


def _wrong_start(rates: Sheet[RateRow], head: Head) -> Iterator[LineError]:
    for row in rates.rows[:1]:
        if row.valid_from != head.valid_from:
            yield row.error("valid_from", f"Ngày này phải như valid_from trong {RULES}.")
        yield from backwards(row)


def _holes(rates: Sheet[RateRow]) -> Iterator[LineError]:
    """Each direction and zone must have a price for each weight step and for what is heavier."""
    cells = {(row.direction, row.zone, row.up_to_grams) for row in rates.rows}
    weights = sorted({grams for _, _, grams in cells if grams})
    for direction in Direction:
        for zone, meaning in ZONES.items():
            for grams in (*weights, None):
                if (direction.value, zone, grams) not in cells:
                    step = f"đến {grams} g" if grams else "mỗi nấc tiếp theo"
                    place = f"{direction.label}, {meaning.label}, {step}"
                    yield LineError(RATES, WHOLE_FILE, "amount_vnd", f"Thiếu giá của ô «{place}».")
