"""What ought to go back of a dossier's money is told with the right amount, and asked for by nobody but people."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, accept, act, arrive, deliver, manager, release, settle, signed_for
from tests.cast import take_in as bring
from tests.web.page_reading import words
from tram.cash.commands.refunds import refuse_refund
from tram.cash.models import Refund
from tram.cash.rules.purposes import Purpose
from tram.cash.rules.refunds import Paid, RefundReason
from tram.core.clock import now
from tram.custody.commands import desk, intake
from tram.custody.commands.refunds import ask_refund
from tram.custody.queries.back import backs, ought_back_of
from tram.custody.rules.back import Back, BackFor, Road, ought_back
from tram.dossiers import commands as dossiers
from tram.dossiers.models import Dossier
from tram.dossiers.rules.states import VoidReason

ROAD = Road(
    voided=False,
    finished=False,
    handed_over=True,
    brought_home=False,
    ways_vnd=(30_000, 31_001),
    exempt=False,
)
SUMS = (
    Paid(1, 61_001, 7, given_back=False, asked_for=False, purpose=Purpose.POSTAGE),
    Paid(2, 8_000, 7, given_back=False, asked_for=False, purpose=Purpose.REMITTANCE),
    Paid(3, 200_000, 7, given_back=False, asked_for=False, purpose=Purpose.FEE),
)


def road(**changes: object) -> Road:
    return Road(**{**vars(ROAD), **changes})


@pytest.mark.law("42d")
@pytest.mark.parametrize(
    ("changes", "remitted", "expected"),
    [
        ({}, (), []),
        ({"voided": True, "finished": True}, (), [Back(BackFor.VOIDED, (1, 2, 3), 269_001)]),
        ({"finished": True}, (), [Back(BackFor.NOT_BROUGHT, (1,), 31_001, 31_001)]),
        ({"finished": True, "brought_home": True}, (), []),
        (
            {"finished": True, "handed_over": False},
            (),
            [
                Back(BackFor.NOT_HANDED, (2, 3), 208_000),
                Back(BackFor.NOT_BROUGHT, (1,), 31_001, 31_001),
            ],
        ),
        (
            {"finished": True, "handed_over": False, "brought_home": True},
            (3,),
            [Back(BackFor.NOT_HANDED, (2,), 8_000)],
        ),
    ],
)
def test_what_ought_to_go_back(
    changes: dict[str, object], remitted: tuple[int, ...], expected: list[Back]
) -> None:
    found = [one for one in ought_back(SUMS, road(**changes), remitted) if one.proven]
    assert found == expected


@pytest.mark.law("42d")
def test_half_is_rounded_for_the_customer_and_nothing_is_halved_twice() -> None:
    proved = {one.why: (one.amount_vnd, one.part_vnd) for one in ought_back(SUMS, ROAD)}
    assert proved == {BackFor.HALF: (30_501, 30_501), BackFor.FREE: (61_001, None)}
    assert ought_back(SUMS, road(exempt=True)) == ()
    touched = (Paid(1, 61_001, 7, given_back=True, asked_for=False, purpose=Purpose.POSTAGE),)
    rest = Paid(5, 30_000, 7, given_back=False, asked_for=False, purpose=Purpose.POSTAGE)
    assert ought_back((*touched, rest), road(finished=True)) == ()


def ended_on_the_road(who: Cast) -> Dossier:
    dossier = bring(who)
    named = {"dossier_id": dossier.id}
    dossiers.withdraw(act(who.teller, who.point), reason="Khách đổi ý", **named)
    desk.give_back_at_point(act(who.teller, who.point), evidence=signed_for(), **named)
    return Dossier.objects.get(id=dossier.id)


@pytest.mark.law("42d")
def test_a_fee_that_never_reached_the_agency_ought_to_go_back(who: Cast, client: Client) -> None:
    dossier = ended_on_the_road(who)
    found = [one for one in backs(dossier) if one.proven]
    assert [(one.why, one.amount_vnd) for one in found] == [(BackFor.NOT_HANDED, 208_000)]
    assert [one.subject for one in ought_back_of([who.point.id], now())] == [dossier.id]
    assert ought_back_of([who.agency.id], now()) == []
    client.force_login(manager())
    listed = client.get(reverse("refunds"))
    address = f"{reverse('dossier_payments', args=[dossier.id])}?tra=not-handed"
    assert address in listed.content.decode()
    client.force_login(who.teller)
    page = client.get(address)
    assert "đề nghị trả 208.000 đ" in words(page)
    form = page.context["form"]
    assert form["reason"].value() == RefundReason.NOT_DONE
    assert sorted(form["sums"].value()) == [str(seq) for seq in sorted(found[0].seqs)]
    seqs = list(found[0].seqs)
    told = ask_refund(
        act(who.teller, who.point), dossier_id=dossier.id, reason=RefundReason.NOT_DONE, seqs=seqs
    )
    assert told["amount_vnd"] == 208_000
    assert ought_back_of([who.point.id], now()) == []


@pytest.mark.law("42d")
def test_a_void_that_nobody_paid_back_is_offered_again(who: Cast) -> None:
    dossier = bring(who)
    asked = act(who.teller, who.point)
    intake.void_intake(asked, dossier_id=dossier.id, reason=VoidReason.DUPLICATE)
    dossier.refresh_from_db()
    assert backs(dossier) == ()
    refund = Refund.objects.get(subject=dossier.id)
    refund_lines = sorted(refund.lines.values_list("seq", flat=True))
    refuse_refund(act(manager()), refund_id=refund.id)
    (found,) = backs(dossier)
    assert (found.amount_vnd, sorted(found.seqs)) == (refund.amount_vnd, refund_lines)


@pytest.mark.law("42d")
def test_what_was_brought_home_is_not_offered(who: Cast) -> None:
    dossier = deliver(who, release(who, settle(who, accept(who, arrive(who, bring(who))))))
    assert [one for one in backs(dossier) if one.proven] == []
    assert ought_back_of([who.point.id], now()) == []
