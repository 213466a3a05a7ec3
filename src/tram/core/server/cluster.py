"""One private server's folder, and how it is born: `initdb`, two roles, one database."""

import hashlib
import os
import secrets
import shutil
import stat
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tram.core.errors import Refused
from tram.core.server.account import Account, Command
from tram.core.server.binaries import Binaries, copied, find_binaries
from tram.core.server.keys import kept
from tram.core.server.places import socket_folder, state_dir

PORT = 5432
"""Only part of the socket's name: nothing listens on a network."""


@dataclass(frozen=True)
class Cluster:
    """The files of one server. Each major version has its own, since none reads another's data."""

    folder: Path

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def socket(self) -> Path:
        return socket_folder(self.folder)

    @property
    def start_log(self) -> Path:
        """What the server said before its own log was open."""
        return self.folder / "start.log"

    @property
    def roles_stamp(self) -> Path:
        """Which passwords the server knows, as a fingerprint."""
        return self.folder / "roles.sha256"


def this_cluster() -> Cluster:
    """The private server's place in this installation, whether it exists yet or not."""
    return Cluster(state_dir() / f"pg{find_binaries().major}")


def programs(cluster: Cluster) -> Path:
    """The folder of programs the server's account can run."""
    binaries: Binaries = find_binaries()
    if os.geteuid() == 0 and binaries.embedded:
        binaries = copied(binaries, cluster.folder)
    return binaries.folder


def prepare(cluster: Cluster, account: Account, bin_dir: Path) -> None:
    """Make the data and the socket's folder unless they are there; renew changed passwords."""
    if not cluster.data.is_dir():
        _create(cluster, account, bin_dir)
    elif not _stamped(cluster):
        _in_single_mode(account, bin_dir, cluster.data, _passwords())
        _stamp(cluster)
    _private_folder(cluster.socket, account)


def _create(cluster: Cluster, account: Account, bin_dir: Path) -> None:
    """Done in a folder beside and renamed at the end: half a server is never mistaken for one."""
    half = cluster.folder / "data.new"
    shutil.rmtree(half, ignore_errors=True)
    _private_folder(half, account)
    with _password_file(cluster.folder, account) as password:
        _initdb(account, bin_dir, half, password)
    unsynced = "-F"  # all is written to disk at once below
    _in_single_mode(account, bin_dir, half, [*_BIRTH, *_passwords()], unsynced)
    account.run([bin_dir / "initdb", "--sync-only", "-D", half])
    _stamp(cluster)
    half.rename(cluster.data)
    _sync(cluster.folder)


def _initdb(account: Account, bin_dir: Path, data: Path, password: Path) -> None:
    options = [
        "--encoding=UTF8",
        "--locale=C",
        "--data-checksums",
        "--no-sync",
        "--no-instructions",
    ]
    access = ["--auth-local=scram-sha-256", "--auth-host=reject", f"--pwfile={password}"]
    account.run([bin_dir / "initdb", "-D", data, "--username=postgres", *options, *access])


_BIRTH = (
    "CREATE ROLE tram_owner LOGIN CREATEDB NOSUPERUSER NOCREATEROLE NOBYPASSRLS",
    "CREATE ROLE tram_app LOGIN NOCREATEDB NOSUPERUSER NOCREATEROLE NOBYPASSRLS",
    "CREATE DATABASE tram OWNER tram_owner",
)


def _passwords() -> list[str]:
    return [
        f"ALTER ROLE tram_{name} PASSWORD '{kept(f'{name}_password')}'"
        for name in ("owner", "app")
    ]


def _in_single_mode(
    account: Account, bin_dir: Path, data: Path, statements: Sequence[str], *options: str
) -> None:
    """Run SQL without a running server and without any password. A line is a statement."""
    strict = ["-c", "exit_on_error=on", "-c", "log_min_messages=error"]
    silent = ["-c", "log_min_error_statement=panic"]  # a complaint must not repeat a password
    command: Command = [bin_dir / "postgres", "--single", *strict, *silent, *options, "-D", data]
    account.run([*command, "postgres"], "".join(f"{statement}\n" for statement in statements))


def _fingerprint() -> str:
    return hashlib.sha256("\n".join(_passwords()).encode()).hexdigest()


def _stamped(cluster: Cluster) -> bool:
    stamp = cluster.roles_stamp
    return stamp.is_file() and stamp.read_text() == _fingerprint()


def _stamp(cluster: Cluster) -> None:
    cluster.roles_stamp.write_text(_fingerprint())
    cluster.roles_stamp.chmod(0o600)


@contextmanager
def _password_file(folder: Path, account: Account) -> Iterator[Path]:
    """A password nobody is told, for the superuser nobody signs in as; there only for `initdb`."""
    handle, name = tempfile.mkstemp(dir=folder)
    try:
        with os.fdopen(handle, "w") as out:
            out.write(secrets.token_urlsafe(32))
        account.own(Path(name))
        yield Path(name)
    finally:
        Path(name).unlink()


def _private_folder(path: Path, account: Account) -> None:
    """A folder that only the server's account opens; somebody else may have made it first."""
    with suppress(FileExistsError):
        path.mkdir(mode=0o700)
    status = path.lstat()
    ours = status.st_uid in (account.uid, os.geteuid())
    if not stat.S_ISDIR(status.st_mode) or not ours or status.st_mode & 0o077:
        raise Refused(
            "folder-not-ours",
            f"Thư mục {path} không phải của riêng Trạm: hãy xóa nó rồi chạy lại."
            f" ({path} is not Trạm's own: remove it and try again.)",
        )
    account.own(path)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
