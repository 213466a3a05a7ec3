"""Ids that never change, remembered by the process once they are surely there.

An id found inside a transaction may belong to a row that this very transaction made; it is remembered only when
the transaction has committed, so a rollback leaves nothing wrong behind.
"""

from collections.abc import Callable, Hashable

from django.db import connection, transaction

_IDS: dict[tuple[str, Hashable], int] = {}
LIMIT = 50_000


def remembered(key: Hashable, find: Callable[[], int]) -> int:
    """The id of `key`: remembered, or found now and remembered after commit. Raises what `find` raises."""
    whole = (str(connection.settings_dict["NAME"]), key)
    if whole in _IDS:
        return _IDS[whole]
    found = find()

    def keep() -> None:
        if len(_IDS) < LIMIT:
            _IDS[whole] = found

    transaction.on_commit(keep)
    return found
