"""A statement of remitted fees from outside (bảng kê), XLSX or CSV: every bad line is named with what to do."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from tram.cash.rules.reconciliation import Stated, Sum
from tram.core.cells import or_none, text
from tram.core.errors import Refused
from tram.core.long_tables import read_table
from tram.core.money import parse_vnd
from tram.core.sheets import Row

HEADINGS = {
    "number": "STT",
    "item": "Bưu gửi",
    "point": "Điểm thu",
    "taken": "Thu lúc",
    "amount": "Số tiền",
}


def read_item(raw: str) -> str:
    """The number of an item as on its label."""
    found = "".join(raw.split()).upper()
    if not found:
        raise Refused("item-missing", "Thiếu số hiệu bưu gửi: hãy ghi như trên nhãn.")
    return text(40)(found)


def read_amount(raw: str) -> int:
    """A sum above zero in whole đồng."""
    found = parse_vnd(raw)
    if found <= 0:
        raise Refused("bad-amount", "Số tiền phải là số nguyên đồng lớn hơn 0: hãy sửa ô này.")
    return found


@dataclass(frozen=True, kw_only=True)
class StatementRow(Row):
    """One line of a statement; only the item and the amount must be there."""

    optional = frozenset({"number", "point", "taken"})
    number: Annotated[str, or_none(text(40))]
    item: Annotated[str, read_item]
    point: Annotated[str, or_none(text(300))]
    taken: Annotated[str, or_none(text(40))]
    amount: Annotated[int, read_amount]


def read_statement(path: Path, name: str) -> tuple[Stated, list[str]]:
    """The sums of a statement, and what is wrong with its lines; Refused if nothing of it can be read."""
    table = read_table(path, name, StatementRow, HEADINGS)
    sums = [Sum(row.item, row.amount) for row in table.rows]
    return Stated(name, tuple(sums)), list(table.errors)
