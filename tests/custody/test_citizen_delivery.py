"""What the owner of a receipt says of a delivery: it came, it did not, the try is not true, bring it otherwise."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests import cast
from tests.cast import Cast, act, person
from tests.custody.undelivered import held, in_vain
from tram.accounts.rules.access import Role
from tram.core import clock
from tram.core.acts import Act, Actor
from tram.core.errors import Refused
from tram.custody.commands import citizen, disputes
from tram.custody.models import Attempt, Confirmation, DeliveryChange, Dispute, Recipient
from tram.custody.queries.disputes import matter, matters
from tram.custody.rules.attempts import DayPart, Slot
from tram.directory.models import Unit
from tram.directory.queries import actor_of
from tram.dossiers.models import Dossier, Message

pytestmark = pytest.mark.django_db
AT_HOME = "Bưu tá ghi không gặp, nhưng cả sáng tôi ở nhà"


@pytest.fixture
def released(who: Cast) -> Dossier:
    """A result with the postman."""
    return cast.release(
        who, cast.settle(who, cast.accept(who, cast.arrive(who, cast.take_in(who))))
    )


@pytest.fixture
def manager(who: Cast) -> Any:
    """Who manages the post of the province."""
    post = Unit.objects.get(kind="provincial-post")
    return person("qlbd.mau", "Quản Lý Bưu Điện Mẫu", Role.POST_MANAGER, post)


def public(request_id: UUID | None = None) -> Act:
    """Somebody without an account."""
    return Act(request_id=request_id or uuid4(), actor=Actor(None))


def code(dossier: Dossier) -> bytes:
    return bytes(dossier.codes.get(retired_at=None).digest)


def refusal(command: Any, **words: Any) -> str:
    with pytest.raises(Refused) as no:
        command(public(), **words)
    return no.value.code


@pytest.mark.law("41a")
def test_the_owner_confirms_once_what_was_delivered(who: Cast, released: Dossier) -> None:
    key = code(released)
    assert refusal(citizen.confirm_delivery, digest=key) == "not-delivered"
    cast.deliver(who, released)
    request = uuid4()
    for _ in range(2):
        citizen.confirm_delivery(public(request), digest=key)
    assert Confirmation.objects.get().dossier_id == released.id
    assert refusal(citizen.confirm_delivery, digest=key) == "already-confirmed"
    assert refusal(citizen.dispute_delivery, digest=key, words=AT_HOME) == "already-confirmed"


def test_a_code_that_nobody_has_opens_nothing(who: Cast, released: Dossier) -> None:
    wrong = {"digest": bytes(32)}
    change = citizen.Change("Tôi bận", slot=Slot(clock.today(), DayPart.ALL_DAY))
    assert refusal(citizen.confirm_delivery, **wrong) == "no-such-code"
    assert refusal(citizen.dispute_delivery, **wrong, words=AT_HOME) == "no-such-code"
    assert refusal(citizen.dispute_attempt, **wrong, number=1, words=AT_HOME) == "no-such-code"
    assert refusal(citizen.change_delivery, **wrong, change=change) == "no-such-code"


@pytest.mark.law("40a")
def test_a_disputed_try_is_answered_and_no_longer_counts(
    who: Cast, released: Dossier, manager: Any
) -> None:
    in_vain(who, released)
    key = code(released)
    assert refusal(citizen.dispute_attempt, digest=key, number=2, words=AT_HOME) == (
        "no-such-attempt"
    )
    assert refusal(citizen.dispute_attempt, digest=key, number=1, words="không") == "words-missing"
    citizen.dispute_attempt(public(), digest=key, number=1, words=AT_HOME)
    assert refusal(citizen.dispute_attempt, digest=key, number=1, words=AT_HOME) == "already-open"
    [seen] = matters(actor_of(manager.id, ""))
    assert (seen.words, seen.record and seen.record.by) == (AT_HOME, "Bưu Tá Mẫu")
    answer = "Bưu tá đã nhầm nhà, sẽ phát lại sáng mai"
    disputes.answer_dispute(act(manager), dispute_id=seen.id, upheld=True, answer=answer)
    assert Attempt.objects.get().counted is False
    assert answer in Message.objects.get(kind="dispute-answered").text
    with pytest.raises(Refused) as no:
        disputes.answer_dispute(act(manager), dispute_id=seen.id, upheld=False, answer=answer)
    assert no.value.code == "already-answered"


def test_only_who_manages_that_post_sees_and_answers(who: Cast, released: Dossier) -> None:
    cast.deliver(who, released)
    citizen.dispute_delivery(public(), digest=code(released), words=AT_HOME)
    made = Dispute.objects.get()
    elsewhere = Unit.objects.filter(kind="district-post").order_by("slug")[0]
    other = person("qlbd.khac", "Quản Lý Khác", Role.POST_MANAGER, elsewhere)
    assert matters(actor_of(other.id, "")) == []
    assert matter(actor_of(who.teller.id, ""), made.id) is None
    for user in (other, who.teller, who.postman):
        with pytest.raises(Refused) as no:
            disputes.answer_dispute(
                act(user), dispute_id=made.id, upheld=False, answer="Đã phát tận tay"
            )
        assert no.value.code == "not-allowed"


def test_another_slot_and_another_person_are_versions_with_a_reason(
    who: Cast, released: Dossier
) -> None:
    key = code(released)
    slot = Slot(clock.today() + timedelta(days=3), DayPart.AFTERNOON)
    asked = citizen.Change("Tôi đi vắng", slot=slot, full_name="Trần Thị Mẫu", phone="0912000009")
    assert refusal(citizen.change_delivery, digest=key, change=citizen.Change("Tôi đi vắng")) == (
        "nothing-asked"
    )
    nameless = replace(asked, reason="")
    assert refusal(citizen.change_delivery, digest=key, change=nameless) == "reason-missing"
    citizen.change_delivery(public(), digest=key, change=asked)
    kept, last = DeliveryChange.objects.get(), Recipient.objects.latest("version")
    assert (kept.slot_day, kept.slot_part, kept.recipient_version) == (slot.day, "afternoon", 2)
    assert (last.full_name, last.phone, last.by_id) == ("Trần Thị Mẫu", "0912000009", None)
    assert last.address == "Thôn Mẫu, xã Mẫu"
    told = Message.objects.filter(kind="delivery-changed")
    assert [m.contact for m in told] == ["0912000001"]
    assert "Trần Thị Mẫu" not in told[0].text


def test_an_address_in_another_district_costs_otherwise_and_is_sent_to_the_post(
    who: Cast, released: Dossier
) -> None:
    far = (
        type(who.commune)
        .objects.filter(level="commune", valid_to=None)
        .exclude(parent_id=who.commune.parent_id)
        .order_by("gso_code")[0]
    )
    asked = citizen.Change("Chuyển nhà", commune_id=far.id, address="Thôn Khác")
    assert refusal(citizen.change_delivery, digest=code(released), change=asked) == (
        "other-district"
    )
    assert Recipient.objects.count() == 1


def test_what_is_delivered_or_held_no_longer_is_not_brought_otherwise(
    who: Cast, released: Dossier
) -> None:
    held(who, released)
    late = citizen.Change(
        "Tôi đi vắng", slot=Slot(clock.today() + timedelta(days=11), DayPart.ALL_DAY)
    )
    assert refusal(citizen.change_delivery, digest=code(released), change=late) == (
        "slot-after-hold"
    )
    gone = cast.at_counter(who)
    assert refusal(citizen.change_delivery, digest=code(gone), change=late) == "not-by-post"
