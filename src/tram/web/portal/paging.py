"""Public lists: what was searched for, one page of twenty, the address of the next."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from django.http import HttpRequest

from tram.core.text import clean

Row = TypeVar("Row")
PAGE = 20
LONGEST = 100


def asked(request: HttpRequest, name: str) -> str:
    """A word of the address as it may go into a query: tidy and short."""
    return clean(request.GET.get(name, ""))[:LONGEST]


def page(
    request: HttpRequest, rows: Sequence[Row], cursor: Callable[[Row], str]
) -> tuple[Sequence[Row], str]:
    """The first twenty of at most twenty-one rows, and where the twenty-first is found (empty if there is none)."""
    if len(rows) <= PAGE:
        return rows, ""
    words = request.GET.copy()
    words["after"] = cursor(rows[PAGE - 1])
    return rows[:PAGE], f"{request.path}?{words.urlencode()}"
