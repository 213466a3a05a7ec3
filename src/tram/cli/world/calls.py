"""Calls at home: a customer asks at the point, a postman is sent, and what is taken in there is in his hands first."""

from typing import Any

from tram.cli.world import acts
from tram.cli.world.ledger import Case, Ledger
from tram.cli.world.lines import Pen
from tram.cli.world.province import Offering
from tram.custody.commands.intake import AtAddress
from tram.custody.commands.pick_ups import Asked
from tram.custody.models import AddressIntake
from tram.custody.rules.counter import PickUpState


def asked(offering: Offering, deed: acts.AskPickUp) -> Asked:
    """What the teller typed."""
    who, version = deed.who, offering.facts.version_id
    place = (who.address, who.commune_id)
    return Asked(who.full_name, who.phone, *place, deed.wished_on, deed.slot, version)


def ask(ledger: Ledger, deed: acts.AskPickUp) -> None:
    """`custody.commands.pick_ups.ask_pick_up`."""
    words, call = asked(ledger.province.offerings[deed.offer], deed), deed.made("pick-up")
    ledger.calls[call] = {
        "id": call,
        "point_id": deed.by.place_id,
        **vars(words),
        "state": PickUpState.OPEN,
        "asked_at": deed.at,
        "asked_by_id": deed.by.user_id,
    }
    ledger.asked(Pen(deed), "custody.ask_pick_up", {"asked": words}, {"request": call})


def assign(ledger: Ledger, deed: acts.AssignPickUp) -> None:
    """`custody.commands.pick_ups.assign_pick_up`."""
    ledger.calls[deed.call].update(courier_id=deed.courier, state=PickUpState.ASSIGNED)
    words = {"request_id": deed.call, "courier_id": deed.courier}
    ledger.asked(Pen(deed), "custody.assign_pick_up", words, {"request": deed.call})


def cancel(ledger: Ledger, deed: acts.CancelPickUp) -> None:
    """`custody.commands.pick_ups.cancel_pick_up`."""
    _end(ledger, deed, deed.call, state=PickUpState.CANCELLED, end_reason=deed.reason)
    words = {"request_id": deed.call, "reason": deed.reason}
    ledger.asked(Pen(deed), "custody.cancel_pick_up", words, {"request": deed.call})


def at_address(deed: acts.TakeIn) -> AtAddress | None:
    """Where a dossier was taken in, if not at the counter."""
    if deed.away is None:
        return None
    return AtAddress(deed.away.point, deed.who.address, deed.who.commune_id, deed.away.call)


def collect(ledger: Ledger, deed: acts.TakeIn, case: Case) -> None:
    """The call that an intake answers has ended (`custody.commands.pick_ups.collect`)."""
    if (away := at_address(deed)) is None or deed.away is None:
        return
    _end(ledger, deed, deed.away.call, state=PickUpState.COLLECTED)
    ledger.add(
        AddressIntake,
        dossier_id=case.id,
        request_id=away.request_id,
        address=away.address,
        commune_id=away.commune_id,
        by_id=deed.by.user_id,
        at=deed.at,
    )


def _end(ledger: Ledger, deed: acts.Deed, call: Any, **words: Any) -> None:
    row = ledger.calls[call]
    row.update(words, ended_at=deed.at, ended_by_id=deed.by.user_id)
    ledger.finish_call(call)
