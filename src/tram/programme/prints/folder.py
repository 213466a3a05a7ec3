"""A folder of facts that anybody can read: CSV files, what each column means, and the SHA-256 of every file.

The same rows make the same bytes: no time of writing, no order but that of the rows. A text that a spreadsheet would
take for a formula (it begins with = + - @ or a tab) gets an apostrophe before it.
"""

import csv
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MANIFEST, README = "MANIFEST", "README.md"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BATCH = 1 << 20


@dataclass(frozen=True)
class Column:
    """One column of a file: its name for programs, what it means for people."""

    name: str
    meaning: str


@dataclass(frozen=True)
class Table:
    """One file: its name, what a line of it is, its columns, and the statement that finds its rows in that order."""

    file: str
    line: str
    columns: tuple[Column, ...]
    statement: str


def columns(*told: tuple[str, str]) -> tuple[Column, ...]:
    """Columns from pairs of name and meaning."""
    return tuple(Column(name, meaning) for name, meaning in told)


def write(out: Path, table: Table, rows: Iterable[Sequence[Any]]) -> int:
    """Write one file row by row; how many lines besides the head."""
    count = 0
    with (out / table.file).open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(column.name for column in table.columns)
        for row in rows:
            lines.writerow([cell(value) for value in row])
            count += 1
    return count


def cell(value: Any) -> str:
    """A value as it stands in a file: empty = it did not happen or is not known; yes and no in words.

    >>> cell(None), cell(True), cell(3), cell("=1+1"), cell("Sở Tư pháp")
    ('', 'yes', '3', "'=1+1", 'Sở Tư pháp')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text


def readme(title: str, words: str, tables: Sequence[Table], counts: dict[str, int]) -> str:
    """What the folder is, and every file column by column."""
    return "\n".join([f"# {title}", "", words.strip(), *_files(tables, counts), ""])


def _files(tables: Sequence[Table], counts: dict[str, int]) -> Iterator[str]:
    for table in tables:
        yield from ("", f"## {table.file} ({counts[table.file]})", "", table.line, "")
        yield from ("| cột | nghĩa |", "|---|---|")
        yield from (f"| `{column.name}` | {column.meaning} |" for column in table.columns)


def seal(out: Path, names: Sequence[str]) -> str:
    """Write the manifest (as `sha256sum --check MANIFEST` reads it); its own SHA-256, which names the whole."""
    lines = [f"{_digest(out / name)}  {name}\n" for name in sorted(names)]
    (out / MANIFEST).write_text("".join(lines), encoding="utf-8")
    return _digest(out / MANIFEST)


def _digest(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_BATCH):
            found.update(piece)
    return found.hexdigest()
