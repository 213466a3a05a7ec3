"""Bags: what a list gives to the road together lies in one, sealed before it is signed and opened by the postman."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from tram.cli.world import acts
from tram.cli.world.dice import Dice
from tram.cli.world.ledger import Ledger, Thing
from tram.cli.world.legs import Leg
from tram.cli.world.lines import Pen
from tram.custody.commands.bags import EVER
from tram.custody.rules.counting import Verdict
from tram.custody.rules.handovers import ManifestKind
from tram.custody.rules.scans import bag_number

BAGGED = frozenset({ManifestKind.PICK_UP, ManifestKind.RESULT_OUT})
MOST = 40
"""So many go into one bag; what is left over is listed beside it."""
SCAN, SEALED, CARRIED = timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=7)


def bagged(leg: Leg, dice: Dice) -> Iterator[acts.Deed]:
    """The acts of one bag for what a list is going to name."""
    items, by = leg.items[:MOST], leg.road.gives
    at = leg.offered_at - SEALED - (len(items) + 1) * SCAN
    begun = acts.BeginBag(at, dice.request(), by, leg.road.giver)
    bag = begun.made("bag")
    yield begun
    for item in items:
        at += SCAN
        yield acts.PutIn(at, dice.request(), by, bag, item)
    yield acts.SealBag(leg.offered_at - SEALED, dice.request(), by, bag, dice.seal())
    yield acts.OpenBag(leg.signed_at + CARRIED, dice.request(), leg.road.receives, bag)


def begin(ledger: Ledger, deed: acts.BeginBag) -> None:
    """`custody.commands.bags.begin_bag`."""
    bag, holder = deed.made("bag"), ledger.holder(deed.holder)
    number = bag_number(ledger.numbers.following("bag", EVER))
    ledger.bags[bag] = {
        "id": bag,
        "number": number,
        "holder_id": holder,
        "made_at": deed.at,
        "made_by_id": deed.by.user_id,
        "contents": [],
    }
    answer = {"bag": bag, "number": number}
    ledger.asked(Pen(deed), "custody.begin_bag", {"holder_id": holder}, answer)


def put_in(ledger: Ledger, deed: acts.PutIn) -> None:
    """`custody.commands.bags.put_in`, of a cover that was scanned."""
    thing, bag = ledger.things[deed.item], ledger.bags[deed.bag]
    cover: dict[str, Any] = thing.cover or {}
    thing.bag = deed.bag
    bag["contents"].append(
        {
            "item_id": thing.id,
            "envelope_id": cover["id"],
            "put_at": deed.at,
            "put_by_id": deed.by.user_id,
        }
    )
    words = {"bag_id": deed.bag, "code": cover["number"]}
    ledger.asked(Pen(deed), "custody.put_in", words, {"verdict": Verdict.OK, "items": 1})


def seal(ledger: Ledger, deed: acts.SealBag) -> None:
    """`custody.commands.bags.seal_bag`."""
    bag = ledger.bags[deed.bag]
    bag.update(seal_number=deed.seal, sealed_at=deed.at, sealed_by_id=deed.by.user_id)
    words = {"bag_id": deed.bag, "seal_number": deed.seal}
    answer = {"bag": deed.bag, "number": bag["number"]}
    ledger.asked(Pen(deed), "custody.seal_bag", words, answer)


def carry(ledger: Ledger, things: Sequence[Thing], to: int) -> None:
    """A closed bag goes with what is in it (`custody.commands.outcomes.carry_bags`)."""
    for bag in {thing.bag for thing in things if thing.bag}:
        ledger.bags[bag]["holder_id"] = to


def unseal(ledger: Ledger, deed: acts.OpenBag) -> None:
    """`custody.commands.bags.open_bag`: what was inside is out."""
    bag = ledger.bags[deed.bag]
    bag.update(opened_at=deed.at, opened_by_id=deed.by.user_id)
    for content in bag["contents"]:
        _out(ledger, content["item_id"])
    ledger.finish_bag(deed.bag)
    ledger.asked(Pen(deed), "custody.open_bag", {"bag_id": deed.bag}, {"bag": deed.bag})


def _out(ledger: Ledger, item: UUID) -> None:
    if thing := ledger.things.get(item):
        thing.bag = None
