"""`tram drill custody`: sixteen people fight over two hundred things; nothing may be nowhere or in two hands."""

import json
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from tram.cli.console import progress, say

if TYPE_CHECKING:
    from tram.cli.drill.proof import Outcome
    from tram.cli.drill.ring import Told

_NOT_WELL = 1
BROUGHT = 4
"""Every fourth thing is brought to the door before the fight."""


class Drilled(StrEnum):
    """What can be drilled."""

    CUSTODY = "custody"


Which = Annotated[Drilled, typer.Argument(help="Which book to drill.")]
Items = Annotated[int, typer.Option(min=2, max=20_000, help="How many dossiers are taken in.")]
Threads = Annotated[int, typer.Option(min=1, max=64, help="How many people act at once.")]
Rounds = Annotated[int, typer.Option(min=1, max=10_000, help="How often each of them tries.")]
Seed = Annotated[int, typer.Option(help="Where everybody's luck begins.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


def drill(
    book: Which,
    items: Items = 200,
    threads: Threads = 16,
    rounds: Rounds = 40,
    seed: Seed = 1,
    as_json: AsJson = False,
) -> None:
    """Offer, sign, refuse, cancel, lose, find, try, deliver and pack at random, all at once, by the real commands.

    Everything happens in a scratch database, which is dropped afterwards.

    Example: tram drill custody --items 200 --threads 16

    Exit codes: 0 the book is whole and something was accepted, refused and compared; 1 otherwise.
    """
    from tram.cli.drill.scratch import scratch

    with scratch():
        import django

        django.setup()
        told, outcome = _drill(items, threads, rounds, seed)
        if as_json:
            more = {"done": dict(told.done), "refusals": dict(told.refused), "faults": told.faults}
            typer.echo(json.dumps({**outcome.told(), **more}, ensure_ascii=False, indent=2))
        else:
            _tell(told, outcome)
    if not outcome.well:
        raise typer.Exit(_NOT_WELL)


def _drill(items: int, threads: int, rounds: int, seed: int) -> "tuple[Told, Outcome]":
    from random import Random

    from tram.cli.demo.crew import muster
    from tram.cli.drill import ring
    from tram.cli.drill.bringing import STAGES, bring
    from tram.cli.drill.people import People
    from tram.cli.drill.proof import prove
    from tram.cli.drill.scratch import DAY, furnish

    furnish()
    people = People(muster(DAY))
    with progress("Taking in", items) as advance:
        things = ring.take_in(people, items, Random(seed), advance)
    with progress("Bringing on", STAGES) as advance:
        bring(people, things[::BROUGHT], Random(f"{seed}/brought"), advance)
    with progress("Fighting", threads) as advance:
        told = ring.fight(
            people, things, threads=threads, rounds=rounds, seed=seed, advance=advance
        )
    return told, prove(told)


def _tell(told: "Told", outcome: "Outcome") -> None:
    for name, count in outcome.told().items():
        if name != "well":
            say(f"{name.replace('_', ' '):<16} {count:>10,}")
    say("done: " + ", ".join(f"{name} {count}" for name, count in told.done.most_common()))
    say("refused: " + ", ".join(f"{code} {count}" for code, count in told.refused.most_common()))
    for fault in told.faults[:20]:
        typer.echo(f"  {fault}", err=True)
    say("The book is whole." if outcome.well else "NOT well: see the counts above.")
