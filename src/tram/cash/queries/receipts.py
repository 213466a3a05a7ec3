"""Ranges of receipt numbers and prices above the table, as the manager sees them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F

from tram.cash.models import PriceOverride, ReceiptBook
from tram.cash.rules.ceiling import OverrideReason
from tram.cash.rules.receipts import ReceiptPaper, written


@dataclass(frozen=True)
class BookRow:
    """One range of numbers: how far it is used."""

    unit: str
    paper: str
    first: str
    last: str
    used: int
    left: int
    valid_from: date
    granted_by: str


def books_of(unit_ids: Collection[int], limit: int = 400) -> list[BookRow]:
    """The ranges of these units, those with the fewest numbers left first."""
    rows = ReceiptBook.objects.filter(unit_id__in=unit_ids).select_related("unit", "granted_by")
    ordered = rows.annotate(left=F("last") + 1 - F("next")).order_by("left", "unit__name", "paper")
    return [
        BookRow(
            unit=row.unit.name,
            paper=ReceiptPaper(row.paper).label,
            first=written(row.series, row.first),
            last=written(row.series, row.last),
            used=row.next - row.first,
            left=row.left,
            valid_from=row.valid_from,
            granted_by=row.granted_by.full_name if row.granted_by else "",
        )
        for row in ordered[:limit]
    ]


@dataclass(frozen=True)
class OverrideRow:
    """One price above the table."""

    subject: UUID
    unit: str
    table_vnd: int
    asked_vnd: int
    reason: str
    words: str
    by: str
    at: datetime

    @property
    def above_vnd(self) -> int:
        """How much above the table."""
        return self.asked_vnd - self.table_vnd


def overrides_of(unit_ids: Collection[int], limit: int = 200) -> tuple[int, list[OverrideRow]]:
    """How many prices above the table these units took, and the newest of them (requirement 16f)."""
    rows = PriceOverride.objects.filter(unit_id__in=unit_ids).select_related("unit", "by")
    found = [
        OverrideRow(
            subject=row.subject,
            unit=row.unit.name,
            table_vnd=row.table_vnd,
            asked_vnd=row.asked_vnd,
            reason=OverrideReason(row.reason).label,
            words=row.words,
            by=row.by.full_name,
            at=row.at,
        )
        for row in rows.order_by("-at")[:limit]
    ]
    return rows.count(), found
