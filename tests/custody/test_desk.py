"""The one-stop desk: counter dossiers, results packed or handed out, and the queues that wait there."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from tests.cast import (
    MONDAY,
    Cast,
    accept,
    act,
    arrive,
    deliver,
    follow,
    full_count,
    hand_over,
    person,
    release,
    settle,
    signed_for,
    submitter,
    take_in,
)
from tram.accounts.rules.access import Role
from tram.cash.models import CashLine, Quotation
from tram.core.errors import Refused
from tram.core.queries import is_demo
from tram.custody.commands import chain, delivery, desk, manifests
from tram.custody.commands.intake import Addressee
from tram.custody.models import (
    Envelope,
    EnvelopeItem,
    HolderKind,
    ItemKind,
    Recipient,
)
from tram.custody.queries import desk as covers
from tram.custody.queries import desk_queues as queries
from tram.custody.queries.desk_queues import DeskQueue
from tram.custody.rules.handovers import ManifestKind
from tram.custody.rules.services import Service
from tram.directory.models import Unit
from tram.dossiers.models import Channel, Dossier, ResultChannel
from tram.dossiers.rules.completeness import Counted
from tram.dossiers.rules.states import State


def home(who: Cast) -> Addressee:
    return Addressee("Trần Thị Mẫu", "0912000002", "Thôn Mẫu", who.commune.id)


def words(who: Cast, **changes: Any) -> desk.CounterIntake:
    plain = desk.CounterIntake(who.version.id, who.agency.id, submitter(), full_count(who.version))
    return replace(plain, **changes)


def at_counter(who: Cast, **changes: Any) -> Dossier:
    made = desk.submit(act(who.officer, who.desk), intake=words(who, **changes))
    return Dossier.objects.get(id=made["dossier"])


def queue_of(who: Cast, dossier: Dossier) -> list[DeskQueue]:
    """The queues of the desk in which a dossier stands."""
    return [
        queue
        for queue in DeskQueue
        if queue is not DeskQueue.ARRIVING
        and dossier.id in [row.dossier.id for row in queries.waiting(who.desk.id, queue).rows]
    ]


def test_a_counter_dossier_never_meets_the_post(who: Cast) -> None:
    dossier = at_counter(who)
    assert (dossier.channel, dossier.result_channel) == (Channel.COUNTER, ResultChannel.COUNTER)
    assert (dossier.state, dossier.intake_point_id) == (State.SUBMITTED, None)
    dossier = settle(who, accept(who, dossier))
    desk.return_at_desk(act(who.officer, who.desk), dossier_id=dossier.id)
    dossier.refresh_from_db()
    assert dossier.state == State.CLOSED
    assert dossier.items.get(kind=ItemKind.RESULT).holder.kind == HolderKind.CUSTOMER
    assert not Envelope.objects.exists()
    assert not CashLine.objects.exists()


@pytest.mark.law("9c")
def test_receive_only_quotes_the_way_home_and_takes_it_at_the_door(who: Cast) -> None:
    dossier = at_counter(who, recipient=home(who))
    assert (dossier.channel, Envelope.objects.count()) == (Channel.COUNTER, 0)
    recipient = Recipient.objects.get(dossier=dossier)
    assert (recipient.by_id, recipient.consented_at) == (who.officer.id, dossier.registered_at)
    quoted = Quotation.objects.get(subject=dossier.id)
    assert quoted.total_vnd in {26_000, 30_000}
    assert not CashLine.objects.filter(stream=dossier.id).exists()
    bring_home(who, dossier)
    assert CashLine.objects.get(stream=dossier.id).amount_vnd == quoted.total_vnd


def bring_home(who: Cast, dossier: Dossier) -> None:
    release(who, settle(who, accept(who, dossier)))
    evidence = signed_for("Trần Thị Mẫu")
    delivery.deliver(act(who.postman), dossier_id=dossier.id, evidence=evidence)


def test_a_missing_mandatory_paper_is_named_at_the_desk_too(who: Cast) -> None:
    first = who.version.papers.order_by("seq")[0]
    rest = tuple(paper for paper in full_count(who.version) if paper.seq != first.seq)
    with pytest.raises(Refused) as refused:
        at_counter(who, counted=rest)
    assert first.name in refused.value.message
    with pytest.raises(Refused, match="ngoài danh mục"):
        at_counter(who, counted=(*full_count(who.version), Counted(99, originals=1)))
    assert not Dossier.objects.exists()


def test_a_result_that_may_not_travel_is_not_promised(who: Cast) -> None:
    who.version = follow(who.version, postal_out=False, postal_out_reason="Phải ký nhận tại chỗ.")
    with pytest.raises(Refused, match="Phải ký nhận tại chỗ") as refused:
        at_counter(who, recipient=home(who))
    assert refused.value.code == "not-by-post"


def test_a_desk_receives_for_the_agencies_it_serves_and_by_its_own_officers(who: Cast) -> None:
    other = Unit.objects.get(slug="mot-cua-tp-vinh-yen")
    stranger = person("mc.khac", "Một Cửa Khác", Role.ONE_STOP_OFFICER, other)
    with pytest.raises(Refused) as not_served:
        desk.submit(act(stranger, other), intake=words(who))
    with pytest.raises(Refused) as not_his:
        desk.submit(act(stranger, who.desk), intake=words(who))
    codes = [refused.value.code for refused in (not_served, not_his)]
    assert codes == ["wrong-desk", "not-allowed"]


def test_the_same_request_submits_once(who: Cast) -> None:
    ident = uuid4()
    answers = [desk.submit(act(who.officer, who.desk, ident), intake=words(who)) for _ in "ab"]
    assert answers[0] == answers[1]
    assert Dossier.objects.count() == 1


def test_a_result_is_packed_once_at_the_desk_for_the_post_with_a_seal(who: Cast) -> None:
    dossier = accept(who, arrive(who, take_in(who)))
    officer = act(who.officer, who.desk)
    with pytest.raises(Refused) as too_soon:
        desk.pack_result(officer, dossier_id=dossier.id, seal_number="NP-9")
    settle(who, dossier)
    with pytest.raises(Refused) as no_seal:
        desk.pack_result(act(who.officer, who.desk), dossier_id=dossier.id, seal_number="  ")
    made = desk.pack_result(act(who.officer, who.desk), dossier_id=dossier.id, seal_number="NP-9")
    with pytest.raises(Refused) as again:
        desk.pack_result(act(who.officer, who.desk), dossier_id=dossier.id, seal_number="NP-10")
    codes = [refused.value.code for refused in (too_soon, no_seal, again)]
    assert codes == ["not-held", "no-seal", "already-packed"]
    cover = covers.out_cover(dossier.id)
    assert cover is not None
    assert (cover.number, cover.seal_number) == (made["s10"], "NP-9")


def test_a_result_for_the_desk_is_not_packed_and_one_for_the_post_not_handed_out(
    who: Cast,
) -> None:
    by_post = settle(who, accept(who, arrive(who, take_in(who))))
    fetched = settle(who, accept(who, at_counter(who)))
    with pytest.raises(Refused) as packed:
        desk.pack_result(act(who.officer, who.desk), dossier_id=fetched.id, seal_number="NP-9")
    with pytest.raises(Refused) as handed:
        desk.return_at_desk(act(who.officer, who.desk), dossier_id=by_post.id)
    assert [packed.value.code, handed.value.code] == ["not-by-post", "by-post"]


def test_a_result_still_at_the_agency_is_not_handed_out(who: Cast) -> None:
    dossier = accept(who, at_counter(who))
    with pytest.raises(Refused) as refused:
        desk.return_at_desk(act(who.officer, who.desk), dossier_id=dossier.id)
    assert refused.value.code == "not-held"


def test_the_label_of_a_packed_result_names_the_recipient_and_nothing_inside(who: Cast) -> None:
    dossier = settle(who, accept(who, arrive(who, take_in(who))))
    assert covers.out_label(dossier.id) is None
    desk.pack_result(act(who.officer, who.desk), dossier_id=dossier.id, seal_number="NP-9")
    label = covers.out_label(dossier.id)
    assert label is not None
    assert label.to.name == "Nguyễn Văn Mẫu"
    assert label.to.address.startswith("Thôn Mẫu")
    assert (label.s10, label.demo) == (label.qr, is_demo())
    assert who.version.name not in str(label)


def test_a_dossier_by_post_walks_through_the_queues_of_the_desk(who: Cast) -> None:
    dossier = take_in(who)
    seen = [queue_of(who, dossier)]
    arrive(who, dossier)
    seen.append(queue_of(who, dossier))
    accept(who, dossier)
    seen.append(queue_of(who, dossier))
    settle(who, dossier)
    seen.append(queue_of(who, dossier))
    desk.pack_result(act(who.officer, who.desk), dossier_id=dossier.id, seal_number="NP-9")
    seen.append(queue_of(who, dossier))
    contents = EnvelopeItem.objects.filter(item__dossier=dossier, item__kind=ItemKind.RESULT)
    own = Envelope.objects.filter(id__in=list(contents.values_list("envelope_id", flat=True)))
    own.update(voided_at=MONDAY)  # so that the cast can pack it again
    contents.update(taken_out_at=MONDAY)
    deliver(who, release(who, dossier))
    seen.append(queue_of(who, dossier))
    assert seen == [
        [],
        [DeskQueue.TO_ACCEPT],
        [DeskQueue.TO_TRANSFER],
        [DeskQueue.TO_PACK],
        [DeskQueue.PACKED],
        [],
    ]


def test_the_counts_are_those_of_the_lists_and_of_this_desk_only(who: Cast) -> None:
    take_in(who)
    arrive(who, take_in(who, service=Service.SEND, recipient=None))
    at_counter(who)
    settle(who, accept(who, at_counter(who)))
    counts = queries.counts(who.desk.id)
    assert counts == {
        DeskQueue.ARRIVING: 0,
        DeskQueue.TO_ACCEPT: 2,
        DeskQueue.TO_TRANSFER: 0,
        DeskQueue.IN_SETTLEMENT: 0,
        DeskQueue.TO_PACK: 0,
        DeskQueue.TO_HAND_OUT: 1,
        DeskQueue.PACKED: 0,
        DeskQueue.WAITING_CITIZEN: 0,
        DeskQueue.RESULT_WAITS: 0,
        DeskQueue.PAPERS_BACK: 0,
        DeskQueue.ORIGINALS: 0,
    }
    other = Unit.objects.get(slug="mot-cua-tp-vinh-yen")
    assert set(queries.counts(other.id).values()) == {0}


def test_what_a_postman_brings_is_seen_coming(who: Cast) -> None:
    item = take_in(who).items.get().id
    place, road = chain.place(who.point.id), chain.courier(who.postman.id)
    teller, postman = act(who.teller, who.point), act(who.postman)
    hand_over(ManifestKind.PICK_UP, teller, postman, place, road, [item])
    coming = queries.arriving(who.desk.id)
    assert [(c.name, c.count) for c in coming.carriers] == [("Bưu Tá Mẫu", 1)]
    manifests.offer(
        act(who.postman),
        kind=ManifestKind.HAND_OVER,
        from_holder=road,
        to_holder=chain.place(who.desk.id),
        items=[item],
    )
    offered = queries.arriving(who.desk.id)
    assert (len(offered.lists), offered.carriers, offered.count) == (1, (), 1)
