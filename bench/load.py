"""A load of plain HTTP/1.1 requests over a few kept connections: as little work as a client can do.

The requests are bytes made beforehand; an answer is read by its Content-Length. Times are wall seconds of this
process; CPU is asked of the server's own processes.
"""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import psutil

Make = Callable[[int], bytes]


@dataclass
class Run:
    """What one run measured: answers by status, seconds of each, CPU-ms of application and database for each."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    app_ms: float = 0.0
    pg_ms: float = 0.0

    @property
    def answers(self) -> int:
        return len(self.latencies)

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.answers / self.seconds if self.seconds else 0.0

    def percentile(self, share: float) -> float:
        """Milliseconds within which this share of the answers came."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000 if ordered else 0.0

    def only(self, *wanted: int) -> bool:
        """True if every answer had one of these statuses."""
        return bool(self.statuses) and set(self.statuses) <= set(wanted)


def request(method: str, path: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    """The bytes of one request on a kept connection."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Connection: keep-alive"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if body:
        lines += [
            "Content-Type: application/x-www-form-urlencoded",
            f"Content-Length: {len(body)}",
        ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


class Connection:
    """One kept connection."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, message: bytes) -> int:
        """Send one request and read its whole answer; the status."""
        self.socket.sendall(message)
        found = b""
        while b"\r\n\r\n" not in found:
            part = self.socket.recv(65536)
            if not part:
                raise ConnectionError("the server closed the connection")
            found += part
        head, _, body = found.partition(b"\r\n\r\n")
        length = 0
        for line in head.split(b"\r\n")[1:]:
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        left = length - len(body)
        while left > 0:
            left -= len(self.socket.recv(min(left, 65536)))
        return int(head.split(b" ", 2)[1])


def cpu(processes: list[psutil.Process]) -> float:
    """CPU seconds that these processes have used so far, those that ended left out."""
    total = 0.0
    for process in processes:
        try:
            spent = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += spent.user + spent.system
    return total


def tree(root: psutil.Process) -> list[psutil.Process]:
    """A process and all below it."""
    return [root, *root.children(recursive=True)]


def run(
    port: int,
    make: Make,
    *,
    seconds: float,
    connections: int,
    application: psutil.Process,
    database: psutil.Process,
    most: int = 10**9,
) -> Run:
    """Ask as fast as answers come on each connection, for so long or for so many requests."""
    done, lock, numbers = Run(), threading.Lock(), _numbers(most)
    end = time.monotonic() + seconds

    def worker() -> None:
        line = Connection(port)
        while time.monotonic() < end:
            with lock:
                number = next(numbers, None)
            if number is None:
                return
            message = make(number)
            begun = time.monotonic()
            status = line.ask(message)
            spent = time.monotonic() - begun
            with lock:
                done.latencies.append(spent)
                done.statuses[status] = done.statuses.get(status, 0) + 1

    before = cpu(tree(application)), cpu(tree(database))
    begun = time.monotonic()
    threads = [threading.Thread(target=worker) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    done.seconds = time.monotonic() - begun
    answers = max(done.answers, 1)
    done.app_ms = (cpu(tree(application)) - before[0]) * 1000 / answers
    done.pg_ms = (cpu(tree(database)) - before[1]) * 1000 / answers
    return done


def _numbers(most: int) -> Iterator[int]:
    yield from range(most)
