"""The file of a backup: a tar whose last member says what the others must be."""

import hashlib
import json
import shutil
import tarfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO, Any

from tram.core.backup.books import BookState
from tram.core.errors import Refused

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "database.dump"
FILES = "files"


@dataclass(frozen=True)
class Manifest:
    """What a backup holds: made by which version, when, on which tables, how far the books had come.

    `missing`: files that the database names and that were not there to be backed up.
    """

    version: str
    made_at: str
    migrations: tuple[str, ...]
    books: tuple[BookState, ...]
    tracking_key: str
    sums: dict[str, str]
    missing: int = 0
    format: int = FORMAT

    @property
    def lines(self) -> int:
        """Lines in all books."""
        return sum(book.lines for book in self.books)


class Digesting:
    """A file whose bytes are counted into a checksum as they are read."""

    def __init__(self, source: IO[bytes]) -> None:
        self.source = source
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        part = self.source.read(size)
        self.digest.update(part)
        return part

    @property
    def sum(self) -> str:
        return self.digest.hexdigest()


def add(tar: tarfile.TarFile, members: Iterable[tuple[str, Path]]) -> dict[str, str]:
    """Put files into a tar; their checksums by name."""
    sums = {}
    for name, path in members:
        with path.open("rb") as source:
            info = tarfile.TarInfo(name)
            info.size, info.mode = path.stat().st_size, 0o600
            digesting = Digesting(source)
            tar.addfile(info, digesting)
            sums[name] = digesting.sum
    return sums


def close(tar: tarfile.TarFile, manifest: Manifest) -> None:
    """Put the manifest at the end."""
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=2).encode()
    info = tarfile.TarInfo(MANIFEST)
    info.size, info.mode = len(text), 0o600
    tar.addfile(info, BytesIO(text))


@contextmanager
def readable(source: Path) -> Iterator[None]:
    """Whatever is wrong with the file inside this block is a refusal that names it."""
    try:
        yield
    except (OSError, tarfile.TarError, KeyError, TypeError, ValueError) as fault:
        raise Refused(
            "not-a-backup",
            f"Không đọc được bản sao lưu {source}: tệp hỏng hoặc không phải của «tram backup»."
            f" ({source} is not a backup that can be read: {fault}. Nothing was changed.)",
        ) from fault


def read_manifest(source: Path) -> Manifest:
    """What a backup says that it holds."""
    with readable(source), tarfile.open(source, "r:") as tar:
        return _manifest(tar)


def _manifest(tar: tarfile.TarFile) -> Manifest:
    member = tar.extractfile(MANIFEST)
    if member is None:
        raise ValueError(MANIFEST)
    told: dict[str, Any] = json.load(member)
    if told.get("format") != FORMAT:
        raise ValueError(f"format {told.get('format')}")
    books = tuple(BookState(**book) for book in told.pop("books"))
    return Manifest(books=books, migrations=tuple(told.pop("migrations")), **told)


def extract(source: Path, manifest: Manifest, folder: Path) -> None:
    """Write every member below a folder, if each is exactly what the manifest says."""
    with readable(source), tarfile.open(source, "r:") as tar:
        found = {member.name: member for member in tar if member.name != MANIFEST}
        if set(found) != set(manifest.sums) or DATABASE not in found:
            raise ValueError("files are missing in it, or too many")
        for name, member in found.items():
            content = tar.extractfile(member) if _proper(name) else None
            if content is None or _written(content, folder / name) != manifest.sums[name]:
                raise ValueError(f"{name} is damaged")


def _written(content: IO[bytes], target: Path) -> str:
    _private(target.parent)
    digesting = Digesting(content)
    with target.open("xb") as out:
        target.chmod(0o600)
        shutil.copyfileobj(digesting, out)
    return digesting.sum


def _private(folder: Path) -> None:
    if not folder.is_dir():
        _private(folder.parent)
        folder.mkdir(mode=0o700)


def _proper(name: str) -> bool:
    """Whether a name stays inside the folder it is written to."""
    path = PurePosixPath(name)
    inside = not path.is_absolute() and ".." not in path.parts
    return inside and (name == DATABASE or path.parts[0] == FILES)
