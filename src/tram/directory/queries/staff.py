"""The people of the post as their manager sees them: only who works, or last worked, at the manager's own units."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from tram.accounts.rules.access import Role
from tram.core.acts import Actor
from tram.core.text import search_terms
from tram.directory.queries import DutyRow, duties_of
from tram.directory.queries.network import MINE, managed_units

POSTAL = (Role.TELLER, Role.POSTMAN)
PAGE = 50
TODAY = "(tram_now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date"
# Every duty of today or to come is one of the post at a unit of the manager, and some duty ever was.
OWN = f"""
NOT EXISTS (SELECT 1 FROM directory_appointment a WHERE a.user_id = p.id
    AND (a.valid_to IS NULL OR a.valid_to >= {TODAY})
    AND NOT (a.role = ANY(%(roles)s) AND a.unit_id IN (SELECT id FROM mine)))
  AND EXISTS (SELECT 1 FROM directory_appointment a WHERE a.user_id = p.id AND a.role = ANY(%(roles)s)
    AND a.unit_id IN (SELECT id FROM mine))
"""
STAFFS = f"WITH {MINE} SELECT 1 FROM accounts_user p WHERE p.id = %(user)s AND {OWN}"
STAFF = f"""
WITH {MINE}
SELECT p.id, p.username, p.full_name, p.is_active, p.must_change_password FROM accounts_user p
WHERE EXISTS (SELECT 1 FROM directory_appointment a WHERE a.user_id = p.id AND a.role = ANY(%(roles)s)
    AND a.unit_id IN (SELECT id FROM mine) AND (%(unit)s::bigint IS NULL OR a.unit_id = %(unit)s
      AND (a.valid_to IS NULL OR a.valid_to >= {TODAY})))
ORDER BY NOT p.is_active, p.username
"""


@dataclass(frozen=True)
class Worker:
    """A teller or a postman, with the duties of the post that are open."""

    id: int
    username: str
    full_name: str
    is_active: bool
    new_password: bool
    duties: tuple[DutyRow, ...]


@dataclass(frozen=True)
class Found:
    """One page of workers, and whether there is more."""

    rows: tuple[Worker, ...]
    more: bool


def staffs(actor: Actor, user_id: int) -> bool:
    """True if a person is postal staff of this manager alone: nothing they do is outside the manager's units."""
    with connection.cursor() as cursor:
        cursor.execute(STAFFS, {**_reach(actor), "user": user_id})
        return cursor.fetchone() is not None


def staff_of(actor: Actor, text: str = "", *, unit_id: int | None = None, page: int = 1) -> Found:
    """Tellers and postmen of a manager, found by name or sign-in name, accents or not; of one unit if asked."""
    with connection.cursor() as cursor:
        cursor.execute(STAFF, {**_reach(actor), "unit": unit_id})
        rows = [row for row in cursor.fetchall() if _named(row, search_terms(text))]
    first = (max(page, 1) - 1) * PAGE
    shown = rows[first : first + PAGE]
    held = [each for each in duties_of([row[0] for row in shown]) if each.tense != "past"]
    return Found(tuple(_worker(row, held) for row in shown), len(rows) > first + PAGE)


def _worker(row: Sequence[Any], held: Sequence[DutyRow]) -> Worker:
    own = tuple(one for one in held if one.user_id == row[0] and _postal(one))
    return Worker(*(*row, own))


def _reach(actor: Actor) -> dict[str, Any]:
    return {"units": list(managed_units(actor)), "roles": [role.value for role in POSTAL]}


def _named(row: Sequence[Any], words: Sequence[str]) -> bool:
    told = " ".join([*search_terms(row[1]), *search_terms(row[2])])
    return all(word in told for word in words)


def _postal(duty: DutyRow) -> bool:
    return duty.role in {role.value for role in POSTAL}
