"""What `tram verify` and the backup ask of files: which rows name them, and whether each is there and whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

from tram.core.files import store

GRACE = 3600
"""Seconds. A file may be there a moment before the row that names it is committed."""


@dataclass(frozen=True)
class Naming:
    """A table whose rows name files; `query` gives each digest once with its size."""

    table: str
    query: str


NAMINGS: list[Naming] = []


def register(naming: Naming) -> None:
    """Make a table that names files known to `tram verify` and the backup (once)."""
    if naming not in NAMINGS:
        NAMINGS.append(naming)


def named(naming: Naming) -> list[tuple[str, int]]:
    """The files that a table names, as the caller's transaction sees it; none if it is not there yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [f"public.{naming.table}"])
        if not cursor.fetchone()[0]:
            return []
        cursor.execute(naming.query)
        return [(row[0], row[1]) for row in cursor.fetchall()]


def all_named() -> frozenset[str]:
    """Digests of every file that some row names."""
    return frozenset(sha256 for naming in NAMINGS for sha256, _ in named(naming))


def faults(naming: Naming) -> Iterator[str]:
    """For each file of a table: "", or what is wrong with it."""
    for sha256, size in named(naming):
        path = store.path_of(sha256)
        if not path.is_file():
            yield f"{sha256}: missing"
        elif path.stat().st_size != size or store.digest_of(path) != sha256:
            yield f"{sha256}: damaged"
        else:
            yield ""


def strays() -> Iterator[str]:
    """For each file of the store: "", or that no row names it and that it is no newcomer."""
    wanted = all_named()
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())::float8")
        newest = cursor.fetchone()[0] - GRACE
    for path in store.kept():
        stray = path.name not in wanted and _born(path) < newest
        yield f"{path.name}: no row names it" if stray else ""


def _born(path: Path) -> float:
    try:
        return path.stat().st_ctime
    except FileNotFoundError:
        return float("inf")
