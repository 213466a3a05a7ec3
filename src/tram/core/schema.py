"""Whether the tables are those that this version of the code wants."""

from functools import cache

from django.db import ProgrammingError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from tram.core.errors import Refused


@cache
def wanted() -> frozenset[tuple[str, str]]:
    """The last migration of every app, as the code has it."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())


def known() -> frozenset[tuple[str, str]]:
    """Every migration that the code has."""
    return frozenset(MigrationLoader(None).disk_migrations)


def applied() -> frozenset[tuple[str, str]]:
    """Every migration that the database has seen; nothing before the first, or before the grants."""
    try:
        return frozenset(MigrationRecorder(connection).applied_migrations())
    except ProgrammingError:
        return frozenset()


def missing() -> list[str]:
    """The last migrations that the database lacks, as `app.name`."""
    return sorted(f"{app}.{name}" for app, name in wanted() - applied())


def require_migrated() -> None:
    """Refuse to work on tables of another version."""
    if lacking := missing():
        raise Refused(
            "not-migrated",
            "Cơ sở dữ liệu chưa được cập nhật cho phiên bản này: hãy chạy «tram migrate»."
            f" (The database is not ready for this version, {lacking[0]} and so on are missing:"
            " run `tram migrate`.)",
        )
