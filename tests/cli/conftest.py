"""An installation of the tests' own, made by `tram init`, for tests that run whole commands."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.server_kit import own_state

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "tram.cli.main"]


@dataclass(frozen=True)
class Installation:
    """A state folder, and `tram` as a person runs it there."""

    state: Path
    told: dict[str, str] = field(default_factory=dict)

    def environment(self, **more: str) -> dict[str, str]:
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("TRAM_") or name == "TRAM_PG"
        }
        return {**kept, "TRAM_STATE_DIR": str(self.state), **more}

    def run(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*COMMAND, *words],
            cwd=ROOT,
            env=self.environment(**more),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=600,
        )

    def start(self, *words: str, **more: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [*COMMAND, *words],
            cwd=ROOT,
            env=self.environment(**more),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    @property
    def database_runs(self) -> bool:
        return any(self.state.glob("pg*/data/postmaster.pid"))


def _empty() -> Iterator[Installation]:
    patch = pytest.MonkeyPatch()
    with own_state(patch) as state:
        patch.undo()
        yield Installation(state)


@pytest.fixture
def nothing_yet() -> Iterator[Installation]:
    """A machine on which nothing has been run."""
    yield from _empty()


@pytest.fixture(scope="session")
def installed() -> Iterator[Installation]:
    """A whole installation with Vĩnh Phúc's data and its first administrator."""
    for place in _empty():
        name = ("--username", "qt.tinh", "--full-name", "Nguyễn Văn Mẫu")
        done = place.run("init", "--data", "data/vinh-phuc", *name, "--json")
        assert done.returncode == 0, done.stderr
        yield Installation(place.state, json.loads(done.stdout))


def wait_for(process: subprocess.Popen[str], words: str) -> str:
    """What a command told until it said those words."""
    told = ""
    assert process.stderr is not None
    for line in process.stderr:
        told += line
        if words in line:
            return told
    raise AssertionError(f"never said {words!r}:\n{told}")
