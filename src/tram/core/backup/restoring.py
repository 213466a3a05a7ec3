"""Restoring a backup, whole or not at all, and only where there is nothing yet."""

import tempfile
from pathlib import Path

from django.conf import settings
from django.db import connection

from tram.core import grants, schema
from tram.core.backup import archive, programs
from tram.core.backup.archive import Manifest
from tram.core.backup.books import book_state
from tram.core.backup.making import Progress
from tram.core.errors import Refused
from tram.core.owner import as_owner
from tram.core.server.places import make_folder

_RELATIONS = """
SELECT count(*) FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'S')
AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
"""


def restore(source: Path, progress: Progress) -> Manifest:
    """Bring a backup back; what it holds. Refused unless database and folder are empty.

    Afterwards the books are compared with what the manifest says of them.
    """
    media = Path(settings.MEDIA_ROOT)
    manifest = archive.read_manifest(source)
    _require_known(manifest)
    with as_owner() as app_role:
        _require_empty(media)
        make_folder(media.parent)
        with tempfile.TemporaryDirectory(prefix=".tram-restore-", dir=media.parent) as folder:
            archive.extract(source, manifest, Path(folder))
            _database(Path(folder, archive.DATABASE), app_role, progress)
            _files(Path(folder, archive.FILES), media)
        _require_same(manifest)
    return manifest


def _require_known(manifest: Manifest) -> None:
    known = {f"{app}.{name}" for app, name in schema.known()}
    if unknown := sorted(set(manifest.migrations) - known):
        raise Refused(
            "backup-too-new",
            f"Bản sao lưu do phiên bản mới hơn ({manifest.version}) tạo ra: hãy cài phiên bản đó"
            f" rồi khôi phục. (Made by a newer version, {manifest.version}, which knows"
            f" {unknown[0]}: install that one.)",
        )


def _require_empty(media: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_RELATIONS)
        relations = cursor.fetchone()[0]
    if relations or (media.is_dir() and any(media.iterdir())):
        raise Refused(
            "not-empty",
            "Chỉ khôi phục được vào cơ sở dữ liệu trống và thư mục tệp trống: hãy dùng cơ sở dữ"
            f" liệu khác, hoặc đặt TRAM_STATE_DIR ở thư mục mới. (Not empty: {relations} tables and"
            f" sequences in the database, or files in {media}. Nothing was changed.)",
        )


def _database(dump: Path, app_role: str, progress: Progress) -> None:
    entries = programs.contents(dump)
    tables = sum(" TABLE DATA " in entry for entry in entries)
    with progress("Tables", tables) as advance:
        programs.load(dump, entries, advance)
    grants.grant(app_role)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _files(found: Path, media: Path) -> None:
    if not found.is_dir():
        return
    if media.is_dir():
        media.rmdir()
    found.rename(media)


def _require_same(manifest: Manifest) -> None:
    for book in manifest.books:
        if book_state(book.table) != book:
            raise Refused(
                "books-differ",
                f"Sổ {book.table} sau khi khôi phục khác với bản sao lưu: không được dùng cơ sở dữ"
                f" liệu này. (The book {book.table} is not what was backed up: do not use this.)",
            )
