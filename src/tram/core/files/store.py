"""Where files lie: outside the web root, named by the SHA-256 of what they hold, written once, read by us alone.

`ab/cd/abcd….` under `settings.MEDIA_ROOT`: two levels of 256 folders (0700), files 0600. A file comes into being
whole: it is copied and flushed under `.incoming`, then linked to its name, which fails if the name is taken.
"""

import hashlib
import logging
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings
from django.utils.translation import gettext as _

from tram.core.errors import Refused
from tram.core.server.places import make_folder

INCOMING = ".incoming"
CHUNK = 1 << 20
log = logging.getLogger(__name__)
SHA256 = re.compile(r"[0-9a-f]{64}")


def root() -> Path:
    """The folder of all files; it need not exist yet."""
    return Path(settings.MEDIA_ROOT)


def path_of(sha256: str) -> Path:
    """Where the bytes with this digest lie, or would lie."""
    if not SHA256.fullmatch(sha256):
        raise ValueError(f"not a digest: {sha256!r}")
    return root() / sha256[:2] / sha256[2:4] / sha256


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, read a piece at a time."""
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def stage(source: Iterable[bytes]) -> tuple[Path, str, int]:
    """Copy bytes to a place of their own, flushed to the disk: where, their digest, how many."""
    with _room():
        place = _folder(root() / INCOMING) / secrets.token_hex(16)
        try:
            return (place, *_copied(source, place))
        except BaseException:
            place.unlink(missing_ok=True)
            raise


def _copied(source: Iterable[bytes], place: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with _new(place) as out:
        for part in source:
            digest.update(part)
            size += out.write(part)
        out.flush()
        os.fsync(out.fileno())
    return digest.hexdigest(), size


def keep_staged(place: Path, sha256: str) -> None:
    """Give staged bytes their lasting name; what is there already stays, for it is the same."""
    target = path_of(sha256)
    with _room():
        folder = _folder(target.parent)
        try:
            os.link(place, target)
        except FileExistsError:
            if digest_of(target) != sha256:
                raise damaged() from None
        else:
            _flush(folder)


@contextmanager
def _room() -> Iterator[None]:
    """A disk that is full or cannot be written is a refusal; nothing half-written stays."""
    try:
        yield
    except OSError as fault:
        log.error("the store of files cannot be written: %s", fault)
        message = _(
            "Kho tệp đang đầy hoặc không ghi được nên chưa lưu tệp nào. Hãy báo người quản trị."
        )
        raise Refused("store-unwritable", message) from fault


def forget_leftovers(before: float) -> int:
    """Remove what crashes left among the incoming since before a time of the system's clock; how many."""
    old = [path for path in (root() / INCOMING).glob("*") if path.stat().st_mtime < before]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def content(sha256: str) -> bytes:
    """The bytes of a kept file, checked against their name: nothing wrong is ever served."""
    try:
        found = path_of(sha256).read_bytes()
    except FileNotFoundError:
        raise damaged() from None
    if hashlib.sha256(found).hexdigest() != sha256:
        raise damaged()
    return found


def damaged() -> Refused:
    """The refusal for a file that is gone or is no longer what it was."""
    return Refused(
        "file-damaged",
        _(
            "Tệp này trong kho bị mất hoặc bị hỏng. Hãy báo người quản trị để lấy lại từ bản sao lưu."
        ),
    )


def kept() -> Iterator[Path]:
    """Every file in the store under a lasting name."""
    yield from (path for path in root().glob("??/??/*") if SHA256.fullmatch(path.name))


def _folder(path: Path) -> Path:
    """A folder of the store and those above it, for our own eyes."""
    if not path.is_dir():
        _folder(path.parent) if path != root() else make_folder(path.parent)
        path.mkdir(mode=0o700, exist_ok=True)
        _flush(path.parent)
    return path


def _new(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _flush(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
