"""Janitors: one query per invariant that must return no row, registered by the context that owns it."""

from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True)
class Janitor:
    """An invariant: `offences` gives the rows that break it, named by their first column; `looked` counts."""

    name: str
    offences: str
    looked: str


JANITORS: list[Janitor] = []


def register(janitor: Janitor) -> None:
    """Make an invariant known to `tram verify` (once)."""
    if janitor not in JANITORS:
        JANITORS.append(janitor)


@dataclass(frozen=True)
class Swept:
    """What a janitor looked at and the first ten rows it found."""

    janitor: Janitor
    looked: int
    offences: list[str]


def sweep(janitor: Janitor) -> Swept:
    """Run one janitor."""
    with connection.cursor() as cursor:
        cursor.execute(janitor.looked)
        looked = cursor.fetchone()[0]
        cursor.execute(f"SELECT * FROM ({janitor.offences}) o LIMIT 10")
        found = [" ".join(str(cell) for cell in row) for row in cursor.fetchall()]
    return Swept(janitor, looked, found)
