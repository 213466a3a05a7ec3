"""The site as it is really served: `tram serve` on a database of its own, at half past eight one Monday of 2019.

Requests commit, as they would on a counter; a book takes nothing back, so the database is thrown away afterwards.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from psycopg.conninfo import make_conninfo

from tests.cast import MONDAY
from tests.conftest import ROOT, owner
from tram.core import server

START_SECONDS = 180
CLOCK = "UPDATE core_demo SET shift = %s - clock_timestamp()"


def set_clock(name: str) -> None:
    """Let the database's clock run from Monday 04/11/2019, 08:30 on."""
    with owner(name) as connection:
        connection.execute(CLOCK, [MONDAY])


@contextmanager
def serving(name: str) -> Iterator[str]:
    """`tram serve` on this database, with a state folder of its own; its address."""
    folder = Path(tempfile.mkdtemp(prefix="tram-browser-"))
    port = _free_port()
    command = [sys.executable, "-m", "tram.cli.main", "serve", "--port", str(port)]
    child = subprocess.Popen(
        [*command, "--workers", "1"],
        cwd=ROOT,
        env=_environment(name, folder, port),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    try:
        url = f"http://127.0.0.1:{port}"
        _await(child, url)
        yield url
    finally:
        child.terminate()
        child.wait(START_SECONDS)
        shutil.rmtree(folder)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _environment(name: str, folder: Path, port: int) -> dict[str, str]:
    """The keys are this process's, so that codes made here are known there."""
    kept = {word: value for word, value in os.environ.items() if not word.startswith("TRAM_")}
    return {
        **kept,
        "TRAM_STATE_DIR": str(folder),
        "TRAM_DATABASE_URL": make_conninfo(server.database_urls().app, dbname=name),
        "TRAM_SECRET_KEY": settings.SECRET_KEY,
        "TRAM_TRACKING_KEY": settings.TRACKING_KEY,
        "TRAM_BASE_URL": f"http://127.0.0.1:{port}",
    }


def _await(child: "subprocess.Popen[bytes]", url: str) -> None:
    end = time.monotonic() + START_SECONDS
    while child.poll() is None and time.monotonic() < end:
        with suppress(OSError), urllib.request.urlopen(f"{url}/healthz", timeout=5):
            return
        time.sleep(0.1)
    raise AssertionError(f"tram serve did not answer at {url}")
