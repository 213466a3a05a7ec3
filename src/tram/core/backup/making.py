"""Making a backup, of one moment, while people go on working."""

import hashlib
import hmac
import os
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from tram.core import clock, grants, schema
from tram.core.backup import archive, programs
from tram.core.backup.archive import Manifest
from tram.core.backup.books import book_states
from tram.core.errors import Refused
from tram.core.files import proofs, store
from tram.core.owner import as_owner

Progress = Callable[[str, int], AbstractContextManager[programs.Advance]]
"""Shows how far a work of that title and size is."""


def make(target: Path, progress: Progress) -> Manifest:
    """Write a backup of this moment; what it holds. A file that is there already is not replaced."""
    if target.exists():
        raise Refused(
            "file-exists",
            f"Tệp {target} đã có: hãy chọn tên khác. ({target} exists: choose another name.)",
        )
    if not (target.parent.is_dir() and os.access(target.parent, os.W_OK)):
        raise Refused(
            "no-folder",
            f"Không ghi được vào thư mục {target.parent}: hãy tạo thư mục, hoặc chọn nơi khác. "
            f"({target.parent} is not there or may not be written.)",
        )
    with (
        as_owner(),
        tempfile.TemporaryDirectory(prefix=".tram-backup-", dir=target.parent) as folder,
    ):
        dump, whole = Path(folder, archive.DATABASE), Path(folder, "whole")
        with _one_moment() as snapshot:
            told, named = _manifest(), proofs.all_named()
            with progress("Tables", len(grants.tables())) as advance:
                programs.dump(dump, snapshot, advance)
        made = _pack(
            whole, dump, replace(told, missing=_missing(named)), _members(named), progress
        )
        whole.chmod(0o600)
        whole.rename(target)
    return made


@contextmanager
def _one_moment() -> Iterator[str]:
    """A snapshot that the manifest and `pg_dump` share."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute("SELECT pg_export_snapshot()")
        yield cursor.fetchone()[0]


def _manifest() -> Manifest:
    migrations = sorted(f"{app}.{name}" for app, name in schema.applied())
    if not migrations:
        raise Refused(
            "nothing-to-back-up",
            "Cơ sở dữ liệu còn trống: chưa có gì để sao lưu."
            " (The database is empty: there is nothing to back up.)",
        )
    return Manifest(
        version=version("tram"),
        made_at=clock.now().isoformat(),
        migrations=tuple(migrations),
        books=book_states(),
        tracking_key=tracking_key_mark(),
        sums={},
    )


def tracking_key_mark() -> str:
    """Sixteen digits by which a key is known again; they say nothing about the key."""
    key = str(settings.TRACKING_KEY).encode()
    return hmac.new(key, b"tram backup", hashlib.sha256).hexdigest()[:16]


def _missing(named: frozenset[str]) -> int:
    return sum(not store.path_of(sha256).is_file() for sha256 in named)


def _members(named: frozenset[str]) -> list[tuple[str, Path]]:
    """The files of this moment: those that a row of the snapshot names, and whatever else lies there.

    A file that came in after the moment has no row in the dump and stays out, as does one still coming in.
    """
    media, kept = store.root(), set(store.kept())
    later = {path for path in kept if path.name not in named}
    incoming = media / store.INCOMING
    files = sorted(
        path for path in media.rglob("*") if path.is_file() and incoming not in path.parents
    )
    return [
        (f"{archive.FILES}/{path.relative_to(media).as_posix()}", path)
        for path in files
        if path not in later
    ]


def _pack(
    whole: Path, dump: Path, told: Manifest, files: list[tuple[str, Path]], progress: Progress
) -> Manifest:
    members = [(archive.DATABASE, dump), *files]
    with whole.open("wb") as out:
        with (
            tarfile.open(fileobj=out, mode="w") as tar,
            progress("Files", len(members)) as advance,
        ):
            sums: dict[str, str] = {}
            for member in members:
                sums |= archive.add(tar, [member])
                advance(1)
            made = replace(told, sums=sums)
            archive.close(tar, made)
        out.flush()
        os.fsync(out.fileno())
    return made
