"""Books (sổ): append-only tables whose rules PostgreSQL itself enforces.

A book is a set of streams; a line names its stream, its place in it, the line before by hash, who did it, where,
when it happened and when it was recorded, the request it belongs to, and a salted canonical body. The database
computes the hash over every column, refuses a gap, a fork, a rewrite or a line that does not start where the one
before ended, and lets nobody update, delete or truncate, its owner included.
"""

import hashlib
import json
import re
import unicodedata
from base64 import b64encode
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, cached_property
from typing import Any
from uuid import UUID

from django.db import connection

from tram.core import later, prepared
from tram.core.acts import Act, Grade

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
SENDERS = {
    "uuid": "uuid_send({})",
    "smallint": "int2send({})",
    "integer": "int4send({})",
    "bigint": "int8send({})",
    "boolean": "boolsend({})",
    "text": "public.tram_text_bytes({})",
    "timestamptz": "timestamptz_send({})",
    "bytea": "{}",
}


@dataclass(frozen=True)
class Column:
    """A column of a book: its SQL type (a key of SENDERS), whether it may be empty, and its own constraint."""

    name: str
    type: str
    null: bool = False
    constraint: str = ""

    def ddl(self) -> str:
        return (
            f"{self.name} {self.type} {'' if self.null else 'NOT NULL'} {self.constraint}".rstrip()
        )


@dataclass(frozen=True)
class Book:
    """What one book adds to the common columns.

    `links` are (column of the line before, column of this line) pairs that must agree: where the last line ended
    the next one starts. On a first line `firsts` holds what the starting columns must be (an SQL condition).
    """

    table: str
    streams: str
    columns: tuple[Column, ...]
    links: tuple[tuple[str, str], ...] = ()
    firsts: str = "TRUE"
    constraints: tuple[str, ...] = ()

    @cached_property
    def hashed(self) -> tuple[Column, ...]:
        """Every column that the hash covers, in order."""
        return (
            Column("stream", "uuid"),
            Column("seq", "integer"),
            Column("prev_hash", "bytea", null=True),
            Column("actor_id", "bigint", null=True),
            Column("place_id", "bigint", null=True),
            Column("occurred_at", "timestamptz"),
            Column("recorded_at", "timestamptz"),
            Column("request_id", "uuid"),
            Column("line_no", "smallint"),
            Column("body", "bytea"),
            *self.columns,
        )


FUNCTIONS = """
CREATE FUNCTION public.tram_text_bytes(t text) RETURNS bytea LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS $$ SELECT convert_to($1, 'UTF8') $$;
CREATE FUNCTION public.tram_frame(b bytea) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT coalesce(int4send(octet_length($1)) || $1, '\\xffffffff'::bytea) $$;
CREATE FUNCTION public.tram_append_only() RETURNS trigger LANGUAGE plpgsql
  AS $$ BEGIN RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege'; END $$;
"""
QUICK = """
CREATE OR REPLACE FUNCTION public.tram_text_bytes(t text) RETURNS bytea LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
  AS $$ BEGIN RETURN convert_to(t, 'UTF8'); END $$;
CREATE OR REPLACE FUNCTION public.tram_frame(b bytea) RETURNS bytea LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
  AS $$ BEGIN RETURN coalesce(int4send(octet_length(b)) || b, '\\xffffffff'::bytea); END $$;
"""
"""The same functions with a plan that is kept: SQL ones are put into a book's hash anew at every INSERT."""


def protect(table: str, comment: str) -> str:
    """SQL that makes a table append-only for everyone and says so in its comment ('book' or 'log')."""
    return f"""
CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON public.{table}
  FOR EACH ROW EXECUTE FUNCTION public.tram_append_only();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON public.{table}
  FOR EACH STATEMENT EXECUTE FUNCTION public.tram_append_only();
COMMENT ON TABLE public.{table} IS '{comment}';
"""


def hash_sql(book: Book) -> str:
    """The SQL expression of a line's hash: every column, each behind its length, after the book's name."""
    frames = [f"public.tram_frame(public.tram_text_bytes('{book.table}'))"]
    frames += [f"public.tram_frame({SENDERS[c.type].format(c.name)})" for c in book.hashed]
    return "sha256(" + " || ".join(frames) + ")"


def ddl(book: Book) -> str:
    """The SQL that creates a book, to be run by the owner in a migration."""
    table = f"public.{book.table}"
    ends = ", ".join(["stream", "seq", *(a for a, _ in book.links), "hash"])
    starts = ", ".join(["stream", "prev_seq", *(b for _, b in book.links), "prev_hash"])
    own = "".join(f"  {column.ddl()},\n" for column in book.columns)
    extra = "".join(f",\n  {constraint}" for constraint in book.constraints)
    return f"""
CREATE TABLE {table} (
  stream uuid NOT NULL {f"REFERENCES public.{book.streams}" if book.streams else ""},
  seq integer NOT NULL CHECK (seq >= 1),
  prev_seq integer GENERATED ALWAYS AS (NULLIF(seq - 1, 0)) STORED,
  prev_hash bytea,
  actor_id bigint,
  place_id bigint,
  occurred_at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT public.tram_now(),
  request_id uuid NOT NULL REFERENCES public.core_request,
  line_no smallint NOT NULL CHECK (line_no >= 1),
  body bytea NOT NULL,
{own}  hash bytea GENERATED ALWAYS AS ({hash_sql(book)}) STORED,
  PRIMARY KEY (stream, seq),
  UNIQUE (request_id, line_no),
  UNIQUE ({ends}),
  FOREIGN KEY ({starts}) REFERENCES {table} ({ends}),
  CHECK ((seq = 1) = (prev_hash IS NULL)),
  CHECK (seq > 1 OR ({book.firsts})){extra}
);
{protect(book.table, "book")}"""


def encoded(kind: str, value: Any) -> bytes:
    """A value's bytes as PostgreSQL sends them: the same the database hashed."""
    if value is None:
        return b"\xff\xff\xff\xff"
    match kind:
        case "uuid":
            raw = UUID(str(value)).bytes
        case "text":
            raw = str(value).encode()
        case "bytea":
            raw = bytes(value)
        case "boolean":
            raw = b"\x01" if value else b"\x00"
        case "timestamptz":
            delta = value - EPOCH
            whole = (delta.days * 86_400 + delta.seconds) * 1_000_000 + delta.microseconds
            raw = whole.to_bytes(8, "big", signed=True)
        case _:
            raw = int(value).to_bytes(
                {"smallint": 2, "integer": 4, "bigint": 8}[kind], "big", signed=True
            )
    return len(raw).to_bytes(4, "big") + raw


def line_hash(book: Book, values: dict[str, Any]) -> bytes:
    """The hash a line must have, from its columns alone."""
    framed = encoded("text", book.table)
    framed += b"".join(encoded(column.type, values[column.name]) for column in book.hashed)
    return hashlib.sha256(framed).digest()


CODE_LIKE = re.compile(r"[!-~]{0,80}")


def canonical(body: Mapping[str, Any], salt: bytes) -> bytes:
    """A body's bytes: canonical JSON (sorted keys, no blanks, UTF-8, NFC) with the line's 128-bit salt.

    Raises ValueError for anything but whole numbers, truth values and code-like words: no free text and nothing
    about a person may enter a book, or forgetting a person would break its proof.
    """
    for name, value in body.items():
        if not isinstance(value, int | None) and not CODE_LIKE.fullmatch(str(value)):
            raise ValueError(f"free text in a book line: {name}")
    whole = {**body, "salt": b64encode(salt).decode()}
    text = json.dumps(
        whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str
    )
    return unicodedata.normalize("NFC", text).encode()


@dataclass(frozen=True)
class Line:
    """One line to append: `seq` is the place the writer believes is free; `own` fills the book's columns."""

    stream: UUID
    seq: int
    own: Mapping[str, Any]
    body: Mapping[str, Any]


def _tips(book: Book, lines: Sequence[Line]) -> dict[tuple[UUID, int], bytes]:
    """The hash to go on from, for streams that get several lines at once."""
    first: dict[UUID, int] = {}
    followed = [
        line.stream
        for line in lines
        if first.setdefault(line.stream, line.seq) not in (1, line.seq)
    ]
    if not followed:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT ON (stream) stream, seq, hash FROM {book.table} "
            "WHERE stream = ANY(%s) ORDER BY stream, seq DESC",
            [list(followed)],
        )
        return {(stream, seq): bytes(tip) for stream, seq, tip in cursor.fetchall()}


def append(book: Book, act: Act, lines: Sequence[Line]) -> None:
    """Append lines in one INSERT; a place already taken raises IntegrityError (a fork refused).

    Lines of one stream may follow each other: the hash that joins them is computed here and checked there.
    """
    values: list[Any] = []
    later.require_after(act, book.table, [line.stream for line in lines])
    hashes = _tips(book, lines)
    several = Counter(line.stream for line in lines)
    for line in lines:
        row = _columns(book, act, line)
        row["prev_hash"] = hashes.get((line.stream, line.seq - 1))
        if several[line.stream] > 1 and (line.seq == 1 or row["prev_hash"]):
            hashes[line.stream, line.seq] = line_hash(book, row)
        values += [line.stream, line.seq, row["prev_hash"], line.stream, line.seq - 1]
        values += [row[column.name] for column in book.hashed[3:]]
    marks = [(book.table, stream) for stream in several]
    prepared.write([(_insert(book, len(lines)), values)], marks)


def _columns(book: Book, act: Act, line: Line) -> dict[str, Any]:
    number = act.next_line()
    return {
        "stream": line.stream,
        "seq": line.seq,
        "actor_id": act.actor.user_id,
        "place_id": act.place_id,
        "occurred_at": act.at,
        "recorded_at": act.recorded,
        "request_id": act.request_id,
        "line_no": number,
        "body": canonical(graded(act.grade, line.body), act.salt(number)),
        **{column.name: line.own.get(column.name) for column in book.columns},
    }


def graded(grade: Grade, body: Mapping[str, Any]) -> Mapping[str, Any]:
    """The body; what was done on paper says so, what was done in the system need not."""
    return body if grade is Grade.SYSTEM else {**body, "grade": grade.value}


@cache
def _insert(book: Book, count: int) -> str:
    previous = f"coalesce(%s, (SELECT hash FROM {book.table} WHERE stream = %s AND seq = %s))"
    names = [column.name for column in book.hashed]
    each = f"(%s, %s, {previous}, {', '.join(['%s'] * (len(names) - 3))})"
    return f"INSERT INTO {book.table} ({', '.join(names)}) VALUES {', '.join([each] * count)}"
