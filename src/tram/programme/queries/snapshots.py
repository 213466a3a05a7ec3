"""Frozen periods as they are read: the list, one with its figures, and how it compares with the books now (51b–51d)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection

from tram.core.errors import Refused
from tram.programme.models import Snapshot
from tram.programme.queries.frozen_registers import written_after
from tram.programme.queries.gathering import gather
from tram.programme.queries.plan import plan_version
from tram.programme.rules.periods import PeriodKind
from tram.programme.rules.periods import name as period_name
from tram.programme.rules.snapshots import (
    Difference,
    FrozenList,
    FrozenPeriod,
    ListSide,
    difference,
    intact,
    read,
)

# A line that was being written while the period was frozen may bear an earlier time than the freezing.
_ON_THE_WAY = timedelta(minutes=1)
_LATER = (
    "SELECT DISTINCT stream::text FROM dossiers_line "
    "WHERE recorded_at > %s AND stream = ANY(%s::uuid[])"
)


@dataclass(frozen=True)
class SnapshotRow:
    """One freezing, as a list shows it."""

    id: UUID
    kind: PeriodKind
    year: int
    number: int
    first: date
    last: date
    version: int
    plan: str
    plan_version: int
    at: datetime
    by: str
    reason: str
    simulated: bool
    hash: str

    @property
    def name(self) -> str:
        """What the period is called."""
        return period_name(self.kind, self.year, self.number)


@dataclass(frozen=True)
class Stored:
    """One freezing whole: its row, what was frozen, and whether the hash still fits."""

    row: SnapshotRow
    frozen: FrozenPeriod
    intact: bool


@dataclass(frozen=True)
class Recomputed:
    """A freezing beside what the books say now."""

    stored: Stored
    now: FrozenPeriod
    difference: Difference

    @property
    def reproduced(self) -> bool:
        """Whether the stored text fits its hash, and every difference was written after the freezing."""
        return self.stored.intact and (self.difference.empty or self.difference.explained)


def snapshots() -> tuple[SnapshotRow, ...]:
    """Every freezing, the newest first."""
    rows = Snapshot.objects.select_related("plan", "by").defer("document").order_by("-at", "-id")
    return tuple(_row(row) for row in rows)


def snapshot(snapshot_id: UUID) -> Stored:
    """One freezing; Refused if there is none."""
    found = Snapshot.objects.select_related("plan", "by").filter(pk=snapshot_id).first()
    if found is None:
        raise Refused(
            "no-such-snapshot", f"Không có bản chốt {snapshot_id}: hãy xem danh sách bản chốt."
        )
    return _stored(found)


def latest(kind: PeriodKind, year: int, number: int) -> Stored | None:
    """The newest version of a period, or None if it was never frozen."""
    found = (
        Snapshot.objects.select_related("plan", "by")
        .filter(kind=kind, year=year, number=number)
        .order_by("-version")
        .first()
    )
    return _stored(found) if found else None


def before(row: SnapshotRow) -> Stored | None:
    """The version before this one, or None."""
    found = (
        Snapshot.objects.select_related("plan", "by")
        .filter(kind=row.kind, year=row.year, number=row.number, version=row.version - 1)
        .first()
    )
    return _stored(found) if found else None


def compared(old: Stored, new: FrozenPeriod) -> Difference:
    """Line by line what changed since, each with its cause."""
    told = difference(old.frozen, new)
    items = {change.item for change in told.items}
    if not items:
        return told
    later = corrected(items, old.row.at) | written_after(old.row.at - _ON_THE_WAY)
    return difference(old.frozen, new, later)


def recompute(snapshot_id: UUID) -> Recomputed:
    """The same period from the books as they are now, by the same plan version and readings (51d)."""
    stored = snapshot(snapshot_id)
    plan = plan_version(Snapshot.objects.values_list("plan_id", flat=True).get(pk=snapshot_id))
    then = stored.frozen
    now = gather(plan, plan.readings.but(**then.readings), then.kind, then.year, then.number)
    return Recomputed(stored, now, compared(stored, now))


def corrected(items: Collection[str], since: datetime) -> frozenset[str]:
    """Of these ids the dossiers whose book has lines written after a moment."""
    dossiers = [item for item in items if _is_id(item)]
    with connection.cursor() as cursor:
        cursor.execute(_LATER, [since - _ON_THE_WAY, dossiers])
        return frozenset(row[0] for row in cursor.fetchall())


def _is_id(item: str) -> bool:
    try:
        return str(UUID(item)) == item
    except ValueError:
        return False


def _stored(found: Snapshot) -> Stored:
    lists = tuple(
        FrozenList(row.unit, row.indicator, ListSide(row.side), tuple(row.items), row.reason)
        for row in found.lists.all()
    )
    whole = intact(found.document, bytes(found.hash), lists)
    return Stored(_row(found), read(found.document, lists), whole)


def _row(row: Snapshot) -> SnapshotRow:
    return SnapshotRow(
        id=row.pk,
        kind=PeriodKind(row.kind),
        year=row.year,
        number=row.number,
        first=row.first,
        last=row.last,
        version=row.version,
        plan=row.plan.number,
        plan_version=row.plan.version,
        at=row.at,
        by=row.by.full_name if row.by else "Người vận hành máy chủ",
        reason=row.reason,
        simulated=row.simulated,
        hash=bytes(row.hash).hex(),
    )
