"""Papers of cash: the cash book of a day (sổ quỹ tiền mặt) and the statement of a batch (bảng kê nộp phí)."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from tram.cash.queries.drawers import BookRow, DayBook
from tram.cash.queries.remittances import Batch, Item
from tram.core.calendar import vn_date
from tram.core.money import format_vnd, vnd_in_words
from tram.custody.prints.sheets import Grid, Place, Sheet, sheets_pdf
from tram.dossiers.prints import moment

HEADS = ("Giờ", "Nội dung", "Bưu gửi", "Thu", "Chi")
WIDTHS = (0, 1, 0, 0, 0)
SUMS = (3, 4)
STATEMENT = (("STT", 6), ("Bưu gửi", 18), ("Điểm thu", 40), ("Thu lúc", 18), ("Số tiền", 16))
"""The columns of a statement as a spreadsheet."""


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
        tables=(Grid(heads=HEADS, widths=WIDTHS, rows=rows, numbers=SUMS, total=total),),
        signatures=(Place(title="Người giữ quỹ"), Place(title="Người kiểm soát")),
    )
    return sheets_pdf(sheet)


def _row(row: BookRow, numbers: Mapping[UUID, str]) -> tuple[str, ...]:
    amount = format_vnd(row.amount_vnd)
    item = numbers.get(row.subject, "") if row.subject else ""
    sums = (amount, "") if row.income else ("", amount)
    return (moment(row.at), row.what, item, *sums)


def statement(
    found: Batch, rows: Sequence[Item], numbers: Mapping[UUID, str], *, demo: bool
) -> bytes:
    """The statement of a batch as PDF/A: each fee, the sum in figures and words, both sides' signatures."""
    lines = tuple(
        (
            str(n),
            numbers.get(row.subject, ""),
            row.point,
            moment(row.at),
            format_vnd(row.amount_vnd),
        )
        for n, row in enumerate(rows, 1)
    )
    grid = Grid(
        heads=tuple(head for head, _ in STATEMENT),
        widths=(0, 0, 1, 0, 0),
        rows=lines,
        numbers=(4,),
        total=("", "Cộng", f"{len(lines)} khoản", "", format_vnd(found.amount_vnd)),
    )
    sheet = Sheet(
        code="BKNP",
        title="Bảng kê nộp phí, lệ phí",
        under=f"Các khoản thu đến hết ngày {vn_date(found.upto)}",
        superior="Tổng công ty Bưu điện Việt Nam",
        issuer="Bưu điện tỉnh",
        dated=found.upto,
        filled=True,
        number=found.number,
        demo=demo,
        fields=(
            ("Nộp cho", found.agency),
            ("Số khoản", str(found.count)),
            ("Tổng số tiền", format_vnd(found.amount_vnd)),
            ("Bằng chữ", vnd_in_words(found.amount_vnd)),
            ("Chứng từ chuyển tiền", found.proof),
        ),
        tables=(grid,),
        signatures=(Place(title="Bên nộp"), Place(title="Bên nhận")),
    )
    return sheets_pdf(sheet)
