"""The private PostgreSQL: starts by itself, is shared, survives kill -9, opens nothing."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from tests.server_kit import Holder, answers, ask, own_state, postmaster, tell
from tram.core.errors import Refused
from tram.core.server import bin_dir, database_urls, hold, places
from tram.core.server.cluster import this_cluster


@pytest.fixture
def state(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    with own_state(monkeypatch) as folder:
        yield folder


@pytest.fixture(scope="module")
def server() -> Iterator[None]:
    """One running server for the tests that only look at it."""
    with pytest.MonkeyPatch.context() as patch, own_state(patch), hold():
        yield


# What the server gives and refuses


@pytest.mark.usefixtures("server")
def test_app_and_owner_sign_in_with_their_passwords() -> None:
    urls = database_urls()
    assert urls.private
    assert ask(urls.app, "SELECT 1") == 1
    assert ask(urls.app, "SELECT current_user::text") == "tram_app"
    assert ask(urls.owner, "SELECT current_user::text") == "tram_owner"


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize("role", ["tram_app", "tram_owner", "postgres"])
def test_wrong_and_missing_passwords_are_refused(role: str) -> None:
    for password in ("wrong", ""):
        parts = conninfo_to_dict(database_urls().app) | {"user": role, "password": password}
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(**parts)  # type: ignore[arg-type]


@pytest.mark.usefixtures("server")
def test_app_cannot_make_tables_or_databases_or_roles() -> None:
    for order in ("CREATE TABLE t (x int)", "CREATE DATABASE other", "CREATE ROLE other"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            tell(database_urls().app, order)


@pytest.mark.usefixtures("server")
def test_no_role_of_ours_is_superuser_or_passes_row_security() -> None:
    found = "SELECT count(*) FROM pg_roles WHERE rolname ~ '^tram_' AND (rolsuper OR rolbypassrls)"
    assert ask(database_urls().app, found) == 0
    assert ask(database_urls().app, "SELECT count(*) FROM pg_roles WHERE rolname ~ '^tram_'") == 2


@pytest.mark.usefixtures("server")
def test_owner_adds_extensions_clones_and_drops_databases() -> None:
    urls = database_urls()
    extensions = ("unaccent", "pg_trgm", "btree_gist")
    tell(urls.owner, "CREATE DATABASE model")
    model, clone = (_database(urls.owner, name) for name in ("model", "clone"))
    tell(model, *(f"CREATE EXTENSION {name}" for name in extensions))
    tell(urls.owner, "CREATE DATABASE clone TEMPLATE model")
    assert ask(clone, "SELECT unaccent('Trạm')") == "Tram"
    assert ask(_database(urls.app, "clone"), "SELECT current_database()::text") == "clone"
    tell(urls.owner, "DROP DATABASE clone", "DROP DATABASE model")


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("data_checksums", "on"),
        ("fsync", "on"),
        ("synchronous_commit", "on"),
        ("listen_addresses", ""),
        ("unix_socket_permissions", "0700"),
        ("server_encoding", "UTF8"),
        ("max_connections", "100"),
    ],
)
def test_setting(setting: str, value: str) -> None:
    assert ask(database_urls().app, f"SELECT current_setting('{setting}')") == value


@pytest.mark.usefixtures("server")
def test_sort_order_is_by_code_point_on_every_machine() -> None:
    collation = "SELECT datcollate::text || datctype FROM pg_database WHERE datname = 'tram'"
    assert ask(database_urls().app, collation) == "CC"


@pytest.mark.usefixtures("server")
def test_backup_programs_run_as_whoever_we_are() -> None:
    parts = conninfo_to_dict(database_urls().owner)
    dump = subprocess.run(
        [
            bin_dir() / "pg_dump",
            "--schema-only",
            "-h",
            str(parts["host"]),
            "-U",
            "tram_owner",
            "tram",
        ],
        env={"PGPASSWORD": str(parts["password"])},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "PostgreSQL database dump complete" in dump.stdout


# Several commands, one server


def test_two_commands_share_one_server_and_the_last_one_stops_it(state: Path) -> None:
    first = Holder()
    number = postmaster()
    second = Holder()
    assert postmaster() == number
    first.leave()
    assert ask(database_urls().app, "SELECT 1") == 1
    with hold():
        second.leave()
        assert postmaster() == number
    assert not answers()
    assert not (this_cluster().data / "postmaster.pid").exists()


def test_killed_command_leaves_a_server_that_the_next_one_uses_and_stops(state: Path) -> None:
    killed = Holder()
    number = postmaster()
    killed.kill()
    assert answers()
    with hold():
        assert postmaster() == number
        assert ask(database_urls().app, "SELECT 1") == 1
    assert not answers()


def test_ctrl_c_ends_the_command_and_not_the_server_of_others(state: Path) -> None:
    interrupted = Holder()
    with hold():
        number = postmaster()
        interrupted.kill(signal.SIGINT)
        assert ask(database_urls().app, "SELECT 1") == 1
        assert postmaster() == number
    assert not answers()


def test_killed_server_comes_back_with_all_that_was_committed(state: Path) -> None:
    witness = Holder()
    tell(
        database_urls().owner,
        "CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n",
        "GRANT SELECT ON kept TO tram_app",
    )
    number = postmaster()
    os.kill(number, signal.SIGKILL)
    with hold():
        assert postmaster() != number
        assert ask(database_urls().app, "SELECT sum(n) FROM kept") == 500500
        witness.leave()
        assert answers()
    assert not answers()


def test_forked_child_leaving_does_not_stop_the_server(state: Path) -> None:
    with hold():
        context = hold()
        context.__enter__()
        child = os.fork()
        if child == 0:
            context.__exit__(None, None, None)
            os._exit(0)
        os.waitpid(child, 0)
        assert answers()
        context.__exit__(None, None, None)
        assert answers()
    assert not answers()


# What may have been left behind


def test_half_made_data_lost_passwords_and_a_stale_mark_are_all_mended(state: Path) -> None:
    half = places.make_folder(this_cluster().folder / "data.new")
    (half / "PG_VERSION").write_text("18")
    with hold():
        tell(database_urls().owner, "CREATE TABLE kept ()")
    assert not half.exists()
    (state / "secrets.json").unlink()
    (this_cluster().data / "postmaster.pid").write_text(f"{os.getpid()}\n{this_cluster().data}\n")
    with hold():
        assert ask(database_urls().owner, "SELECT to_regclass('kept')::text") == "kept"


def test_server_that_cannot_start_says_why_and_is_not_waited_for(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tram.core.server.running.RETRY_SECONDS", 0.1)
    with hold():
        pass
    (this_cluster().data / "global/pg_control").unlink()
    with pytest.raises(Refused, match="không chạy được") as refusal, hold():
        pass
    assert "pg_control" in refusal.value.message


def _database(url: str, name: str) -> str:
    return url.replace("@/tram?", f"@/{name}?")
