"""Held at a named point until a day, then back to the desk by signed hand-over: nothing returns silently."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests import cast
from tests.cast import Cast, act, signed_for
from tests.custody.undelivered import (
    days_later,
    held,
    hold,
    hold_back,
    in_vain,
    move,
    return_in,
    things,
)
from tram.core import clock
from tram.core.acts import Act, Actor
from tram.core.errors import Refused
from tram.core.janitors import JANITORS, sweep
from tram.custody.commands import chain, collection, desk, manifests
from tram.custody.commands.citizen import Change, change_delivery
from tram.custody.models import Delivery, Envelope, Holding
from tram.custody.queries.ready import ready_groups
from tram.custody.rules.attempts import DayPart, Slot
from tram.custody.rules.handovers import ManifestKind
from tram.dossiers import commands as dossiers
from tram.dossiers.models import Dossier, Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def released(who: Cast) -> Dossier:
    """A result with the postman."""
    return cast.release(
        who, cast.settle(who, cast.accept(who, cast.arrive(who, cast.take_in(who))))
    )


def offered(who: Cast, dossier: Dossier, kind: ManifestKind, to: int, *, road: int = 0) -> str:
    """The code with which a hand-over is refused, or that it was accepted."""
    giver = act(who.postman) if not road else act(who.teller, who.point)
    try:
        manifests.offer(
            giver,
            kind=kind,
            from_holder=road or chain.courier(who.postman.id),
            to_holder=to,
            items=things(dossier),
        )
    except Refused as refused:
        return refused.code
    return "offered"


def ready(holder: int) -> set[ManifestKind]:
    return {group.kind for group in ready_groups([holder])}


@pytest.mark.law("40b")
def test_after_two_tries_it_is_held_at_a_named_point_until_a_day(
    who: Cast, released: Dossier
) -> None:
    held(who, released)
    kept = Holding.objects.get()
    assert (kept.unit_id, kept.until) == (who.point.id, clock.today() + timedelta(days=10))
    assert released.state == "released"
    told = Message.objects.get(kind="held-at-point").text
    assert who.point.name in told
    assert f"{kept.until:%d/%m/%Y}" in told
    assert "Giờ mở cửa" in told


@pytest.mark.law("40d")
def test_it_is_not_held_before_the_tries_and_only_at_a_point(who: Cast, released: Dossier) -> None:
    point, desk_ = chain.place(who.point.id), chain.place(who.desk.id)
    assert offered(who, released, ManifestKind.HOLD, point) == "step-out-of-order"
    in_vain(who, released)
    assert offered(who, released, ManifestKind.HOLD, point) == "step-out-of-order"
    in_vain(who, released)
    assert offered(who, released, ManifestKind.HOLD, desk_) == "not-a-point"
    assert offered(who, released, ManifestKind.HOLD, point) == "offered"


@pytest.mark.law("40d")
def test_no_road_leads_back_to_the_desk_before_the_last_day(who: Cast, released: Dossier) -> None:
    desk_ = chain.place(who.desk.id)
    assert offered(who, released, ManifestKind.RETURN_IN, desk_) == "step-out-of-order"
    held(who, released)
    point, road = chain.place(who.point.id), chain.courier(who.postman.id)
    for kind in (ManifestKind.HOLD_BACK, ManifestKind.OFFICE_OUT, ManifestKind.RUN_SHEET):
        assert offered(who, released, kind, road, road=point) == "step-out-of-order", kind
    days_later(10)
    assert offered(who, released, ManifestKind.HOLD_BACK, road, road=point) == "step-out-of-order"


@pytest.mark.law("40c", "40d")
def test_after_the_last_day_it_returns_to_the_desk_signed_and_the_customer_is_told(
    who: Cast, released: Dossier
) -> None:
    held(who, released)
    days_later(11)
    assert ready(chain.place(who.point.id)) == {ManifestKind.HOLD_BACK}
    hold_back(who, released)
    assert Holding.objects.get().ending == "expired"
    assert ManifestKind.RETURN_IN in ready(chain.courier(who.postman.id))
    point = chain.place(who.point.id)
    assert offered(who, released, ManifestKind.HOLD, point) == "step-out-of-order"
    return_in(who, released)
    assert released.state == "settled"
    assert released.items.get(kind="result").holder_id == chain.place(who.desk.id)
    assert "được giữ ở đó" in Message.objects.get(kind="back-at-desk").text
    own = [janitor for janitor in JANITORS if janitor.name.startswith("custody: nothing")]
    assert [(sweep(one).looked, sweep(one).offences) for one in own] == [(1, []), (1, [])]


@pytest.mark.law("40c")
def test_what_came_back_can_be_fetched_at_the_desk(who: Cast, released: Dossier) -> None:
    with pytest.raises(Refused) as no:
        desk.return_at_desk(act(who.officer, who.desk), dossier_id=released.id)
    assert no.value.code == "by-post"
    _came_back(who, released)
    desk.return_at_desk(act(who.officer, who.desk), dossier_id=released.id)
    released.refresh_from_db()
    assert released.state == "closed"


@pytest.mark.law("40c")
def test_what_came_back_can_be_sent_again_and_the_tries_begin_anew(
    who: Cast, released: Dossier
) -> None:
    first = Envelope.objects.get(leg="out", opened_at=None).number
    _came_back(who, released)
    cast.release(who, released)
    assert released.state == "released"
    assert Envelope.objects.filter(leg="out").exclude(number=first).count() == 1
    in_vain(who, released)
    point = chain.place(who.point.id)
    assert offered(who, released, ManifestKind.HOLD, point) == "step-out-of-order"
    cast.deliver(who, released)
    assert released.state == "closed"


def _came_back(who: Cast, dossier: Dossier) -> None:
    held(who, dossier)
    days_later(11)
    hold_back(who, dossier)
    return_in(who, dossier)


def test_the_customer_collects_it_at_the_point_with_the_same_evidence(
    who: Cast, released: Dossier
) -> None:
    held(who, released)
    teller, other = act(who.teller, who.point), act(who.neighbour, who.other_point)
    words: dict[str, Any] = {"dossier_id": released.id, "evidence": signed_for()}
    for wrong, code in ((other, "not-allowed"), (act(who.postman), "not-allowed")):
        with pytest.raises(Refused) as no:
            collection.collect_at_point(wrong, **words)
        assert no.value.code == code
    stranger = signed_for("Lê Văn Lạ")
    with pytest.raises(Refused) as no:
        collection.collect_at_point(teller, dossier_id=released.id, evidence=stranger)
    assert no.value.code == "not-the-recipient"
    collection.collect_at_point(act(who.teller, who.point), **words)
    released.refresh_from_db()
    assert (released.state, Holding.objects.get().ending) == ("closed", "collected")
    assert Delivery.objects.get().by_id == who.teller.id


def test_a_new_slot_calls_it_back_for_one_more_try(who: Cast, released: Dossier) -> None:
    held(who, released)
    digest = bytes(released.codes.get().digest)
    slot = Slot(clock.today() + timedelta(days=2), DayPart.MORNING)
    asked = Change("Hôm đó tôi có nhà", slot=slot)
    public = Act(request_id=uuid4(), actor=Actor(None))
    change_delivery(public, digest=digest, change=asked)
    days_later(1)
    assert ready(chain.place(who.point.id)) == {ManifestKind.HOLD_BACK}
    hold_back(who, released)
    assert Holding.objects.get().ending == "called-back"
    days_later(1)
    in_vain(who, released)
    hold(who, released)
    assert Holding.objects.count() == 2


@pytest.mark.law("40d")
def test_papers_going_home_have_the_same_steps(who: Cast) -> None:
    papers = _papers_going_home(who)
    desk_, road = chain.place(who.desk.id), chain.courier(who.postman.id)
    for kind in (ManifestKind.HAND_OVER, ManifestKind.SHUTTLE_DESK):
        assert offered(who, papers, kind, desk_) in {"on-its-way-home", "not-ready"}, kind
    held(who, papers)
    days_later(11)
    hold_back(who, papers)
    return_in(who, papers)
    assert papers.state == "withdrawn"
    desk.give_back_at_desk(act(who.officer, who.desk), dossier_id=papers.id)
    papers.refresh_from_db()
    assert papers.state == "withdrawn-closed"
    assert road != papers.items.get(kind="papers").holder_id


def _papers_going_home(who: Cast) -> Dossier:
    """Withdrawn at the desk, its papers packed and with the postman."""
    dossier = cast.accept(who, cast.arrive(who, cast.take_in(who)))
    dossiers.withdraw(
        act(who.officer, who.desk), dossier_id=dossier.id, reason="Công dân rút hồ sơ"
    )
    desk.pack_papers(act(who.officer, who.desk), dossier_id=dossier.id, seal_number="NP-0003")
    ends = (chain.place(who.desk.id), chain.courier(who.postman.id))
    move(ManifestKind.PAPERS_OUT, act(who.officer, who.desk), act(who.postman), ends, dossier)
    return dossier
