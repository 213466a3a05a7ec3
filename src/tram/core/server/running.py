"""Starting and stopping the private server, whatever state it was left in."""

import os
import re
import shutil
import socket
import time
from contextlib import suppress
from pathlib import Path

from tram.core.errors import Refused
from tram.core.server.account import Account, Command, failure
from tram.core.server.cluster import PORT, Cluster

START_SECONDS = 120
"""How long a start may take, recovery after a crash included."""
RETRY_SECONDS = 10
"""How long to try again when the server ends at once: the last one's processes may still go."""
STOP_SECONDS = 30
LOG_BYTES = 1_000_000
"""The log is emptied at a start once it is larger."""

_SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "fsync": "on",
    "synchronous_commit": "on",
    "password_encryption": "scram-sha-256",
    "jit": "off",
    "timezone": "UTC",
    # A log per weekday, overwritten a week later; statements and values may be personal data.
    "logging_collector": "on",
    "log_directory": "log",
    "log_filename": "server-%a.log",
    "log_rotation_age": "1d",
    "log_truncate_on_rotation": "on",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
}


_SPEAK_TLS = bytes.fromhex("00000008 04d2162f")
_IN_BACKGROUND = '"$@" </dev/null >&2 & echo $!'


def ready(cluster: Cluster) -> bool:
    """Whether the server takes connections."""
    return answers(cluster) and _words(cluster)[7:8] == ["ready"]


def answers(cluster: Cluster) -> bool:
    """Whether a server, ready or not yet, lives behind the socket.

    To connect is not enough, the kernel does that for one just killed too. So it is asked whether
    it speaks TLS; any answer will do, and nothing is written to its log.
    """
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(5)
        try:
            client.connect(str(cluster.socket / f".s.PGSQL.{PORT}"))
            client.sendall(_SPEAK_TLS)
            return client.recv(1) != b""
        except OSError:
            return False


def start(cluster: Cluster, account: Account, bin_dir: Path) -> None:
    """Start the server and wait until it takes connections."""
    _trim_log(cluster)
    begun = time.monotonic()
    pid: int | None = None
    while not ready(cluster):
        waited = time.monotonic() - begun
        dead = pid is not None and not _alive(pid)
        if waited > (RETRY_SECONDS if dead else START_SECONDS):
            raise failure(_last_words(cluster))
        if dead:
            time.sleep(0.2)
        if (pid is None or dead) and not answers(cluster):
            pid = _spawn(cluster, account, bin_dir)
        time.sleep(0.02)


def stop(cluster: Cluster, account: Account, bin_dir: Path) -> None:
    """Stop the server: sessions are ended, everything is written. Fine if it does not run."""
    patience = ["-s", "-w", "-t", str(STOP_SECONDS)]
    command: Command = [bin_dir / "pg_ctl", "stop", "-D", cluster.data, *patience]
    if answers(cluster):
        with suppress(Refused):
            account.run([*command, "-m", "fast"])
    if answers(cluster):
        account.run([*command, "-m", "immediate"])


def _spawn(cluster: Cluster, account: Account, bin_dir: Path) -> int:
    """Start the process as nobody's child and tell its number.

    The shell between us ends at once. Were the server our child, it would stay as a zombie after
    a crash, and its successor would take the zombie for a running server.
    """
    _forget_dead(cluster)
    settings = _SETTINGS | {"unix_socket_directories": str(cluster.socket)}
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    cluster.start_log.touch(mode=0o600)
    command: Command = [bin_dir / "postgres", "-D", cluster.data, *options]
    with cluster.start_log.open("w") as log:
        return int(account.run(["/bin/sh", "-c", _IN_BACKGROUND, "sh", *command], log=log))


def _forget_dead(cluster: Cluster) -> None:
    """Remove the mark of a server that is gone when another program has its number now.

    It happens after a restart of the machine, and PostgreSQL would take that program for itself.
    """
    words = _words(cluster)
    if words and words[0].isdecimal() and not _is_postgres(int(words[0])):
        (cluster.data / "postmaster.pid").unlink(missing_ok=True)


def _words(cluster: Cluster) -> list[str]:
    try:
        text = (cluster.data / "postmaster.pid").read_text()
    except OSError:
        return []
    return [line.strip() for line in text.splitlines()]


def _is_postgres(pid: int) -> bool:
    """Where the system cannot tell (no /proc) PostgreSQL decides for itself."""
    name, state = _process(pid)
    return name in ("postgres", "") and state != "Z"


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return _process(pid)[1] != "Z"


def _process(pid: int) -> tuple[str, str]:
    """Name and state letter of a process; empty where they cannot be read."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return "", ""
    found = re.search(r"\((.*)\) (\S)", text, re.DOTALL)
    return (found[1], found[2]) if found else ("", "")


def _trim_log(cluster: Cluster) -> None:
    folder = cluster.data / "log"
    if sum(file.lstat().st_size for file in folder.glob("*")) > LOG_BYTES:
        shutil.rmtree(folder, ignore_errors=True)


def _last_words(cluster: Cluster) -> str:
    files = sorted((cluster.data / "log").glob("*"), key=lambda file: file.lstat().st_mtime)
    return "\n".join(file.read_text(errors="replace") for file in [*files[-1:], cluster.start_log])
