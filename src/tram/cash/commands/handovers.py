"""Cash handed over by two signatures (giao nộp tiền mặt): one gives, another counts, what differs has a name."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from tram.accounts.rules.access import Right, may, require
from tram.cash.commands import account
from tram.cash.commands.door import bring_on
from tram.cash.commands.moves import Move, apart, lock_held, move
from tram.cash.models import AccountKind, CashHandover, Purpose
from tram.cash.rules.counting import (
    CashState,
    CashWay,
    DifferenceCause,
    owner,
    require_held,
    require_named,
    require_same_count,
)
from tram.core.acts import Act, Actor
from tram.core.errors import Refused
from tram.core.requests import command
from tram.directory.models import Unit, UnitKind
from tram.directory.queries import scope
from tram.directory.queries.signers import Pin, signer


@command
def offer_cash(
    act: Act,
    *,
    way: CashWay,
    unit_id: int,
    amount_vnd: int,
    teller_id: int | None = None,
    pin: Pin | None = None,
    counted_vnd: int | None = None,
) -> dict[str, Any]:
    """Offer cash at a point; with the receiver's PIN and count on this device it is signed by both at once.

    `teller_id` names whose drawer gets change.
    """
    if amount_vnd <= 0:
        raise Refused("bad-amount", "Số tiền giao phải lớn hơn 0 đồng: hãy ghi lại.")
    if pin is not None:
        require_same_count(amount_vnd, counted_vnd)
    _require_giver(act.actor, way, unit_id)
    source, target = _ends(act, way, unit_id, teller_id)
    waiting = CashHandover.objects.filter(source_id=source, state=CashState.WAITING)
    promised = sum(waiting.values_list("amount_vnd", flat=True))
    require_held(lock_held(source) - promised, amount_vnd)
    made = CashHandover.objects.create(
        id=act.derive("cash"),
        way=way,
        unit_id=unit_id,
        source_id=source,
        target_id=target,
        amount_vnd=amount_vnd,
        given_by_id=act.actor.id,
        given_at=act.at,
    )
    if pin is not None:
        _sign(act, made, amount_vnd, None, signer(pin))
    return {"handover": made.id, "state": made.state}


@command
def sign_cash(
    act: Act,
    *,
    handover_id: UUID,
    counted_vnd: int,
    cause: DifferenceCause | None = None,
    pin: Pin | None = None,
) -> dict[str, Any]:
    """The receiver counts and signs, in their own session or by PIN on the giver's device."""
    found = _waiting(handover_id)
    if counted_vnd < 0:
        raise Refused("bad-amount", "Số tiền đếm được không thể âm: hãy đếm và ghi lại.")
    _sign(act, found, counted_vnd, cause, signer(pin) if pin else act.actor)
    return {"handover": found.id, "difference_vnd": counted_vnd - found.amount_vnd}


@command
def withdraw_cash(act: Act, *, handover_id: UUID) -> dict[str, Any]:
    """Whoever offered cash takes the offer back before it is signed."""
    found = _waiting(handover_id)
    if found.given_by_id != act.actor.id:
        raise Refused("not-yours", "Chỉ người giao rút lại được. Người nhận thì đếm rồi ký.")
    found.state = CashState.WITHDRAWN
    found.save(update_fields=["state"])
    return {"handover": found.id}


def may_receive(actor: Actor, handover: CashHandover) -> bool:
    """Whether a person may sign for this cash."""
    way = CashWay(handover.way)
    if actor.user_id == handover.given_by_id:
        return False
    if way is CashWay.POINT_TO_DRAWER:
        return actor.user_id == handover.target.user_id
    if way is CashWay.POINT_TO_PROVINCE:
        return may(actor, Right.MANAGE_CASH, scope(handover.target.unit_id or 0))
    keeps = may(actor, Right.TAKE_IN, [handover.unit_id])
    return keeps or may(actor, Right.MANAGE_CASH, scope(handover.unit_id))


def _sign(
    act: Act,
    found: CashHandover,
    counted: int,
    cause: DifferenceCause | None,
    receiver: Actor,
) -> None:
    if receiver.user_id == found.given_by_id:
        raise Refused("same-person", "Người giao không tự ký nhận được: hãy nhờ người nhận ký.")
    if not may_receive(receiver, found):
        raise Refused("not-allowed", "Người ký không giữ quỹ này: hãy nhờ đúng người nhận ký.")
    require_named(counted - found.amount_vnd, cause)
    require_held(lock_held(found.source_id), found.amount_vnd)
    found.state, found.counted_vnd = CashState.SIGNED, counted
    found.received_by_id, found.received_at = receiver.id, act.at
    if cause is not None:
        found.cause, found.owner_id = cause, owner(cause, found.given_by_id, receiver.id)
    found.save()
    acting = replace(act, actor=receiver)
    move(acting, found.id, _moves(found))
    bring_on(acting, found)
    act.lines = acting.lines


def _moves(found: CashHandover) -> list[Move]:
    """What was counted reaches the receiver; what is missing or too much is the owner's."""
    counted, amount = found.counted_vnd or 0, found.amount_vnd
    reached = Move(found.source_id, found.target_id, min(counted, amount), Purpose.CASH)
    if counted == amount:
        return [reached]
    named = account(AccountKind.DIFFERENCE, unit_id=found.unit_id, user_id=found.owner_id)
    pot = found.source_id if counted < amount else found.target_id
    return [reached, apart(pot, counted - amount, named)]


def _require_giver(actor: Actor, way: CashWay, unit_id: int) -> None:
    if way is CashWay.BAG_TO_POINT:
        right = Right.DELIVER if may(actor, Right.DELIVER) else Right.COLLECT
        require(actor, right)
    elif way is CashWay.DRAWER_TO_POINT or not may(actor, Right.MANAGE_CASH, scope(unit_id)):
        require(actor, Right.TAKE_IN, [unit_id])


def _ends(act: Act, way: CashWay, unit_id: int, teller_id: int | None) -> tuple[int, int]:
    point = account(AccountKind.POINT, unit_id=unit_id)
    match way:
        case CashWay.DRAWER_TO_POINT:
            return account(AccountKind.DRAWER, unit_id=unit_id, user_id=act.actor.id), point
        case CashWay.BAG_TO_POINT:
            return account(AccountKind.POSTMAN_BAG, user_id=act.actor.id), point
        case CashWay.POINT_TO_DRAWER:
            if teller_id is None:
                raise Refused("no-teller", "Hãy chọn giao dịch viên nhận tiền lẻ.")
            return point, account(AccountKind.DRAWER, unit_id=unit_id, user_id=teller_id)
    return point, account(AccountKind.PROVINCIAL_POST, unit_id=provincial_post())


def provincial_post() -> int:
    """The unit that keeps the fund of the province."""
    rows = Unit.objects.filter(kind=UnitKind.PROVINCIAL_POST).order_by("-valid_from", "-id")
    return int(rows.values_list("id", flat=True)[0])


def _waiting(handover_id: UUID) -> CashHandover:
    rows = CashHandover.objects.select_for_update(no_key=True, of=("self",))
    found = rows.select_related("target").filter(id=handover_id).first()
    if found is None:
        raise Refused("no-such-cash", "Không có lần giao tiền này. Hãy tải lại trang.")
    if found.state != CashState.WAITING:
        told = CashState(found.state).label.lower()
        raise Refused("done", f"Lần giao tiền này {told} rồi. Hãy tải lại trang.")
    return found
