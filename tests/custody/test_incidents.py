"""Something goes wrong with an item: it is a case with a holder of record, and another person closes it."""

from datetime import timedelta

import pytest

from tests.cast import MONDAY, Cast, accept, act, arrive, at, person, pick_up, take_in
from tests.custody.handing import Refusal, on_the_road
from tests.custody.handing import papers as ids
from tests.custody.handing import pick_up as listed
from tests.custody.troubles import WORDS, manager, papers, pin, report
from tram.accounts.models import User
from tram.accounts.rules.access import Role
from tram.core import janitors
from tram.core.janitors import JANITORS
from tram.custody.commands import chain, incidents, liability, secrecy
from tram.custody.models import CustodyLine, HolderKind, Item, ManifestEntry
from tram.custody.queries.tracking import track
from tram.custody.rules.incidents import (
    Circumstance,
    IncidentEnd,
    IncidentKind,
    IncidentState,
    Standing,
    require_movable,
)
from tram.custody.rules.milestones import Keeper
from tram.directory.models import Unit
from tram.dossiers.models import Dossier, Message, TrackingCode
from tram.dossiers.rules.states import State

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier(who: Cast) -> Dossier:
    return take_in(who)


def holder(item: Item) -> str:
    return Item.objects.select_related("holder").get(id=item.id).holder.kind


def sweep() -> list[str]:
    return [one.name for one in JANITORS if tuple(janitors.sweep(one).offences)]


def test_a_lost_item_is_with_the_incident_and_who_had_it_stays_readable(
    who: Cast, dossier: Dossier
) -> None:
    item = papers(dossier)
    case = report(act(who.teller, who.point), item, IncidentKind.LOSS)
    assert holder(item) == HolderKind.INCIDENT
    line = CustodyLine.objects.filter(stream=item).order_by("-seq")[0]
    assert line.from_holder_id == chain.place(who.point.id) == case.holder_id
    assert (case.number, case.state) == ("SC-191104-001", IncidentState.OPEN)
    assert sweep() == []


def test_the_customer_is_told_in_plain_words_without_the_procedure(
    who: Cast, dossier: Dossier
) -> None:
    report(act(who.teller, who.point), papers(dossier), IncidentKind.LOSS)
    [message] = Message.objects.filter(dossier=dossier, kind="incident")
    assert "gặp sự cố" in message.text
    assert who.version.name not in message.text
    code = TrackingCode.objects.get(dossier=dossier)
    tracked = track(bytes(code.digest))
    assert tracked is not None
    assert tracked.keeper is Keeper.NOBODY


def test_a_lost_item_cannot_be_handed_on(who: Cast, dossier: Dossier) -> None:
    report(act(who.teller, who.point), papers(dossier), IncidentKind.LOSS)
    with Refusal("not-held"):
        listed(who, ids(dossier))
    with Refusal("already-lost"):
        report(act(who.teller, who.point), papers(dossier), IncidentKind.DAMAGE)


def test_what_was_missing_at_the_count_is_reported_by_who_had_it(
    who: Cast, dossier: Dossier
) -> None:
    listed(who, ids(dossier))
    with Refusal("on-manifest"):
        report(act(who.teller, who.point), papers(dossier), IncidentKind.LOSS)
    ManifestEntry.objects.update(outcome="missing", reason="Không thấy trong túi")
    report(act(who.postman), papers(dossier), IncidentKind.LOSS)  # he missed it


def test_only_who_holds_or_misses_it_or_the_manager_reports(who: Cast, dossier: Dossier) -> None:
    item = papers(dossier)
    for user, place in ((who.neighbour, who.other_point), (who.specialist, who.agency)):
        with Refusal("not-yours"):
            report(act(user, place), item, IncidentKind.LOSS)
    report(act(manager()), item, IncidentKind.LOSS)


def test_a_report_needs_its_time_its_words_and_a_fitting_circumstance(
    who: Cast, dossier: Dossier
) -> None:
    teller, item = act(who.teller, who.point), papers(dossier)
    for moment in (MONDAY - timedelta(days=1), MONDAY + timedelta(hours=1)):
        with Refusal("wrong-time"):
            report(act(who.teller, who.point), item, IncidentKind.LOSS, found_at=moment)
    with Refusal("no-account"):
        report(act(who.teller, who.point), item, IncidentKind.LOSS, account="Mất rồi")
    with Refusal("wrong-circumstance"):
        report(teller, item, IncidentKind.LOSS, circumstance=Circumstance.WET)
    with Refusal("no-whereabouts"):
        report(act(who.teller, who.point), item, IncidentKind.MISROUTE, whereabouts="")
    assert holder(item) == HolderKind.PLACE


def test_found_again_it_goes_back_by_a_line_that_two_people_signed(
    who: Cast, dossier: Dossier
) -> None:
    on_the_road(who, ids(dossier))
    item = papers(dossier)
    case = report(act(who.postman), item, IncidentKind.LOSS)
    at(MONDAY + timedelta(hours=2))
    back = chain.place(who.point.id)
    finder = act(who.postman)
    with Refusal("not-the-holder"):
        incidents.found(finder, incident_id=case.id, to_holder=back, pin=pin(who.neighbour))
    with Refusal("same-person"):
        incidents.found(
            act(who.postman), incident_id=case.id, to_holder=back, pin=pin(who.postman)
        )
    with Refusal("wrong-way-back"):
        desk = chain.place(who.desk.id)
        incidents.found(
            act(who.postman), incident_id=case.id, to_holder=desk, pin=pin(who.officer)
        )
    incidents.found(act(who.postman), incident_id=case.id, to_holder=back, pin=pin(who.teller))
    line = CustodyLine.objects.filter(stream=item).order_by("-seq")[0]
    assert (line.giver, line.receiver) == (who.postman.id, who.teller.id)
    assert line.to_holder_id == back
    incidents.close(
        act(manager()),
        incident_id=case.id,
        ending=IncidentEnd.FOUND,
        words="Tìm thấy dưới ghế xe.",
    )
    assert sweep() == []
    on_the_road(who, ids(dossier))  # and travels on


def test_a_misrouted_item_says_where_it_is_and_closes_when_it_went_on(
    who: Cast, dossier: Dossier
) -> None:
    case = report(act(who.teller, who.point), papers(dossier), IncidentKind.MISROUTE)
    end = {"incident_id": case.id, "ending": IncidentEnd.FOUND, "words": WORDS}
    with Refusal("still-open"):
        incidents.close(act(manager()), **end)  # type: ignore[arg-type]
    at(MONDAY + timedelta(hours=2))
    pick_up(who, dossier)
    incidents.close(act(manager()), **end)  # type: ignore[arg-type]
    assert case.whereabouts == "Bưu cục khác"


@pytest.mark.law("45a")
def test_a_case_is_closed_by_another_person_and_only_with_a_record(
    who: Cast, dossier: Dossier
) -> None:
    case = report(act(manager()), papers(dossier), IncidentKind.LOSS)
    other = manager_of_another_name()
    end = {"incident_id": case.id, "ending": IncidentEnd.NO_CLAIM, "words": WORDS}
    with Refusal("same-person"):
        incidents.close(act(manager()), **end)  # type: ignore[arg-type]
    with Refusal("not-allowed"):
        incidents.close(act(who.teller, who.point), **end)  # type: ignore[arg-type]
    with Refusal("still-open"):
        incidents.close(act(other), **end)  # type: ignore[arg-type]
    record = liability.record_liability(
        act(manager()),
        incident_id=case.id,
        finding="Bưu điện làm mất tại điểm phục vụ.",
        papers_vnd=0,
        compensation_vnd=10_000_000,
    )
    assert record["record"] == "TN-191104-001"
    with Refusal("still-open"):
        incidents.close(act(other), **end)  # type: ignore[arg-type]


def manager_of_another_name() -> User:
    return person(
        "ql.hai", "Quản Lý Hai Mẫu", Role.POST_MANAGER, Unit.objects.get(kind="provincial-post")
    )


@pytest.mark.law("17c")
def test_a_secrecy_mark_stops_the_dossier_on_the_post(who: Cast, dossier: Dossier) -> None:
    item = papers(dossier)
    case = report(act(who.teller, who.point), item, IncidentKind.SECRECY_MARK)
    with Refusal("secrecy-mark"):
        listed(who, ids(dossier))
    end = {"incident_id": case.id, "ending": IncidentEnd.GIVEN_BACK, "words": WORDS}
    with Refusal("still-open"):
        incidents.close(act(manager()), **end)  # type: ignore[arg-type]
    answer = secrecy.give_secret_back(act(who.teller, who.point), incident_id=case.id)
    assert answer["waiting_vnd"] > 0
    dossier.refresh_from_db()
    assert (dossier.state, holder(item)) == (State.VOIDED, HolderKind.CUSTOMER)
    incidents.close(act(manager()), **end)  # type: ignore[arg-type]
    assert sweep() == []


def test_what_bears_a_mark_goes_to_a_desk_or_agency_but_never_by_the_post() -> None:
    marked = [Standing(IncidentKind.SECRECY_MARK, "SC-1", inventoried=False)]
    require_movable(marked, "Kết quả", home=True)
    with Refusal("secrecy-mark"):
        require_movable(marked, "Kết quả")
    torn = [Standing(IncidentKind.DAMAGE, "SC-2", inventoried=False)]
    with Refusal("no-inventory"):
        require_movable(torn, "Kết quả", home=True)


def test_a_mark_found_at_the_desk_is_not_for_the_post_to_give_back(
    who: Cast, dossier: Dossier
) -> None:
    accept(who, arrive(who, dossier))
    case = report(act(who.officer, who.desk), papers(dossier), IncidentKind.SECRECY_MARK)
    with Refusal("has-left"):
        secrecy.give_secret_back(act(who.officer, who.desk), incident_id=case.id)


def test_a_closed_case_takes_nothing_more(who: Cast, dossier: Dossier) -> None:
    case = report(act(who.teller, who.point), papers(dossier), IncidentKind.MISROUTE)
    incidents.close(
        act(manager()), incident_id=case.id, ending=IncidentEnd.MISTAKEN, words="Báo nhầm bưu gửi."
    )
    with Refusal("closed"):
        liability.ask_reissue(
            act(manager()), incident_id=case.id, name="Giấy khai sinh", agency="UBND xã Mẫu"
        )
