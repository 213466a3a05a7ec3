"""Money goes back only by another person, never above what was paid, by lines that reverse (requirement 42d)."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from tests.cash.test_commands import a_transfer, balances, begun, transfer
from tests.cast import (
    PIN,
    Cast,
    accept,
    act,
    addressee,
    arrive,
    give_back_money,
    manager,
    person,
    take_in,
)
from tram.accounts.models import User
from tram.accounts.rules.access import Role
from tram.cash.commands import refunds
from tram.cash.models import CashLine, Receipt, Refund
from tram.cash.queries.refunds import given_back
from tram.cash.rules.refunds import RefundReason
from tram.core.acts import Act, Secret
from tram.core.errors import Refused
from tram.core.janitors import JANITORS, sweep
from tram.core.requests import command
from tram.custody.commands import intake, returns
from tram.custody.commands.refunds import ask_refund
from tram.custody.models import ReturnOrder
from tram.directory.queries.signers import Pin
from tram.dossiers.models import Dossier
from tram.dossiers.rules.states import VoidReason


def void(who: Cast, dossier: Dossier, pin: Pin | None = None) -> dict[str, Any]:
    return intake.void_intake(
        act(who.teller, who.point), dossier_id=dossier.id, reason=VoidReason.DUPLICATE, pin=pin
    )


def code(refusal: pytest.ExceptionInfo[Refused]) -> str:
    return refusal.value.code


def waiting(dossier: Dossier) -> Refund:
    return Refund.objects.get(subject=dossier.id, state="waiting")


def colleague(who: Cast) -> User:
    return person("gdv.hai", "Giao Dịch Viên Hai", Role.TELLER, who.point)


@pytest.mark.law("42d")
def test_who_took_the_money_never_gives_it_back_alone(who: Cast) -> None:
    dossier = take_in(who)
    void(who, dossier)
    before = balances()
    with pytest.raises(Refused) as refusal:
        refunds.approve_refund(act(who.teller, who.point), refund_id=waiting(dossier).id)
    assert code(refusal) == "same-person"
    assert balances() == before
    assert waiting(dossier).reason == RefundReason.INTAKE_VOIDED


@pytest.mark.law("42d")
def test_the_database_refuses_a_reversal_by_who_took_the_money(who: Cast) -> None:
    dossier = take_in(who)
    with pytest.raises(IntegrityError, match="reversed by who wrote it"), transaction.atomic():
        transfer.__wrapped__(begun(who, who.teller), line=a_transfer(dossier.id))  # type: ignore[attr-defined]


@pytest.mark.law("42d")
def test_a_colleague_approves_by_pin_and_the_money_goes_back_at_once(who: Cast) -> None:
    dossier = take_in(who)
    paid = balances()["drawer"]
    told = void(who, dossier, Pin(colleague(who).username, Secret(PIN)))
    assert (told["returned_vnd"], told["waiting_vnd"]) == (paid, 0)
    assert set(balances().values()) == {0}
    lines = CashLine.objects.filter(stream=dossier.id, reverses_seq__isnull=False)
    assert {line.actor_id for line in lines} == {colleague(who).id}


def test_a_stranger_and_a_wrong_pin_approve_nothing(who: Cast) -> None:
    dossier = take_in(who)
    with pytest.raises(Refused) as refusal:
        void(who, dossier, Pin(who.neighbour.username, Secret(PIN)))
    assert code(refusal) == "not-allowed"
    with pytest.raises(Refused) as refusal:
        void(who, dossier, Pin(colleague(who).username, Secret("000000")))
    assert code(refusal) == "wrong-pin"
    with pytest.raises(Refused) as refusal:
        void(who, dossier, Pin(who.teller.username, Secret(PIN)))
    assert code(refusal) == "same-person"
    dossier.refresh_from_db()
    assert dossier.state == "registered"
    assert not Refund.objects.exists()


@pytest.mark.law("42d")
def test_one_sum_goes_back_with_its_reason_and_never_twice(who: Cast) -> None:
    dossier = take_in(who)
    fee = CashLine.objects.get(stream=dossier.id, purpose="fee")
    words: dict[str, Any] = {"dossier_id": dossier.id, "reason": RefundReason.WRONG_FEE}
    ask_refund(act(who.teller, who.point), seqs=[fee.seq], **words)
    with pytest.raises(Refused) as refusal:
        ask_refund(act(who.teller, who.point), seqs=[fee.seq], **words)
    assert code(refusal) == "above-paid"
    assert give_back_money(dossier) == 200_000
    with pytest.raises(Refused) as refusal:
        ask_refund(act(who.teller, who.point), seqs=[fee.seq], **words)
    assert code(refusal) == "above-paid"
    with pytest.raises(Refused):
        ask_refund(act(who.teller, who.point), seqs=[99], **words)
    papers = {
        row.paper: hasattr(row, "void") for row in Receipt.objects.filter(subject=dossier.id)
    }
    assert papers == {"fee": True, "postage": False}


def test_a_refund_that_is_refused_gives_nothing_and_may_be_asked_again(who: Cast) -> None:
    dossier = take_in(who)
    words: dict[str, Any] = {"dossier_id": dossier.id, "reason": RefundReason.NOT_DONE}
    ask_refund(act(who.teller, who.point), seqs=None, **words)
    before = balances()
    refused = waiting(dossier)
    refunds.refuse_refund(act(manager()), refund_id=refused.id)
    assert balances() == before
    with pytest.raises(Refused) as refusal:
        refunds.approve_refund(act(manager()), refund_id=refused.id)
    assert code(refusal) == "decided"
    ask_refund(act(who.teller, who.point), seqs=None, **words)
    assert give_back_money(dossier) == before["drawer"]


def test_the_same_approval_twice_gives_back_once(who: Cast) -> None:
    dossier = take_in(who)
    void(who, dossier)
    request, refund = uuid4(), waiting(dossier).id
    first = refunds.approve_refund(act(manager(), request_id=request), refund_id=refund)
    after = CashLine.objects.count()
    again = refunds.approve_refund(act(manager(), request_id=request), refund_id=refund)
    assert UUID(str(again["refund"])) == UUID(str(first["refund"]))
    assert CashLine.objects.count() == after


def test_a_neighbour_and_a_postman_ask_for_and_decide_nothing(who: Cast) -> None:
    dossier = take_in(who)
    words: dict[str, Any] = {"dossier_id": dossier.id, "reason": RefundReason.OVERCHARGED}
    for user, place in ((who.neighbour, who.other_point), (who.postman, None)):
        with pytest.raises(Refused) as refusal:
            ask_refund(act(user, place), seqs=None, **words)
        assert code(refusal) == "not-allowed"
    void(who, dossier)
    for user in (who.neighbour, who.postman, who.officer):
        for run in (refunds.approve_refund, refunds.refuse_refund):
            with pytest.raises(Refused) as refusal:
                run(act(user), refund_id=waiting(dossier).id)
            assert code(refusal) == "not-allowed"


@command
def decide_badly(act: Act, *, refund: UUID, user: int) -> dict[str, Any]:
    """What a broken writer would do."""
    Refund.objects.filter(id=refund).update(state="approved", decided_by=user, decided_at=act.at)
    return {}


def test_the_database_refuses_a_refund_decided_by_who_asked(who: Cast) -> None:
    dossier = take_in(who)
    void(who, dossier)
    with pytest.raises(IntegrityError, match="refund_by_another"), transaction.atomic():
        decide_badly.__wrapped__(  # type: ignore[attr-defined]
            begun(who), refund=waiting(dossier).id, user=who.teller.id
        )


def test_a_reversal_approved_by_nobody_is_found(who: Cast) -> None:
    from tram.core.janitors import JANITORS

    found = next(one for one in JANITORS if "approved by another" in one.name)
    dossier = take_in(who)
    void(who, dossier)
    give_back_money(dossier)
    with connection.cursor() as cursor:
        cursor.execute(found.offences)
        assert cursor.fetchall() == []
        cursor.execute("UPDATE cash_refund SET state = 'refused'")
        cursor.execute(found.offences)
        assert len(cursor.fetchall()) == 3


@pytest.mark.law("42d")
def test_parts_of_a_sum_go_back_one_after_the_other_and_never_more_than_was_paid(
    who: Cast,
) -> None:
    dossier = take_in(who)
    before = balances()
    fee = CashLine.objects.get(stream=dossier.id, purpose="fee")
    for wrong in (0, -5, fee.amount_vnd + 1):
        with pytest.raises(Refused) as refusal:
            ask_part(who, dossier, fee.seq, wrong)
        assert code(refusal) == "above-paid"
    seq, left = fee.seq, fee.amount_vnd
    for part in (50_000, 30_000):
        ask_part(who, dossier, seq, part)
        assert give_back_money(dossier) == part
        left -= part
        rest = CashLine.objects.filter(stream=dossier.id, purpose="fee").latest("seq")
        assert (rest.amount_vnd, rest.reverses_seq) == (left, None)
        seq = rest.seq
        receipt = Receipt.objects.get(subject=dossier.id, paper="fee", void=None)
        assert receipt.amount_vnd == left
    now = balances()
    assert before["agency-due"] - now["agency-due"] == -80_000
    assert given_back(dossier.id) == 80_000
    with pytest.raises(Refused) as refusal:
        ask_part(who, dossier, seq, left + 1)
    assert code(refusal) == "above-paid"
    ask_part(who, dossier, seq, left)
    assert give_back_money(dossier) == left
    assert balances()["agency-due"] == 0
    assert [
        bad for one in JANITORS if one.name.startswith("cash") for bad in sweep(one).offences
    ] == []


def ask_part(who: Cast, dossier: Dossier, seq: int, part: int) -> None:
    ask_refund(
        act(who.teller, who.point),
        dossier_id=dossier.id,
        reason=RefundReason.WRONG_FEE,
        seqs=[seq],
        part_vnd=part,
    )


@pytest.mark.law("42d")
def test_who_took_the_whole_never_gives_back_its_rest(who: Cast) -> None:
    dossier = take_in(who)
    fee = CashLine.objects.get(stream=dossier.id, purpose="fee")
    ask_part(who, dossier, fee.seq, 50_000)
    give_back_money(dossier)
    rest = CashLine.objects.filter(stream=dossier.id, purpose="fee").latest("seq")
    ask_refund(
        act(manager()), dossier_id=dossier.id, reason=RefundReason.WRONG_FEE, seqs=[rest.seq]
    )
    with pytest.raises(Refused) as refusal:
        refunds.approve_refund(act(who.teller, who.point), refund_id=waiting(dossier).id)
    assert code(refusal) == "same-person"
    line = a_transfer(
        dossier.id,
        debit=rest.credit_id,
        credit=rest.debit_id,
        amount_vnd=rest.amount_vnd,
        purpose="fee",
        reverses_seq=rest.seq,
    )
    with pytest.raises(IntegrityError, match="reversed by who wrote it"), transaction.atomic():
        transfer.__wrapped__(begun(who, who.teller), line=line)  # type: ignore[attr-defined]


@pytest.mark.law("42d")
def test_the_way_home_goes_back_when_the_result_is_fetched(who: Cast) -> None:
    dossier = accept(who, arrive(who, take_in(who)))
    paid = CashLine.objects.get(stream=dossier.id, purpose="postage").amount_vnd
    told = returns.fetch_at_desk(
        act(who.officer, who.desk), dossier_id=dossier.id, reason="Khách ở gần"
    )
    refund = waiting(dossier)
    assert refund.reason == RefundReason.FETCHED
    assert 0 < refund.amount_vnd == told["refund_vnd"] < paid
    assert give_back_money(dossier) == refund.amount_vnd
    rest = CashLine.objects.filter(stream=dossier.id, purpose="postage").latest("seq")
    assert rest.amount_vnd == paid - refund.amount_vnd
    returns.register_postal_return(
        act(who.officer, who.desk),
        dossier_id=dossier.id,
        recipient=addressee(who),
        reason="Khách đổi ý",
        secret=False,
    )
    assert ReturnOrder.objects.filter(dossier=dossier).exists()
