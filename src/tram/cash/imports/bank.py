"""A bank's list of transfers (sao kê ngân hàng), CSV or XLSX; every bad line is named."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

from tram.cash.imports.statements import read_amount
from tram.cash.rules.bank import Banked, BankRow
from tram.core.cells import bad, or_empty, read_day, text
from tram.core.long_tables import read_table
from tram.core.sheets import Row

HEADINGS = {
    "day": "Ngày",
    "amount": "Số tiền",
    "reference": "Số tham chiếu",
    "words": "Nội dung",
}


_VIETNAMESE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


def read_bank_day(raw: str) -> date:
    """A day as banks write it: 31/12/2019, or in the ISO form."""
    found = _VIETNAMESE.fullmatch(raw.strip())
    if found is None:
        return read_day(raw)
    try:
        return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        raise bad(f"«{found[0]}» không phải ngày có thật: hãy xem lại ngày và tháng.") from None


@dataclass(frozen=True, kw_only=True)
class TransferRow(Row):
    """One transfer; its words may be empty."""

    optional = frozenset({"words"})
    day: Annotated[date, read_bank_day]
    amount: Annotated[int, read_amount]
    reference: Annotated[str, text(60)]
    words: Annotated[str, or_empty(text(300))]


def read_bank(path: Path, name: str) -> tuple[Banked, list[str]]:
    """The transfers of a bank's list, and what is wrong with its lines; Refused if nothing of it can be read."""
    table = read_table(path, name, TransferRow, HEADINGS)
    times = Counter(row.reference for row in table.rows)
    twice = [
        str(row.error(HEADINGS["reference"], f"«{row.reference}» ghi hai lần: hãy bỏ một dòng."))
        for row in table.rows
        if times[row.reference] > 1
    ]
    rows = [BankRow(row.line, row.day, row.amount, row.reference, row.words) for row in table.rows]
    return Banked(name, rows), [*table.errors, *twice[:50]]
