"""A drawer is counted by notes when a shift closes; what differs has a cause and a name; no shift closes twice."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from tests.cash.test_commands import a_transfer, balances, begun, transfer
from tests.cast import Cast, act, give_back_money, take_in
from tram.cash.commands import account, shifts
from tram.cash.models import AccountKind, CashCount, Shift
from tram.cash.queries.drawers import differences, drawer_now
from tram.cash.rules.counting import NOTES, DifferenceCause, counted_vnd
from tram.core.errors import Refused
from tram.core.janitors import JANITORS, sweep


def notes(amount: int) -> dict[int, int]:
    """The fewest notes that make an amount."""
    found = {}
    for value in NOTES:
        found[value], amount = divmod(amount, value)
    assert amount == 0
    return found


def close(who: Cast, amount: int, **more: Any) -> dict[str, Any]:
    asked: dict[str, Any] = {"unit_id": who.point.id, "notes": notes(amount), **more}
    return shifts.close_shift(act(who.teller, who.point), **asked)


def cash_janitors() -> list[str]:
    return [bad for one in JANITORS if one.name.startswith("cash") for bad in sweep(one).offences]


def test_the_first_money_opens_the_shift_and_an_exact_count_closes_it(who: Cast) -> None:
    take_in(who)
    now = drawer_now(who.point.id, who.teller.id)
    assert now.by_itself
    told = close(who, now.held_vnd)
    assert told["difference_vnd"] == 0
    shift = Shift.objects.get()
    assert (shift.by_itself, shift.opening_vnd) == (True, 0)
    assert drawer_now(who.point.id, who.teller.id).opened_at is None


def test_a_shift_is_not_closed_twice_and_the_next_money_opens_another(who: Cast) -> None:
    take_in(who)
    held = balances()["drawer"]
    close(who, held)
    with pytest.raises(Refused) as refusal:
        close(who, held)
    assert refusal.value.code == "shift-closed"
    take_in(who)
    close(who, balances()["drawer"])
    assert set(Shift.objects.values_list("opening_vnd", flat=True)) == {0, held}


def test_the_same_close_sent_twice_closes_once(who: Cast) -> None:
    take_in(who)
    asked = act(who.teller, who.point, request_id=uuid4())
    held = notes(balances()["drawer"])
    first = shifts.close_shift(asked, unit_id=who.point.id, notes=held)
    assert shifts.close_shift(asked, unit_id=who.point.id, notes=held) == first
    assert CashCount.objects.count() == 1


@pytest.mark.law("42a")
@pytest.mark.parametrize("more", [-1_000, 5_000])
def test_a_difference_needs_a_cause_and_is_booked_to_the_teller(who: Cast, more: int) -> None:
    take_in(who)
    counted = balances()["drawer"] + more
    with pytest.raises(Refused) as refusal:
        close(who, counted)
    assert refusal.value.code == "cause-missing"
    close(who, counted, cause=DifferenceCause.CHANGE, words="Thối nhầm")
    assert balances()["drawer"] == counted
    assert balances()["difference"] == -more
    assert sum(balances().values()) == 0
    named = differences([who.point.id])
    assert [(one.person, one.amount_vnd) for one in named] == [(who.teller.full_name, more)]
    assert cash_janitors() == []


def test_a_cause_without_a_difference_is_refused(who: Cast) -> None:
    take_in(who)
    with pytest.raises(Refused) as refusal:
        close(who, balances()["drawer"], cause=DifferenceCause.UNKNOWN)
    assert refusal.value.code == "no-difference"


def test_a_shift_is_opened_with_a_count_and_not_twice(who: Cast) -> None:
    asked: dict[str, Any] = {"unit_id": who.point.id, "notes": {}}
    shifts.open_shift(act(who.teller, who.point), **asked)
    with pytest.raises(Refused) as refusal:
        shifts.open_shift(act(who.teller, who.point), **asked)
    assert refusal.value.code == "shift-open"
    take_in(who)
    close(who, balances()["drawer"])
    assert Shift.objects.get().by_itself is False


def test_only_the_teller_of_the_point_opens_a_shift_there(who: Cast) -> None:
    for user in (who.neighbour, who.postman, who.officer):
        with pytest.raises(Refused) as refusal:
            shifts.open_shift(act(user), unit_id=who.point.id, notes={})
        assert refusal.value.code == "not-allowed"


@pytest.mark.parametrize("bad", [{3: 1}, {1_000: -1}, {1_000: 10**9}])
def test_notes_that_do_not_exist_are_not_counted(bad: dict[int, int]) -> None:
    with pytest.raises(Refused) as refusal:
        counted_vnd(bad)
    assert refusal.value.code == "bad-notes"


def test_the_database_refuses_a_drawer_below_zero(who: Cast) -> None:
    dossier = take_in(who)
    drawer = account(AccountKind.DRAWER, unit_id=who.point.id, user_id=who.teller.id)
    point = account(AccountKind.POINT, unit_id=who.point.id)
    line = a_transfer(
        dossier.id,
        debit=point,
        credit=drawer,
        amount_vnd=balances()["drawer"] + 1,
        reverses_seq=None,
    )
    with pytest.raises(IntegrityError, match="would hold -1"), transaction.atomic():
        transfer.__wrapped__(begun(who), line=line)  # type: ignore[attr-defined]


def test_money_goes_back_only_from_a_drawer_that_has_it(who: Cast) -> None:
    from tests.cash.test_handovers import hand_in
    from tram.cash.rules.refunds import RefundReason
    from tram.custody.commands.refunds import ask_refund

    dossier = take_in(who)
    hand_in(who, balances()["drawer"])
    ask_refund(
        act(who.teller, who.point), dossier_id=dossier.id, reason=RefundReason.NOT_DONE, seqs=None
    )
    with pytest.raises(Refused) as refusal:
        give_back_money(dossier)
    assert refusal.value.code == "not-held"
