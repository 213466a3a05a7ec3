"""Before an apology is signed: what was drafted, until when it is in time, and when the new day ends."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from tram.core import clock
from tram.core.calendar import ZONE, local_date
from tram.directory import queries as directory
from tram.dossiers.models import Dossier, Letter
from tram.dossiers.rules.letters import LetterKind, last_day_to_apologise
from tram.dossiers.rules.states import RUNNING


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
class Waiting:
    """A running dossier whose apology waits for a signature: the day proposed, and until when it is in time."""

    id: UUID
    number: str
    unit: str
    due_at: datetime
    due_after: datetime | None
    last: date
    gone: bool


def waiting(units: frozenset[int]) -> list[Waiting]:
    """The drafts that these units' leaders have to sign, the nearest due first."""
    letters = Letter.objects.filter(
        kind=LetterKind.APOLOGY,
        signed_at=None,
        unit__in=units,
        dossier__state__in=[state.value for state in RUNNING],
        dossier__due_at__isnull=False,
    ).select_related("dossier", "unit")
    times, today = directory.working_times(), local_date(clock.now())
    found = []
    for letter in letters.order_by("dossier__due_at", "dossier_id"):
        dossier, due_at = letter.dossier, letter.dossier.due_at
        if due_at is not None:
            last = last_day_to_apologise(due_at, times.calendar(dossier.agency_id))
            unit = letter.unit.short_name or letter.unit.name
            number = dossier.number or ""
            found.append(
                Waiting(dossier.id, number, unit, due_at, letter.due_after, last, today > last)
            )
    return found


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
