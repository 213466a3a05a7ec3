"""Files as people send them: what is read, and what is refused with the line and the reason."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tram.core.cells import Maybe, Vnd, or_empty, text
from tram.core.sheets import (
    WHOLE_FILE,
    DatedRow,
    LineError,
    Row,
    Sheet,
    read_csv,
    repeats,
    wrong_spans,
)
from tram.core.toml import Document

NAME = "prices.csv"
HEADER = "name,amount,known,valid_from,valid_to,note\n"


@dataclass(frozen=True, kw_only=True)
class Price(DatedRow):
    """A row of the tests."""

    optional: ClassVar[frozenset[str]] = frozenset({"note"})
    name: Annotated[str, text(20)]
    amount: Vnd
    known: Maybe
    note: Annotated[str, or_empty(text(20))]


def read(content: str | bytes) -> Sheet[Price]:
    data = content.encode() if isinstance(content, str) else content
    return read_csv({NAME: data}, NAME, Price)


def only_error(sheet: Sheet[Price]) -> LineError:
    assert len(sheet.errors) == 1, sheet.errors
    return sheet.errors[0]


def test_good_lines_become_typed_rows() -> None:
    sheet = read(HEADER + "Phí,26500,yes,2019-01-01,,\nLệ phí,0,,2019-01-01,2019-12-31,x\n")
    assert sheet.errors == ()
    first, second = sheet.rows
    assert (first.line, first.name, first.amount, first.known) == (2, "Phí", 26500, True)
    assert (second.line, second.known, second.valid_to) == (3, None, date(2019, 12, 31))


def test_every_bad_cell_of_every_line_is_told() -> None:
    sheet = read(
        HEADER + ",x,maybe,31/12/2019,,\nPhí,1,yes,2019-01-01,,\nPhí,1.000,no,2019-02-30,,"
    )
    assert [(e.line, e.column) for e in sheet.errors] == [
        (2, "valid_from"),
        (2, "name"),
        (2, "amount"),
        (2, "known"),
        (4, "valid_from"),
        (4, "amount"),
    ]
    assert [row.line for row in sheet.rows] == [3]
    assert all(e.message.endswith(".") for e in sheet.errors)


def test_an_error_names_file_line_and_column() -> None:
    error = only_error(read(HEADER + "Phí,1.000,,2019-01-01,,\n"))
    assert str(error) == (
        "prices.csv:2:amount: «1.000» không phải số nguyên: hãy ghi toàn chữ số, như 26500."
    )


def test_utf8_with_and_without_its_mark_is_read() -> None:
    content = HEADER + "Phí,1,,2019-01-01,,\n"
    assert read(b"\xef\xbb\xbf" + content.encode()).rows == read(content).rows


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (HEADER.encode() + "Lệ phí".encode("utf-16-le") + b",1,,2019-01-01,,\n", WHOLE_FILE),
        ((HEADER + "Phí").encode("utf-16"), WHOLE_FILE),
        (HEADER.encode() + b"a,1,,2019-01-01,,\nV\xdcnh Ph\xf3c,1,,2019-01-01,,\n", 3),
        (HEADER.encode() + "Phí".encode("cp1258") + b",1,,2019-01-01,,\n", 2),
    ],
    ids=["NUL", "UTF-16", "TCVN3", "Windows-1258"],
)
def test_other_encodings_are_refused_with_what_to_do(data: bytes, line: int) -> None:
    sheet = read(data)
    error = only_error(sheet)
    assert error.line == line
    assert "UTF-8" in error.message
    assert sheet.rows == ()


@pytest.mark.parametrize(
    "garbled", ["VÜnh Phóc µ", "Thµnh phè", "®Þa chØ", "Vónh Phuùc tænh naøy"]
)
def test_old_fonts_saved_as_unicode_are_refused(garbled: str) -> None:
    assert "phông cũ" in only_error(read(HEADER + f"{garbled},1,,2019-01-01,,\n")).message


@pytest.mark.parametrize("good", ["Vĩnh Phúc", "Đường Nguyễn Tất Thành", "Nghị định 61 © 2018"])
def test_real_vietnamese_is_never_taken_for_an_old_font(good: str) -> None:
    sheet = read(HEADER + f"{good[:20]},1,,2019-01-01,,\n")
    assert sheet.errors == ()


def test_text_is_stored_in_one_form() -> None:
    typed_on_a_mac = unicodedata.normalize("NFD", "Vĩnh Phúc")
    row = read(HEADER + f"  {typed_on_a_mac}  ,1,,2019-01-01,,\n").rows[0]
    assert row.name == "Vĩnh Phúc"


@pytest.mark.parametrize("cell", ["=1+1", "+84", "@SUM(A1)", "-cmd|x", "＝1", " =1"])
def test_what_a_spreadsheet_would_compute_is_refused(cell: str) -> None:
    error = only_error(read(HEADER + f"{cell},1,,2019-01-01,,\n"))
    assert (error.column, "công thức" in error.message) == ("name", True)


@pytest.mark.parametrize("cell", ["-5", "- Khác", "– Khác"])
def test_dashes_and_negative_numbers_are_text(cell: str) -> None:
    assert read(HEADER + f"{cell},1,,2019-01-01,,\n").rows[0].name == cell


def test_missing_extra_and_double_columns_are_told_at_once() -> None:
    sheet = read("name,amount,amount,valid_from,colour\nPhí,1,1,2019-01-01,red\n")
    assert {(e.line, e.column) for e in sheet.errors} == {
        (1, "known"),
        (1, "valid_to"),
        (1, "colour"),
        (1, "amount"),
    }


def test_an_optional_column_may_be_left_out() -> None:
    sheet = read("name,amount,known,valid_from,valid_to\nPhí,1,,2019-01-01,\n")
    assert (sheet.errors, sheet.rows[0].note) == ((), "")


def test_columns_may_stand_in_another_order() -> None:
    sheet = read("valid_to,valid_from,known,amount,name\n,2019-01-01,no,7,Phí\n")
    assert (sheet.rows[0].name, sheet.rows[0].amount) == ("Phí", 7)


def test_semicolons_between_columns_are_explained() -> None:
    assert "chấm phẩy" in only_error(read(HEADER.replace(",", ";"))).message


def test_a_line_with_too_few_cells_does_not_hide_the_others() -> None:
    sheet = read(HEADER + "Phí,1\nPhí,x,,2019-01-01,,\n")
    assert [error.line for error in sheet.errors] == [2, 3]
    assert not sheet.complete


def test_a_cell_that_is_far_too_long_is_not_called_a_quote() -> None:
    found = only_error(read(HEADER + "x" * 131_073 + ",26500,yes,2019-01-01,,\n"))
    assert (found.line, found.message[:34]) == (2, "Một ô của dòng này dài quá 131.072")


def test_a_quote_that_does_not_close_is_told_with_the_errors_before_it() -> None:
    sheet = read(HEADER + 'Phí,x,,2019-01-01,,\n"Phí,1,,2019-01-01,,\n')
    assert {error.line for error in sheet.errors} == {2, 3}


def test_line_numbers_count_the_lines_of_the_file() -> None:
    sheet = read(HEADER + '"hai\ndòng",1,,2019-01-01,,\n\nPhí,x,,2019-01-01,,\n')
    assert sheet.rows[0].name == "hai dòng"
    assert only_error(sheet).line == 5


def test_an_empty_and_a_missing_file_are_told() -> None:
    assert only_error(read("")).line == 1
    assert only_error(read_csv({}, NAME, Price)).line == WHOLE_FILE


def test_a_bad_line_still_counts_as_mentioning_its_values() -> None:
    sheet = read(HEADER + "Phí,x,,2019-01-01,,\n")
    assert sheet.mentions("name", "Phí")
    assert not sheet.mentions("name", "Lệ phí")
    assert read("").mentions("name", "whatever")


def test_a_repeated_key_names_the_line_it_repeats() -> None:
    rows = read(HEADER + "a,1,,2019-01-01,,\nb,1,,2019-01-01,,\na,2,,2020-01-01,,\n").rows
    (error,) = repeats(rows, lambda row: row.name, "name")
    assert (error.line, "dòng 2" in error.message) == (4, True)


def test_spans_of_one_key_may_touch_but_not_meet() -> None:
    touching = "a,1,,2019-01-01,2019-06-30,\na,1,,2019-07-01,,\n"
    assert list(wrong_spans(read(HEADER + touching).rows, lambda row: row.name)) == []
    meeting = "a,1,,2019-01-01,2019-07-01,\na,1,,2019-07-01,,\nb,1,,2019-02-01,2019-01-01,\n"
    errors = wrong_spans(read(HEADER + meeting).rows, lambda row: row.name)
    assert [(e.line, e.column) for e in errors] == [(4, "valid_to"), (3, "valid_from")]


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    for content in (data, HEADER.encode() + data):
        sheet = read(content)
        assert sheet.complete or sheet.errors
        assert all(
            error.line <= content.count(b"\n") + content.count(b"\r") + 1 for error in sheet.errors
        )
    Document({NAME: data}, NAME).close()


@dataclass(frozen=True, kw_only=True)
class Head(Row):
    """The top of the tests' TOML file."""

    amount: Vnd
    checked: Maybe


@dataclass(frozen=True, kw_only=True)
class Group(Row):
    """A repeated table."""

    name: Annotated[str, text(20)]


TOML = """# A comment
amount = 26500
checked = true

[[group]]
name = "một"

[[group]]
# Another comment
name = "=hai"
colour = "red"
"""


def test_tables_of_toml_become_rows_and_errors_have_their_line() -> None:
    document = Document({"x.toml": TOML.encode()}, "x.toml")
    head = document.table("", Head)
    groups = document.tables("group", Group)
    assert head is not None
    assert (head.amount, head.checked) == (26500, True)
    assert [group.name for group in groups] == ["một"]
    assert [(e.line, e.column) for e in document.close()] == [(11, "colour"), (10, "name")]


def test_missing_and_unknown_tables_and_keys_are_told() -> None:
    document = Document({"x.toml": b"amount = 1\n\n[colour]\nname = 'x'\n"}, "x.toml")
    assert document.table("", Head)
    assert document.table("group", Group) is None
    assert {(e.line, e.column) for e in document.close()} == {(WHOLE_FILE, "group"), (3, "colour")}


def test_a_missing_key_is_an_empty_cell() -> None:
    document = Document({"x.toml": b"checked = false\n"}, "x.toml")
    assert document.table("", Head) is None
    assert [(e.line, e.column) for e in document.close()] == [(1, "amount")]


def test_broken_toml_is_told_with_its_line() -> None:
    (error,) = Document({"x.toml": b"amount = 1\namount = \n"}, "x.toml").close()
    assert (error.line, error.message.startswith("Không đọc được TOML")) == (2, True)
