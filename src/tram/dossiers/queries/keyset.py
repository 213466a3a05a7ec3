"""Keyset pages (trang) of 20: a page starts beside the last row seen, so nothing is counted and none is skipped."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

PAGE = 20
T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True)
class Page(Generic[T]):
    """Rows of one page and the keys of its neighbours, empty where there is none."""

    rows: tuple[T, ...]
    previous: str = ""
    next: str = ""

    def with_rows(self, rows: list[U]) -> "Page[U]":
        """The same place in the list with other rows."""
        return Page(tuple(rows), self.previous, self.next)


def cut(
    found: QuerySet[Any],
    column: str,
    key: str = "",
    *,
    newest_first: bool = False,
    tie: str = "id",
) -> Page[Any]:
    """The page of `found` at `key`, in order of a moment and, at the same moment, of a UUID.

    A key that cannot be read is the first page's.
    """
    backwards, place = key.startswith("<"), _place(key)
    descending = newest_first != (backwards and place is not None)
    if place:
        found = found.filter(_beyond(column, tie, place, descending))
    sign = "-" if descending else ""
    rows = list(found.order_by(f"{sign}{column}", f"{sign}{tie}")[: PAGE + 1])
    more, rows = len(rows) > PAGE, rows[:PAGE]
    if place and backwards:
        rows.reverse()
        return _page(rows, column, tie, before=more, after=True)
    return _page(rows, column, tie, before=place is not None, after=more)


def _page(rows: list[Any], column: str, tie: str, *, before: bool, after: bool) -> Page[Any]:
    def key(sign: str, row: Any) -> str:
        return f"{sign}{getattr(row, column).isoformat()}~{getattr(row, tie)}"

    return Page(
        tuple(rows),
        key("<", rows[0]) if rows and before else "",
        key(">", rows[-1]) if rows and after else "",
    )


def _place(key: str) -> tuple[datetime, UUID] | None:
    moment, _, ident = key[1:].partition("~")
    try:
        at, tie = datetime.fromisoformat(moment), UUID(ident)
    except ValueError:
        return None
    return (at, tie) if at.tzinfo else None


def _beyond(column: str, tie: str, place: tuple[datetime, UUID], descending: bool) -> Q:
    at, ident = place
    side = "lt" if descending else "gt"
    strictly = Q(**{f"{column}__{side}": at})
    level = Q(**{column: at, f"{tie}__{side}": ident})
    return Q(**{f"{column}__{side}e": at}) & (strictly | level)
