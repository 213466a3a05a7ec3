"""`tram demo`: a newcomer's first minute, and the proof that the whole works."""

import time
from typing import Annotated

import typer

from tram.cli.console import database, say
from tram.cli.serve import LOOPBACK, site

Check = Annotated[
    bool,
    typer.Option("--check", help="Drive the round trip and verify, without going on to serve."),
]
Port = Annotated[int, typer.Option(min=1, max=65535, help="Where to serve.")]
Dossiers = Annotated[int, typer.Option(min=1, max=20_000, help="How many dossiers November gets.")]


def demo(check: Check = False, port: Port = 8000, dossiers: Dossiers = 500) -> None:
    """Show a whole province: load its data of 2019, live through November, drive one dossier's round trip, serve.

    The first time takes a minute or two; after that it starts at once and keeps what you did. The people
    are invented, and the clock stands in December 2019.

    Example: tram demo, or for a machine: tram demo --check

    Exit codes: 0 the dossier arrived and everything verifies, 1 something is wrong.
    """
    begun = time.monotonic()
    with database(migrated=False):
        from tram.cli.demo import stage, trip

        made = stage.set_stage(dossiers)
        say(f"The stage is set after {time.monotonic() - begun:.1f} s.")
        with site(LOOPBACK, port, workers=2, threads=4) as running:
            base = f"http://{LOOPBACK}:{port}"
            arrived = trip.drive(base) if made or check else True
            well = _verified() if made or check else True
            if check or not (arrived and well):
                raise typer.Exit(0 if arrived and well else 1)
            _welcome(base)
            from django.db import connection

            connection.close()
            try:
                running.wait()
            except (KeyboardInterrupt, SystemExit):
                say("Stopped. `tram demo` starts again where you left off.")


def _verified() -> bool:
    from tram.cli.verify import is_well, look, verdict

    found = look()
    say(verdict(found))
    return is_well(found)


def _welcome(base: str) -> None:
    from tram.cli.demo.crew import PASSWORD, PIN, shown

    say(f"\nCitizens:  {base}/\nStaff:     {base}/lam-viec/dang-nhap/\n")
    for username, role, unit in shown():
        say(f"  {username:<14} {role} — {unit}")
    say(f"\nPassword of all of them: {PASSWORD}    PIN for signing on another's device: {PIN}")
    say("Ctrl-C stops it.")
