"""Where a dossier is, for whoever holds its receipt: one statement over both books, and nothing personal in it."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from tram.core import prepared
from tram.custody.models import HolderKind, ItemKind
from tram.custody.rules.attempts import AttemptReason, DayPart, Slot
from tram.custody.rules.incidents import IncidentState
from tram.custody.rules.milestones import (
    Facts,
    Keeper,
    Punctuality,
    Step,
    milestones,
    punctuality,
)
from tram.custody.rules.turns import TURNS, Turn
from tram.directory.models import DESKS, POSTS
from tram.directory.queries.terms import TERMS_ON
from tram.dossiers.models import Channel, ResultChannel
from tram.dossiers.rules.letters import LetterKind
from tram.dossiers.rules.states import GIVING_BACK, Action, State

# On the way home: the last try in vain since it was sent, what was agreed since, the point where it is held.
TODAY = "(tram_now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date"
TRIED = f"""
LEFT JOIN LATERAL (SELECT t.number, t.reason, t.slot_day, t.slot_part, t.attempted_at FROM custody_attempt t
  WHERE t.dossier_id = d.id AND t.reason <> %(seal)s AND t.attempted_at >= coalesce(s.released_at, '-infinity')
  ORDER BY t.number DESC LIMIT 1) a ON d.state = ANY(%(homeward)s)
LEFT JOIN LATERAL (SELECT y.slot_day, y.slot_part FROM custody_deliverychange y
  WHERE y.dossier_id = d.id AND y.slot_day IS NOT NULL AND y.asked_at >= a.attempted_at
  ORDER BY y.seq DESC LIMIT 1) y ON true
LEFT JOIN LATERAL (SELECT u.name, t.address, t.opens, t.closes, t.works_saturday, x.until
  FROM custody_holding x JOIN directory_unit u ON u.id = x.unit_id JOIN directory_servicepoint p ON p.unit_id = u.id
  CROSS JOIN LATERAL {TERMS_ON.replace("%(day)s::date", TODAY)} t
  WHERE x.dossier_id = d.id AND x.ended_at IS NULL LIMIT 1) k ON d.state = ANY(%(homeward)s)
"""
# A live code, or the last one of a voided intake: its paper is still in somebody's hand.
TRACKED = f"""
SELECT d.state, d.channel, d.result_channel, d.registered_at, d.handover_at, d.accepted_at, d.due_at,
  d.settled_at, d.returned_at, d.ended_at, d.closed_at, EXISTS (SELECT FROM dossiers_letter a
    WHERE a.dossier_id = d.id AND a.kind = %(apology)s AND a.signed_at IS NOT NULL) AS promised_again,
  (SELECT l.occurred_at FROM custody_item p JOIN custody_line l ON l.stream = p.id AND l.seq = 2
    WHERE p.dossier_id = d.id AND p.kind = %(papers)s AND p.part = 1) AS left_at,
  s.released_at, d.state = %(settled)s AND s.back AS back, a.number, a.reason,
  coalesce(y.slot_day, a.slot_day) AS slot_day, coalesce(y.slot_part, a.slot_part) AS slot_part,
  k.name, k.address, k.opens, k.closes, k.works_saturday, k.until, h.item, h.kind AS holder, h.place, tram_now() AS now,
  EXISTS (SELECT FROM custody_incident n WHERE n.dossier_id = d.id AND n.state = %(open)s) AS trouble
FROM dossiers_trackingcode c
JOIN dossiers_dossier d ON d.id = c.dossier_id
CROSS JOIN LATERAL (
  SELECT i.kind AS item, o.kind, u.kind AS place FROM custody_item i
  JOIN custody_holder o ON o.id = i.holder_id LEFT JOIN directory_unit u ON u.id = o.unit_id
  WHERE i.dossier_id = d.id AND i.kind IN (%(papers)s, %(result)s)
  ORDER BY i.kind = %(result)s DESC LIMIT 1) h
CROSS JOIN LATERAL (SELECT max(l.occurred_at) FILTER (WHERE l.action = %(release)s) AS released_at,
  coalesce(bool_or(l.action = %(take_back)s), false) AS back FROM dossiers_line l WHERE l.stream = d.id) s
{TRIED}
WHERE c.digest = %(digest)s AND (c.retired_at IS NULL OR d.state = %(voided)s AND c.issue = (
  SELECT max(x.issue) FROM dossiers_trackingcode x WHERE x.dossier_id = d.id))
"""
PAPERS_BACK = {State.REFUSED_CLOSED, State.INELIGIBLE_CLOSED, State.WITHDRAWN_CLOSED}


@dataclass(frozen=True)
class Tried:
    """The last try to deliver that failed, and what is agreed since."""

    number: int
    reason: AttemptReason
    slot: Slot | None


@dataclass(frozen=True)
class HeldAt:
    """The point where it waits for its person: the one place that whoever has the receipt must know."""

    name: str
    address: str
    opens: time
    closes: time
    works_saturday: bool
    until: date


@dataclass(frozen=True)
class Tracked:
    """A dossier as its receipt shows it: steps, due time, who holds it; times are in UTC."""

    steps: tuple[Step, ...]
    keeper: Keeper
    due_at: datetime | None
    punctuality: Punctuality
    voided: bool
    turn: Turn | None
    promised_again: bool
    by_post_out: bool
    papers_back: bool
    tried: Tried | None = None
    held: HeldAt | None = None
    back: bool = False
    trouble: bool = False


def track(digest: bytes) -> Tracked | None:
    """The dossier of a tracking code's digest; None alike for no such code and one that was replaced."""
    words: dict[str, Any] = {
        "digest": digest,
        "papers": ItemKind.PAPERS.value,
        "result": ItemKind.RESULT.value,
        "release": Action.RELEASE.value,
        "voided": State.VOIDED.value,
        "settled": State.SETTLED.value,
        "take_back": Action.TAKE_BACK.value,
        "seal": AttemptReason.SEAL_BROKEN.value,
        "homeward": [State.RELEASED.value, *(state.value for state in GIVING_BACK)],
        "apology": LetterKind.APOLOGY.value,
        "open": IncidentState.OPEN.value,
    }
    found = prepared.row(TRACKED, words)
    return _tracked(found) if found else None


def _tracked(row: Any) -> Tracked:
    facts = Facts(
        state=State(row.state),
        by_post_in=row.channel == Channel.POSTAL,
        by_post_out=row.result_channel == ResultChannel.POSTAL,
        keeper=keeper(row.holder, row.place, row.item),
        registered_at=row.registered_at,
        left_at=row.left_at,
        handover_at=row.handover_at,
        accepted_at=row.accepted_at,
        due_at=row.due_at,
        settled_at=row.settled_at,
        released_at=row.released_at,
        returned_at=row.returned_at,
        ended_at=row.ended_at,
        closed_at=row.closed_at,
    )
    return Tracked(
        steps=milestones(facts),
        keeper=facts.keeper,
        due_at=facts.due_at,
        punctuality=punctuality(facts, row.now),
        voided=facts.state is State.VOIDED,
        turn=TURNS.get(facts.state),
        promised_again=row.promised_again,
        by_post_out=facts.by_post_out,
        papers_back=facts.state in PAPERS_BACK,
        tried=_tried(row) if row.number else None,
        held=HeldAt(*(getattr(row, name) for name in HELD)) if row.until else None,
        back=row.back,
        trouble=row.trouble,
    )


HELD = ("name", "address", "opens", "closes", "works_saturday", "until")


def _tried(row: Any) -> Tried:
    slot = Slot(row.slot_day, DayPart(row.slot_part)) if row.slot_day else None
    return Tried(row.number, AttemptReason(row.reason), slot)


def keeper(holder: str, place: str | None, item: str) -> Keeper:
    """A holder in coarse words: which post point, desk, agency or postman is nobody else's business."""
    if holder == HolderKind.COURIER:
        return Keeper.POSTMAN if item == ItemKind.RESULT else Keeper.POST
    if holder == HolderKind.CUSTOMER:
        return Keeper.CUSTOMER
    if holder == HolderKind.INCIDENT or place is None:
        return Keeper.NOBODY
    if place in POSTS:
        return Keeper.POST
    return Keeper.DESK if place in DESKS else Keeper.AGENCY
