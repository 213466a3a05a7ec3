"""A bag: filled by scanning, sealed, handed over by one scan, opened only by one of the two sides."""

from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast, act, person, signed_for, take_in
from tests.custody.handing import Refusal, hand_over, on_the_road, papers, pick_up, sign
from tests.custody.test_counts import number_of, scan
from tests.custody.test_incidents import sweep
from tests.custody.troubles import report
from tram.accounts.rules.access import Role
from tram.custody.commands import bags, chain, desk, drafts, manifests
from tram.custody.commands.manifests import Found
from tram.custody.models import (
    Bag,
    BagItem,
    CustodyLine,
    Discrepancy,
    Item,
    ManifestEntry,
    Outcome,
)
from tram.custody.rules.counting import Fault, Verdict
from tram.custody.rules.incidents import IncidentKind
from tram.custody.rules.scans import read_scan
from tram.dossiers import commands as dossiers
from tram.dossiers.models import Dossier

pytestmark = pytest.mark.django_db


def filled(who: Cast, *taken: Dossier, seal: str = "NP-T01") -> Bag:
    """A sealed bag at the point with these dossiers."""
    holder = chain.place(who.point.id)
    bag = UUID(bags.begin_bag(act(who.teller, who.point), holder_id=holder)["bag"])
    for dossier in taken:
        answer = bags.put_in(act(who.teller, who.point), bag_id=bag, code=number_of(dossier))
        assert answer["verdict"] == Verdict.OK
    if seal:
        bags.seal_bag(act(who.teller, who.point), bag_id=bag, seal_number=seal)
    return Bag.objects.get(id=bag)


def test_its_number_is_safe_from_input_methods_and_checked(who: Cast) -> None:
    bag = filled(who, take_in(who), seal="")
    assert read_scan(bag.number.lower()).verdict is None
    wrong = bag.number[:-1] + str((int(bag.number[-1]) + 1) % 10)
    assert read_scan(wrong).verdict is Verdict.WRONG_DIGIT


@pytest.mark.law("14c")
def test_nothing_goes_in_or_out_once_it_is_sealed(who: Cast) -> None:
    inside, late = take_in(who), take_in(who)
    bag = filled(who, inside)
    with Refusal("bag-sealed"):
        bags.put_in(act(who.teller, who.point), bag_id=bag.id, code=number_of(late))
    with Refusal("bag-sealed"):
        bags.take_out(act(who.teller, who.point), bag_id=bag.id, item_id=papers(inside)[0])


@pytest.mark.law("14b")
def test_a_seal_closes_one_bag_or_envelope_at_a_time(who: Cast) -> None:
    filled(who, take_in(who))
    with Refusal("seal-in-use"):
        filled(who, take_in(who))
    dossier = take_in(who, seal_number="NP-BG-9")
    with Refusal("seal-in-use"):
        filled(who, dossier, seal="np-bg-9")
    with Refusal("empty-bag"):
        filled(who, seal="NP-T09")


def test_one_scan_lists_it_and_every_thing_inside_gets_its_line(who: Cast) -> None:
    taken = [take_in(who) for _ in range(3)]
    bag = filled(who, *taken)
    loose = drafts.scan_into(act(who.teller, who.point), code=number_of(taken[0]))
    assert loose["verdict"] == Verdict.IN_BAG
    answer = drafts.scan_into(act(who.teller, who.point), code=bag.number)
    assert (answer["verdict"], answer["items"]) == (Verdict.OK, 3)
    offered = drafts.offer_draft(
        act(who.teller, who.point),
        draft_id=UUID(answer["draft"]),
        to_holder=chain.courier(who.postman.id),
    )
    manifest = UUID(offered["manifest"])
    assert set(ManifestEntry.objects.values_list("bag", flat=True)) == {bag.id}
    assert scan(who.postman, manifest, bag.number)["items"] == 3
    before = CustodyLine.objects.count()
    sign(act(who.postman), manifest, papers(*taken))
    assert CustodyLine.objects.count() == before + 3
    bag.refresh_from_db()
    assert (bag.holder.user, bag.opened_at) == (who.postman, None)


def test_a_sealed_bag_goes_whole_or_is_opened_first(who: Cast) -> None:
    one, two = take_in(who), take_in(who)
    bag = filled(who, one, two)
    with Refusal("bag-in-parts"):
        pick_up(who, papers(one))
    with Refusal("bag-not-sealed"):
        loose = take_in(who)
        filled(who, loose, seal="")
        pick_up(who, papers(loose))
    manifest = pick_up(who, papers(one, two))
    missing = Found(papers(two)[0], Outcome.MISSING, Fault.NOT_THERE)
    found = [Found(papers(one)[0], Outcome.RECEIVED), missing]
    with Refusal("bag-whole"):
        manifests.sign_handover(act(who.postman), manifest_id=manifest, found=found)
    bags.open_bag(act(who.postman), bag_id=bag.id)
    assert scan(who.postman, manifest, number_of(one))["verdict"] == Verdict.OK
    manifests.sign_handover(act(who.postman), manifest_id=manifest, found=found)
    assert Item.objects.get(id=papers(one)[0]).holder.user == who.postman
    assert Item.objects.get(id=papers(two)[0]).holder.unit == who.point
    assert Discrepancy.objects.get().fault == Fault.NOT_THERE


def test_a_third_person_may_not_open_it(who: Cast) -> None:
    stranger = person("bt.la", "Bưu Tá Lạ", Role.POSTMAN, who.other_point)
    dossier = take_in(who)
    bag = filled(who, dossier)
    pick_up(who, papers(dossier))
    for other in (stranger, who.neighbour, who.officer):
        with Refusal("not-a-side"):
            bags.open_bag(act(other), bag_id=bag.id)
    assert not BagItem.objects.exclude(taken_out_at=None).exists()


def test_the_desk_opens_it_by_signing(who: Cast) -> None:
    taken = [take_in(who), take_in(who)]
    bag = filled(who, *taken)
    on_the_road(who, papers(*taken))
    sign(act(who.officer, who.desk), hand_over(who, papers(*taken)), papers(*taken))
    bag.refresh_from_db()
    assert bag.opened_by == who.officer
    assert not BagItem.objects.filter(taken_out_at=None).exists()


def statements(who: Cast, number: int) -> int:
    """How many SQL statements a bag of so many things takes from the receiver's scan to the signature."""
    taken = [take_in(who) for _ in range(number)]
    items = papers(*taken)
    bag = filled(who, *taken, seal=f"NP-{number}")
    on_the_road(who, items)
    manifest, officer = hand_over(who, items), act(who.officer, who.desk)
    with CaptureQueriesContext(connection) as asked:
        assert scan(who.officer, manifest, bag.number)["items"] == number
        sign(officer, manifest, items)
    return len(asked)


def test_a_fuller_bag_takes_no_more_statements(who: Cast) -> None:
    statements(who, 1)
    assert statements(who, 9) == statements(who, 2)


@pytest.mark.law("14c")
def test_what_was_lost_leaves_its_sealed_bag_and_the_rest_travels_on(who: Cast) -> None:
    lost, kept = take_in(who), take_in(who)
    bag = filled(who, lost, kept)
    item = lost.items.get()
    report(act(who.teller, who.point), item, IncidentKind.LOSS)
    inside = bag.contents.filter(taken_out_at=None)
    assert list(inside.values_list("item_id", flat=True)) == papers(kept)
    assert sweep() == []
    sign(act(who.postman), pick_up(who, papers(kept)), papers(kept))
    bag.refresh_from_db()
    assert bag.holder.user == who.postman
    BagItem.objects.get(item_id=papers(kept)[0])
    Bag.objects.filter(id=bag.id).update(holder_id=chain.place(who.point.id))
    assert sweep() == ["custody: what lies in a closed bag is held by who has the bag"]


def test_what_lies_in_a_bag_is_not_given_back_before_it_is_taken_out(who: Cast) -> None:
    dossier = take_in(who)
    bag = filled(who, dossier, seal="")
    withdrawn = {"dossier_id": dossier.id}
    dossiers.withdraw(act(who.teller, who.point), reason="Khách đổi ý", **withdrawn)
    with Refusal("in-bag"):
        desk.give_back_at_point(act(who.teller, who.point), evidence=signed_for(), **withdrawn)
    bags.take_out(act(who.teller, who.point), bag_id=bag.id, item_id=papers(dossier)[0])
    desk.give_back_at_point(act(who.teller, who.point), evidence=signed_for(), **withdrawn)
    assert sweep() == []
