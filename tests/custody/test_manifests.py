"""Hand-overs: what moves and when, what is counted, when the legal clock starts."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.cast import (
    MONDAY,
    Cast,
    accept,
    act,
    at,
    take_in,
)
from tests.custody.handing import (
    Refusal,
    hand_over,
    holder_of,
    on_the_road,
    papers,
    pick_up,
    sign,
)
from tram.custody.commands import chain, manifests
from tram.custody.commands.manifests import Found
from tram.custody.models import (
    CustodyLine,
    Envelope,
    Manifest,
    ManifestEntry,
    ManifestState,
    Outcome,
)
from tram.custody.queries.manifests import read_manifest
from tram.custody.rules.counting import Fault
from tram.directory.queries import actor_of
from tram.dossiers import commands as dossiers

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(hours=1)


# What moves, and when


def test_nothing_moves_until_the_receiver_has_signed(who: Cast) -> None:
    items = papers(take_in(who))
    manifest = pick_up(who, items)
    assert holder_of(items[0]) == chain.place(who.point.id)
    sign(act(who.postman), manifest, items)
    assert holder_of(items[0]) == chain.courier(who.postman.id)


@pytest.mark.law("20a", "20c")
def test_a_record_names_giver_receiver_place_and_the_minute_of_both_signatures(who: Cast) -> None:
    items = papers(take_in(who))
    on_the_road(who, items)
    at(LATER)
    manifest = hand_over(who, items)
    at(LATER + timedelta(minutes=7))
    sign(act(who.officer, who.desk), manifest, items)
    row = Manifest.objects.get(id=manifest)
    assert row.number == "BK-BT-BT.MAU-191104-001"
    assert (row.offered_at, row.signed_at) == (LATER, LATER + timedelta(minutes=7))
    signed = dict(row.signatures.values_list("side", "user_id"))
    assert signed == {"giver": who.postman.id, "receiver": who.officer.id}
    line = CustodyLine.objects.get(stream=items[0], manifest=manifest)
    assert (line.giver, line.receiver) == (who.postman.id, who.officer.id)
    assert (line.place_id, line.occurred_at) == (who.desk.id, row.signed_at)


@pytest.mark.law("20b")
def test_a_record_lists_each_thing_with_its_papers_and_its_seal(who: Cast) -> None:
    dossier = take_in(who)
    on_the_road(who, papers(dossier))
    manifest = hand_over(who, papers(dossier))
    sheet = read_manifest(actor_of(who.officer.id, ""), manifest)
    assert sheet is not None
    [entry] = sheet.entries
    expected = who.version.papers.values_list("originals", "certified", "copies")
    assert entry.thing.counts == tuple(map(sum, zip(*expected, strict=True)))
    assert sum(entry.thing.counts) > 0
    assert entry.thing.seal == "NP-0001"
    assert entry.thing.s10 == Envelope.objects.get().number


def test_the_same_request_signs_once(who: Cast) -> None:
    items = papers(take_in(who))
    manifest = pick_up(who, items)
    first, again = uuid4(), []
    for _ in range(2):
        found = [Found(items[0], Outcome.RECEIVED)]
        again.append(
            manifests.sign_handover(
                act(who.postman, request_id=first), manifest_id=manifest, found=found
            )
        )
    assert again[0] == again[1]
    assert CustodyLine.objects.filter(stream=items[0]).count() == 2


# The legal clock


@pytest.mark.law("25a", "25b")
def test_the_legal_clock_starts_at_the_signed_hand_over_not_at_the_counter(who: Cast) -> None:
    dossier = take_in(who)
    items = papers(dossier)
    on_the_road(who, items)
    wednesday = MONDAY + timedelta(days=2, hours=2)
    at(wednesday)
    manifest = hand_over(who, items)
    at(wednesday + timedelta(minutes=25))
    sign(act(who.officer, who.desk), manifest, items)
    accept(who, dossier)
    assert dossier.registered_at == MONDAY
    assert dossier.handover_at == wednesday + timedelta(minutes=25)
    assert dossier.due_times.get().started_at == dossier.handover_at


@pytest.mark.law("25d")
def test_until_both_have_signed_there_is_no_start_no_due_date_and_no_acceptance(who: Cast) -> None:
    dossier = take_in(who)
    items = papers(dossier)
    on_the_road(who, items)
    hand_over(who, items)
    dossier.refresh_from_db()
    assert (dossier.handover_at, dossier.due_at) == (None, None)
    with Refusal("no-such-step"):
        dossiers.accept(act(who.officer, who.desk), dossier_id=dossier.id)


def test_what_was_not_received_does_not_start_its_clock(who: Cast) -> None:
    came, lost = take_in(who), take_in(who)
    on_the_road(who, papers(came, lost))
    manifest = hand_over(who, papers(came, lost))
    answers = [
        Found(papers(came)[0], Outcome.RECEIVED),
        Found(papers(lost)[0], Outcome.MISSING, Fault.NOT_THERE, "Không có trong túi thư"),
    ]
    manifests.sign_handover(act(who.officer, who.desk), manifest_id=manifest, found=answers)
    came.refresh_from_db()
    lost.refresh_from_db()
    assert (came.state, lost.state) == ("arrived", "registered")
    assert lost.handover_at is None
    assert holder_of(papers(lost)[0]) == chain.courier(who.postman.id)


# Counting


@pytest.mark.law("20d", "20e")
def test_a_difference_is_recorded_item_by_item_with_its_reason_and_stays(who: Cast) -> None:
    items = papers(take_in(who), take_in(who), take_in(who))
    manifest = pick_up(who, items)
    answers = [
        Found(items[0], Outcome.RECEIVED),
        Found(items[1], Outcome.MISSING, Fault.NOT_THERE, "Không có trong túi"),
        Found(items[2], Outcome.REFUSED, Fault.SEAL_BROKEN, "Niêm phong bị rách"),
    ]
    answer = manifests.sign_handover(act(who.postman), manifest_id=manifest, found=answers)
    assert (answer["received"], answer["listed"]) == (1, 3)
    entries = ManifestEntry.objects.filter(manifest=manifest).order_by("position")
    assert list(entries.values_list("outcome", "reason")) == [
        ("received", ""),
        ("missing", "Không có trong túi"),
        ("refused", "Niêm phong bị rách"),
    ]
    place, road = chain.place(who.point.id), chain.courier(who.postman.id)
    assert [holder_of(item) for item in items] == [road, place, place]
    with Refusal("already-signed"):
        manifests.cancel_offer(act(who.teller, who.point), manifest_id=manifest)


def test_a_refused_thing_can_be_offered_again(who: Cast) -> None:
    items = papers(take_in(who))
    found = [Found(items[0], Outcome.REFUSED, Fault.SEAL_BROKEN, "Niêm phong bị rách")]
    manifests.sign_handover(act(who.postman), manifest_id=pick_up(who, items), found=found)
    on_the_road(who, items)
    assert holder_of(items[0]) == chain.courier(who.postman.id)


@pytest.mark.law("20e")
def test_every_thing_is_accepted_or_explained(who: Cast) -> None:
    one, two = papers(take_in(who), take_in(who))
    manifest = pick_up(who, [one, two])
    stranger = papers(take_in(who))[0]
    received = Found(one, Outcome.RECEIVED)
    wrong = {
        "not-counted": [received],
        "reason-missing": [received, Found(two, Outcome.MISSING, None, "mất")],
        "not-listed": [received, Found(two, Outcome.RECEIVED), Found(stranger, Outcome.RECEIVED)],
        "counted-twice": [received, received, Found(two, Outcome.RECEIVED)],
    }
    for code, found in wrong.items():
        with Refusal(code):
            manifests.sign_handover(act(who.postman), manifest_id=manifest, found=found)
    with Refusal("not-counted"):
        pending = [received, Found(two, Outcome.PENDING)]
        manifests.sign_handover(act(who.postman), manifest_id=manifest, found=pending)
    assert Manifest.objects.get(id=manifest).state == ManifestState.OFFERED
    assert CustodyLine.objects.filter(stream__in=[one, two]).count() == 2
