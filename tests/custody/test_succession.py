"""Open dossiers of a unit that ended go on with its successor; what was signed keeps the old names."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import (
    MONDAY,
    Cast,
    accept,
    act,
    an_intake,
    arrive,
    deliver,
    release,
    settle,
    take_in,
)
from tests.moved import MOVED, bring_in_2025, move, take_over
from tram.core.errors import Refused
from tram.core.verify import look
from tram.custody.commands import chain, intake, manifests
from tram.custody.models import Manifest
from tram.custody.queries.desk_queues import DeskQueue, waiting
from tram.custody.rules.handovers import ManifestKind
from tram.directory.models import Unit
from tram.dossiers.models import Dossier, DossierLine
from tram.dossiers.queries import dossier as queries
from tram.dossiers.queries.slip import acceptance_slip

SITE = "https://x.example/theo-doi"


@pytest.mark.law("64a", "64d", "1d", "63c")
def test_an_open_dossier_of_2019_goes_on_under_its_own_rules_at_the_successor(
    who: Cast, client: Client
) -> None:
    dossier = accept(who, arrive(who, take_in(who)))
    slip = acceptance_slip(dossier.id, lookup=SITE)
    kept = {"version", "graph", "number", "due_at", "accepted_at", "intake_point"}
    before = {name: getattr(dossier, f"{name}") for name in kept}

    now = move(who)
    told = take_over()
    dossier.refresh_from_db()
    assert (told["dossiers"], dossier.graph) == (1, "2019-2")
    assert (dossier.desk, dossier.agency) == (now.desk, now.agency)
    assert {name: getattr(dossier, name) for name in kept} == before
    assert acceptance_slip(dossier.id, lookup=SITE) == slip
    assert slip.issuer == who.desk.name
    assert [row.dossier.id for row in waiting(now.desk.id, DeskQueue.TO_TRANSFER).rows] == [
        dossier.id
    ]

    client.force_login(now.officer)
    page = client.get(reverse("dossier", args=[dossier.id])).content.decode()
    assert who.agency.name in page
    assert "Đơn vị kế tục nhận hồ sơ" in page
    assert f"Nay là {now.agency.name}, {now.desk.name}" in " ".join(page.split())
    assert deliver(now, release(now, settle(now, dossier))).state == "closed"
    assert acceptance_slip(dossier.id, lookup=SITE) == slip


@pytest.mark.law("64b", "64c")
def test_a_dossier_of_july_2025_goes_its_whole_way_at_the_new_units(who: Cast) -> None:
    now = move(who)
    dossier = accept(now, arrive(now, take_in(now)))
    assert (dossier.desk, dossier.agency) == (now.desk, now.agency)
    assert (dossier.graph, dossier.number) == ("2025-1", "000.01.01.H44-250701-0001")
    assert acceptance_slip(dossier.id, lookup=SITE).issuer == now.desk.name
    assert deliver(now, release(now, settle(now, dossier))).state == "closed"


@pytest.mark.law("64d")
def test_nobody_takes_in_for_an_agency_that_has_ended(who: Cast) -> None:
    move(who)
    with pytest.raises(Refused, check=lambda error: error.code == "wrong-agency"):
        intake.take_in(act(who.teller, who.point), intake=an_intake(who))


def test_what_is_over_stays_where_it_ended(who: Cast) -> None:
    dossier = deliver(who, release(who, settle(who, accept(who, arrive(who, take_in(who))))))
    move(who)
    assert take_over()["dossiers"] == 0
    dossier.refresh_from_db()
    assert dossier.desk == who.desk
    assert queries.former_units(_facts(dossier)) is None


def test_taking_over_twice_moves_nothing_twice(who: Cast) -> None:
    dossier = arrive(who, take_in(who))
    now = move(who)
    first, second = take_over(), take_over()
    assert (first["dossiers"], first["items"]) == (1, 1)
    assert (second["dossiers"], second["items"]) == (0, 0)
    assert DossierLine.objects.filter(stream_id=dossier.id, action="correct").count() == 1
    assert dossier.items.get().holder_id == chain.place(now.desk.id)


def test_nothing_moves_before_the_day(who: Cast) -> None:
    arrive(who, take_in(who))
    bring_in_2025()
    assert take_over()["dossiers"] == 0


def test_a_list_that_nobody_may_sign_any_more_is_cancelled(who: Cast) -> None:
    dossier = accept(who, arrive(who, take_in(who)))
    offered = manifests.offer(
        act(who.officer, who.desk),
        kind=ManifestKind.TO_AGENCY,
        from_holder=chain.place(who.desk.id),
        to_holder=chain.place(who.agency.id),
        items=[dossier.items.get().id],
    )
    now = move(who)
    assert take_over()["cancelled"] == 1
    assert Manifest.objects.get(id=offered["manifest"]).state == "cancelled"
    assert deliver(now, release(now, settle(now, dossier))).state == "closed"


def test_a_unit_without_successor_keeps_its_dossiers_until_a_person_says_who(who: Cast) -> None:
    """Nobody is guessed: the dossier stays where it is."""
    dossier = take_in(who)
    Dossier.objects.filter(id=dossier.id).update(desk=Unit.objects.get(slug="mot-cua-xa-08734"))
    move(who)
    take_over()
    dossier.refresh_from_db()
    assert dossier.desk.slug == "mot-cua-xa-08734"
    assert dossier.agency.slug == "so-tu-phap-phu-tho"


def test_the_former_units_are_those_of_each_moment(who: Cast) -> None:
    dossier = accept(who, arrive(who, take_in(who)))
    now = move(who)
    take_over()
    facts = _facts(dossier)
    assert queries.units_at(facts, MONDAY) == (who.desk.id, who.agency.id)
    assert queries.units_at(facts, MOVED) == (now.desk.id, now.agency.id)
    former = queries.former_units(facts)
    assert former == queries.Former(who.desk.name, who.agency.name)


def test_the_books_still_prove_themselves_and_a_wrong_desk_is_found(who: Cast) -> None:
    dossier = accept(who, arrive(who, take_in(who)))
    move(who)
    take_over()
    assert [found.name for found in look() if found.wrong] == []
    Dossier.objects.filter(id=dossier.id).update(desk=who.desk)
    assert [found.name for found in look() if found.wrong] == [
        "dossiers: the desk is the one that last took over"
    ]


def _facts(dossier: Dossier) -> queries.Facts:
    facts = queries.facts(dossier.id)
    assert facts is not None
    return facts
