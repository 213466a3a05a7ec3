"""Ids and other facts that never change, remembered by the process once they are surely there.

What is found inside a transaction may belong to a row that this very transaction made; it is remembered only when
the transaction has committed, so a rollback leaves nothing wrong behind.
"""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from django.db import connection, transaction

T = TypeVar("T")
_KNOWN: dict[tuple[str, Hashable], Any] = {}
LIMIT = 50_000


def remembered(key: Hashable, find: Callable[[], T]) -> T:
    """What `key` stands for: remembered, or found now and remembered after commit. Raises what `find` raises."""
    whole = (str(connection.settings_dict["NAME"]), key)
    if whole in _KNOWN:
        known: T = _KNOWN[whole]
        return known
    found = find()

    def keep() -> None:
        if len(_KNOWN) < LIMIT:
            _KNOWN[whole] = found

    transaction.on_commit(keep)
    return found
