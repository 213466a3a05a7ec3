"""Who holds, what they are called, and which holders a signed-in person may act for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from tram.accounts.rules.access import Right, Role, may
from tram.core.acts import Actor
from tram.core.calendar import local, local_date, vn_date
from tram.core.text import name_sort_key
from tram.custody.models import Holder
from tram.directory.queries import IN_FORCE, scope

SIDES = (Right.HAND_OVER_POST, Right.RECEIVE_AT_DESK, Right.SETTLE)


def holder_name_sql(alias: str) -> str:
    """SQL for the words that name a holder."""
    return (
        f"coalesce((SELECT u.name FROM directory_unit u WHERE u.id = {alias}.unit_id), "
        f"(SELECT p.full_name FROM accounts_user p WHERE p.id = {alias}.user_id), "
        f"CASE {alias}.kind WHEN 'customer' THEN 'Khách hàng' ELSE 'Sự cố' END)"
    )


def dossier_label(number: str | None, dossier_id: UUID) -> str:
    """What a dossier is called: its number, or before it has one the first eight signs of its opaque id."""
    return number or f"#{dossier_id.hex[:8].upper()}"


def stands(actor: Actor, right: Right, *, unit_id: int | None, user_id: int | None) -> bool:
    """True if a person may act for a side of a hand-over: on duty at the place, or the courier in person."""
    if unit_id is None:
        return user_id is not None and actor.user_id == user_id and may(actor, right)
    return may(actor, right, [unit_id])


def works_for(actor: Actor, holder: Holder) -> bool:
    """True if a person works at a place that holds things now, or is the courier who does."""
    if holder.unit_id:
        return any(may(actor, right, [holder.unit_id]) for right in SIDES)
    return holder.user_id == actor.user_id and may(actor, Right.HAND_OVER_POST)


def own_holders(actor: Actor, place_id: int | None) -> list[int]:
    """Ids of the holders a person works for now: the place they are at, and themselves on the road."""
    here = place_id and any(may(actor, right, [place_id]) for right in SIDES)
    return ids("WHERE unit_id = %s OR user_id = %s", [place_id if here else None, actor.user_id])


def courier_holders(user_id: int) -> list[int]:
    """Ids of the holders that a person is on the road: one, or none before the first hand-over."""
    return ids("WHERE user_id = %s", [user_id])


def ids(where: str, words: Sequence[Any]) -> list[int]:
    """Ids of the holders that an SQL condition names."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM custody_holder {where}", list(words))
        return [row[0] for row in cursor.fetchall()]


@dataclass(frozen=True)
class Courier:
    """A postman on duty today (bưu tá), as a list to choose from shows him."""

    user_id: int
    username: str
    name: str
    unit: str
    near: bool


def couriers(near_unit: int | None = None) -> list[Courier]:
    """Every postman on duty today, those of the offices above `near_unit` first."""
    near = scope(near_unit) if near_unit else ()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT ON (p.id) p.id, p.username, p.full_name, u.name, a.unit_id = ANY(%s) "
            "FROM directory_appointment a "
            "JOIN accounts_user p ON p.id = a.user_id AND p.is_active "
            "JOIN directory_unit u ON u.id = a.unit_id "
            f"WHERE a.role = %s AND {IN_FORCE.replace('valid_', 'a.valid_')} ORDER BY p.id, 5 DESC",
            [list(near), Role.POSTMAN],
        )
        found = [Courier(*row) for row in cursor.fetchall()]
    return sorted(found, key=lambda courier: (not courier.near, name_sort_key(courier.name)))


def held_at(item_id: UUID, moment: datetime) -> str:
    """Who held a thing at a past moment, told from the custody book alone; empty before there was one."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {holder_name_sql('h')} FROM custody_line l JOIN custody_holder h ON h.id = l.to_holder "
            "WHERE l.stream = %s AND l.occurred_at <= %s ORDER BY l.seq DESC LIMIT 1",
            [item_id, moment],
        )
        row = cursor.fetchone()
    return row[0] if row else ""


def held_by(item_id: UUID) -> tuple[str, str]:
    """Who holds a thing now, and since when, in words: from the last line of its book."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {holder_name_sql('h')}, l.occurred_at FROM custody_line l "
            "JOIN custody_holder h ON h.id = l.to_holder WHERE l.stream = %s ORDER BY l.seq DESC LIMIT 1",
            [item_id],
        )
        name, at = cursor.fetchone()
    return name, f"{local(at):%H:%M} {vn_date(local_date(at))}"


def coarse_holder(holder_id: int) -> str:
    """Who holds a thing, in coarse words: the place's name, or only that a postman or the customer has it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(u.name, CASE h.kind WHEN 'courier' THEN 'bưu tá' WHEN 'customer' THEN 'khách hàng' "
            "ELSE 'hồ sơ sự cố' END) FROM custody_holder h LEFT JOIN directory_unit u ON u.id = h.unit_id "
            "WHERE h.id = %s",
            [holder_id],
        )
        row = cursor.fetchone()
    return row[0] if row else ""


def staff_name(user_id: int) -> str:
    """The name of a member of staff."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT full_name FROM accounts_user WHERE id = %s", [user_id])
        row = cursor.fetchone()
    return row[0] if row else ""
