"""Spreadsheets (XLSX) from outside: a limited child process reads them, then each line becomes a typed row.

Headings are told without regard to case and accents. What is wrong names its line, its column and what to do.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tram.core.errors import Refused
from tram.core.files import child
from tram.core.sheets import LineError, Record, Row, Sheet, typed
from tram.core.text import search_terms

MOST_ROWS, MOST_COLUMNS = 1_000, 60
R = TypeVar("R", bound=Row)

FAULTS = {
    "old": gettext_lazy(
        "Tệp «{name}» có mật khẩu hoặc là dạng .xls cũ. Hãy bỏ mật khẩu, lưu lại dạng .xlsx."
    ),
    "kind": gettext_lazy("Tệp «{name}» không phải bảng tính .xlsx. Hãy lưu lại dạng .xlsx."),
    "formulas": gettext_lazy(
        "Tệp «{name}» có {found} ô công thức ({cells}). Hãy chép rồi dán «chỉ giá trị» trước khi gửi."
    ),
    "merged": gettext_lazy(
        "Tệp «{name}» có {found} chỗ gộp ô (từ ô {cells}). Hãy bỏ gộp ô, mỗi dòng ghi đủ các ô."
    ),
    "wide": gettext_lazy(
        "Tệp «{name}» rộng {found} cột, nhiều nhất {columns}. Hãy dùng đúng tệp mẫu."
    ),
    "rows": gettext_lazy(
        "Tệp «{name}» có {found} dòng, mỗi lần nhiều nhất {rows} dòng. Hãy tách thành nhiều tệp."
    ),
    "heavy": gettext_lazy(
        "Tệp «{name}» cần quá nhiều bộ nhớ hoặc thời gian để mở. Hãy chép các ô sang tệp mẫu mới."
    ),
    "damaged": gettext_lazy("Tệp «{name}» mở không được: bị hỏng. Hãy lưu lại rồi gửi lại."),
    "empty": gettext_lazy(
        "Tệp «{name}» không có dòng nào dưới dòng tên cột. Hãy ghi ít nhất một dòng."
    ),
}


@dataclass(frozen=True)
class Grid:
    """The filled rows of the first sheet, each with its number in the sheet."""

    name: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read_spreadsheet(path: Path, name: str) -> Grid:
    """What stands in a file that nobody has looked at yet; Refused with the reason if it cannot be used."""
    told = child.ask("look_sheet.py", str(path), str(MOST_ROWS), str(MOST_COLUMNS))
    if "fault" not in told and len(told["rows"]) < 2:
        told = {"fault": "empty"}
    if fault := told.get("fault"):
        words = {"found": told.get("found", 0), "cells": ", ".join(told.get("cells", ()))}
        limits = {"rows": MOST_ROWS, "columns": MOST_COLUMNS}
        raise Refused(f"sheet-{fault}", str(FAULTS[fault]).format(name=name, **words, **limits))
    return Grid(name, tuple((line, tuple(cells)) for line, cells in told["rows"]))


def read_rows(grid: Grid, kind: type[R], headings: Mapping[str, str]) -> Sheet[R]:
    """The lines under the heading as typed rows; `headings` gives each column of `kind` its name in the sheet."""
    (line, titles), *lines = grid.rows
    places, wrong = _places(titles, kind, headings)
    if wrong:
        return Sheet(grid.name, errors=tuple(LineError(grid.name, line, *each) for each in wrong))
    return typed_rows(grid.name, [_record(*each, places) for each in lines], kind, headings)


def typed_rows(
    name: str, records: Iterable[Record], kind: type[R], headings: Mapping[str, str]
) -> Sheet[R]:
    """Records as typed rows, what is wrong told by the headings of the sheet."""
    told = [typed(name, record, kind) for record in records]
    errors = [
        LineError(error.file, error.line, headings.get(error.column, error.column), error.message)
        for _row, wrong in told
        for error in wrong
    ]
    rows = tuple(row for row, _wrong in told if row is not None)
    return Sheet(name, rows, tuple(errors), complete=True)


def _record(line: int, cells: Sequence[str], places: Mapping[str, int | None]) -> Record:
    filled = {
        column: cells[at] if at is not None and at < len(cells) else ""
        for column, at in places.items()
    }
    return Record(line, filled)


def _places(
    titles: Sequence[str], kind: type[Row], headings: Mapping[str, str]
) -> tuple[dict[str, int | None], list[tuple[str, str]]]:
    """Where each column stands, and what is wrong with the headings."""
    said = [tuple(search_terms(title)) for title in titles]
    known = {tuple(search_terms(title)): column for column, title in headings.items()}
    at: dict[str, int | None] = dict.fromkeys(kind.columns)
    wrong = []
    for place, words in enumerate(said):
        column = known.get(words)
        if words and column is None:
            wrong.append(
                (titles[place], _("Không có cột này trong mẫu: hãy bỏ cột hoặc sửa tên."))
            )
        elif column and at[column] is not None:
            wrong.append((titles[place], _("Hai cột cùng tên: hãy bỏ một cột.")))
        elif column:
            at[column] = place
    missing = [c for c in kind.columns if at[c] is None and c not in kind.optional]
    wrong += [(headings[column], _("Thiếu cột này: hãy dùng tệp mẫu.")) for column in missing]
    return at, wrong
