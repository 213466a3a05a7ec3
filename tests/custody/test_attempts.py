"""A try in vain is evidence too: numbered, with a reason, a call or a note, and what was agreed; told at once."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.cast import Cast, accept, act, arrive, deliver, release, settle, take_in
from tests.custody.undelivered import called, in_vain, morning
from tram.core import clock
from tram.core.errors import Refused
from tram.custody.commands import attempts, chain
from tram.custody.models import Attempt
from tram.custody.queries.attempts import courses
from tram.custody.rules.attempts import (
    AttemptReason,
    DayPart,
    Held,
    HoldEnding,
    Next,
    Notice,
    NoticeKind,
    Slot,
    Standing,
    next_step,
)
from tram.dossiers.models import Dossier, Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def released(who: Cast) -> Dossier:
    """A result with the postman."""
    return release(who, settle(who, accept(who, arrive(who, take_in(who)))))


def refusal(who: Cast, dossier: Dossier, **changes: Any) -> str:
    words: dict[str, Any] = {
        "reason": AttemptReason.ABSENT,
        "notice": called(),
        "slot": morning(),
        **changes,
    }
    before = Attempt.objects.count()
    with pytest.raises(Refused) as no:
        attempts.record_attempt(act(who.postman), dossier_id=dossier.id, **words)
    assert Attempt.objects.count() == before
    return no.value.code


@pytest.mark.law("40a")
def test_a_try_keeps_number_reason_time_call_and_what_was_agreed(
    who: Cast, released: Dossier
) -> None:
    in_vain(who, released)
    kept = Attempt.objects.get()
    assert (kept.number, kept.round, kept.reason, kept.counted) == (1, 1, "absent", True)
    assert (kept.notice, kept.dialled) == ("call", "0912000001")
    assert kept.called_at == kept.attempted_at - timedelta(minutes=10)
    assert (kept.slot_day, kept.slot_part) == (clock.today() + timedelta(days=1), "morning")
    assert kept.by_id == who.postman.id
    assert released.items.get(kind="result").holder_id == chain.courier(who.postman.id)
    released.refresh_from_db()
    assert released.state == "released"


@pytest.mark.law("40a")
def test_a_note_left_at_the_door_does_instead_of_a_call(who: Cast, released: Dossier) -> None:
    left = Notice(NoticeKind.NOTE, note="Giấy báo để ở khe cửa, gọi 0211 000 0001")
    attempts.record_attempt(
        act(who.postman),
        dossier_id=released.id,
        reason=AttemptReason.PHONE_OFF,
        notice=left,
        slot=morning(),
    )
    kept = Attempt.objects.get()
    assert (kept.notice, kept.dialled, kept.called_at) == ("note", "", None)
    assert kept.note.startswith("Giấy báo")


@pytest.mark.law("40a")
def test_without_call_note_or_slot_it_is_no_try(who: Cast, released: Dossier) -> None:
    assert refusal(who, released, notice=Notice(NoticeKind.CALL)) == "no-call"
    assert refusal(who, released, notice=Notice(NoticeKind.NOTE, note="  ")) == "no-note"
    assert refusal(who, released, notice=Notice(NoticeKind.IN_PERSON)) == "call-or-note"
    assert refusal(who, released, slot=None) == "no-slot"
    yesterday = Slot(clock.today() - timedelta(days=1), DayPart.ALL_DAY)
    assert refusal(who, released, slot=yesterday) == "slot-past"
    far = Slot(clock.today() + timedelta(days=31), DayPart.ALL_DAY)
    assert refusal(who, released, slot=far) == "slot-too-far"


@pytest.mark.parametrize("minutes", [-1, 25 * 60])
def test_a_call_in_the_future_or_long_ago_is_no_evidence(
    who: Cast, released: Dossier, minutes: int
) -> None:
    when = clock.now() - timedelta(minutes=minutes)
    assert refusal(who, released, notice=Notice(NoticeKind.CALL, called_at=when)) == "call-time"


def test_nobody_but_the_postman_who_carries_it_records_a_try(who: Cast, released: Dossier) -> None:
    for user, code in ((who.teller, "not-allowed"), (who.officer, "not-allowed")):
        with pytest.raises(Refused) as no:
            attempts.record_attempt(
                act(user),
                dossier_id=released.id,
                reason=AttemptReason.ABSENT,
                notice=called(),
                slot=morning(),
            )
        assert no.value.code == code
    deliver(who, released)
    assert refusal(who, released) == "not-held"


@pytest.mark.law("40b")
def test_after_the_set_number_of_tries_there_is_no_third(who: Cast, released: Dossier) -> None:
    in_vain(who, released)
    in_vain(who, released)
    last = Attempt.objects.get(number=2)
    assert (last.slot_day, last.slot_part) == (None, "")
    assert refusal(who, released) == "tries-used-up"


def test_a_closed_road_uses_up_no_try(who: Cast, released: Dossier) -> None:
    in_vain(who, released, AttemptReason.ROAD_CLOSED)
    in_vain(who, released)
    [course] = courses([released.items.get(kind="result").id], clock.today()).values()
    assert (course.standing.tries, next_step(course.standing, clock.today())) == (1, Next.DELIVER)


@pytest.mark.law("41b", "41c")
def test_the_customer_is_told_of_each_try_once_and_nothing_of_the_procedure(
    who: Cast, released: Dossier
) -> None:
    in_vain(who, released)
    in_vain(who, released)
    told = Message.objects.filter(kind="attempt-failed").order_by("occasion")
    assert [m.occasion for m in told] == [1, 2]
    slot = f"{clock.today() + timedelta(days=1):%d/%m/%Y}"
    assert f"Lần 1: không gặp người nhận. Hẹn phát lại buổi sáng ngày {slot}." in told[0].text
    assert "sẽ được giữ tại một điểm phục vụ" in told[1].text
    assert not any(who.version.name in m.text for m in told)


@pytest.mark.law("37c")
def test_the_answer_that_the_seal_is_broken_is_kept_and_nothing_is_given(
    who: Cast, released: Dossier
) -> None:
    attempts.record_broken_seal(act(who.postman), dossier_id=released.id)
    kept = Attempt.objects.get()
    assert (kept.reason, kept.counted, kept.notice) == ("seal-broken", False, "in-person")
    assert released.items.get(kind="result").holder_id == chain.courier(who.postman.id)


TODAY = date(2019, 11, 20)


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        (Standing(0, 2), Next.DELIVER),
        (Standing(1, 2), Next.DELIVER),
        (Standing(2, 2), Next.HOLD),
        (Standing(2, 2, Held(TODAY)), Next.WAIT),
        (Standing(2, 2, Held(TODAY), Slot(TODAY, DayPart.ALL_DAY)), Next.CALL_BACK),
        (Standing(2, 2, Held(TODAY - timedelta(days=1))), Next.EXPIRED),
        (Standing(2, 2, Held(TODAY, HoldEnding.EXPIRED)), Next.TO_DESK),
        (Standing(2, 2, Held(TODAY, HoldEnding.CALLED_BACK)), Next.HOLD),
        (
            Standing(2, 2, Held(TODAY, HoldEnding.CALLED_BACK), Slot(TODAY, DayPart.ALL_DAY)),
            Next.DELIVER,
        ),
    ],
)
def test_there_is_one_next_step(standing: Standing, expected: Next) -> None:
    assert next_step(standing, TODAY) is expected
