"""What ought to go back of dossiers' money (nên trả lại): of one dossier, and which dossiers of these points."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from tram.cash.models import Quotation, RemittanceLine
from tram.cash.queries import quotation
from tram.cash.queries.refunds import paid
from tram.cash.rules.tariff import Exemption
from tram.catalogue.rules.eligibility import Direction
from tram.custody.models import Delivery
from tram.custody.queries.receipts import FINISHED
from tram.custody.rules.back import Back, Road, ought_back
from tram.dossiers.models import Dossier
from tram.dossiers.rules.states import State

LOOKED_BACK = timedelta(days=90)
CANDIDATES = """
SELECT d.id, u.name, d.state, coalesce(d.closed_at, d.ended_at, d.registered_at)
FROM dossiers_dossier d JOIN directory_unit u ON u.id = d.intake_point_id
WHERE d.intake_point_id = ANY(%(units)s) AND d.registered_at >= %(since)s AND d.state = ANY(%(ended)s)
  AND (d.state = 'voided' OR d.handover_at IS NULL
    OR NOT EXISTS (SELECT FROM custody_delivery v WHERE v.dossier_id = d.id))
  AND EXISTS (SELECT FROM cash_line l WHERE l.stream = d.id AND l.reverses_seq IS NULL AND l.kind = 'posted'
    AND NOT EXISTS (SELECT FROM cash_line r WHERE r.stream = l.stream AND r.reverses_seq = l.seq)
    AND NOT EXISTS (SELECT FROM cash_refundline f WHERE f.subject = l.stream AND f.seq = l.seq AND f.open))
  AND (d.state = 'voided' OR d.handover_at IS NULL OR EXISTS (SELECT FROM cash_quotation q,
    jsonb_array_elements(q.lines) AS e WHERE q.subject = d.id AND e ->> 'what' LIKE %(home)s))
ORDER BY d.registered_at DESC, d.id DESC LIMIT %(limit)s
"""


@dataclass(frozen=True)
class OughtBack:
    """A dossier of which something ought to go back, without further proof."""

    subject: UUID
    unit: str
    since: datetime
    backs: tuple[Back, ...]

    @property
    def amount_vnd(self) -> int:
        """All of it."""
        return sum(one.amount_vnd for one in self.backs)


def way_vnd(quoted: Quotation, way: Direction) -> int:
    """What one way was quoted for by the table, in đồng."""
    begins = f"{way.label.capitalize()}, "
    return sum(int(line["amount_vnd"]) for line in quoted.lines if line["what"].startswith(begins))


def backs(dossier: Dossier) -> tuple[Back, ...]:
    """What ought to go back of one dossier, and what would if it were proved."""
    quoted = quotation(dossier.id)
    if quoted is None:
        return ()
    remitted = RemittanceLine.objects.filter(subject=dossier.id).values_list("seq", flat=True)
    return ought_back(paid(dossier.id), _road(dossier, quoted), set(remitted))


def _road(dossier: Dossier, quoted: Quotation) -> Road:
    state = State(dossier.state)
    ways = tuple(way_vnd(quoted, way) for way in Direction)
    return Road(
        voided=state is State.VOIDED,
        finished=state in FINISHED,
        handed_over=dossier.handover_at is not None,
        brought_home=Delivery.objects.filter(dossier=dossier).exists(),
        ways_vnd=ways,
        exempt=quoted.exemption != Exemption.NONE,
    )


def ought_back_of(units: Collection[int], now: datetime, limit: int = 20) -> list[OughtBack]:
    """The newest dossiers of these points of which something ought to go back and nobody has asked for it."""
    words: dict[str, Any] = {
        "units": list(units),
        "since": now - LOOKED_BACK,
        "ended": [state.value for state in FINISHED],
        "home": f"{Direction.OUT.label.capitalize()}, %",
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(CANDIDATES, words)
        rows = cursor.fetchall()
    dossiers = Dossier.objects.in_bulk([row[0] for row in rows])
    found = [
        OughtBack(ident, unit, since, _due(dossiers[ident])) for ident, unit, _, since in rows
    ]
    return [one for one in found if one.backs]


def _due(dossier: Dossier) -> tuple[Back, ...]:
    return tuple(one for one in backs(dossier) if one.proven)
