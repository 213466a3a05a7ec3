"""Differences as both sides and the post's manager see them: of one manifest, open ones, unknown numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from tram.accounts.rules.access import GRANTS, Right, Role
from tram.core.acts import Actor
from tram.custody.queries.holders import holder_name_sql
from tram.custody.rules.counting import Fault, Solution, Verdict

ROWS = f"""
SELECT x.id, x.manifest_id, m.number, {holder_name_sql("f")}, {holder_name_sql("t")},
  coalesce(nullif(x.code, ''), v.number, upper(left(i.dossier_id::text, 8)), ''), x.fault, x.note, x.by_id,
  p.full_name, x.at, x.solution, x.solution_note, coalesce(s.full_name, ''), x.solved_at,
  ARRAY(SELECT a.id FROM custody_discrepancyphoto a WHERE a.discrepancy_id = x.id ORDER BY a.id)
FROM custody_discrepancy x JOIN custody_manifest m ON m.id = x.manifest_id
JOIN custody_holder f ON f.id = m.from_holder_id JOIN custody_holder t ON t.id = m.to_holder_id
JOIN accounts_user p ON p.id = x.by_id LEFT JOIN accounts_user s ON s.id = x.solved_by_id
LEFT JOIN custody_item i ON i.id = x.item_id
LEFT JOIN custody_manifestentry e ON e.manifest_id = x.manifest_id AND e.item_id = x.item_id
LEFT JOIN custody_envelope v ON v.id = e.envelope_id
"""
PARKED = f"""
SELECT k.id, k.code, k.verdict, {holder_name_sql("h")}, p.full_name, k.at, k.known_at
FROM custody_parkedscan k JOIN custody_holder h ON h.id = k.holder_id JOIN accounts_user p ON p.id = k.by_id
WHERE k.resolved_at IS NULL AND (k.holder_id = ANY(%s) OR h.unit_id = ANY(%s) OR EXISTS (
  SELECT FROM directory_appointment a WHERE a.user_id = h.user_id AND a.role = 'postman' AND a.unit_id = ANY(%s)))
ORDER BY k.at LIMIT 200
"""
BELOW = """
WITH RECURSIVE down AS (
  SELECT id FROM directory_unit WHERE id = ANY(%s)
  UNION SELECT u.id FROM directory_unit u JOIN down ON u.parent_id = down.id)
SELECT id FROM down
"""


@dataclass(frozen=True)
class Noted:
    """One difference: of which manifest and thing, by whom, and how it ended if it has."""

    id: UUID
    manifest_id: UUID
    number: str
    giver: str
    receiver: str
    code: str
    fault: Fault
    note: str
    by_id: int
    by: str
    at: datetime
    solution: Solution | None
    solution_note: str
    solved_by: str
    solved_at: datetime | None
    photos: tuple[int, ...]


@dataclass(frozen=True)
class Parked:
    """One unknown number: who scanned it where, and since when it is known if it is."""

    id: int
    code: str
    verdict: Verdict
    holder: str
    by: str
    at: datetime
    known_at: datetime | None


def managed(actor: Actor) -> list[int]:
    """The units below those whose post a person manages."""
    own = [d.unit_id for d in actor.duties if Right.MANAGE_POST in GRANTS[Role(d.role)]]
    if not own:
        return []
    with connection.cursor() as cursor:
        cursor.execute(BELOW, [own])
        return [row[0] for row in cursor.fetchall()]


def of_manifest(manifest_id: UUID) -> list[Noted]:
    """Every difference of one manifest, in the order they were noted."""
    return _rows("WHERE x.manifest_id = %s ORDER BY x.at, x.id", [manifest_id])


def open_for(holders: Sequence[int], units: Sequence[int]) -> list[Noted]:
    """What is not solved yet of these holders, and of these units for their manager, the oldest first."""
    where = (
        "WHERE x.solved_at IS NULL AND (m.from_holder_id = ANY(%s) OR m.to_holder_id = ANY(%s) "
        "OR f.unit_id = ANY(%s) OR t.unit_id = ANY(%s)) ORDER BY x.at, x.id LIMIT 200"
    )
    return _rows(where, [list(holders), list(holders), list(units), list(units)])


def parked_for(holders: Sequence[int], units: Sequence[int]) -> list[Parked]:
    """Unknown numbers that nobody has explained yet, the oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(PARKED, [list(holders), list(units), list(units)])
        return [Parked(row[0], row[1], Verdict(row[2]), *row[3:]) for row in cursor.fetchall()]


def photo_of(manifest_id: UUID, photo_id: int) -> tuple[str, str, str] | None:
    """Digest, name and kind of a photograph of this manifest."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.sha256, a.name, a.media_type FROM custody_discrepancyphoto a "
            "JOIN custody_discrepancy x ON x.id = a.discrepancy_id WHERE a.id = %s AND x.manifest_id = %s",
            [photo_id, manifest_id],
        )
        row = cursor.fetchone()
    return (row[0], row[1], row[2]) if row else None


def _rows(where: str, words: list[Any]) -> list[Noted]:
    with connection.cursor() as cursor:
        cursor.execute(f"{ROWS} {where}", words)
        return [_noted(row) for row in cursor.fetchall()]


def _noted(row: tuple[Any, ...]) -> Noted:
    ident, manifest, number, giver, receiver, code, fault, note, by_id, by, at = row[:11]
    solution, words, solver, solved_at, photos = row[11:]
    return Noted(
        id=ident,
        manifest_id=manifest,
        number=number,
        giver=giver,
        receiver=receiver,
        code=code,
        fault=Fault(fault),
        note=note,
        by_id=by_id,
        by=by,
        at=at,
        solution=Solution(solution) if solution else None,
        solution_note=words,
        solved_by=solver,
        solved_at=solved_at,
        photos=tuple(photos),
    )
