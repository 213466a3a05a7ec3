"""Which units are late, with what (tổng hợp trễ hẹn): numbers of dossiers and never a person.

NĐ 61/2018/NĐ-CP Điều 18 (transfer), Điều 19 (apology, one re-appointment); domain requirements 29, 32, 33.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import connection

from tram.accounts.rules.access import Right, Role
from tram.core import clock
from tram.core.acts import Actor
from tram.core.calendar import ZONE
from tram.directory import queries as directory
from tram.dossiers.queries.reach import below, held
from tram.dossiers.rules.deadlines import transfer_by
from tram.dossiers.rules.lateness import Lapse, Late, Tally, tally
from tram.dossiers.rules.letters import LetterKind
from tram.dossiers.rules.queue import day_minutes, working_minutes, working_time
from tram.dossiers.rules.states import Action, State

WATCHES_ALL = frozenset({Role.STANDING_AGENCY, Role.PROVINCE_OFFICE})
SHOWN = 200

# Promised and open, or ended in the month: by a result, or sent back as ineligible.
PROMISED = """
SELECT d.id, d.number, coalesce(d.handling_id, d.agency_id) AS unit, d.due_at,
  coalesce(d.settled_at, d.ended_at) AS done_at, EXISTS (SELECT FROM dossiers_letter l
    WHERE l.dossier_id = d.id AND l.kind = %(apology)s AND l.signed_at IS NOT NULL) AS apologised
FROM dossiers_dossier d
WHERE d.due_at IS NOT NULL AND (%(units)s::bigint[] IS NULL OR coalesce(d.handling_id, d.agency_id) = ANY(%(units)s))
  AND (d.state = ANY(%(running)s)
    OR d.settled_at >= %(first)s AND d.settled_at < %(last)s
    OR d.ended_at >= %(first)s AND d.ended_at < %(last)s AND d.state = ANY(%(sent_back)s))
ORDER BY d.due_at, d.id
"""
# Transferred in the month, or accepted and still at the desk.
TRANSFERS = """
SELECT d.id, d.number, d.desk_id AS unit, d.accepted_at, t.occurred_at AS moved_at
FROM dossiers_dossier d
LEFT JOIN dossiers_line t ON t.stream = d.id AND t.action = %(transfer)s
WHERE d.accepted_at IS NOT NULL AND (%(units)s::bigint[] IS NULL OR d.desk_id = ANY(%(units)s)
    OR d.agency_id = ANY(%(units)s))
  AND (d.state = %(accepted)s OR t.occurred_at >= %(first)s AND t.occurred_at < %(last)s)
ORDER BY d.accepted_at, d.id
"""


@dataclass(frozen=True)
class LateTransfer:
    """A dossier that reached the competent unit too late, or has not yet: when it had to, and by how much."""

    id: UUID
    number: str
    desk: str
    should: datetime
    moved_at: datetime | None
    delay: str


@dataclass(frozen=True)
class Row:
    """One unit: what is open and what ended in the month, each with how much of it is late."""

    unit_id: int
    unit: str
    tally: Tally


@dataclass(frozen=True)
class DeskRow:
    """One desk: transfers of the month and what still lies there, and how many of them were too late."""

    desk: str
    late: int
    of: int


@dataclass(frozen=True)
class LateRow:
    """One late dossier of a list, under its unit."""

    id: UUID
    number: str
    unit: str
    due_at: datetime
    done_at: datetime | None


@dataclass(frozen=True)
class Lateness:
    """The page whole; `again` and `bare` are lists of late dossiers, each cut at `SHOWN` with its true length."""

    at: datetime
    rows: tuple[Row, ...]
    again: tuple[LateRow, ...]
    again_count: int
    bare: tuple[LateRow, ...]
    bare_count: int
    desks: tuple[DeskRow, ...]
    transfers: tuple[LateTransfer, ...]
    transfers_count: int


def units_watched(actor: Actor) -> frozenset[int] | None:
    """Whose lateness a person may see: the whole province's (None), or that of their units and those below."""
    if any(Role(duty.role) in WATCHES_ALL for duty in actor.duties):
        return None
    return below(held(actor, Right.READ_LATENESS))


def lateness(units: frozenset[int] | None, first: date, last: date) -> Lateness:
    """What is late now, and what ended or was transferred late from the first day up to, not including, the last."""
    now = clock.now()
    words = {
        "units": None if units is None else list(units),
        "first": datetime.combine(first, time.min, ZONE),
        "last": datetime.combine(last, time.min, ZONE),
        "apology": LetterKind.APOLOGY.value,
        "running": [State.ACCEPTED.value, State.PROCESSING.value],
        "sent_back": [State.INELIGIBLE.value, State.INELIGIBLE_CLOSED.value],
        "transfer": Action.TRANSFER.value,
        "accepted": State.ACCEPTED.value,
    }
    promised = [Late(*row) for row in _asked(PROMISED, words)]
    moves = _asked(TRANSFERS, words)
    names = directory.units_by_id(
        list({each.unit_id for each in promised} | {row[2] for row in moves})
    )
    called = {ident: unit.short_name or unit.name for ident, unit in names.items()}
    late = [each for each in promised if each.lapse(now) is not Lapse.IN_TIME]
    again = [each for each in late if each.lapse(now) is Lapse.LATE_AGAIN]
    bare = [each for each in late if each.lapse(now) is Lapse.LATE_BARE]
    transfers = _late_transfers(moves, called, now)
    return Lateness(
        at=now,
        rows=_rows(promised, called, now),
        again=_shown(again, called),
        again_count=len(again),
        bare=_shown(bare, called),
        bare_count=len(bare),
        desks=_desks(moves, transfers, called),
        transfers=tuple(transfers[:SHOWN]),
        transfers_count=len(transfers),
    )


def _asked(statement: str, words: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, words)
        return list(cursor.fetchall())


def _rows(found: Sequence[Late], called: dict[int, str], now: datetime) -> tuple[Row, ...]:
    """Units with the most overdue first, then by name."""
    units: dict[int, list[Late]] = {}
    for each in found:
        units.setdefault(each.unit_id, []).append(each)
    rows = [Row(ident, called[ident], tally(own, now)) for ident, own in units.items()]
    return tuple(sorted(rows, key=lambda row: (-row.tally.overdue, row.unit)))


def _shown(found: Sequence[Late], called: dict[int, str]) -> tuple[LateRow, ...]:
    return tuple(
        LateRow(each.id, each.number, called[each.unit_id], each.due_at, each.done_at)
        for each in found[:SHOWN]
    )


def _late_transfers(
    moves: Iterable[Any], called: dict[int, str], now: datetime
) -> list[LateTransfer]:
    times = directory.working_times()
    found = []
    for ident, number, desk, accepted_at, moved_at in moves:
        calendar, hours = times.calendar(desk), times.hours(desk)
        should = transfer_by(accepted_at, calendar, hours)
        # Nobody works between the close of one day and the opening of the next: that is no delay.
        if minutes := working_minutes(should, moved_at or now, calendar, hours):
            delay = working_time(minutes, day_minutes(hours.on(should.date())))
            found.append(LateTransfer(ident, number, called[desk], should, moved_at, delay))
    return found


def _desks(
    moves: Sequence[Any], late: Sequence[LateTransfer], called: dict[int, str]
) -> tuple[DeskRow, ...]:
    desks = sorted({called[row[2]] for row in moves})
    return tuple(
        DeskRow(
            desk,
            sum(1 for each in late if each.desk == desk),
            sum(1 for row in moves if called[row[2]] == desk),
        )
        for desk in desks
    )
