"""`tram backup` and `tram restore`: what was written is there again, byte for byte, or nothing is."""

import hashlib
import json
import stat
import tarfile
from pathlib import Path
from typing import Any

import psycopg
import pytest
from typer.testing import CliRunner

from tests import cast, scans
from tests.cli.conftest import Installation
from tests.server_kit import ask, tell
from tram.cli.main import app
from tram.core import files, server
from tram.core.backup.making import make
from tram.core.errors import Refused
from tram.core.files import store
from tram.dossiers.commands.files import attach_files
from tram.dossiers.models import Dossier
from tram.dossiers.rules.files import FileKind

LETTER = "Đơn đề nghị.txt"
SCANNED = "bản quét"


@pytest.fixture
def saved(own_database: str, tmp_path: Path, settings: Any) -> Path:
    """A backup of a database in which a dossier went home, with its scan, a note and a file that no row names."""
    who = cast.cast()
    dossier = cast.settle(who, cast.accept(who, cast.arrive(who, cast.take_in(who))))
    cast.deliver(who, cast.release(who, dossier))
    settings.MEDIA_ROOT = tmp_path / "files"
    attached(who, dossier)
    (tmp_path / "files" / "2019").mkdir(parents=True)
    (tmp_path / "files" / "2019" / LETTER).write_text("Kính gửi", encoding="utf-8")
    target = tmp_path / "tram.tar"
    done = CliRunner().invoke(app, ["backup", str(target)])
    assert done.exit_code == 0, done.output
    return target


def attached(who: cast.Cast, dossier: Dossier) -> None:
    """One scan in the dossier; and one in the store that came in after the backup's moment."""
    for mark in (SCANNED, "đến sau"):
        found = scans.pdf(mark=mark)
        with files.staged([found], len(found), "don.pdf") as given:
            if mark != SCANNED:
                files.keep(given)
                continue
            attach_files(
                cast.act(who.officer), dossier_id=dossier.id, kind=FileKind.EVIDENCE, files=[given]
            )


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
    _the_scan_is_back(nothing_yet)

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


def _the_scan_is_back(place: Installation) -> None:
    found = scans.pdf(mark=SCANNED)
    digest = hashlib.sha256(found).hexdigest()
    scan = place.state / "files" / digest[:2] / digest[2:4] / digest
    assert scan.read_bytes() == found
    assert [stat.S_IMODE(path.stat().st_mode) for path in (scan, *scan.parents[:3])] == [
        0o600,
        0o700,
        0o700,
        0o700,
    ]
    kept = [path.name for path in place.state.glob("files/??/??/*")]
    assert kept == [digest]
    verified = json.loads(place.run("verify", "--json").stdout)
    looked = {find["name"]: find["compared"] for find in verified["findings"]}
    assert (looked["dossiers_dossierfile"], looked["strays"]) == (1, 1)


def test_a_scan_that_is_missing_is_told_and_the_rest_is_saved(
    saved: Path, settings: Any, tmp_path: Path
) -> None:
    for path in store.kept():
        path.unlink()
    done = CliRunner().invoke(app, ["backup", str(tmp_path / "again.tar"), "--json"])
    assert done.exit_code == 0
    assert "1 files that the database names are not there" in done.stderr
    assert manifest(tmp_path / "again.tar")["missing"] == 1


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


def test_a_folder_that_is_not_there_is_said_in_words(tmp_path: Path) -> None:
    def never(title: str, size: int) -> Any:
        raise AssertionError("nothing is begun")

    with pytest.raises(Refused, match="không-có"):
        make(tmp_path / "không-có" / "tram.tar", never)


def test_no_password_stands_in_a_programs_arguments(
    own_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tram.core.backup import programs

    words, environment = programs._connection()
    password = psycopg.conninfo.conninfo_to_dict(server.database_urls().owner)["password"]
    assert str(password) not in words
    assert environment["PGPASSWORD"] == password
    assert own_database in words
