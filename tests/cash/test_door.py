"""What a postman took at the door is COD: in the bag, at the point, at the province, and only then income."""

from uuid import UUID

import pytest

from tests.cash.test_commands import balances
from tests.cast import (
    Cast,
    accept,
    act,
    addressee,
    deliver,
    full_count,
    manager,
    release,
    settle,
    submitter,
)
from tram.cash.commands import handovers
from tram.cash.commands.receipts import grant_book
from tram.cash.models import CashLine, DoorCash, Receipt
from tram.cash.queries.door import door_cash
from tram.cash.rules.counting import CashWay
from tram.cash.rules.door import leaves
from tram.cash.rules.receipts import ReceiptPaper
from tram.core import clock
from tram.core.janitors import JANITORS, sweep
from tram.custody.commands import desk
from tram.directory.models import Unit
from tram.dossiers.models import Dossier


def brought_home(who: Cast) -> Dossier:
    """Its result was paid for at the door."""
    words = desk.CounterIntake(
        who.version.id, who.agency.id, submitter(), full_count(who.version), addressee(who)
    )
    made = desk.submit(act(who.officer, who.desk), intake=words)
    dossier = Dossier.objects.get(id=made["dossier"])
    return deliver(who, release(who, settle(who, accept(who, dossier))))


def give(who: Cast, way: CashWay, amount: int) -> None:
    giver = act(who.postman) if way is CashWay.BAG_TO_POINT else act(who.teller, who.point)
    told = handovers.offer_cash(giver, way=way, unit_id=who.point.id, amount_vnd=amount)
    taker = act(who.teller, who.point) if way is CashWay.BAG_TO_POINT else act(manager())
    handovers.sign_cash(taker, handover_id=UUID(told["handover"]), counted_vnd=amount)


def well() -> None:
    assert sum(balances().values()) == 0
    found = [one for one in JANITORS if one.name.startswith("cash")]
    assert [bad for one in found for bad in sweep(one).offences] == []


@pytest.mark.law("42a")
def test_cod_goes_from_the_bag_to_the_point_to_the_province_and_is_income_then(who: Cast) -> None:
    brought_home(who)
    price = balances()["postman-bag"]
    assert balances()["cod"] == -price
    assert "postage-income" not in balances()
    units = [
        who.point.id,
        *Unit.objects.filter(kind="provincial-post").values_list("id", flat=True),
    ]
    assert [one.place for one in door_cash(units, clock.today())] == ["Bưu Tá Mẫu"]
    well()
    give(who, CashWay.BAG_TO_POINT, price)
    assert (balances()["postman-bag"], balances()["cod"]) == (0, -price)
    [aged] = door_cash(units, clock.today())
    assert (aged.place, aged.total_vnd) == (who.point.name, price)
    assert door_cash((), clock.today(), who.postman.id) == []
    well()
    give(who, CashWay.POINT_TO_PROVINCE, price)
    held = balances()
    assert (held["cod"], held["postage-income"]) == (0, -price)
    assert door_cash(units, clock.today()) == []
    well()


def test_a_part_handed_in_leaves_the_rest_with_the_postman(who: Cast) -> None:
    brought_home(who)
    brought_home(who)
    price = balances()["postman-bag"] // 2
    give(who, CashWay.BAG_TO_POINT, price - 1_000)
    assert DoorCash.objects.filter(at_point=who.point).count() == 1
    assert DoorCash.objects.filter(at_point=None).count() == 1
    well()


def test_whoever_pays_at_the_door_gets_a_receipt(who: Cast) -> None:
    post = Unit.objects.get(kind="provincial-post")
    grant_book(
        act(manager()),
        unit_id=post.id,
        paper=ReceiptPaper.POSTAGE,
        series="BT-19T",
        first=1,
        last=9,
    )
    dossier = brought_home(who)
    receipt = Receipt.objects.get(series="BT-19T")
    assert (receipt.subject, receipt.amount_vnd) == (dossier.id, balances()["postman-bag"])
    assert CashLine.objects.get(stream=dossier.id).amount_vnd == receipt.amount_vnd


def test_a_cod_account_that_does_not_tell_its_sums_is_found(who: Cast) -> None:
    brought_home(who)
    DoorCash.objects.update(returned=True)
    found = [one for one in JANITORS if "COD" in one.name]
    assert [len(sweep(one).offences) for one in found] == [1]


@pytest.mark.parametrize(
    ("amounts", "held", "gone"),
    [([], 0, 0), ([5, 5], 10, 0), ([5, 5], 9, 1), ([5, 5], 4, 2), ([5, 5], 0, 2), ([5], 99, 0)],
)
def test_the_oldest_sums_leave_first(amounts: list[int], held: int, gone: int) -> None:
    assert leaves(amounts, held) == gone
