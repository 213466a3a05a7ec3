"""The account that the server runs as: our own, or an unprivileged one when we are root.

PostgreSQL refuses to run as root, and rightly.
"""

import os
import pwd
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tram.core.errors import Refused
from tram.core.server.places import passable

Command = list[str | Path]

OWN_NAME = "tram-postgres"


@dataclass(frozen=True)
class Account:
    """Who runs PostgreSQL's programs."""

    uid: int
    gid: int

    def run(self, command: Command, given: str = "", log: IO[str] | None = None) -> str:
        """Run a program to its end as this account and return what it printed.

        A failure is a refusal. With `log`, complaints go there and not into the answer.
        """
        root = os.geteuid() == 0
        done = subprocess.run(
            [str(word) for word in command],
            input=given,
            stdout=subprocess.PIPE,
            stderr=log or subprocess.STDOUT,
            text=True,
            errors="replace",
            cwd="/",
            env=environment(),
            start_new_session=True,  # Ctrl-C in the terminal is for us, not for the server
            user=self.uid if root else None,
            group=self.gid if root else None,
            extra_groups=[] if root else None,
        )
        if done.returncode:
            raise failure(done.stdout)
        return done.stdout

    def own(self, path: Path) -> None:
        """Give a file or a folder to this account."""
        if os.geteuid() == 0:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)


def server_account(data: Path) -> Account:
    """The account for a server whose data lie, or will lie, in that folder."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    account = _owner(data) or _unprivileged()
    if not passable(data.parent, account.uid, account.gid):
        raise Refused(
            "state-out-of-reach",
            f"Tài khoản số {account.uid} (chạy PostgreSQL) không vào được thư mục {data.parent}:"
            " hãy đặt TRAM_STATE_DIR ở nơi mọi người đi qua được."
            f" (Account {account.uid}, which runs PostgreSQL, cannot reach {data.parent}:"
            " choose another TRAM_STATE_DIR.)",
        )
    return account


def environment() -> Mapping[str, str]:
    """What PostgreSQL's programs may know of ours: nothing that changes what they do."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def failure(output: str) -> Refused:
    """PostgreSQL did not do what it was told; its last words are the explanation."""
    words = "\n".join(output.strip().splitlines()[-12:])
    return Refused(
        "postgresql-failed",
        "PostgreSQL riêng của Trạm không chạy được; lời báo lỗi của nó ở dưới."
        f" (Trạm's private PostgreSQL failed.)\n{words}",
    )


def _owner(data: Path) -> Account | None:
    """Data that are already there stay with whoever has them."""
    if not data.is_dir():
        return None
    status = data.stat()
    return Account(status.st_uid, status.st_gid) if status.st_uid else None


def _unprivileged() -> Account:
    if not _known(OWN_NAME):
        _add_account()
    for name in (OWN_NAME, "postgres", "nobody"):
        if found := _known(name):
            return found
    raise Refused(
        "no-account",
        "Không có tài khoản nào để chạy PostgreSQL thay cho root: hãy tạo tài khoản hệ thống"
        f" {OWN_NAME}. (No account to run PostgreSQL as instead of root: create the system"
        f" account {OWN_NAME}.)",
    )


def _known(name: str) -> Account | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(entry.pw_uid, entry.pw_gid)


def _add_account() -> None:
    if program := shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin"):
        nowhere = [
            "--no-create-home",
            "--home-dir",
            "/nonexistent",
            "--shell",
            "/usr/sbin/nologin",
        ]
        subprocess.run(
            [program, "--system", "--user-group", *nowhere, OWN_NAME],
            capture_output=True,
            check=False,  # another process may have made it, or we may not: we look again
        )
