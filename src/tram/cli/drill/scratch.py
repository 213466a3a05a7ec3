"""A database and a store of files of its own for one drill: furnished as a demonstration, gone afterwards."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from tempfile import TemporaryDirectory

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from tram.core import server

DAY = date(2019, 12, 2)
OWN = (
    "TRAM_DATABASE_URL",
    "TRAM_DATABASE_OWNER_URL",
    "TRAM_FILES",
    "TRAM_SECRET_KEY",
    "TRAM_TRACKING_KEY",
)


@contextmanager
def scratch() -> Iterator[None]:
    """Django speaks to a new empty database inside this block; whatever else stands on the server is not touched.

    Files too: those of the installation would be strays to a database that does not name them.
    """
    with server.hold(), TemporaryDirectory(prefix="tram-drill-") as files:
        urls = server.database_urls()
        name = f"tram_drill_{os.getpid()}"
        _drop(urls.owner, name)
        with psycopg.connect(urls.owner, autocommit=True) as owner:
            owner.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        kept = {key: os.environ.get(key) for key in OWN}
        os.environ["TRAM_FILES"] = files
        os.environ["TRAM_DATABASE_URL"] = make_conninfo(urls.app, dbname=name)
        os.environ["TRAM_DATABASE_OWNER_URL"] = make_conninfo(urls.owner, dbname=name)
        os.environ.setdefault("TRAM_SECRET_KEY", server.secret("SECRET_KEY"))
        os.environ.setdefault("TRAM_TRACKING_KEY", server.secret("TRACKING_KEY"))
        try:
            yield
        finally:
            _let_go()
            _drop(urls.owner, name)
            for key, value in kept.items():
                os.environ.pop(key) if value is None else os.environ.update({key: value})


def _let_go() -> None:
    from django.db import connections

    connections.close_all()


def _drop(url: str, name: str) -> None:
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))


def furnish() -> None:
    """Tables, the mark of a demonstration, the province, the people."""
    from django.db import connection

    from tram.cli.database import bring_up_to_date
    from tram.cli.demo.crew import muster
    from tram.cli.demo.stage import checkout
    from tram.cli.load import load_folder
    from tram.core.owner import as_owner

    bring_up_to_date()
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_demo (single, shift, seed) "
            "VALUES (true, '2019-12-02 08:00+07'::timestamptz - clock_timestamp(), 1)"
        )
    report = load_folder(checkout() / "data" / "vinh-phuc")
    if not report.ok:
        raise RuntimeError("the reference data are bad")
    muster(DAY)
