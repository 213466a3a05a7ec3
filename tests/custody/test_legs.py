"""Legs: what each movement joins, where it ends, and what is on the road now."""

from datetime import UTC, datetime

import pytest

from tests import cast
from tests.cast import Cast, act
from tram.custody.commands import chain
from tram.custody.models import ItemKind
from tram.custody.queries.legs import roads
from tram.custody.rules.handovers import ManifestKind
from tram.custody.rules.legs import Carried, LegKind, Passed, leg_of, legs_of_lines
from tram.dossiers.models import Dossier
from tram.dossiers.rules.sight import Sight
from tram.dossiers.rules.states import State

NOON = datetime(2019, 11, 4, 5, tzinfo=UTC)
WHERE = [
    (Carried("papers", State.REGISTERED, "place", "post-point"), LegKind.POST_TO_DESK),
    (Carried("papers", State.REGISTERED, "courier", None, "in"), LegKind.POST_TO_DESK),
    (Carried("papers", State.ARRIVED, "place", "service-centre"), None),
    (Carried("papers", State.ACCEPTED, "place", "service-centre"), LegKind.DESK_TO_AGENCY),
    (Carried("papers", State.ACCEPTED, "courier"), LegKind.DESK_TO_AGENCY),
    (Carried("supplement", State.PROCESSING, "courier"), LegKind.DESK_TO_AGENCY),
    (Carried("supplement", State.PROCESSING, "place", "department"), None),
    (Carried("papers", State.PROCESSING, "place", "department"), None),
    (Carried("result", State.SETTLED, "place", "department"), LegKind.AGENCY_TO_DESK),
    (Carried("result", State.SETTLED, "courier"), LegKind.AGENCY_TO_DESK),
    (Carried("result", State.SETTLED, "courier", None, "out"), LegKind.RETURN_TO_DESK),
    (Carried("result", State.SETTLED, "place", "one-stop"), LegKind.DESK_TO_POST),
    (
        Carried("result", State.SETTLED, "place", "one-stop", by_post=False),
        LegKind.DESK_TO_CUSTOMER,
    ),
    (Carried("result", State.RELEASED, "courier", None, "out"), LegKind.POST_TO_CUSTOMER),
    (
        Carried("result", State.RELEASED, "place", "post-point", "out", "office-in"),
        LegKind.POST_TO_CUSTOMER,
    ),
    (Carried("result", State.RELEASED, "place", "post-point", "out", "hold"), LegKind.HOLD),
    (Carried("result", State.RELEASED, "incident"), None),
    (Carried("result", State.RETURNED, "customer"), None),
    (Carried("withdrawn", State.RETURNED, "courier"), LegKind.ORIGINALS_TO_AGENCY),
    (Carried("withdrawn", State.CLOSED, "place", "department"), None),
    (Carried("papers", State.WITHDRAWN, "courier", None, "in"), LegKind.RETURN_TO_SENDER),
    (Carried("papers", State.WITHDRAWN, "place", "post-point", "in"), LegKind.RETURN_TO_SENDER),
    (Carried("papers", State.INELIGIBLE, "courier", None, "out"), LegKind.RETURN_TO_SENDER),
    (Carried("papers", State.INELIGIBLE, "courier"), LegKind.AGENCY_TO_DESK),
    (Carried("papers", State.INELIGIBLE, "place", "department"), LegKind.AGENCY_TO_DESK),
    (Carried("papers", State.REFUSED, "place", "one-stop"), LegKind.RETURN_TO_SENDER),
]


@pytest.mark.law("19a")
@pytest.mark.parametrize(("thing", "leg"), WHERE)
def test_a_thing_is_on_one_leg_of_a_named_kind_or_at_rest(
    thing: Carried, leg: LegKind | None
) -> None:
    assert leg_of(thing) is leg


def line(
    item: str, kind: str | None, giver: str | None, receiver: str, place: str | None = None
) -> Passed:
    return Passed(item, kind, giver, receiver, place, NOON)


@pytest.mark.law("19a", "19d")
def test_each_line_belongs_to_a_leg_and_an_office_is_a_stop_of_it() -> None:
    papers = [
        line("papers", None, None, "place", "post-point"),
        line("papers", "pick-up", "place", "courier"),
        line("papers", "office-in", "courier", "place", "provincial-post"),
        line("papers", "office-out", "place", "courier"),
        line("papers", "hand-over", "courier", "place", "service-centre"),
        line("papers", "shuttle-out", "place", "courier"),
        line("papers", "shuttle-agency", "courier", "place", "department"),
        line("papers", "papers-to-desk", "place", "place", "service-centre"),
        line("papers", "papers-out", "place", "courier"),
        line("papers", None, "courier", "customer"),
    ]
    inward = [LegKind.POST_TO_DESK] * 4 + [LegKind.DESK_TO_AGENCY] * 2
    back = [LegKind.AGENCY_TO_DESK] + [LegKind.RETURN_TO_SENDER] * 2
    assert legs_of_lines(papers) == [LegKind.CUSTOMER_TO_POST, *inward, *back]
    result = [
        line("result", None, None, "place", "department"),
        line("result", "result-to-desk", "place", "place", "service-centre"),
        line("result", "result-out", "place", "courier"),
        line("result", "office-in", "courier", "place", "district-post"),
        line("result", "run-sheet", "place", "courier"),
        line("result", "hold", "courier", "place", "post-point"),
        line("result", None, "place", "customer"),
    ]
    home = [LegKind.POST_TO_CUSTOMER] * 2 + [LegKind.HOLD, LegKind.POST_TO_CUSTOMER]
    assert legs_of_lines(result) == [
        None,
        LegKind.AGENCY_TO_DESK,
        LegKind.DESK_TO_POST,
        *home,
    ]
    at_desk = [
        line("papers", None, None, "place", "one-stop"),
        line("papers", None, "place", "customer"),
    ]
    assert legs_of_lines(at_desk) == [LegKind.CUSTOMER_TO_DESK, LegKind.DESK_TO_CUSTOMER]
    withdrawn = [
        line("withdrawn", None, None, "courier"),
        line("withdrawn", "originals-in", "courier", "place", "service-centre"),
    ]
    assert legs_of_lines(withdrawn) == [LegKind.ORIGINALS_TO_AGENCY] * 2


@pytest.mark.django_db
@pytest.mark.law("19b")
def test_a_leg_ends_at_its_destination_and_the_next_starts_from_the_holder_there(
    who: Cast,
) -> None:
    dossier = cast.take_in(who)
    cast.pick_up(who, dossier)
    (taken, inward) = roads(dossier.id, Sight.WHOLE)
    assert (taken.leg, taken.end) == (LegKind.CUSTOMER_TO_POST, who.point.name)
    assert taken.reached_at is not None
    assert (inward.start, inward.reached_at) == (who.point.name, None)
    cast.hand_over(
        ManifestKind.HAND_OVER,
        act(who.postman),
        act(who.officer, who.desk),
        chain.courier(who.postman.id),
        chain.place(who.desk.id),
        [dossier.items.get(kind=ItemKind.PAPERS).id],
    )
    assert all(road.reached_at for road in roads(dossier.id, Sight.WHOLE))
    released = cast.release(who, cast.settle(who, cast.accept(who, _fresh(dossier))))
    told = roads(released.id, Sight.WHOLE)
    assert [road.leg for road in told] == [
        LegKind.CUSTOMER_TO_POST,
        LegKind.POST_TO_DESK,
        LegKind.DESK_TO_AGENCY,
        LegKind.AGENCY_TO_DESK,
        LegKind.DESK_TO_POST,
    ]
    assert told[1].end == told[2].start == who.desk.name
    assert told[1].stops == 2
    postal = {road.leg for road in roads(released.id, Sight.POSTAL)}
    assert LegKind.DESK_TO_AGENCY not in postal
    assert LegKind.POST_TO_DESK in postal
    cast.deliver(who, released)
    assert all(road.reached_at for road in roads(released.id, Sight.WHOLE))


def _fresh(dossier: Dossier) -> Dossier:
    dossier.refresh_from_db()
    return dossier
