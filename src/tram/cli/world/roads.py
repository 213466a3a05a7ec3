"""How things travel: offered and signed, packed, given into the hands of their person."""

from typing import Any
from uuid import UUID

from tram.cash.models import AccountKind, DoorCash, Purpose
from tram.cash.rules.receipts import ReceiptPaper
from tram.cli.world import acts, bagging
from tram.cli.world.doors import receipt, take
from tram.cli.world.ledger import Case, Ledger, Thing
from tram.cli.world.lines import Pen
from tram.cli.world.steps import INTO_CUSTOMER, INTO_OFFICE, INTO_POST, hand, move, tell
from tram.core.acts import Grade
from tram.core.calendar import local_date
from tram.custody.commands.delivery import Evidence, Receipt
from tram.custody.commands.outcomes import Found
from tram.custody.models import (
    Delivery,
    ItemKind,
    Leg,
    ManifestState,
    Outcome,
    ProofKind,
    ReceiptKind,
    Relation,
)
from tram.custody.queries.returning import RESULT_GRAMS
from tram.custody.rules.handovers import ManifestKind
from tram.dossiers.rules.messages import MessageKind
from tram.dossiers.rules.states import Action


def offer(ledger: Ledger, deed: acts.Offer) -> None:
    """`custody.commands.manifests.offer`."""
    pen, day = Pen(deed), local_date(deed.at)
    ends = (ledger.holder(deed.giver), ledger.holder(deed.receiver))
    series = ledger.series(deed.giver)
    nth = ledger.numbers.following(f"manifest/{series}", day)
    offered: dict[str, Any] = {
        "id": deed.made("manifest"),
        "number": f"BK-{series}-{day:%y%m%d}-{nth:03d}".upper(),
        "kind": deed.kind,
        "from_holder_id": ends[0],
        "to_holder_id": ends[1],
        "offered_at": deed.at,
        "grade": Grade.SYSTEM,
        "entries": [_entry(ledger.things[item]) for item in deed.items],
    }
    ledger.lists[offered["id"]] = offered
    ledger.ways[offered["id"]] = deed
    ledger.sign(offered["id"], "giver", deed, deed.giver.id if deed.giver.is_place else None)
    words = {"kind": deed.kind, "from_holder": ends[0], "to_holder": ends[1], "items": deed.items}
    answer = {"manifest": offered["id"], "number": offered["number"]}
    ledger.asked(pen, "custody.offer", words, answer)


def _entry(thing: Thing) -> tuple[UUID, UUID | None, UUID | None]:
    """A thing on a list, with the closed cover and the closed bag that it lies in."""
    cover = thing.cover
    inside = cover["id"] if cover and "opened_at" not in cover else None
    return thing.id, inside, thing.bag


def sign(ledger: Ledger, deed: acts.Sign) -> None:
    """`custody.commands.manifests.sign_handover`: everything was there."""
    pen, offered = Pen(deed), ledger.lists[deed.manifest]
    way = ledger.ways.pop(deed.manifest)
    things = [ledger.things[item] for item in sorted(deed.items)]
    for thing in things:
        hand(
            ledger,
            pen,
            thing,
            offered["to_holder_id"],
            giver=way.by.user_id,
            receiver=deed.by.user_id,
            manifest=deed.manifest,
            into=INTO_OFFICE if way.receiver.is_place else INTO_POST,
            starts=way.kind is ManifestKind.RESULT_OUT,
        )
    bagging.carry(ledger, things, offered["to_holder_id"])
    _after(ledger, pen, way.kind, things)
    ledger.sign(
        deed.manifest, "receiver", deed, way.receiver.id if way.receiver.is_place else None
    )
    ledger.close(offered, Outcome.RECEIVED, state=ManifestState.SIGNED, signed_at=deed.at)
    found = [Found(item, Outcome.RECEIVED) for item in deed.items]
    count = len(found)
    answer = {"manifest": deed.manifest, "received": count, "listed": count}
    words = {"manifest_id": deed.manifest, "found": found}
    ledger.asked(pen, "custody.sign_handover", words, answer)


def _after(ledger: Ledger, pen: Pen, kind: ManifestKind, things: list[Thing]) -> None:
    """The legal step that a hand-over brings (`custody.commands.effects.after_sign`)."""
    at = pen.deed.at
    for thing in sorted(things, key=lambda each: each.case.id):
        case = thing.case
        if kind is ManifestKind.HAND_OVER:
            body = {"manifest": str(pen.deed.manifest)}  # type: ignore[attr-defined]
            move(ledger, pen, case, Action.ARRIVE, body, handover_at=at)
        elif kind is ManifestKind.TO_AGENCY:
            agency = case.row["agency_id"]
            words = {"unit": agency, "stage": 1}
            move(ledger, pen, case, Action.TRANSFER, words, handling_id=agency, stage=1)
        elif kind is ManifestKind.RESULT_OUT:
            move(ledger, pen, case, Action.RELEASE)
        elif kind is ManifestKind.PAPERS_TO_DESK:  # only of those who fetch them there
            tell(ledger, pen, case, MessageKind.PAPERS_READY)
    if kind is ManifestKind.HAND_OVER:
        for thing in things:
            open_cover(thing, at, pen.deed.by.user_id)


def open_cover(thing: Thing, at: Any, by: int | None) -> None:
    """The cover of a thing is opened: what was inside is out."""
    if thing.cover:
        thing.cover["opened_at"] = at
        thing.cover["opened_by_id"] = by


def pack(ledger: Ledger, deed: acts.Pack) -> None:
    """`custody.commands.desk.pack_result`."""
    case = ledger.cases[deed.dossier]
    desk = case.row["desk_id"]
    number = ledger.numbers.item(desk, deed.at)
    case.things[ItemKind.RESULT].cover = {
        "id": deed.made("envelope"),
        "number": number,
        "leg": Leg.OUT,
        "origin_id": desk,
        "grams": RESULT_GRAMS,
        "seal_number": deed.seal,
        "sealed_at": deed.at,
        "sealed_by_id": deed.by.user_id,
    }
    words = {"dossier_id": deed.dossier, "seal_number": deed.seal}
    answer = {"dossier": deed.dossier, "s10": number}
    ledger.asked(Pen(deed), "custody.pack_result", words, answer)


def evidence(deed: acts.Deliver | acts.GiveBackAtPoint) -> Evidence:
    """The recipient in person, by an identity card, with a signed slip kept at the office."""
    slip = Receipt(ReceiptKind.SIGNED_PAPER, f"PP-{deed.last4}")
    return Evidence(deed.name, Relation.SELF, ProofKind.CITIZEN_ID, deed.last4, receipt=slip)


def _give(ledger: Ledger, pen: Pen, thing: Thing, said: Evidence) -> None:
    """From hand to hand, with evidence (`custody.commands.evidence.give`)."""
    deed, by = pen.deed, pen.deed.by.user_id
    slip = said.receipt or Receipt(ReceiptKind.SIGNED_PAPER)
    hand(ledger, pen, thing, ledger.customer, giver=by, receiver=None, into=INTO_CUSTOMER)
    ledger.add(
        Delivery,
        dossier_id=thing.case.id,
        item_id=thing.id,
        received_by=said.received_by,
        relation=said.relation,
        proof_kind=said.proof_kind,
        proof_last4=said.proof_last4,
        seal_intact=said.seal_intact,
        delivered_at=deed.at,
        grade=deed.grade,
        by_id=by,
        receipt=slip.kind,
        voucher=slip.voucher,
    )
    open_cover(thing, deed.at, None)


def give_back_at_point(ledger: Ledger, deed: acts.GiveBackAtPoint) -> None:
    """`custody.commands.desk.give_back_at_point`."""
    pen, case = Pen(deed), ledger.cases[deed.dossier]
    said = evidence(deed)
    _give(ledger, pen, case.things[ItemKind.PAPERS], said)
    move(ledger, pen, case, Action.GIVE_BACK, closed_at=deed.at)
    ledger.finish(case)
    words = {"dossier_id": deed.dossier, "evidence": said}
    ledger.asked(pen, "custody.give_back_at_point", words, {"dossier": deed.dossier})


def deliver(ledger: Ledger, deed: acts.Deliver) -> None:
    """`custody.commands.delivery.deliver`."""
    pen, case = Pen(deed), ledger.cases[deed.dossier]
    said = evidence(deed)
    _give(ledger, pen, case.things[ItemKind.RESULT], said)
    paid = _collect(ledger, pen, case)
    move(ledger, pen, case, Action.DELIVER, returned_at=deed.at)
    move(ledger, pen, case, Action.CLOSE, closed_at=deed.at)
    tell(ledger, pen, case, MessageKind.DELIVERED)
    ledger.finish(case)
    words = {"dossier_id": deed.dossier, "evidence": said}
    ledger.asked(pen, "custody.deliver", words, {"dossier": deed.dossier, "collected_vnd": paid})


def _collect(ledger: Ledger, pen: Pen, case: Case) -> int:
    """The postage of the return, if it was not paid at intake (`custody.commands.delivery.collect`)."""
    if not case.owed:
        return 0
    deed, by = pen.deed, pen.deed.by
    bag = ledger.account(AccountKind.POSTMAN_BAG, user_id=by.user_id)
    cod = ledger.account(AccountKind.COD, user_id=by.user_id)
    take(ledger, pen, case, bag, [(Purpose.POSTAGE, case.owed, cod)])
    ledger.add(
        DoorCash,
        subject=case.id,
        seq=1,
        amount_vnd=case.owed,
        postman_id=by.user_id,
        taken_at=deed.at,
    )
    receipt(ledger, deed, case, ReceiptPaper.POSTAGE, case.owed, by.place_id)
    return case.owed
