"""Rows on their way into a table by COPY: what is not said is what a new row of the model has."""

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import cache
from tempfile import SpooledTemporaryFile
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import AutoField, BigAutoField, Model
from django.db.models.fields import NOT_PROVIDED

MEMORY = 32 * 1024 * 1024
"""A table's rows beyond this wait on disk."""
CHUNK = 1024 * 1024
TOGETHER = 500
NULL = r"\N"
_ESCAPED = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def _text(value: str) -> str:
    return value if value.isprintable() and "\\" not in value else value.translate(_ESCAPED)


_encode = json.JSONEncoder(ensure_ascii=False).encode


def _json(value: Any) -> str:
    return _text(_encode(value))


class _Writers(dict[type, Callable[[Any], str]]):
    """How a value of each kind is written; a member of a closed list as its text or its number."""

    def __missing__(self, kind: type) -> Callable[[Any], str]:
        self[kind] = _named if issubclass(kind, str) else _numbered
        return self[kind]


def _named(value: Any) -> str:
    return _text(str(value))


def _numbered(value: Any) -> str:
    return str(int(value))


_WRITTEN = _Writers(
    {
        type(None): lambda _value: NULL,
        bool: lambda value: "t" if value else "f",
        int: str,
        str: _text,
        UUID: lambda value: f"{value.int:032x}",
        datetime: datetime.isoformat,
        date: date.isoformat,
        bytes: lambda value: r"\\x" + value.hex(),
        dict: _json,
        list: _json,
    }
)


def written(value: Any) -> str:
    """A value as COPY reads it."""
    return _WRITTEN[type(value)](value)


class Rows:
    """The rows of one table, in the order in which they were added."""

    def __init__(self, table: str, columns: tuple[str, ...]) -> None:
        self.table, self.columns, self.count = table, columns, 0
        self.file = SpooledTemporaryFile(max_size=MEMORY)  # noqa: SIM115
        self.waiting: list[str] = []

    def line(self, text: str) -> None:
        """One row, already as COPY reads it."""
        self.waiting.append(text)
        self.count += 1
        if len(self.waiting) == TOGETHER:
            self._put()

    def _put(self) -> None:
        self.file.write("".join(self.waiting).encode())
        self.waiting.clear()

    def copy(self) -> int:
        """Write all of them into the table by one statement; how many."""
        if self.count:
            self._put()
            self.file.seek(0)
            names = ", ".join(f'"{name}"' for name in self.columns)
            with (
                connection.cursor() as cursor,
                cursor.copy(f'COPY "{self.table}" ({names}) FROM STDIN') as into,
            ):
                for chunk in self._chunks():
                    into.write(chunk)
        self.file.close()
        return self.count

    def _chunks(self) -> Iterator[bytes]:
        while chunk := self.file.read(CHUNK):
            yield chunk


class Table(Rows):
    """The rows of one model."""

    def __init__(self, kind: type[Model]) -> None:
        self.places, self.plain = _shape(kind)
        super().__init__(kind._meta.db_table, tuple(_column(kind, name) for name in self.places))

    def add(self, **values: Any) -> None:
        """One row; a name that the model has not is a fault of ours."""
        cells, places, writers = list(self.plain), self.places, _WRITTEN
        for name, value in values.items():
            cells[places[name]] = writers[type(value)](value)
        self.line("\t".join(cells) + "\n")


@cache
def _shape(kind: type[Model]) -> tuple[dict[str, int], tuple[str, ...]]:
    """Where each attribute stands, and what stands there if nothing is said."""
    fields = [f for f in kind._meta.concrete_fields if not isinstance(f, AutoField | BigAutoField)]
    places = {field.attname: at for at, field in enumerate(fields)}
    plain = tuple(_plain(field) for field in fields)
    return places, plain


def _plain(field: Any) -> str:
    if field.default is NOT_PROVIDED:
        return "" if field.blank and not field.null and field.empty_strings_allowed else NULL
    return NULL if callable(field.default) else written(field.default)


def _column(kind: type[Model], attname: str) -> str:
    return next(str(f.column) for f in kind._meta.concrete_fields if f.attname == attname)
