"""The bulk path: acts in the order of time become rows, and the rows go into the database by few statements."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from tram.cli.world import acts, bagging, calls, damage, desks, doors, mishaps, roads
from tram.cli.world.ledger import Ledger

WRITTEN: dict[type[acts.Deed], Callable[[Ledger, Any], None]] = {
    acts.AskPickUp: calls.ask,
    acts.AssignPickUp: calls.assign,
    acts.CancelPickUp: calls.cancel,
    acts.TakeIn: doors.take_in,
    acts.SignVoucher: doors.sign_voucher,
    acts.Submit: doors.submit,
    acts.BeginBag: bagging.begin,
    acts.PutIn: bagging.put_in,
    acts.SealBag: bagging.seal,
    acts.OpenBag: bagging.unseal,
    acts.Offer: roads.offer,
    acts.Sign: roads.sign,
    acts.AskSupplement: desks.ask_supplement,
    acts.Supplement: desks.supplement,
    acts.Refuse: desks.refuse,
    acts.GiveBack: desks.give_back,
    acts.Withdraw: desks.withdraw,
    acts.GiveBackAtPoint: roads.give_back_at_point,
    acts.Accept: desks.accept,
    acts.Settle: desks.settle,
    acts.Pack: roads.pack,
    acts.Deliver: roads.deliver,
    acts.Return: desks.hand_out,
    acts.Void: mishaps.void,
    acts.Try: mishaps.try_in_vain,
    acts.Damage: damage.damage,
    acts.TakeInventory: damage.take_inventory,
    acts.Rewrap: damage.rewrap,
    acts.Lose: mishaps.lose,
}


def write(ledger: Ledger, deeds: Iterable[acts.Deed]) -> Iterator[int]:
    """Turn acts into rows, told by the hundred; `ledger.copy()` then writes them."""
    count = 0
    for count, deed in enumerate(deeds, 1):
        WRITTEN[type(deed)](ledger, deed)
        if count % 100 == 0:
            yield 100
    yield count % 100
