"""Long tables (XLSX, CSV) from outside, up to 200,000 rows: a limited child process writes them out row by row.

What is wrong with the whole file is refused with what to do; what is wrong with one line is named by it.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from threading import Timer
from typing import Generic, TypeVar
from unicodedata import normalize

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tram.core.errors import Refused
from tram.core.files import child
from tram.core.sheets import Row
from tram.core.spreadsheets import FAULTS, MOST_COLUMNS, Grid, read_rows

MOST_ROWS = 200_000
MOST_SIGNS = 100_000_000
PATIENCE = 120
CHUNK = 5_000
MOST_ERRORS = 50
R = TypeVar("R", bound=Row)

MORE_FAULTS = {
    "utf16": gettext_lazy(
        "Tệp «{name}» không phải UTF-8 (có thể là UTF-16): hãy lưu lại dạng «CSV UTF-8»."
    ),
    "encoding": gettext_lazy(
        "Tệp «{name}» không phải UTF-8 từ dòng {found} (có thể là TCVN3, VNI hoặc Windows-1258): "
        "hãy chuyển sang Unicode rồi lưu dạng «CSV UTF-8»."
    ),
    "quotes": gettext_lazy(
        "Tệp «{name}» có dấu nháy kép không khép đúng ở dòng {found}: hãy sửa rồi gửi lại."
    ),
    "separator": gettext_lazy(
        "Các cột của tệp «{name}» ngăn bằng dấu chấm phẩy: hãy lưu lại với dấu phẩy."
    ),
    "long": gettext_lazy(
        "Tệp «{name}» có hơn {rows} dòng, mỗi lần nhiều nhất {rows} dòng. Hãy tách thành nhiều tệp."
    ),
}


@dataclass(frozen=True)
class Table(Generic[R]):
    """The typed rows of a long table, and the first things wrong with its lines."""

    rows: tuple[R, ...]
    errors: tuple[str, ...]


def read_table(path: Path, name: str, kind: type[R], headings: Mapping[str, str]) -> Table[R]:
    """Every line as a typed row; Refused if nothing of the file can be used."""
    lines = _stream(path, name)
    heading = next(lines, None)
    rows: list[R] = []
    errors: list[str] = []
    while heading and (chunk := tuple(islice(lines, CHUNK))):
        sheet = read_rows(Grid(name, (heading, *chunk)), kind, headings)
        rows += sheet.rows
        errors += [str(error) for error in sheet.errors[: MOST_ERRORS - len(errors)]]
        if not sheet.complete:
            break
    if not rows and not errors:
        raise Refused("sheet-empty", str(FAULTS["empty"]).format(name=name))
    return Table(tuple(rows), tuple(errors))


def read_grid(path: Path, name: str, most_rows: int) -> Grid:
    """The filled rows of a short table, CSV or XLSX; Refused if it is longer or cannot be used."""
    rows = tuple(islice(_stream(path, name), most_rows + 2))
    if len(rows) > most_rows + 1:
        words = {"name": name, "found": f"hơn {most_rows}", "rows": most_rows}
        raise Refused("sheet-rows", str(FAULTS["rows"]).format(**words))
    if len(rows) < 2:
        raise Refused("sheet-empty", str(FAULTS["empty"]).format(name=name))
    return Grid(name, rows)


def _stream(path: Path, name: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    kind = "csv" if name.lower().endswith(".csv") else "xlsx"
    program = str(child.HERE / "stream_rows.py")
    words = [sys.executable, "-I", program, str(path), kind, str(MOST_ROWS), str(MOST_COLUMNS)]
    signs = 0
    with subprocess.Popen(
        words,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        text=True,
    ) as running:
        timer = Timer(PATIENCE, running.kill)
        timer.start()
        try:
            for line in running.stdout or ():
                signs += len(line)
                told = json.loads(line) if signs <= MOST_SIGNS else {"fault": "heavy"}
                if isinstance(told, dict):
                    _ended(told, name)
                    return
                yield told[0], tuple(normalize("NFC", cell) for cell in told[1])
            _ended({"fault": "heavy"}, name)
        finally:
            timer.cancel()
            running.kill()


def _ended(told: Mapping[str, object], name: str) -> None:
    """The end of the rows, or the reason why there are no more."""
    fault = told.get("fault")
    if not fault:
        return
    fault = "long" if fault == "rows" else str(fault)
    cells = told.get("cells")
    words = {
        "found": told.get("found", 0),
        "cells": ", ".join(cells) if isinstance(cells, list) else "",
        "rows": f"{MOST_ROWS:,}".replace(",", "."),
        "columns": MOST_COLUMNS,
    }
    sentence = str(MORE_FAULTS.get(fault) or FAULTS.get(fault) or _("Tệp «{name}» bị hỏng."))
    raise Refused(f"sheet-{fault}", sentence.format(name=name, **words))
