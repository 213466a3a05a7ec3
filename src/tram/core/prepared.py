"""Statements that run at every request: PostgreSQL reads and plans them once for each connection, not each time.

Planning costs more than running for most of them. Their parameters are bound by the server, so each must stand where
its type is clear (`%s::date IS NULL`); a list goes as `= ANY(%s)`. For all else `connection.cursor()` is right: there
the plan is made for the very values.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from itertools import count
from typing import Any

import psycopg
from django.db import connection
from psycopg.rows import namedtuple_row, tuple_row

Words = Mapping[str, Any] | Sequence[Any]
Part = tuple[str, Words]
"""An INSERT or UPDATE that answers nothing, without a WITH of its own, and its words."""


def rows(statement: str, words: Words) -> list[tuple[Any, ...]]:
    """What a statement answers."""
    return list(_ask((statement,), _values(statement, words), tuple_row).fetchall())


def row(statement: str, words: Words) -> Any:
    """The first row of what a statement answers, its columns by their names, or None."""
    return _ask((statement,), _values(statement, words), namedtuple_row).fetchone()


def run(statement: str, words: Words) -> None:
    """Run a statement that answers nothing."""
    _ask((statement,), _values(statement, words), tuple_row)


class Waiting:
    """Parts that have not gone to the database yet; whatever else is asked of it sends them first."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.marks: set[Any] = set()

    def send(self) -> None:
        """All of them as one statement."""
        parts, self.parts = self.parts, []
        self.marks.clear()
        if parts:
            _send(parts)

    def before(self, execute: Callable[..., Any], *asked: Any) -> Any:
        """Django calls this around every statement."""
        self.send()
        return execute(*asked)


_waiting: ContextVar[Waiting | None] = ContextVar("waiting", default=None)


@contextmanager
def together() -> Iterator[None]:
    """What is written in this block goes in as few statements as can be: one for all up to the next question.

    Rows of one statement may point at each other, in any order; they cannot read each other, nor may two of them
    change the same row.
    """
    if _waiting.get() is not None:
        yield
        return
    waiting = Waiting()
    token = _waiting.set(waiting)
    try:
        with connection.execute_wrapper(waiting.before):
            yield
            waiting.send()
    finally:
        _waiting.reset(token)


def write(parts: Sequence[Part], marks: Sequence[Any] = ()) -> None:
    """Send parts as one statement; inside `together` they wait, unless one with the same mark waits already."""
    waiting = _waiting.get()
    if waiting is None:
        _send(parts)
        return
    if waiting.marks.intersection(marks):
        waiting.send()
    waiting.marks.update(marks)
    waiting.parts += parts


def _send(parts: Sequence[Part]) -> None:
    values = [value for part in parts for value in _values(*part)]
    _execute(tuple(text for text, _words in parts), values, tuple_row)


def _ask(texts: tuple[str, ...], values: Sequence[Any], factory: Any) -> Any:
    if waiting := _waiting.get():
        waiting.send()
    return _execute(texts, values, factory)


def _execute(texts: tuple[str, ...], values: Sequence[Any], factory: Any) -> Any:
    """The cursor that ran the statement: whoever asks reads all of it before anything else is asked."""
    connection.ensure_connection()
    if connection.queries_logged:  # a log shows the values too, so they are bound here
        bound = connection.connection.cursor(row_factory=factory)
        return connection.make_debug_cursor(bound).execute(_joined(texts, False), values)
    connection.validate_no_broken_transaction()
    cursor = _cursor(connection.connection, factory)
    with connection.wrap_database_errors:
        return cursor.execute(_joined(texts, True), values)


def _cursor(ours: Any, factory: Any) -> Any:
    """One cursor for each connection and kind of row: it keeps what it has found out about the types it meets."""
    kept = vars(ours).setdefault("kept_cursors", {})
    if factory not in kept:
        kept[factory] = psycopg.RawCursor(ours, row_factory=factory)
    return kept[factory]


def _values(text: str, words: Words) -> Sequence[Any]:
    return [words[name] for name in _names(text)] if isinstance(words, Mapping) else words


@cache
def _names(text: str) -> list[str]:
    return re.findall(r"%\((\w+)\)s", text)


@cache
def _joined(texts: tuple[str, ...], raw: bool) -> str:
    """One statement of many; raw, each parameter has its number, or psycopg would read a long one anew each time."""
    numbers = count(1)
    plain = [
        re.sub(r"%(\(\w+\))?s", lambda _: f"${next(numbers)}" if raw else "%s", text)
        for text in texts
    ]
    before = ", ".join(f"part_{n} AS ({text})" for n, text in enumerate(plain[:-1]))
    return f"WITH {before} {plain[-1]}" if before else plain[-1]
