"""What tests of the private server share: a folder of their own, another holder, questions."""

import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tram.core.server.cluster import this_cluster

HOLDER = """
import sys
from tram.core.server import hold
with hold():
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def own_state(patch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A state folder of the test's own, and an environment in which nothing else is asked for.

    pytest's folders are closed to other accounts, so it lies elsewhere: in memory if it may.
    """
    for name in ("TRAM_DATABASE_URL", "TRAM_DATABASE_OWNER_URL", "TRAM_PG"):
        patch.delenv(name, raising=False)
    where = "/dev/shm" if _runs_programs(Path("/dev/shm")) else "/tmp"
    folder = Path(tempfile.mkdtemp(prefix="tram-test-", dir=where))
    folder.chmod(0o755)
    patch.setenv("TRAM_STATE_DIR", str(folder / "state"))
    try:
        yield folder / "state"
    finally:
        shutil.rmtree(folder)


def _runs_programs(place: Path) -> bool:
    """Containers often forbid it, or give 64 MB."""
    if not place.is_dir():
        return False
    found = os.statvfs(place)
    return not found.f_flag & os.ST_NOEXEC and found.f_bavail * found.f_frsize > 2**30


class Holder:
    """Another process that holds the server, until it is told to leave or is killed."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", HOLDER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "held\n"

    def leave(self) -> None:
        self.process.communicate(timeout=120)

    def kill(self, number: signal.Signals = signal.SIGKILL) -> None:
        os.killpg(self.process.pid, number)
        self.leave()


def answers() -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        return client.connect_ex(str(this_cluster().socket / ".s.PGSQL.5432")) == 0


def postmaster() -> int:
    return int((this_cluster().data / "postmaster.pid").read_text().split()[0])


def ask(url: str, question: str) -> object:
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(question.encode()).fetchone()
        return row[0] if row else None


def tell(url: str, *orders: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for order in orders:
            connection.execute(order.encode())


def mode(path: Path) -> str:
    return oct(stat.S_IMODE(path.stat().st_mode))
