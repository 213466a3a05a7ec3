"""The versions of the price table, and the cells of one."""

from dataclasses import dataclass
from datetime import date, datetime

from tram.cash.models import Tariff
from tram.cash.rules.price_cells import CELLS, Cell


@dataclass(frozen=True)
class TariffRow:
    """One version of the price table."""

    id: int
    code: str
    name: str
    valid_from: date
    valid_to: date | None
    published_at: datetime | None
    published_by: str
    remittance_vnd: int
    remittance_source: str


def tariffs() -> list[TariffRow]:
    """Every version, the newest first."""
    rows = Tariff.objects.select_related("published_by").order_by("-valid_from")
    return [
        TariffRow(
            id=row.id,
            code=row.code,
            name=row.name,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            published_at=row.published_at,
            published_by=row.published_by.full_name if row.published_by else "",
            remittance_vnd=row.remittance_vnd,
            remittance_source=row.remittance_source,
        )
        for row in rows
    ]


def cells_of(tariff_id: int) -> dict[Cell, int]:
    """The amounts of a version by cell, as far as it has the cells of the form."""
    rows = Tariff.objects.get(id=tariff_id).rates.values_list(
        "direction", "zone", "up_to_grams", "amount_vnd"
    )
    by = {(direction, zone, grams): amount for direction, zone, grams, amount in rows}
    return {
        cell: by[cell[0].value, cell[1].value, cell[2]]
        for cell in CELLS
        if (cell[0].value, cell[1].value, cell[2]) in by
    }
