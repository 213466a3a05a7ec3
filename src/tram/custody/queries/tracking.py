"""Where a dossier is, for whoever holds its receipt: one statement over both books, and nothing personal in it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tram.core import prepared
from tram.custody.models import HolderKind, ItemKind
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
from tram.dossiers.models import Channel, ResultChannel
from tram.dossiers.rules.letters import LetterKind
from tram.dossiers.rules.states import Action, State

# A live code, or the last one of a voided intake: its paper is still in somebody's hand.
TRACKED = """
SELECT d.state, d.channel, d.result_channel, d.registered_at, d.handover_at, d.accepted_at, d.due_at,
  d.settled_at, d.returned_at, d.ended_at, d.closed_at, EXISTS (SELECT FROM dossiers_letter a
    WHERE a.dossier_id = d.id AND a.kind = %(apology)s AND a.signed_at IS NOT NULL) AS promised_again,
  (SELECT l.occurred_at FROM custody_item p JOIN custody_line l ON l.stream = p.id AND l.seq = 2
    WHERE p.dossier_id = d.id AND p.kind = %(papers)s AND p.part = 1) AS left_at,
  (SELECT l.occurred_at FROM dossiers_line l WHERE l.stream = d.id AND l.action = %(release)s) AS released_at,
  h.item, h.kind AS holder, h.place, tram_now() AS now
FROM dossiers_trackingcode c
JOIN dossiers_dossier d ON d.id = c.dossier_id
CROSS JOIN LATERAL (
  SELECT i.kind AS item, o.kind, u.kind AS place FROM custody_item i
  JOIN custody_holder o ON o.id = i.holder_id LEFT JOIN directory_unit u ON u.id = o.unit_id
  WHERE i.dossier_id = d.id AND i.kind IN (%(papers)s, %(result)s)
  ORDER BY i.kind = %(result)s DESC LIMIT 1) h
WHERE c.digest = %(digest)s AND (c.retired_at IS NULL OR d.state = %(voided)s AND c.issue = (
  SELECT max(x.issue) FROM dossiers_trackingcode x WHERE x.dossier_id = d.id))
"""
PAPERS_BACK = {State.REFUSED_CLOSED, State.INELIGIBLE_CLOSED, State.WITHDRAWN_CLOSED}


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


def track(digest: bytes) -> Tracked | None:
    """The dossier of a tracking code's digest; None alike for no such code and one that was replaced."""
    words: dict[str, Any] = {
        "digest": digest,
        "papers": ItemKind.PAPERS.value,
        "result": ItemKind.RESULT.value,
        "release": Action.RELEASE.value,
        "voided": State.VOIDED.value,
        "apology": LetterKind.APOLOGY.value,
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
    )


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
