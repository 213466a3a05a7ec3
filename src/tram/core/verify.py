"""`tram verify`: everything that can be recomputed is, in one REPEATABLE READ snapshot.

Books line by line (each hash computed again here, in Python, from the columns; each link to the line before),
projections against the books, janitors, files against the rows that name them. Zero compared is a failure: it would
prove nothing.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from tram.core.books import Book, line_hash
from tram.core.files import proofs as files
from tram.core.janitors import JANITORS, sweep
from tram.core.projections import PROJECTIONS, compare

BOOKS: list[Book] = []


def register(book: Book) -> None:
    """Make a book known to `tram verify` (once)."""
    if book not in BOOKS:
        BOOKS.append(book)


@dataclass(frozen=True)
class Finding:
    """One thing verified: how many values were compared and what is wrong (empty is well)."""

    kind: str
    name: str
    compared: int
    wrong: tuple[str, ...]


def _well_formed(body: bytes) -> bool:
    try:
        found = json.loads(body)
    except ValueError:
        return False
    again = json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return again == body and isinstance(found, dict) and len(found.get("salt", "")) == 24


def _faults(book: Book, rows: Iterator[dict[str, Any]]) -> Iterator[tuple[int, str]]:
    """(values compared, fault or "") per line, lines in order of stream and place."""
    before: dict[str, Any] = {}
    for row in rows:
        where = f"{row['stream']}/{row['seq']}"
        first = before.get("stream") != row["stream"]
        chained = row["prev_hash"] is None if first else row["prev_hash"] == before["hash"]
        in_order = row["seq"] == (1 if first else before["seq"] + 1)
        joined = first or all(before[a] == row[b] for a, b in book.links)
        fault = ""
        if bytes(row["hash"]) != line_hash(book, row):
            fault = f"{where}: hash"
        elif not (chained and in_order and joined):
            fault = f"{where}: chain"
        elif not _well_formed(bytes(row["body"])):
            fault = f"{where}: body"
        yield 3, fault
        before = row


def check_book(book: Book) -> Finding:
    """Read a whole book in order, a thousand lines at a time, and compute it again."""
    names = [*(column.name for column in book.hashed), "hash"]

    def rows() -> Iterator[dict[str, Any]]:
        with connection.cursor() as cursor:
            cursor.execute(
                f"DECLARE verify_lines NO SCROLL CURSOR FOR SELECT {', '.join(names)} "
                f"FROM {book.table} ORDER BY stream, seq"
            )
            while True:
                cursor.execute("FETCH 1000 FROM verify_lines")
                found = cursor.fetchall()
                if not found:
                    break
                yield from (dict(zip(names, row, strict=True)) for row in found)
            cursor.execute("CLOSE verify_lines")

    compared, wrong = 0, []
    for count, fault in _faults(book, rows()):
        compared += count
        if fault:
            wrong.append(fault)
    return Finding("book", book.table, compared, tuple(wrong[:10]))


def look() -> Iterator[Finding]:
    """Every book, projection, janitor and store of files, one finding each, as the caller's transaction sees them."""
    for book in BOOKS:
        yield check_book(book)
    for projection in PROJECTIONS:
        done = compare(projection)
        yield Finding("projection", projection.name, done.values, tuple(done.wrong))
    for janitor in JANITORS:
        swept = sweep(janitor)
        yield Finding("janitor", janitor.name, swept.looked, tuple(swept.offences))
    for naming in files.NAMINGS:
        yield _files(naming.table, files.faults(naming))
    yield _files("strays", files.strays())


def _files(name: str, faults: Iterator[str]) -> Finding:
    """Files looked at, and the first ten that are wrong."""
    found = list(faults)
    return Finding("files", name, len(found), tuple(fault for fault in found if fault)[:10])


def findings() -> Iterator[Finding]:
    """The same, all from one snapshot."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield from look()


def all_well(found: list[Finding]) -> bool:
    """True if something was compared in the books and nothing is wrong anywhere."""
    lines = sum(finding.compared for finding in found if finding.kind == "book")
    return lines > 0 and not any(finding.wrong for finding in found)
