"""The price list into the database; one by which somebody was charged keeps its prices for ever."""

from collections.abc import Iterator
from datetime import timedelta

from tram.cash.imports.prices import DISCOUNTS, ZONES, Prices, RateRow, Rules
from tram.cash.models import ExemptionGroup, Quotation, Tariff, TariffRate
from tram.core.calendar import vn_date
from tram.core.sheets import LineError
from tram.core.upsert import Tally, bring, claim

_CELL = ("direction", "zone", "up_to_grams", "step_grams", "amount_vnd")


def kept(prices: Prices) -> Iterator[LineError]:
    """What the database cannot take: a list overlapping another, other prices in a list in use."""
    if prices.rules is None:
        return
    yield from _overlaps(prices, prices.rules)
    yield from _changes(prices, prices.rules)


def write(prices: Prices) -> list[Tally]:
    """Bring the price list in."""
    rules = prices.rules
    if rules is None:
        return []
    tariff = claim(Tariff.objects.all(), ("code",), {(rules.head.law,)})[rules.head.law,]
    groups = [
        ExemptionGroup(
            tariff_id=tariff,
            code=group.code,
            exemption=DISCOUNTS[group.discount_percent].value,
            name=group.name,
            proof=group.proof,
        )
        for group in rules.groups
    ]
    rates = [_rate(tariff, row) for row in prices.rates.rows]
    cell = ("direction", "zone", "up_to_grams")
    own_rates = TariffRate.objects.filter(tariff=tariff)
    own_groups = ExemptionGroup.objects.filter(tariff=tariff)
    return [
        bring("tariffs", Tariff.objects.all(), ("code",), [_tariff(tariff, prices, rules)]),
        bring("rates", own_rates, cell, rates, prune=True),
        bring("exemption groups", own_groups, ("code",), groups, prune=True),
    ]


def _tariff(pk: int, prices: Prices, rules: Rules) -> Tariff:
    return Tariff(
        pk=pk,
        code=rules.head.law,
        name=rules.head.name,
        source=rules.head.law,
        valid_from=rules.head.valid_from,
        valid_to=prices.valid_to,
        remittance_vnd=rules.remittance.amount_vnd,
        remittance_source=rules.remittance.source,
        notes=rules.notes,
    )


def _rate(tariff: int, row: RateRow) -> TariffRate:
    return TariffRate(
        tariff_id=tariff,
        direction=row.direction,
        zone=ZONES[row.zone].value,
        up_to_grams=row.up_to_grams,
        step_grams=row.each_next_grams,
        amount_vnd=row.amount_vnd,
    )


def _overlaps(prices: Prices, rules: Rules) -> Iterator[LineError]:
    row = prices.rates.rows[0]
    for other in Tariff.objects.exclude(code=rules.head.law):
        if row.meets(other.valid_from, other.valid_to):
            before = vn_date(row.valid_from - timedelta(days=1))
            yield row.error(
                "valid_from",
                f"Bảng giá {other.code} hiệu lực từ {vn_date(other.valid_from)} chồng lên bảng giá "
                f"này: hãy nạp lại bảng giá ấy, hết hiệu lực chậm nhất {before}.",
            )


def _changes(prices: Prices, rules: Rules) -> Iterator[LineError]:
    tariff = Tariff.objects.filter(code=rules.head.law).first()
    if tariff is None or not Quotation.objects.filter(tariff=tariff).exists():
        return
    message = (
        f"Bảng giá {tariff.code} đã dùng để tính tiền nên không sửa giá được: "
        "hãy lập bảng giá mới với ngày hiệu lực riêng."
    )
    before = set(tariff.rates.values_list(*_CELL))
    after = {_cells(_rate(tariff.pk, row)): row for row in prices.rates.rows}
    for cell, row in after.items():
        if cell not in before:
            yield row.error("amount_vnd", message)
    if len(before) > len(after):
        yield prices.rates.rows[0].error("amount_vnd", message)
    if rules.head.valid_from != tariff.valid_from:
        yield rules.head.error("valid_from", message)
    if rules.remittance.amount_vnd != tariff.remittance_vnd:
        yield rules.remittance.error("amount_vnd", message)


def _cells(rate: TariffRate) -> tuple[object, ...]:
    return tuple(getattr(rate, name) for name in _CELL)
