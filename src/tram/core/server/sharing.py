"""Several commands, one server: the first to come starts it, the last to go stops it.

Who uses the server holds a shared lock on the file `users`; coming and going happen one at a
time behind the lock `door`. The kernel drops the locks of a process that dies, so nobody is ever
counted who is not there.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from tram.core.server.account import server_account
from tram.core.server.cluster import Cluster, prepare, programs, this_cluster
from tram.core.server.places import make_folder
from tram.core.server.running import ready, start, stop
from tram.core.server.urls import brought


@contextmanager
def hold() -> Iterator[None]:
    """The private server runs inside this block. With `TRAM_DATABASE_URL` set nothing is done.

    A process forked inside the block may use the server, but only the one that entered stops it.
    """
    if brought():
        yield
        return
    cluster = this_cluster()
    make_folder(cluster.folder)
    users = _lock_file(cluster, "users")
    owner = os.getpid()
    try:
        _enter(cluster, users)
        yield
    finally:
        if os.getpid() == owner:
            _leave(cluster, users)
        os.close(users)


def _enter(cluster: Cluster, users: int) -> None:
    with _door(cluster):
        fcntl.flock(users, fcntl.LOCK_SH)
        if not ready(cluster):
            account = server_account(cluster.data)
            bin_dir = programs(cluster)
            prepare(cluster, account, bin_dir)
            start(cluster, account, bin_dir)


def _leave(cluster: Cluster, users: int) -> None:
    with _door(cluster):
        if _alone(users):
            stop(cluster, server_account(cluster.data), programs(cluster))


def _alone(users: int) -> bool:
    """Whether nobody else uses the server. The answer holds as long as the door is shut."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _door(cluster: Cluster) -> Iterator[None]:
    lock = _lock_file(cluster, "door")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _lock_file(cluster: Cluster, name: str) -> int:
    return os.open(cluster.folder / f"{name}.lock", os.O_RDWR | os.O_CREAT, 0o600)
