"""`tram reorganise FOLDER`: units end and begin on a day, and what is open goes on with those who come after."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from uuid import uuid4

import typer

from tram.cli.console import say
from tram.core.errors import Refused

if TYPE_CHECKING:  # it brings the whole of Django, which `tram --help` can do without
    from tram.core.upsert import Tally

Folder = Annotated[Path, typer.Argument(help="For example data/dien-tap-2025.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
OPENS_AT = time(7, 30)


def reorganise(folder: Folder, as_json: Json = False) -> None:
    """Reorganise the province as a folder says: units end, begin and are linked; nothing that was is changed.

    On and after its day, open dossiers, papers and demonstration people go on at the successors. Until then only
    the units are written: run it again on the day. A demonstration's clock is put forward to that morning. Running
    it again changes nothing more.

    Example: tram reorganise data/dien-tap-2025

    Or: tram reorganise data/dien-tap-2025 --json

    Exit codes: 0 done, 1 bad lines or refused (the reason is told).
    """
    from tram.cli.load import files_of
    from tram.directory.imports import reorganisation

    found = reorganisation.read(files_of(folder))
    if found.errors:
        raise Refused("bad-lines", "\n".join(str(error) for error in sorted(found.errors)))
    tallies = reorganisation.bring_in(found)
    _put_clock_forward(datetime.combine(found.on, OPENS_AT))
    told = carry_on(found)
    if as_json:
        units = [asdict(tally) for tally in tallies]
        typer.echo(json.dumps({"on": found.on.isoformat(), "tallies": units, "gone_on": told}))
        return
    _tell(tallies, told)


def _tell(tallies: "Sequence[Tally]", told: dict[str, Any] | None) -> None:
    for tally in tallies:
        say(f"{tally.table}: {tally.created + tally.updated} written, {tally.unchanged} as before")
    if told is None:
        say(
            "The day has not come: run this again then, and what is open goes on with the successors."
        )
    else:
        say("Gone on with the successors: {dossiers} dossiers, {items} things.".format(**told))


def _put_clock_forward(opens: datetime) -> None:
    """A demonstration before the day is moved to its morning; a real installation waits for it."""
    from tram.cli.demo.stage import open_on
    from tram.core import clock
    from tram.core.calendar import ZONE
    from tram.core.queries import is_demo

    moment = opens.replace(tzinfo=ZONE)
    if is_demo() and clock.now() < moment:
        open_on(moment)


def carry_on(found: Any) -> dict[str, Any] | None:
    """People of a demonstration and everything open, to the successors; None before the day."""
    from tram.core import clock
    from tram.core.acts import Act, Actor
    from tram.custody.commands import succession
    from tram.directory import commands as directory

    if clock.today() < found.on:
        return None
    directory.demo_moves(since=found.on)
    return succession.take_over(Act(request_id=uuid4(), actor=Actor(None)))
