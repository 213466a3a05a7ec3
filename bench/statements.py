"""A statement of 200,000 fees: reading and comparing it, each as a ratio to reading the same file line by line.

    python -m bench.statements [LINES]

The tables of the comparison are shadowed by temporary ones in whatever database the settings name; nothing is kept.
"""

import csv
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any
from uuid import uuid4

import django

SHADOWED = (
    "cash_remittanceline",
    "cash_statementline",
    "cash_moneydifference",
    "cash_differencenote",
)
BOOK = """
CREATE TEMP TABLE line AS SELECT n, gen_random_uuid() AS subject, 'RA' || lpad(n::text, 9, '0') || 'VN' AS number
  FROM generate_series(1, %(lines)s) n;
INSERT INTO cash_remittanceline (id, remittance_id, subject, seq, amount_vnd)
  SELECT n, %(batch)s, subject, 1, 1000 + n FROM line;
CREATE TEMP TABLE thing AS SELECT n, gen_random_uuid() AS item, gen_random_uuid() AS cover FROM line;
"""
LABELS = """
CREATE TEMP VIEW custody_item AS
  SELECT t.item AS id, l.subject AS dossier_id FROM line l JOIN thing t USING (n);
CREATE TEMP VIEW custody_envelopeitem AS SELECT item AS item_id, cover AS envelope_id FROM thing;
CREATE TEMP VIEW custody_envelope AS
  SELECT t.cover AS id, l.number, 'in' AS leg FROM line l JOIN thing t USING (n);
"""


def timed(name: str, run: Callable[[], Any], plain: float | None = None) -> float:
    """Run once, and say for how long and how that compares."""
    begun = perf_counter()
    run()
    took = perf_counter() - begun
    beside = "" if plain is None else f"  {took / plain:6.1f} × the plain reading"
    print(f"{name:34}{took:8.2f} s{beside}", flush=True)
    return took


def write(path: Path, lines: int) -> None:
    """Every tenth of a thousand is stated otherwise, one in a thousand is left out."""
    with path.open("w", newline="") as made:
        pen = csv.writer(made)
        pen.writerow(("Bưu gửi", "Số tiền"))
        for n in range(1, lines + 1):
            if n % 1_000:
                pen.writerow((f"RA{n:09}VN", 1_000 + n + (500 if n % 10_000 == 1 else 0)))


def plainly(path: Path) -> None:
    """What nothing can be faster than: every line through the same parser, and no question asked."""
    with path.open(encoding="utf-8-sig", newline="") as source:
        for _cells in csv.reader(source):
            pass


def run(lines: int) -> None:
    """Read and compare, in one transaction that is taken back."""
    from django.db import connection, transaction

    from tram.cash.imports.statements import read_statement
    from tram.custody.commands.reconciling import COMPARE, KEEP

    words: dict[str, Any] = {
        "lines": lines,
        "batch": uuid4(),
        "statement": uuid4(),
        "side": "post",
        "name": "bang-ke.csv",
        "by": 1,
        "at": datetime(2019, 12, 2, tzinfo=UTC),
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bang-ke.csv"
        write(path, lines)
        plain = timed("plain reading", lambda: plainly(path))
        read: list[Any] = []
        timed(
            "reading in the child, typed",
            lambda: read.extend(read_statement(path, path.name)),
            plain,
        )
    stated = read[0]
    words |= {
        "items": [one.item for one in stated.sums],
        "amounts": [one.amount_vnd for one in stated.sums],
    }
    with transaction.atomic(), connection.cursor() as cursor:
        for table in SHADOWED:
            cursor.execute(f"CREATE TEMP TABLE {table} (LIKE public.{table} INCLUDING ALL)")
        cursor.execute(BOOK, words)
        cursor.execute(LABELS)
        timed("keeping the lines", lambda: cursor.execute(KEEP, words), plain)
        timed("comparing, first list", lambda: cursor.execute(COMPARE, words), plain)
        print("matched, found, new, ended:", cursor.fetchone())
        timed("comparing, the same again", lambda: cursor.execute(COMPARE, words), plain)
        print("matched, found, new, ended:", cursor.fetchone())
        transaction.set_rollback(True)


if __name__ == "__main__":
    django.setup()
    run(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
