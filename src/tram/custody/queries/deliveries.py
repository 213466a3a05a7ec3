"""What a postman carries to deliver (phát kết quả): whom to, where, what is due at the door."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.db import connection

from tram.core import clock
from tram.core.acts import Actor
from tram.custody.models import ItemKind, ProofKind, ReceiptKind, Relation
from tram.custody.queries.attempts import FACTS, MOST, limit
from tram.custody.rules.attempts import (
    DayPart,
    Held,
    HoldEnding,
    Next,
    Slot,
    Standing,
    next_step,
)
from tram.directory.queries.terms import TERMS_ON
from tram.dossiers.rules.graphs import ROUND_TRIP

__all__ = ["ItemKind", "ProofKind", "ReceiptKind", "Relation"]


@dataclass(frozen=True)
class Carried:
    """One thing on its way to a person: who, where, phone and what is due, nothing of what is inside; đồng.

    `kind` is a result, or the papers of a dossier that ended without one; `originals` must be taken back first.
    `items` are all that lies in its cover. `step` is the one step that comes next; `listed` if it is on a list already.
    """

    dossier_id: UUID
    items: tuple[UUID, ...]
    desk_id: int
    s10: str
    seal: str
    recipient: str
    phone: str
    address: str
    commune: str
    commune_id: int | None
    route: str
    due_vnd: int
    kind: ItemKind
    originals: tuple[str, ...]
    slot: Slot | None
    tries: int
    most: int
    step: Next
    listed: bool
    held_until: date | None
    held_before: bool

    def rank(self, day: date) -> int:
        """Its place in a round: agreed for today, any time, agreed for later, to be held, to the desk."""
        if self.step is Next.TO_DESK:
            return 4
        if self.step is Next.HOLD:
            return 3
        return 1 if self.slot is None else 2 if self.slot.day > day else 0

    @property
    def last_try(self) -> bool:
        """True if another try in vain would be the last one."""
        return self.held_before or self.tries + 1 >= self.most


CARRIED = f"""
SELECT d.id, ARRAY(SELECT x.id FROM custody_item x WHERE x.dossier_id = d.id AND x.holder_id = i.holder_id
    AND x.kind IN ('result', 'papers', 'supplement') ORDER BY x.id) AS items, d.desk_id,
  coalesce(v.number, '') AS s10, coalesce(v.seal_number, '') AS seal, r.full_name, r.phone, r.address,
  concat_ws(', ', c.name, p.name) AS commune, r.commune_id, coalesce((SELECT min(t.route_code)
    FROM directory_servicepoint p CROSS JOIN LATERAL {TERMS_ON} t
    WHERE p.commune_id = r.commune_id AND t.route_code <> ''), '') AS route,
  coalesce((SELECT q.total_vnd FROM cash_quotation q WHERE q.subject = s.subject
    AND NOT EXISTS (SELECT 1 FROM cash_line l WHERE l.stream = s.subject)), 0) AS due_vnd,
  i.kind, coalesce((SELECT array_agg(w.name ORDER BY w.seq) FROM catalogue_withdrawnpaper w
    WHERE w.version_id = d.version_id AND i.kind = 'result' AND d.graph <> %(thin)s), '{{}}') AS originals,
  agreed.slot_day, agreed.slot_part, tr.tries, held.until, held.ending,
  asked.slot_day AS asked_day, asked.slot_part AS asked_part,
  EXISTS (SELECT 1 FROM custody_manifestentry l WHERE l.item_id = i.id AND l.outcome = 'pending') AS listed
FROM custody_item i
JOIN custody_holder h ON h.id = i.holder_id AND (h.user_id = %(user)s OR h.unit_id = %(unit)s)
JOIN dossiers_dossier d ON d.id = i.dossier_id AND (i.kind = 'result' AND d.state = 'released'
  OR i.kind = 'papers' AND d.state IN ('refused', 'ineligible', 'withdrawn'))
LEFT JOIN custody_returnorder o ON o.dossier_id = d.id
CROSS JOIN LATERAL (SELECT coalesce(o.subject, d.id) AS subject) s
LEFT JOIN custody_envelopeitem e ON e.item_id = i.id AND e.taken_out_at IS NULL
LEFT JOIN custody_envelope v ON v.id = e.envelope_id
JOIN LATERAL (SELECT * FROM custody_recipient r WHERE r.dossier_id = d.id ORDER BY r.version DESC LIMIT 1) r ON true
LEFT JOIN directory_area c ON c.id = r.commune_id LEFT JOIN directory_area p ON p.id = c.parent_id
{FACTS}
LEFT JOIN LATERAL (SELECT z.slot_day, z.slot_part FROM (
  SELECT a.slot_day, a.slot_part, a.attempted_at AS at, 0 AS later FROM custody_attempt a
    WHERE a.dossier_id = d.id AND a.round = rd.round
  UNION ALL SELECT y.slot_day, y.slot_part, y.asked_at, y.seq FROM custody_deliverychange y
    WHERE y.dossier_id = d.id AND y.slot_day IS NOT NULL) z ORDER BY z.at DESC, z.later DESC LIMIT 1) agreed ON true
WHERE (%(dossier)s::uuid IS NULL OR d.id = %(dossier)s) AND (h.kind = 'courier' OR v.leg = 'out')
ORDER BY p.sort_key, c.sort_key, r.address, d.id LIMIT 500
"""


def carried(actor: Actor) -> list[Carried]:
    """What this person has with them, in the order of the round: slots of today, then by route and place."""
    return by_route(_rows(user=actor.user_id))


def carried_one(actor: Actor, dossier_id: UUID) -> Carried | None:
    """One of them; None if this person does not have it."""
    return next(iter(_rows(user=actor.user_id, dossier=dossier_id)), None)


def lying(unit_id: int, dossier_id: UUID | None = None) -> list[Carried]:
    """What lies at an office of the post on its way to a person, by route and place."""
    return by_route(_rows(unit=unit_id, dossier=dossier_id))


def by_route(rows: Sequence[Carried]) -> list[Carried]:
    """In the order of a round; a commune without a route comes last of its kind."""
    day = clock.today()
    return sorted(rows, key=lambda row: (row.rank(day), row.route == "", row.route))


def _rows(
    *, user: int | None = None, unit: int | None = None, dossier: UUID | None = None
) -> list[Carried]:
    words: dict[str, Any] = {"user": user, "unit": unit, "dossier": dossier, "thin": ROUND_TRIP}
    day = clock.today()
    most = limit(MOST, day)
    with connection.cursor() as cursor:
        cursor.execute(CARRIED, {**words, "day": day})
        names = [column.name for column in cursor.description or ()]
        rows = [SimpleNamespace(**dict(zip(names, row, strict=True))) for row in cursor.fetchall()]
    return [_row(row, most, day) for row in rows]


def _row(row: Any, most: int, day: date) -> Carried:
    held = Held(row.until, HoldEnding(row.ending) if row.ending else None) if row.until else None
    since = _slot(row.asked_day, row.asked_part)
    return Carried(
        dossier_id=row.id,
        items=tuple(row.items),
        desk_id=row.desk_id,
        s10=row.s10,
        seal=row.seal,
        recipient=row.full_name,
        phone=row.phone,
        address=row.address,
        commune=row.commune,
        commune_id=row.commune_id,
        route=row.route,
        due_vnd=row.due_vnd,
        kind=ItemKind(row.kind),
        originals=tuple(row.originals),
        slot=_slot(row.slot_day, row.slot_part),
        tries=row.tries,
        most=most,
        listed=row.listed,
        step=next_step(Standing(row.tries, most, held, since), day),
        held_until=row.until if held and held.ending is None else None,
        held_before=held is not None,
    )


def _slot(day: date | None, part: str | None) -> Slot | None:
    return Slot(day, DayPart(part or "")) if day else None


def delivered_by(actor: Actor, dossier_id: UUID) -> bool:
    """True if this person has delivered this result."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM custody_delivery WHERE dossier_id = %s AND by_id = %s",
            [dossier_id, actor.user_id],
        )
        return cursor.fetchone() is not None
