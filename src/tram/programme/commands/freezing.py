"""Freezing a period (chốt số liệu): figures, lists, plan version, readings and how far the books went, for good.

Freezing it again is a new version, with a reason and only if something changed. Legal basis: requirement 51b–51d.
"""

from typing import Any

from django.db import connection

from tram.accounts.rules.access import Right, require
from tram.core.acts import Act
from tram.core.calendar import local_date, vn_date
from tram.core.errors import Refused
from tram.core.requests import command
from tram.programme.models import Snapshot, SnapshotList
from tram.programme.queries.gathering import gather
from tram.programme.queries.plan import goals
from tram.programme.queries.snapshots import latest
from tram.programme.rules.periods import Period, PeriodKind, period
from tram.programme.rules.periods import name as period_name
from tram.programme.rules.snapshots import FrozenPeriod, digest

_BOOKS = (
    "SELECT pg_current_snapshot()::text, (SELECT count(*) FROM dossiers_line), "
    "(SELECT count(*) FROM dossiers_dossier)"
)


@command
def freeze(
    act: Act, *, kind: PeriodKind, year: int, number: int = 1, reason: str = ""
) -> dict[str, Any]:
    """Freeze a period that is over; who watches over the plan may."""
    require(act.actor, Right.MANAGE_PLAN)
    return _freeze(act, kind, year, number, reason)


@command
def freeze_at_console(
    act: Act, *, kind: PeriodKind, year: int, number: int = 1, reason: str = ""
) -> dict[str, Any]:
    """The same for whoever has the server's console: nobody's right is asked, nobody is named."""
    return _freeze(act, kind, year, number, reason)


def _freeze(act: Act, kind: PeriodKind, year: int, number: int, reason: str) -> dict[str, Any]:
    span = period(kind, year, number)
    _require_over(act, kind, year, number, span)
    _one_at_a_time()
    asked = goals(year, span.last)
    frozen = gather(asked.plan, asked.readings, kind, year, number)
    version = _next_version(frozen, reason.strip())
    made = Snapshot.objects.create(
        id=act.derive("snapshot"),
        kind=kind,
        year=year,
        number=number,
        first=span.first,
        last=span.last,
        version=version,
        plan_id=asked.plan.id,
        document=frozen.document(),
        hash=digest(frozen.document()),
        books=_books(),
        simulated=frozen.simulated,
        reason=reason.strip() if version > 1 else "",
        by_id=act.actor.user_id,
        at=act.recorded,
    )
    SnapshotList.objects.bulk_create(
        SnapshotList(
            snapshot=made,
            unit=each.unit,
            indicator=each.indicator,
            side=each.side,
            reason=each.reason,
            items=list(each.items),
        )
        for each in frozen.lists
    )
    return {"snapshot": str(made.id), "version": version}


def _require_over(act: Act, kind: PeriodKind, year: int, number: int, span: Period) -> None:
    if local_date(act.recorded) <= span.last:
        name = period_name(kind, year, number)
        raise Refused(
            "period-not-over",
            f"{name} chưa kết thúc: hãy chốt từ sau ngày {vn_date(span.last)}.",
        )


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('programme freeze'))")


def _next_version(frozen: FrozenPeriod, reason: str) -> int:
    """1, or one more than the latest; Refused if nothing changed since or nobody says why."""
    known = latest(frozen.kind, frozen.year, frozen.number)
    if known is None:
        return 1
    name = period_name(frozen.kind, frozen.year, frozen.number)
    if known.frozen.document() == frozen.document():
        raise Refused(
            "nothing-changed",
            f"{name} đã chốt lần {known.row.version} và sổ không có gì thay đổi: không cần chốt lại.",
        )
    if not reason:
        raise Refused(
            "reason-missing",
            f"{name} đã chốt lần {known.row.version}: hãy ghi lý do chốt lại.",
        )
    return known.row.version + 1


def _books() -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(_BOOKS)
        seen, lines, dossiers = cursor.fetchone()
    return {"transactions": seen, "lines": lines, "dossiers": dossiers}
