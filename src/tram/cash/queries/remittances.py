"""Reads of remittances: batches, their items, what is owed and for how long (requirements 39b, 39c)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from tram.cash.models import Remittance, RemittanceReceipt
from tram.cash.rules.remittance import RemittanceCause, RemittanceState, aged
from tram.directory.queries.times import working_calendar

OWED_SINCE = """
SELECT u.id, u.name, (l.recorded_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, sum(l.amount_vnd)::bigint
FROM cash_account a JOIN directory_unit u ON u.id = a.unit_id JOIN cash_line l ON l.credit = a.id
WHERE a.kind = 'agency-due' AND l.reverses_seq IS NULL AND (%(units)s::bigint[] IS NULL OR u.id = ANY(%(units)s))
  AND NOT EXISTS (SELECT FROM cash_line r WHERE r.stream = l.stream AND r.reverses_seq = l.seq)
  AND NOT EXISTS (SELECT FROM cash_remittanceline m JOIN cash_remittance b ON b.id = m.remittance_id
    WHERE m.subject = l.stream AND m.seq = l.seq AND b.state <> 'made')
GROUP BY 1, 2, 3 ORDER BY u.sort_key, 3
"""
ITEMS = """
SELECT l.stream, l.seq, l.occurred_at, coalesce(u.name, ''), m.amount_vnd
FROM cash_remittanceline m JOIN cash_line l ON l.stream = m.subject AND l.seq = m.seq
LEFT JOIN directory_unit u ON u.id = l.place_id WHERE m.remittance_id = %s ORDER BY l.occurred_at, l.stream
"""


@dataclass(frozen=True)
class Aged:
    """What an agency is owed, by how many working days it has been owed."""

    agency_id: int
    agency: str
    amounts: tuple[int, ...]

    @property
    def total_vnd(self) -> int:
        """All of it."""
        return sum(self.amounts)


@dataclass(frozen=True)
class Batch:
    """One batch as a list and its page show it."""

    id: UUID
    number: str
    agency_id: int
    agency: str
    upto: date
    amount_vnd: int
    count: int
    state: RemittanceState
    made_by: str
    made_at: datetime
    paid_by: str
    paid_at: datetime | None
    proof: str
    received_vnd: int | None
    received_by: str
    received_at: datetime | None
    cause: str
    owner: str
    words: str


@dataclass(frozen=True)
class Item:
    """One fee in a batch: whose dossier, taken when and where."""

    subject: UUID
    seq: int
    at: datetime
    point: str
    amount_vnd: int


def ageing(units: Sequence[int] | None, today: date) -> list[Aged]:
    """What is owed to each agency today by its age in working days; None is every agency."""
    with connection.cursor() as cursor:
        cursor.execute(OWED_SINCE, {"units": None if units is None else list(units)})
        rows = cursor.fetchall()
    calendar, found = working_calendar(), dict[tuple[int, str], list[tuple[date, int]]]()
    for agency_id, agency, since, amount in rows:
        found.setdefault((agency_id, agency), []).append((since, amount))
    return [
        Aged(agency_id, agency, tuple(aged(sums, today, calendar)))
        for (agency_id, agency), sums in found.items()
    ]


def batches(units: Sequence[int] | None, limit: int = 100) -> list[Batch]:
    """Batches of these agencies (None is all), the newest first."""
    rows = Remittance.objects.select_related("agency", "made_by", "paid_by")
    if units is not None:
        rows = rows.filter(agency_id__in=units)
    return [_batch(row) for row in rows.order_by("-made_at", "number")[:limit]]


def batch(remittance_id: UUID) -> Batch | None:
    """One batch."""
    rows = Remittance.objects.select_related("agency", "made_by", "paid_by")
    row = rows.filter(id=remittance_id).first()
    return _batch(row) if row else None


def items(remittance_id: UUID) -> list[Item]:
    """The fees in a batch, in the order they were taken."""
    with connection.cursor() as cursor:
        cursor.execute(ITEMS, [remittance_id])
        return [Item(*row) for row in cursor.fetchall()]


def _batch(row: Remittance) -> Batch:
    receipts = RemittanceReceipt.objects.select_related("by").filter(remittance=row)
    told = receipts.order_by("-id").first()
    cause = RemittanceCause(told.cause) if told and told.cause else None
    return Batch(
        id=row.id,
        number=row.number,
        agency_id=row.agency_id,
        agency=row.agency.name,
        upto=row.upto,
        amount_vnd=row.amount_vnd,
        count=row.count,
        state=RemittanceState(row.state),
        made_by=row.made_by.full_name,
        made_at=row.made_at,
        paid_by=row.paid_by.full_name if row.paid_by else "",
        paid_at=row.paid_at,
        proof=row.proof,
        received_vnd=told.received_vnd if told else None,
        received_by=told.by.full_name if told else "",
        received_at=told.at if told else None,
        cause=cause.label if cause else "",
        owner=cause.owner if cause else "",
        words=told.words if told else "",
    )
