"""Cash taken at the door (COD, M6): not the post's income until it has come to the provincial post, sum by sum.

A postman gives in fee money before COD: what is still theirs is never more than their bag holds, oldest first out.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from tram.cash import commands as cash
from tram.cash.commands.moves import Move, held, move
from tram.cash.models import AccountKind, CashHandover, DoorCash, Purpose, RefundLine
from tram.cash.rules.counting import CashWay
from tram.cash.rules.door import leaves
from tram.core.acts import Act


def take_at_door(act: Act, subject: UUID, amount_vnd: int) -> None:
    """Postage comes into the bag of the acting postman, and is COD until it is settled."""
    postman = act.actor.id
    bag = cash.account(AccountKind.POSTMAN_BAG, user_id=postman)
    due = cash.Due(Purpose.POSTAGE, amount_vnd, cod_of(postman))
    cash.take(act, subject, into=bag, dues=[due])
    DoorCash.objects.create(
        subject=subject, seq=1, amount_vnd=amount_vnd, postman_id=postman, taken_at=act.at
    )


def cod_of(postman_id: int) -> int:
    """The account of what a postman took at doors and the post has not settled."""
    return cash.account(AccountKind.COD, user_id=postman_id)


def bring_on(act: Act, handover: CashHandover) -> None:
    """Cash has been handed on: COD goes from the bag to the point, from the point to the province and is settled."""
    way = CashWay(handover.way)
    if way is CashWay.BAG_TO_POINT:
        rows = _open(handover.source_id, postman_id=handover.given_by_id, at_point=None)
        ids = [row.id for row in rows]
        words = {"at_point": handover.unit_id, "handed_in": handover}
        DoorCash.objects.filter(id__in=ids).update(**words)
    elif way is CashWay.POINT_TO_PROVINCE:
        rows = _open(handover.source_id, at_point=handover.unit_id)
        DoorCash.objects.filter(id__in=[row.id for row in rows]).update(settled=handover)
        _settle(act, handover.id, rows)


def _open(pot: int, **where: object) -> Sequence[DoorCash]:
    """What has left a pot: the oldest sums that it no longer holds."""
    rows = DoorCash.objects.filter(settled=None, returned=False, **where)
    found = list(rows.select_for_update(no_key=True).order_by("taken_at", "id"))
    if not found:
        return ()
    return found[: leaves([row.amount_vnd for row in found], held(pot))]


def _settle(act: Act, stream: UUID, rows: Iterable[DoorCash]) -> None:
    sums: dict[int, int] = defaultdict(int)
    for row in rows:
        sums[row.postman_id] += row.amount_vnd
    income = cash.account(AccountKind.POSTAGE_INCOME)
    moves = [Move(income, cod_of(who), sums[who], Purpose.COD) for who in sorted(sums)]
    if moves:
        move(act, stream, moves, cash.last_seq(stream))


def give_back(act: Act, refund_id: UUID, lines: Iterable[RefundLine]) -> None:
    """Sums taken at the door go back to the customer; what was settled already is taken out of the income again."""
    income, moves = cash.account(AccountKind.POSTAGE_INCOME), []
    for line in lines:
        row = DoorCash.objects.filter(subject=line.subject, seq=line.seq).first()
        if row is None:
            continue
        row.returned = True
        row.save(update_fields=["returned"])
        if row.settled_id is not None:
            back = row.amount_vnd - line.kept_vnd
            moves.append(Move(cod_of(row.postman_id), income, back, Purpose.COD))
        if line.rest_seq is not None:
            row.pk, row.seq, row.amount_vnd = None, line.rest_seq, line.kept_vnd
            row.returned = False
            row.save(force_insert=True)
    move(act, refund_id, moves)
