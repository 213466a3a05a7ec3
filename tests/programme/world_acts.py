"""The acts of a simulated world, done by the commands that people use: what the bulk path is measured against."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from tram.accounts.models import User
from tram.cli.world import acts, calls, damage, desks, doors, mishaps, roads
from tram.cli.world.province import Province
from tram.core import clock
from tram.core.acts import Act
from tram.custody.commands import (
    attempts,
    bags,
    chain,
    delivery,
    desk,
    incidents,
    intake,
    manifests,
    pick_ups,
    vouchers,
)
from tram.custody.commands import damage as damages
from tram.custody.commands.outcomes import Found
from tram.custody.models import Envelope, Item, ItemKind, Outcome
from tram.custody.queries.returning import RESULT_GRAMS
from tram.custody.rules.counter import VoucherSide
from tram.directory.queries import actor_of
from tram.dossiers import commands as dossiers
from tram.dossiers.models import Dossier


def act(deed: acts.Deed) -> Act:
    return deed.act(actor_of(deed.by.user_id, ""))


def holder(end: acts.End) -> int:
    return chain.place(end.id) if end.is_place else chain.courier(end.id)


def _offer(_province: Province, d: acts.Offer) -> Any:
    here, there = holder(d.giver), holder(d.receiver)
    return manifests.offer(act(d), kind=d.kind, from_holder=here, to_holder=there, items=d.items)


def _put_in(_province: Province, d: acts.PutIn) -> Any:
    number = Envelope.objects.get(contents__item=d.item, contents__taken_out_at=None).number
    assert (put := bags.put_in(act(d), bag_id=d.bag, code=number))["verdict"] == "ok", put


def _sign(_province: Province, d: acts.Sign) -> Any:
    found = [Found(item, Outcome.RECEIVED) for item in d.items]
    return manifests.sign_handover(act(d), manifest_id=d.manifest, found=found)


def _ask(province: Province, d: acts.AskSupplement) -> Any:
    version = Dossier.objects.get(id=d.dossier).version_id
    facts = next(o.facts for o in province.offerings if o.facts.version_id == version)
    papers = desks.asked_for(facts.papers[0])
    return dossiers.ask_supplement(act(d), dossier_id=d.dossier, papers=papers, reason=d.reason)


def _settle(_province: Province, d: acts.Settle) -> Any:
    run = desk.record_result_at_once if d.at_once else desk.record_result
    return run(act(d), dossier_id=d.dossier, number=d.number, issued_on=d.issued_on, name=d.name)


def _lose(_province: Province, d: acts.Lose) -> Any:
    item = Item.objects.get(dossier=d.dossier, kind=ItemKind.RESULT)
    return incidents.report(act(d), item_id=item.id, report=mishaps.report(d))


def _damage(_province: Province, d: acts.Damage) -> Any:
    item = Item.objects.get(dossier=d.dossier, kind=ItemKind.RESULT)
    return incidents.report(act(d), item_id=item.id, report=damage.report(d))


def _take_inventory(_province: Province, d: acts.TakeInventory) -> Any:
    pin = damage.pin(User.objects.get(id=d.second).username)
    return damages.take_inventory(act(d), incident_id=d.incident, opened=damage.opened(), pin=pin)


DONE: dict[type[acts.Deed], Callable[[Province, Any], Any]] = {
    acts.AskPickUp: lambda p, d: pick_ups.ask_pick_up(
        act(d), asked=calls.asked(p.offerings[d.offer], d)
    ),
    acts.AssignPickUp: lambda _p, d: pick_ups.assign_pick_up(
        act(d), request_id=d.call, courier_id=d.courier
    ),
    acts.CancelPickUp: lambda _p, d: pick_ups.cancel_pick_up(
        act(d), request_id=d.call, reason=d.reason
    ),
    acts.TakeIn: lambda p, d: intake.take_in(act(d), intake=doors.intake(p.offerings[d.offer], d)),
    acts.SignVoucher: lambda _p, d: vouchers.sign_voucher(
        act(d), dossier_id=d.dossier, side=VoucherSide.CUSTOMER
    ),
    acts.Submit: lambda p, d: desk.submit(
        act(d), intake=doors.counter_intake(p.offerings[d.offer], d)
    ),
    acts.BeginBag: lambda _p, d: bags.begin_bag(act(d), holder_id=holder(d.holder)),
    acts.PutIn: _put_in,
    acts.SealBag: lambda _p, d: bags.seal_bag(act(d), bag_id=d.bag, seal_number=d.seal),
    acts.OpenBag: lambda _p, d: bags.open_bag(act(d), bag_id=d.bag),
    acts.Offer: _offer,
    acts.Sign: _sign,
    acts.AskSupplement: _ask,
    acts.Supplement: lambda _p, d: desk.receive_supplement(
        act(d), dossier_id=d.dossier, received=[1]
    ),
    acts.Refuse: lambda _p, d: dossiers.refuse(
        act(d), dossier_id=d.dossier, code=d.code, reason=d.reason
    ),
    acts.GiveBack: lambda _p, d: desk.give_back_at_desk(act(d), dossier_id=d.dossier),
    acts.Withdraw: lambda _p, d: dossiers.withdraw(act(d), dossier_id=d.dossier, reason=d.reason),
    acts.GiveBackAtPoint: lambda _p, d: desk.give_back_at_point(
        act(d), dossier_id=d.dossier, evidence=roads.evidence(d)
    ),
    acts.Accept: lambda _p, d: dossiers.accept(act(d), dossier_id=d.dossier),
    acts.Settle: _settle,
    acts.Pack: lambda _p, d: desk.pack_result(act(d), dossier_id=d.dossier, seal_number=d.seal),
    acts.Deliver: lambda _p, d: delivery.deliver(
        act(d), dossier_id=d.dossier, evidence=roads.evidence(d)
    ),
    acts.Void: lambda _p, d: intake.void_intake(act(d), dossier_id=d.dossier, reason=d.reason),
    acts.Try: lambda _p, d: attempts.record_attempt(
        act(d), dossier_id=d.dossier, reason=d.reason, notice=d.notice, slot=d.slot
    ),
    acts.Damage: _damage,
    acts.TakeInventory: _take_inventory,
    acts.Rewrap: lambda _p, d: damages.rewrap(
        act(d),
        incident_id=d.incident,
        seal_number=d.seal,
        grams=RESULT_GRAMS,
        new_number=True,
    ),
    acts.Lose: _lose,
    acts.Return: lambda _p, d: desk.return_at_desk(act(d), dossier_id=d.dossier),
}


def perform(province: Province, deeds: Iterable[acts.Deed]) -> list[UUID]:
    """Do every act at its moment; the requests done."""
    done = []
    for deed in deeds:
        with clock.simulated(deed.done_at):
            DONE[type(deed)](province, deed)
        done.append(deed.request_id)
    return done
