"""What was collected is owed until it is remitted with a statement, once; the agency says what it received."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from tests.cash.test_commands import balances
from tests.cash.test_handovers import hand_in
from tests.cast import MONDAY, Cast, act, give_back_money, manager, take_in
from tram.cash.commands import handovers, remittances
from tram.cash.models import CashLine, Remittance
from tram.cash.queries import owed_to_agencies
from tram.cash.queries.remittances import ageing, batch, items
from tram.cash.rules.counting import CashWay
from tram.cash.rules.refunds import RefundReason
from tram.cash.rules.remittance import RemittanceCause, age
from tram.core.errors import Refused
from tram.core.janitors import JANITORS, sweep
from tram.custody.commands.refunds import ask_refund
from tram.directory.queries.times import working_calendar

DAY = MONDAY.date()


def make(who: Cast, **more: Any) -> UUID:
    asked: dict[str, Any] = {"agency_id": who.agency.id, "upto": DAY, **more}
    return UUID(remittances.make_remittance(act(manager()), **asked)["remittance"])


def to_province(who: Cast, amount: int) -> None:
    hand_in(who, amount)
    told = handovers.offer_cash(
        act(who.teller, who.point),
        way=CashWay.POINT_TO_PROVINCE,
        unit_id=who.point.id,
        amount_vnd=amount,
    )
    handovers.sign_cash(act(manager()), handover_id=UUID(told["handover"]), counted_vnd=amount)


def pay(ident: UUID) -> None:
    remittances.pay_remittance(act(manager()), remittance_id=ident, proof="UNC 0001")


def confirm(
    who: Cast, ident: UUID, received: int, cause: RemittanceCause | None = None, **more: Any
) -> None:
    asked = act(who.leader, who.agency)
    remittances.confirm_remittance(
        asked, remittance_id=ident, received_vnd=received, cause=cause, **more
    )


def well() -> None:
    found = [one for one in JANITORS if one.name.startswith("cash")]
    assert [bad for one in found for bad in sweep(one).offences] == []


@pytest.mark.law("39b")
def test_what_was_collected_is_owed_until_it_is_remitted_and_received(who: Cast) -> None:
    take_in(who)
    take_in(who)
    assert owed_to_agencies([who.agency.id])[0].amount_vnd == 400_000
    to_province(who, 400_000)
    ident = make(who)
    assert [row.amount_vnd for row in items(ident)] == [200_000, 200_000]
    assert owed_to_agencies([who.agency.id])[0].amount_vnd == 400_000
    well()
    pay(ident)
    owed = owed_to_agencies([who.agency.id])[0]
    assert (owed.amount_vnd, owed.dossiers) == (0, 0)
    assert (balances()["agency-due"], balances()["provincial-post"]) == (0, 0)
    confirm(who, ident, 400_000)
    found = batch(ident)
    assert found is not None
    assert found.state == "received"
    assert sum(balances().values()) == 0
    well()


@pytest.mark.law("39c")
def test_an_amount_is_remitted_once(who: Cast) -> None:
    dossier = take_in(who)
    to_province(who, 200_000)
    ident = make(who)
    for more, code in (({}, "made-already"), ({"upto": date(2019, 11, 3)}, "nothing-owed")):
        with pytest.raises(Refused) as refusal:
            make(who, **more)
        assert refusal.value.code == code
    pay(ident)
    with pytest.raises(Refused) as refusal:
        pay(ident)
    assert refusal.value.code == "paid-already"
    fee = CashLine.objects.get(stream=dossier.id, purpose="fee")
    with pytest.raises(IntegrityError, match="remitted_once"), transaction.atomic():
        _add(ident, dossier.id, fee.seq)


def _add(ident: UUID, subject: UUID, seq: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cash_remittanceline (remittance_id, subject, seq, amount_vnd) "
            "VALUES (%s, %s, %s, 200000)",
            [ident, subject, seq],
        )


@pytest.mark.law("39c")
def test_what_goes_back_is_not_remitted_and_what_is_remitted_does_not_go_back(who: Cast) -> None:
    back, kept = take_in(who), take_in(who)
    ask_refund(
        act(who.teller, who.point), dossier_id=back.id, reason=RefundReason.NOT_DONE, seqs=None
    )
    ident = make(who)
    assert [row.subject for row in items(ident)] == [kept.id]
    give_back_money(back)
    seq = CashLine.objects.get(stream=back.id, purpose="fee", reverses_seq=None).seq
    with pytest.raises(IntegrityError, match="was given back"), transaction.atomic():
        _add(ident, back.id, seq)
    ask_refund(
        act(who.teller, who.point), dossier_id=kept.id, reason=RefundReason.NOT_DONE, seqs=None
    )
    with pytest.raises(Refused) as refusal:
        give_back_money(kept)
    assert refusal.value.code == "remitted"


@pytest.mark.parametrize(
    ("received", "cause"),
    [(190_000, RemittanceCause.SHORT), (201_000, RemittanceCause.OVERPAID)],
)
@pytest.mark.law("39d")
def test_what_the_agency_received_otherwise_has_a_cause_and_an_owner(
    who: Cast, received: int, cause: RemittanceCause
) -> None:
    take_in(who)
    to_province(who, 200_000)
    ident = make(who)
    pay(ident)
    wrong = RemittanceCause.SHORT if received > 200_000 else RemittanceCause.OVERPAID
    for bad, code in ((None, "cause-missing"), (wrong, "wrong-cause")):
        with pytest.raises(Refused) as refusal:
            confirm(who, ident, received, bad)
        assert refusal.value.code == code
    confirm(who, ident, received, cause)
    found = batch(ident)
    assert found is not None
    assert (found.state, found.cause, found.owner) == ("differs", cause.label, cause.owner)
    confirm(who, ident, 200_000)
    assert Remittance.objects.get().state == "received"
    with pytest.raises(Refused) as refusal:
        confirm(who, ident, 200_000)
    assert refusal.value.code == "not-to-confirm"


def test_a_batch_is_paid_only_from_money_that_is_there(who: Cast) -> None:
    take_in(who)
    ident = make(who)
    with pytest.raises(Refused) as refusal:
        pay(ident)
    assert refusal.value.code == "not-held"
    with pytest.raises(Refused) as refusal:
        confirm(who, ident, 200_000)
    assert refusal.value.code == "not-to-confirm"


def test_only_the_post_makes_and_pays_and_only_the_agency_confirms(who: Cast) -> None:
    take_in(who)
    to_province(who, 200_000)
    for user in (who.teller, who.leader, who.postman):
        with pytest.raises(Refused) as refusal:
            remittances.make_remittance(act(user), agency_id=who.agency.id, upto=DAY)
        assert refusal.value.code == "not-allowed"
    ident = make(who)
    pay(ident)
    for user in (manager(), who.teller, who.specialist):
        with pytest.raises(Refused) as refusal:
            remittances.confirm_remittance(act(user), remittance_id=ident, received_vnd=200_000)
        assert refusal.value.code == "not-allowed"
    with pytest.raises(Refused):
        make(who, upto=date(2019, 11, 5))


@pytest.mark.law("39b")
def test_what_is_owed_is_told_by_its_age_in_working_days(who: Cast) -> None:
    take_in(who)
    calendar = working_calendar()
    days = {4: 0, 5: 0, 6: 1, 8: 1, 9: 1, 11: 1, 12: 2, 25: 2, 26: 3}
    told = {day: age(DAY, date(2019, 11, day), calendar) for day in days}
    assert told == days
    found = ageing([who.agency.id], date(2019, 11, 12))
    assert [one.amounts for one in found] == [(0, 0, 200_000, 0)]
