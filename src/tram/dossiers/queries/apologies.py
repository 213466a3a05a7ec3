"""Before an apology is signed: what was drafted, until when it is in time, and when the new day ends."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from tram.core import clock
from tram.core.calendar import ZONE, local_date
from tram.directory import queries as directory
from tram.dossiers.models import Dossier, Letter
from tram.dossiers.rules.letters import LetterKind, last_day_to_apologise


@dataclass(frozen=True)
class Draft:
    """An apology that waits for the leader's signature."""

    reason: str
    due_after: datetime | None
    drafted_at: datetime


def drafted(dossier_id: UUID) -> Draft | None:
    """The draft of a dossier, if there is one."""
    rows = Letter.objects.filter(dossier_id=dossier_id, kind=LetterKind.APOLOGY, signed_at=None)
    row = rows.first()
    return Draft(row.reason, row.due_after, row.drafted_at) if row else None


@dataclass(frozen=True)
class LastDay:
    """The last working day on which an apology is in time, and whether it has gone by."""

    day: date
    gone: bool


def last_day(dossier_id: UUID) -> LastDay | None:
    """Until when the leader must have signed (NĐ 61/2018/NĐ-CP Điều 19); None without an appointment."""
    dossier = Dossier.objects.get(id=dossier_id)
    if dossier.due_at is None:
        return None
    day = last_day_to_apologise(dossier.due_at, directory.working_calendar(dossier.agency_id))
    return LastDay(day, local_date(clock.now()) > day)


def closing(day: date, agency_id: int) -> datetime:
    """The close of an agency's office hours on a day: when a new appointment ends."""
    hours = directory.office_hours(day, agency_id)
    return datetime.combine(day, hours.closes_at, ZONE)
