"""A workbook opens as what was put in: text stays text, moments are dates of the sheet."""

import io
import zipfile
from datetime import UTC, date, datetime
from xml.etree import ElementTree

import pytest

from tram.core.workbook import Cell, workbook

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
COLUMNS = (("TT", 5), ("Họ tên", 30))


def part(made: bytes, path: str) -> ElementTree.Element:
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        return ElementTree.fromstring(package.read(path))


def cells(rows: list[list[Cell]]) -> dict[str, str]:
    sheet = part(workbook("Sổ", COLUMNS, rows), "xl/worksheets/sheet1.xml")
    return {cell.attrib["r"]: "".join(cell.itertext()) for cell in sheet.iter(f"{MAIN}c")}


def test_headings_and_cells_stand_where_they_belong() -> None:
    assert cells([[1, "Nguyễn Văn Mẫu"], [2, None]]) == {
        "A1": "TT",
        "B1": "Họ tên",
        "A2": "1",
        "B2": "Nguyễn Văn Mẫu",
        "A3": "2",
    }


@pytest.mark.parametrize("text", ["=1+1", "{=1+1}", "https://mau.vn/", "0912", "internal:A1"])
def test_what_a_person_typed_is_text_and_never_a_formula_or_a_link(text: str) -> None:
    made = workbook("Sổ", COLUMNS, [[text, "<b>&\x07"]])
    sheet = part(made, "xl/worksheets/sheet1.xml")
    typed = [cell for cell in sheet.iter(f"{MAIN}c") if cell.attrib["r"].endswith("2")]
    assert [cell.attrib["t"] for cell in typed] == ["inlineStr", "inlineStr"]
    assert ["".join(cell.itertext()) for cell in typed] == [text, "<b>&"]
    assert not list(sheet.iter(f"{MAIN}f")) + list(sheet.iter(f"{MAIN}hyperlink"))


def test_a_moment_is_a_date_of_the_sheet_on_vietnamese_clocks() -> None:
    got = cells([[datetime(2019, 12, 2, 17, 5, tzinfo=UTC), date(2019, 12, 2)]])
    day, part_of_day = divmod(float(got["A2"]), 1)
    assert day == 43802  # 3 December 2019, as spreadsheets count
    assert part_of_day * 1440 == pytest.approx(5, abs=1e-6)
    assert got["B2"] == "43801"


def test_a_28th_column_has_two_letters() -> None:
    sheet = part(workbook("Sổ", COLUMNS * 14, []), "xl/worksheets/sheet1.xml")
    assert [cell.attrib["r"] for cell in sheet.iter(f"{MAIN}c")][-3:] == ["Z1", "AA1", "AB1"]


def test_a_name_that_spreadsheets_refuse_is_made_fit() -> None:
    book = part(workbook("Sổ: 1/12 [một] " + "x" * 40, COLUMNS, []), "xl/workbook.xml")
    (sheet,) = book.iter(f"{MAIN}sheet")
    assert sheet.attrib["name"] == ("Sổ 112 một " + "x" * 40)[:31]


def test_the_same_rows_give_the_same_bytes() -> None:
    assert workbook("Sổ", COLUMNS, [[1, "a"]]) == workbook("Sổ", COLUMNS, [[1, "a"]])


def test_the_heading_stays_in_sight_and_is_printed_on_every_page() -> None:
    made = workbook("Sổ", COLUMNS, [[1, "a"]])
    (pane,) = part(made, "xl/worksheets/sheet1.xml").iter(f"{MAIN}pane")
    (titles,) = part(made, "xl/workbook.xml").iter(f"{MAIN}definedName")
    assert pane.attrib["state"] == "frozen"
    assert titles.text in ("'Sổ'!$1:$1", "Sổ!$1:$1")


def test_a_long_sheet_takes_rows_as_they_come_and_keeps_every_one() -> None:
    made = workbook("Sổ", COLUMNS, ([n, "Nguyễn Văn Mẫu"] for n in range(3000)))
    rows = list(part(made, "xl/worksheets/sheet1.xml").iter(f"{MAIN}row"))
    assert [rows[0].attrib["r"], rows[-1].attrib["r"]] == ["1", "3001"]
