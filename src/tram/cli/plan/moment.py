"""One moment of the database for as long as a command reads it, however long that takes."""

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def one_moment() -> Iterator[None]:
    """Everything read inside is of one moment; inside a transaction that is open already it is that one's."""
    from django.db import connection, transaction

    alone = not connection.in_atomic_block
    with transaction.atomic():
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                cursor.execute("SET LOCAL statement_timeout = 0")
                cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        yield
