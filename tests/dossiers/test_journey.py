"""The legal journey off the straight road: supplement, payment, stop, refusal, withdrawal, re-appointment."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests import cast
from tests.cast import MONDAY, Cast, act, at, publish
from tram.catalogue.models import ProcedureVersion, WithdrawnPaper
from tram.core.calendar import local
from tram.core.errors import Refused
from tram.core.janitors import JANITORS, sweep
from tram.core.projections import PROJECTIONS, compare
from tram.custody.commands import chain, delivery, desk, returns
from tram.custody.models import ItemKind
from tram.custody.rules.handovers import ManifestKind
from tram.custody.rules.originals import Collected
from tram.directory.models import Parameter
from tram.dossiers import commands as dossiers
from tram.dossiers.models import Dossier, Letter, ResultChannel
from tram.dossiers.rules.graphs import ONE_STOP_2018, ONE_STOP_2025
from tram.dossiers.rules.letters import Asked, LetterKind
from tram.dossiers.rules.states import NATIONAL, RefusalReason, State

REASON = "Giấy tờ kèm theo chưa đúng quy định"
PAPERS = (Asked("Bản sao căn cước", certified=1),)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def officer(who: Cast) -> Any:
    return act(who.officer, who.desk)


def specialist(who: Cast) -> Any:
    return act(who.specialist, who.agency)


def arrived(who: Cast) -> Dossier:
    return cast.arrive(who, cast.take_in(who))


def processing(who: Cast) -> Dossier:
    return cast.transfer(who, cast.accept(who, arrived(who)))


def again(dossier: Dossier) -> Dossier:
    dossier.refresh_from_db()
    return dossier


def refused(expected: str, run: Any, /, *args: Any, **words: Any) -> str:
    with pytest.raises(Refused) as caught:
        run(*args, **words)
    assert caught.value.code == expected
    return caught.value.message


def test_every_journey_leaves_books_that_rebuild_the_row(who: Cast) -> None:
    asked = processing(who)
    dossiers.ask_supplement(specialist(who), dossier_id=asked.id, papers=PAPERS, reason=REASON)
    desk.receive_supplement(officer(who), dossier_id=asked.id, received=[1])
    gone = cast.at_counter(who)
    dossiers.withdraw(officer(who), dossier_id=gone.id, reason="Công dân không còn nhu cầu")
    desk.give_back_at_desk(officer(who), dossier_id=gone.id)
    sent_back = processing(who)
    dossiers.send_back(specialist(who), dossier_id=sent_back.id, reason=REASON)
    for projection in (p for p in PROJECTIONS if p.table.startswith(("dossiers", "custody"))):
        compared = compare(projection)
        assert compared.values > 0
        assert compared.wrong == []
    for janitor in (j for j in JANITORS if j.name.startswith(("dossiers", "custody"))):
        assert sweep(janitor).offences == []


# --- supplement


@pytest.mark.law("26c")
def test_a_supplement_before_acceptance_waits_and_then_goes_on(who: Cast) -> None:
    dossier = arrived(who)
    answer = dossiers.ask_supplement(
        officer(who), dossier_id=dossier.id, papers=PAPERS, reason=REASON
    )
    again(dossier)
    assert (State(dossier.state), dossier.due_at) == (State.INCOMPLETE, None)
    letter = Letter.objects.get(id=answer["letter"])
    assert (letter.number, letter.unit_id) == ("0001/2019/PBS", who.desk.id)
    assert [paper.name for paper in letter.papers.all()] == ["Bản sao căn cước"]
    refused("no-such-step", dossiers.accept, officer(who), dossier_id=dossier.id)
    message = refused(
        "still-missing", desk.receive_supplement, officer(who), dossier_id=dossier.id, received=[]
    )
    assert "Bản sao căn cước" in message
    desk.receive_supplement(officer(who), dossier_id=dossier.id, received=[1])
    assert State(again(dossier).state) is State.COMPLETED
    assert State(cast.accept(who, dossier).state) is State.ACCEPTED


@pytest.mark.law("26c")
def test_a_second_supplement_needs_its_own_reason(who: Cast) -> None:
    dossier = arrived(who)
    ask = dossiers.ask_supplement
    ask(officer(who), dossier_id=dossier.id, papers=PAPERS, reason=REASON)
    desk.receive_supplement(officer(who), dossier_id=dossier.id, received=[1])
    words: dict[str, Any] = {"dossier_id": dossier.id, "papers": PAPERS, "reason": REASON}
    assert "một lần" in refused("asked-already", ask, officer(who), **words)
    ask(officer(who), **words, again_reason="Giấy nộp bổ sung đã hết hạn sử dụng")
    kept = Letter.objects.filter(dossier=dossier).order_by("number")
    assert [letter.again_reason for letter in kept] == ["", "Giấy nộp bổ sung đã hết hạn sử dụng"]


@pytest.mark.law("26c")
@pytest.mark.parametrize(
    ("papers", "reason", "code"),
    [
        ((), REASON, "no-papers"),
        ((Asked("  ", originals=1),), REASON, "no-name"),
        ((Asked("Đơn"),), REASON, "no-count"),
        ((Asked("Đơn", 1), Asked("đơn ", 1)), REASON, "named-twice"),
        (PAPERS, "  thiếu  ", "reason-missing"),
    ],
)
def test_a_request_for_supplement_is_complete_and_in_writing(
    who: Cast, papers: tuple[Asked, ...], reason: str, code: str
) -> None:
    dossier = arrived(who)
    refused(
        code,
        dossiers.ask_supplement,
        officer(who),
        dossier_id=dossier.id,
        papers=papers,
        reason=reason,
    )
    assert (again(dossier).state, dossier.letters.count()) == (State.ARRIVED, 0)


@pytest.mark.law("30d")
def test_the_due_date_moves_by_the_time_waited_for_papers(who: Cast) -> None:
    dossier = processing(who)
    before = local(dossier.due_at) if dossier.due_at else None
    assert before is not None
    dossiers.ask_supplement(specialist(who), dossier_id=dossier.id, papers=PAPERS, reason=REASON)
    assert again(dossier).due_at == before
    at(MONDAY + 2 * DAY)
    desk.receive_supplement(officer(who), dossier_id=dossier.id, received=[1])
    again(dossier)
    assert State(dossier.state) is State.PROCESSING
    assert dossier.due_at is not None
    # Thursday 14/11; two working days waited make it Monday 18/11.
    assert (local(dossier.due_at) - before).days == 4
    assert dossier.due_times.count() == 2
    words = dossier.due_times.order_by("-line_seq")[0].derivation
    assert any(step["kind"] == "paused" for step in words["steps"])
    supplement = dossier.items.get(kind=ItemKind.SUPPLEMENT)
    result: dict[str, Any] = {
        "number": "1/KQ",
        "issued_on": local(MONDAY).date(),
        "name": "Kết quả",
    }
    refused(
        "supplement-on-the-way",
        desk.record_result,
        specialist(who),
        dossier_id=dossier.id,
        **result,
    )
    assert supplement.holder_id == chain.place(who.desk.id)
    cast.hand_over(
        ManifestKind.TO_AGENCY,
        officer(who),
        specialist(who),
        chain.place(who.desk.id),
        chain.place(who.agency.id),
        [supplement.id],
    )
    assert State(again(dossier).state) is State.PROCESSING


def test_nothing_is_asked_once_the_office_is_late(who: Cast) -> None:
    dossier = processing(who)
    at(MONDAY + 60 * DAY)
    ask: Any = dossiers.ask_supplement
    words: dict[str, Any] = {"dossier_id": dossier.id, "reason": REASON}
    assert "quá hạn" in refused("past-due", ask, specialist(who), papers=PAPERS, **words)
    refused("past-due", dossiers.ask_payment, specialist(who), amount_vnd=1, **words)


def test_only_the_one_who_has_the_dossier_may_ask(who: Cast) -> None:
    dossier = processing(who)
    words: dict[str, Any] = {"dossier_id": dossier.id, "papers": PAPERS, "reason": REASON}
    refused("not-allowed", dossiers.ask_supplement, officer(who), **words)
    refused("not-allowed", dossiers.ask_supplement, act(who.neighbour), **words)


# --- financial obligation, stop


@pytest.mark.law("30d")
def test_a_financial_obligation_pauses_until_it_is_met(who: Cast) -> None:
    dossier = processing(who)
    words: dict[str, Any] = {"dossier_id": dossier.id, "reason": "Thuế trước bạ theo thông báo"}
    refused("no-amount", dossiers.ask_payment, specialist(who), amount_vnd=0, **words)
    dossiers.ask_payment(specialist(who), amount_vnd=1_500_000, **words)
    assert NATIONAL[State(again(dossier).state)].value == "6"
    refused("no-proof", dossiers.record_payment, officer(who), dossier_id=dossier.id, proof=" ")
    dossiers.record_payment(officer(who), dossier_id=dossier.id, proof="BL 0001234")
    assert State(again(dossier).state) is State.PROCESSING
    letter = dossier.letters.get()
    assert (letter.kind, letter.amount_vnd, letter.answer) == (
        LetterKind.PAYMENT,
        1_500_000,
        "BL 0001234",
    )
    assert [pause.kind for pause in dossier.pauses.all()] == ["payment"]


def in_2025() -> None:
    """The province as if the regime of today had been in force since 2019: only its graph is looked at."""
    Parameter.objects.filter(code="province.regime", value__code="one-stop-2018").update(
        value={"code": "one-stop-2025", "law": "NĐ 118/2025/NĐ-CP"}
    )


@pytest.mark.law("34d", "64a", "30d")
def test_only_a_dossier_of_the_new_regime_can_be_stopped(who: Cast) -> None:
    old = processing(who)
    refused("no-such-step", dossiers.stop, specialist(who), dossier_id=old.id, reason=REASON)
    in_2025()
    new = processing(who)
    assert (again(old).graph, new.graph) == (ONE_STOP_2018, ONE_STOP_2025)
    dossiers.stop(specialist(who), dossier_id=new.id, reason=REASON)
    assert NATIONAL[State(again(new).state)].value == "8"
    refused("no-such-step", dossiers.stop, specialist(who), dossier_id=old.id, reason=REASON)
    at(MONDAY + DAY)
    before = new.due_at
    dossiers.resume(specialist(who), dossier_id=new.id)
    assert State(again(new).state) is State.PROCESSING
    assert before is not None
    assert new.due_at is not None
    assert new.due_at - before == DAY


# --- refusal, return, withdrawal: the papers go back


@pytest.mark.law("26d", "33c", "27d")
def test_a_refused_dossier_stays_open_until_its_papers_are_back(who: Cast) -> None:
    dossier = cast.at_counter(who)
    words: dict[str, Any] = {"dossier_id": dossier.id, "code": RefusalReason.NOT_COMPETENT}
    refused("reason-missing", dossiers.refuse, officer(who), **words, reason=" ")
    dossiers.refuse(officer(who), **words, reason="Thủ tục thuộc thẩm quyền của huyện")
    again(dossier)
    assert (State(dossier.state), dossier.closed_at, dossier.number) == (State.REFUSED, None, None)
    assert NATIONAL[State.REFUSED].value == "3"
    desk.give_back_at_desk(officer(who), dossier_id=dossier.id)
    again(dossier)
    assert State(dossier.state) is State.REFUSED_CLOSED
    assert dossier.closed_at is not None
    assert dossier.items.get().holder_id == chain.customer()


@pytest.mark.law("33a", "33c", "27d")
def test_an_ineligible_dossier_comes_back_by_post_with_its_reason(who: Cast) -> None:
    dossier = processing(who)
    number = dossier.number
    refused(
        "reason-missing", dossiers.send_back, specialist(who), dossier_id=dossier.id, reason=""
    )
    dossiers.send_back(specialist(who), dossier_id=dossier.id, reason="Không thuộc đối tượng cấp")
    refused("not-held", desk.pack_papers, officer(who), dossier_id=dossier.id, seal_number="NP-9")
    cast.papers_to_desk(who, dossier)
    refused("by-post", desk.give_back_at_desk, officer(who), dossier_id=dossier.id)
    desk.pack_papers(officer(who), dossier_id=dossier.id, seal_number="NP-9")
    cast.hand_over(
        ManifestKind.PAPERS_OUT,
        officer(who),
        act(who.postman),
        chain.place(who.desk.id),
        chain.courier(who.postman.id),
        [dossier.items.get(kind=ItemKind.PAPERS).id],
    )
    evidence = cast.signed_for("Nguyễn Văn Mẫu")
    refused(
        "not-held", delivery.deliver, act(who.postman), dossier_id=dossier.id, evidence=evidence
    )
    delivery.deliver_papers(act(who.postman), dossier_id=dossier.id, evidence=evidence)
    again(dossier)
    assert (State(dossier.state), dossier.number) == (State.INELIGIBLE_CLOSED, number)


@pytest.mark.law("27d")
@pytest.mark.parametrize("state", ["arrived", "incomplete", "accepted", "processing", "waiting"])
def test_a_citizen_can_withdraw_before_there_is_a_result(who: Cast, state: str) -> None:
    dossier = arrived(who)
    if state == "incomplete":
        dossiers.ask_supplement(officer(who), dossier_id=dossier.id, papers=PAPERS, reason=REASON)
    if state in ("accepted", "processing", "waiting"):
        cast.accept(who, dossier)
    if state in ("processing", "waiting"):
        cast.transfer(who, dossier)
    if state == "waiting":
        dossiers.ask_supplement(
            specialist(who), dossier_id=dossier.id, papers=PAPERS, reason=REASON
        )
    dossiers.withdraw(officer(who), dossier_id=dossier.id, reason="Công dân không còn nhu cầu")
    again(dossier)
    assert NATIONAL[State(dossier.state)].value == "7"
    assert not dossier.pauses.filter(ended_at=None).exists()


def test_a_citizen_withdraws_at_the_point_and_takes_the_papers(who: Cast) -> None:
    dossier = cast.take_in(who)
    teller = act(who.teller, who.point)
    refused("not-allowed", dossiers.withdraw, officer(who), dossier_id=dossier.id, reason=REASON)
    dossiers.withdraw(teller, dossier_id=dossier.id, reason="Công dân đổi ý, lấy lại hồ sơ")
    desk.give_back_at_point(
        act(who.teller, who.point), dossier_id=dossier.id, evidence=cast.signed_for()
    )
    assert State(again(dossier).state) is State.WITHDRAWN_CLOSED


def test_after_the_result_nothing_is_withdrawn(who: Cast) -> None:
    dossier = cast.settle(who, cast.accept(who, arrived(who)))
    refused("no-such-step", dossiers.withdraw, officer(who), dossier_id=dossier.id, reason=REASON)


# --- originals


def with_originals(who: Cast, *names: str) -> ProcedureVersion:
    """The cast's procedure, in a version that takes these originals back."""
    new = cast.follow(who.version, published=False)
    for seq, name in enumerate(names, 1):
        WithdrawnPaper.objects.create(version=new, seq=seq, name=name)
    who.version = publish(new)
    return new


@pytest.mark.law("38a", "38b", "38c")
def test_originals_come_first_and_the_dossier_waits_for_them(who: Cast) -> None:
    with_originals(who, "Chứng minh nhân dân đã cấp", "Giấy phép cũ")
    dossier = cast.release(who, cast.settle(who, cast.accept(who, arrived(who))))
    evidence = cast.signed_for("Nguyễn Văn Mẫu")
    words: dict[str, Any] = {"dossier_id": dossier.id, "evidence": evidence}
    first = Collected(1, number="CMND 000001")
    message = refused(
        "originals-first", delivery.deliver, act(who.postman), **words, collected=[first]
    )
    assert "Giấy phép cũ" in message
    assert State(again(dossier).state) is State.RELEASED
    absent = Collected(2, absent_reason="Chưa từng được cấp giấy phép")
    delivery.deliver(act(who.postman), **words, collected=[first, absent])
    assert (State(again(dossier).state), dossier.closed_at) == (State.RETURNED, None)
    item = dossier.items.get(kind=ItemKind.WITHDRAWN)
    road, desk_, agency = (
        chain.courier(who.postman.id),
        chain.place(who.desk.id),
        chain.place(who.agency.id),
    )
    assert item.holder_id == road
    cast.hand_over(
        ManifestKind.ORIGINALS_IN, act(who.postman), officer(who), road, desk_, [item.id]
    )
    assert State(again(dossier).state) is State.RETURNED
    cast.hand_over(
        ManifestKind.ORIGINALS_TO_AGENCY, officer(who), specialist(who), desk_, agency, [item.id]
    )
    assert State(again(dossier).state) is State.CLOSED


def test_at_the_desk_too_originals_come_first(who: Cast) -> None:
    version = with_originals(who, "Giấy phép cũ")
    dossier = cast.settle(who, cast.accept(who, cast.at_counter(who, version)))
    give = desk.return_at_desk
    refused("originals-first", give, officer(who), dossier_id=dossier.id)
    give(officer(who), dossier_id=dossier.id, collected=[Collected(1, number="GP 01")])
    assert State(again(dossier).state) is State.RETURNED


# --- same day, return by post, re-appointment


@pytest.mark.law("26b", "4c")
def test_a_same_day_result_is_given_at_once(who: Cast) -> None:
    version = cast.follow(who.version, same_day=True)
    who.version = version
    dossier = cast.accept(who, cast.at_counter(who, version))
    assert dossier.due_at is not None
    assert local(dossier.due_at).date() == local(MONDAY).date()
    day = local(MONDAY).date()
    desk.record_result_at_once(
        officer(who), dossier_id=dossier.id, number="01/CT", issued_on=day, name="Bản chứng thực"
    )
    desk.return_at_desk(officer(who), dossier_id=dossier.id)
    assert State(again(dossier).state) is State.CLOSED


def test_only_a_same_day_procedure_settles_at_the_desk(who: Cast) -> None:
    dossier = cast.accept(who, cast.at_counter(who))
    words: dict[str, Any] = {"number": "01", "issued_on": local(MONDAY).date(), "name": "Kết quả"}
    refused(
        "not-same-day", desk.record_result_at_once, officer(who), dossier_id=dossier.id, **words
    )


@pytest.mark.law("35c")
def test_the_customer_may_choose_the_post_later_and_change_back(who: Cast) -> None:
    dossier = cast.at_counter(who)
    to = cast.addressee(who)
    first = returns.register_postal_return
    refused("reason-missing", first, officer(who), dossier_id=dossier.id, recipient=to)
    words: dict[str, Any] = {"recipient": to, "reason": "Công dân đổi ý, muốn nhận tại nhà"}
    first(officer(who), dossier_id=dossier.id, **words)
    assert again(dossier).result_channel == ResultChannel.POSTAL
    back = returns.fetch_at_desk
    refused("reason-missing", back, officer(who), dossier_id=dossier.id, reason=" ")
    back(officer(who), dossier_id=dossier.id, reason="Công dân tự đến lấy")
    assert again(dossier).result_channel == ResultChannel.COUNTER
    first(officer(who), dossier_id=dossier.id, **words)
    dossier = cast.deliver(
        who, cast.release(who, cast.settle(who, cast.accept(who, again(dossier))))
    )
    assert State(dossier.state) is State.CLOSED
    refused("no-such-step", back, officer(who), dossier_id=dossier.id, reason="Đổi lại lần nữa")


def appointed(due: datetime, days: int) -> datetime:
    """A working day some days after a due time, at the same hour."""
    later = due + timedelta(days=days)
    while local(later).weekday() > 4:
        later += DAY
    return later


@pytest.mark.law("32b", "32c")
def test_a_dossier_is_re_appointed_once_and_in_time(who: Cast) -> None:
    dossier = processing(who)
    due = dossier.due_at
    assert due is not None
    leader = act(who.leader, who.agency)
    new = appointed(due, 5)
    sorry: Any = dossiers.apologise
    refused(
        "not-allowed", sorry, specialist(who), dossier_id=dossier.id, reason=REASON, due_after=new
    )
    refused("not-later", sorry, leader, dossier_id=dossier.id, reason=REASON, due_after=due)
    sorry(act(who.leader, who.agency), dossier_id=dossier.id, reason=REASON, due_after=new)
    again(dossier)
    letter = dossier.letters.get()
    assert (dossier.due_at, letter.due_before, letter.late) == (new, due, False)
    assert State(dossier.state) is State.PROCESSING
    words: dict[str, Any] = {"dossier_id": dossier.id, "reason": REASON}
    refused(
        "re-appointed-already",
        sorry,
        act(who.leader, who.agency),
        due_after=new + 7 * DAY,
        **words,
    )


@pytest.mark.law("32b")
def test_an_apology_on_the_last_day_is_late(who: Cast) -> None:
    dossier = processing(who)
    due = dossier.due_at
    assert due is not None
    at(due - HOUR)
    dossiers.apologise(
        act(who.leader, who.agency),
        dossier_id=dossier.id,
        reason=REASON,
        due_after=appointed(due, 3),
    )
    assert dossier.letters.get().late
