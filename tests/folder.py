"""The files of data/vinh-phuc as a load sees them, with cells changed and lines added for a test."""

import csv
import io
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Self

from tram.core.sheets import LineError

VINH_PHUC = Path(__file__).resolve().parent.parent / "data" / "vinh-phuc"
Rows = list[dict[str, str]]


class Files(dict[str, bytes]):
    """File names and their bytes."""

    def rows(self, name: str) -> Rows:
        return list(csv.DictReader(io.StringIO(self[name].decode(), newline="")))

    def edit(self, name: str, change: Callable[[Rows], object]) -> Self:
        """Change the rows of a CSV file in place."""
        rows = self.rows(name)
        change(rows)
        out = io.StringIO(newline="")
        writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        self[name] = out.getvalue().encode()
        return self

    def cell(self, name: str, line: int, column: str, value: str) -> Self:
        """Write one cell; line 2 is the first row."""
        return self.edit(name, lambda rows: rows[line - 2].update({column: value}))

    def add(self, name: str, like: int, /, **cells: str) -> Self:
        """Add a line at the end like another line, save for these cells."""
        return self.edit(name, lambda rows: rows.append({**rows[like - 2], **cells}))

    def replace(self, name: str, old: str, new: str) -> Self:
        text = self[name].decode()
        assert old in text
        self[name] = text.replace(old, new, 1).encode()
        return self

    def into(self, folder: Path) -> Path:
        """The files written into a folder."""
        for name, data in self.items():
            (folder / name).write_bytes(data)
        return folder

    def line_of(self, name: str, /, **cells: str) -> int:
        """The line of the first row with these cells."""
        rows = self.rows(name)
        found = (n for n, row in enumerate(rows, 2) if cells.items() <= row.items())
        return next(found)


def vinh_phuc() -> Files:
    files = Files()
    for path in VINH_PHUC.iterdir():
        files[path.name] = path.read_bytes()
    return files


def places(errors: Iterable[LineError]) -> list[tuple[str, int, str]]:
    """Where the errors are, in order."""
    return sorted((error.file, error.line, error.column) for error in errors)
