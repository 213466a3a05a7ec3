"""What staff read: queues by urgency, one dossier, the fees behind a debt, pages, the slip."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from tests.cast import (
    MONDAY,
    Cast,
    accept,
    act,
    arrive,
    at,
    full_count,
    give_back_money,
    hand_over,
    person,
    submitter,
    take_in,
)
from tram.accounts.rules.access import Role
from tram.catalogue.models import ProcedureVersion
from tram.core.acts import Actor, Duty
from tram.core.codes import parse_tracking_code, tracking_code
from tram.core.errors import Refused
from tram.custody.commands import chain, desk, intake
from tram.custody.models import ItemKind
from tram.custody.rules.handovers import ManifestKind
from tram.directory.models import Unit
from tram.directory.queries import actor_of
from tram.dossiers import commands
from tram.dossiers.models import Dossier
from tram.dossiers.queries import dossier as queries
from tram.dossiers.queries.cases import case_queue
from tram.dossiers.queries.fees import fees_of, money_scope
from tram.dossiers.queries.forms import form_of, form_on
from tram.dossiers.queries.keyset import PAGE, cut
from tram.dossiers.queries.queues import listed
from tram.dossiers.queries.reach import below, reach
from tram.dossiers.queries.slip import acceptance_slip
from tram.dossiers.rules.forms import FormKind, plain_form
from tram.dossiers.rules.queue import Urgency
from tram.dossiers.rules.states import State, VoidReason

WORKING_DAYS = "1.000426"  # five working days, Sở Tư pháp


def at_counter(who: Cast, code: str = WORKING_DAYS) -> Dossier:
    version = ProcedureVersion.objects.get(procedure__code=code, valid_to=None)
    words = desk.CounterIntake(version.id, who.agency.id, submitter(), full_count(version))
    made = desk.submit(act(who.officer, who.desk), intake=words)
    return Dossier.objects.get(id=made["dossier"])


def open_case(who: Cast, since: datetime) -> Dossier:
    """In the agency's hands, accepted at `since`."""
    at(since)
    dossier = accept(who, at_counter(who))
    papers = dossier.items.get(kind=ItemKind.PAPERS).id
    giver, receiver = act(who.officer, who.desk), act(who.specialist, who.agency)
    places = chain.place(who.desk.id), chain.place(who.agency.id)
    hand_over(ManifestKind.TO_AGENCY, giver, receiver, *places, [papers])
    return dossier


def test_an_agency_sees_the_overdue_first_then_the_soon_then_the_rest(who: Cast) -> None:
    late = open_case(who, MONDAY)
    soon = open_case(who, MONDAY + timedelta(days=3))
    later = open_case(who, MONDAY + timedelta(days=7))
    waiting = accept(who, at_counter(who))
    at(
        datetime(2019, 11, 14, 2, 0, tzinfo=UTC)
    )  # 09:00 Thursday: the 4th's limit ended on the 11th
    queue = case_queue(frozenset({who.agency.id}))
    told = {group.urgency: [row.id for row in group.rows] for group in queue.groups}
    assert told == {
        Urgency.OVERDUE: [late.id],
        Urgency.SOON: [soon.id],
        Urgency.IN_TIME: [later.id],
    }
    assert (queue.coming, queue.cut_short) == (1, False)
    assert waiting.id not in [row.id for group in queue.groups for row in group.rows]
    standing = queue.groups[0].rows[0].standing
    assert standing is not None
    assert standing.words.startswith("quá 2 ngày")


def test_one_group_can_be_read_page_by_page(who: Cast) -> None:
    dossier = open_case(who, MONDAY)
    queue = case_queue(frozenset({who.agency.id}), only=Urgency.IN_TIME, page=2)
    assert [(group.urgency, group.count, group.rows) for group in queue.groups] == [
        (Urgency.IN_TIME, 1, ())
    ]
    first = case_queue(frozenset({who.agency.id}), only=Urgency.IN_TIME)
    assert [row.id for row in first.groups[0].rows] == [dossier.id]
    assert (first.groups[0].previous, first.groups[0].next) == (None, None)


def test_another_agency_sees_nothing_of_it(who: Cast) -> None:
    open_case(who, MONDAY)
    queue = case_queue(frozenset({who.point.id}))
    assert not any(group.count for group in queue.groups)


def test_a_list_keeps_the_order_asked_for(who: Cast) -> None:
    ids = [at_counter(who).id for _ in range(3)]
    assert [row.id for row in listed(ids[::-1])] == ids[::-1]
    assert listed([uuid4()]) == []


def test_pages_of_twenty_go_forth_and_back_without_gap_or_double(who: Cast) -> None:
    first = at_counter(who)
    for n in range(2 * PAGE + 2):
        first.pk, first.number = uuid4(), f"X{n}"
        first.registered_at = MONDAY + timedelta(minutes=n // 3)  # several at one moment
        first.save(force_insert=True)
    rows = Dossier.objects.filter(number__startswith="X")
    whole = list(rows.order_by("-registered_at", "-id"))
    one = cut(rows, "registered_at", newest_first=True)
    two = cut(rows, "registered_at", one.next, newest_first=True)
    three = cut(rows, "registered_at", two.next, newest_first=True)
    assert [*one.rows, *two.rows, *three.rows] == whole
    assert (one.previous, three.next) == ("", "")
    again = cut(rows, "registered_at", three.previous, newest_first=True)
    start = cut(rows, "registered_at", again.previous, newest_first=True)
    assert (again.rows, start.rows) == (two.rows, one.rows)
    assert (start.previous, again.next) == ("", two.next)


@pytest.mark.parametrize(
    "key", ["", "x", ">", ">2019-11-04~x", "<2019-11-04T01:00:00~" + str(UUID(int=7))]
)
def test_a_key_that_cannot_be_read_is_the_first_page(who: Cast, key: str) -> None:
    dossier = at_counter(who)
    assert [row.id for row in cut(Dossier.objects.all(), "registered_at", key).rows] == [
        dossier.id
    ]


def test_reach_is_the_units_of_a_duty_and_all_below(who: Cast) -> None:
    land = Unit.objects.get(slug="so-tnmt")
    under = Unit.objects.get(slug="vp-dkdd")
    assert under.id in below(frozenset({land.id}))
    assert reach(Actor(1, duties=(Duty(Role.LEADER, land.id),))).whole >= {land.id, under.id}
    assert reach(Actor(1)) == reach(Actor(1, duties=(Duty(Role.ADMINISTRATOR, land.id),)))
    post = Unit.objects.get(kind="provincial-post")
    manager = reach(Actor(1, duties=(Duty(Role.POST_MANAGER, post.id),)))
    assert who.point.id in manager.postal
    assert (manager.whole, manager.intake, manager.carrier) == (frozenset(), frozenset(), None)
    postman = reach(Actor(7, duties=(Duty(Role.POSTMAN, post.id),)))
    assert (postman.postal, postman.carrier) == (frozenset(), 7)


def test_facts_of_one_dossier(who: Cast) -> None:
    dossier = accept(who, arrive(who, take_in(who)))
    facts = queries.facts(dossier.id)
    assert facts is not None
    assert (facts.number, facts.state, facts.by_post) == (dossier.number, State.ACCEPTED, True)
    assert (facts.agency, facts.desk, facts.point) == (
        who.agency.name,
        who.desk.name,
        who.point.name,
    )
    assert facts.point_is_demonstration
    assert queries.facts(uuid4()) is None


@pytest.mark.law("30a")
def test_a_due_time_says_in_words_how_it_was_found(who: Cast) -> None:
    dossier = accept(who, at_counter(who))
    due = queries.due(dossier.id)
    assert due is not None
    assert due.words.startswith("5 ngày làm việc, kể từ thứ Hai 04/11: ngày 1 = 05/11")
    assert due.words.endswith("nghỉ 09/11–10/11; ngày 5 = 11/11.")
    assert queries.due(at_counter(who).id) is None


def test_the_legal_story_is_told_in_words(who: Cast) -> None:
    dossier = accept(who, at_counter(who))
    commands.correct_submitter(
        act(who.officer, who.desk),
        dossier_id=dossier.id,
        person=submitter("Nguyễn Văn Sửa"),
        reason="Gõ nhầm tên",
    )
    told = [(line.action.label, line.detail, line.by) for line in queries.law_lines(dossier.id)]
    assert told == [
        ("Nộp hồ sơ tại bộ phận một cửa", "", "Một Cửa Mẫu"),
        (
            "Tiếp nhận và hẹn trả kết quả",
            f"Mã hồ sơ {dossier.number}, hẹn trả ngày 11/11/2019.",
            "Một Cửa Mẫu",
        ),
        ("Sửa thông tin", "Người nộp: bản ghi lần 2.", "Một Cửa Mẫu"),
    ]
    assert [sender.full_name for sender in queries.senders(dossier.id)] == [
        "Nguyễn Văn Sửa",
        "Nguyễn Văn Mẫu",
    ]


def test_a_void_tells_its_reason(who: Cast) -> None:
    dossier = take_in(who)
    intake.void_intake(
        act(who.teller, who.point), dossier_id=dossier.id, reason=VoidReason.DUPLICATE
    )
    assert queries.law_lines(dossier.id)[-1].detail == "Lý do: Nhập trùng."


def test_the_slip_says_what_the_desk_promised(who: Cast) -> None:
    dossier = accept(who, arrive(who, take_in(who)))
    slip = acceptance_slip(dossier.id, lookup="https://hoso.example/theo-doi")
    assert (slip.dossier_code, slip.due_at) == (dossier.number, dossier.due_at)
    assert (slip.number, slip.locality) == ("0001/TNHS", "Vĩnh Yên")
    assert slip.channel == "qua dịch vụ bưu chính công ích"
    assert slip.collect_at.startswith("địa chỉ người nhận")
    assert (slip.submitter, slip.receiver) == ("Nguyễn Văn Mẫu", "Một Cửa Mẫu")
    assert slip.received_at == dossier.handover_at
    assert "10 ngày, kể từ thứ Hai 04/11" in slip.due_derivation
    assert sum(paper.originals + paper.certified + paper.copies for paper in slip.papers) == sum(
        paper.total for paper in full_count(who.version)
    )


def test_the_slip_is_printed_on_the_form_of_the_day_it_was_accepted(who: Cast) -> None:
    form = acceptance_slip(accept(who, at_counter(who)).id, lookup="").form
    assert form is not None
    assert (form.regime, form.number, form.size) == ("one-stop-2018", "01", "a5")


def test_each_regime_has_its_own_form_and_a_day_without_law_a_plain_one(who: Cast) -> None:
    stop = form_on(FormKind.STOP_NOTICE, date(2025, 7, 1))
    assert (stop.regime, stop.number, stop.layout) == ("one-stop-2025", "05", "unverified")
    assert form_of(FormKind.APOLOGY, "one-stop-2018", date(2026, 1, 5)).number == "04"
    assert form_on(FormKind.STOP_NOTICE, date(2025, 6, 30)) == plain_form(FormKind.STOP_NOTICE)
    assert form_on(FormKind.REFUSAL, date(2018, 1, 1)) == plain_form(FormKind.REFUSAL)


def test_the_slip_of_a_counter_dossier_is_fetched_at_the_desk(who: Cast) -> None:
    dossier = accept(who, at_counter(who))
    slip = acceptance_slip(dossier.id, lookup="https://hoso.example/theo-doi")
    assert (slip.channel, slip.collect_at) == ("trực tiếp", who.desk.name)


def test_the_code_on_the_slip_is_the_one_that_works(who: Cast, settings: object) -> None:
    dossier = arrive(who, take_in(who))
    intake.reprint_receipt(
        act(who.teller, who.point), dossier_id=dossier.id, reason="Khách làm mất biên nhận"
    )
    accept(who, dossier)
    slip = acceptance_slip(dossier.id, lookup="https://hoso.example/theo-doi")
    key: str = settings.TRACKING_KEY  # type: ignore[attr-defined]
    code = parse_tracking_code(slip.lookup_url.split("#")[1])
    assert code == tracking_code(key.encode(), dossier.id, 2)


def test_without_acceptance_there_is_no_slip(who: Cast) -> None:
    with pytest.raises(Refused) as refused:
        acceptance_slip(at_counter(who).id, lookup="https://hoso.example/theo-doi")
    assert refused.value.code == "not-accepted"


def test_the_fees_behind_a_debt_are_its_sum(who: Cast) -> None:
    kept = [take_in(who).id for _ in range(2)]
    voided = take_in(who)
    intake.void_intake(
        act(who.teller, who.point), dossier_id=voided.id, reason=VoidReason.DUPLICATE
    )
    give_back_money(voided)
    page = fees_of(who.agency.id)
    assert {row.dossier_id for row in page.rows} == set(kept)
    assert {row.amount_vnd for row in page.rows} == {200_000}
    assert {row.point for row in page.rows} == {who.point.name}


def scope_of(user_id: int, role: Role, unit: Unit) -> list[int] | None:
    return money_scope(Actor(user_id, duties=(Duty(role, unit.id),)))


def test_who_sees_which_debts(who: Cast) -> None:
    post = Unit.objects.get(kind="provincial-post")
    assert scope_of(1, Role.POST_MANAGER, post) is None
    assert scope_of(1, Role.LEADER, who.agency) == [who.agency.id]
    served = scope_of(1, Role.ONE_STOP_OFFICER, who.desk)
    assert served is not None
    assert who.agency.id in served
    assert scope_of(1, Role.TELLER, who.point) == []


def test_an_ended_duty_reaches_nothing(who: Cast) -> None:
    user = person("cv.cu", "Chuyên Viên Cũ", Role.CASE_OFFICER, who.agency)
    user.appointments.update(valid_to=date(2019, 11, 3))
    assert reach(actor_of(user.id, user.full_name)).whole == frozenset()
