"""Postage (giá cước) for dossiers and results: what one item costs, line by line, with the source.

Prices are data (a `Tariff` of `Rate` cells, such as the two tables of TT 22/2017/TT-BTTTT); this
module only knows how a table is read. Amounts are whole đồng, weights whole grams. What the table
does not say is refused.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from tram.cash.rules.unknowns import beside
from tram.catalogue.rules.eligibility import Direction
from tram.core.choices import Choice
from tram.core.errors import Refused

HEAVIEST_GRAMS = 30_000
"""The most that counter and public page take at once; the tables of TT 22/2017/TT-BTTTT name no upper weight."""
TOO_HEAVY = (
    "Bảng giá không ghi khối lượng tối đa, nhưng một lần gửi nặng nhất 30.000 g: nặng hơn thì quầy không nhận, "
    "phải chia thành nhiều lần gửi, mỗi lần tính cước riêng, nên giá này chỉ để tham khảo."
)


class Zone(Choice):
    """How far an item goes (khu vực tính cước)."""

    WITHIN_DISTRICT = "within-district", "trong cùng huyện"
    BETWEEN_DISTRICTS = "between-districts", "khác huyện, cùng tỉnh"
    IN_REGION = "in-region", "liên tỉnh nội vùng"
    ADJACENT_REGION = "adjacent-region", "liên tỉnh cận vùng"
    FAR_REGION = "far-region", "liên tỉnh cách vùng"


class Exemption(Choice):
    """The part of the postage a customer does not pay (miễn, giảm cước; TT 22/2017/TT-BTTTT)."""

    NONE = "none", "không giảm"
    HALF = "half", "giảm 50 %"
    FREE = "free", "miễn cước"


@dataclass(frozen=True)
class Rate:
    """One cell: the price up to a weight, or (`up_to_grams` None) of each started step beyond."""

    direction: Direction
    zone: Zone
    up_to_grams: int | None
    step_grams: int | None
    amount_vnd: int

    def __post_init__(self) -> None:
        if self.amount_vnd < 0 or (self.up_to_grams or self.step_grams or 0) <= 0:
            raise ValueError(f"a rate needs a weight above 0 g and no negative price: {self}")
        if (self.up_to_grams is None) is (self.step_grams is None):
            raise ValueError(f"a rate is either up to a weight or for each further step: {self}")


@dataclass(frozen=True)
class Group:
    """People who pay half or nothing, and the paper that proves it (đối tượng miễn, giảm giá cước)."""

    code: str
    exemption: Exemption
    name: str
    proof: str


@dataclass(frozen=True)
class Tariff:
    """A price table; `remittance_vnd` is the price of passing a dossier's fee on to the agency.

    `unknowns` are whole sentences on what the law was not found to say (tax, regions): shown with every price.
    """

    code: str
    source: str
    valid_from: date
    valid_to: date | None
    rates: tuple[Rate, ...]
    remittance_vnd: int | None = None
    remittance_source: str = ""
    groups: tuple[Group, ...] = ()
    unknowns: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if len(self._cells) < len(self.rates):
            raise Refused(
                "tariff-double",
                f"Bảng giá cước {self.code} có ô ghi hai lần: hãy bỏ bớt một dòng.",
            )

    def applies_on(self, day: date) -> bool:
        """Whether the table is in force on this day (both ends included)."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    @cached_property
    def bounds(self) -> tuple[int, ...]:
        """The weights, in grams, at which prices change: each zone must have a cell for each."""
        return tuple(sorted({rate.up_to_grams for rate in self.rates if rate.up_to_grams}))

    def rate(self, direction: Direction, zone: Zone, up_to_grams: int | None) -> Rate:
        """One cell of the table."""
        try:
            return self._cells[direction, zone, up_to_grams]
        except KeyError:
            raise self._hole(f"{direction.label}, {zone.label}, {_weight(up_to_grams)}") from None

    def group(self, code: str) -> Group:
        """Who pays less, by code; Refused if the list does not know them."""
        for group in self.groups:
            if group.code == code:
                return group
        raise Refused(
            "no-such-group",
            f"Bảng giá cước {self.code} không có đối tượng «{code}»: hãy chọn lại đối tượng.",
        )

    def remittance(self) -> int:
        """The price, in đồng, of passing a dossier's fee on to the agency (chuyển nộp lệ phí)."""
        if self.remittance_vnd is None:
            raise self._hole("chuyển nộp phí, lệ phí")
        return self.remittance_vnd

    @cached_property
    def _cells(self) -> dict[tuple[Direction, Zone, int | None], Rate]:
        return {(rate.direction, rate.zone, rate.up_to_grams): rate for rate in self.rates}

    def _hole(self, cell: str) -> Refused:
        return Refused(
            "tariff-hole",
            f"Bảng giá cước {self.code} thiếu ô «{cell}»: hãy bổ sung bảng giá rồi tính lại.",
        )


@dataclass(frozen=True)
class QuoteLine:
    """One line of a price: what for, how much, by which act."""

    what: str
    amount_vnd: int
    source: str
    is_remittance: bool = False


@dataclass(frozen=True)
class Quotation:
    """A price that explains itself."""

    lines: tuple[QuoteLine, ...]
    unknowns: tuple[str, ...] = ()

    @property
    def total_vnd(self) -> int:
        """The sum of the lines."""
        return sum(line.amount_vnd for line in self.lines)


def quote(
    tariff: Tariff,
    directions: Collection[Direction],
    zone: Zone,
    grams: int,
    exemption: Exemption,
    fee_vnd: int | None = None,
) -> Quotation:
    """The price of one dossier; both ways cost the way in plus the way out (TT 22/2017/TT-BTTTT).

    An exemption lowers the postage only; passing on a fee of `fee_vnd` đồng costs all the same.
    """
    _must_be_postable(directions, grams, fee_vnd)
    lines = [
        _postage(tariff, way, zone, grams, exemption) for way in Direction if way in directions
    ]
    if fee_vnd:
        source = tariff.remittance_source or tariff.source
        lines.append(QuoteLine("Chuyển nộp phí, lệ phí", tariff.remittance(), source, True))
    near = (Zone.WITHIN_DISTRICT, Zone.BETWEEN_DISTRICTS)
    said = beside(tariff.unknowns, far=zone not in near, fee=bool(fee_vnd))
    return Quotation(tuple(lines), (*said, TOO_HEAVY) if grams > HEAVIEST_GRAMS else said)


def _postage(
    tariff: Tariff, direction: Direction, zone: Zone, grams: int, exemption: Exemption
) -> QuoteLine:
    what = [direction.label.capitalize(), zone.label, f"{grams} g"]
    if exemption is not Exemption.NONE:
        what.append(exemption.label)
    full = _full_postage(tariff, direction, zone, grams)
    return QuoteLine(", ".join(what), _after_exemption(full, exemption), tariff.source)


def _full_postage(tariff: Tariff, direction: Direction, zone: Zone, grams: int) -> int:
    for bound in tariff.bounds:
        if grams <= bound:
            return tariff.rate(direction, zone, bound).amount_vnd
    heaviest = tariff.bounds[-1] if tariff.bounds else 0
    base = tariff.rate(direction, zone, heaviest)
    each_next = tariff.rate(direction, zone, None)
    started_steps = -(-(grams - heaviest) // (each_next.step_grams or 1))
    return base.amount_vnd + started_steps * each_next.amount_vnd


def _after_exemption(full_vnd: int, exemption: Exemption) -> int:
    # Half of an odd price is rounded down, in the customer's favour: the table is a maximum.
    return {Exemption.NONE: full_vnd, Exemption.HALF: full_vnd // 2, Exemption.FREE: 0}[exemption]


def _must_be_postable(directions: Collection[Direction], grams: int, fee_vnd: int | None) -> None:
    if not directions:
        raise Refused(
            "no-direction", "Chưa chọn dịch vụ: hãy chọn gửi hồ sơ, nhận kết quả hoặc cả hai."
        )
    if grams <= 0:
        raise Refused(
            "bad-weight",
            f"Khối lượng {grams} g không hợp lệ: hãy cân lại và ghi số gam lớn hơn 0.",
        )
    if fee_vnd is not None and fee_vnd < 0:
        raise Refused(
            "bad-fee", f"Phí, lệ phí {fee_vnd} đ không hợp lệ: hãy ghi số đồng từ 0 trở lên."
        )


def _weight(up_to_grams: int | None) -> str:
    return "mỗi nấc tiếp theo" if up_to_grams is None else f"đến {up_to_grams} g"
