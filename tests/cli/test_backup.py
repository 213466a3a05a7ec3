"""`tram backup` and `tram restore`: what was written is there again, byte for byte, or nothing is."""

import json
import stat
import tarfile
from pathlib import Path
from typing import Any

import psycopg
import pytest
from typer.testing import CliRunner

from tests import cast
from tests.cli.conftest import Installation
from tests.server_kit import ask, tell
from tram.cli.main import app
from tram.core import server

LETTER = "Đơn đề nghị.txt"


@pytest.fixture
def saved(own_database: str, tmp_path: Path, settings: Any) -> Path:
    """A backup of a database in which a dossier went home, with one file."""
    who = cast.cast()
    dossier = cast.settle(who, cast.accept(who, cast.arrive(who, cast.take_in(who))))
    cast.deliver(who, cast.release(who, dossier))
    settings.MEDIA_ROOT = tmp_path / "files"
    (tmp_path / "files" / "2019").mkdir(parents=True)
    (tmp_path / "files" / "2019" / LETTER).write_text("Kính gửi", encoding="utf-8")
    target = tmp_path / "tram.tar"
    done = CliRunner().invoke(app, ["backup", str(target)])
    assert done.exit_code == 0, done.output
    return target


def manifest(file: Path) -> dict[str, Any]:
    with tarfile.open(file) as tar:
        member = tar.extractfile("manifest.json")
        assert member is not None
        told: dict[str, Any] = json.load(member)
        return told


def test_what_was_backed_up_is_there_again_and_verifies(
    saved: Path, nothing_yet: Installation, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    told = manifest(saved)
    assert {book["table"] for book in told["books"]} == {
        "cash_line",
        "custody_line",
        "dossiers_line",
    }
    assert all(book["lines"] > 0 for book in told["books"])

    done = nothing_yet.run("restore", str(saved))
    assert done.returncode == 0, done.stderr
    assert "All is well: " in done.stderr
    assert "tracking key" in done.stderr
    assert (nothing_yet.state / "files" / "2019" / LETTER).read_text("utf-8") == "Kính gửi"

    again = nothing_yet.run("backup", str(tmp_path / "again.tar"), "--json")
    assert json.loads(again.stdout)["books"] == told["books"]
    assert json.loads(again.stdout)["migrations"] == told["migrations"]

    twice = nothing_yet.run("restore", str(saved))
    assert twice.returncode == 1
    assert "Chỉ khôi phục được vào cơ sở dữ liệu trống" in twice.stderr

    with monkeypatch.context() as there:
        for name in ("TRAM_DATABASE_URL", "TRAM_DATABASE_OWNER_URL"):
            there.delenv(name, raising=False)
        there.setenv("TRAM_STATE_DIR", str(nothing_yet.state))
        with server.hold():
            _still_protected(server.database_urls())


def _still_protected(urls: server.DatabaseUrls) -> None:
    assert ask(urls.app, "SELECT obj_description('custody_line'::regclass)") == "book"
    assert ask(urls.app, "SELECT count(*) FROM accounts_session") == 0
    for url in (urls.app, urls.owner):
        for order in (
            "UPDATE custody_line SET actor_id = 1",
            "TRUNCATE custody_line CASCADE",
            "UPDATE catalogue_procedureversion SET limit_value = 99",
            "DELETE FROM catalogue_requiredpaper",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                tell(url, order)


def test_a_damaged_backup_changes_nothing(saved: Path, nothing_yet: Installation) -> None:
    with saved.open("r+b") as file:
        file.seek(saved.stat().st_size // 2)
        byte = file.read(1)
        file.seek(-1, 1)
        file.write(bytes([byte[0] ^ 1]))
    done = nothing_yet.run("restore", str(saved))
    assert done.returncode == 1
    assert "is damaged" in done.stderr
    assert "Traceback" not in done.stderr
    assert "chạy «tram migrate»" in nothing_yet.run("verify").stderr


def test_a_file_that_is_no_backup_is_said_in_words(
    installed: Installation, tmp_path: Path
) -> None:
    wrong = tmp_path / "holiday.tar"
    wrong.write_text("not a tar")
    done = installed.run("restore", str(wrong))
    assert done.returncode == 1
    assert "không phải của «tram backup»" in done.stderr


def test_a_backup_that_is_there_is_not_written_over(
    installed: Installation, tmp_path: Path
) -> None:
    there = tmp_path / "tram.tar"
    there.write_text("yesterday's")
    done = installed.run("backup", str(there))
    assert done.returncode == 1
    assert there.read_text() == "yesterday's"
    assert [path.name for path in tmp_path.iterdir()] == ["tram.tar"]


def test_no_password_stands_in_a_programs_arguments(
    own_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tram.core.backup import programs

    words, environment = programs._connection()
    password = psycopg.conninfo.conninfo_to_dict(server.database_urls().owner)["password"]
    assert str(password) not in words
    assert environment["PGPASSWORD"] == password
    assert own_database in words
