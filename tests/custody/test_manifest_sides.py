"""Hand-overs: who may sign, by session or by PIN, and what cannot be listed."""

from uuid import UUID, uuid4

import pytest

from tests.cast import (
    PIN,
    Cast,
    accept,
    act,
    arrive,
    person,
    release,
    settle,
    take_in,
)
from tests.custody.handing import (
    Refusal,
    between,
    hand_over,
    holder_of,
    on_the_road,
    papers,
    pick_up,
    result,
    sign,
)
from tram.accounts.rules.access import Role
from tram.core.acts import Secret
from tram.core.errors import Refused
from tram.core.requests import body_hash
from tram.custody.commands import chain, manifests
from tram.custody.commands import desk as desk_acts
from tram.custody.commands.manifests import Pin
from tram.custody.models import (
    CustodyLine,
    Envelope,
    ManifestEntry,
    Signature,
)
from tram.custody.queries.manifests import read_manifest
from tram.custody.rules.handovers import ManifestKind
from tram.custody.rules.services import Service
from tram.directory.models import Unit
from tram.directory.queries import actor_of

pytestmark = pytest.mark.django_db


# Who signs


@pytest.mark.law("20c")
def test_one_person_cannot_sign_both_sides(who: Cast) -> None:
    both = person("ca.hai", "Người Hai Việc", Role.TELLER, who.point)
    items = papers(take_in(who))
    offered = manifests.offer(
        act(both, who.point),
        kind=ManifestKind.PICK_UP,
        from_holder=chain.place(who.point.id),
        to_holder=chain.courier(both.id),
        items=items,
    )
    with Refusal("same-person"):
        sign(act(both), UUID(offered["manifest"]), items)
    with Refusal("same-person"):
        sign(act(who.teller), UUID(offered["manifest"]), items, Pin("ca.hai", Secret(PIN)))


@pytest.mark.law("20f")
def test_a_second_officer_cannot_sign_what_is_signed(who: Cast) -> None:
    second = person("mc.hai", "Một Cửa Hai", Role.ONE_STOP_OFFICER, who.desk)
    items = papers(take_in(who))
    on_the_road(who, items)
    manifest = hand_over(who, items)
    sign(act(who.officer, who.desk), manifest, items)
    with Refusal("already-signed"):
        sign(act(second, who.desk), manifest, items)
    assert Signature.objects.filter(manifest=manifest).count() == 2


def test_only_the_postman_named_can_receive_and_only_the_desk_named_can_sign(who: Cast) -> None:
    other = person("bt.khac", "Bưu Tá Khác", Role.POSTMAN, Unit.objects.get(slug="buu-dien-tinh"))
    items = papers(take_in(who))
    with Refusal("not-the-courier"):
        sign(act(other), pick_up(who, items), items)


@pytest.mark.law("21d")
def test_nobody_gives_away_what_they_do_not_hold(who: Cast) -> None:
    items = papers(take_in(who))
    with Refusal("not-held"):
        manifests.offer(
            act(who.neighbour, who.other_point),
            kind=ManifestKind.PICK_UP,
            from_holder=chain.place(who.other_point.id),
            to_holder=chain.courier(who.postman.id),
            items=items,
        )
    with Refusal("not-allowed"):
        manifests.offer(
            act(who.neighbour, who.other_point),
            kind=ManifestKind.PICK_UP,
            from_holder=chain.place(who.point.id),
            to_holder=chain.courier(who.postman.id),
            items=items,
        )
    with Refusal("unknown-item"):
        pick_up(who, [uuid4()])


def test_a_thing_stands_on_one_open_manifest_only(who: Cast) -> None:
    items = papers(take_in(who))
    pick_up(who, items)
    with Refusal("on-manifest"):
        pick_up(who, items)


def test_a_thing_ticked_twice_is_listed_once(who: Cast) -> None:
    items = papers(take_in(who))
    manifest = pick_up(who, items * 2)
    assert ManifestEntry.objects.filter(manifest=manifest).count() == 1


def test_an_empty_list_is_not_a_manifest(who: Cast) -> None:
    with Refusal("empty-manifest"):
        pick_up(who, [])


# The PIN


def test_the_postman_signs_with_his_pin_on_the_officers_device(who: Cast) -> None:
    items = papers(take_in(who))
    on_the_road(who, items)
    offered = manifests.offer(
        act(who.officer, who.desk),
        kind=ManifestKind.HAND_OVER,
        from_holder=chain.courier(who.postman.id),
        to_holder=chain.place(who.desk.id),
        items=items,
        pin=Pin(" BT.Mau ", Secret(PIN)),
    )
    sign(act(who.officer, who.desk), UUID(offered["manifest"]), items)
    ways = Signature.objects.filter(manifest_id=offered["manifest"]).values_list("user", "method")
    assert set(ways) == {(who.postman.id, "pin"), (who.officer.id, "session")}


def test_the_cover_is_opened_by_who_received_it_whoever_device_it_was(who: Cast) -> None:
    items = papers(take_in(who))
    on_the_road(who, items)
    manifest = hand_over(who, items)
    sign(act(who.postman), manifest, items, Pin("mc.mau", Secret(PIN)))
    assert Envelope.objects.get().opened_by_id == who.officer.id


def test_a_wrong_pin_signs_nothing_and_does_not_say_what_was_wrong(who: Cast) -> None:
    items = papers(take_in(who))
    manifest = pick_up(who, items)
    said = set()
    for username, pin in (("bt.mau", "000000"), ("khong.co", PIN), ("bt.mau", "")):
        with pytest.raises(Refused) as no:
            sign(act(who.teller), manifest, items, Pin(username, Secret(pin)))
        assert no.value.code == "wrong-pin"
        said.add(no.value.message)
    assert len(said) == 1
    assert holder_of(items[0]) == chain.place(who.point.id)


def test_a_person_without_a_pin_cannot_sign_by_pin(who: Cast) -> None:
    who.postman.pin = ""
    who.postman.save()
    items = papers(take_in(who))
    with Refusal("wrong-pin"):
        sign(act(who.teller), pick_up(who, items), items, Pin("bt.mau", Secret("")))


def test_the_request_keeps_nothing_a_pin_could_be_guessed_from(who: Cast) -> None:
    asked = act(who.teller, who.point)
    one, two = (Pin("bt.mau", Secret(pin)) for pin in ("111111", "222222"))
    assert body_hash("sign", asked, {"pin": one}) == body_hash("sign", asked, {"pin": two})
    assert "111111" not in repr(one)


# Not ready, not there, not by post


def test_a_dossier_goes_to_its_own_desk_only(who: Cast) -> None:
    other = Unit.objects.filter(kind="one-stop").first()
    assert other is not None
    items = papers(take_in(who))
    on_the_road(who, items)
    with Refusal("wrong-destination"):
        hand_over(who, items, desk=other)


@pytest.mark.law("19b")
def test_a_leg_ends_at_its_destination_and_the_next_starts_there(who: Cast) -> None:
    dossier = accept(who, arrive(who, take_in(who)))
    desk, wrong = chain.place(who.desk.id), Unit.objects.exclude(id=who.agency.id)
    other = wrong.filter(kind="department")[0]
    officer = act(who.officer, who.desk)
    with Refusal("wrong-destination"):
        between(
            who, ManifestKind.TO_AGENCY, officer, (desk, chain.place(other.id)), papers(dossier)
        )
    lines = list(
        CustodyLine.objects.filter(stream=papers(dossier)[0])
        .order_by("seq")
        .values_list("from_holder", "to_holder")
    )
    road = chain.courier(who.postman.id)
    point = chain.place(who.point.id)
    assert lines == [(None, point), (point, road), (road, desk)]


def test_what_is_not_accepted_is_not_sent_to_the_agency(who: Cast) -> None:
    dossier = arrive(who, take_in(who))
    ends = chain.place(who.desk.id), chain.place(who.agency.id)
    with Refusal("not-ready"):
        between(who, ManifestKind.TO_AGENCY, act(who.officer, who.desk), ends, papers(dossier))


def test_the_papers_of_a_settled_dossier_are_not_its_result(who: Cast) -> None:
    dossier = settle(who, accept(who, arrive(who, take_in(who))))
    agency, desk = chain.place(who.agency.id), chain.place(who.desk.id)
    specialist = act(who.specialist, who.agency)
    with Refusal("not-ready"):
        between(who, ManifestKind.RESULT_TO_DESK, specialist, (agency, desk), papers(dossier))


def test_a_result_leaves_with_the_postman_only_packed_and_sealed(who: Cast) -> None:
    dossier = settle(who, accept(who, arrive(who, take_in(who))))
    ends = chain.place(who.desk.id), chain.courier(who.postman.id)
    with Refusal("not-packed"):
        between(who, ManifestKind.RESULT_OUT, act(who.officer, who.desk), ends, result(dossier))
    release(who, dossier)
    assert dossier.state == "released"


@pytest.mark.law("36c")
def test_only_a_result_registered_for_the_post_can_go_to_the_post(who: Cast) -> None:
    alone = take_in(who, service=Service.SEND, recipient=None)
    dossier = settle(who, accept(who, arrive(who, alone)))
    with Refusal("not-by-post"):
        desk_acts.pack_result(
            act(who.officer, who.desk), dossier_id=dossier.id, seal_number="NP-9"
        )
    ends = chain.place(who.desk.id), chain.courier(who.postman.id)
    with Refusal("not-by-post"):
        between(who, ManifestKind.RESULT_OUT, act(who.officer, who.desk), ends, result(dossier))


def test_a_kind_of_manifest_joins_only_its_own_two_sides(who: Cast) -> None:
    ends = chain.place(who.point.id), chain.place(who.desk.id)
    with Refusal("wrong-sides"):
        between(who, ManifestKind.HAND_OVER, act(who.teller), ends, papers(take_in(who)))


# Taking it back


def test_an_offer_taken_back_leaves_everything_where_it_was_and_free_again(who: Cast) -> None:
    items = papers(take_in(who))
    manifest = pick_up(who, items)
    with Refusal("not-allowed"):
        manifests.cancel_offer(act(who.neighbour, who.other_point), manifest_id=manifest)
    manifests.cancel_offer(act(who.teller, who.point), manifest_id=manifest)
    assert holder_of(items[0]) == chain.place(who.point.id)
    with Refusal("cancelled"):
        sign(act(who.postman), manifest, items)
    on_the_road(who, items)


def test_a_manifest_that_does_not_exist_is_said_so(who: Cast) -> None:
    with Refusal("no-such-manifest"):
        sign(act(who.postman), uuid4(), [])


# Who may read


def test_only_the_two_sides_can_open_a_manifest(who: Cast) -> None:
    manifest = pick_up(who, papers(take_in(who)))
    for user, opens in (
        (who.teller, True),
        (who.postman, True),
        (who.neighbour, False),
        (who.officer, False),
        (who.administrator, False),
    ):
        assert (read_manifest(actor_of(user.id, ""), manifest) is not None) is opens


def test_the_post_sees_no_dossier_number_the_desk_does(who: Cast) -> None:
    dossier = release(who, settle(who, accept(who, arrive(who, take_in(who)))))
    manifest = ManifestEntry.objects.get(item=result(dossier)[0], manifest__kind="result-out")
    desk = read_manifest(actor_of(who.officer.id, ""), manifest.manifest_id)
    post = read_manifest(actor_of(who.postman.id, ""), manifest.manifest_id)
    assert desk is not None
    assert post is not None
    assert desk.entries[0].thing.number == dossier.number
    assert post.entries[0].thing.number == ""
    assert post.entries[0].thing.s10
