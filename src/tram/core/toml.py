"""TOML files into the same typed rows as sheets: a table is a row, a key a column.

Values are told as the cell of a CSV would write them (yes, 2019-12-31), so one set of readers does for both.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from tram.core.sheets import WHOLE_FILE, Files, LineError, R, Record, Unreadable, decoded, typed

_HEADER = re.compile(r"\s*\[\[?\s*([\w.-]+)\s*\]")
_KEY = re.compile(r"\s*([\w-]+)\s*=")
_AT = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)")


class Document:
    """A TOML file whose tables are read one by one; `close` names the tables nobody asked for."""

    def __init__(self, files: Files, name: str) -> None:
        self.file = name
        self.errors: list[LineError] = []
        self._tables: dict[str, list[dict[str, Any]]] = {}
        self._places: dict[tuple[str, int, str], int] = {}
        self.readable = False
        try:
            text = decoded(files, name)
            self._places = _places(text)
            self._tables = dict(_tables(tomllib.loads(text)))
            self.readable = True
        except Unreadable as reason:
            self.errors.extend(reason.errors)
        except tomllib.TOMLDecodeError as reason:
            self.errors.append(_syntax_error(name, str(reason)))

    def table(self, path: str, kind: type[R]) -> R | None:
        """The one table of this name ("" = the top of the file); None if it is missing or bad."""
        if self.readable and path not in self._tables:
            self.errors.append(LineError(self.file, WHOLE_FILE, path, f"Thiếu bảng [{path}]."))
        return next(iter(self.tables(path, kind)), None)

    def tables(self, path: str, kind: type[R]) -> tuple[R, ...]:
        """All tables of this name."""
        found = self._tables.pop(path, [])
        rows = (self._row(path, index, cells, kind) for index, cells in enumerate(found))
        return tuple(row for row in rows if row is not None)

    def close(self) -> tuple[LineError, ...]:
        """Everything wrong with the file."""
        for path in self._tables:
            line = self._places.get((path, 0, ""), WHOLE_FILE)
            self.errors.append(LineError(self.file, line, path, f"Không rõ bảng [{path}] là gì."))
        return tuple(self.errors)

    def _row(self, path: str, index: int, cells: Mapping[str, Any], kind: type[R]) -> R | None:
        line = self._places.get((path, index, ""), 1)
        lines = {key: self._places.get((path, index, key), line) for key in cells}
        # A key that is not there is an empty cell.
        told = dict.fromkeys(kind.columns, "") | {k: _as_cell(v) for k, v in cells.items()}
        unknown = [
            LineError(self.file, lines[key], key, "Không rõ mục này là gì: hãy bỏ đi.")
            for key in told
            if key not in kind.columns
        ]
        row, found = typed(self.file, Record(line, told, lines), kind)
        self.errors.extend([*unknown, *found])
        return row


def _syntax_error(name: str, reason: str) -> LineError:
    at = _AT.search(reason)
    line = int(at[1]) if at and at[1] else WHOLE_FILE
    return LineError(name, line, "", f"Không đọc được TOML: {_AT.sub('', reason)}.")


def _tables(
    table: Mapping[str, Any], path: str = ""
) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Each table by its dotted name; a name written [[so]] has several."""
    inner = {key: value for key, value in table.items() if _is_table(value)}
    if own := {key: value for key, value in table.items() if key not in inner}:
        yield path, [own]
    for key, value in inner.items():
        name = f"{path}.{key}" if path else key
        if isinstance(value, list):
            yield name, value
        else:
            yield from _tables(value, name)


def _is_table(value: object) -> bool:
    many = isinstance(value, list) and bool(value) and all(isinstance(v, dict) for v in value)
    return isinstance(value, dict) or many


def _places(text: str) -> dict[tuple[str, int, str], int]:
    """The line of each table and key: (table, which of that name, key or "")."""
    table, seen = "", Counter({"": 1})
    places = {("", 0, ""): 1}
    for number, line in enumerate(text.split("\n"), 1):
        if header := _HEADER.match(line):
            table = header[1]
            places[table, seen[table], ""] = number
            seen[table] += 1
        elif key := _KEY.match(line):
            places[table, seen[table] - 1, key[1]] = number
    return places


def _as_cell(value: object) -> str:
    """A TOML value as a cell of a CSV would write it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return "\n".join(_as_cell(each) for each in value)
    return str(value)
