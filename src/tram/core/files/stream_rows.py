"""Writes out the rows of one untrusted long table (XLSX or CSV); run as a program of its own, which may eat little.

    python -I stream_rows.py FILE csv|xlsx MAX_ROWS MAX_COLUMNS

One JSON line for each filled row, `[3, ["RA000000001VN", "1000"]]`, then `{"end": 3}`; or `{"fault": "encoding"}`.
"""

import csv
import json
import runpy
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

KNOWN = runpy.run_path(str(Path(__file__).with_name("look_sheet.py")))
UTF16 = (b"\xff\xfe", b"\xfe\xff")


class Bad(Exception):
    """The file cannot be used, for this reason."""

    def __init__(self, fault: str, **words: Any) -> None:
        self.told = {"fault": fault, **words}


def rows(path: str, kind: str, most_rows: int, most_columns: int) -> Iterator[list[Any]]:
    """Each filled row with its number."""
    if kind == "csv":
        yield from from_csv(path, most_rows, most_columns)
        return
    told = KNOWN["look"](path, most_rows, most_columns)
    if "fault" in told:
        raise Bad(**told)
    yield from told["rows"]


def from_csv(path: str, most_rows: int, most_columns: int) -> Iterator[list[Any]]:
    """The rows of a CSV file in UTF-8."""
    with Path(path).open("rb") as start:
        if start.read(2) in UTF16:
            raise Bad("utf16")
    filled = 0
    with Path(path).open(encoding="utf-8-sig", newline="") as source:
        reader = csv.reader(source, strict=True)
        try:
            for cells in reader:
                if any(map(str.strip, cells)):
                    filled += 1
                    check(cells, filled, most_rows, most_columns)
                    yield [reader.line_num, cells]
        except UnicodeDecodeError as reason:
            raise Bad("encoding", found=reader.line_num + 1) from reason
        except csv.Error as reason:
            raise Bad("quotes", found=reader.line_num) from reason


def check(cells: list[str], filled: int, most_rows: int, most_columns: int) -> None:
    """Stop at a table that is too long, too wide, or not a table of text."""
    if filled > most_rows + 1:
        raise Bad("long")
    if len(cells) > most_columns:
        raise Bad("wide", found=len(cells))
    if any("\0" in cell for cell in cells):
        raise Bad("utf16")
    if filled == 1 and len(cells) == 1 and ";" in cells[0]:
        raise Bad("separator")


def run(path: str, kind: str, most_rows: int, most_columns: int) -> None:
    """Print everything; the last line tells the end or the fault."""
    count = 0
    try:
        for row in rows(path, kind, most_rows, most_columns):
            count += 1
            print(json.dumps(row))
    except Bad as bad:
        print(json.dumps(bad.told))
    except MemoryError:
        print('{"fault": "heavy"}')
    else:
        print(json.dumps({"end": count}))


if __name__ == "__main__":
    KNOWN["tighten"]()
    run(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
