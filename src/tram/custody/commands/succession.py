"""Open dossiers of a unit that ended go on at its successor (đơn vị kế tục nhận hồ sơ): the law's book and the paper's.

Each dossier gets a line that names the units before and after, each thing that lay at the old place is handed to the
new one, and lists that nobody may sign any more are cancelled. Dossiers that are over stay where they ended.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from tram.core.acts import Act
from tram.core.calendar import local_date
from tram.core.requests import command
from tram.custody.commands import chain
from tram.custody.models import (
    Bag,
    Holder,
    HolderKind,
    Manifest,
    ManifestEntry,
    ManifestState,
    Outcome,
)
from tram.directory import commands as directory
from tram.directory.commands import Decision
from tram.dossiers import commands as dossiers
from tram.dossiers.models import Dossier
from tram.dossiers.queries.dossier import UNITS
from tram.dossiers.rules.states import Action

# Dossiers that are open (their graph still lets them be corrected) and one of whose units has ended and has a
# successor on the day: both units as they should be.
MOVING = """
SELECT d.id, n.desk, n.agency FROM dossiers_dossier d
JOIN directory_unit k ON k.id = d.desk_id JOIN directory_unit a ON a.id = d.agency_id
CROSS JOIN LATERAL (SELECT coalesce(directory_unit_on(k.id, %(day)s), k.id) AS desk,
  coalesce(directory_unit_on(a.id, %(day)s), a.id) AS agency) n
WHERE EXISTS (SELECT FROM dossiers_step s WHERE (s.graph, s.action, s.from_state) = (d.graph, 'correct', d.state))
  AND (k.valid_to < %(day)s OR a.valid_to < %(day)s)
  AND (n.desk, n.agency) <> (k.id, a.id)
ORDER BY d.id
"""
LYING = """
SELECT i.id, directory_unit_on(h.unit_id, %(day)s) FROM custody_item i JOIN custody_holder h ON h.id = i.holder_id
JOIN directory_unit u ON u.id = h.unit_id AND u.valid_to < %(day)s
WHERE directory_unit_on(h.unit_id, %(day)s) IS NOT NULL ORDER BY i.id
"""


@dataclass(frozen=True)
class Moving:
    """Where one open dossier should be."""

    dossier_id: UUID
    desk_id: int
    agency_id: int


@command
def take_over(act: Act) -> dict[str, Any]:
    """Everything open at units that have ended goes on at their successors; again changes nothing. For operators."""
    return carry_on(act)


@command
def state_unit_successor(
    act: Act, *, unit_id: int, successor_id: int | None, decision: Decision
) -> dict[str, Any]:
    """A person says who stands in an ended unit's place; its open dossiers and papers go there at once."""
    directory.state_unit_successor(
        act, unit_id=unit_id, successor_id=successor_id, decision=decision
    )
    return {"unit": unit_id, "successor": successor_id, **carry_on(act)}


def carry_on(act: Act) -> dict[str, Any]:
    """The part of a command that moves what is open at ended units to their successors."""
    day = local_date(act.at)
    words: dict[str, Any] = {"day": day}
    with connection.cursor() as cursor:
        cursor.execute(MOVING, words)
        moving = [Moving(*row) for row in cursor.fetchall()]
    _move(act, moving)
    with connection.cursor() as cursor:
        cursor.execute(LYING, words)
        lying = dict(cursor.fetchall())
    cancelled = _cancel(day)
    _hand(act, lying)
    return {"dossiers": len(moving), "items": len(lying), "cancelled": cancelled}


def _move(act: Act, moving: Sequence[Moving]) -> None:
    locked = dossiers.lock([each.dossier_id for each in moving])
    for (desk, agency), group in _grouped(moving).items():
        rows = [locked[ident] for ident in group]
        bodies = {row.id: _body(row, desk, agency) for row in rows}
        dossiers.move(act, rows, Action.CORRECT, bodies, desk_id=desk, agency_id=agency)


def _grouped(moving: Iterable[Moving]) -> dict[tuple[int, int], list[UUID]]:
    groups: dict[tuple[int, int], list[UUID]] = {}
    for each in moving:
        groups.setdefault((each.desk_id, each.agency_id), []).append(each.dossier_id)
    return groups


def _body(row: Dossier, desk: int, agency: int) -> dict[str, Any]:
    before = {"desk_before": row.desk_id, "agency_before": row.agency_id}
    return {"what": UNITS, **before, "desk": desk, "agency": agency}


def _cancel(day: date) -> int:
    """Lists offered by or to a place that has ended: what they list stays with whoever holds it."""
    ended = Holder.objects.filter(kind=HolderKind.PLACE, unit__valid_to__lt=day)
    places = list(ended.values_list("id", flat=True))
    offered = Manifest.objects.filter(state=ManifestState.OFFERED)
    found = offered.filter(from_holder__in=places) | offered.filter(to_holder__in=places)
    ids = list(found.values_list("id", flat=True))
    entries = ManifestEntry.objects.filter(manifest__in=ids, outcome=Outcome.PENDING)
    entries.update(outcome=Outcome.WITHDRAWN)
    Manifest.objects.filter(id__in=ids).update(state=ManifestState.CANCELLED)
    return len(ids)


def _hand(act: Act, lying: dict[UUID, int]) -> None:
    locked = chain.lock(list(lying))
    for unit in sorted(set(lying.values())):
        items = [locked[item] for item, to in lying.items() if to == unit]
        chain.hand(
            act,
            items,
            to_holder=chain.place(unit),
            giver=None,
            receiver=None,
            body={"what": UNITS},
        )
        going = Bag.objects.filter(contents__item__in=items, contents__taken_out_at=None)
        going.update(holder_id=chain.place(unit))
