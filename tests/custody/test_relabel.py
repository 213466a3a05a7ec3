"""Numbers: a failed label gets another one in sight; spare blocks; ranges that warn; one envelope for several."""

from datetime import date
from typing import Any

import pytest

from tests import cast
from tests.cast import Cast, act
from tram.accounts.rules.access import Role
from tram.core.errors import Refused
from tram.custody.commands import chain, desk, packing, relabel
from tram.custody.commands.intake import take_in
from tram.custody.models import Envelope, ItemKind, NumberFault, VoidedNumber
from tram.custody.queries.relabelled import blocks, live_number, ranges, voided
from tram.custody.rules.handovers import ManifestKind
from tram.custody.rules.numbers import RangeState, range_state
from tram.directory.models import Unit
from tram.dossiers.models import Dossier

DAY = date(2019, 11, 4)


def number_of(dossier: Dossier) -> str:
    live = Envelope.objects.filter(contents__item__dossier=dossier, voided_at=None)
    return live.get(opened_at=None).number


def code(refused: Any) -> str:
    return str(refused.value.code)


def change(by: Any, number: str) -> str:
    return str(relabel.relabel(by, number=number, fault=NumberFault.TORN)["number"])


@pytest.mark.django_db
@pytest.mark.law("18d")
def test_a_torn_label_gets_another_number_and_the_old_one_says_which(who: Cast) -> None:
    dossier = cast.take_in(who)
    cast.pick_up(who, dossier)
    old = number_of(dossier)
    for stranger in (act(who.teller, who.point), act(who.officer, who.desk)):
        with pytest.raises(Refused) as refused:
            change(stranger, old)
        assert code(refused) == "not-the-courier"
    new = change(act(who.postman), old)
    newest = change(act(who.postman), new)
    assert number_of(dossier) == newest
    assert live_number(old) == live_number(new) == newest
    with pytest.raises(Refused) as refused:
        change(act(who.postman), old)
    assert code(refused) == "not-live"
    assert newest in refused.value.message
    told = [(row.number, row.replaced_by) for row in voided(frozenset([who.point.id]))]
    assert set(told) == {(old, new), (new, newest)}
    assert Envelope.objects.filter(contents__item__dossier=dossier).count() == 1


@pytest.mark.django_db
@pytest.mark.law("18d")
def test_an_opened_envelope_has_no_live_number(who: Cast) -> None:
    dossier = cast.take_in(who)
    old = number_of(dossier)
    cast.arrive(who, dossier)
    with pytest.raises(Refused) as refused:
        change(act(who.officer, who.desk), old)
    assert code(refused) == "not-live"


@pytest.mark.django_db
@pytest.mark.law("18c")
def test_a_point_uses_its_spare_numbers_by_hand_once_and_voids_spoilt_ones(who: Cast) -> None:
    post = Unit.objects.get(kind="provincial-post")
    manager = cast.person("ql.mau", "Quản Lý Mẫu", Role.POST_MANAGER, post)
    with pytest.raises(Refused):
        relabel.give_block(act(who.teller, who.point), unit_id=who.point.id, size=3)
    relabel.give_block(act(manager, post), unit_id=who.point.id, size=3)
    (block,) = blocks(frozenset([who.point.id]))
    first, second, third = block.unused
    online = cast.take_in(who)
    assert number_of(online) not in block.unused
    by_hand = cast.an_intake(who, s10=first, seal_number="NP-0009")
    answer = take_in(act(who.teller, who.point), intake=by_hand)
    assert answer["s10"] == first
    relabel.void_unused(act(who.teller, who.point), unit_id=who.point.id, number=second)
    assert blocks(frozenset([who.point.id]))[0].unused == (third,)
    for number, why in ((first, "number-used"), (second, "number-used")):
        again = cast.an_intake(who, s10=number, seal_number="NP-0010")
        with pytest.raises(Refused) as refused:
            take_in(act(who.teller, who.point), intake=again)
        assert code(refused) == why
    with pytest.raises(Refused) as refused:
        relabel.void_unused(
            act(who.neighbour, who.other_point), unit_id=who.other_point.id, number=third
        )
    assert code(refused) == "not-own"


def test_a_range_warns_before_it_ends_and_before_it_runs_out() -> None:
    def state(valid_to: date | None, left: int, since: date = date(2019, 1, 1)) -> RangeState:
        return range_state(DAY, since, valid_to, total=1000, left=left)

    assert state(None, 500) is RangeState.GOOD
    assert state(None, 101) is RangeState.GOOD
    assert state(None, 100) is RangeState.LOW
    assert state(None, 0) is RangeState.USED_UP
    assert state(date(2019, 12, 5), 500) is RangeState.GOOD
    assert state(date(2019, 12, 4), 500) is RangeState.ENDING
    assert state(date(2019, 11, 3), 500) is RangeState.OVER
    assert state(None, 500, date(2019, 11, 5)) is RangeState.COMING


@pytest.mark.django_db
def test_the_ranges_are_told_with_what_is_left(who: Cast) -> None:
    found = ranges(DAY)
    assert found
    assert all(each.left <= each.total for each in found)


@pytest.mark.django_db
def test_one_sender_sends_several_dossiers_in_one_envelope(who: Cast) -> None:
    one, two = cast.take_in(who), cast.take_in(who, seal_number="NP-0002")
    old = {number_of(one), number_of(two)}
    teller = act(who.teller, who.point)
    answer = packing.join_at_point(teller, dossier_ids=[one.id, two.id], seal_number="NP-0003")
    assert number_of(one) == number_of(two) == answer["s10"]
    assert {row.number for row in VoidedNumber.objects.filter(fault=NumberFault.JOINED)} == old
    assert {row.replaced_by for row in VoidedNumber.objects.all()} == {answer["s10"]}
    papers = [each.items.get(kind=ItemKind.PAPERS).id for each in (one, two)]
    ends = (chain.place(who.point.id), chain.courier(who.postman.id))
    both = (act(who.teller, who.point), act(who.postman))
    with pytest.raises(Refused) as refused:
        cast.hand_over(ManifestKind.PICK_UP, *both, *ends, papers[:1])
    assert code(refused) == "cover-not-whole"
    both = (act(who.teller, who.point), act(who.postman))
    cast.hand_over(ManifestKind.PICK_UP, *both, *ends, papers)


@pytest.mark.django_db
def test_another_senders_dossier_is_not_joined(who: Cast) -> None:
    one = cast.take_in(who)
    other = cast.take_in(who, submitter=cast.submitter("Trần Thị Thử"), seal_number="NP-0002")
    teller = act(who.teller, who.point)
    with pytest.raises(Refused) as refused:
        packing.join_at_point(teller, dossier_ids=[one.id, other.id], seal_number="NP-0003")
    assert code(refused) == "not-one-person"
    with pytest.raises(Refused) as refused:
        packing.join_at_point(teller, dossier_ids=[one.id], seal_number="NP-0003")
    assert code(refused) == "too-few"


@pytest.mark.django_db
def test_results_for_one_recipient_go_home_in_one_envelope(who: Cast) -> None:
    seals = ("NP-0001", "NP-0011")
    rows = [
        cast.settle(who, cast.accept(who, cast.arrive(who, cast.take_in(who, seal_number=seal))))
        for seal in seals
    ]
    answer = packing.pack_together(
        act(who.officer, who.desk), dossier_ids=[row.id for row in rows], seal_number="NP-0020"
    )
    assert {number_of(row) for row in rows} == {answer["s10"]}
    with pytest.raises(Refused) as refused:
        desk.pack_result(act(who.officer, who.desk), dossier_id=rows[0].id, seal_number="NP-0021")
    assert code(refused) == "already-packed"
    results = [row.items.get(kind=ItemKind.RESULT).id for row in rows]
    ends = (chain.place(who.desk.id), chain.courier(who.postman.id))
    both = (act(who.officer, who.desk), act(who.postman))
    cast.hand_over(ManifestKind.RESULT_OUT, *both, *ends, results)
    for row in rows:
        row.refresh_from_db()
        cast.deliver(who, row)
