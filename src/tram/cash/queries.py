"""Reads of money: tariffs in force, what an agency is owed, what was taken for a dossier."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject

from tram.cash.models import AccountKind, CashLine, Quotation, TariffRate
from tram.cash.models import Tariff as TariffRow
from tram.cash.rules.tariff import Rate, Tariff, Zone
from tram.catalogue.rules.eligibility import Direction
from tram.core.errors import Refused

RATE = JSONObject(
    direction="direction",
    zone="zone",
    up_to_grams="up_to_grams",
    step_grams="step_grams",
    amount_vnd="amount_vnd",
)


def tariff(*, tariff_id: int | None = None, day: date | None = None) -> Tariff:
    """A price list whole, by id or by the day it was in force; Refused if there is none."""
    rates = ArraySubquery(
        TariffRate.objects.filter(tariff=OuterRef("pk")).order_by("id").values(cell=RATE)
    )
    rows = TariffRow.objects.annotate(cells=rates)
    if day is not None:
        rows = rows.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)
    else:
        rows = rows.filter(pk=tariff_id or 0)
    row = rows.order_by("-valid_from").first()
    if row is None:
        raise Refused("no-tariff", "Chưa có biểu giá cước cho ngày này. Hãy nạp biểu giá trước.")
    return Tariff(
        code=row.code,
        source=row.source,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        rates=tuple(
            Rate(
                Direction(cell["direction"]),
                Zone(cell["zone"]),
                cell["up_to_grams"],
                cell["step_grams"],
                cell["amount_vnd"],
            )
            for cell in row.cells
        ),
        remittance_vnd=row.remittance_vnd,
        remittance_source=row.remittance_source,
    )


@dataclass(frozen=True)
class Owed:
    """What the post holds for one agency, in đồng, and from how many dossiers."""

    unit_id: int
    unit: str
    amount_vnd: int
    dossiers: int


def owed_to_agencies(unit_ids: list[int] | None = None) -> list[Owed]:
    """Fees collected for agencies and not yet remitted, by agency, largest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT u.id, u.name, sum(CASE WHEN l.credit = a.id THEN l.amount_vnd ELSE -l.amount_vnd END), "
            "count(DISTINCT l.stream) FILTER (WHERE l.credit = a.id AND NOT EXISTS ("
            "  SELECT 1 FROM cash_line r WHERE r.stream = l.stream AND r.reverses_seq = l.seq)) "
            "FROM cash_account a JOIN directory_unit u ON u.id = a.unit_id "
            "JOIN cash_line l ON a.id IN (l.debit, l.credit) "
            "WHERE a.kind = %s AND (%s::bigint[] IS NULL OR u.id = ANY(%s::bigint[])) "
            "GROUP BY u.id, u.name ORDER BY 3 DESC, u.id",
            [AccountKind.AGENCY_DUE, unit_ids, unit_ids],
        )
        return [Owed(row[0], row[1], int(row[2]), row[3]) for row in cursor.fetchall()]


@dataclass(frozen=True)
class Entry:
    """One transfer of a dossier's money as a page shows it."""

    at: datetime
    purpose: str
    amount_vnd: int
    reversal: bool


def entries(subject: UUID) -> list[Entry]:
    """The cash lines of one subject, in order."""
    rows = CashLine.objects.filter(stream=subject).order_by("seq")
    values = rows.values_list("occurred_at", "purpose", "amount_vnd", "reverses_seq")
    return [
        Entry(at, purpose, amount, reverses is not None)
        for at, purpose, amount, reverses in values
    ]


def quotation(subject: UUID) -> Quotation | None:
    """What was quoted for a subject, if anything."""
    return Quotation.objects.filter(subject=subject).first()
