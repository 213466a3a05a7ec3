"""Numbers that follow each other: of lists and dossiers by day, of postal items by block, of receipts by book."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from tram.cash.models import ReceiptBook
from tram.core.calendar import local_date
from tram.core.codes import s10
from tram.core.errors import Refused
from tram.core.models import Counter
from tram.custody.commands.numbers import BLOCK
from tram.custody.models import NumberBlock, NumberRange


@dataclass
class _Block:
    """What is left of one unit's block of postal numbers."""

    range: NumberRange
    next: int
    last: int


class Numbers:
    """The series of an empty database, counted here and written once at the end."""

    def __init__(self) -> None:
        self.counted: dict[tuple[str, date], int] = defaultdict(int)
        self.ranges = list(NumberRange.objects.order_by("first"))
        self.blocks: dict[int, _Block] = {}
        self.books: dict[tuple[int, str], list[ReceiptBook]] = defaultdict(list)
        for book in ReceiptBook.objects.order_by("valid_from", "id"):
            self.books[book.unit_id, book.paper].append(book)

    def following(self, series: str, day: date) -> int:
        """The next number of a series on a day, from 1 (`core.counters`)."""
        self.counted[series, day] += 1
        return self.counted[series, day]

    def item(self, unit_id: int, at: datetime) -> str:
        """The next postal number of a unit, from a block of its own (`custody.commands.numbers`)."""
        block = self.blocks.get(unit_id)
        if block is None or block.next > block.last:
            block = self.blocks[unit_id] = self._cut(local_date(at))
        number, block.next = block.next, block.next + 1
        return s10(block.range.prefix, number, block.range.country)

    def _cut(self, day: date) -> _Block:
        for found in self.ranges:
            if found.next <= found.last and _in_force(found.valid_from, found.valid_to, day):
                start, found.next = found.next, min(found.next + BLOCK, found.last + 1)
                return _Block(found, start, found.next - 1)
        raise Refused("no-numbers", "Hết số hiệu bưu gửi còn hiệu lực. Hãy cấp dải số mới.")

    def receipt(self, unit_id: int, paper: str, at: datetime) -> tuple[ReceiptBook, int] | None:
        """The next receipt of a point's book, if it has one left (`cash.commands.receipts`)."""
        for book in self.books[unit_id, paper]:
            if book.next <= book.last and _in_force(
                book.valid_from, book.valid_to, local_date(at)
            ):
                number, book.next = book.next, book.next + 1
                return book, number
        return None

    def keep(self) -> None:
        """Write how far every series has come."""
        Counter.objects.bulk_create(
            Counter(series=series, day=day, last=last)
            for (series, day), last in self.counted.items()
        )
        NumberBlock.objects.bulk_create(
            NumberBlock(unit_id=unit, range=block.range, next=block.next, last=block.last)
            for unit, block in self.blocks.items()
        )
        NumberRange.objects.bulk_update(self.ranges, ["next"])
        used = [book for books in self.books.values() for book in books if book.next > book.first]
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE cash_receiptbook b SET next = v.next "
                "FROM unnest(%s::bigint[], %s::bigint[]) AS v (id, next) WHERE b.id = v.id",
                [[book.id for book in used], [book.next for book in used]],
            )


def _in_force(first: date, last: date | None, day: date) -> bool:
    return first <= day and (last is None or day <= last)
