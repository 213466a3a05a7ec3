"""Statements that run at every request: PostgreSQL reads and plans them once for each connection, not each time.

Planning costs more than running for most of them. Their parameters are bound by the server, so each must stand where
its type is clear (`%s::date IS NULL`); a list goes as `= ANY(%s)`. For all else `connection.cursor()` is right: there
the plan is made for the very values.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import psycopg
from django.db import connection
from django.db.backends.utils import CursorWrapper
from psycopg.rows import namedtuple_row, tuple_row

Words = Mapping[str, Any] | Sequence[Any]


def rows(statement: str, words: Words) -> list[tuple[Any, ...]]:
    """What a statement answers."""
    with _cursor(tuple_row) as cursor:
        cursor.execute(statement, words)
        return list(cursor.fetchall())


def row(statement: str, words: Words) -> Any:
    """The first row of what a statement answers, its columns by their names, or None."""
    with _cursor(namedtuple_row) as cursor:
        cursor.execute(statement, words)
        return cursor.fetchone()


def run(statement: str, words: Words) -> None:
    """Run a statement that answers nothing."""
    with _cursor(tuple_row) as cursor:
        cursor.execute(statement, words)


def _cursor(factory: Any) -> CursorWrapper:
    connection.ensure_connection()
    if connection.queries_logged:  # a log shows the values too, so they are bound here
        ours: Any = connection.connection.cursor(row_factory=factory)
        return connection.make_debug_cursor(ours)
    ours = psycopg.Cursor(connection.connection, row_factory=factory)
    return connection.make_cursor(ours)
