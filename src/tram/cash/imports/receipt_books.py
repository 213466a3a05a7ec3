"""receipt_books.csv: the ranges of receipt numbers (quyển biên lai) granted to points; may be absent."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

from tram.cash.models import ReceiptBook
from tram.cash.rules.receipts import MOST, ReceiptPaper
from tram.core.cells import Note, one_of, text, whole
from tram.core.sheets import DatedRow, Files, LineError, Sheet, backwards, read_csv
from tram.core.upsert import Tally, bring

FILE = "receipt_books.csv"
_NUMBER = whole(1, MOST)


@dataclass(frozen=True, kw_only=True)
class BookRow(DatedRow):
    """One range of numbers of one point, both ends included."""

    unit: Annotated[str, text(80)]
    paper: Annotated[str, one_of(*ReceiptPaper)]
    series: Annotated[str, text(20)]
    first: Annotated[int, _NUMBER]
    last: Annotated[int, _NUMBER]
    note: Note


def read(files: Files) -> Sheet[BookRow]:
    """The ranges of a folder, and what is wrong with them: no number may be granted twice."""
    if FILE not in files:
        return Sheet(FILE)
    sheet = read_csv(files, FILE, BookRow)
    errors: list[LineError] = []
    seen: dict[str, list[BookRow]] = {}
    for row in sheet.rows:
        if row.last < row.first:
            errors.append(row.error("last", "Số cuối phải từ số đầu trở lên."))
        errors.extend(backwards(row))
        own = seen.setdefault(row.series, [])
        if clash := next((o for o in own if o.first <= row.last and row.first <= o.last), None):
            errors.append(row.error("first", f"Dải số chồng lên dòng {clash.line}."))
        own.append(row)
    return sheet.but(errors)


def kept(sheet: Sheet[BookRow]) -> Iterator[LineError]:
    """Ranges that would take back numbers already given out, or grant some a second time."""
    stored: dict[str, list[ReceiptBook]] = {}
    for book in ReceiptBook.objects.filter(series__in={row.series for row in sheet.rows}):
        stored.setdefault(book.series, []).append(book)
    for row in sheet.rows:
        for book in stored.get(row.series, ()):
            if book.first != row.first and row.first <= book.last and book.first <= row.last:
                yield row.error("first", "Dải số chồng lên một quyển đã cấp: hãy giữ số đầu cũ.")
            if book.first == row.first and row.last + 1 < book.next:
                yield row.error(
                    "last", f"Đã dùng đến số {book.next - 1}: số cuối phải từ đó trở lên."
                )


def write(sheet: Sheet[BookRow], unit_ids: Mapping[str, int]) -> Tally:
    """Bring the ranges in; how far one has been used is not the file's to say."""
    wanted = (
        ReceiptBook(
            unit_id=unit_ids[row.unit],
            paper=row.paper,
            series=row.series,
            first=row.first,
            last=row.last,
            next=row.first,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )
        for row in sheet.rows
    )
    books = ReceiptBook.objects.select_for_update(no_key=True)
    return bring("receipt books", books, ("series", "first"), wanted, carry=_keep_place)


def _keep_place(old: ReceiptBook, new: ReceiptBook) -> None:
    new.next, new.granted_by_id = old.next, old.granted_by_id
