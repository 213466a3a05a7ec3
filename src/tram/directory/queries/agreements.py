"""Cooperation agreements as the register tells them: per agency, on a day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from tram.directory.models import Agreement
from tram.directory.rules.agreements import AgreementEndKind, AgreementScope


@dataclass(frozen=True)
class AgreementRow:
    """One agreement as it was entered; `last_day` is when it ends or was ended, None = open."""

    id: int
    agency_id: int
    post: str
    number: str
    signed_on: date
    scope: AgreementScope
    note: str
    valid_from: date
    last_day: date | None
    end_kind: AgreementEndKind | None
    end_reason: str
    file_id: UUID | None
    demonstration: bool
    by: str
    at: datetime

    @property
    def counts(self) -> bool:
        """False for what was entered by mistake."""
        return self.end_kind is not AgreementEndKind.MISTAKE

    def in_force(self, day: date) -> bool:
        """Whether it holds on a day."""
        ended = self.last_day is not None and self.last_day < day
        return self.counts and max(self.signed_on, self.valid_from) <= day and not ended


def agreements(agency_ids: Collection[int] | None = None) -> list[AgreementRow]:
    """Every agreement of these agencies (None = of all), the newest signature first."""
    rows = Agreement.objects.select_related("post", "by", "end").order_by("-signed_on", "-id")
    if agency_ids is not None:
        rows = rows.filter(agency__in=list(agency_ids))
    return [_row(row) for row in rows]


def _row(row: Agreement) -> AgreementRow:
    end = getattr(row, "end", None)
    return AgreementRow(
        id=row.id,
        agency_id=row.agency_id,
        post=row.post.short_name or row.post.name,
        number=row.number,
        signed_on=row.signed_on,
        scope=AgreementScope(row.scope),
        note=row.note,
        valid_from=row.valid_from,
        last_day=end.last_day if end else row.valid_to,
        end_kind=AgreementEndKind(end.kind) if end else None,
        end_reason=end.reason if end else "",
        file_id=row.file_id,
        demonstration=row.demonstration,
        by=row.by.full_name,
        at=row.at,
    )
