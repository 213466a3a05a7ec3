"""A damaged cover: reported, opened by protocol before two people, and wrapped again under a new number."""

from typing import Any
from uuid import UUID

from tram.cli.demo.crew import PIN
from tram.cli.world import acts
from tram.cli.world.acts import End
from tram.cli.world.ledger import Ledger
from tram.cli.world.lines import Pen
from tram.cli.world.mishaps import open_case
from tram.core.acts import Secret
from tram.core.calendar import local_date
from tram.custody.commands.damage import CountedPaper, Opened
from tram.custody.commands.incidents import Report
from tram.custody.models import Inventory, InventoryPaper, ItemKind, Leg, Rewrap, SignedBy
from tram.custody.queries.returning import RESULT_GRAMS
from tram.custody.rules.incidents import Circumstance, IncidentKind, PaperCondition
from tram.directory.queries.signers import Pin

TORN = "Bao bì rách một góc khi bưu tá nhận."
WET = "Mép giấy bị ẩm, chữ và dấu còn rõ."
INSIDE = "Kết quả giải quyết"
"""What a result's cover holds, as `custody.queries.troubles` lists it."""


def report(deed: acts.Damage) -> Report:
    """What the postman says."""
    return Report(IncidentKind.DAMAGE, Circumstance.TORN, TORN, deed.at)


def opened() -> Opened:
    """What two people saw: the result is there, a little wet."""
    paper = CountedPaper(1, 1, PaperCondition.DAMAGED, WET)
    return Opened(TORN, (paper,), RESULT_GRAMS)


def pin(username: str) -> Pin:
    """The second person's signature on the first one's device."""
    return Pin(username, Secret(PIN))


def damage(ledger: Ledger, deed: acts.Damage) -> None:
    """`custody.commands.incidents.report` of a damage: the thing stays where it is."""
    thing = ledger.cases[deed.dossier].things[ItemKind.RESULT]
    open_case(ledger, Pen(deed), thing, report(deed))


def take_inventory(ledger: Ledger, deed: acts.TakeInventory) -> None:
    """`custody.commands.damage.take_inventory`."""
    seen, day = opened(), local_date(deed.at)
    number = f"KK-{day:%y%m%d}-{ledger.numbers.following('inventory', day):03d}"
    ledger.add(
        Inventory,
        incident_id=deed.incident,
        number=number,
        taken_at=deed.at,
        grams=seen.grams,
        cover=seen.cover,
        first_id=deed.by.user_id,
        first_method=SignedBy.SESSION,
        second_id=deed.second,
        second_method=SignedBy.PIN,
    )
    for paper in seen.papers:
        ledger.add(
            InventoryPaper,
            inventory_id=deed.incident,
            seq=paper.seq,
            name=INSIDE,
            listed=1,
            found=paper.found,
            condition=paper.condition,
            note=paper.note,
        )
    second = ledger.named[End(False, deed.second)].removeprefix("bt-")
    words = {"incident_id": deed.incident, "opened": seen, "pin": pin(second)}
    answer = {"incident": deed.incident, "inventory": number}
    ledger.asked(Pen(deed), "custody.take_inventory", words, answer)


def rewrap(ledger: Ledger, deed: acts.Rewrap) -> None:
    """`custody.commands.damage.rewrap` with a new number: the old cover is void."""
    case = ledger.cases[deed.dossier]
    thing = case.things[ItemKind.RESULT]
    before: dict[str, Any] = thing.cover or {}
    before.update(voided_at=deed.at, opened_at=deed.at)
    ledger.finish_cover(thing)
    number = ledger.numbers.item(before["origin_id"], deed.at)
    thing.cover = {
        "id": deed.made("envelope"),
        "number": number,
        "leg": Leg.OUT,
        "origin_id": before["origin_id"],
        "grams": RESULT_GRAMS,
        "seal_number": deed.seal,
        "sealed_at": deed.at,
        "sealed_by_id": deed.by.user_id,
    }
    ledger.add(
        Rewrap,
        inventory_id=deed.incident,
        before_id=before["id"],
        envelope_id=thing.cover["id"],
        seal_before=before["seal_number"],
        seal_number=deed.seal,
        at=deed.at,
        by_id=deed.by.user_id,
    )
    _asked(ledger, deed, deed.incident, number)


def _asked(ledger: Ledger, deed: acts.Rewrap, incident: UUID, number: str) -> None:
    words = {"incident_id": incident, "seal_number": deed.seal, "grams": RESULT_GRAMS}
    answer = {"incident": incident, "s10": number}
    ledger.asked(Pen(deed), "custody.rewrap", {**words, "new_number": True}, answer)
