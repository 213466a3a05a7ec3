"""A damaged cover is opened before two people, counted, wrapped again; the record goes with it for ever."""

from dataclasses import replace

import pytest

from tests.cast import Cast, accept, act, arrive, deliver, pick_up, settle, signed_for, take_in
from tests.cast import release as give_to_post
from tests.custody.handing import Refusal
from tests.custody.handing import papers as ids
from tests.custody.handing import pick_up as listed
from tests.custody.troubles import inventory, opened, papers, pin, report
from tram.custody.commands import damage, desk, returns
from tram.custody.models import Envelope, Incident, Inventory, ItemKind
from tram.custody.queries.troubles import contents, inventories
from tram.custody.rules.incidents import IncidentKind, PaperCondition
from tram.dossiers import commands as dossiers
from tram.dossiers.models import Dossier
from tram.dossiers.rules.states import State

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier(who: Cast) -> Dossier:
    return take_in(who)


@pytest.fixture
def case(who: Cast, dossier: Dossier) -> Incident:
    return report(act(who.teller, who.point), papers(dossier), IncidentKind.DAMAGE)


@pytest.mark.law("22a")
@pytest.mark.parametrize("kind", [IncidentKind.DAMAGE, IncidentKind.SEAL_BROKEN])
def test_it_moves_on_only_after_an_inventory(
    who: Cast, dossier: Dossier, kind: IncidentKind
) -> None:
    case = report(act(who.teller, who.point), papers(dossier), kind)
    with Refusal("no-inventory"):
        listed(who, ids(dossier))
    inventory(who, case)
    listed(who, ids(dossier))
    kept = Inventory.objects.get()
    assert (kept.first_id, kept.second_id) == (who.teller.id, who.postman.id)
    assert kept.taken_at == case.reported_at
    names = [paper.name for paper in kept.papers.order_by("seq")]
    assert names == [name for name, _count in contents(case.item_id)]
    assert names


@pytest.mark.law("22a")
def test_two_people_count_every_paper_and_say_what_is_wrong_with_it(
    who: Cast, case: Incident
) -> None:
    teller = act(who.teller, who.point)
    whole = opened(case)
    with Refusal("same-person"):
        damage.take_inventory(teller, incident_id=case.id, opened=whole, pin=pin(who.teller))
    wrong = [
        (replace(whole, papers=whole.papers[1:]), "not-counted"),
        (replace(whole, cover="ướt"), "no-cover"),
        (
            replace(whole, papers=(replace(whole.papers[0], found=0), *whole.papers[1:])),
            "short-but-whole",
        ),
        (
            replace(
                whole,
                papers=(
                    replace(whole.papers[0], condition=PaperCondition.MISSING, found=0),
                    *whole.papers[1:],
                ),
            ),
            "note-missing",
        ),
    ]
    for seen, code in wrong:
        with Refusal(code):
            damage.take_inventory(
                act(who.teller, who.point),
                incident_id=case.id,
                opened=seen,
                pin=pin(who.postman),
            )
    assert not Inventory.objects.exists()
    inventory(who, case)
    with Refusal("inventoried"):
        inventory(who, case)


@pytest.mark.law("22b")
def test_wrapping_again_keeps_the_new_seal_beside_the_inventory(who: Cast, case: Incident) -> None:
    before = Envelope.objects.get()
    again = {"incident_id": case.id, "seal_number": "NP-0777", "grams": 140}
    with Refusal("no-inventory"):
        damage.rewrap(act(who.teller, who.point), **again)  # type: ignore[arg-type]
    inventory(who, case)
    with Refusal("no-seal"):
        damage.rewrap(act(who.teller, who.point), incident_id=case.id, seal_number=" ", grams=140)
    answer = damage.rewrap(act(who.teller, who.point), **again)  # type: ignore[arg-type]
    assert answer["s10"] == before.number
    kept = Inventory.objects.get().rewrap
    assert (kept.seal_before, kept.seal_number) == (before.seal_number, "NP-0777")
    before.refresh_from_db()
    assert (before.seal_number, before.grams) == ("NP-0777", 140)
    with Refusal("rewrapped"):
        damage.rewrap(act(who.teller, who.point), **again)  # type: ignore[arg-type]


@pytest.mark.law("22b")
def test_a_label_that_is_gone_gets_a_new_number_and_the_old_one_is_voided(
    who: Cast, dossier: Dossier, case: Incident
) -> None:
    before = Envelope.objects.get()
    inventory(who, case)
    answer = damage.rewrap(
        act(who.teller, who.point),
        incident_id=case.id,
        seal_number="NP-0777",
        grams=140,
        new_number=True,
    )
    before.refresh_from_db()
    assert before.voided_at is not None
    assert answer["s10"] != before.number
    live = Envelope.objects.get(contents__item__dossier=dossier, contents__taken_out_at=None)
    assert (live.number, live.destination_id) == (answer["s10"], before.destination_id)
    pick_up(who, dossier)


@pytest.mark.law("22c")
def test_the_inventory_goes_with_the_item_for_ever(who: Cast, case: Incident) -> None:
    inventory(who, case)
    [noted] = inventories([case.item_id])[case.item_id]
    assert (noted.number, noted.cover) == ("KK-191104-001", "Bao bì ướt, mép rách")


def test_a_damaged_result_is_not_delivered_before_its_inventory(
    who: Cast, dossier: Dossier
) -> None:
    give_to_post(who, settle(who, accept(who, arrive(who, dossier))))
    item = dossier.items.get(kind=ItemKind.RESULT)
    case = report(act(who.postman), item, IncidentKind.SEAL_BROKEN)
    with Refusal("no-inventory"):
        deliver(who, dossier)
    damage.take_inventory(
        act(who.postman), incident_id=case.id, opened=opened(case), pin=pin(who.teller)
    )
    deliver(who, dossier)


def test_a_lost_thing_has_nothing_to_count(who: Cast, dossier: Dossier) -> None:
    case = report(act(who.teller, who.point), papers(dossier), IncidentKind.LOSS)
    with Refusal("no-protocol"):
        inventory(who, case)


@pytest.mark.law("22a")
def test_the_desk_neither_packs_nor_hands_out_a_result_with_a_broken_seal(
    who: Cast, dossier: Dossier
) -> None:
    settle(who, accept(who, arrive(who, dossier)))
    result = dossier.items.get(kind=ItemKind.RESULT)
    case = report(act(who.officer, who.desk), result, IncidentKind.SEAL_BROKEN)
    with Refusal("no-inventory"):
        give_to_post(who, dossier)
    returns.fetch_at_desk(
        act(who.officer, who.desk), dossier_id=dossier.id, reason="Khách tự đến lấy"
    )
    with Refusal("no-inventory"):
        desk.return_at_desk(act(who.officer, who.desk), dossier_id=dossier.id)
    damage.take_inventory(
        act(who.officer, who.desk), incident_id=case.id, opened=opened(case), pin=pin(who.postman)
    )
    desk.return_at_desk(act(who.officer, who.desk), dossier_id=dossier.id)
    dossier.refresh_from_db()
    assert State(dossier.state) is State.CLOSED


@pytest.mark.law("22a")
def test_damaged_papers_are_not_given_back_before_their_inventory(
    who: Cast, dossier: Dossier, case: Incident
) -> None:
    dossiers.withdraw(act(who.teller, who.point), dossier_id=dossier.id, reason="Khách đổi ý")
    with Refusal("no-inventory"):
        desk.give_back_at_point(
            act(who.teller, who.point), dossier_id=dossier.id, evidence=signed_for()
        )
    inventory(who, case)
    desk.give_back_at_point(
        act(who.teller, who.point), dossier_id=dossier.id, evidence=signed_for()
    )
    dossier.refresh_from_db()
    assert State(dossier.state) is State.WITHDRAWN_CLOSED
