"""How far a book has come: enough to say, after a restore, that it is the same book."""

import re
from dataclasses import dataclass

from django.db import connection

from tram.core.verify import BOOKS

TABLE = re.compile(r"[a-z_]+")


@dataclass(frozen=True)
class BookState:
    """One book: its lines, its streams, and a digest over the last line of every stream."""

    table: str
    lines: int
    streams: int
    tips: str


def book_states() -> tuple[BookState, ...]:
    """The state of every book that the database has."""
    return tuple(book_state(book.table) for book in BOOKS if _exists(book.table))


def book_state(table: str) -> BookState:
    """The state of one book. A line's hash covers all before it, so the last ones speak for all."""
    if not TABLE.fullmatch(table):
        raise ValueError(f"not a book: {table}")
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH tips AS (SELECT DISTINCT ON (stream) stream, seq, hash FROM {table} "
            "ORDER BY stream, seq DESC) "
            f"SELECT (SELECT count(*) FROM {table}), count(*), encode(sha256(coalesce("
            "string_agg(uuid_send(stream) || int4send(seq) || hash, '' ORDER BY stream), '')), "
            "'hex') FROM tips"
        )
        lines, streams, tips = cursor.fetchone()
    return BookState(table, lines, streams, tips)


def _exists(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [f"public.{table}"])
        return bool(cursor.fetchone()[0])
