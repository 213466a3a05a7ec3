"""Due times (hạn trả kết quả): from the version's limit, the calendar and the pauses, kept word for word."""

from datetime import datetime

from django.utils.translation import gettext as _

from tram.catalogue import queries as catalogue
from tram.core.calendar import local_date
from tram.core.errors import Refused
from tram.directory import queries as directory
from tram.dossiers.models import Dossier, DueTime
from tram.dossiers.rules.deadlines import (
    Derivation,
    DurationUnit,
    Limit,
    Pause,
    PauseKind,
    due,
    same_day_due,
)

# How a result of the same day is kept: no limit counts it, the day itself does.
SAME_DAY = (0, "same-day")


def limit_of(dossier: Dossier) -> Limit | None:
    """The limit of the version and channel under which the dossier came, None if its result comes the same day.

    Refused if the catalogue has none.
    """
    if dossier.version.same_day:
        return None
    found = catalogue.time_limit(dossier.version, dossier.channel)
    if found is None:
        raise Refused(
            "limit-missing",
            _(
                "Thủ tục này chưa có thời hạn giải quyết trong danh mục. Hãy báo người quản lý danh mục."
            ),
        )
    return Limit(found[0], DurationUnit(found[1]))


def pauses_of(dossier: Dossier) -> tuple[Pause, ...]:
    """The ended pauses of a dossier, in order."""
    rows = dossier.pauses.exclude(ended_at=None).order_by("started_at")
    return tuple(
        Pause(row.started_at, row.ended_at, PauseKind(row.kind)) for row in rows if row.ended_at
    )


def derive(dossier: Dossier, started_at: datetime, limit: Limit | None) -> Derivation:
    """When a dossier is due whose clock started then, by the calendar of today and its pauses so far."""
    calendar = directory.working_calendar()
    hours = directory.office_hours(local_date(started_at))
    if limit is None:
        return same_day_due(started_at, calendar, hours)
    return due(started_at, limit, calendar, hours, pauses_of(dossier))


def keep(dossier: Dossier, derivation: Derivation, limit: Limit | None) -> None:
    """Keep a due time with its derivation, for the book line that comes next."""
    value, unit = (limit.value, limit.unit) if limit else SAME_DAY
    DueTime.objects.create(
        dossier=dossier,
        line_seq=dossier.seq + 1,
        started_at=derivation.started_at,
        due_at=derivation.due_at,
        limit_value=value,
        limit_unit=unit,
        derivation=derivation.as_json(),
    )
