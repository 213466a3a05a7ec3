"""Secrets that are made once and kept: one file, readable by its owner only."""

import fcntl
import json
import os
import secrets
from pathlib import Path
from typing import IO

from tram.core.server.places import make_folder, state_dir

_unkept: dict[str, str] = {}


def secret(name: str) -> str:
    """The secret of that name: from `TRAM_<NAME>`, from the file `TRAM_<NAME>_FILE`, or kept."""
    variable = f"TRAM_{name.upper()}"
    if value := os.environ.get(variable):
        return value
    if file := os.environ.get(f"{variable}_FILE"):
        return Path(file).read_text().strip()
    return kept(name)


def kept(name: str) -> str:
    """Our own secret of that name, made on first use: 48 random bytes, in letters without quotes.

    Where nothing can be written (a type checker in a read-only tree) it lives with the process.
    """
    try:
        return _read().get(name) or _make(name)
    except OSError:
        return _unkept.setdefault(name, secrets.token_urlsafe(48))


def unkept_secrets() -> frozenset[str]:
    """Secrets that could not be stored. Each process has its own: never serve with them."""
    return frozenset(_unkept)


def _file() -> Path:
    return state_dir() / "secrets.json"


def _read() -> dict[str, str]:
    try:
        found: dict[str, str] = json.loads(_file().read_text())
    except FileNotFoundError:
        return {}
    return found


def _make(name: str) -> str:
    make_folder(state_dir())
    with _private(state_dir() / "secrets.lock") as mutex:
        fcntl.flock(mutex, fcntl.LOCK_EX)
        all_secrets = _read()
        value = all_secrets.setdefault(name, secrets.token_urlsafe(48))
        _write(all_secrets)
    return value


def _write(all_secrets: dict[str, str]) -> None:
    new = _file().with_suffix(".new")
    with _private(new) as out:
        json.dump(all_secrets, out, indent=1)
        out.flush()
        os.fsync(out.fileno())
    new.replace(_file())


def _private(path: Path) -> IO[str]:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    return os.fdopen(handle, "w")
