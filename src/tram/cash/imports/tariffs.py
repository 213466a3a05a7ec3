"""The price list into the database; one by which somebody was charged keeps its prices for ever."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import F, QuerySet

from tram.cash.imports.prices import DISCOUNTS, ZONES, Prices, RateRow, Rules
from tram.cash.models import ExemptionGroup, Quotation, Tariff, TariffRate
from tram.cash.rules import tariff as rules
from tram.cash.rules.unknowns import unknowns
from tram.catalogue.rules.eligibility import Direction
from tram.core.calendar import vn_date
from tram.core.errors import Refused
from tram.core.sheets import LineError
from tram.core.upsert import Tally, bring, claim

_CELL = ("direction", "zone", "up_to_grams", "step_grams", "amount_vnd")


def kept(prices: Prices) -> Iterator[LineError]:
    """What the database cannot take: a list overlapping another, other prices in a list in use."""
    if prices.rules is None:
        return
    yield from _overlaps(prices, prices.rules)
    yield from _changes(prices, prices.rules)


def as_rules(prices: Prices) -> rules.Tariff:
    """The price list of a folder without a database; its files must be right."""
    if prices.errors or prices.rules is None:
        raise Refused("bad-tariff", str(prices.errors[0]))
    head, remittance = prices.rules.head, prices.rules.remittance
    return rules.Tariff(
        code=head.law,
        source=head.law,
        valid_from=head.valid_from,
        valid_to=prices.valid_to,
        rates=tuple(
            rules.Rate(
                Direction(row.direction),
                ZONES[row.zone],
                row.up_to_grams,
                row.each_next_grams,
                row.amount_vnd,
            )
            for row in prices.rates.rows
        ),
        remittance_vnd=remittance.amount_vnd,
        remittance_source=remittance.source,
        unknowns=unknowns(prices.rules.notes),
    )


def write(prices: Prices) -> list[Tally]:
    """Bring the price list in."""
    said = prices.rules
    if said is None:
        return []
    code = said.head.law
    if Tariff.objects.filter(code=code).exclude(published_at=None).exists():
        return []
    tariff = claim(Tariff.objects.all(), ("code",), {(code,)})[code,]
    groups = [
        ExemptionGroup(
            tariff_id=tariff,
            code=group.code,
            exemption=DISCOUNTS[group.discount_percent].value,
            name=group.name,
            proof=group.proof,
        )
        for group in said.groups
    ]
    rates = [_rate(tariff, row) for row in prices.rates.rows]
    cell = ("direction", "zone", "up_to_grams")
    own_rates = TariffRate.objects.filter(tariff=tariff)
    own_groups = ExemptionGroup.objects.filter(tariff=tariff)
    done = [
        bring(
            "tariffs",
            Tariff.objects.all(),
            ("code",),
            [_tariff(tariff, prices, said)],
            carry=_keep,
        ),
        bring("rates", own_rates, cell, rates, prune=True),
        bring("exemption groups", own_groups, ("code",), groups, prune=True),
    ]
    if any(one.created or one.updated or one.removed for one in done):
        Tariff.objects.filter(pk=tariff).update(edition=F("edition") + 1)
    return done


def _tariff(pk: int, prices: Prices, said: Rules) -> Tariff:
    return Tariff(
        pk=pk,
        code=said.head.law,
        name=said.head.name,
        source=said.head.law,
        valid_from=said.head.valid_from,
        valid_to=prices.valid_to,
        remittance_vnd=said.remittance.amount_vnd,
        remittance_source=said.remittance.source,
        notes=said.notes,
    )


def _keep(old: Tariff, new: Tariff) -> None:
    """A list that one published on the screen has followed stays ended, whatever the file says."""
    new.edition = old.edition
    if new.valid_to is None and _followers(old.valid_from).exists():
        new.valid_to = old.valid_to


def _followers(start: date) -> QuerySet[Tariff]:
    return Tariff.objects.filter(valid_from__gt=start).exclude(published_at=None)


def _rate(tariff: int, row: RateRow) -> TariffRate:
    return TariffRate(
        tariff_id=tariff,
        direction=row.direction,
        zone=ZONES[row.zone].value,
        up_to_grams=row.up_to_grams,
        step_grams=row.each_next_grams,
        amount_vnd=row.amount_vnd,
    )


def _overlaps(prices: Prices, said: Rules) -> Iterator[LineError]:
    row = prices.rates.rows[0]
    followers = set(_followers(row.valid_from).values_list("id", flat=True))
    for other in Tariff.objects.exclude(code=said.head.law):
        if other.id not in followers and row.meets(other.valid_from, other.valid_to):
            before = vn_date(row.valid_from - timedelta(days=1))
            yield row.error(
                "valid_from",
                f"Bảng giá {other.code} hiệu lực từ {vn_date(other.valid_from)} chồng lên bảng giá "
                f"này: hãy nạp lại bảng giá ấy, hết hiệu lực chậm nhất {before}.",
            )


def _changes(prices: Prices, said: Rules) -> Iterator[LineError]:
    tariff = Tariff.objects.filter(code=said.head.law).first()
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
    if said.head.valid_from != tariff.valid_from:
        yield said.head.error("valid_from", message)
    if said.remittance.amount_vnd != tariff.remittance_vnd:
        yield said.remittance.error("amount_vnd", message)


def _cells(rate: TariffRate) -> tuple[object, ...]:
    return tuple(getattr(rate, name) for name in _CELL)
