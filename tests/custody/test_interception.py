"""A dossier that ends while its papers travel: whoever holds them is told to hold them back, and gives them back."""

from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from tests import cast
from tests.cast import Cast, act
from tests.web.handing import evidence
from tests.web.page_reading import words
from tram.accounts.rules.access import Role
from tram.core import janitors
from tram.core.errors import Refused
from tram.core.janitors import JANITORS
from tram.custody.commands import chain, counts, desk, manifests, shuttle
from tram.custody.models import Delivery, Envelope, ItemKind
from tram.custody.queries.interception import held_back, recalled
from tram.custody.queries.ready import ready_groups
from tram.custody.rules.counting import Verdict
from tram.custody.rules.handovers import ManifestKind
from tram.custody.rules.interception import WayBack, to_hold_back, way_back
from tram.custody.rules.legs import Carried
from tram.custody.rules.services import Service
from tram.directory.models import Unit
from tram.dossiers import commands as dossiers
from tram.dossiers.models import Dossier
from tram.dossiers.rules.states import State

pytestmark = [pytest.mark.django_db, pytest.mark.law("19e")]


def papers(dossier: Dossier) -> Any:
    return dossier.items.get(kind=ItemKind.PAPERS).id


def withdraw(who: Cast, dossier: Dossier) -> None:
    at_point = act(who.teller, who.point)
    dossiers.withdraw(at_point, dossier_id=dossier.id, reason="Công dân đổi ý, lấy lại hồ sơ")


def test_only_papers_on_the_road_of_an_ended_dossier_are_held_back() -> None:
    def asked(state: State, holder: str, place: str | None, cover: str | None) -> bool:
        return to_hold_back(Carried("papers", state, holder, place, cover))

    assert asked(State.WITHDRAWN, "courier", None, "in")
    assert asked(State.WITHDRAWN, "place", "post-point", "in")
    assert asked(State.WITHDRAWN, "place", "provincial-post", "in")
    assert asked(State.INELIGIBLE, "courier", None, None)
    assert not asked(State.REGISTERED, "courier", None, "in")
    assert not asked(State.WITHDRAWN, "courier", None, "out"), "on its way home already"
    assert not asked(State.WITHDRAWN, "place", "service-centre", None)
    assert not asked(State.WITHDRAWN, "customer", None, None)
    on_road = Carried("papers", State.WITHDRAWN, "courier", None, "in")
    assert way_back(on_road, taken_in_here=False) is WayBack.BY_POSTMAN
    on_shuttle = Carried("papers", State.WITHDRAWN, "courier")
    assert way_back(on_shuttle, taken_in_here=False) is WayBack.TO_DESK


def test_a_postman_learns_and_brings_the_papers_back_to_the_point(
    who: Cast, client: Client
) -> None:
    dossier = cast.take_in(who)
    cast.pick_up(who, dossier)
    road, point = chain.courier(who.postman.id), chain.place(who.point.id)
    assert held_back([road]) == []
    withdraw(who, dossier)
    (row,) = held_back([road])
    assert (row.way, row.state) == (WayBack.BY_POSTMAN, State.WITHDRAWN)
    assert recalled([papers(dossier)]) == {papers(dossier)}
    client.force_login(who.postman)
    assert "Cần giữ lại, trả lại: 1" in words(client.get(reverse("manifests")))
    assert row.s10 in words(client.get(reverse("interceptions")))
    ways = {(g.kind, g.to_unit) for g in ready_groups([road])}
    assert (ManifestKind.OFFICE_IN, who.point.id) in ways
    assert (ManifestKind.HAND_OVER, who.desk.id) in ways
    cast.hand_over(
        ManifestKind.OFFICE_IN,
        act(who.postman),
        act(who.teller, who.point),
        road,
        point,
        [papers(dossier)],
    )
    assert ready_groups([point]) == [], "it does not go out again"
    client.force_login(who.teller)
    url = reverse("given_back_at_point", args=[dossier.id])
    assert "Nguyễn Văn Mẫu" in words(client.get(url))
    assert client.post(url, evidence(proof_last4="")).status_code == 409
    dossier.refresh_from_db()
    assert dossier.state == State.WITHDRAWN
    assert client.post(url, evidence()).status_code == 303
    kept = Delivery.objects.get(dossier=dossier)
    assert (kept.received_by, kept.relation, kept.proof_kind, kept.proof_last4, kept.voucher) == (
        "Nguyễn Văn Mẫu",
        "self",
        "citizen-id",
        "1234",
        "PP-0001",
    )
    dossier.refresh_from_db()
    assert dossier.state == State.WITHDRAWN_CLOSED
    assert held_back([point]) == []
    assert "Không có gì phải giữ lại" in words(client.get(reverse("interceptions")))


def test_a_scan_of_what_is_to_be_held_back_says_so_in_red(who: Cast) -> None:
    dossier = cast.take_in(who)
    point, road = chain.place(who.point.id), chain.courier(who.postman.id)
    offered = manifests.offer(
        act(who.teller, who.point),
        kind=ManifestKind.PICK_UP,
        from_holder=point,
        to_holder=road,
        items=[papers(dossier)],
    )
    s10 = Envelope.objects.get(contents__item__dossier=dossier).number
    withdraw(who, dossier)
    answer = counts.count(act(who.postman), manifest_id=UUID(offered["manifest"]), code=s10)
    assert answer["verdict"] == Verdict.INTERCEPT
    with pytest.raises(Refused) as refused:
        desk.give_back_at_point(
            act(who.teller, who.point), dossier_id=dossier.id, evidence=cast.signed_for()
        )
    assert refused.value.code == "on-manifest"


@pytest.mark.law("37a")
def test_papers_go_back_at_the_point_only_to_who_brought_them_or_is_authorised(who: Cast) -> None:
    dossier = cast.take_in(who, recipient=None, service=Service.SEND)
    withdraw(who, dossier)
    with pytest.raises(Refused) as refused:
        desk.give_back_at_point(
            act(who.teller, who.point),
            dossier_id=dossier.id,
            evidence=cast.signed_for("Trần Thị Mẫu"),
        )
    assert refused.value.code == "not-the-recipient"
    desk.give_back_at_point(
        act(who.teller, who.point), dossier_id=dossier.id, evidence=cast.signed_for()
    )
    assert Delivery.objects.get(dossier=dossier).by == who.teller
    evidence = next(one for one in JANITORS if "has its evidence" in one.name)
    assert tuple(janitors.sweep(evidence).offences) == ()


def test_the_neighbour_is_not_told_and_gives_nothing_back(who: Cast, client: Client) -> None:
    dossier = cast.take_in(who)
    withdraw(who, dossier)
    client.force_login(who.neighbour)
    assert "Không có gì phải giữ lại" in words(client.get(reverse("interceptions")))
    with pytest.raises(Refused) as refused:
        desk.give_back_at_point(
            act(who.neighbour, who.other_point), dossier_id=dossier.id, evidence=cast.signed_for()
        )
    assert refused.value.code == "not-allowed"


def test_a_postman_gives_them_to_the_desk_which_gives_them_back(who: Cast) -> None:
    dossier = cast.take_in(who, recipient=None, service=Service.SEND)
    cast.pick_up(who, dossier)
    withdraw(who, dossier)
    ends = (chain.courier(who.postman.id), chain.place(who.desk.id))
    both = (act(who.postman), act(who.officer, who.desk))
    cast.hand_over(ManifestKind.HAND_OVER, *both, *ends, [papers(dossier)])
    dossier.refresh_from_db()
    assert dossier.state == State.WITHDRAWN, "no legal clock starts for what was withdrawn"
    assert recalled([papers(dossier)]) == frozenset()
    desk.give_back_at_desk(act(who.officer, who.desk), dossier_id=dossier.id)
    dossier.refresh_from_db()
    assert dossier.state == State.WITHDRAWN_CLOSED


def test_the_shuttle_turns_round_with_what_was_withdrawn(who: Cast) -> None:
    shuttle.begin_round(act(who.postman), desk_id=who.desk.id, team=[who.postman.id])
    dossier = cast.accept(who, cast.arrive(who, cast.take_in(who)))
    road, desk_ = chain.courier(who.postman.id), chain.place(who.desk.id)
    officer = act(who.officer, who.desk)
    both = (officer, act(who.postman))
    cast.hand_over(ManifestKind.SHUTTLE_OUT, *both, desk_, road, [papers(dossier)])
    officer = act(who.officer, who.desk)
    dossiers.withdraw(officer, dossier_id=dossier.id, reason="Công dân không còn nhu cầu")
    (row,) = held_back([road])
    assert row.way is WayBack.TO_DESK
    assert ManifestKind.SHUTTLE_DESK in {group.kind for group in ready_groups([road])}
    with pytest.raises(Refused) as refused:
        cast.hand_over(
            ManifestKind.SHUTTLE_AGENCY,
            act(who.postman),
            act(who.specialist, who.agency),
            road,
            chain.place(who.agency.id),
            [papers(dossier)],
        )
    assert refused.value.code == "not-ready"
    both = (act(who.postman), act(who.officer, who.desk))
    cast.hand_over(ManifestKind.SHUTTLE_DESK, *both, road, desk_, [papers(dossier)])
    assert held_back([road]) == []


def test_a_manager_reads_what_is_held_back_below(who: Cast, client: Client) -> None:
    post = Unit.objects.get(kind="provincial-post")
    manager = cast.person("ql.mau", "Quản Lý Mẫu", Role.POST_MANAGER, post)
    dossier = cast.take_in(who)
    cast.pick_up(who, dossier)
    withdraw(who, dossier)
    client.force_login(manager)
    read = words(client.get(reverse("interceptions")))
    assert "Bưu Tá Mẫu" in read
    assert "Đã trả khách" not in read
