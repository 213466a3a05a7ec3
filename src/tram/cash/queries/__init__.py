"""Reads of money: tariffs in force, what an agency is owed, what was taken for a dossier."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from tram.cash.models import AccountKind, CashLine, Quotation
from tram.cash.rules.tariff import Exemption, Group, Rate, Tariff, Zone
from tram.cash.rules.unknowns import unknowns
from tram.catalogue.rules.eligibility import Direction
from tram.core.calendar import vn_date
from tram.core.errors import Refused
from tram.core.remember import remembered

TARIFF = """
SELECT json_build_object('id', t.id, 'code', t.code, 'source', t.source, 'valid_from', t.valid_from,
  'valid_to', t.valid_to, 'remittance_vnd', t.remittance_vnd, 'remittance_source', t.remittance_source,
  'notes', t.notes, 'published_at', t.published_at,
  'groups', (SELECT json_agg(json_build_array(g.code, g.exemption, g.name, g.proof)
    ORDER BY g.id) FROM cash_exemptiongroup g WHERE g.tariff_id = t.id),
  'rates', (SELECT json_agg(json_build_array(r.direction, r.zone, r.up_to_grams, r.step_grams, r.amount_vnd)
    ORDER BY r.id) FROM cash_tariffrate r WHERE r.tariff_id = t.id))
FROM cash_tariff t WHERE """
IN_FORCE = (
    "daterange(t.valid_from, t.valid_to, '[]') @> %(day)s::date ORDER BY t.valid_from DESC LIMIT 1"
)
WHICH_TARIFF = f"""
SELECT json_build_array(t.id, t.valid_to, t.edition) FROM cash_tariff t WHERE {IN_FORCE}
"""
"""Which price list is in force: its id, its last day, its edition; all that `the_price_list` wants."""


@dataclass(frozen=True)
class PriceList:
    """A tariff in force, with its id."""

    id: int
    tariff: Tariff


def price_list(found: dict[str, Any]) -> PriceList:
    """What the TARIFF query answered, as the rules want it."""
    ends = found["valid_to"]
    tariff = Tariff(
        code=found["code"],
        source=found["source"],
        valid_from=date.fromisoformat(found["valid_from"]),
        valid_to=date.fromisoformat(ends) if ends else None,
        rates=tuple(
            Rate(Direction(direction), Zone(zone), up_to, step, amount)
            for direction, zone, up_to, step, amount in found["rates"] or ()
        ),
        remittance_vnd=found["remittance_vnd"],
        remittance_source=found["remittance_source"],
        groups=tuple(
            Group(code, Exemption(exemption), name, proof)
            for code, exemption, name, proof in found["groups"] or ()
        ),
        unknowns=unknowns(found["notes"]),
    )
    return PriceList(found["id"], tariff)


def no_tariff(day: date) -> Refused:
    """No price list is in force on this day."""
    return Refused(
        "no-tariff",
        f"Không có bảng giá cước nào có hiệu lực ngày {vn_date(day)}: hãy chọn ngày khác, hoặc nạp bảng giá trước.",
    )


def tariff(*, day: date) -> Tariff:
    """The price list in force on a day; Refused if there is none."""
    found = _found(IN_FORCE, {"day": day})
    if found is None:
        raise no_tariff(day)
    return found.tariff


def the_price_list(tariff_id: int, ends: str | None, edition: int) -> PriceList:
    """What WHICH_TARIFF told of: an edition never changes but for its last day, so it is read once."""

    def read() -> PriceList:
        found = _found("t.id = %(id)s", {"id": tariff_id})
        assert found is not None
        return found

    return remembered((PriceList, tariff_id, ends, edition), read)


def _found(condition: str, words: dict[str, Any]) -> PriceList | None:
    with connection.cursor() as cursor:
        cursor.execute(TARIFF + condition, words)
        row = cursor.fetchone()
    if row is None:
        return None
    return price_list(row[0] if isinstance(row[0], dict) else json.loads(row[0]))


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
            "  SELECT 1 FROM cash_line r WHERE r.stream = l.stream AND r.reverses_seq = l.seq) "
            "  AND l.reverses_seq IS NULL AND NOT EXISTS (SELECT 1 FROM cash_remittanceline m "
            "  JOIN cash_remittance b ON b.id = m.remittance_id "
            "  WHERE m.subject = l.stream AND m.seq = l.seq AND b.state <> 'made')) "
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
