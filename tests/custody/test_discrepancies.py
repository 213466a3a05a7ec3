"""Differences of a hand-over stay as they were found, and are solved by another person; unknown numbers by name."""

import pytest
from django.db import IntegrityError, transaction

from tests.cast import Cast, act, person, take_in
from tests.custody.handing import Refusal, papers, pick_up, sign
from tests.custody.test_counts import number_of, scan
from tram.accounts.rules.access import Role
from tram.core import janitors
from tram.core.codes import s10
from tram.custody.commands.discrepancies import (
    Difference,
    note_difference,
    resolve_parked,
    solve_difference,
)
from tram.custody.models import Discrepancy, ManifestEntry, ParkedScan
from tram.custody.queries.discrepancies import managed, of_manifest, open_for, parked_for
from tram.custody.rules.counting import Fault, Resolution, Solution
from tram.directory.models import Unit
from tram.directory.queries import actor_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def noted(who: Cast) -> Discrepancy:
    """After signing the postman sees that there are more papers than declared."""
    items = papers(take_in(who))
    manifest = pick_up(who, items)
    sign(act(who.postman), manifest, items)
    seen = Difference(Fault.MORE_PAPERS, "Thừa một bản sao sổ hộ khẩu", items[0])
    answer = note_difference(act(who.postman), manifest_id=manifest, seen=seen)
    return Discrepancy.objects.get(id=answer["discrepancy"])


@pytest.mark.law("20d")
def test_either_side_notes_and_another_person_solves(who: Cast, noted: Discrepancy) -> None:
    with Refusal("same-person"):
        solve_difference(
            act(who.postman), discrepancy_id=noted.id, solution=Solution.CORRECTED, note=""
        )
    with Refusal("not-a-side"):
        solve_difference(
            act(who.neighbour), discrepancy_id=noted.id, solution=Solution.CORRECTED, note=""
        )
    teller = act(who.teller, who.point)
    solve_difference(teller, discrepancy_id=noted.id, solution=Solution.CORRECTED, note="Đã ghi")
    with Refusal("already-solved"):
        solve_difference(
            act(who.teller, who.point), discrepancy_id=noted.id, solution=Solution.FOUND
        )
    (found,) = of_manifest(noted.manifest_id)
    assert (found.solution, found.solved_by) == (Solution.CORRECTED, "Giao Dịch Viên Mẫu")


def test_a_stranger_notes_nothing(who: Cast, noted: Discrepancy) -> None:
    with Refusal("not-a-side"):
        note_difference(
            act(who.neighbour), manifest_id=noted.manifest_id, seen=Difference(Fault.DAMAGED)
        )
    with Refusal("words-missing"):
        note_difference(
            act(who.postman), manifest_id=noted.manifest_id, seen=Difference(Fault.OTHER)
        )


@pytest.mark.law("20d")
def test_what_was_found_stays_as_it_was_found(noted: Discrepancy) -> None:
    noted.fault = Fault.EXTRA
    with pytest.raises(IntegrityError), transaction.atomic():
        noted.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        noted.delete()


def test_both_sides_and_the_posts_manager_see_it_until_it_is_solved(
    who: Cast, noted: Discrepancy
) -> None:
    post = Unit.objects.get(kind="provincial-post")
    manager = person("ql.mau", "Quản Lý Mẫu", Role.POST_MANAGER, post)
    units = managed(actor_of(manager.id, manager.full_name))
    holders = [noted.manifest.from_holder_id], [noted.manifest.to_holder_id]
    for mine in (*((each, []) for each in holders), ([], units)):
        assert [one.id for one in open_for(*mine)] == [noted.id]
    solve_difference(act(manager), discrepancy_id=noted.id, solution=Solution.FOUND)
    assert not open_for(holders[0], units)


def test_an_unknown_number_is_listed_until_somebody_says_what_it_was(who: Cast) -> None:
    manifest = pick_up(who, papers(take_in(who)))
    number = number_of(take_in(who))
    upcoming = s10(number[:2], int(number[2:10]) + 1)
    scan(who.postman, manifest, upcoming)
    parked = ParkedScan.objects.get()
    with Refusal("not-known"):
        resolve_parked(act(who.postman), parked_id=parked.id, resolution=Resolution.KNOWN)
    with Refusal("not-allowed"):
        resolve_parked(act(who.officer), parked_id=parked.id, resolution=Resolution.MISREAD)
    assert number_of(take_in(who)) == upcoming
    (shown,) = parked_for([parked.holder_id], [])
    assert shown.known_at
    resolve_parked(act(who.postman), parked_id=parked.id, resolution=Resolution.KNOWN)
    assert not parked_for([parked.holder_id], [])


def test_the_janitor_finds_a_fault_that_nobody_can_solve(who: Cast, noted: Discrepancy) -> None:
    ours = "custody: every thing with a fault has its discrepancy"
    (janitor,) = (one for one in janitors.JANITORS if one.name == ours)
    assert not janitors.sweep(janitor).offences
    pick_up(who, papers(take_in(who)))
    ManifestEntry.objects.filter(outcome="pending").update(fault=Fault.DAMAGED)
    assert len(janitors.sweep(janitor).offences) == 1
