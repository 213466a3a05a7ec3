"""What a teller does besides intakes: guidance, refusals, calls at home, signatures on vouchers."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from tests.cast import (
    MONDAY,
    Cast,
    act,
    addressee,
    an_intake,
    full_count,
    hand_over,
    submitter,
    take_in,
)
from tram.accounts.models import User
from tram.cash.models import AccountKind, CashLine
from tram.core import janitors
from tram.core.acts import Act
from tram.core.errors import Refused
from tram.custody.commands import chain, counter, intake, pick_ups, vouchers
from tram.custody.models import (
    AddressIntake,
    Bag,
    Envelope,
    Guidance,
    ItemKind,
    PickUpRequest,
    RefusedIntake,
    VoucherIssue,
)
from tram.custody.rules.counter import CounterRefusal, PickUpEnd, Slot, VoucherSide
from tram.custody.rules.handovers import ManifestKind
from tram.dossiers.models import Dossier
from tram.dossiers.rules.states import State, VoidReason


def code(run: Any, *args: Any, **words: Any) -> str:
    """The code of a refusal."""
    with pytest.raises(Refused) as refusal:
        run(*args, **words)
    return refusal.value.code


def teller(who: Cast) -> Act:
    """Another act of the teller at the point."""
    return act(who.teller, who.point)


# ---- guidance and refusals -----------------------------------------------------------------------


@pytest.mark.law("11c", "12a")
def test_what_is_missing_is_recorded_as_guidance_and_nothing_is_taken_in(who: Cast) -> None:
    short = an_intake(who, counted=full_count(who.version)[:1])
    assert code(intake.take_in, act(who.teller, who.point), intake=short) == "paper-missing"
    asked: dict[str, Any] = {"version_id": who.version.id, "missing": [2]}
    made = counter.guide(act(who.teller, who.point), **asked)
    kept = Guidance.objects.get(id=made["guidance"])
    assert (kept.point, kept.teller, kept.version, kept.at) == (
        who.point,
        who.teller,
        who.version,
        MONDAY,
    )
    assert kept.customer == ""
    names = dict(who.version.papers.values_list("seq", "name"))
    assert list(kept.papers.values_list("seq", "name")) == [(2, names[2])]
    assert not Dossier.objects.exists()


def test_guidance_names_only_mandatory_papers_of_the_list(who: Cast) -> None:
    again = act(who.teller, who.point)
    for missing in ([], [3], [99]):
        asked = {"version_id": who.version.id, "missing": missing}
        assert code(counter.guide, act(who.teller, who.point), **asked) == "nothing-missing"
    words: dict[str, Any] = {"version_id": who.version.id, "missing": [1]}
    assert counter.guide(again, **words) == counter.guide(again, **words)
    assert Guidance.objects.count() == 1
    assert code(counter.guide, act(who.neighbour, who.point), **words) == "not-allowed"


@pytest.mark.law("12b")
def test_a_refusal_keeps_reason_teller_point_procedure_and_time(who: Cast) -> None:
    words: dict[str, Any] = {"reason": CounterRefusal.PRICE, "version_id": who.version.id}
    made = counter.refuse_at_counter(act(who.teller, who.point), **words)
    kept = RefusedIntake.objects.get(id=made["refusal"])
    assert (kept.reason, kept.teller, kept.point, kept.version, kept.at) == (
        CounterRefusal.PRICE,
        who.teller,
        who.point,
        who.version,
        MONDAY,
    )
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        RefusedIntake.objects.update(reason=CounterRefusal.PRESENCE)


@pytest.mark.law("12c")
def test_no_refusal_without_a_reason_of_the_list(who: Cast) -> None:
    refuse = counter.refuse_at_counter
    version = who.version.id
    other: dict[str, Any] = {"reason": CounterRefusal.OTHER, "version_id": version}
    assert code(refuse, teller(who), **other) == "words-missing"
    assert code(refuse, teller(who), **other, words="không") == "words-missing"
    refuse(teller(who), **other, words="Khách xin về hỏi lại gia đình.")
    assert code(refuse, teller(who), reason=CounterRefusal.PRICE) == "no-procedure"
    refuse(teller(who), reason=CounterRefusal.NO_PROCEDURE)
    kept = RefusedIntake(reason="other", point=who.point, teller=who.teller, at=MONDAY)
    with pytest.raises(IntegrityError, match="other_refusal_in_words"), transaction.atomic():
        kept.save(force_insert=True)
    assert RefusedIntake.objects.count() == 2


# ---- at the customer's address -------------------------------------------------------------------


def asked(who: Cast, **changes: Any) -> pick_ups.Asked:
    plain = pick_ups.Asked(
        full_name="Nguyễn Văn Mẫu",
        phone="0912000001",
        address="Thôn Mẫu",
        commune_id=who.commune.id,
        wished_on=MONDAY.date(),
        slot=Slot.MORNING,
    )
    return replace(plain, **changes)


def on_board(who: Cast) -> UUID:
    made = pick_ups.ask_pick_up(act(who.teller, who.point), asked=asked(who))
    return UUID(made["request"])


def assigned(who: Cast, courier: User | None = None) -> UUID:
    request = on_board(who)
    to = (courier or who.postman).id
    pick_ups.assign_pick_up(act(who.teller, who.point), request_id=request, courier_id=to)
    return request


def collected(who: Cast, request: UUID, **changes: Any) -> Dossier:
    away = intake.AtAddress(who.point.id, "Thôn Mẫu, xã Mẫu", who.commune.id, request)
    words = an_intake(who, at_address=away, **changes)
    return Dossier.objects.get(id=intake.take_in(act(who.postman), intake=words)["dossier"])


@pytest.mark.law("10b", "14a")
def test_a_postman_takes_in_at_the_customers_address_and_is_the_first_holder(who: Cast) -> None:
    request = assigned(who)
    dossier = collected(who, request)
    assert (dossier.state, dossier.intake_point) == (State.REGISTERED, who.point)
    kept = AddressIntake.objects.get()
    assert (kept.dossier, kept.address, kept.by, kept.at) == (
        dossier,
        "Thôn Mẫu, xã Mẫu",
        who.postman,
        MONDAY,
    )
    cover = Envelope.objects.get(contents__item__dossier=dossier)
    assert (cover.sealed_by, cover.sealed_at, cover.customer_present) == (
        who.postman,
        MONDAY,
        True,
    )
    item = dossier.items.get(kind=ItemKind.PAPERS)
    assert (item.holder.kind, item.holder.user) == ("courier", who.postman)
    purses = {line.debit.kind for line in CashLine.objects.filter(stream=dossier.id)}
    assert purses == {AccountKind.POSTMAN_BAG}
    hand_over(
        ManifestKind.HAND_OVER,
        act(who.postman),
        act(who.officer, who.desk),
        chain.courier(who.postman.id),
        chain.place(who.desk.id),
        [item.id],
    )
    dossier.refresh_from_db()
    assert dossier.state != State.REGISTERED


@pytest.mark.law("10c")
def test_a_request_stays_on_the_board_until_collected_or_cancelled_with_a_reason(
    who: Cast,
) -> None:
    request, other = assigned(who), on_board(who)
    states = PickUpRequest.objects.order_by("asked_at").values_list("state", flat=True)
    assert sorted(states) == ["assigned", "open"]
    collected(who, request)
    collected(who, request)  # the same customer has a second dossier
    found = PickUpRequest.objects.get(id=request)
    assert (found.state, found.ended_by, found.intakes.count()) == ("collected", who.postman, 2)
    cancel = pick_ups.cancel_pick_up
    assert (
        code(cancel, teller(who), request_id=request, reason=PickUpEnd.CUSTOMER) == "request-ended"
    )
    assert code(cancel, teller(who), request_id=other, reason=PickUpEnd.OTHER) == "words-missing"
    cancel(teller(who), request_id=other, reason=PickUpEnd.CUSTOMER)
    with pytest.raises(IntegrityError, match="pick_up_ends_with_reason"), transaction.atomic():
        PickUpRequest.objects.filter(id=other).update(end_reason="")


def test_only_who_was_sent_collects_and_only_the_point_sends(who: Cast) -> None:
    request = on_board(who)
    assert code(collected, who, request) == "not-yours"
    to: dict[str, Any] = {"request_id": request, "courier_id": who.postman.id}
    assert code(pick_ups.assign_pick_up, act(who.neighbour, who.point), **to) == "not-allowed"
    to["courier_id"] = who.neighbour.id
    assert code(pick_ups.assign_pick_up, act(who.teller, who.point), **to) == "not-a-courier"
    past = asked(who, wished_on=MONDAY.date() - timedelta(days=1))
    assert code(pick_ups.ask_pick_up, act(who.teller, who.point), asked=past) == "day-gone"


def test_a_postman_takes_nothing_in_at_a_counter(who: Cast) -> None:
    run = intake.take_in
    assert code(run, act(who.postman, who.point), intake=an_intake(who)) == "not-allowed"
    away = intake.AtAddress(who.point.id, " ")
    words = an_intake(who, at_address=away)
    assert code(run, act(who.postman), intake=words) == "no-address"
    assert code(run, act(who.officer), intake=words) == "not-allowed"


# ---- signatures ----------------------------------------------------------------------------------


def sides(dossier: Dossier) -> list[tuple[Any, ...]]:
    """Every signature: issue, side, how."""
    found = VoucherIssue.objects.filter(dossier=dossier).values_list(
        "issue", "signatures__side", "signatures__method"
    )
    return sorted(found)


@pytest.mark.law("13c")
def test_teller_and_customer_both_sign_the_voucher(who: Cast) -> None:
    dossier = take_in(who)
    assert sides(dossier) == [(1, "teller", "session")]
    words: dict[str, Any] = {"dossier_id": dossier.id, "side": VoucherSide.CUSTOMER}
    vouchers.sign_voucher(act(who.teller, who.point), **words)
    assert sides(dossier) == [(1, "customer", "device"), (1, "teller", "session")]
    run = vouchers.sign_voucher
    assert code(run, act(who.teller, who.point), **words) == "voucher-signed"
    assert code(run, act(who.neighbour, who.other_point), **words) == "not-allowed"


@pytest.mark.law("13d")
def test_a_correction_is_another_issue_and_the_signed_one_stays(who: Cast) -> None:
    dossier = take_in(who)
    first = VoucherIssue.objects.get()
    person, reason = submitter("Nguyễn Thị Mẫu"), "Gõ nhầm tên khách"
    words: dict[str, Any] = {"dossier_id": dossier.id, "reason": reason}
    vouchers.correct_sender(act(who.teller, who.point), person=person, **words)
    intake.correct_recipient(act(who.officer, who.desk), recipient=addressee(who), **words)
    intake.reprint_receipt(act(who.teller, who.point), **words)
    found = VoucherIssue.objects.order_by("issue").values_list(
        "issue", "sender", "recipient", "reason"
    )
    assert list(found) == [(1, 1, 1, ""), (2, 2, 1, reason), (3, 2, 2, reason), (4, 2, 2, reason)]
    assert (3, None, None) in sides(dossier), "an officer does not sign for the post"
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        VoucherIssue.objects.filter(id=first.id).update(sender=2)
    with pytest.raises(IntegrityError, match="next_issue_has_reason"), transaction.atomic():
        VoucherIssue.objects.create(
            id=uuid4(), dossier=dossier, issue=5, sender=1, at=MONDAY, by=who.teller
        )


def test_a_voided_voucher_is_signed_by_nobody(who: Cast) -> None:
    dossier = take_in(who)
    words: dict[str, Any] = {"dossier_id": dossier.id}
    intake.void_intake(act(who.teller, who.point), reason=VoidReason.DUPLICATE, **words)
    run = vouchers.sign_voucher
    answer = code(run, act(who.teller, who.point), side=VoucherSide.CUSTOMER, **words)
    assert answer == "no-voucher"


# ---- seals ---------------------------------------------------------------------------------------


@pytest.mark.law("14b")
def test_the_seal_of_a_closed_bag_closes_no_envelope(who: Cast) -> None:
    holder = chain.place(who.point.id)
    Bag.objects.create(
        number="TU0001",
        holder_id=holder,
        made_at=MONDAY,
        made_by=who.teller,
        seal_number="NP-TUI",
        sealed_at=MONDAY,
        sealed_by=who.teller,
    )
    words = an_intake(who, seal_number="np-tui")
    with pytest.raises(Refused) as refusal:
        intake.take_in(act(who.teller, who.point), intake=words)
    assert refusal.value.code == "seal-in-use"
    assert "túi TU0001" in refusal.value.message


def test_the_janitors_of_the_counter_find_what_nobody_should_have_written(who: Cast) -> None:
    dossier = collected(who, assigned(who))
    ours = [one for one in janitors.JANITORS if one.name.startswith("custody:")]
    assert not [one.name for one in ours if janitors.sweep(one).offences]
    PickUpRequest.objects.update(state="assigned", ended_at=None)
    VoucherIssue.objects.create(
        id=uuid4(), dossier=dossier, issue=9, sender=1, at=MONDAY, by=who.teller, reason="Thử sai"
    )
    found = {one.name for one in ours if janitors.sweep(one).offences}
    assert found == {
        "custody: a request that was collected has its intake, and no other request has one",
        "custody: every issue of a voucher follows the one before, the first signed by its teller",
    }
