"""Working as the owner role, which makes tables: migrations, grants, restoring.

Everything else works as the app role, which may not change a table's shape nor a book's line.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connection

from tram.core.errors import Refused


def owner_settings() -> dict[str, Any]:
    """Django's settings for the owner's connection, or a refusal that says what is missing."""
    found: dict[str, Any] = settings.OWNER_DATABASE
    if found:
        return found
    raise Refused(
        "no-owner-url",
        "Thiếu TRAM_DATABASE_OWNER_URL: việc này cần vai trò chủ sở hữu của cơ sở dữ liệu."
        " (This needs the role that owns the database: set TRAM_DATABASE_OWNER_URL.)",
    )


@contextmanager
def as_owner() -> Iterator[str]:
    """Inside this block Django's connection is the owner's, on the same database.

    It is given the name of the app role, which everything else works as.
    """
    app = dict(connection.settings_dict)
    owner = {**owner_settings(), "NAME": app["NAME"]}
    connection.close()
    connection.settings_dict.update(owner)
    try:
        yield app["USER"]
    finally:
        connection.close()
        connection.settings_dict.update(app)
