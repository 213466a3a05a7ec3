"""Runs of the post's clock as pages show them: by their S10 number, never by a person or a procedure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from tram.accounts.rules.access import Right, may
from tram.core import clock
from tram.core.acts import Actor
from tram.custody.models import CustodyLine, EnvelopeItem, Leg, PostalClock, PostalPause
from tram.custody.queries.quality import offices_seen
from tram.custody.rules.handovers import ManifestKind
from tram.custody.rules.routes import ClockEnd, PostalRoute, Waiting
from tram.directory.queries import scope
from tram.dossiers.models import Dossier


@dataclass(frozen=True)
class Run:
    """One run of the post's clock; `late` is told of one that ended and of one that still runs."""

    id: UUID
    dossier_id: UUID
    number: str
    direction: str
    route: str
    office: str
    started_at: datetime
    due_at: datetime | None
    ended_at: datetime | None
    how: str
    waiting: str
    late: bool
    words: str
    limit_days: int | None


@dataclass(frozen=True)
class Waited:
    """One wait of a run, with the people who began and released it."""

    reason: str
    started_at: datetime
    by: str
    released_at: datetime | None
    released_by: str


@dataclass(frozen=True)
class WholeRun:
    """One run whole: every wait, and what the reader may do now."""

    run: Run
    waits: tuple[Waited, ...]
    may_pause: bool
    may_release: bool


def told(clocks: Sequence[PostalClock]) -> list[Run]:
    """Runs in words, in the order given."""
    now = clock.now()
    numbers = _numbers([each.item_id for each in clocks])
    rows = PostalPause.objects.filter(clock__in=clocks, released_at=None)
    waiting = {row.clock_id: Waiting(row.reason).label for row in rows}
    waiting |= dict.fromkeys(_held(clocks), Waiting.HELD_AT_POINT.label)
    return [_run(each, numbers, waiting, now) for each in clocks]


def whole_run(actor: Actor, clock_id: UUID) -> WholeRun | None:
    """One run for somebody who may read its office; None for everybody else alike."""
    found = PostalClock.objects.select_related("office").filter(id=clock_id).first()
    offices = offices_seen(actor)
    if found is None or (offices is not None and found.office_id not in offices):
        return None
    run = told([found])[0]
    units = scope(found.office_id) if found.office_id else None
    mine = found.ended_at is None and may(actor, Right.HANDLE_INCIDENT, units)
    return WholeRun(
        run,
        tuple(_waits(found)),
        may_pause=mine and not run.waiting and not run.late,
        may_release=mine and found.pauses.filter(released_at=None).exists(),
    )


def of_dossier(dossier_id: UUID) -> list[Run]:
    """The runs of one dossier, the first one first, without what was given back to the sender."""
    rows = PostalClock.objects.select_related("office").filter(dossier=dossier_id)
    return told(list(rows.exclude(how=ClockEnd.GIVEN_BACK).order_by("started_at", "id")))


def _held(clocks: Sequence[PostalClock]) -> list[UUID]:
    """Which of these runs stand still because a point holds the thing, signed for before the due time."""
    held = CustodyLine.objects.filter(
        stream__in=[each.item_id for each in clocks if each.ended_at is None],
        seq=F("stream__seq"),
        manifest__kind=ManifestKind.HOLD,
    )
    since = dict(held.values_list("stream_id", "occurred_at"))
    return [
        each.id
        for each in clocks
        if each.item_id in since
        and each.ended_at is None
        and (each.due_at is None or since[each.item_id] <= each.due_at)
    ]


def _waits(found: PostalClock) -> list[Waited]:
    rows = found.pauses.select_related("by", "released_by").order_by("started_at", "id")
    return [
        Waited(
            Waiting(row.reason).label,
            row.started_at,
            row.by.full_name,
            row.released_at,
            row.released_by.full_name if row.released_by else "",
        )
        for row in rows
    ]


def _run(each: PostalClock, numbers: dict[UUID, str], waiting: dict[UUID, str], now: Any) -> Run:
    until = each.ended_at or now
    late = each.due_at is not None and each.id not in waiting and until > each.due_at
    return Run(
        id=each.id,
        dossier_id=each.dossier_id,
        number=numbers.get(each.item_id) or _code(each),
        direction=Leg(each.direction).label,
        route=PostalRoute(each.route).label if each.route else "",
        office=each.office.name if each.office else "",
        started_at=each.started_at,
        due_at=each.due_at,
        ended_at=each.ended_at,
        how=ClockEnd(each.how).label if each.how else "",
        waiting=waiting.get(each.id, ""),
        late=late,
        words=(each.derivation or {}).get("words", ""),
        limit_days=each.limit_days,
    )


def _code(each: PostalClock) -> str:
    """What a thing without an envelope is called: the first signs of its dossier's opaque id."""
    dossier: Dossier = each.dossier
    return f"#{dossier.id.hex[:8].upper()}"


def _numbers(item_ids: Sequence[UUID]) -> dict[UUID, str]:
    """The S10 number that each item travels under, or last did."""
    rows = EnvelopeItem.objects.filter(item__in=item_ids).order_by("put_at", "id")
    return dict(rows.values_list("item_id", "envelope__number"))
