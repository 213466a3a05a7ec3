"""Rows of the commands that run all day: several tables written by one statement, rows locked in one order.

Django writes one table at a time, and puts each statement together anew. Foreign keys hold between the rows of one
statement, in any order: they are looked at when it ends.
"""

from collections.abc import Sequence
from functools import cache
from itertools import groupby
from typing import Any, TypeVar, cast
from uuid import UUID

from django.db import connection
from django.db.models import AutoField, BigAutoField, JSONField, Model

from tram.core import prepared

M = TypeVar("M", bound=Model)


def add(*new: Model) -> None:
    """Insert rows that no one has saved; a number that the database gives is not read back."""
    kinds: list[tuple[type[Model], int]] = []
    values: list[Any] = []
    for kind, group in groupby(new, type):
        rows = list(group)
        kinds.append((kind, len(rows)))
        for row in rows:
            values += _values(row)
            row._state.adding, row._state.db = False, connection.alias
    if kinds:
        prepared.run(_statement(tuple(kinds)), values)


def lock(kind: type[M], ids: Sequence[UUID]) -> dict[UUID, M]:
    """Rows of a table by id, locked in the order of their ids until the transaction ends."""
    return _read(kind, ids, f'ORDER BY "{_key(kind)}" FOR NO KEY UPDATE')


def by_id(kind: type[M], ids: Sequence[Any]) -> dict[Any, M]:
    """Rows of a table by id."""
    return _read(kind, ids, "")


def _key(kind: type[Model]) -> str:
    return str(kind._meta.pk.column)


def _read(kind: type[M], ids: Sequence[Any], order: str) -> dict[Any, M]:
    fields = kind._meta.concrete_fields
    names = ", ".join(f'"{field.column}"' for field in fields)
    statement = (
        f'SELECT {names} FROM "{kind._meta.db_table}" WHERE "{_key(kind)}" = ANY(%s) {order}'
    )
    columns = [field.attname for field in fields]
    found = (
        kind.from_db(connection.alias, columns, list(map(_loaded, fields, row)))
        for row in prepared.rows(statement, [list(ids)])
    )
    return {row.pk: row for row in found}


def _loaded(field: Any, value: Any) -> Any:
    """JSON comes as text, as Django wants it; all else psycopg has read."""
    is_json = isinstance(field, JSONField)
    return cast(Any, field).from_db_value(value, None, connection) if is_json else value


def _values(row: Model) -> list[Any]:
    return [
        field.get_db_prep_save(getattr(row, name), connection) if field else getattr(row, name)
        for name, field in _columns(type(row))
    ]


@cache
def _columns(kind: type[Model]) -> Sequence[tuple[str, Any]]:
    """The attributes to write, each with its field if psycopg cannot know how."""
    return tuple(
        (field.attname, field if isinstance(field, JSONField) else None)
        for field in kind._meta.concrete_fields
        if not isinstance(field, AutoField | BigAutoField)
    )


@cache
def _statement(kinds: tuple[tuple[type[Model], int], ...]) -> str:
    inserts = [_insert(kind, count) for kind, count in kinds]
    before = ", ".join(f"new_{number} AS ({sql})" for number, sql in enumerate(inserts[:-1]))
    return f"WITH {before} {inserts[-1]}" if before else inserts[-1]


def _insert(kind: type[Model], count: int) -> str:
    written = {name for name, _field in _columns(kind)}
    names = [field.column for field in kind._meta.concrete_fields if field.attname in written]
    each = f"({', '.join(['%s'] * len(names))})"
    listed = ", ".join(f'"{name}"' for name in names)
    return f'INSERT INTO "{kind._meta.db_table}" ({listed}) VALUES {", ".join([each] * count)}'
