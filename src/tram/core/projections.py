"""Projections: what follows from the books and is kept for speed, with the SQL that rebuilds it.

Each context registers its own in `AppConfig.ready`. `differences` compares the stored with the rebuilt inside
the caller's transaction; `rebuild` mends it.
"""

from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True)
class Projection:
    """Some columns of a table that the books decide.

    `rebuild` is a SELECT giving key and columns as the books have them, for every row of the table.
    """

    table: str
    key: str
    columns: tuple[str, ...]
    rebuild: str

    @property
    def name(self) -> str:
        return f"{self.table}({', '.join(self.columns)})"


PROJECTIONS: list[Projection] = []


def register(projection: Projection) -> None:
    """Make a projection known to `tram verify` (once)."""
    if projection not in PROJECTIONS:
        PROJECTIONS.append(projection)


@dataclass(frozen=True)
class Compared:
    """How many values of a projection were compared and the keys whose values differ (at most ten)."""

    projection: Projection
    values: int
    wrong: list[str]


def compare(projection: Projection) -> Compared:
    """Compare the stored with the rebuilt: one value is one column of one row."""
    p = projection
    stored = ", ".join(f"t.{c}" for c in p.columns)
    kept = ", ".join(f"r.{c}" for c in p.columns)
    both = f"FROM {p.table} t FULL JOIN ({p.rebuild}) r ON r.{p.key} = t.{p.key}"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) {both}")
        rows = cursor.fetchone()[0]
        cursor.execute(
            f"SELECT coalesce(t.{p.key}, r.{p.key})::text {both} "
            f"WHERE t.{p.key} IS NULL OR r.{p.key} IS NULL "
            f"OR ROW({stored}) IS DISTINCT FROM ROW({kept}) LIMIT 10"
        )
        wrong = [row[0] for row in cursor.fetchall()]
    return Compared(p, rows * len(p.columns), wrong)


def rebuild(projection: Projection) -> int:
    """Write the rebuilt values where they differ; the number of rows mended."""
    p = projection
    pairs = ", ".join(f"{c} = r.{c}" for c in p.columns)
    stored, kept = (", ".join(f"{a}.{c}" for c in p.columns) for a in ("t", "r"))
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {p.table} t SET {pairs} FROM ({p.rebuild}) r "
            f"WHERE r.{p.key} = t.{p.key} AND ROW({stored}) IS DISTINCT FROM ROW({kept})"
        )
        return int(cursor.rowcount)
