"""Workbooks (XLSX, ECMA-376) of one sheet: a heading row, then rows of text, numbers and moments.

Text is written as text, so nothing that a person typed is run as a formula. The same rows give the same bytes.
"""

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from xml.sax.saxutils import escape, quoteattr

from tram.core.calendar import local

Cell = str | int | date | datetime | None
Column = tuple[str, int]
"""A heading and the width of its column in letters."""

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KINDS = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_TEXT, _HEADING, _DAY, _MOMENT = range(4)
_LONGEST_NAME = 31
_FIRST_DAY = date(1899, 12, 30)
_ALWAYS = (1980, 1, 1, 0, 0, 0)

_TYPES = f"""{_HEAD}<Types xmlns="{_PACKAGE}/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Default Extension="xml" ContentType="application/xml"/>\
<Override PartName="/xl/workbook.xml" ContentType="{_KINDS}.sheet.main+xml"/>\
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KINDS}.worksheet+xml"/>\
<Override PartName="/xl/styles.xml" ContentType="{_KINDS}.styles+xml"/></Types>"""
_ROOT = f"""{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">\
<Relationship Id="rId1" Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>"""
_PARTS = f"""{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">\
<Relationship Id="rId1" Type="{_LINKS}/worksheet" Target="worksheets/sheet1.xml"/>\
<Relationship Id="rId2" Type="{_LINKS}/styles" Target="styles.xml"/></Relationships>"""
_TOP = '<alignment vertical="top" wrapText="1"/>'
_XF = '<xf numFmtId="{}" fontId="{}" fillId="0" borderId="0" xfId="0" applyAlignment="1"{}>{}</xf>'
_STYLES = f"""{_HEAD}<styleSheet xmlns="{_SHEETS}"><numFmts count="2">\
<numFmt numFmtId="164" formatCode="dd/mm/yyyy"/>\
<numFmt numFmtId="165" formatCode="dd/mm/yyyy hh:mm"/></numFmts>\
<fonts count="2"><font><sz val="11"/><name val="Times New Roman"/></font>\
<font><b/><sz val="11"/><name val="Times New Roman"/></font></fonts>\
<fills count="2"><fill><patternFill patternType="none"/></fill>\
<fill><patternFill patternType="gray125"/></fill></fills>\
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
<cellXfs count="4">{_XF.format(0, 0, "", _TOP)}{_XF.format(0, 1, ' applyFont="1"', _TOP)}\
{_XF.format(164, 0, ' applyNumberFormat="1"', _TOP)}\
{_XF.format(165, 0, ' applyNumberFormat="1"', _TOP)}</cellXfs></styleSheet>"""


def workbook(name: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A workbook of one sheet, its heading row frozen and printed on every page, landscape on A4."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for path, text in (
            ("[Content_Types].xml", _TYPES),
            ("_rels/.rels", _ROOT),
            ("xl/_rels/workbook.xml.rels", _PARTS),
            ("xl/workbook.xml", _book(_sheet_name(name))),
            ("xl/styles.xml", _STYLES),
            ("xl/worksheets/sheet1.xml", _sheet(columns, rows)),
        ):
            part = zipfile.ZipInfo(path, _ALWAYS)
            part.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(part, text)
    return made.getvalue()


def _sheet_name(name: str) -> str:
    """Excel refuses these signs and a longer name."""
    return "".join(c for c in name if c not in "[]:*?/\\'")[:_LONGEST_NAME] or "Sheet1"


def _book(name: str) -> str:
    titles = escape(f"'{name}'!$1:$1")
    return (
        f'{_HEAD}<workbook xmlns="{_SHEETS}" xmlns:r="{_LINKS}"><sheets>'
        f'<sheet name={quoteattr(name)} sheetId="1" r:id="rId1"/></sheets><definedNames>'
        f'<definedName name="_xlnm.Print_Titles" localSheetId="0">{titles}</definedName>'
        "</definedNames></workbook>"
    )


def _sheet(columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> str:
    widths = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
        for n, (_, width) in enumerate(columns, 1)
    )
    heading = _row(1, _headings(columns))
    lines = "".join(_row(n, _cells(n, row)) for n, row in enumerate(rows, 2))
    return (
        f'{_HEAD}<worksheet xmlns="{_SHEETS}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
        'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{widths}</cols><sheetData>{heading}{lines}</sheetData>"
        '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.2" footer="0.2"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    )


def _row(number: int, cells: Iterable[str]) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def _headings(columns: Sequence[Column]) -> list[str]:
    return [_text(_letters(n), 1, title, _HEADING) for n, (title, _) in enumerate(columns)]


def _cells(number: int, row: Sequence[Cell]) -> list[str]:
    return [_cell(_letters(n), number, value) for n, value in enumerate(row)]


def _cell(column: str, number: int, value: Cell) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        return _text(column, number, value, _TEXT)
    style, written = _TEXT, str(value)
    if isinstance(value, datetime):
        style, written = _MOMENT, _serial(local(value))
    elif isinstance(value, date):
        style, written = _DAY, str((value - _FIRST_DAY).days)
    return f'<c r="{column}{number}" s="{style}"><v>{written}</v></c>'


def _text(column: str, number: int, value: str, style: int) -> str:
    clean = "".join(c for c in value if c >= " " or c in "\t\n")
    return (
        f'<c r="{column}{number}" s="{style}" t="inlineStr">'
        f'<is><t xml:space="preserve">{escape(clean)}</t></is></c>'
    )


def _serial(at: datetime) -> str:
    """Days since 30/12/1899 on Vietnamese clocks; rounded up, for a sheet cuts a minute not quite full."""
    days = (at.date() - _FIRST_DAY).days
    minutes = at.hour * 60 + at.minute
    return f"{days}.{-(-minutes * 10**10 // 1440):010d}"


def _letters(index: int) -> str:
    """0 is A, 26 is AA."""
    before, rest = divmod(index, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + rest)
