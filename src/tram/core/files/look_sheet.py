"""Reads the first sheet that one untrusted XLSX file shows; run as a program of its own, which may eat little.

    python -I look_sheet.py FILE MAX_ROWS MAX_COLUMNS   →   {"rows": [[1, ["Mã", "Tên"]], …]} or {"fault": "damaged"}

It knows nothing of Trạm: a file that makes it crash, loop or swell harms only this process. Values are read by
calamine; formulas and merged cells are told, for their shown value may be stale and their place is doubtful.
"""

import datetime
import json
import resource
import sys
import zipfile
from typing import Any
from xml.etree import ElementTree
from xml.parsers import expat

MEMORY = 768_000_000
SECONDS = 20
UNPACKED = 200_000_000
LONGEST = 2_000
TOLD = 20
OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MAIN = f"{{{SPREADSHEET}}}"
CELL, FORMULA = f"{SPREADSHEET} c", f"{SPREADSHEET} f"
DEEPEST = 30
"""A sheet's elements stand six deep; what goes far deeper is no sheet."""
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def tighten() -> None:
    """Give up memory, time, files and children before the file is touched."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def look(path: str, most_rows: int, most_columns: int) -> dict[str, Any]:
    """The rows of the sheet with their numbers, or its fault; whatever a library stumbles over is "damaged"."""
    try:
        return sheet(path, most_rows, most_columns)
    except MemoryError:
        return {"fault": "heavy"}
    except BaseException:  # a library in Rust panics past Exception
        return {"fault": "damaged"}


def sheet(path: str, most_rows: int, most_columns: int) -> dict[str, Any]:
    """The same, without the net under it."""
    with open(path, "rb") as file:  # noqa: PTH123 (a program of its own, kept small)
        if file.read(4) == OLD_OR_LOCKED:
            return {"fault": "old"}
    if not zipfile.is_zipfile(path):
        return {"fault": "kind"}
    with zipfile.ZipFile(path) as archive:
        if "xl/workbook.xml" not in archive.namelist():
            return {"fault": "kind"}
        if sum(each.file_size for each in archive.infolist()) > UNPACKED:
            return {"fault": "heavy"}
        name, part = first_shown(archive)
        formulas = list(formula_cells(archive, part))
    if formulas:
        return {"fault": "formulas", "cells": formulas[:TOLD], "found": len(formulas)}
    return values(path, name, most_rows, most_columns)


def first_shown(archive: zipfile.ZipFile) -> tuple[str, str]:
    """The first sheet that whoever opens the file sees: its name, and the name of its part of the archive."""
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    sheets = book.findall(f"{MAIN}sheets/{MAIN}sheet")
    shown = [each for each in sheets if each.get("state", "visible") == "visible"]
    first = (shown or sheets)[0]
    link = first.get(LINK)
    for each in ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels")):
        if each.get("Id") == link:
            target = str(each.get("Target"))
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            return str(first.get("name")), part
    raise ValueError("no sheet")


def formula_cells(archive: zipfile.ZipFile, name: str) -> Any:
    """The cells that compute their value, such as B5; nothing of the sheet is kept while it is read."""
    found: list[str] = []
    open_: list[str] = []
    cell = ["?"]

    def starts(tag: str, words: dict[str, str]) -> None:
        open_.append(tag)
        if len(open_) > DEEPEST:
            raise ValueError("too deep for a sheet")
        if tag == CELL:
            cell[0] = words.get("r", "?")
        elif tag == FORMULA and open_[-2] == CELL:
            found.append(cell[0])

    def declared(*_words: Any) -> None:
        raise ValueError("a sheet declares nothing")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = starts
    parser.EndElementHandler = lambda _tag: open_.pop()
    parser.StartDoctypeDeclHandler = declared
    with archive.open(name) as source:
        parser.ParseFile(source)
    return found


def values(path: str, name: str, most_rows: int, most_columns: int) -> dict[str, Any]:
    """The shown values as text, row by row; empty rows are left out."""
    from python_calamine import CalamineWorkbook

    found = CalamineWorkbook.from_path(path).get_sheet_by_name(name)
    merged = found.merged_cell_ranges or []
    if merged:
        (row, column), _end = merged[0]
        return {"fault": "merged", "cells": [place(row, column)], "found": len(merged)}
    _row, last = found.end or (0, 0)
    if last >= most_columns:
        return {"fault": "wide", "found": last + 1}
    filled = []
    for number, cells in enumerate(found.to_python(skip_empty_area=False), 1):
        # A stray mark in the last row makes a million empty ones.
        told = [] if cells.count("") == len(cells) else [text(each) for each in cells]
        if any(map(str.strip, told)):
            filled.append([number, told])
    if len(filled) > most_rows + 1:
        return {"fault": "rows", "found": len(filled) - 1}
    return {"rows": filled}


def place(row: int, column: int) -> str:
    """The name of a cell by its place, both from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def text(value: Any) -> str:
    """A value as somebody would have typed it; a day in the ISO form."""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time()
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    if isinstance(value, datetime.timedelta):
        minutes = int(value.total_seconds()) // 60
        return f"{minutes // 60:02}:{minutes % 60:02}"
    if isinstance(value, datetime.time):
        return value.strftime("%H:%M")
    return str(value)[:LONGEST]


if __name__ == "__main__":
    tighten()
    print(json.dumps(look(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))))
