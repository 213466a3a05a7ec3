"""Spreadsheets for the tests: those of the post as somebody fills them in, and those nobody should send."""

import io
from collections.abc import Callable, Sequence
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from tram.directory.imports.post_rows import HEADINGS
from tram.directory.rules.points import PostSheetKind

POINT = {
    "code": "289999",
    "name": "Bưu cục Mẫu",
    "kind": "Bưu cục cấp 3",
    "parent": "Bưu điện thành phố Vĩnh Yên",
    "commune": "08707",
    "address": "Số 9 phố Mẫu",
    "phone": "0211 000 0009",
    "opens": "7h30",
    "closes": "17:00",
    "works_saturday": "có",
    "route_code": "VP3-02",
    "valid_from": "04/11/2019",
    "decision": "QĐ 1/MẪU",
    "computer": 2,
}
WORKER = {
    "username": "tt.mau",
    "full_name": "Trần Thị Mẫu",
    "role": "giao dich vien buu dien",
    "unit": "281020",
    "valid_from": "04/11/2019",
    "decision": "QĐ 2/MẪU",
}


def sheet_of(kind: PostSheetKind, *lines: dict[str, Any]) -> bytes:
    """A filled sheet of the post."""
    titles = HEADINGS[kind]
    rows = [[line.get(column, "") for column in titles] for line in lines]
    return xlsx([list(titles.values()), *rows])


def xlsx(
    rows: Sequence[Sequence[Any]], finish: Callable[[Workbook, Worksheet], None] | None = None
) -> bytes:
    """A spreadsheet of these cells; `finish` spoils it."""
    made = io.BytesIO()
    with Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        if finish:
            finish(book, sheet)
    return made.getvalue()
