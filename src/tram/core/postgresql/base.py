"""Django's PostgreSQL engine; a pooled connection is listened to before it is used, instead of asked.

A server that went away has said so: its farewell waits to be read. Asking each time whether it is still there would
be one more question for every request.
"""

import select
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from psycopg_pool import ConnectionPool


class DatabaseWrapper(base.DatabaseWrapper):
    """The engine of DATABASES; `CONN_HEALTH_CHECKS` is off where there is a pool."""

    def get_new_connection(self, conn_params: Any) -> Any:
        """A connection of the pool that the server has not closed; a closed one is replaced."""
        connection = super().get_new_connection(conn_params)
        while self.pool and not _alive(connection):
            self.pool.putconn(connection)
            connection = super().get_new_connection(conn_params)
        return connection


def _alive(connection: Any) -> bool:
    heard = select.poll()
    heard.register(connection.fileno(), select.POLLIN)
    if not heard.poll(0):
        return True
    try:
        ConnectionPool.check_connection(connection)
    except psycopg.OperationalError:
        connection.close()
        return False
    return True
