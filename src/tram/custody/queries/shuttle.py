"""Rounds of a desk's shuttle on one day (chuyến đưa): team, times to the minute, how many, what is still out."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import connection

from tram.core import clock
from tram.core.errors import Refused
from tram.custody.models import ShuttleRound
from tram.custody.rules.handovers import ManifestKind
from tram.directory.models import DESKS, Unit
from tram.directory.queries import IN_FORCE, parameter

PER_DAY = "province.shuttle.rounds_per_day"
ROUNDS = """
SELECT r.id, r.number, r.started_at, r.ended_at,
  ARRAY(SELECT u.full_name FROM custody_shuttlemember s JOIN accounts_user u ON u.id = s.user_id
    WHERE s.round_id = r.id ORDER BY u.full_name, u.id),
  ARRAY(SELECT s.user_id FROM custody_shuttlemember s WHERE s.round_id = r.id),
  (SELECT count(*) FROM custody_manifest m JOIN custody_manifestentry e ON e.manifest_id = m.id
    WHERE m.round_id = r.id AND m.state = 'signed' AND e.outcome = 'received'
      AND m.kind IN ('shuttle-out', 'shuttle-back')),
  (SELECT count(*) FROM custody_item i JOIN custody_line l ON l.stream = i.id AND l.seq = i.seq
    JOIN custody_manifest m ON m.id = l.manifest
    WHERE m.round_id = r.id AND m.kind IN ('shuttle-out', 'shuttle-back'))
FROM custody_shuttleround r WHERE r.desk_id = %s AND r.day = %s ORDER BY r.number
"""
LISTS = """
SELECT m.round_id, m.id, m.number, m.kind, CASE WHEN m.kind IN ('shuttle-out', 'shuttle-desk') THEN ''
    ELSE coalesce(fu.name, tu.name, '') END,
  m.offered_at, m.signed_at, (SELECT count(*) FROM custody_manifestentry e WHERE e.manifest_id = m.id)
FROM custody_manifest m JOIN custody_shuttleround r ON r.id = m.round_id
JOIN custody_holder f ON f.id = m.from_holder_id LEFT JOIN directory_unit fu ON fu.id = f.unit_id
JOIN custody_holder t ON t.id = m.to_holder_id LEFT JOIN directory_unit tu ON tu.id = t.unit_id
WHERE r.desk_id = %s AND r.day = %s AND m.state <> 'cancelled' ORDER BY m.offered_at, m.number
"""


def rounds_per_day(day: date) -> int | None:
    """How many rounds a day has; None where nobody has set it."""
    try:
        return int(parameter(PER_DAY, day))
    except Refused:
        return None


@dataclass(frozen=True)
class Desk:
    """A desk that a shuttle may run from."""

    id: int
    name: str


def desks() -> list[Desk]:
    """The desks of today, centres first."""
    rows = Unit.objects.filter(kind__in=DESKS).extra(where=[IN_FORCE])
    found = rows.order_by("-kind", "sort_key", "id").values_list("id", "name")
    return [Desk(*row) for row in found]


def teams(desk_id: int | None = None) -> frozenset[int]:
    """The postmen of the rounds that are open today, of one desk or of all."""
    rounds = ShuttleRound.objects.filter(ended_at=None, day=clock.today())
    if desk_id is not None:
        rounds = rounds.filter(desk_id=desk_id)
    return frozenset(rounds.values_list("members__user_id", flat=True))


@dataclass(frozen=True)
class RoundList:
    """One list of a round: what it moved, at which agency (none: at the desk), when both had signed."""

    id: Any
    number: str
    kind: ManifestKind
    agency: str
    offered_at: datetime
    signed_at: datetime | None
    entries: int


@dataclass(frozen=True)
class Round:
    """One round: its team, its times, how many things it took up and how many of them it still holds."""

    id: int
    number: int
    started_at: datetime
    ended_at: datetime | None
    team: tuple[str, ...]
    member_ids: tuple[int, ...]
    taken: int
    still_out: int
    lists: tuple[RoundList, ...] = ()


def rounds(desk_id: int, day: date) -> list[Round]:
    """The rounds of a desk on a day, the first one first, each with its lists."""
    with connection.cursor() as cursor:
        cursor.execute(LISTS, [desk_id, day])
        lists = [
            (row[0], RoundList(row[1], row[2], ManifestKind(row[3]), *row[4:]))
            for row in cursor.fetchall()
        ]
        cursor.execute(ROUNDS, [desk_id, day])
        return [
            replace(
                Round(*row),
                team=tuple(row[4]),
                member_ids=tuple(row[5]),
                lists=tuple(each for ident, each in lists if ident == row[0]),
            )
            for row in cursor.fetchall()
        ]
