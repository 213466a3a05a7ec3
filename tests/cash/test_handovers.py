"""Cash goes from hand to hand by two signatures; the receiver counts, and what differs has a cause and an owner."""

from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from tests.cash.test_commands import balances
from tests.cast import PIN, Cast, act, manager, person, take_in
from tram.accounts.models import User
from tram.accounts.rules.access import Role
from tram.cash.commands import account, handovers
from tram.cash.commands.moves import Move, held, move
from tram.cash.models import AccountKind, CashHandover, Purpose
from tram.cash.queries.drawers import differences
from tram.cash.rules.counting import CashWay, DifferenceCause
from tram.core.acts import Act, Secret
from tram.core.errors import Refused
from tram.core.janitors import JANITORS, sweep
from tram.core.requests import command
from tram.directory.queries.signers import Pin


def colleague(who: Cast) -> User:
    return person("gdv.hai", "Giao Dịch Viên Hai", Role.TELLER, who.point)


def offer(who: Cast, amount: int, **more: Any) -> UUID:
    asked: dict[str, Any] = {"way": CashWay.DRAWER_TO_POINT, "unit_id": who.point.id, **more}
    told = handovers.offer_cash(act(who.teller, who.point), amount_vnd=amount, **asked)
    return UUID(told["handover"])


def hand_in(who: Cast, amount: int) -> None:
    """From the teller's drawer into the fund of the point, all found."""
    handovers.sign_cash(act(manager()), handover_id=offer(who, amount), counted_vnd=amount)


@command
def pocket(act: Act, *, bag: int, amount: int) -> dict[str, Any]:
    """Money that a postman took at doors."""
    income = account(AccountKind.POSTAGE_INCOME)
    move(act, act.derive("door"), [Move(income, bag, amount, Purpose.POSTAGE)])
    return {}


@pytest.mark.law("42a")
def test_cash_goes_from_the_drawer_to_the_point_and_on_to_the_province(who: Cast) -> None:
    take_in(who)
    all_of_it = balances()["drawer"]
    hand_in(who, all_of_it)
    assert (balances()["drawer"], balances()["point"]) == (0, all_of_it)
    told = handovers.offer_cash(
        act(who.teller, who.point),
        way=CashWay.POINT_TO_PROVINCE,
        unit_id=who.point.id,
        amount_vnd=all_of_it,
    )
    handovers.sign_cash(act(manager()), handover_id=UUID(told["handover"]), counted_vnd=all_of_it)
    assert (balances()["point"], balances()["provincial-post"]) == (0, all_of_it)
    assert sum(balances().values()) == 0


def test_a_postman_hands_in_what_he_took_at_doors(who: Cast) -> None:
    bag = account(AccountKind.POSTMAN_BAG, user_id=who.postman.id)
    pocket(act(who.postman), bag=bag, amount=26_000)
    told = handovers.offer_cash(
        act(who.postman), way=CashWay.BAG_TO_POINT, unit_id=who.point.id, amount_vnd=26_000
    )
    handovers.sign_cash(
        act(who.teller, who.point), handover_id=UUID(told["handover"]), counted_vnd=26_000
    )
    assert held(bag) == 0
    assert balances()["point"] == 26_000


def test_a_colleague_signs_by_pin_on_the_givers_device(who: Cast) -> None:
    take_in(who)
    signing = Pin(colleague(who).username, Secret(PIN))
    for counted, code in ((None, "count-missing"), (49_000, "counted-other")):
        with pytest.raises(Refused) as refusal:
            offer(who, 50_000, pin=signing, counted_vnd=counted)
        assert refusal.value.code == code
    assert not CashHandover.objects.exists()
    offer(who, 50_000, pin=signing, counted_vnd=50_000)
    signed = CashHandover.objects.get()
    assert (signed.state, signed.received_by) == ("signed", colleague(who))
    assert balances()["point"] == 50_000


def test_nobody_signs_for_their_own_cash_nor_a_stranger(who: Cast) -> None:
    take_in(who)
    made = offer(who, 50_000)
    for user, code in (
        (who.teller, "same-person"),
        (who.neighbour, "not-allowed"),
        (who.postman, "not-allowed"),
        (who.officer, "not-allowed"),
    ):
        with pytest.raises(Refused) as refusal:
            handovers.sign_cash(act(user), handover_id=made, counted_vnd=50_000)
        assert refusal.value.code == code
    assert "point" not in balances() or balances()["point"] == 0


@pytest.mark.law("42a")
@pytest.mark.parametrize(
    ("counted", "cause", "owner"),
    [
        (45_000, DifferenceCause.COUNTED_BADLY, "teller"),
        (45_000, DifferenceCause.LOST_BY_RECEIVER, "manager"),
        (52_000, DifferenceCause.COUNTED_BADLY, "teller"),
    ],
)
def test_what_differs_has_a_cause_and_an_owner(
    who: Cast, counted: int, cause: DifferenceCause, owner: str
) -> None:
    take_in(who)
    before, made = balances()["drawer"], offer(who, 50_000)
    with pytest.raises(Refused) as refusal:
        handovers.sign_cash(act(manager()), handover_id=made, counted_vnd=counted)
    assert refusal.value.code == "cause-missing"
    handovers.sign_cash(act(manager()), handover_id=made, counted_vnd=counted, cause=cause)
    assert balances()["drawer"] == before - 50_000
    assert balances()["point"] == counted
    assert balances()["difference"] == 50_000 - counted
    named = who.teller if owner == "teller" else manager()
    assert [one.person for one in differences([who.point.id])] == [named.full_name]
    assert all(not sweep(one).offences for one in JANITORS if one.name.startswith("cash"))


def test_no_more_is_offered_than_lies_there_and_not_twice(who: Cast) -> None:
    take_in(who)
    all_of_it = balances()["drawer"]
    offer(who, all_of_it)
    for amount, code in ((1, "not-held"), (0, "bad-amount"), (-5, "bad-amount")):
        with pytest.raises(Refused) as refusal:
            offer(who, amount)
        assert refusal.value.code == code


def test_an_offer_is_withdrawn_by_its_giver_only_and_signed_once(who: Cast) -> None:
    take_in(who)
    made = offer(who, 1_000)
    with pytest.raises(Refused) as refusal:
        handovers.withdraw_cash(act(manager()), handover_id=made)
    assert refusal.value.code == "not-yours"
    handovers.withdraw_cash(act(who.teller, who.point), handover_id=made)
    with pytest.raises(Refused) as refusal:
        handovers.sign_cash(act(manager()), handover_id=made, counted_vnd=1_000)
    assert refusal.value.code == "done"


def test_the_point_gives_change_to_a_drawer(who: Cast) -> None:
    take_in(who)
    hand_in(who, 100_000)
    told = handovers.offer_cash(
        act(manager()),
        way=CashWay.POINT_TO_DRAWER,
        unit_id=who.point.id,
        amount_vnd=30_000,
        teller_id=who.teller.id,
    )
    made = UUID(told["handover"])
    with pytest.raises(Refused):
        handovers.sign_cash(act(colleague(who), who.point), handover_id=made, counted_vnd=30_000)
    handovers.sign_cash(act(who.teller, who.point), handover_id=made, counted_vnd=30_000)
    assert balances()["point"] == 70_000


def test_a_neighbour_gives_nothing_of_this_point(who: Cast) -> None:
    take_in(who)
    hand_in(who, 100_000)
    for way in CashWay:
        with pytest.raises(Refused):
            handovers.offer_cash(
                act(who.neighbour, who.other_point),
                way=way,
                unit_id=who.point.id,
                amount_vnd=1_000,
            )


def test_the_database_refuses_one_signature_for_two(who: Cast) -> None:
    take_in(who)
    made = offer(who, 1_000)
    with (
        pytest.raises(IntegrityError, match="cash_by_two"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE cash_cashhandover SET state = 'signed', counted_vnd = 1000, received_at = now(), "
            "received_by_id = given_by_id WHERE id = %s",
            [made],
        )
