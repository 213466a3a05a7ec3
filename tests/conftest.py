"""The whole suite's database: a template with the reference data, cloned for every worker, used as the app role.

`db` gives a rolled-back transaction on the worker's clone; `own_database` gives a clone of its own to a test that
really commits. Nothing is ever truncated: a book would refuse.
"""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from tram.core import server

pytest_plugins = ["tests.law_plugin"]
ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = "tram_template"
HELD = server.hold()


def pytest_configure(config: pytest.Config) -> None:
    HELD.__enter__()


def pytest_unconfigure(config: pytest.Config) -> None:
    HELD.__exit__(None, None, None)


def owner(dbname: str = "tram") -> psycopg.Connection[tuple[object, ...]]:
    """A connection of the owner role, outside any transaction."""
    urls = server.database_urls()
    return psycopg.connect(urls.owner, dbname=dbname, autocommit=True)


def recreate(name: str, template: str | None = None) -> None:
    """(Re)create a database, as a copy of another one."""
    drop(name)
    with owner() as connection:
        made = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
        if template:
            made += sql.SQL(" TEMPLATE {}").format(sql.Identifier(template))
        connection.execute(made)


def drop(name: str) -> None:
    """Drop a database that our own sessions may just be leaving.

    Not WITH (FORCE): that would end autovacuum's session too, which is not ours to end, and be refused.
    """
    statement = sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name))
    for attempt in range(20):
        try:
            with owner() as connection:
                connection.execute(statement)
            return
        except psycopg.errors.ObjectInUse:
            if attempt == 19:
                raise
            time.sleep(0.1)


def point_django_at(name: str) -> None:
    """Make Django's default connection the app role's on this database."""
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = name


@pytest.fixture(scope="session")
def template_database(django_db_blocker: Any) -> str:
    """The template's name: migrated as the owner and loaded once for all workers, kept while code and data stay."""
    from tests.world import build_template, fingerprint

    name = f"{TEMPLATE}_{fingerprint()}"
    with owner() as connection:
        connection.execute("SELECT pg_advisory_lock(20190731)")
        try:
            found = connection.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", [name]
            ).fetchone()
            if found is None:
                with django_db_blocker.unblock():
                    build_template(name)
        finally:
            connection.execute("SELECT pg_advisory_unlock(20190731)")
    return name


@pytest.fixture(scope="session")
def django_db_setup(template_database: str, django_db_blocker: Any) -> Iterator[None]:
    """A clone of the template for this worker."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    name = f"tram_test_{os.getpid()}_{worker}"
    recreate(name, template_database)
    point_django_at(name)
    yield
    from django.db import connection

    with django_db_blocker.unblock():
        connection.close()
    drop(name)


@pytest.fixture
def own_database(
    django_db_setup: None, template_database: str, django_db_blocker: Any
) -> Iterator[str]:
    """A database of its own for one test that commits, kills or fights; dropped afterwards."""
    from django.db import connection

    name = f"tram_own_{os.getpid()}_{os.urandom(3).hex()}"
    recreate(name, template_database)
    before = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        point_django_at(name)
        yield name
        connection.close()
    connection.settings_dict["NAME"] = before
    drop(name)


@pytest.fixture
def who(db: None) -> object:
    """The cast, in the rolled-back database of this test."""
    from tests.cast import cast

    return cast()


@pytest.fixture(scope="session", autouse=True)
def _no_store_of_ours(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The store of this checkout's own installation is never what a test looks at."""
    from django.conf import settings

    before = settings.MEDIA_ROOT
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("store") / "files"
    yield
    settings.MEDIA_ROOT = before


@pytest.fixture
def files_folder(tmp_path: Path, settings: Any) -> Path:
    """A store of files of this test's own."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"
