"""Which communes were told in a span of days and which were not; the news of the same days (tuyên truyền)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from tram.programme.models import MediaItem, Outreach
from tram.programme.rules.registers import MediaKind

INFORMED = """
WITH told AS (
  SELECT coalesce(directory_area_on(o.commune_id, %(last)s::date), o.commune_id) AS commune,
    count(*) AS times, min(o."on") AS first_on, max(o."on") AS last_on
  FROM programme_outreach o
  WHERE o.retired_at IS NULL AND o."on" BETWEEN %(first)s::date AND %(last)s::date GROUP BY 1)
SELECT c.id, c.gso_code, c.name, coalesce(d.gso_code, ''), coalesce(d.name, ''),
  coalesce(t.times, 0), t.first_on, t.last_on
FROM directory_area c LEFT JOIN directory_area d ON d.id = c.parent_id LEFT JOIN told t ON t.commune = c.id
WHERE c.level = 'commune' AND daterange(c.valid_from, c.valid_to, '[]') @> %(last)s::date
ORDER BY d.sort_key, c.sort_key, c.gso_code
"""


@dataclass(frozen=True)
class CommuneTold:
    """A commune as it stands on the last day asked, with how often it was told in the span."""

    id: int
    code: str
    name: str
    district_code: str
    district: str
    times: int
    first_on: date | None
    last_on: date | None


@dataclass(frozen=True)
class Informed:
    """The communes of the province: those told at least once are the numerator, all the denominator."""

    rows: tuple[CommuneTold, ...]

    @property
    def done(self) -> tuple[CommuneTold, ...]:
        """Those that were told."""
        return tuple(row for row in self.rows if row.times)

    @property
    def missing(self) -> tuple[CommuneTold, ...]:
        """Those not yet."""
        return tuple(row for row in self.rows if not row.times)


def communes_informed(first: date, last: date) -> Informed:
    """Every commune that stands on the last day; what was told to a former one counts for its successor."""
    with connection.cursor() as cursor:
        cursor.execute(INFORMED, {"first": first, "last": last})
        return Informed(tuple(CommuneTold(*row) for row in cursor.fetchall()))


@dataclass(frozen=True)
class OutreachRow:
    """Once that a commune was told, as it was written."""

    id: int
    commune_id: int
    commune: str
    district: str
    on: date
    station: str
    content: str
    note: str
    evidence: UUID | None
    file_name: str
    by: str
    at: datetime


def outreach_rows(first: date, last: date, *, skip: int = 0, limit: int = 50) -> list[OutreachRow]:
    """What was written of a span of days, the latest first; rows taken out are not shown."""
    rows = Outreach.objects.filter(retired_at=None, on__range=(first, last))
    rows = rows.select_related("commune__parent", "evidence", "by").order_by("-on", "-id")
    return [_row(row) for row in rows[skip : skip + limit]]


def outreach_row(row_id: int) -> OutreachRow | None:
    """One row that stands."""
    rows = Outreach.objects.select_related("commune__parent", "evidence", "by")
    found = rows.filter(id=row_id, retired_at=None).first()
    return _row(found) if found else None


def _row(row: Outreach) -> OutreachRow:
    return OutreachRow(
        row.pk,
        row.commune_id,
        row.commune.name,
        row.commune.parent.name if row.commune.parent else "",
        row.on,
        row.station,
        row.content,
        row.note,
        row.evidence_id,
        row.evidence.name if row.evidence else "",
        row.by.full_name,
        row.at,
    )


@dataclass(frozen=True)
class MediaRow:
    """A piece of news as it was written."""

    id: int
    outlet: str
    kind: MediaKind
    on: date
    title: str
    reference: str
    evidence: UUID | None
    file_name: str
    by_id: int
    by: str
    at: datetime

    @property
    def link(self) -> str:
        """The reference if it is an address that can be opened."""
        return self.reference if self.reference.startswith(("https://", "http://")) else ""


def media_rows(first: date, last: date) -> Sequence[MediaRow]:
    """The news of a span of days, the latest first; what was taken out is not shown."""
    rows = MediaItem.objects.filter(retired_at=None, on__range=(first, last))
    return [_media(row) for row in rows.select_related("evidence", "by").order_by("-on", "-id")]


def media_row(row_id: int) -> MediaRow | None:
    """One piece of news that stands."""
    rows = MediaItem.objects.select_related("evidence", "by")
    found = rows.filter(id=row_id, retired_at=None).first()
    return _media(found) if found else None


def _media(row: MediaItem) -> MediaRow:
    return MediaRow(
        row.pk,
        row.outlet,
        MediaKind(row.kind),
        row.on,
        row.title,
        row.reference,
        row.evidence_id,
        row.evidence.name if row.evidence else "",
        row.by_id,
        row.by.full_name,
        row.at,
    )
