"""Due times (hạn trả kết quả): from the version's limit, the calendar and the pauses, kept word for word."""

from datetime import datetime

from tram.directory import queries as directory
from tram.dossiers.models import Dossier, DueTime
from tram.dossiers.queries import reckoning
from tram.dossiers.rules.deadlines import Derivation, Limit, is_promise, promise_after

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


def after_pause(dossier: Dossier, started_at: datetime) -> tuple[Derivation, Limit | None]:
    """The due time of a dossier that goes on: counted again, or the promised day moved by what was waited."""
    limit = limit_of(dossier)
    last = dossier.due_times.order_by("-line_seq").first()
    kept = Derivation.from_json(last.derivation) if last else None
    pauses = reckoning.ended_pauses([dossier.id]).get(dossier.id, ())
    if kept is None or not is_promise(kept) or not pauses:
        return derive(dossier, started_at, limit), limit
    times, agency = directory.working_times(), dossier.agency_id
    return promise_after(kept, pauses[-1], times.calendar(agency), times.hours(agency)), limit


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
