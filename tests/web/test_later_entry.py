"""«Nhập từ giấy» on the pages: a step done by hand keeps its real time, its paper and its grade (60b)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from tests.cast import MONDAY, Cast, act, an_intake, at, person, take_in
from tests.custody.troubles import manager
from tests.web.counter import form_url, post
from tests.web.handing import (
    PICK_UP,
    all_received,
    offer,
    offered,
    page,
    papers,
    set_aside,
    signed_in,
)
from tram.accounts.models import User
from tram.accounts.rules.access import Role
from tram.core.acts import Grade
from tram.core.models import LaterEntry
from tram.custody.commands import bags, chain, intake
from tram.custody.models import (
    Bag,
    CustodyLine,
    Envelope,
    Manifest,
    ShuttleRound,
)
from tram.custody.queries.relabelled import blocks
from tram.directory.models import Unit
from tram.dossiers.models import Dossier

pytestmark = pytest.mark.django_db
BY_HAND = {"later_at": "04/11/2019 09:10", "later_paper": "BK-007", "later_grade": "signed-paper"}
REAL = datetime(2019, 11, 4, 2, 10, tzinfo=UTC)


@pytest.fixture
def dossier(who: Cast) -> Dossier:
    found = take_in(who)
    at(MONDAY + timedelta(hours=6))
    return found


@pytest.mark.law("60b", "60c")
def test_a_hand_over_done_on_paper_keeps_its_real_time(who: Cast, dossier: Dossier) -> None:
    answer = offer(signed_in(who.teller), PICK_UP, papers(dossier), courier="bt.mau", **BY_HAND)
    assert answer.status_code == 303, answer.content.decode()
    url = answer["Location"]
    signed = signed_in(who.postman).post(url, all_received(url, **BY_HAND))
    assert signed.status_code == 303, signed.content.decode()
    manifest = Manifest.objects.get()
    assert (manifest.offered_at, manifest.signed_at, manifest.grade) == (
        REAL,
        REAL,
        "signed-paper",
    )
    line = CustodyLine.objects.order_by("-recorded_at", "-seq")[0]
    assert (line.occurred_at, line.recorded_at) == (REAL, MONDAY + timedelta(hours=6))
    assert set(LaterEntry.objects.values_list("paper", flat=True)) == {"BK-007"}
    assert "Giấy có chữ ký hai bên" in page(signed_in(who.postman), url)


@pytest.mark.law("60d")
@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"later_at": "05/11/2019 09:10"}, "sau giờ hiện tại"),
        ({"later_at": "hôm qua"}, "giờ thật"),
        ({"later_at": "04/11/2019 08:00"}, "trước bước liền trước"),
        ({"later_paper": ""}, "số của giấy"),
    ],
)
def test_an_impossible_time_is_refused_and_what_was_typed_stays(
    who: Cast, dossier: Dossier, typed: dict[str, str], words: str
) -> None:
    url = offered(who, dossier)
    at(MONDAY + timedelta(hours=7))
    sent = all_received(url, **{**BY_HAND, "later_at": "04/11/2019 14:45", **typed})
    answer = signed_in(who.postman).post(url, sent)
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert words in shown
    assert '<details class="later" open>' in shown
    assert Manifest.objects.get().signed_at is None


def test_the_block_is_shut_and_empty_for_what_is_done_in_the_system(
    who: Cast, dossier: Dossier
) -> None:
    url = offered(who, dossier)
    assert '<details class="later">' in page(signed_in(who.postman), url)
    signed_in(who.postman).post(url, all_received(url))
    assert not LaterEntry.objects.exists()
    assert Manifest.objects.get().grade == "system"


@pytest.mark.law("60d")
def test_what_was_entered_late_is_listed_for_the_manager(who: Cast) -> None:
    for days, paper in ((1, "PG-001"), (5, "PG-002")):
        at(MONDAY + timedelta(days=days))
        by_hand = replace(
            act(who.teller, who.point, uuid4()),
            occurred_at=MONDAY,
            grade=Grade.MANUAL,
            paper=paper,
        )
        intake.take_in(by_hand, intake=an_intake(who, seal_number=f"NP-{paper}"))
    shown = page(signed_in(manager()), "/lam-viec/nhap-tu-giay/")
    assert shown.index("PG-002") < shown.index("PG-001")
    assert shown.count("Nhập muộn") == 1
    assert "PG-001" not in page(signed_in(person_of_another_post()), "/lam-viec/nhap-tu-giay/")


def person_of_another_post() -> User:
    points = Unit.objects.filter(kind="post-point").order_by("slug")
    return person("ql.khac", "Quản Lý Khác", Role.POST_MANAGER, points[5])


def test_an_intake_by_hand_keeps_the_number_already_on_the_envelope(who: Cast) -> None:
    set_aside(who)
    [block] = blocks(frozenset({who.point.id}))
    at(MONDAY + timedelta(hours=6))
    client = signed_in(who.teller)
    assert 'name="later_s10"' in page(client, form_url())
    answer = post(client, who, later_s10=block.unused[1], **BY_HAND)
    assert answer.status_code == 303, answer.content.decode()
    envelope = Envelope.objects.get()
    assert (envelope.number, envelope.sealed_at) == (block.unused[1], REAL)


@pytest.mark.law("60b")
def test_a_bag_sealed_by_hand_keeps_its_real_time_and_is_not_opened_before(who: Cast) -> None:
    begun = bags.begin_bag(act(who.teller, who.point), holder_id=chain.place(who.point.id))
    bag, number = (
        UUID(begun["bag"]),
        Envelope.objects.get(contents__item__dossier=take_in(who)).number,
    )
    bags.put_in(act(who.teller, who.point), bag_id=bag, code=number)
    at(MONDAY + timedelta(hours=6))
    url, teller = reverse("bag", args=[bag]), signed_in(who.teller)
    assert "Nhập từ giấy" in page(teller, url)
    typed = {"request_id": str(uuid4()), "do": "seal", "scan": "", "seal_number": "NP-T60"}
    assert teller.post(url, {**typed, **BY_HAND}).status_code == 303
    assert Bag.objects.get(id=bag).sealed_at == REAL
    early = {**BY_HAND, "later_at": "04/11/2019 09:00"}
    refused = teller.post(url, {"request_id": str(uuid4()), "do": "open", **early})
    assert refused.status_code == 409
    assert "giờ thật không thể trước đó" in refused.content.decode()
    assert Bag.objects.get(id=bag).opened_at is None


@pytest.mark.law("60b")
def test_a_round_of_the_shuttle_is_entered_later_and_never_ends_before_it_began(
    who: Cast,
) -> None:
    at(MONDAY + timedelta(hours=6))
    url, postman = f"{reverse('shuttle')}?noi={who.desk.id}", signed_in(who.postman)
    assert "Nhập từ giấy" in page(postman, url)
    begin = {"request_id": str(uuid4()), "team": [str(who.postman.id)], **BY_HAND}
    assert postman.post(url, begin).status_code == 303
    row = ShuttleRound.objects.get()
    assert row.started_at == REAL
    end = f"{reverse('end_shuttle', args=[row.id])}?noi={who.desk.id}"
    early = {"request_id": str(uuid4()), **BY_HAND, "later_at": "04/11/2019 09:00"}
    postman.post(end, early)
    row.refresh_from_db()
    assert row.ended_at is None
    postman.post(end, {"request_id": str(uuid4()), **BY_HAND, "later_at": "04/11/2019 10:00"})
    row.refresh_from_db()
    assert row.ended_at == REAL + timedelta(minutes=50)
