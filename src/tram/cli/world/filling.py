"""A database is filled: the acts of the years, their rows, the due times of the post, and what came out."""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID

from django.db import connection, transaction

from tram.cli.demo.registers import Registers
from tram.cli.world import figures as files
from tram.cli.world import report
from tram.cli.world.acts import Deed
from tram.cli.world.figures import Figures
from tram.cli.world.ledger import Ledger
from tram.cli.world.months import Months
from tram.cli.world.province import Province, look
from tram.cli.world.registers import Registrar
from tram.cli.world.stream import Task, stream
from tram.cli.world.writer import write
from tram.core.acts import Act
from tram.core.errors import Refused
from tram.core.owner import as_owner
from tram.custody.commands.clocks import SYSTEM, UNRECKONED, reckon_clocks
from tram.custody.models import PostalClock
from tram.directory.queries import regime, working_calendar, working_times
from tram.dossiers.queries import reckoning
from tram.dossiers.rules.deadlines import Limit, Pause
from tram.programme.commands.folding import rebuild

Advance = Callable[[int], None]
Watched = Callable[[str, int], AbstractContextManager[Advance]]
"""Shows how much of a stage is done: its name, how many steps it has."""
AT_ONCE = 500
"""So many runs of the post's clock are reckoned by one request."""


@dataclass(frozen=True)
class Made:
    """What came out."""

    dossiers: int
    rows: int
    report: list[report.Row]


def begins(day: date) -> date:
    """The first day from this one on for which the one-stop regime is known."""
    for later in range(366):
        try:
            regime(day + timedelta(days=later))
        except Refused:
            continue
        return day + timedelta(days=later)
    raise Refused("no-regime", f"Chưa có chế độ một cửa cho năm {day.year}. Hãy chọn năm khác.")


def next_working(year: int) -> date:
    """The first working day after a year."""
    return working_calendar().next_working(date(year, 12, 31))


def fill(path: Path, task: Task, watched: Watched) -> Made:
    """Fill an empty database by the figures of a file; `watched` shows how far each stage is."""
    figures = files.read(path)
    figures.require_years(task.years)
    with watched("Province and acts", 2) as advance:
        province = look(task.first, task.last)
        advance(1)
        deeds = acts_of(province, figures, task)
        advance(1)
    with connection.cursor() as cursor:
        # Nobody was given a receipt for an invented dossier: it need not wait for the disk, nor for a page's time.
        cursor.execute("SET synchronous_commit = off; SET statement_timeout = 0")
        cursor.execute("SET idle_in_transaction_session_timeout = 0")
    with transaction.atomic():  # all of it, or nothing: who is interrupted begins again
        with _uncollected():
            dossiers, rows = write_all(province, deeds, watched)
        rows += _after(path, task, province, watched)
    _learn()
    return Made(dossiers, rows, list(report.rows(province, figures, task, deeds)))


def _after(path: Path, task: Task, province: Province, watched: Watched) -> int:
    """What follows from the books, and the registers beside them; how many rows."""
    connected = {each.facts.agency_id for each in province.offerings}
    with watched("Due times, registers, figures", 5) as advance:
        reckon_all(task.seed)
        advance(1)
        rows = Registrar(path, task).fill()
        advance(1)
        rows += Months(path, task).fill(connected)
        advance(1)
        Registers(task.seed).fill(task.years)
        advance(1)
        rebuild()
        advance(1)
    return rows


def acts_of(province: Province, figures: Figures, task: Task) -> list[Deed]:
    """Every act of the task, counted by the calendar as it is loaded."""
    times = working_times()

    def due(
        started_at: datetime, limit: Limit | None, agency_id: int, pauses: Sequence[Pause]
    ) -> datetime:
        by = reckoning.Terms(limit, agency_id)
        return reckoning.reckon(started_at, by, pauses, times).due_at

    return stream(province, figures, task, times.everybody, due)


@contextmanager
def unwatched(_title: str, _total: int) -> Iterator[Advance]:
    """Nobody looks on."""
    yield lambda _done: None


def write_all(
    province: Province, deeds: Sequence[Deed], watched: Watched = unwatched
) -> tuple[int, int]:
    """The rows of these acts, inside the caller's transaction; how many dossiers, how many rows."""
    ledger = Ledger(province)
    with watched("Acts", len(deeds)) as advance:
        for done in write(ledger, deeds):
            advance(done)
    ledger.settle()
    with watched("Rows", ledger.waiting) as advance:
        rows = 0
        for done in ledger.copy():
            rows += done
            advance(done)
    return ledger.made, rows


def reckon_all(seed: int) -> int:
    """The due times of the post, by the worker's own command, under requests that the seed makes."""
    rng = Random(f"{seed}/clocks")
    found = PostalClock.objects.filter(UNRECKONED).order_by("started_at", "id")
    waiting = list(found.values_list("id", flat=True))
    for start in range(0, len(waiting), AT_ONCE):
        act = Act(UUID(int=rng.getrandbits(128), version=4), SYSTEM)
        reckon_clocks(act, clock_ids=waiting[start : start + AT_ONCE])
    return len(waiting)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Nothing here hangs in circles: looking for them among millions of rows would take longer than the rows."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _learn() -> None:
    """The server learns how full its tables are now."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ANALYZE")
