"""`tram serve`: the site answers, its files may be kept for ever, and nothing is left when it stops."""

import re
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from http.client import HTTPResponse
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import OperationalError
from django.test import Client

from tests.cli.conftest import Installation, wait_for
from tram.cli import serve
from tram.core import schema, server
from tram.core.errors import Refused
from tram.web.templatetags.tram import SHEETS

LONG = 120
"""Seconds that a busy machine may take; a quiet one needs none of them."""
TEMPLATES = Path(serve.__file__).parents[1] / "web" / "templates"


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def site(installed: Installation, port: int) -> Iterator[subprocess.Popen[str]]:
    process = installed.start("serve", "--port", str(port), "--workers", "1")
    wait_for(process, "Ctrl-C stops it")
    yield process
    process.kill()
    process.communicate()


def get(port: int, path: str) -> HTTPResponse:
    found: HTTPResponse = urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=LONG)
    return found


def closed(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def within(seconds: float, what: object) -> bool:
    assert callable(what)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.05)
    return False


def test_it_serves_pages_whose_files_may_be_kept_for_ever_and_sigterm_stops_all_of_it(
    site: subprocess.Popen[str], installed: Installation, port: int
) -> None:
    assert get(port, "/healthz").read() == b"ok"
    files = re.findall(r'(?:href|src)="(/static/[^"#]+)', get(port, "/").read().decode())
    assert any("fonts" in name for name in files)
    for name in set(files):
        assert "immutable" in (get(port, name).getheader("Cache-Control") or ""), name

    site.send_signal(signal.SIGTERM)
    assert site.wait(LONG) == 0
    assert closed(port)
    assert not installed.database_runs


def test_ctrl_c_stops_all_of_it_too(
    site: subprocess.Popen[str], installed: Installation, port: int
) -> None:
    site.send_signal(signal.SIGINT)
    assert site.wait(LONG) == 0
    assert closed(port)
    assert not installed.database_runs


def test_killed_it_does_not_leave_a_web_server_behind(
    site: subprocess.Popen[str], installed: Installation, port: int
) -> None:
    site.kill()
    assert within(LONG, lambda: closed(port))
    assert installed.run("verify").returncode == 1  # nothing to compare, but the database answers
    assert not installed.database_runs


def test_a_port_that_is_taken_is_said_in_words(installed: Installation, port: int) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        done = installed.run("serve", "--port", str(port))
    assert done.returncode == 1
    assert "chọn cổng khác" in done.stderr
    assert not installed.database_runs


@pytest.mark.parametrize(
    ("host", "port", "typed"),
    [
        ("127.0.0.1", 8123, "http://127.0.0.1:8123"),
        ("0.0.0.0", 8000, "http://127.0.0.1:8000"),
        ("::1", 8000, "http://[::1]:8000"),
    ],
)
def test_what_papers_name_is_the_address_that_answers(
    monkeypatch: pytest.MonkeyPatch, host: str, port: int, typed: str
) -> None:
    assert serve.surroundings(host, port, 4)["TRAM_BASE_URL"] == typed
    monkeypatch.setenv("TRAM_BASE_URL", "https://tram.example.vn")
    assert serve.surroundings(host, port, 4)["TRAM_BASE_URL"] == "https://tram.example.vn"


def test_it_does_not_start_with_keys_that_are_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "unkept_secrets", lambda: frozenset({"SECRET_KEY"}))
    with pytest.raises(Refused, match="TRAM_STATE_DIR"):
        serve.prepare()


def test_every_file_that_a_template_names_is_there() -> None:
    pages = [page.read_text(encoding="utf-8") for page in TEMPLATES.rglob("*.html")]
    named = {name for page in pages for name in re.findall(r"{% static '([^']+)' %}", page)}
    named |= {f"tram/{name}.css" for name in SHEETS}
    assert len(named) > 10
    assert [name for name in sorted(named) if finders.find(name) is None] == []


@pytest.mark.django_db
def test_the_monitor_is_told_ok(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_the_monitor_is_told_that_a_migration_is_missing(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "wanted", lambda: frozenset({("core", "9999_tomorrow")}))
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (503, b"migrations")


def test_the_monitor_is_told_that_the_database_does_not_answer(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent() -> list[str]:
        raise OperationalError("connection refused by 10.0.0.7")

    monkeypatch.setattr(schema, "missing", silent)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (503, b"database")
