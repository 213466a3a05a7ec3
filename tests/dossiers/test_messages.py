"""What a customer is told of a dossier: once for each contact, in whole sentences, and nothing of its content."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests import cast
from tests.cast import MONDAY, Cast, at
from tests.dossiers.test_journey import (
    DAY,
    HOUR,
    PAPERS,
    REASON,
    arrived,
    officer,
    processing,
    specialist,
)
from tram.core.janitors import JANITORS, sweep
from tram.custody.commands import desk
from tram.dossiers import commands as dossiers
from tram.dossiers.models import Dossier, Message
from tram.dossiers.rules.messages import MessageKind
from tram.dossiers.rules.states import RefusalReason
from tram.dossiers.rules.warnings import Rung

EMAIL = "nguyen.van.mau@example.vn"


def told(dossier: Dossier) -> list[tuple[str, str]]:
    """Kind and words of what was written to the customer's phone, in order."""
    rows = Message.objects.filter(dossier=dossier, way="phone").order_by("id")
    return list(rows.values_list("kind", "text"))


def last(dossier: Dossier) -> tuple[str, str]:
    return told(dossier)[-1]


@pytest.mark.law("28b")
def test_acceptance_tells_the_number_and_the_due_date(who: Cast) -> None:
    dossier = arrived(who)
    assert told(dossier) == []
    cast.accept(who, dossier)
    ((kind, text),) = told(dossier)
    assert kind == MessageKind.ACCEPTED
    assert dossier.due_at is not None
    assert text.startswith(f"Hồ sơ {dossier.number} của ông/bà đã được")
    assert f"{dossier.due_at + timedelta(hours=7):%H:%M ngày %d/%m/%Y}" in text
    (message,) = Message.objects.filter(dossier=dossier)
    assert (message.contact, message.state, message.line_seq) == (
        "0912000001",
        "written",
        dossier.seq,
    )
    assert message.written_at == dossier.accepted_at


@pytest.mark.law("41b")
def test_every_contact_is_told_once(who: Cast) -> None:
    person = cast.submitter()
    person = dossiers.Person(person.full_name, person.phone, person.address, email=EMAIL)
    dossier = cast.accept(who, cast.arrive(who, cast.take_in(who, submitter=person)))
    ways = Message.objects.filter(dossier=dossier).values_list("way", "contact")
    assert sorted(ways) == [("email", EMAIL), ("phone", "0912000001")]
    dossiers.tell(_begun(who), [dossier], MessageKind.ACCEPTED)
    assert Message.objects.filter(dossier=dossier).count() == 2


def _begun(who: Cast) -> Any:
    act = officer(who)
    act.now = MONDAY
    return act


@pytest.mark.law("36a", "41b")
def test_the_result_and_its_delivery_are_told(who: Cast) -> None:
    dossier = cast.deliver(
        who, cast.release(who, cast.settle(who, cast.accept(who, arrived(who))))
    )
    kinds = [kind for kind, _text in told(dossier)]
    assert kinds == [MessageKind.ACCEPTED, MessageKind.RESULT_READY, MessageKind.DELIVERED]
    texts = [text for _kind, text in told(dossier)]
    assert "bưu điện chuyển tới ông/bà" in texts[1]
    assert "phát kết quả tận tay" in texts[2]


@pytest.mark.law("36a")
def test_who_fetches_the_result_is_invited_to_the_desk(who: Cast) -> None:
    dossier = cast.transfer(who, cast.accept(who, cast.at_counter(who)))
    desk.record_result(
        specialist(who), dossier_id=dossier.id, number="1/KQ", issued_on=MONDAY.date(), name="KQ"
    )
    assert "Mời ông/bà mang giấy hẹn tới" in last(dossier)[1]


def test_what_the_customer_must_do_is_told(who: Cast) -> None:
    dossier = arrived(who)
    dossiers.ask_supplement(officer(who), dossier_id=dossier.id, papers=PAPERS, reason=REASON)
    kind, text = last(dossier)
    assert kind == MessageKind.SUPPLEMENT
    assert text.startswith("Hồ sơ ông/bà nộp ngày 04/11/2019 cần bổ sung giấy tờ")
    assert PAPERS[0].name not in text
    at(MONDAY + HOUR)
    desk.receive_supplement(officer(who), dossier_id=dossier.id, received=[1])
    dossier.refresh_from_db()
    cast.transfer(who, cast.accept(who, dossier))
    dossiers.ask_payment(
        specialist(who), dossier_id=dossier.id, amount_vnd=1_500_000, reason=REASON
    )
    assert last(dossier)[0] == MessageKind.PAYMENT
    assert "1.500.000 đ" in last(dossier)[1]


def test_every_end_without_a_result_is_told_with_where_the_papers_are(who: Cast) -> None:
    refused = cast.at_counter(who)
    dossiers.refuse(
        officer(who), dossier_id=refused.id, code=RefusalReason.NOT_COMPETENT, reason=REASON
    )
    assert last(refused)[0] == MessageKind.REFUSED
    assert last(refused)[1].endswith("nhận lại giấy tờ.")
    by_post = processing(who)
    dossiers.send_back(specialist(who), dossier_id=by_post.id, reason=REASON)
    assert last(by_post)[0] == MessageKind.INELIGIBLE
    assert "bưu điện chuyển tới ông/bà" in last(by_post)[1]
    cast.papers_to_desk(who, by_post)
    assert last(by_post)[0] == MessageKind.INELIGIBLE  # the post brings them: nothing to fetch
    fetched = cast.transfer(who, cast.accept(who, cast.at_counter(who)))
    dossiers.withdraw(officer(who), dossier_id=fetched.id, reason=REASON)
    assert last(fetched)[0] == MessageKind.WITHDRAWN
    cast.papers_to_desk(who, fetched)
    assert last(fetched)[0] == MessageKind.PAPERS_READY


def test_an_apology_tells_the_new_date(who: Cast) -> None:
    dossier = processing(who)
    assert dossier.due_at is not None
    leader = cast.act(who.leader, who.agency)
    after = dossier.due_at + 7 * DAY
    dossiers.apologise(leader, dossier_id=dossier.id, reason=REASON, due_after=after)
    kind, text = last(dossier)
    assert kind == MessageKind.REAPPOINTED
    assert f"{after + timedelta(hours=7):%d/%m/%Y}" in text
    assert "xin lỗi" in text


@pytest.mark.law("41c")
def test_no_message_names_the_procedure_the_person_or_what_is_asked(who: Cast) -> None:
    dossier = processing(who)
    dossiers.ask_supplement(specialist(who), dossier_id=dossier.id, papers=PAPERS, reason=REASON)
    text = " ".join(text for _kind, text in told(dossier))
    for secret in (
        who.version.name,
        "lý lịch",
        cast.submitter().full_name,
        PAPERS[0].name,
        REASON,
    ):
        assert secret.lower() not in text.lower()


def test_a_refused_command_tells_nothing(who: Cast) -> None:
    dossier = arrived(who)
    with pytest.raises(Exception, match="ít nhất"):
        dossiers.refuse(officer(who), dossier_id=dossier.id, code=RefusalReason.OTHER, reason="  ")
    assert told(dossier) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"way": "phone", "contact": ""},
        {"way": "duty", "contact": "0912000001"},
        {"way": "duty", "contact": "", "role": ""},
    ],
)
def test_a_message_to_nobody_is_refused_by_the_database(who: Cast, wrong: dict[str, str]) -> None:
    dossier = arrived(who)
    words: dict[str, Any] = {"dossier": dossier, "kind": Rung.OVERDUE, "line_seq": 1, "text": "…"}
    with pytest.raises(IntegrityError, match="message_to_somebody"), transaction.atomic():
        Message.objects.create(**words, written_at=MONDAY, **wrong)


@pytest.mark.parametrize(
    ("spoil", "name"),
    [
        ({"line_seq": 99}, "dossiers: a message tells of a line of its dossier's book"),
        ({"kind": Rung.OVERDUE}, "dossiers: every customer was told of the acceptance"),
    ],
)
def test_a_janitor_finds_what_was_told_of_nothing_and_who_was_not_told(
    who: Cast, spoil: dict[str, Any], name: str
) -> None:
    _first, second = (cast.accept(who, arrived(who)) for _each in range(2))
    (janitor,) = [janitor for janitor in JANITORS if janitor.name == name]
    assert sweep(janitor).offences == []
    Message.objects.filter(dossier=second).update(**spoil)
    found = sweep(janitor)
    assert (len(found.offences), found.looked) == (1, 2)
