"""Due times (hạn trả kết quả): from the version's limit, the calendar and the pauses, kept word for word."""

from datetime import datetime

from tram.dossiers.models import Dossier, DueTime
from tram.dossiers.queries import reckoning
from tram.dossiers.rules.deadlines import Derivation, Limit

# How a result of the same day is kept: no limit counts it, the day itself does.
SAME_DAY = (0, "same-day")


def limit_of(dossier: Dossier) -> Limit | None:
    """The limit of the version and channel under which the dossier came, None if its result comes the same day.

    Refused if the catalogue has none.
    """
    return reckoning.terms(dossier.version, dossier.channel, dossier.agency_id).limit


def derive(dossier: Dossier, started_at: datetime, limit: Limit | None) -> Derivation:
    """When a dossier is due whose clock started then, by the days and hours of its agency and its pauses so far."""
    by = reckoning.Terms(limit, dossier.agency_id)
    pauses = reckoning.ended_pauses([dossier.id])
    return reckoning.reckon(started_at, by, pauses.get(dossier.id, ()))


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
