"""A list in the making: scanned onto the server, gone on with by a colleague, thrown away, or signed and offered."""

from typing import Any
from uuid import UUID

import pytest

from tests.cast import Cast, accept, act, arrive, person, take_in
from tests.custody.handing import Refusal, on_the_road, papers, pick_up
from tests.custody.test_counts import number_of
from tram.accounts.models import User
from tram.accounts.rules.access import Role
from tram.custody.commands import chain, drafts
from tram.custody.models import DraftEntry, Manifest, ManifestDraft, ManifestEntry, ParkedScan
from tram.custody.rules.counting import Verdict
from tram.directory.models import Unit

pytestmark = pytest.mark.django_db


def scan(user: User, place: Unit | None, code: str, draft: UUID | None = None) -> dict[str, Any]:
    return drafts.scan_into(act(user, place), code=code, draft_id=draft)


def test_the_first_thing_says_what_kind_of_list_it_is(who: Cast) -> None:
    one, two = take_in(who), take_in(who)
    first = scan(who.teller, who.point, number_of(one))
    second = scan(who.teller, who.point, number_of(two))
    draft = ManifestDraft.objects.get()
    assert (draft.kind, draft.to_unit, draft.holder.unit) == ("pick-up", None, who.point)
    assert first["draft"] == second["draft"] == str(draft.id)
    assert draft.entries.count() == 2


def test_a_postman_scans_for_the_desk_he_goes_to(who: Cast) -> None:
    dossier = take_in(who)
    on_the_road(who, papers(dossier))
    answer = scan(who.postman, None, number_of(dossier))
    draft = ManifestDraft.objects.get()
    assert answer["verdict"] == Verdict.OK
    assert (draft.kind, draft.to_unit) == ("hand-over", who.desk)


def test_a_colleague_goes_on_and_signs_and_the_draft_is_gone(who: Cast) -> None:
    colleague = person("gdv.hai", "Giao Dịch Viên Hai", Role.TELLER, who.point)
    one, two = take_in(who), take_in(who)
    draft = UUID(scan(who.teller, who.point, number_of(one))["draft"])
    assert scan(colleague, who.point, number_of(two), draft)["verdict"] == Verdict.OK
    again = scan(colleague, who.point, number_of(one), draft)
    assert (again["verdict"], again["by"]) == (Verdict.REPEAT, who.teller.id)
    answer = drafts.offer_draft(
        act(colleague, who.point), draft_id=draft, to_holder=chain.courier(who.postman.id)
    )
    manifest = Manifest.objects.get(id=answer["manifest"])
    assert [entry.item_id for entry in manifest.entries.order_by("position")] == papers(one, two)
    assert not ManifestDraft.objects.exists()


def test_what_does_not_belong_there_is_not_put_on(who: Cast) -> None:
    here, gone, listed = take_in(who), take_in(who), take_in(who)
    on_the_road(who, papers(gone))
    pick_up(who, papers(listed))
    draft = UUID(scan(who.teller, who.point, number_of(here))["draft"])
    gone_answer = scan(who.teller, who.point, number_of(gone), draft)
    assert (gone_answer["verdict"], gone_answer["holder"]) == (
        Verdict.ELSEWHERE,
        chain.courier(who.postman.id),
    )
    assert scan(who.teller, who.point, number_of(listed), draft)["not_ready"] == 1
    assert scan(who.teller, who.point, "RB473124829GB", draft)["verdict"] == Verdict.FOREIGN
    assert DraftEntry.objects.count() == 1
    assert ParkedScan.objects.get().holder.unit == who.point


def test_a_thing_for_another_place_is_told_apart(who: Cast) -> None:
    going, waiting = accept(who, arrive(who, take_in(who))), take_in(who)
    on_the_road(who, papers(waiting))
    desk = UUID(scan(who.officer, who.desk, str(going.number))["draft"])
    assert ManifestDraft.objects.get(id=desk).to_unit == who.agency
    assert scan(who.officer, who.desk, number_of(waiting), desk)["verdict"] == Verdict.ELSEWHERE


def test_a_draft_is_thrown_away_and_nothing_has_moved(who: Cast) -> None:
    dossier = take_in(who)
    draft = UUID(scan(who.teller, who.point, number_of(dossier))["draft"])
    with Refusal("not-allowed"):
        drafts.discard(act(who.neighbour, who.other_point), draft_id=draft)
    drafts.drop(act(who.teller, who.point), draft_id=draft, item_id=papers(dossier)[0])
    assert not DraftEntry.objects.exists()
    drafts.discard(act(who.teller, who.point), draft_id=draft)
    with Refusal("no-such-draft"):
        scan(who.teller, who.point, number_of(dossier), draft)
    assert not ManifestEntry.objects.exists()


def test_what_was_listed_another_way_leaves_the_draft(who: Cast) -> None:
    dossier = take_in(who)
    scan(who.teller, who.point, number_of(dossier))
    pick_up(who, papers(dossier))
    assert not DraftEntry.objects.exists()
