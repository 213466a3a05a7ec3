"""Workbooks (XLSX) of one sheet: a heading row, then rows of text, numbers and moments.

Text is written as text, so nothing that a person typed is run as a formula or followed as a link. Rows are written
out as they come, so a long sheet needs no more memory than a short one. The same rows give the same bytes.
"""

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tram.core.calendar import local

Cell = str | int | date | datetime | None
Column = tuple[str, int]
"""A heading and the width of its column in letters."""

_LONGEST_NAME = 31
_A4 = 9
_FONT = {"font_name": "Times New Roman", "font_size": 11, "valign": "top", "text_wrap": True}
_FILLING = {
    "format_columns": True,
    "format_rows": True,
    "insert_rows": True,
    "delete_rows": True,
    "sort": True,
}
_ALWAYS = datetime(1980, 1, 1)  # noqa: DTZ001 (the library takes no zone)


class _Pen:
    """The formats of one workbook: plain, heading, day, moment."""

    def __init__(self, book: Workbook, *, locked: bool = True) -> None:
        font = {**_FONT, "locked": locked}
        self.plain: Format = book.add_format(font)
        self.heading: Format = book.add_format({**_FONT, "bold": True})
        self.day: Format = book.add_format({**font, "num_format": "dd/mm/yyyy"})
        self.moment: Format = book.add_format({**font, "num_format": "dd/mm/yyyy hh:mm"})


def workbook(
    name: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]], *, fill_in: bool = False
) -> bytes:
    """A workbook of one sheet, its heading row frozen and printed on every page, landscape on A4.

    One to `fill_in` is protected: people write under the headings and cannot change them.
    """
    made = io.BytesIO()
    with Workbook(made, {"constant_memory": True}) as book:
        book.set_properties({"created": _ALWAYS})
        pen, sheet = _Pen(book, locked=not fill_in), book.add_worksheet(_sheet_name(name))
        _set_up(sheet, columns, pen.heading, pen.plain if fill_in else None)
        if fill_in:
            sheet.protect("", _FILLING)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                _write(sheet, (number, column), value, pen)
    return made.getvalue()


def _sheet_name(name: str) -> str:
    """Spreadsheets refuse these signs and a longer name."""
    return "".join(c for c in name if c not in "[]:*?/\\'")[:_LONGEST_NAME] or "Sheet1"


def _set_up(
    sheet: Worksheet, columns: Sequence[Column], heading: Format, below: Format | None
) -> None:
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    for column, (title, width) in enumerate(columns):
        sheet.set_column(column, column, width, below)
        sheet.write_string(0, column, title, heading)


def _write(sheet: Worksheet, at: tuple[int, int], value: Cell, pen: _Pen) -> None:
    """One cell, by its own kind: the library's guessing `write` would run a formula."""
    if isinstance(value, str) and value:
        sheet.write_string(*at, _clean(value), pen.plain)
    elif isinstance(value, datetime):
        minute = local(value).replace(second=0, microsecond=0, tzinfo=None)
        sheet.write_datetime(*at, minute, pen.moment)
    elif isinstance(value, date):
        sheet.write_datetime(*at, value, pen.day)
    elif isinstance(value, int):
        sheet.write_number(*at, value, pen.plain)


def _clean(value: str) -> str:
    return "".join(c for c in value if c >= " " or c in "\t\n")
