"""Delivering a result by hand (phát tận tay), with evidence, and taking what is due at the door."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from tram.accounts.rules.access import Right, Role, require
from tram.cash import commands as cash
from tram.cash import queries as money
from tram.cash.commands import door, receipts
from tram.cash.models import AccountKind, Purpose
from tram.cash.rules.receipts import ReceiptPaper
from tram.core.acts import Act
from tram.core.errors import Refused
from tram.core.requests import command
from tram.custody.commands import chain, originals
from tram.custody.commands import evidence as evidences
from tram.custody.commands.desk import require_whole
from tram.custody.commands.evidence import Evidence, Receipt
from tram.custody.models import Item, ItemKind, ReturnOrder
from tram.custody.rules.originals import Collected
from tram.dossiers import commands as dossiers
from tram.dossiers.models import Dossier
from tram.dossiers.rules.messages import MessageKind
from tram.dossiers.rules.states import GIVING_BACK, Action, State

__all__ = ["Evidence", "Receipt"]


@command
def deliver(
    act: Act, *, dossier_id: UUID, evidence: Evidence, collected: Sequence[Collected] = ()
) -> dict[str, Any]:
    """The postman gives the result to its person; what was not paid is taken now, and the originals to be withdrawn.

    The dossier is closed, unless an original must still reach the agency.
    """
    require(act.actor, Right.DELIVER)
    dossier = dossiers.lock([dossier_id])[dossier_id]
    result = carried(act, dossier, {ItemKind.RESULT})
    if not result:
        raise Refused("not-held", "Bạn không giữ kết quả của hồ sơ này nên không phát được.")
    evidences.give(act, dossier, result, evidence)
    paid = collect(act, dossier_id)
    carrier = chain.courier(act.actor.id)
    originals.end(act, dossier, Action.DELIVER, holder_id=carrier, collected=collected)
    dossiers.tell(act, [dossier], MessageKind.DELIVERED)
    return {"dossier": dossier_id, "collected_vnd": paid}


@command
def deliver_papers(act: Act, *, dossier_id: UUID, evidence: Evidence) -> dict[str, Any]:
    """The postman gives back the papers of a dossier that ended without a result, and it is closed."""
    require(act.actor, Right.DELIVER)
    dossier = dossiers.lock([dossier_id])[dossier_id]
    papers = carried(act, dossier, {ItemKind.PAPERS, ItemKind.SUPPLEMENT})
    if not papers or State(dossier.state) not in GIVING_BACK:
        raise Refused(
            "not-held", "Bạn không giữ giấy tờ trả lại của hồ sơ này nên không phát được."
        )
    require_whole(dossier, papers)
    evidences.give(act, dossier, papers, evidence)
    paid = collect(act, dossier_id)
    dossiers.give_back(act, [dossier])
    return {"dossier": dossier_id, "collected_vnd": paid}


def carried(act: Act, dossier: Dossier, kinds: set[ItemKind]) -> list[Item]:
    """What this postman holds of a dossier, of these kinds, locked."""
    items = chain.lock(list(dossier.items.values_list("id", flat=True)))
    carrier = chain.courier(act.actor.id)
    return [i for i in items.values() if ItemKind(i.kind) in kinds and i.holder_id == carrier]


def collect(act: Act, dossier_id: UUID, *, counter: int | None = None) -> int:
    """Take the postage of the return, if it was not paid at intake; of an order made later, its own.

    At the door it is the postman's COD; at the point `counter` it lies in the teller's drawer.
    """
    order = ReturnOrder.objects.filter(dossier_id=dossier_id).first()
    subject = order.subject if order else dossier_id
    quoted = money.quotation(subject)
    if quoted is None or cash.last_seq(subject):
        return 0
    amount, unit = int(quoted.total_vnd), counter
    if not amount:
        return 0
    if counter is None:
        door.take_at_door(act, subject, amount)
        unit = act.place_id or next(iter(act.actor.units(Role.POSTMAN)), None)
    else:
        drawer = cash.account(AccountKind.DRAWER, unit_id=counter, user_id=act.actor.user_id)
        due = cash.Due(Purpose.POSTAGE, amount, cash.account(AccountKind.POSTAGE_INCOME))
        cash.take(act, subject, into=drawer, dues=[due])
    if unit is not None:
        receipts.issue(act, subject, unit_id=unit, sums={ReceiptPaper.POSTAGE: amount})
    return amount
