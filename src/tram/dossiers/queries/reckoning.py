"""When a dossier is due (tính hạn trả): its limit, its agency's calendar and hours, and its pauses, put together.

Acceptance, resumption, recomputing and `tram due` all ask here, so they cannot differ.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from tram.catalogue import queries as catalogue
from tram.catalogue.models import ProcedureVersion
from tram.core.errors import Refused
from tram.directory import queries as directory
from tram.dossiers import models
from tram.dossiers.rules.deadlines import (
    Derivation,
    DurationUnit,
    Limit,
    Pause,
    PauseKind,
    due,
    same_day_due,
)


@dataclass(frozen=True)
class Terms:
    """What a due time is counted by; `limit` None = a result of the same day."""

    limit: Limit | None
    agency_id: int | None


def limit_of(version: ProcedureVersion, channel: int) -> Limit:
    """The limit of a version for a channel; Refused if the catalogue has none."""
    found = catalogue.time_limit(version, channel)
    if found is None:
        raise Refused(
            "limit-missing",
            _(
                "Thủ tục này chưa có thời hạn giải quyết trong danh mục. Hãy báo người quản lý danh mục."
            ),
        )
    return Limit(found[0], DurationUnit(found[1]))


def terms(version: ProcedureVersion, channel: int, agency_id: int | None) -> Terms:
    """What a dossier of this version is counted by; a same-day procedure needs no limit."""
    limit = None if version.same_day else limit_of(version, channel)
    return Terms(limit, agency_id)


def reckon(
    started_at: datetime,
    by: Terms,
    pauses: Iterable[Pause] = (),
    times: directory.WorkingTimes | None = None,
) -> Derivation:
    """The due time of a clock that started then, by the calendar as it stands now."""
    times = times or directory.working_times()
    calendar, hours = times.calendar(by.agency_id), times.hours(by.agency_id)
    if by.limit is None:
        return same_day_due(started_at, calendar, hours)
    return due(started_at, by.limit, calendar, hours, pauses)


def ended_pauses(dossier_ids: Collection[UUID]) -> dict[UUID, tuple[Pause, ...]]:
    """The pauses of dossiers that have ended, the earliest first."""
    rows = models.Pause.objects.filter(dossier__in=dossier_ids, ended_at__isnull=False)
    found: dict[UUID, tuple[Pause, ...]] = {}
    for row in rows.order_by("started_at"):
        if row.ended_at:
            pause = Pause(row.started_at, row.ended_at, PauseKind(row.kind))
            found[row.dossier_id] = (*found.get(row.dossier_id, ()), pause)
    return found
