"""Where an installation keeps its data, and the folders it may make there."""

import hashlib
import os
from pathlib import Path

LONGEST_SOCKET_PATH = 100
"""Bytes. The kernel allows 107 (Linux) or 103 (macOS)."""


def checkout() -> Path:
    """The folder of the working copy; of the package itself when it was installed without one."""
    package = Path(__file__).resolve().parents[2]
    root = package.parent.parent
    in_source = package.parent.name == "src" and (root / "pyproject.toml").is_file()
    return root if in_source else package


def state_dir() -> Path:
    """The folder that keeps everything this installation must remember. It need not exist yet."""
    if given := os.environ.get("TRAM_STATE_DIR"):
        return Path(given).expanduser().absolute()
    root = checkout()
    if os.geteuid() == 0:
        return Path("/var/lib/tram", digest(root))
    beside = root / ".tram"
    if os.access(beside if beside.exists() else root, os.W_OK):
        return beside
    home = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local/state"
    return Path(home, "tram", digest(root))


def digest(path: Path) -> str:
    """Twelve hexadecimal digits that stand for a path."""
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def make_folder(path: Path) -> Path:
    """Make a folder and what is missing above it; what is there keeps its permissions.

    Only its owner may look inside. Root's may be walked through, since the server in it runs as
    another account.
    """
    if not path.is_dir():
        make_folder(path.parent)
        path.mkdir(exist_ok=True)
        path.chmod(0o711 if os.geteuid() == 0 else 0o700)
    return path


def socket_folder(cluster: Path) -> Path:
    """Where a server's socket lies: beside its data, or under /tmp when that path will not do.

    The same answer for the same data, whatever the environment: two commands must meet there.
    """
    folder = cluster / "socket"
    plain = not set(str(folder)) & set("\"',\\@ \t\n")
    if plain and len(os.fsencode(folder / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH:
        return folder
    return Path("/tmp", f"tram-{os.geteuid()}-{digest(cluster)}")


def passable(path: Path, uid: int, gid: int) -> bool:
    """Whether an account can walk down to a path."""
    return all(_opens(folder.stat(), uid, gid) for folder in [path, *path.parents])


def _opens(status: os.stat_result, uid: int, gid: int) -> bool:
    if status.st_uid == uid:
        return bool(status.st_mode & 0o100)
    return bool(status.st_mode & (0o010 if status.st_gid == gid else 0o001))
