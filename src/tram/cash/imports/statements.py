"""A statement of remitted fees from outside (bảng kê), XLSX or CSV: every bad line is named with what to do."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from tram.cash.rules.reconciliation import Sum
from tram.core.cells import or_none, text
from tram.core.errors import Refused
from tram.core.money import parse_vnd
from tram.core.sheets import Row, Unreadable, decoded
from tram.core.spreadsheets import MOST_ROWS, Grid, read_rows, read_spreadsheet

HEADINGS = {
    "number": "STT",
    "item": "Bưu gửi",
    "point": "Điểm thu",
    "taken": "Thu lúc",
    "amount": "Số tiền",
}


def _item(raw: str) -> str:
    found = "".join(raw.split()).upper()
    if not found:
        raise Refused("item-missing", "Thiếu số hiệu bưu gửi: hãy ghi như trên nhãn.")
    return found


def _amount(raw: str) -> int:
    found = parse_vnd(raw)
    if found <= 0:
        raise Refused("bad-amount", "Số tiền phải là số nguyên đồng lớn hơn 0: hãy sửa ô này.")
    return found


@dataclass(frozen=True, kw_only=True)
class StatementRow(Row):
    """One line of a statement; only the item and the amount must be there."""

    optional = frozenset({"number", "point", "taken"})
    number: Annotated[str, or_none(text(40))]
    item: Annotated[str, _item]
    point: Annotated[str, or_none(text(300))]
    taken: Annotated[str, or_none(text(40))]
    amount: Annotated[int, _amount]


def read_statement(path: Path, name: str) -> tuple[list[Sum], list[str]]:
    """The sums of a statement, and what is wrong with its lines; Refused if nothing of it can be read."""
    grid = _csv(path, name) if name.lower().endswith(".csv") else read_spreadsheet(path, name)
    sheet = read_rows(grid, StatementRow, HEADINGS)
    return [Sum(row.item, row.amount) for row in sheet.rows], [str(e) for e in sheet.errors]


def _csv(path: Path, name: str) -> Grid:
    try:
        words = decoded({name: path.read_bytes()}, name)
        rows = list(csv.reader(io.StringIO(words, newline=""), strict=True))
    except Unreadable as reason:
        raise Refused("unreadable", str(reason.errors[0])) from reason
    except csv.Error as reason:
        told = f"Tệp «{name}» có dấu nháy kép không khép đúng: hãy sửa rồi gửi lại."
        raise Refused("unreadable", told) from reason
    if len(rows) > MOST_ROWS:
        told = f"Tệp «{name}» có {len(rows)} dòng, mỗi lần nhiều nhất {MOST_ROWS}: hãy tách tệp."
        raise Refused("sheet-rows", told)
    filled = [(n, tuple(cells)) for n, cells in enumerate(rows, 1) if any(map(str.strip, cells))]
    if len(filled) < 2:
        raise Refused("sheet-empty", f"Tệp «{name}» không có dòng nào dưới dòng tên cột.")
    return Grid(name, tuple(filled))
