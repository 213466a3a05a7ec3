"""`tram drill custody`: sixteen people fight over two hundred things; nothing may be nowhere or in two hands.

`tram drill cash`: a month of money with things that go wrong; all of it must be found, and nothing else.
"""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from tram.cli.console import progress, say

if TYPE_CHECKING:
    from tram.cli.drill.books import CashOutcome
    from tram.cli.drill.proof import Outcome
    from tram.cli.drill.ring import Told

_NOT_WELL = 1
BROUGHT = 4
"""Every fourth thing is brought to the door before the fight."""


drill = typer.Typer(
    no_args_is_help=True,
    help="""Try to break a book in a scratch database, which is dropped afterwards.

    Example: tram drill custody --items 200 --threads 16

    Example: tram drill cash --days 30 --errors 0.01

    Exit codes: 0 the book is whole and everything was found; 1 otherwise.""",
)
Items = Annotated[int, typer.Option(min=2, max=20_000, help="How many dossiers are taken in.")]
Threads = Annotated[int, typer.Option(min=1, max=64, help="How many people act at once.")]
Rounds = Annotated[int, typer.Option(min=1, max=10_000, help="How often each of them tries.")]
Days = Annotated[int, typer.Option(min=1, max=90, help="How many days the month has.")]
Errors = Annotated[float, typer.Option(min=0, max=0.5, help="How often something goes wrong.")]
Seed = Annotated[int, typer.Option(help="Where everybody's luck begins.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


@drill.command()
def custody(
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


@drill.command()
def cash(
    days: Days = 30,
    errors: Errors = 0.01,
    seed: Seed = 1,
    as_json: AsJson = False,
) -> None:
    """A simulated month of money by the real commands, with differences injected on every side.

    Prints what was injected, found, missed and invented; after every step the balances must sum to zero.

    Example: tram drill cash --days 30 --errors 0.01

    Exit codes: 0 all found, none invented, every balance right; 1 otherwise.
    """
    from tram.cli.drill.scratch import scratch

    with scratch():
        import django

        django.setup()
        outcome = _month(days, errors, seed)
        if as_json:
            told = {"well": outcome.well, **asdict(outcome)}
            typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
        else:
            _tell_cash(outcome)
    if not outcome.well:
        raise typer.Exit(_NOT_WELL)


def _month(days: int, errors: float, seed: int) -> "CashOutcome":
    from tram.cli.demo.crew import muster
    from tram.cli.drill.books import prove
    from tram.cli.drill.money import CashMonth
    from tram.cli.drill.people import People
    from tram.cli.drill.scratch import DAY, furnish

    furnish()
    people = People(muster(DAY))
    month = CashMonth(people, days=days, first=DAY, seed=seed, errors=errors)
    with progress("A month of money", days) as advance:
        ledger = month.run(advance)
    return prove(ledger)


def _tell_cash(outcome: "CashOutcome") -> None:
    for name in ("injected", "found", "missed", "invented", "steps", "unbalanced", "below_zero"):
        say(f"{name.replace('_', ' '):<16} {getattr(outcome, name):>10,}")
    say(f"{'compared':<16} {outcome.compared:>10,}")
    say(f"{'wrong':<16} {outcome.wrong:>10,}")
    say("injected: " + ", ".join(f"{kind} {n}" for kind, n in sorted(outcome.kinds.items())))
    for word, faults in (
        ("missed", outcome.missed_faults),
        ("invented", outcome.invented_faults),
    ):
        for fault in faults[:20]:
            typer.echo(f"  {word}: {' '.join(map(str, fault))}", err=True)
    well = "Everything was found, nothing was invented."
    say(well if outcome.well else "NOT well: see the counts above.")


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
