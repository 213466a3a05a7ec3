"""Make a table hold the wanted rows, found by their natural key; what is as wanted is not touched."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

from tram.core.calendar import vn_date
from tram.core.sheets import DatedRow, LineError

M = TypeVar("M", bound=Model)
Key = tuple[Any, ...]


@dataclass(frozen=True)
class Tally:
    """What bringing one table to the wanted rows did, in rows."""

    table: str
    created: int = 0
    updated: int = 0
    removed: int = 0
    unchanged: int = 0


def claim(table: QuerySet[M], key: Sequence[str], wanted: Collection[Key]) -> dict[Key, int]:
    """An id for every key: the one its row has, or a new one, so that rows may point to each other."""
    known: dict[Key, int] = {
        tuple(values): pk
        for pk, *values in table.values_list("pk", *key)
        if tuple(values) in wanted
    }
    # In a fixed order: the same files give the same ids in every new database.
    new = sorted((each for each in set(wanted) if each not in known), key=repr)
    return known | dict(zip(new, _new_ids(table.model, len(new)), strict=True))


def bring(
    label: str,
    table: QuerySet[M],
    key: Sequence[str],
    wanted: Iterable[M],
    carry: Callable[[M, M], None] | None = None,
    prune: bool = False,
) -> Tally:
    """Create and change rows of `table` until it holds the wanted ones; `prune` removes all others.

    `carry(old, new)` hands on what the database knows better than the file.
    """
    fields = [f for f in table.model._meta.concrete_fields if not f.primary_key]
    content = attrgetter("pk", *(f.attname for f in fields))
    identity = _identity(key)
    old = {identity(row): row for row in table}
    created, changed, kept = [], [], 0
    for row in wanted:
        before = old.pop(identity(row), None)
        if before is None:
            created.append(row)
            continue
        row.pk = before.pk
        if carry:
            carry(before, row)
        if content(row) == content(before):
            kept += 1
        else:
            changed.append(row)
    removed = [row.pk for row in old.values()] if prune else []
    _apply(table, removed, changed, created)
    return Tally(label, len(created), len(changed), len(removed), kept)


def overlaps(
    table: QuerySet[Any], code: str, rows: Iterable[tuple[str, DatedRow]]
) -> Iterator[LineError]:
    """Rows that overlap one which the table keeps: of the same code, with another first day.

    `code` is the lookup that gives the code of a row of the table.
    """
    wanted: dict[str, list[DatedRow]] = {}
    for value, row in rows:
        wanted.setdefault(value, []).append(row)
    for value, first, last in table.values_list(code, "valid_from", "valid_to"):
        same = wanted.get(value, [])
        if any(row.valid_from == first for row in same):
            continue
        for row in same:
            if row.meets(first, last):
                yield row.error(
                    "valid_from",
                    f"Cơ sở dữ liệu đã có {value} hiệu lực từ {vn_date(first)}, chồng lên dòng này: "
                    "hãy giữ dòng cũ trong tệp và ghi ngày hết hiệu lực (valid_to) cho nó.",
                )


def _identity(key: Sequence[str]) -> Callable[[Model], Key]:
    return lambda row: tuple(getattr(row, name) for name in key)


def _apply(table: QuerySet[M], removed: list[Any], changed: list[M], created: list[M]) -> None:
    """Removals and changes first: they make room for new rows in the spans of dates."""
    manager = table.model._default_manager
    if removed:
        manager.filter(pk__in=removed).delete()
    if changed:
        names = [f.name for f in table.model._meta.concrete_fields if not f.primary_key]
        manager.bulk_update(changed, names, batch_size=200)
    manager.bulk_create(created, batch_size=1000)


def _new_ids(model: type[Model], count: int) -> list[int]:
    column = model._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [connection.ops.quote_name(model._meta.db_table), column, count],
        )
        return [row[0] for row in cursor.fetchall()]
