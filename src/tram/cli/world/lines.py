"""Lines of the books on their way into the tables: their bytes as `core.books` makes them, each joined to the last.

The hash that joins two lines is computed here because both go by one statement; the database computes it again and
its foreign key refuses a difference.
"""

import hashlib
from base64 import b64encode
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from tram.cli.world.acts import Deed, salts
from tram.cli.world.tables import NULL, Rows, written
from tram.core.books import Book, canonical, encoded, graded

NOTHING = encoded("bytea", None)
"""An empty column in the bytes that are hashed."""


class Pen:
    """What is the same in all lines of one act, and the number of the next."""

    def __init__(self, deed: Deed) -> None:
        by, times = deed.by, (deed.at, deed.done_at)
        self.deed, self.number, self.salt = deed, 0, salts(deed.request_id)
        self.act = (
            encoded("bigint", by.user_id)
            + encoded("bigint", by.place_id)
            + b"".join(encoded("timestamptz", at) for at in times)
            + encoded("uuid", deed.request_id)
        )
        moments = "\t".join(at.isoformat() for at in times)
        self.cells = f"{by.user_id}\t{by.place_id}\t{moments}\t{deed.request_id.int:032x}"

    def body(self, words: Mapping[str, Any] | None) -> tuple[int, bytes]:
        """The next line's number and its body."""
        self.number += 1
        salt = self.salt(self.number)
        words = graded(self.deed.grade, words or {})
        if not words:
            return self.number, b'{"salt":"' + b64encode(salt) + b'"}'
        return self.number, canonical(words, salt)


class Lines:
    """The lines of one book, in waves: those of one wave go by one statement."""

    def __init__(self, book: Book) -> None:
        self.name = encoded("text", book.table)
        self.kinds = [column.type for column in book.columns]
        self.book = book
        self.waves: list[Rows] = []
        self.known: dict[tuple[str, Any], bytes] = {}

    def write(
        self,
        pen: Pen,
        stream: UUID,
        seq: int,
        before: bytes | None,
        own: Sequence[Any],
        words: Mapping[str, Any] | None = None,
        wave: int = 0,
    ) -> bytes:
        """One line behind the hash `before`; its own hash."""
        number, body = pen.body(words)
        framed = b"".join(
            (
                self.name,
                b"\0\0\0\x10" + stream.bytes,
                self._own("integer", seq),
                b"\0\0\0\x20" + before if before else NOTHING,
                pen.act,
                self._own("smallint", number),
                len(body).to_bytes(4, "big") + body,
                *map(self._own, self.kinds, own),
            )
        )
        prev = r"\\x" + before.hex() if before else NULL
        cells = "\t".join(map(written, own))
        text = (
            f"{stream.int:032x}\t{seq}\t{prev}\t{pen.cells}\t{number}\t"
            + r"\\x"
            + f"{body.hex()}\t{cells}\n"
        )
        self._rows(wave).line(text)
        return hashlib.sha256(framed).digest()

    def _own(self, kind: str, value: Any) -> bytes:
        if kind == "uuid":  # hardly one comes twice
            return b"\0\0\0\x10" + value.bytes if value else NOTHING
        found = self.known.get((kind, value))
        return found or self.known.setdefault((kind, value), encoded(kind, value))

    def _rows(self, wave: int) -> Rows:
        while len(self.waves) <= wave:
            names = tuple(column.name for column in self.book.hashed)
            self.waves.append(Rows(self.book.table, names))
        return self.waves[wave]
