"""Taking a dossier in, and undoing a mistake before it travels: the commands, their refusals, their traces."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError

from tests.cast import (
    MONDAY,
    Cast,
    act,
    an_intake,
    arrive,
    follow,
    full_count,
    submitter,
    take_in,
)
from tram.cash.models import AccountKind, CashLine, Purpose, Quotation
from tram.catalogue.models import ProcedureVersion
from tram.core.codes import is_s10
from tram.core.errors import Refused
from tram.custody.commands import intake
from tram.custody.commands.charges import Payment
from tram.custody.models import (
    CustodyLine,
    Envelope,
    Holder,
    Item,
    ItemKind,
    NumberBlock,
    Recipient,
)
from tram.custody.rules.services import Service
from tram.directory.models import Unit
from tram.dossiers.models import Dossier, DossierLine, ResultChannel
from tram.dossiers.rules.completeness import Counted
from tram.dossiers.rules.states import State, VoidReason


def refused(who: Cast, **changes: Any) -> Refused:
    """The refusal of an intake with these changes; nothing may have been written."""
    before = written()
    with pytest.raises(Refused) as refusal:
        intake.take_in(act(who.teller, who.point), intake=an_intake(who, **changes))
    assert written() == before
    return refusal.value


def written() -> list[int]:
    """How much there is of everything that an intake writes."""
    tables = (Dossier, Item, Envelope, Recipient, Quotation, CashLine, CustodyLine, DossierLine)
    return [table.objects.count() for table in tables]


def money(dossier: Dossier) -> list[tuple[str, int, str]]:
    """The dossier's cash lines: what for, how much, onto which account."""
    lines = CashLine.objects.filter(stream=dossier.id).order_by("seq").select_related("credit")
    return [(line.purpose, line.amount_vnd, line.credit.kind) for line in lines]


def item_of(dossier: Dossier) -> Item:
    return dossier.items.get(kind=ItemKind.PAPERS)


def held_by(dossier: Dossier) -> Holder:
    return item_of(dossier).holder


@pytest.mark.law("10a", "18b")
def test_a_dossier_taken_in_lies_at_the_point_sealed_and_numbered(who: Cast) -> None:
    dossier = take_in(who)
    assert dossier.state == State.REGISTERED
    assert dossier.registered_at == MONDAY
    assert (dossier.intake_point, dossier.desk, dossier.agency) == (
        who.point,
        who.desk,
        who.agency,
    )
    assert (held_by(dossier).kind, held_by(dossier).unit) == ("place", who.point)
    first = DossierLine.objects.get(stream=dossier, seq=1)
    assert (first.actor_id, first.place_id) == (who.teller.id, who.point.id)
    cover = Envelope.objects.get()
    assert is_s10(cover.number)
    assert (cover.seal_number, cover.sealed_by, cover.grams) == ("NP-0001", who.teller, 120)
    assert cover.sealed_at == MONDAY
    assert cover.customer_present


@pytest.mark.law("11b")
def test_the_numbers_counted_stay_with_the_dossier(who: Cast) -> None:
    counted = (Counted(1, originals=2), Counted(2, certified=1, copies=3))
    dossier = take_in(who, counted=counted)
    rows = dossier.papers.order_by("seq").values_list("seq", "originals", "certified", "copies")
    assert list(rows) == [(1, 2, 0, 0), (2, 0, 1, 3)]


@pytest.mark.law("9c")
def test_sending_only_makes_no_postal_return(who: Cast) -> None:
    dossier = take_in(who, service=Service.SEND, recipient=None)
    assert dossier.result_channel == ResultChannel.COUNTER
    assert not dossier.recipients.exists()
    lines = Quotation.objects.get(subject=dossier.id).lines
    assert not any("trả kết quả" in line["what"].lower() for line in lines)


@pytest.mark.law("15a", "16c", "16d")
def test_fee_postage_and_remittance_stand_on_their_own_lines(who: Cast) -> None:
    both, send = take_in(who), take_in(who, service=Service.SEND, recipient=None)
    lines = money(both)
    assert [(what, account) for what, _, account in lines] == [
        (Purpose.POSTAGE, AccountKind.POSTAGE_INCOME),
        (Purpose.REMITTANCE, AccountKind.POSTAGE_INCOME),
        (Purpose.FEE, AccountKind.AGENCY_DUE),
    ]
    assert lines[1][1] == 8_000
    assert lines[2][1] == 200_000
    assert lines[0][1] > money(send)[0][1]
    total = sum(amount for _, amount, _ in lines)
    assert Quotation.objects.get(subject=both.id).total_vnd == total


@pytest.mark.law("16d")
def test_without_a_known_fee_nothing_is_collected_or_passed_on_for_the_agency(who: Cast) -> None:
    who.version = follow(who.version, fees=False)
    dossier = take_in(who)
    assert [what for what, _, _ in money(dossier)] == [Purpose.POSTAGE]


@pytest.mark.law("16e")
def test_a_lower_price_needs_its_proof(who: Cast) -> None:
    assert refused(who, payment=Payment(group="poor-household")).code == "proof-missing"
    assert refused(who, payment=Payment(group="rich", group_proof="x")).code == "no-such-group"
    whole = take_in(who)
    half = take_in(
        who, payment=Payment(group="poor-household", group_proof="Giấy chứng nhận hộ nghèo 12")
    )
    assert money(half)[0][1] * 2 == money(whole)[0][1]
    assert Quotation.objects.get(subject=half.id).exemption_proof == "Giấy chứng nhận hộ nghèo 12"


@pytest.mark.law("11c")
def test_a_missing_mandatory_paper_is_named_and_stops_the_intake(who: Cast) -> None:
    refusal = refused(who, counted=(Counted(1, originals=1),))
    assert refusal.code == "paper-missing"
    assert "2. Bản sao CMND" in refusal.message


@pytest.mark.law("11d")
def test_a_paper_outside_the_published_list_cannot_be_asked_for(who: Cast) -> None:
    extra = (*full_count(who.version), Counted(99, originals=1))
    assert refused(who, counted=extra).code == "paper-not-listed"


@pytest.mark.law("11d")
def test_an_optional_paper_never_blocks(who: Cast) -> None:
    mandatory = who.version.papers.filter(mandatory=True).values_list("seq", flat=True)
    counted = tuple(line for line in full_count(who.version) if line.seq in set(mandatory))
    assert take_in(who, counted=counted).state == State.REGISTERED


@pytest.mark.law("4b", "9d")
def test_a_procedure_that_needs_presence_is_refused_with_that_reason(who: Cast) -> None:
    version = ProcedureVersion.objects.get(procedure__code="2.000200")
    agency = version.procedure.agency
    assert agency
    refusal = refused(who, version_id=version.id, agency_id=agency.id, counted=full_count(version))
    assert refusal.code == "not-by-post"
    assert "Phải có mặt" in refusal.message


@pytest.mark.law("9d")
def test_a_closed_way_back_is_refused_and_the_way_in_stays_open(who: Cast) -> None:
    who.version = follow(
        who.version, postal_out=False, postal_out_reason="Phải ký nhận trước mặt cán bộ."
    )
    refusal = refused(who)
    assert refusal.code == "not-by-post"
    assert "Phải ký nhận trước mặt cán bộ." in refusal.message
    assert take_in(who, service=Service.SEND, recipient=None)


@pytest.mark.law("17a")
def test_what_is_declared_secret_is_sent_to_kt1_and_nothing_is_kept(who: Cast) -> None:
    assert "KT1" in refused(who, secret=True).message


@pytest.mark.law("17b")
def test_where_secrets_may_be_the_question_is_answered_before_the_intake_goes_on(
    who: Cast,
) -> None:
    who.version = follow(who.version, secret_possible=True)
    assert refused(who).code == "secret-unanswered"
    assert refused(who, secret=True).code == "secret"
    assert take_in(who, secret=False).state == State.REGISTERED


def test_the_service_and_the_recipient_must_agree(who: Cast) -> None:
    assert refused(who, recipient=None).code == "recipient"
    assert refused(who, service=Service.SEND).code == "recipient"
    assert refused(who, service=Service.RECEIVE).code == "wrong-service"


@pytest.mark.law("14a")
def test_without_a_seal_number_nothing_is_taken_in(who: Cast) -> None:
    assert refused(who, seal_number="  ").code == "no-seal"


@pytest.mark.law("14a")
def test_what_was_not_sealed_before_the_customer_is_not_taken_in(who: Cast) -> None:
    refusal = refused(who, customer_present=False)
    assert refusal.code == "not-present"
    assert "khi khách có mặt" in refusal.message


def test_an_agency_that_does_not_settle_the_procedure_is_refused(who: Cast) -> None:
    other = Unit.objects.filter(kind="department").exclude(id=who.agency.id)[0]
    assert refused(who, agency_id=other.id).code == "wrong-agency"
    assert refused(who, agency_id=0).code == "wrong-agency"


def test_a_version_that_is_not_in_force_is_refused(who: Cast) -> None:
    assert refused(who, version_id=0).code == "no-such-procedure"
    ProcedureVersion.objects.filter(id=who.version.id).update(valid_to=date(2019, 11, 3))
    assert refused(who).code == "no-such-procedure"


def test_a_recipient_outside_every_district_has_no_price(who: Cast) -> None:
    recipient = an_intake(who).recipient
    assert recipient
    unknown = replace(recipient, commune_id=0)
    assert refused(who, recipient=unknown).code == "no-district"


def test_a_weight_must_be_above_zero(who: Cast) -> None:
    assert refused(who, grams=0).code == "bad-weight"


@pytest.mark.law("10a")
def test_only_a_teller_of_the_point_takes_in_there(who: Cast) -> None:
    for person, place in (
        (who.neighbour, who.point),
        (who.officer, who.desk),
        (who.postman, None),
    ):
        before = written()
        with pytest.raises(Refused) as refusal:
            intake.take_in(act(person, place), intake=an_intake(who))
        assert refusal.value.code in {"not-allowed", "no-point"}
        assert written() == before


@pytest.mark.law("18c")
def test_numbers_are_never_given_twice_and_a_refusal_loses_none(who: Cast) -> None:
    first = item_of(take_in(who)).containers.get().envelope.number
    refused(who, seal_number="")
    second = item_of(take_in(who)).containers.get().envelope.number
    assert int(second[2:10]) == int(first[2:10]) + 1


def test_when_the_ranges_are_used_up_the_sentence_says_whom_to_ask(who: Cast) -> None:
    take_in(who)
    block = NumberBlock.objects.get(unit=who.point)
    NumberBlock.objects.update(next=block.last + 1)
    block.range.next = block.range.last + 1
    block.range.save()
    assert refused(who).code == "no-numbers"


def test_a_double_click_takes_one_dossier_in_and_answers_the_same(who: Cast) -> None:
    request = uuid4()
    words = an_intake(who)
    first = intake.take_in(act(who.teller, who.point, request), intake=words)
    after = written()
    assert intake.take_in(act(who.teller, who.point, request), intake=words) == first
    assert written() == after
    assert Dossier.objects.count() == 1


def test_the_same_request_with_other_words_is_refused(who: Cast) -> None:
    request = uuid4()
    intake.take_in(act(who.teller, who.point, request), intake=an_intake(who))
    after = written()
    with pytest.raises(Refused) as refusal:
        intake.take_in(
            act(who.teller, who.point, request),
            intake=an_intake(who, submitter=submitter("Trần Thị Khác")),
        )
    assert refusal.value.code == "request-reused"
    assert written() == after


# ---- seals ---------------------------------------------------------------------------------------


@pytest.mark.law("14b")
def test_a_seal_is_never_on_two_closed_envelopes(who: Cast) -> None:
    first = take_in(who, seal_number="NP-7a")
    answer = refused(who, seal_number="np-7A ")
    assert answer.code == "seal-in-use"
    number = Envelope.objects.get().number
    assert number in answer.message
    assert who.point.name in answer.message
    arrive(who, first)  # opened there, so the number is free
    take_in(who, seal_number="NP-7a")
    cover = Envelope.objects.get(opened_at=None)
    cover.pk, cover.number = uuid4(), "HC999999999VN"
    with pytest.raises(IntegrityError, match="seal_on_one_closed_envelope"):
        cover.save(force_insert=True)


def test_the_seal_of_a_voided_intake_may_be_used_again(who: Cast) -> None:
    mistake = take_in(who, seal_number="NP-8")
    intake.void_intake(
        act(who.teller, who.point), dossier_id=mistake.id, reason=VoidReason.WRONG_PROCEDURE
    )
    assert take_in(who, seal_number="NP-8").state == State.REGISTERED
