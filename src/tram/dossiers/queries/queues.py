"""Queues (việc chờ làm): what waits at a desk and at an agency, the most pressing first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet, Subquery

from tram.core import clock
from tram.directory import queries as directory
from tram.dossiers.models import Channel, Dossier, Party, PartyRole, ResultChannel
from tram.dossiers.rules.queue import Standing, standing
from tram.dossiers.rules.states import RUNNING, State


@dataclass(frozen=True)
class Row:
    """One dossier in a queue; `standing` only where a due time runs."""

    id: UUID
    number: str
    procedure: str
    official: bool
    agency: str
    submitter: str
    channel: str
    result_channel: str
    state: str
    registered_at: datetime
    handover_at: datetime | None
    due_at: datetime | None
    standing: Standing | None


@dataclass(frozen=True)
class Clockwork:
    """The moment and the working times that a queue is read by."""

    now: datetime
    times: directory.WorkingTimes

    def standing(
        self, started_at: datetime | None, due_at: datetime | None, agency_id: int | None = None
    ) -> Standing | None:
        """How a dossier stands now by the days and hours of its agency, if a due time runs."""
        if started_at is None or due_at is None:
            return None
        calendar, hours = self.times.calendar(agency_id), self.times.hours(agency_id)
        return standing(started_at, due_at, self.now, calendar, hours)


def clockwork() -> Clockwork:
    """Now, with the working times of every agency."""
    return Clockwork(clock.now(), directory.working_times())


def listed(ids: Sequence[UUID]) -> list[Row]:
    """Rows of these dossiers, in the order given."""
    found = {row.id: row for row in rows(list(with_names(Dossier.objects.filter(id__in=ids))))}
    return [found[ident] for ident in ids if ident in found]


def with_names(found: QuerySet[Dossier]) -> QuerySet[Any]:
    """Dossiers with the names a list shows: procedure, agency, the submitter as last corrected."""
    latest = Party.objects.filter(dossier=OuterRef("pk"), role=PartyRole.SUBMITTER)
    name = Subquery(latest.order_by("-version").values("full_name")[:1])
    return found.annotate(
        submitter=name,
        procedure=F("version__name"),
        official=F("version__official"),
        agency_name=F("agency__name"),
    )


def rows(found: Sequence[Any]) -> list[Row]:
    """Rows of dossiers read with `with_names`."""
    works = clockwork() if any(dossier.due_at for dossier in found) else None
    return [_row(dossier, works) for dossier in found]


def _row(dossier: Any, works: Clockwork | None) -> Row:
    running = works if State(dossier.state) in RUNNING else None
    started = dossier.handover_at or dossier.accepted_at
    return Row(
        id=dossier.id,
        number=dossier.number or "",
        procedure=dossier.procedure,
        official=dossier.official,
        agency=dossier.agency_name,
        submitter=dossier.submitter or "",
        channel=str(Channel(dossier.channel).label),
        result_channel=str(ResultChannel(dossier.result_channel).label),
        state=State(dossier.state).label,
        registered_at=dossier.registered_at,
        handover_at=dossier.handover_at,
        due_at=dossier.due_at,
        standing=running.standing(started, dossier.due_at, dossier.agency_id) if running else None,
    )
