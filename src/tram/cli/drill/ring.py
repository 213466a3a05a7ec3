"""The ring: things are taken in, then so many players act at once, each on a connection of its own."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from random import Random
from threading import Barrier
from uuid import UUID

from tram.cli.demo.people import invent
from tram.cli.drill.moves import Nothing, Player
from tram.cli.drill.people import POINTS, People, act
from tram.core.errors import Refused
from tram.custody.commands import intake
from tram.custody.models import Item
from tram.custody.rules.services import Service

Advance = Callable[[int], None]


@dataclass
class Told:
    """What the players were told: deeds done, refusals by code, faults that nobody foresaw."""

    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def add(self, other: "Told") -> None:
        """What another player was told too."""
        self.done += other.done
        self.refused += other.refused
        self.faults += other.faults


def take_in(
    people: People, count: int, luck: Random, advance: Advance = lambda _done: None
) -> list[UUID]:
    """So many dossiers at the counters of the drill; the ids of their papers."""
    crew = people.crew
    made = []
    for _ in range(count):
        point, offer, who = (
            luck.choice(crew.points[:POINTS]),
            luck.choice(crew.offers),
            invent(luck),
        )
        to = intake.Addressee(who.full_name, who.phone, who.address, who.commune_id)
        wanted = intake.Intake(
            version_id=offer.version_id,
            agency_id=offer.agency.id,
            service=Service.BOTH,
            submitter=who.person(),
            counted=offer.counted,
            grams=120,
            seal_number=f"NP{luck.getrandbits(48):x}",
            recipient=to,
            simulated=True,
            customer_present=True,
        )
        answer = intake.take_in(act(crew.tellers[point.id], luck), intake=wanted)
        made.append(answer["dossier"])
        advance(1)
    found = Item.objects.filter(dossier__in=made).order_by("id")
    return list(found.values_list("id", flat=True))


def fight(
    people: People,
    things: list[UUID],
    *,
    threads: int,
    rounds: int,
    seed: int = 1,
    advance: Advance = lambda _done: None,
    begin: Callable[[], None] = lambda: None,
) -> Told:
    """Everybody begins at the same moment, after `begin` on their own connection; what all of them were told."""
    told, start = Told(), Barrier(threads)
    with ThreadPoolExecutor(threads) as pool:
        players = [
            pool.submit(_play, Player(people, things, Random(f"{seed}/{n}")), rounds, start, begin)
            for n in range(threads)
        ]
        for player in as_completed(players):
            told.add(player.result())
            advance(1)
    return told


def _play(player: Player, rounds: int, start: Barrier, begin: Callable[[], None]) -> Told:
    from django.db import connection

    told = Told()
    try:
        begin()
        start.wait()
        for _ in range(rounds):
            _try(player, told)
    finally:
        connection.close()
    return told


def _try(player: Player, told: Told) -> None:
    name, deed = player.deed()
    try:
        deed()
    except Nothing:
        return
    except Refused as refused:
        told.refused[refused.code] += 1
    except Exception as fault:
        told.faults.append(f"{name}: {type(fault).__name__}: {fault}"[:300])
    else:
        told.done[name] += 1
