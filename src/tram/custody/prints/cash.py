"""The cash book of a day on paper (sổ quỹ tiền mặt): what was there, each line with its item, what is there."""

from collections.abc import Mapping
from uuid import UUID

from tram.cash.queries.drawers import BookRow, DayBook
from tram.core.calendar import vn_date
from tram.core.money import format_vnd, vnd_in_words
from tram.custody.prints.sheets import Grid, Place, Sheet, sheets_pdf
from tram.dossiers.prints import moment

HEADS = ("Giờ", "Nội dung", "Bưu gửi", "Thu", "Chi")
WIDTHS = (0, 1, 0, 0, 0)


def cash_book_pdf(
    name: str, unit: str, book: DayBook, numbers: Mapping[UUID, str], *, demo: bool
) -> bytes:
    """One day of one drawer, bag or fund as PDF/A."""
    rows = tuple(_row(row, numbers) for row in book.rows)
    total = ("", "Cộng", "", format_vnd(book.in_vnd), format_vnd(book.out_vnd))
    sheet = Sheet(
        code="SQ",
        title="Sổ quỹ tiền mặt",
        under=f"Ngày {vn_date(book.day)}",
        superior="Bưu điện tỉnh",
        issuer=unit,
        dated=book.day,
        filled=True,
        demo=demo,
        fields=(
            ("Quỹ", name),
            ("Tồn đầu ngày", format_vnd(book.before_vnd)),
            ("Tồn cuối ngày", format_vnd(book.after_vnd)),
            ("Bằng chữ", vnd_in_words(book.after_vnd)),
        ),
        tables=(Grid(heads=HEADS, widths=WIDTHS, rows=(*rows, total)),),
        signatures=(Place(title="Người giữ quỹ"), Place(title="Người kiểm soát")),
    )
    return sheets_pdf(sheet)


def _row(row: BookRow, numbers: Mapping[UUID, str]) -> tuple[str, ...]:
    amount = format_vnd(row.amount_vnd)
    item = numbers.get(row.subject, "") if row.subject else ""
    sums = (amount, "") if row.income else ("", amount)
    return (moment(row.at), row.what, item, *sums)
