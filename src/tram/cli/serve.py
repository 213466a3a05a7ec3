"""`tram serve`: the web server with its static files, and the private database for as long as it runs.

This process holds the database and watches; a child prepares and ends; the web server is another
child, with its workers. However this one ends, they end too.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import StringIO
from typing import Annotated

import typer

from tram.cli.console import database, say
from tram.core import server
from tram.core.errors import Refused

LOOPBACK = "127.0.0.1"
START_SECONDS = 60
STOP_SECONDS = 15
"""How long requests under way may take to end before they are ended."""
Child = subprocess.Popen[bytes]

Host = Annotated[str, typer.Option(help="Where to listen: leave it, and put a proxy in front.")]
Port = Annotated[int, typer.Option(min=1, max=65535, help="On which port.")]
Workers = Annotated[int, typer.Option(min=1, help="Processes: one for each core.")]
Threads = Annotated[int, typer.Option(min=1, help="Requests that one worker serves at once.")]


def serve(
    host: Host = LOOPBACK, port: Port = 8000, workers: Workers = 2, threads: Threads = 2
) -> None:
    """Serve the site until Ctrl-C or SIGTERM.

    Example: tram serve --port 8080 --workers 4

    Exit codes: 0 stopped when asked, 1 refused or the web server ended by itself.
    """
    try:
        with server.hold(), site(host, port, workers, threads) as running:
            say(f"Trạm serves on http://{host}:{port} ({workers} workers). Ctrl-C stops it.")
            code = running.wait()
    except (KeyboardInterrupt, SystemExit):
        return
    say(f"The web server ended by itself, with code {code}.")
    raise typer.Exit(1)


@contextmanager
def site(host: str, port: int, workers: int, threads: int) -> Iterator[Child]:
    """The site answers inside this block; the database must be held around it."""
    _require_free(host, port)
    given = surroundings(host, port, threads)
    if subprocess.run([sys.executable, "-m", "tram.cli.main", "prepare"], env=given).returncode:
        raise typer.Exit(1)
    child = _spawn(_granian(host, port, workers, threads), given)
    try:
        _await(child, host, port)
        yield child
    finally:
        _stop(child)


def surroundings(host: str, port: int, threads: int) -> dict[str, str]:
    """The web server's environment: papers name the address that answers, unless `TRAM_BASE_URL` names another."""
    name = LOOPBACK if host == "0.0.0.0" else f"[{host}]" if ":" in host else host
    return {
        "TRAM_BASE_URL": f"http://{name}:{port}",
        **os.environ,
        "TRAM_POOL": str(threads),
    }


def prepare() -> None:
    """Check what serving needs and write the static files; `tram serve` calls it first."""
    if server.unkept_secrets():
        raise Refused(
            "secrets-not-kept",
            f"Không ghi được khóa bí mật vào {server.state_dir()}: hãy đặt TRAM_STATE_DIR ở nơi ghi"
            " được. (Secrets cannot be stored, so every process would have its own: set"
            " TRAM_STATE_DIR to a folder that can be written.)",
        )
    with database():
        from django.conf import settings
        from django.core.management import call_command

        from tram.core.fonts import build_fonts

        build_fonts(settings.FONTS)
        call_command("check", stdout=StringIO())
        call_command("collectstatic", interactive=False, verbosity=0)


def _granian(host: str, port: int, workers: int, threads: int) -> list[str]:
    options = {
        "--interface": "wsgi",
        "--http": "1",
        "--host": host,
        "--port": str(port),
        "--workers": str(workers),
        "--blocking-threads": str(threads),
        "--workers-kill-timeout": str(STOP_SECONDS - 5),
        "--log-level": "warning",
    }
    words = [word for pair in options.items() for word in pair]
    command = [sys.executable, "-m", "granian", *words, "--no-ws", "--respawn-failed-workers"]
    return [*command, "tram.config.wsgi:application"]


def _require_free(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Refused(
                "port-taken",
                f"Không mở được {host}:{port} ({error.strerror}): hãy chọn cổng khác bằng --port."
                f" ({host}:{port} cannot be opened: choose another --port.)",
            ) from None


def _spawn(command: list[str], given: dict[str, str]) -> Child:
    """In a session of its own: Ctrl-C in the terminal is for us, and all of it ends together."""
    return subprocess.Popen(command, env=given, start_new_session=True, preexec_fn=_die_with_us)


def _die_with_us() -> None:
    """Linux: the web server is told to end even if this process is killed."""
    if sys.platform == "linux":
        import ctypes

        set_death_signal = 1
        ctypes.CDLL(None).prctl(set_death_signal, signal.SIGTERM)


def _await(child: Child, host: str, port: int) -> None:
    """Until a worker accepts a connection."""
    end = time.monotonic() + START_SECONDS
    address = (LOOPBACK if host == "0.0.0.0" else host, port)
    while child.poll() is None and time.monotonic() < end:
        with suppress(OSError), socket.create_connection(address, timeout=1):
            return
        time.sleep(0.05)
    raise Refused(
        "not-serving",
        "Máy chủ web không khởi động được; lời báo lỗi ở trên. (The web server did not start.)",
    )


def _stop(child: Child) -> None:
    """Ask, wait, then end whatever is left of it."""
    child.terminate()
    with suppress(subprocess.TimeoutExpired):
        child.wait(STOP_SECONDS)
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
