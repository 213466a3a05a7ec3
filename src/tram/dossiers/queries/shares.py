"""How long each unit has had a dossier, against what was planned for it (TT 01/2018/TT-VPCP Điều 13, Mẫu 05)."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.utils.translation import gettext as _

from tram.catalogue import queries as catalogue
from tram.catalogue.queries import StageRow
from tram.core import clock as clocks
from tram.directory import queries as directory
from tram.dossiers.models import Dossier, DossierLine, DueTime
from tram.dossiers.rules.deadlines import (
    DurationUnit,
    Limit,
    due,
    same_day_due,
    transfer_by,
)
from tram.dossiers.rules.queue import working_time
from tram.dossiers.rules.shares import (
    AT_DESK,
    Clock,
    Event,
    Pace,
    Share,
    Shares,
    percent,
    planned_minutes,
    shares,
)
from tram.dossiers.rules.states import Action, State


@dataclass(frozen=True)
class UnitTime:
    """One unit's share in words; `used` is the per cent of the planned time."""

    unit: str
    name: str
    share: Share
    worked: str
    paused: str
    planned: str
    used: int | None

    @property
    def pace(self) -> Pace | None:
        """Early, on time, late; None while it cannot be said."""
        return self.share.pace

    @property
    def colour(self) -> str:
        """The colour of its badge."""
        return {Pace.LATE: "danger", None: "neutral"}.get(self.pace, "success")


@dataclass(frozen=True)
class Times:
    """The shares of a dossier, and the sums that they add up to."""

    units: tuple[UnitTime, ...]
    worked: str
    paused: str
    whole: str
    counted: Shares

    @property
    def current(self) -> UnitTime | None:
        """The share that runs now."""
        last = self.units[-1] if self.units else None
        return last if last and last.share.running else None


def times(dossier_id: UUID) -> Times | None:
    """The shares of an accepted dossier until now; None before it was accepted: no clock was derived yet."""
    dossier = Dossier.objects.select_related("version").filter(id=dossier_id).first()
    first = DueTime.objects.filter(dossier_id=dossier_id).order_by("line_seq").first()
    if dossier is None or first is None:
        return None
    clock = working()(dossier.agency_id)
    counted = shares(
        _events(dossier_id),
        started_at=first.started_at,
        desk_id=dossier.desk_id,
        now=clocks.now(),
        plan=plan(dossier, first, clock),
        clock=clock,
    )
    return _told(dossier, counted, clock)


def planned_now(dossier: Dossier) -> int | None:
    """The minutes planned for the stage that a dossier is in; None where the plan has no such stage."""
    first = DueTime.objects.filter(dossier=dossier).order_by("line_seq").first()
    if first is None:
        return None
    return plan(dossier, first, working()(dossier.agency_id)).get(dossier.stage or 1)


Clockwork = Callable[[int], Clock]


def working() -> Clockwork:
    """The clock of each agency, read once."""
    found = directory.working_times()
    return lambda agency_id: Clock(found.calendar(agency_id), found.hours(agency_id))


def _events(dossier_id: UUID) -> Iterator[Event]:
    for line in DossierLine.objects.filter(stream_id=dossier_id).order_by("seq"):
        body = json.loads(bytes(line.body)) if line.action in _HANDS_OVER else {}
        yield Event(line.occurred_at, State(line.to_state), body.get("unit"), body.get("stage"))


_HANDS_OVER = {Action.TRANSFER, Action.FORWARD}


def plan(dossier: Dossier, first: DueTime, clock: Clock) -> dict[int, int]:
    """The planned minutes of each stage: the desk's until the transfer is due (NĐ 61/2018/NĐ-CP Điều 18), then those
    of the catalogue, or for a procedure without stages what the desk leaves of the limit.
    """
    desk = clock.minutes(
        first.started_at, transfer_by(first.started_at, clock.calendar, clock.hours)
    )
    stages = catalogue.stages(dossier.version_id)
    if not first.limit_value:
        return {AT_DESK: _whole(first, clock)}
    if not stages:
        return {AT_DESK: desk, 1: max(_whole(first, clock) - desk, 0)}
    return {AT_DESK: desk, **dict(_stages(stages, dossier.agency_id, first.started_at, clock))}


def _stages(
    stages: tuple[StageRow, ...], agency_id: int, since: datetime, clock: Clock
) -> Iterator[tuple[int, int]]:
    """Stages that follow one another at one unit are one share, called by the first of them."""
    for _holder, own in groupby(stages, lambda stage: stage.unit_id or agency_id):
        rows = list(own)
        limits = [Limit(row.value, DurationUnit(row.unit_of_time)) for row in rows]
        yield rows[0].seq, sum(planned_minutes(limit, since, clock) for limit in limits)


def _whole(first: DueTime, clock: Clock) -> int:
    """The minutes of the whole limit as if nothing had been waited for."""
    if first.limit_value:
        limit = Limit(first.limit_value, DurationUnit(first.limit_unit))
        end = due(first.started_at, limit, clock.calendar, clock.hours).due_at
    else:
        end = same_day_due(first.started_at, clock.calendar, clock.hours).due_at
    return clock.minutes(first.started_at, end)


def _told(dossier: Dossier, counted: Shares, clock: Clock) -> Times:
    units = directory.units_by_id([share.unit_id for share in counted.each])
    names = {stage.seq: stage.name for stage in catalogue.stages(dossier.version_id)}
    started = counted.each[0].since
    day = clock.day_minutes(started)

    def words(minutes: int | None) -> str:
        return "" if minutes is None else working_time(minutes, day)

    each = tuple(
        UnitTime(
            unit=units[share.unit_id].name,
            name=_("Tiếp nhận, chuyển giải quyết")
            if share.stage == AT_DESK
            else names.get(share.stage, ""),
            share=share,
            worked=words(share.worked),
            paused=words(share.paused) if share.paused else "",
            planned=words(share.planned),
            used=percent(share.worked, share.planned),
        )
        for share in counted.each
    )
    return Times(each, words(counted.worked), words(counted.paused), words(counted.whole), counted)
