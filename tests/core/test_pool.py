"""Connections of a pool: one that the server closed meanwhile is never given to a request."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from tram.core.postgresql.base import DatabaseWrapper


@pytest.fixture
def pooled(own_database: str) -> Iterator[Any]:
    """Our engine with a pool of one, as a worker of the web server has it."""
    given = dict(connection.settings_dict)
    pool = {"min_size": 1, "max_size": 1, "timeout": 5}
    given |= {"CONN_HEALTH_CHECKS": False, "OPTIONS": {**given["OPTIONS"], "pool": pool}}
    wrapper: Any = DatabaseWrapper(given, alias="pooled")
    yield wrapper
    wrapper.close()
    wrapper.close_pool()


def backend(wrapper: Any) -> int:
    """The server's process behind the connection that a request would get."""
    with wrapper.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        found = int(cursor.fetchone()[0])
    wrapper.close()
    return found


def end(pid: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
        for _ in range(200):
            cursor.execute("SELECT 1 FROM pg_stat_activity WHERE pid = %s", [pid])
            if not cursor.fetchall():
                return
            time.sleep(0.02)
    raise AssertionError("the server's process did not end")


def test_a_connection_is_used_again(pooled: Any) -> None:
    assert backend(pooled) == backend(pooled)


def test_one_that_the_server_closed_is_replaced_and_nobody_notices(pooled: Any) -> None:
    for _ in range(3):
        before = backend(pooled)
        end(before)
        assert backend(pooled) != before


def test_the_site_uses_this_engine() -> None:
    assert settings.DATABASES["default"]["ENGINE"] == "tram.core.postgresql"
