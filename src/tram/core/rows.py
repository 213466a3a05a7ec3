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
    parts: list[prepared.Part] = []
    marks = [(row._meta.db_table, row.pk) for row in new]
    for kind, group in groupby(new, type):
        values: list[Any] = []
        rows = list(group)
        for row in rows:
            values += _values(row)
            row._state.adding, row._state.db = False, connection.alias
        parts.append((_insert(kind, len(rows)), values))
    if parts:
        prepared.write(parts, marks)


def lock(kind: type[M], ids: Sequence[UUID]) -> dict[UUID, M]:
    """Rows of a table by id, locked in the order of their ids until the transaction ends."""
    return _read(kind, ids, f'ORDER BY "{_key(kind)}" FOR NO KEY UPDATE')


def lock_with(kind: type[M], ident: Any, names: Sequence[str]) -> M | None:
    """One row, locked until the transaction ends, with the rows it points at by these names; None if there is none."""
    others = [cast(Any, kind._meta.get_field(name)) for name in names]
    found = prepared.rows(_with(kind, tuple(names)), [ident])
    if not found:
        return None
    values = list(found[0])
    row = _made(kind, values)
    for other in others:
        setattr(row, other.name, _made(other.related_model, values))
    return row


def _made(kind: type[M], values: list[Any]) -> M:
    """A row of the values at the front, which it takes away."""
    fields = kind._meta.concrete_fields
    own, values[:] = values[: len(fields)], values[len(fields) :]
    columns = [field.attname for field in fields]
    return kind.from_db(connection.alias, columns, list(map(_loaded, fields, own)))


@cache
def _with(kind: type[Model], names: tuple[str, ...]) -> str:
    listed, joined = _listed(kind, "it"), ""
    for name in names:
        field = cast(Any, kind._meta.get_field(name))
        other = field.related_model
        listed += f", {_listed(other, name)}"
        joined += f' JOIN "{other._meta.db_table}" {name} ON {name}."{_key(other)}" = it."{field.column}"'
    table = kind._meta.db_table
    return f'SELECT {listed} FROM "{table}" it{joined} WHERE it."{_key(kind)}" = %s FOR NO KEY UPDATE OF it'


def _listed(kind: type[Model], alias: str) -> str:
    return ", ".join(f'{alias}."{field.column}"' for field in kind._meta.concrete_fields)


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
    found = (_made(kind, list(row)) for row in prepared.rows(statement, [list(ids)]))
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
def _insert(kind: type[Model], count: int) -> str:
    written = {name for name, _field in _columns(kind)}
    names = [field.column for field in kind._meta.concrete_fields if field.attname in written]
    each = f"({', '.join(['%s'] * len(names))})"
    listed = ", ".join(f'"{name}"' for name in names)
    return f'INSERT INTO "{kind._meta.db_table}" ({listed}) VALUES {", ".join([each] * count)}'
