"""A result reaches its person by hand, once, with evidence; what was not paid is taken at the door."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from tests.cast import (
    Cast,
    accept,
    act,
    an_intake,
    arrive,
    full_count,
    person,
    release,
    settle,
    signed_for,
    submitter,
    take_in,
)
from tests.cast import deliver as hand_out
from tests.scans import pdf, picture
from tram.accounts.rules.access import Role
from tram.cash.models import CashLine
from tram.core.errors import Refused
from tram.core.files import content, staged
from tram.custody.commands import chain, delivery
from tram.custody.commands import desk as desk_acts
from tram.custody.models import (
    CustodyLine,
    Delivery,
    Item,
    ItemKind,
    ProofKind,
    ReceiptKind,
    Relation,
)
from tram.custody.queries.deliveries import carried, carried_one
from tram.directory.models import Unit
from tram.directory.queries import actor_of
from tram.dossiers.models import Dossier

pytestmark = pytest.mark.django_db
SELF = signed_for()


@pytest.fixture
def released(who: Cast) -> Dossier:
    """A result with the postman, paid for at the counter."""
    return release(who, settle(who, accept(who, arrive(who, take_in(who)))))


@pytest.fixture
def unpaid(who: Cast) -> Dossier:
    """A counter dossier whose return by post is paid at the door."""
    recipient = an_intake(who).recipient
    intake = desk_acts.CounterIntake(
        version_id=who.version.id,
        agency_id=who.agency.id,
        submitter=submitter(),
        counted=full_count(who.version),
        recipient=recipient,
    )
    answer = desk_acts.submit(act(who.officer, who.desk), intake=intake)
    return release(who, settle(who, accept(who, Dossier.objects.get(id=answer["dossier"]))))


def refusal(who: Cast, dossier: Dossier, evidence: delivery.Evidence) -> str:
    """The code of the refusal; nothing may have changed."""
    with pytest.raises(Refused) as no:
        delivery.deliver(act(who.postman), dossier_id=dossier.id, evidence=evidence)
    assert not Delivery.objects.exists()
    assert dossier.items.get(kind=ItemKind.RESULT).holder_id == chain.courier(who.postman.id)
    return no.value.code


@pytest.mark.law("37a")
def test_the_recipient_takes_it_with_the_paper_shown(who: Cast, released: Dossier) -> None:
    hand_out(who, released)
    kept = Delivery.objects.get(dossier=released)
    assert (kept.received_by, kept.relation) == ("Nguyễn Văn Mẫu", "self")
    assert (kept.proof_kind, kept.proof_last4, kept.by_id) == (
        "citizen-id",
        "1234",
        who.postman.id,
    )
    assert (released.state, released.returned_at) == ("closed", kept.delivered_at)
    assert released.items.get(kind=ItemKind.RESULT).holder_id == chain.customer()


@pytest.mark.law("37a")
def test_somebody_else_takes_it_only_with_an_authorisation(who: Cast, released: Dossier) -> None:
    wife = replace(SELF, received_by="Trần Thị Mẫu")
    assert refusal(who, released, wife) == "not-the-recipient"
    named = replace(wife, relation=Relation.AUTHORISED)
    assert refusal(who, released, named) == "no-authority"
    shown = replace(named, proof_kind=ProofKind.AUTHORISATION, proof_last4="0007")
    delivery.deliver(act(who.postman), dossier_id=released.id, evidence=shown)
    assert Delivery.objects.get().received_by == "Trần Thị Mẫu"


def test_the_name_is_the_same_with_or_without_accents_and_capitals(
    who: Cast, released: Dossier
) -> None:
    typed = replace(SELF, received_by="NGUYEN  VAN MAU")
    delivery.deliver(act(who.postman), dossier_id=released.id, evidence=typed)
    assert Delivery.objects.exists()


@pytest.mark.law("37b")
def test_without_evidence_it_is_not_a_delivery(who: Cast, released: Dossier) -> None:
    assert refusal(who, released, replace(SELF, received_by=" ")) == "no-recipient"
    assert refusal(who, released, replace(SELF, proof_last4="12")) == "no-proof"
    assert refusal(who, released, replace(SELF, receipt=None)) == "not-signed"
    unnumbered = delivery.Receipt(ReceiptKind.SIGNED_PAPER, " ")
    assert refusal(who, released, replace(SELF, receipt=unnumbered)) == "no-voucher"
    pictureless = delivery.Receipt(ReceiptKind.PHOTO)
    assert refusal(who, released, replace(SELF, receipt=pictureless)) == "no-picture"


@pytest.mark.law("37b")
def test_the_photo_of_the_signed_slip_is_kept_with_the_time(who: Cast, released: Dossier) -> None:
    with staged([picture()], len(picture()), "phieu.png") as photo:
        receipt = delivery.Receipt(ReceiptKind.PHOTO, picture=photo)
        evidence = replace(SELF, receipt=receipt)
        delivery.deliver(act(who.postman), dossier_id=released.id, evidence=evidence)
    kept = Delivery.objects.get()
    assert (kept.receipt, kept.sha256, kept.media_type) == ("photo", photo.sha256, "image/png")
    assert content(kept.sha256) == picture()
    assert kept.delivered_at == released.items.get(kind="result").lines.latest("seq").occurred_at


def test_a_pdf_is_no_photo_of_a_signature(who: Cast, released: Dossier) -> None:
    with staged([pdf()], len(pdf()), "phieu.pdf") as scan:
        receipt = delivery.Receipt(ReceiptKind.PHOTO, picture=scan)
        assert refusal(who, released, replace(SELF, receipt=receipt)) == "not-a-picture"


@pytest.mark.law("37b")
def test_the_database_itself_wants_a_signature(who: Cast, released: Dossier) -> None:
    hand_out(who, released)
    with pytest.raises(IntegrityError, match="delivery_signed"), transaction.atomic():
        Delivery.objects.update(receipt="", voucher="")


@pytest.mark.law("37c")
def test_a_broken_seal_is_not_handed_out(who: Cast, released: Dossier) -> None:
    assert refusal(who, released, replace(SELF, seal_intact=False)) == "seal-broken"


@pytest.mark.law("37d")
def test_a_result_is_delivered_at_most_once(who: Cast, released: Dossier) -> None:
    hand_out(who, released)
    with pytest.raises(Refused) as no:
        delivery.deliver(act(who.postman), dossier_id=released.id, evidence=SELF)
    assert no.value.code == "not-held"
    assert (
        CustodyLine.objects.filter(stream__dossier=released, to_holder=chain.customer()).count()
        == 1
    )


def test_the_same_request_delivers_once_and_answers_the_same(who: Cast, unpaid: Dossier) -> None:
    request = uuid4()
    answers = [
        delivery.deliver(act(who.postman, request_id=request), dossier_id=unpaid.id, evidence=SELF)
        for _ in range(2)
    ]
    assert answers[0] == answers[1]
    assert CashLine.objects.filter(stream=unpaid.id).count() == 1


def test_only_the_postman_who_carries_it_can_deliver(who: Cast, released: Dossier) -> None:
    other = person("bt.khac", "Bưu Tá Khác", Role.POSTMAN, Unit.objects.get(slug="buu-dien-tinh"))
    for user, code in ((other, "not-held"), (who.teller, "not-allowed")):
        with pytest.raises(Refused) as no:
            delivery.deliver(act(user), dossier_id=released.id, evidence=SELF)
        assert no.value.code == code
    assert carried_one(actor_of(other.id, ""), released.id) is None


def test_a_result_still_at_the_desk_cannot_be_delivered(who: Cast) -> None:
    dossier = settle(who, accept(who, arrive(who, take_in(who))))
    with pytest.raises(Refused) as no:
        delivery.deliver(act(who.postman), dossier_id=dossier.id, evidence=SELF)
    assert no.value.code == "not-held"


def test_what_was_paid_at_the_counter_is_not_asked_again(who: Cast, released: Dossier) -> None:
    [row] = carried(actor_of(who.postman.id, ""))
    assert row.due_vnd == 0
    before = CashLine.objects.count()
    hand_out(who, released)
    assert CashLine.objects.count() == before


@pytest.mark.law("39a")
def test_what_is_due_is_shown_and_taken_with_the_delivery(who: Cast, unpaid: Dossier) -> None:
    [row] = carried(actor_of(who.postman.id, ""))
    assert row.due_vnd > 0
    answer = delivery.deliver(act(who.postman), dossier_id=unpaid.id, evidence=SELF)
    assert answer["collected_vnd"] == row.due_vnd
    line = CashLine.objects.select_related("debit", "credit").get(stream=unpaid.id)
    assert (line.amount_vnd, line.debit.kind, line.debit.user_id) == (
        row.due_vnd,
        "postman-bag",
        who.postman.id,
    )
    assert (line.credit.kind, line.credit.user_id) == ("cod", who.postman.id)


def test_the_round_shows_recipient_address_and_phone_and_nothing_of_the_procedure(
    who: Cast, released: Dossier
) -> None:
    [row] = carried(actor_of(who.postman.id, ""))
    assert (row.recipient, row.phone) == ("Nguyễn Văn Mẫu", "0912000001")
    assert row.address == "Thôn Mẫu, xã Mẫu"
    assert who.commune.name in row.commune
    assert who.version.name not in str(row)
    assert (released.number or "?") not in str(row)


def test_the_round_is_empty_after_the_last_door(who: Cast, released: Dossier) -> None:
    hand_out(who, released)
    assert carried(actor_of(who.postman.id, "")) == []
    assert Item.objects.filter(holder=chain.courier(who.postman.id)).count() == 0
