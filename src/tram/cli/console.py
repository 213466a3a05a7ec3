"""What the commands share: a database that runs, Django made ready, progress, and how they stop."""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from types import FrameType
from typing import Any, ParamSpec, TypeVar

import typer

from tram.core import server
from tram.core.errors import Refused

P = ParamSpec("P")
R = TypeVar("R")
Advance = Callable[[int], None]
STOPPING = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
LINE_SECONDS = 5.0
"""How often long work prints a line where there is no terminal to draw a bar on."""


@contextmanager
def database(migrated: bool = True) -> Iterator[None]:
    """The database runs inside this block and Django is ready; tables of another version are refused."""
    import django

    with server.hold():
        django.setup()
        if migrated:
            _require_migrated()
        yield


def _require_migrated() -> None:
    from django.db import OperationalError

    from tram.core.schema import require_migrated

    try:
        require_migrated()
    except OperationalError as error:
        raise Refused(
            "database-unreachable",
            "Không kết nối được cơ sở dữ liệu: hãy xem TRAM_DATABASE_URL và máy chủ PostgreSQL."
            f" (The database does not answer.)\n{error}",
        ) from error


def prepared(command: Callable[P, R]) -> Callable[P, R]:
    """A command that needs the database, migrated, for as long as it runs."""

    @wraps(command)
    def whole(*args: P.args, **kwargs: P.kwargs) -> R:
        with database():
            return command(*args, **kwargs)

    return whole


def stop_cleanly() -> None:
    """Make SIGTERM and a closed terminal end a command as an exception, so that `finally` is run."""
    for number in STOPPING:
        signal.signal(number, _leave)


def _leave(number: int, _frame: FrameType | None) -> None:
    for ignored in STOPPING:  # what is being closed must not be interrupted again
        signal.signal(ignored, signal.SIG_IGN)
    if number == signal.SIGINT:
        raise KeyboardInterrupt
    raise SystemExit(128 + number)


@contextmanager
def progress(title: str, total: int) -> Iterator[Advance]:
    """A bar on standard error while long work runs; a few plain lines where there is no terminal.

    The block calls what it is given with the number of steps done since the last call.
    """
    from rich.console import Console

    told = Console(stderr=True)
    with _bar(told, title, total) if told.is_terminal else _lines(title, total) as advance:
        yield advance


@contextmanager
def _bar(told: Any, title: str, total: int) -> Iterator[Advance]:
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    times = (TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn())
    with Progress(*columns, *times, console=told) as bar:
        task = bar.add_task(title, total=total)
        yield lambda count: bar.update(task, advance=count)


@contextmanager
def _lines(title: str, total: int) -> Iterator[Advance]:
    begun, done, told_at, told = time.monotonic(), 0, 0.0, 0

    def advance(count: int) -> None:
        nonlocal done, told_at, told
        done += count
        seconds = time.monotonic() - begun
        if seconds - told_at >= LINE_SECONDS:
            told_at, told = seconds, done
            left = seconds * (total - done) / max(done, 1)
            say(
                f"{title}: {done} of {total} ({seconds:.0f} s, {done / seconds:.0f}/s, "
                f"{left:.0f} s left)"
            )

    yield advance
    if 0 < told < done:  # lines were needed, and the last one must not leave the work half done
        say(f"{title}: {done} of {total} ({time.monotonic() - begun:.0f} s)")


def say(sentence: str = "") -> None:
    """One line for the person, beside what a program may read on standard output."""
    typer.echo(sentence, err=True)
