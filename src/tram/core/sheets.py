"""Sheets: CSV text into typed rows, with every bad line named and none passed over.

Pure: bytes come in, rows and `LineError`s come out; nothing is read or written here.
"""

import csv
import io
import unicodedata
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Annotated, Any, ClassVar, Generic, TypeVar, get_args, get_origin, get_type_hints

from tram.core.calendar import vn_date
from tram.core.cells import Day, OpenDay, Reader
from tram.core.errors import Refused
from tram.core.text import clean

Files = Mapping[str, bytes]
WHOLE_FILE = 0
"""The line number of an error that concerns a whole file."""

_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, order=True)
class LineError:
    """One thing wrong with one line: where, and a Vietnamese sentence that says what to do."""

    file: str
    line: int
    column: str
    message: str

    def __str__(self) -> str:
        place = [self.file, str(self.line) if self.line else "", self.column]
        return ":".join(part for part in place if part) + f": {self.message}"


@dataclass(frozen=True, kw_only=True)
class Row:
    """A typed row and where it stands; a subclass annotates each column with its reader.

    A column named in `optional` may be missing from a file: all its cells are then empty.
    """

    columns: ClassVar[Mapping[str, Reader[Any]]] = {}
    optional: ClassVar[frozenset[str]] = frozenset()
    file: str
    line: int
    places: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)

    def __init_subclass__(cls) -> None:
        hints = get_type_hints(cls, include_extras=True)
        cls.columns = {n: get_args(h)[1] for n, h in hints.items() if get_origin(h) is Annotated}

    def error(self, column: str, message: str) -> LineError:
        """Something is wrong with this row that its cells alone do not show."""
        return LineError(self.file, self.places.get(column, self.line), column, message)


@dataclass(frozen=True, kw_only=True)
class DatedRow(Row):
    """A row in force between two dates, both included; an empty end is open."""

    valid_from: Day
    valid_to: OpenDay

    def meets(self, first: date, last: date | None) -> bool:
        """Whether the row is in force on some day of a span."""
        begins_in_time = last is None or self.valid_from <= last
        return begins_in_time and (self.valid_to is None or self.valid_to >= first)


R = TypeVar("R", bound=Row)
D = TypeVar("D", bound=DatedRow)


@dataclass(frozen=True)
class Sheet(Generic[R]):
    """The rows of one file and what is wrong with it.

    `said` keeps what bad rows say too, so that one bad row does not make others look bad;
    `complete` is false when some lines could not even be told apart into cells.
    """

    file: str
    rows: tuple[R, ...] = ()
    errors: tuple[LineError, ...] = ()
    said: Mapping[str, Set[str]] = field(default_factory=dict, repr=False)
    complete: bool = False

    def mentions(self, column: str, value: str) -> bool:
        """Whether some line has this value there, or nobody can tell."""
        return not self.complete or value in self.said.get(column, ())

    def but(self, errors: Iterable[LineError]) -> "Sheet[R]":
        """The same sheet with more found wrong."""
        return replace(self, errors=(*self.errors, *errors))


@dataclass(frozen=True)
class Record:
    """One line as written; `lines` where a cell has a line of its own (TOML)."""

    line: int
    cells: Mapping[str, str]
    lines: Mapping[str, int] = field(default_factory=dict)


def read_csv(files: Files, name: str, kind: type[R]) -> Sheet[R]:
    """A CSV file (UTF-8, comma, one header line) as typed rows; its columns are those of `kind`."""
    try:
        found = list(_csv_records(name, decoded(files, name), kind))
    except Unreadable as reason:
        return Sheet(name, errors=tuple(reason.errors))
    records = [each for each in found if isinstance(each, Record)]
    broken = [each for each in found if isinstance(each, LineError)]
    told = [typed(name, record, kind) for record in records]
    rows = tuple(row for row, _ in told if row is not None)
    errors = (*broken, *(error for _, wrong in told for error in wrong))
    said = {c: {clean(record.cells[c]) for record in records} for c in kind.columns}
    return Sheet(name, rows, errors, said, complete=not broken)


def repeats(rows: Iterable[R], key: Callable[[R], Hashable], column: str) -> Iterator[LineError]:
    """Rows whose key an earlier row has."""
    first: dict[Hashable, R] = {}
    for row in rows:
        before = first.setdefault(key(row), row)
        if before is not row:
            yield row.error(column, f"Trùng với dòng {before.line}: hãy bỏ một trong hai dòng.")


def wrong_spans(rows: Iterable[D], key: Callable[[D], Hashable]) -> Iterator[LineError]:
    """Rows that end before they begin, and rows of one key in force on the same day."""
    groups: dict[Hashable, list[D]] = {}
    for row in rows:
        yield from backwards(row)
        groups.setdefault(key(row), []).append(row)
    for group in groups.values():
        yield from overlapping(group)


def backwards(row: DatedRow) -> Iterator[LineError]:
    """A row that ends before it begins."""
    if row.valid_to and row.valid_to < row.valid_from:
        first = vn_date(row.valid_from)
        yield row.error("valid_to", f"Hết hiệu lực trước ngày bắt đầu {first}: hãy sửa một ngày.")


def overlapping(rows: Sequence[DatedRow], column: str = "valid_from") -> Iterator[LineError]:
    """Rows in force on a day of an earlier row: to be called with rows that exclude each other."""
    for index, row in enumerate(rows):
        clash = next((o for o in rows[:index] if row.meets(o.valid_from, o.valid_to)), None)
        if clash:
            message = f"Cùng hiệu lực với dòng {clash.line} một số ngày: hãy sửa ngày hiệu lực."
            yield row.error(column, message)


class Unreadable(Exception):
    """Nothing of a file can be told, for these reasons."""

    def __init__(self, *errors: LineError) -> None:
        self.errors = errors


def typed(name: str, record: Record, kind: type[R]) -> tuple[R | None, list[LineError]]:
    """The typed row of one record, or all that is wrong with its cells."""
    where: dict[str, Any] = {"file": name, "line": record.line, "places": record.lines}
    values: dict[str, Any] = {}
    errors: list[LineError] = []
    for column, reader in kind.columns.items():
        try:
            values[column] = reader(record.cells[column])
        except Refused as reason:
            line = record.lines.get(column, record.line)
            errors.append(LineError(name, line, column, reason.message))
    return (None if errors else kind(**where, **values)), errors


def decoded(files: Files, name: str) -> str:
    """The text of a file, in NFC; only UTF-8 is read, with or without its mark."""
    data = files.get(name)
    if data is None:
        raise Unreadable(LineError(name, WHOLE_FILE, "", "Không thấy tệp này trong thư mục."))
    if data.startswith(_UTF16) or b"\0" in data:
        message = "Tệp không phải UTF-8 (có thể là UTF-16): hãy lưu lại dạng «CSV UTF-8»."
        raise Unreadable(LineError(name, WHOLE_FILE, "", message))
    try:
        return unicodedata.normalize("NFC", data.decode("utf-8-sig"))
    except UnicodeDecodeError as reason:
        line = data.count(b"\n", 0, reason.start) + 1
        message = (
            "Tệp không phải UTF-8 từ dòng này (có thể là TCVN3, VNI hoặc Windows-1258): "
            "hãy chuyển sang Unicode rồi lưu dạng «CSV UTF-8»."
        )
        raise Unreadable(LineError(name, line, "", message)) from None


_UNREAD = {
    True: "Một ô của dòng này dài quá 131.072 ký tự: hãy rút ngắn rồi nạp lại.",
    False: "Dấu nháy kép không khép đúng từ dòng này: hãy sửa rồi nạp lại.",
}
"""Why the CSV reader gave up: whether a cell was over its limit, or a quotation mark stands open."""


def _csv_records(name: str, text: str, kind: type[Row]) -> Iterator[Record | LineError]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header: list[str] | None = None
    line = 1
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            yield LineError(name, line, "", _UNREAD["limit" in str(error)])
            return
        if cells is None:
            break
        if header is None:
            header = _header(name, cells, kind)
        elif any(cell.strip() for cell in cells):
            yield _record(name, line, header, cells, kind)
    if header is None:
        raise Unreadable(LineError(name, 1, "", "Tệp rỗng: hãy ghi dòng tên cột."))


def _record(
    name: str, line: int, header: list[str], cells: list[str], kind: type[Row]
) -> Record | LineError:
    if len(cells) == len(header):
        absent = dict.fromkeys(kind.optional, "")
        return Record(line, absent | dict(zip(header, cells, strict=True)))
    message = f"Dòng có {len(cells)} ô mà cần {len(header)}: hãy xem lại dấu phẩy và dấu nháy kép."
    return LineError(name, line, "", message)


def _header(name: str, cells: list[str], kind: type[Row]) -> list[str]:
    header = [cell.strip() for cell in cells]
    if len(header) == 1 and ";" in header[0]:
        message = "Các cột ngăn bằng dấu chấm phẩy: hãy lưu lại với dấu phẩy."
        raise Unreadable(LineError(name, 1, "", message))
    missing = [c for c in kind.columns if c not in header and c not in kind.optional]
    extra = [c for c in header if c not in kind.columns]
    wrong = [
        *(LineError(name, 1, c, "Thiếu cột này.") for c in missing),
        *(LineError(name, 1, c, "Thừa cột này: hãy bỏ đi.") for c in extra),
        *(LineError(name, 1, c, "Hai cột cùng tên.") for c, n in Counter(header).items() if n > 1),
    ]
    if wrong:
        raise Unreadable(*wrong)
    return header
