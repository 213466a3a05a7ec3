"""A bad line: a small proxy before the served site that is slow for scans, and loses answers that were given."""

import http.client
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import sleep
from urllib.parse import urlsplit

HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "upgrade"}


@dataclass
class Line:
    """The line: how long a scan takes, which answers are lost (by their number), what has passed."""

    target: str
    delay: float = 0.0
    lose: set[int] = field(default_factory=set)
    scans: int = 0
    url: str = ""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    line: Line

    def do_GET(self) -> None:
        self._answer(self._ask(b""))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        if not urlsplit(self.path).path.endswith("/quet/"):
            self._answer(self._ask(body))
            return
        self.line.scans += 1
        lost = self.line.scans in self.line.lose
        sleep(self.line.delay)
        answer = self._ask(body)
        if lost:  # the server has written it down; nobody here will hear of it
            self.close_connection = True
        else:
            self._answer(answer)

    def _ask(self, body: bytes) -> tuple[http.client.HTTPResponse, bytes]:
        target = urlsplit(self.line.target)
        server = http.client.HTTPConnection(target.hostname or "", target.port, timeout=120)
        server.request(self.command, self.path, body, dict(self.headers))
        answer = server.getresponse()
        return answer, answer.read()

    def _answer(self, answered: tuple[http.client.HTTPResponse, bytes]) -> None:
        answer, content = answered
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *words: object) -> None:
        """Nobody reads it."""


@contextmanager
def bad_line(target: str) -> Iterator[Line]:
    """The proxy, running; its own address is `url`."""
    line = Line(target)
    proxy = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"line": line}))
    line.url = f"http://127.0.0.1:{proxy.server_address[1]}"
    thread = Thread(target=proxy.serve_forever, daemon=True)
    thread.start()
    try:
        yield line
    finally:
        proxy.shutdown()
        proxy.server_close()
        thread.join()
