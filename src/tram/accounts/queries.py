"""Reads of people, for those who manage accounts and for the person themselves."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from tram.accounts.models import User
from tram.core.queries import is_demo
from tram.core.text import search_terms

PAGE = 20
COLUMNS = (
    "id, username, full_name, is_active, must_change_password, pin <> '', is_demo, created_at"
)
# What `core.text.fold` does, as the database can do it: no accents, no đ, small letters.
FOLDED = (
    "lower(translate(regexp_replace(normalize(full_name, NFD), '[\\u0300-\\u036f]', '', 'g'), 'đĐ', 'dd'))"
    " || ' ' || username"
)


@dataclass(frozen=True)
class PersonRow:
    """A person as a page shows them."""

    id: int
    username: str
    full_name: str
    is_active: bool
    must_change_password: bool
    has_pin: bool
    is_demo: bool
    created_at: datetime


@dataclass(frozen=True)
class People:
    """One page of people in the order of their sign-in names, and the names at which its neighbours begin."""

    rows: tuple[PersonRow, ...]
    before: str = ""
    after: str = ""


def person(user_id: int) -> PersonRow | None:
    """One person by id."""
    found = _rows("WHERE id = %s", [user_id])
    return found[0] if found else None


def people(asked: str = "", *, before: str = "", after: str = "") -> People:
    """A page of 20 people whose name or sign-in name has every word asked for, accents or not."""
    words = [f"%{_literal(term)}%" for term in search_terms(asked)]
    where = "WHERE " + " AND ".join(["TRUE", *[f"({FOLDED}) LIKE %s"] * len(words)])
    if before:
        where, order, edge = f"{where} AND username < %s", "DESC", [before]
    else:
        where, order, edge = f"{where} AND username > %s", "ASC", [after]
    found = _rows(f"{where} ORDER BY username {order} LIMIT {PAGE + 1}", [*words, *edge])
    more, shown = len(found) > PAGE, found[:PAGE]
    rows = tuple(reversed(shown) if before else shown)
    if not rows:
        return People(())
    has_before, has_after = (more, True) if before else (bool(after), more)
    return People(
        rows, rows[0].username if has_before else "", rows[-1].username if has_after else ""
    )


def _rows(tail: str, words: list[Any]) -> list[PersonRow]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {COLUMNS} FROM accounts_user {tail}", words)
        return [PersonRow(*row) for row in cursor.fetchall()]


def _literal(term: str) -> str:
    return term.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def demo_user(username: str) -> User | None:
    """The invented person of this sign-in name; nobody outside a demonstration."""
    if not is_demo():
        return None
    return User.objects.filter(username=username, is_demo=True, is_active=True).first()
