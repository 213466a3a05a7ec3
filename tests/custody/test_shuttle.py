"""The shuttle between a centre and its agencies, and the post's own offices: numbered rounds, the same legal effect."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests import cast
from tests.cast import Cast, act
from tram.accounts.rules.access import Role
from tram.core.errors import Refused
from tram.custody.commands import chain, desk, shuttle
from tram.custody.models import ItemKind, Manifest, ManifestState
from tram.custody.queries.manifests import ready_groups
from tram.custody.queries.shuttle import rounds
from tram.custody.rules.handovers import ManifestKind
from tram.custody.rules.shuttle import next_round
from tram.directory.models import Unit
from tram.dossiers.models import Dossier
from tram.dossiers.rules.states import State

pytestmark = pytest.mark.django_db
FOUR_A_DAY = datetime(
    2020, 5, 26, 1, 30, tzinfo=UTC
)  # the day after CV 3746/UBND-HCC1 takes effect


def begin(who: Cast) -> dict[str, Any]:
    return shuttle.begin_round(act(who.postman), desk_id=who.desk.id, team=[who.postman.id])


def kinds(holder: int) -> set[ManifestKind]:
    return {group.kind for group in ready_groups([holder])}


def item(dossier: Dossier, kind: ItemKind) -> Any:
    return dossier.items.get(kind=kind).id


def by_shuttle(who: Cast, dossier: Dossier, kind: ItemKind, *, to_agency: bool) -> Dossier:
    """Both hand-overs of one way of the shuttle."""
    road, things = chain.courier(who.postman.id), [item(dossier, kind)]
    desk_, agency = chain.place(who.desk.id), chain.place(who.agency.id)
    officer, specialist = act(who.officer, who.desk), act(who.specialist, who.agency)
    ends = (
        (officer, desk_, specialist, agency) if to_agency else (specialist, agency, officer, desk_)
    )
    up, down = (
        (ManifestKind.SHUTTLE_OUT, ManifestKind.SHUTTLE_AGENCY)
        if to_agency
        else (ManifestKind.SHUTTLE_BACK, ManifestKind.SHUTTLE_DESK)
    )
    cast.hand_over(up, ends[0], act(who.postman), ends[1], road, things)
    dossier.refresh_from_db()
    cast.hand_over(down, act(who.postman), ends[2], road, ends[3], things)
    dossier.refresh_from_db()
    return dossier


@pytest.mark.law("19c")
def test_a_dossier_goes_to_its_agency_and_its_result_back_by_numbered_rounds(who: Cast) -> None:
    begin(who)
    dossier = cast.accept(who, cast.arrive(who, cast.take_in(who)))
    road, desk_ = chain.courier(who.postman.id), chain.place(who.desk.id)
    assert kinds(desk_) == {ManifestKind.TO_AGENCY, ManifestKind.SHUTTLE_OUT}
    papers = [item(dossier, ItemKind.PAPERS)]
    cast.hand_over(
        ManifestKind.SHUTTLE_OUT,
        act(who.officer, who.desk),
        act(who.postman),
        desk_,
        road,
        papers,
    )
    dossier.refresh_from_db()
    assert dossier.state == State.ACCEPTED, "on the shuttle it is not yet the agency's"
    assert ManifestKind.SHUTTLE_AGENCY in kinds(road)
    (first,) = rounds(who.desk.id, cast.MONDAY.date())
    assert (first.number, first.taken, first.still_out) == (1, 1, 1)
    agency = chain.place(who.agency.id)
    receiver = act(who.specialist, who.agency)
    cast.hand_over(ManifestKind.SHUTTLE_AGENCY, act(who.postman), receiver, road, agency, papers)
    dossier.refresh_from_db()
    assert dossier.state == State.PROCESSING, "this signature is the transfer"
    desk.record_result(
        act(who.specialist, who.agency),
        dossier_id=dossier.id,
        number="12/KQ",
        issued_on=cast.MONDAY.date(),
        name="Kết quả",
    )
    begin(who)
    assert kinds(agency) == {ManifestKind.RESULT_TO_DESK, ManifestKind.SHUTTLE_BACK}
    by_shuttle(who, dossier, ItemKind.RESULT, to_agency=False)
    first, second = rounds(who.desk.id, cast.MONDAY.date())
    assert first.ended_at is not None, "the team's next round ends the one before"
    assert (second.number, second.taken, second.still_out) == (2, 1, 0)
    assert {each.kind for each in second.lists} == {
        ManifestKind.SHUTTLE_BACK,
        ManifestKind.SHUTTLE_DESK,
    }
    assert cast.release(who, dossier).state == State.RELEASED


@pytest.mark.law("19c")
def test_the_day_has_four_rounds_from_the_day_that_set_it_and_any_number_before(who: Cast) -> None:
    for _ in range(5):
        answer = begin(who)
    assert answer["number"] == 5
    cast.at(FOUR_A_DAY)
    for _ in range(4):
        begin(who)
    with pytest.raises(Refused) as refused:
        begin(who)
    assert refused.value.code == "no-more-rounds"
    assert "4 chuyến" in refused.value.message


def test_the_number_of_a_round_follows_those_begun() -> None:
    assert [next_round(0, 4), next_round(3, 4), next_round(9, None)] == [1, 4, 10]


@pytest.mark.law("19c")
def test_the_database_refuses_a_list_of_the_shuttle_without_its_round(who: Cast) -> None:
    ends = {
        "from_holder_id": chain.place(who.desk.id),
        "to_holder_id": chain.courier(who.postman.id),
    }
    with pytest.raises(IntegrityError, match="shuttle_list_of_a_round"), transaction.atomic():
        Manifest.objects.create(
            number="BK-1",
            kind=ManifestKind.SHUTTLE_OUT,
            state=ManifestState.OFFERED,
            offered_at=cast.MONDAY,
            **ends,
        )


@pytest.mark.law("19c")
def test_nothing_goes_by_shuttle_outside_a_round(who: Cast) -> None:
    dossier = cast.accept(who, cast.arrive(who, cast.take_in(who)))
    assert kinds(chain.place(who.desk.id)) == {ManifestKind.TO_AGENCY}
    with pytest.raises(Refused) as refused:
        by_shuttle(who, dossier, ItemKind.PAPERS, to_agency=True)
    assert refused.value.code == "no-open-round"
    answer = begin(who)
    shuttle.end_round(act(who.officer, who.desk), round_id=answer["round"])
    with pytest.raises(Refused):
        shuttle.end_round(act(who.postman), round_id=answer["round"])
    with pytest.raises(Refused):
        by_shuttle(who, dossier, ItemKind.PAPERS, to_agency=True)


def test_only_postmen_on_duty_go_and_only_a_desk_has_rounds(who: Cast) -> None:
    def refusal(by: Any, desk_id: int, *team: int) -> str:
        with pytest.raises(Refused) as refused:
            shuttle.begin_round(by, desk_id=desk_id, team=team)
        return refused.value.code

    officer = act(who.officer, who.desk)
    assert refusal(officer, who.desk.id) == "no-team"
    assert refusal(officer, who.desk.id, who.teller.id) == "not-a-postman"
    assert refusal(act(who.postman), who.agency.id, who.postman.id) == "no-such-desk"
    stranger = act(who.specialist, who.agency)
    assert refusal(stranger, who.desk.id, who.postman.id) == "not-allowed"


@pytest.mark.law("19b")
def test_papers_pass_through_the_posts_offices_any_number_of_times(who: Cast) -> None:
    office = Unit.objects.get(kind="provincial-post")
    sorter = cast.person("kt.mau", "Khai Thác Mẫu", Role.TELLER, office)
    dossier = cast.take_in(who)
    cast.pick_up(who, dossier)
    road, place = chain.courier(who.postman.id), chain.place(office.id)
    papers = [item(dossier, ItemKind.PAPERS)]
    assert kinds(road) == {ManifestKind.HAND_OVER, ManifestKind.OFFICE_IN}
    (inward,) = (g for g in ready_groups([road]) if g.kind is ManifestKind.OFFICE_IN)
    assert inward.to_unit == office.id
    for _ in range(2):
        cast.hand_over(
            ManifestKind.OFFICE_IN, act(who.postman), act(sorter, office), road, place, papers
        )
        assert kinds(place) == {ManifestKind.OFFICE_OUT}
        cast.hand_over(
            ManifestKind.OFFICE_OUT, act(sorter, office), act(who.postman), place, road, papers
        )
    cast.hand_over(
        ManifestKind.HAND_OVER,
        act(who.postman),
        act(who.officer, who.desk),
        road,
        chain.place(who.desk.id),
        papers,
    )
    dossier.refresh_from_db()
    assert dossier.state == State.ARRIVED
    assert dossier.items.get().seq == 7
    released = cast.release(who, cast.settle(who, cast.accept(who, dossier)))
    result = [item(released, ItemKind.RESULT)]
    assert kinds(road) == {ManifestKind.OFFICE_IN}
    cast.hand_over(
        ManifestKind.OFFICE_IN, act(who.postman), act(sorter, office), road, place, result
    )
    assert kinds(place) == {ManifestKind.OFFICE_OUT, ManifestKind.RUN_SHEET}


def test_an_agency_is_not_an_office_of_the_post(who: Cast) -> None:
    dossier = cast.take_in(who)
    cast.pick_up(who, dossier)
    with pytest.raises(Refused) as refused:
        cast.hand_over(
            ManifestKind.OFFICE_IN,
            act(who.postman),
            act(who.officer, who.desk),
            chain.courier(who.postman.id),
            chain.place(who.desk.id),
            [item(dossier, ItemKind.PAPERS)],
        )
    assert refused.value.code == "not-a-post"
    assert Manifest.objects.filter(kind=ManifestKind.OFFICE_IN).count() == 0
