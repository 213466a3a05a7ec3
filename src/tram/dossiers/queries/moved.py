"""Which open dossiers would be due at another time by the calendar as it stands now (hồ sơ đổi hạn trả)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from tram.core.calendar import local
from tram.directory import queries as directory
from tram.dossiers.models import Dossier, DueTime
from tram.dossiers.queries.reckoning import Terms, ended_pauses, reckon
from tram.dossiers.rules import graphs
from tram.dossiers.rules.deadlines import (
    Derivation,
    DurationUnit,
    Limit,
    Pause,
    is_promise,
    promised_again,
)
from tram.dossiers.rules.states import PAUSED, RUNNING, Action, State


@dataclass(frozen=True)
class Moved:
    """A dossier whose due time is another one now; `limit` None = a result of the same day."""

    dossier_id: UUID
    number: str
    agency: str
    before: datetime
    limit: Limit | None
    derivation: Derivation

    @property
    def after(self) -> datetime:
        """The due time by the calendar of now."""
        return self.derivation.due_at


@dataclass(frozen=True)
class Reckoning:
    """What counting all open dossiers again gives.

    `kept`: the same due time. `thin`: another one, but their first state graph knows no recomputing, so they keep
    what was promised. `paused`: they wait for the citizen and are counted again when they go on.
    """

    moved: tuple[Moved, ...]
    kept: int
    thin: int
    paused: int


def reckoning(dossier_ids: Sequence[UUID] | None = None) -> Reckoning:
    """Count every open dossier (or these) again; those that are closed, settled or paused are left alone."""
    held = Dossier.objects.all()
    if dossier_ids is not None:
        held = held.filter(id__in=dossier_ids)
    running = held.filter(state__in=RUNNING)
    total, thin, moved = 0, 0, []
    for can, found in _recounted(running):
        total += 1
        if found.after != found.before:
            thin += not can
            moved += [found] if can else []
    paused = held.filter(state__in=PAUSED).count()
    return Reckoning(tuple(moved), total - thin - len(moved), thin, paused)


def _recounted(running: QuerySet[Dossier]) -> Iterator[tuple[bool, Moved]]:
    """Each running dossier by the calendar of now, and whether its graph can take the new due time."""
    times = directory.working_times()
    latest = DueTime.objects.filter(dossier__in=running).select_related("dossier__agency")
    pauses = ended_pauses([ident for (ident,) in running.values_list("id")])
    for row in latest.order_by("dossier_id", "-line_seq").distinct("dossier_id"):
        dossier = row.dossier
        limit = Limit(row.limit_value, DurationUnit(row.limit_unit)) if row.limit_value else None
        derivation = _again(
            row, Terms(limit, dossier.agency_id), pauses.get(dossier.id, ()), times
        )
        can = graphs.can(dossier.graph, State(dossier.state), Action.RECKON)
        number, agency = dossier.number or "", dossier.agency.name
        yield can, Moved(dossier.id, number, agency, row.due_at, limit, derivation)


def _again(
    row: DueTime, by: Terms, pauses: tuple[Pause, ...], times: directory.WorkingTimes
) -> Derivation:
    """A re-appointed day stays what was promised, unless nobody works on it any more."""
    kept = Derivation.from_json(row.derivation)
    if is_promise(kept):
        calendar, hours = times.calendar(by.agency_id), times.hours(by.agency_id)
        return promised_again(kept, calendar, hours)
    return reckon(local(row.started_at), by, pauses, times)
