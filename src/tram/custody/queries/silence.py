"""What is silent too long (bưu gửi chậm luân chuyển): what the worker must tell, the alarms a person answers."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from tram.accounts.rules.access import Role
from tram.core.acts import Actor
from tram.custody.queries.holders import holder_name_sql
from tram.custody.queries.legs import FACTS, FROM
from tram.custody.rules.alarms import AlarmAnswer
from tram.custody.rules.legs import Carried, LegKind, leg_of
from tram.directory.models import DESKS, POSTS
from tram.dossiers.models import ResultChannel
from tram.dossiers.queries.keyset import PAGE
from tram.dossiers.queries.reach import below
from tram.dossiers.rules.states import GIVING_BACK, State

# Held for the citizen: a list of its own tells when that time is over.
QUIET = frozenset({LegKind.HOLD, LegKind.DESK_TO_CUSTOMER})
# Not what lies where it rests: the papers of a dossier that an agency works on.
SILENT = f"""
SELECT i.id, i.seq, l.recorded_at, l.occurred_at, h.unit_id, coalesce(h.unit_id, a.unit_id), {FACTS} {FROM}
LEFT JOIN LATERAL (SELECT a.unit_id FROM directory_appointment a WHERE a.user_id = h.user_id AND a.role = %(postman)s
  AND daterange(a.valid_from, a.valid_to, '[]') @> (tram_now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
  ORDER BY a.id LIMIT 1) a ON true
WHERE (h.kind = 'courier' OR hu.kind = ANY(%(posts)s) OR h.kind = 'place' AND (
    d.state = ANY(%(returning)s) OR i.kind = 'result' AND d.state = %(settled)s
    OR i.kind = 'withdrawn' AND d.state = %(returned)s
    OR hu.kind = ANY(%(desks)s) AND (i.kind = 'papers' AND d.state = %(accepted)s
      OR i.kind = 'supplement' AND d.state = %(processing)s)))
  AND l.recorded_at < %(before)s
  AND NOT EXISTS (SELECT FROM custody_legalarm g WHERE g.item_id = i.id AND g.seq = i.seq)
  AND NOT EXISTS (SELECT FROM custody_postalclock k JOIN custody_postalpause p ON p.clock_id = k.id
    WHERE k.item_id = i.id AND k.ended_at IS NULL AND p.released_at IS NULL)
ORDER BY l.recorded_at, i.id LIMIT %(most)s
"""


@dataclass(frozen=True)
class SilentItem:
    """An item nobody has spoken of: its leg, since when, and the office whose leader is to know."""

    item_id: UUID
    seq: int
    since: datetime
    leg: LegKind
    unit_id: int | None
    with_post: bool


def silent_items(now: datetime, least_hours: int, most: int) -> list[SilentItem]:
    """Items whose last line is older than so many hours, that are on a leg and have no alarm for that line."""
    words: dict[str, Any] = {
        "postal": ResultChannel.POSTAL,
        "postman": Role.POSTMAN,
        "posts": list(POSTS),
        "desks": list(DESKS),
        "returning": [state.value for state in GIVING_BACK],
        "settled": State.SETTLED,
        "returned": State.RETURNED,
        "accepted": State.ACCEPTED,
        "processing": State.PROCESSING,
        "before": now - timedelta(hours=least_hours),
        "most": most,
    }
    with connection.cursor() as cursor:
        cursor.execute(SILENT, words)
        found = [_silent(row) for row in cursor.fetchall()]
    return [item for item in found if item]


def _silent(row: Any) -> SilentItem | None:
    item_id, seq, recorded, occurred, holder_unit, office, *facts = row
    kind, state, holder, place, cover, last, by_post = facts
    thing = Carried(kind, State(state), holder, place, cover, last, by_post)
    leg = leg_of(thing)
    if leg is None or leg in QUIET:
        return None
    # What was entered later from paper was silent from its real time on.
    since = min(recorded, occurred)
    return SilentItem(item_id, seq, since, leg, office or holder_unit, thing.on_the_road)


@dataclass(frozen=True)
class AlarmRow:
    """An alarm as its page shows it: never a name of a person but the holder's, never a procedure."""

    id: int
    number: str
    leg: str
    holder: str
    unit: str
    silent_since: datetime
    raised_at: datetime
    escalated_at: datetime | None
    answer: str
    answered_at: datetime | None
    answered_by: str
    dossier_id: UUID
    item_id: UUID

    @property
    def leg_label(self) -> str:
        """The leg as people call it."""
        return LegKind(self.leg).label

    @property
    def answer_label(self) -> str:
        """What was answered; empty if nobody has."""
        return AlarmAnswer(self.answer).label if self.answer else ""


# An alarm ends when its item moves, even before the worker has noted it.
ALARMS = f"""
SELECT g.id, coalesce((SELECT v.number FROM custody_envelopeitem c JOIN custody_envelope v ON v.id = c.envelope_id
    WHERE c.item_id = i.id ORDER BY c.put_at DESC, c.id DESC LIMIT 1), ''), g.leg, {holder_name_sql("h")},
  coalesce(u.name, ''), g.silent_since, g.raised_at, g.escalated_at, g.answer, g.answered_at,
  coalesce(p.full_name, ''), i.dossier_id, i.id
FROM custody_legalarm g JOIN custody_item i ON i.id = g.item_id AND i.seq = g.seq
JOIN custody_holder h ON h.id = i.holder_id
LEFT JOIN directory_unit u ON u.id = g.unit_id LEFT JOIN accounts_user p ON p.id = g.answered_by_id
WHERE g.closed_at IS NULL AND (%(watches)s AND g.escalated_at IS NOT NULL
    OR g.role = %(manager)s AND (g.unit_id = ANY(%(posts)s) OR g.unit_id IS NULL AND %(manages)s)
    OR g.role = %(leader)s AND g.unit_id = ANY(%(offices)s))
  AND (%(only)s::bigint IS NULL OR g.id = %(only)s)
ORDER BY g.answer <> '', g.silent_since, g.id LIMIT %(most)s OFFSET %(skipped)s
"""


def alarms(actor: Actor, *, page: int = 1, only: int | None = None) -> list[AlarmRow]:
    """The open alarms a person's duties are told of, those without an answer first; one more row than a page holds."""
    managed, led = actor.units(Role.POST_MANAGER), actor.units(Role.LEADER)
    words: dict[str, Any] = {
        "watches": bool(actor.units(Role.STANDING_AGENCY)),
        "manager": Role.POST_MANAGER,
        "leader": Role.LEADER,
        "posts": list(below(managed)),
        "manages": bool(managed),
        "offices": list(below(led)),
        "only": only,
        "most": PAGE + 1,
        "skipped": (page - 1) * PAGE,
    }
    with connection.cursor() as cursor:
        cursor.execute(ALARMS, words)
        return [AlarmRow(*row) for row in cursor.fetchall()]
