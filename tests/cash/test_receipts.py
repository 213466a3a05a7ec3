"""Receipts run in their series without gap or double, and a void one stays visible (requirements 15b, 42c)."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from tests.cast import MONDAY, Cast, act, an_intake, manager, take_in
from tram.cash.commands import receipts
from tram.cash.models import CashLine, OutsideFee, Receipt, ReceiptBook
from tram.cash.rules.fees import FeeRoute
from tram.cash.rules.receipts import ReceiptPaper, ReceiptVoidReason, written
from tram.core.errors import Refused
from tram.custody.commands import intake
from tram.custody.commands.charges import Payment


def book(who: Cast, paper: str = "fee") -> ReceiptBook:
    return ReceiptBook.objects.get(unit=who.point, paper=paper)


def numbers(who: Cast, paper: str = "fee") -> list[int]:
    rows = Receipt.objects.filter(unit=who.point, paper=paper).order_by("number")
    return list(rows.values_list("number", flat=True))


def test_a_number_is_written_with_its_series() -> None:
    assert written("VY-19P", 123) == "VY-19P 0000123"


@pytest.mark.law("15b", "42c")
def test_each_intake_has_a_receipt_for_the_fee_and_another_for_the_postage(who: Cast) -> None:
    dossier = take_in(who)
    rows = {row.paper: row for row in Receipt.objects.filter(subject=dossier.id)}
    assert {paper: row.amount_vnd for paper, row in rows.items()} == {
        "fee": 200_000,
        "postage": sum(
            line.amount_vnd
            for line in CashLine.objects.filter(stream=dossier.id).exclude(purpose="fee")
        ),
    }
    assert rows["fee"].series != rows["postage"].series
    assert rows["fee"].by == who.teller
    assert rows["fee"].at == MONDAY


@pytest.mark.law("42c")
def test_numbers_follow_each_other_and_an_undone_intake_gives_its_number_back(who: Cast) -> None:
    take_in(who)
    with pytest.raises(Refused):
        take_in(who, seal_number="")
    place = transaction.savepoint()
    take_in(who)
    transaction.savepoint_rollback(place)
    take_in(who)
    assert numbers(who) == [1, 2]
    assert book(who).next == 3


@pytest.mark.law("42c")
def test_a_spoilt_receipt_stays_and_the_next_number_takes_its_place(who: Cast) -> None:
    dossier = take_in(who)
    spoilt = Receipt.objects.get(subject=dossier.id, paper="fee")
    receipts.reissue(
        act(who.teller, who.point), receipt_id=spoilt.id, reason=ReceiptVoidReason.MISPRINTED
    )
    rows = Receipt.objects.filter(subject=dossier.id, paper="fee").order_by("number")
    assert [(row.number, hasattr(row, "void")) for row in rows] == [(1, True), (2, False)]
    with pytest.raises(Refused) as refusal:
        receipts.reissue(
            act(who.teller, who.point), receipt_id=spoilt.id, reason=ReceiptVoidReason.WRONG
        )
    assert refusal.value.code == "void-already"
    with pytest.raises(Refused) as refusal:
        receipts.reissue(act(who.neighbour), receipt_id=rows[1].id, reason=ReceiptVoidReason.WRONG)
    assert refusal.value.code == "not-allowed"


@pytest.mark.law("42c")
@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"number": 5}, "receipt_after_another"),
        ({"number": 1}, "receipt_number_once"),
        ({"first": 2, "number": 2}, "receipt_of_book"),
    ],
)
def test_the_database_refuses_a_gap_and_a_double(
    who: Cast, change: dict[str, int], name: str
) -> None:
    take_in(who)
    row = Receipt.objects.get(paper="fee")
    row.pk = None
    for field, value in change.items():
        setattr(row, field, value)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.law("42c")
def test_the_database_lets_nobody_change_or_delete_a_receipt(who: Cast) -> None:
    take_in(who)
    for attempt in (Receipt.objects.update, Receipt.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt(**({"amount_vnd": 1} if attempt.__name__ == "update" else {}))


@pytest.mark.law("15b")
def test_without_a_number_no_fee_is_taken_but_another_way_is_open(who: Cast) -> None:
    ReceiptBook.objects.filter(unit=who.point).update(last=1)
    take_in(who)
    with pytest.raises(Refused) as refusal:
        take_in(who)
    assert refusal.value.code == "no-receipts"
    direct = Payment(route=FeeRoute.AGENCY_DIRECT, fee_proof="BL 0001")
    assert take_in(who, payment=direct).state == "registered"


def test_a_manager_grants_the_next_range_and_the_point_goes_on(who: Cast) -> None:
    ReceiptBook.objects.filter(unit=who.point).update(last=1)
    series = book(who).series
    take_in(who)
    words = {"unit_id": who.point.id, "paper": ReceiptPaper.FEE, "series": series}
    with pytest.raises(Refused) as refusal:
        receipts.grant_book(act(who.teller, who.point), first=2, last=9, **words)  # type: ignore[arg-type]
    assert refusal.value.code == "not-allowed"
    with pytest.raises(Refused) as refusal:
        receipts.grant_book(act(manager()), first=1, last=9, **words)  # type: ignore[arg-type]
    assert refusal.value.code == "range-taken"
    for first, last in ((0, 9), (9, 2), (2, 10_000_000)):
        with pytest.raises(Refused) as refusal:
            receipts.grant_book(act(manager()), first=first, last=last, **words)  # type: ignore[arg-type]
        assert refusal.value.code == "bad-range"
    receipts.grant_book(act(manager()), first=2, last=9, **words)  # type: ignore[arg-type]
    take_in(who)
    assert numbers(who) == [1, 2]


@pytest.mark.law("15c", "15d")
@pytest.mark.parametrize("route", [route for route in FeeRoute if route is not FeeRoute.POST])
def test_a_fee_past_the_post_needs_its_proof_and_is_never_owed(who: Cast, route: FeeRoute) -> None:
    with pytest.raises(Refused) as refusal:
        intake.take_in(
            act(who.teller, who.point), intake=an_intake(who, payment=Payment(route=route))
        )
    assert refusal.value.code == "fee-proof-missing"
    dossier = take_in(who, payment=Payment(route=route, fee_proof="FT19308-0012"))
    purposes = set(CashLine.objects.filter(stream=dossier.id).values_list("purpose", flat=True))
    assert purposes == {"postage"}
    kept = OutsideFee.objects.get(subject=dossier.id)
    assert (kept.route, kept.proof, kept.amount_vnd) == (route, "FT19308-0012", 200_000)
    assert kept.agency == who.agency
    assert not Receipt.objects.filter(subject=dossier.id, paper="fee").exists()


@pytest.mark.law("15c", "15d")
def test_through_the_post_the_fee_is_taken_and_passed_on(who: Cast) -> None:
    dossier = take_in(who)
    purposes = set(CashLine.objects.filter(stream=dossier.id).values_list("purpose", flat=True))
    assert purposes == {"postage", "remittance", "fee"}
    assert not OutsideFee.objects.exists()
