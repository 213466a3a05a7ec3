"""The post's clock: due times put to its runs, and waits begun and released by people with names.

TT 17/2017/TT-BTTTT Điều 7. Start and end are the custody book's (a trigger keeps them); nothing here touches the legal
clock. The worker asks for `reckon_all` every five minutes.
"""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID, uuid4

from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from psycopg.types.json import Jsonb

from tram.accounts.rules.access import Right, require
from tram.core.acts import Act, Actor
from tram.core.calendar import local, local_date, vn_date
from tram.core.errors import Refused
from tram.core.requests import command
from tram.custody.models import CustodyLine, PostalClock, PostalPause
from tram.custody.queries.clock_roads import Road, roads, waits
from tram.custody.queries.postal_terms import PostalTerms, postal_terms
from tram.custody.rules.handovers import ManifestKind
from tram.custody.rules.postal_clock import Wait, postal_due, used_minutes
from tram.custody.rules.routes import Waiting
from tram.directory.queries import scope

BATCH, BATCHES = 200, 100
SYSTEM = Actor(None, "Trạm")
UNRECKONED = Q(due_at=None) | Q(ended_at__isnull=False, minutes=None)
# Called back from a point that held it: its due time moves by that wait. Few, and reckoned anew as long as they run.
CALLED_BACK = Q(
    Exists(
        CustodyLine.objects.filter(
            stream=OuterRef("item"),
            seq__gt=OuterRef("start_seq"),
            manifest__kind=ManifestKind.HOLD_BACK,
        )
    ),
    ended_at=None,
)
RECKONED = ["route", "office", "limit_days", "due_at", "derivation", "minutes"]
KEPT = {
    "route": "text",
    "office_id": "bigint",
    "limit_days": "smallint",
    "due_at": "timestamptz",
    "derivation": "jsonb",
    "minutes": "integer",
}
KEEP = f"""
UPDATE custody_postalclock c SET {", ".join(f"{name} = v.{name}" for name in KEPT)}
FROM unnest(%s::uuid[], {", ".join(f"%s::{kind}[]" for kind in KEPT.values())}) AS v (id, {", ".join(KEPT)})
WHERE c.id = v.id
"""


def reckon_all() -> int:
    """Put route, limit and due time to every run that has none, and the minutes used to those that ended."""
    return _reckon_each(UNRECKONED | CALLED_BACK)


def recount_all() -> int:
    """Reckon every run that has not ended anew: a day off may have been decreed meanwhile, or a figure corrected."""
    return _reckon_each(Q(ended_at=None))


def _reckon_each(which: Q) -> int:
    found = PostalClock.objects.filter(which).order_by("started_at", "id")
    waiting = list(found.values_list("id", flat=True)[: BATCH * BATCHES])
    done = 0
    for start in range(0, len(waiting), BATCH):
        act = Act(request_id=uuid4(), actor=SYSTEM)
        done += reckon_clocks(act, clock_ids=waiting[start : start + BATCH])["reckoned"]
    return done


@command
def reckon_clocks(act: Act, *, clock_ids: list[UUID]) -> dict[str, Any]:
    """Reckon these runs; one whose calendar or limit is not loaded yet stays as it is."""
    terms = postal_terms()
    clocks = list(PostalClock.objects.select_for_update().filter(id__in=clock_ids).order_by("id"))
    waited, by = waits(clock_ids), roads(clock_ids)
    done = []
    for clock in clocks:
        with suppress(Refused):
            _reckon(clock, by[clock.id], waited.get(clock.id, ()), terms)
            done.append(clock)
    _keep(done)
    return {"reckoned": len(done)}


def _keep(clocks: Sequence[PostalClock]) -> None:
    """What was reckoned of many runs, by one statement."""
    columns = {name: [getattr(clock, name) for clock in clocks] for name in KEPT}
    columns["derivation"] = [Jsonb(told) for told in columns["derivation"]]
    with connection.cursor() as cursor:
        cursor.execute(KEEP, [[clock.id for clock in clocks], *columns.values()])


@command
def pause_clock(act: Act, *, clock_id: UUID, reason: Waiting) -> dict[str, Any]:
    """The post's clock stops for a coded reason, from now; never after the due time has passed."""
    clock = _running(act, clock_id)
    if clock.due_at is None or act.at > clock.due_at:
        due = local(clock.due_at) if clock.due_at else None
        when = f"{due:%H:%M} {vn_date(due.date())}" if due else _("chưa tính")
        raise Refused(
            "past-due",
            _("Bưu gửi đã quá hạn của bưu chính ({}), không dừng đồng hồ được nữa.").format(when),
        )
    if _open(clock).exists():
        raise Refused(
            "already-waiting",
            _("Đồng hồ của bưu gửi này đang dừng. Hãy cho chạy lại trước khi dừng vì lý do khác."),
        )
    pause = PostalPause.objects.create(
        clock=clock, reason=reason, started_at=act.at, by_id=act.actor.id
    )
    return {"pause": pause.id}


@command
def release_clock(act: Act, *, clock_id: UUID) -> dict[str, Any]:
    """The post's clock runs again from now; its due time is reckoned anew, with the wait told in it."""
    clock = _running(act, clock_id)
    if not _open(clock).update(released_at=act.at, released_by_id=act.actor.id):
        raise Refused(
            "not-waiting", _("Đồng hồ của bưu gửi này đang chạy, không phải cho chạy lại.")
        )
    _reckon_one(clock)
    return {"clock": clock_id}


def _running(act: Act, clock_id: UUID) -> PostalClock:
    """The run, locked, for somebody who may stop it."""
    clock = PostalClock.objects.select_for_update().filter(id=clock_id).first()
    if clock is None or clock.ended_at is not None:
        raise Refused(
            "not-running", _("Bưu gửi này không còn do bưu chính giữ. Hãy tải lại trang.")
        )
    if clock.due_at is None:
        _reckon_one(clock)
    units = scope(clock.office_id) if clock.office_id else None
    require(act.actor, Right.HANDLE_INCIDENT, units)
    return clock


def _open(clock: PostalClock) -> Any:
    return PostalPause.objects.filter(clock=clock, released_at=None)


def _reckon_one(clock: PostalClock) -> None:
    waited = waits([clock.id]).get(clock.id, ())
    _reckon(clock, roads([clock.id])[clock.id], waited, postal_terms())
    clock.save(update_fields=RECKONED)


def _reckon(clock: PostalClock, road: Road, waited: Sequence[Wait], terms: PostalTerms) -> None:
    day = local_date(clock.started_at)
    calendar = terms.calendar(day)
    clock.route, clock.office_id = road.route, road.office_id
    clock.limit_days = terms.limit(road.route, day)
    found = postal_due(clock.started_at, clock.limit_days, calendar, waited)
    clock.due_at, clock.derivation = found.due_at, {**found.as_json(), "words": found.in_words()}
    if clock.ended_at is not None:
        clock.minutes = used_minutes(
            clock.started_at, clock.ended_at, calendar, terms.hours(), waited
        )
