"""The acts of a simulated world: the same for the same seed, in order, in office hours, in the asked shares."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from tram.catalogue.models import Channel
from tram.catalogue.rules.eligibility import PostalFacts
from tram.cli.world import acts, figures
from tram.cli.world.province import Offering, Point, Province
from tram.cli.world.staff import Staff
from tram.cli.world.stream import Task, stream
from tram.core.calendar import ZONE, WorkingCalendar, local
from tram.custody.queries.intake import IntakeFacts
from tram.custody.rules.handovers import ManifestKind
from tram.dossiers.rules.completeness import Expected
from tram.dossiers.rules.deadlines import DurationUnit, Limit

FILE = Path(__file__).parents[2] / "data" / "vinh-phuc" / "world.toml"
TEN_DAYS = Limit(10, DurationUnit.WORKING_DAY)
CALENDAR = WorkingCalendar({date(2019, 9, 2): "Quốc khánh"}, {}, (2018, 2023))
TASK = Task(date(2019, 1, 7), date(2019, 12, 31), scale=0.02, seed=3)
OFFICER, SPECIALIST = acts.Member(3, 20), acts.Member(4, 10)
TELLER, POSTMAN = acts.Member(1, 30), acts.Member(2, 40)


def _offering(level: str, group: str, *, since: date = TASK.first) -> Offering:
    postal = PostalFacts(
        postal_in=True,
        postal_in_reason="",
        postal_out=True,
        postal_out_reason="",
        presence_required=False,
        secret_possible=False,
    )
    facts = IntakeFacts(
        version_id=1,
        name="Thủ tục mẫu",
        postal=postal,
        papers=(Expected(1, "Đơn", 1, 0, 0, True),),
        fee_vnd=0,
        agency_id=10,
        desk_id=20,
        agency_district=1,
        point_district=None,
        recipient_district=None,
        price_list=None,
        regime="one-stop-2018",
    )
    limits = {channel.value: TEN_DAYS for channel in Channel}
    return Offering(facts, since, level, group, True, True, False, "Kết quả", limits)


def _province() -> Province:
    return Province(
        offerings=(
            _offering("province", "A"),
            _offering("district", "B"),
            _offering("commune", "", since=date(2019, 7, 1)),
        ),
        points=(Point(30, 1, TELLER, POSTMAN, True),),
        communes={7: 1, 8: 2},
        staff=Staff({30: TELLER}, {40: POSTMAN}, {20: OFFICER}, {10: SPECIALIST}),
        desk_codes={20: "X"},
        desk_names={20: "Một cửa mẫu"},
    )


def _due(started_at: datetime, _limit: Any, _agency: int, _pauses: Sequence[Any]) -> datetime:
    day = local(started_at).date()
    for _ in range(10):
        day = CALENDAR.next_working(day)
    return datetime.combine(day, time(16, 30), ZONE)


@pytest.fixture(scope="module")
def deeds() -> list[acts.Deed]:
    return stream(_province(), figures.read(FILE), TASK, CALENDAR, _due)


def test_the_same_seed_makes_the_same_acts(deeds: list[acts.Deed]) -> None:
    asked = figures.read(FILE)
    again = stream(_province(), asked, TASK, CALENDAR, _due)
    other = stream(_province(), asked, Task(TASK.first, TASK.last, 0.02, 4), CALENDAR, _due)
    assert again == deeds
    assert [deed.request_id for deed in other[:9]] != [deed.request_id for deed in deeds[:9]]


def test_acts_follow_each_other_on_working_days_inside_the_task(deeds: list[acts.Deed]) -> None:
    assert deeds == sorted(deeds, key=lambda deed: deed.done_at)
    days = {local(deed.at).date() for deed in deeds}
    assert len(days) > 200
    assert all(TASK.first <= day <= TASK.last and CALENDAR.is_working(day) for day in days)
    hours = [local(deed.at).time() for deed in deeds]
    assert time(7, 30) <= min(hours)
    assert max(hours) < time(17)


def test_a_bag_is_sealed_before_its_list_and_opened_after(deeds: list[acts.Deed]) -> None:
    put: dict[Any, list[Any]] = {}
    for deed in deeds:
        if isinstance(deed, acts.PutIn):
            put.setdefault(deed.bag, []).append(deed.item)
    offers = [deed for deed in deeds if isinstance(deed, acts.Offer)]
    sealed = {d.bag: d.at for d in deeds if isinstance(d, acts.SealBag)}
    opened = {d.bag: d for d in deeds if isinstance(d, acts.OpenBag)}
    assert set(put) == set(sealed) == set(opened)
    for bag, items in put.items():
        offered = next(d for d in offers if set(items) <= set(d.items) and d.at > sealed[bag])
        assert 3 <= len(items) <= 40
        assert opened[bag].at > offered.at
        assert opened[bag].by.user_id == offered.receiver.id


def test_every_request_is_another(deeds: list[acts.Deed]) -> None:
    assert len({deed.request_id for deed in deeds}) == len(deeds)


def test_counts_and_shares_are_those_of_the_file(deeds: list[acts.Deed]) -> None:
    asked = figures.read(FILE)
    arrivals = [deed for deed in deeds if isinstance(deed, acts.TakeIn | acts.Submit)]
    counts = Counter(deed.offer for deed in arrivals)
    assert counts[0] == TASK.asked(asked, 2019, "province")
    assert counts[1] == TASK.asked(asked, 2019, "district")
    for place, group in ((0, "A"), (1, "B")):
        come = sum(deed.offer == place for deed in arrivals if isinstance(deed, acts.TakeIn))
        wanted = asked.post[group, 2019]
        assert abs(come - counts[place] * wanted.come / 10_000) <= 1
        desk = [d for d in arrivals if isinstance(d, acts.Submit) and d.offer == place]
        assert abs(sum(d.by_post for d in desk) - len(desk) * wanted.go / 10_000) <= 1


def test_nothing_is_asked_for_before_its_day(deeds: list[acts.Deed]) -> None:
    early = [d for d in deeds if isinstance(d, acts.TakeIn | acts.Submit) and d.offer == 2]
    assert early
    assert local(early[0].at).date() >= date(2019, 7, 1)


def test_as_many_are_settled_in_time_as_asked(deeds: list[acts.Deed]) -> None:
    started: dict[Any, datetime] = {}
    for deed in deeds:
        if isinstance(deed, acts.Submit):
            started[deed.made("dossier")] = deed.at
        elif isinstance(deed, acts.Accept):
            started.setdefault(deed.dossier, deed.at)
    settled = [d for d in deeds if isinstance(d, acts.Settle) and d.dossier in started]
    late = sum(d.at > _due(started[d.dossier], None, 0, ()) + timedelta(days=7) for d in settled)
    assert len(settled) > 500
    assert late / len(settled) < 0.03


def test_a_thing_goes_by_the_lists_in_their_order(deeds: list[acts.Deed]) -> None:
    ways: dict[Any, list[ManifestKind]] = {}
    for deed in deeds:
        if isinstance(deed, acts.Offer):
            for item in deed.items:
                ways.setdefault(item, []).append(deed.kind)
    kinds = ManifestKind
    whole = [kinds.PICK_UP, kinds.HAND_OVER, kinds.TO_AGENCY]
    out = [kinds.RESULT_TO_DESK, kinds.RESULT_OUT]
    known = [whole[:n] for n in (1, 2, 3)] + [whole[2:]] + [out, out[:1]]
    known += [whole[1:n] for n in (2, 3)]
    known += [[*whole[n:], kinds.PAPERS_TO_DESK] for n in range(3)]
    found = {tuple(way) for way in ways.values()}
    assert found <= {tuple(way) for way in known}
    assert {tuple(whole), tuple(whole[1:]), tuple(whole[2:]), tuple(out)} <= found


def test_who_is_called_on_at_home_has_asked_that_morning(deeds: list[acts.Deed]) -> None:
    asked = {d.made("pick-up"): d for d in deeds if isinstance(d, acts.AskPickUp)}
    taken = [d for d in deeds if isinstance(d, acts.TakeIn) and d.away]
    in_vain = {d.call for d in deeds if isinstance(d, acts.CancelPickUp)}
    sent = {d.call for d in deeds if isinstance(d, acts.AssignPickUp)}
    assert taken
    for deed in taken:
        assert deed.away
        assert asked[deed.away.call].who == deed.who
        assert asked[deed.away.call].at < deed.at
        assert deed.by == POSTMAN
    assert in_vain
    assert {deed.away.call for deed in taken if deed.away} | in_vain == sent == set(asked)


@pytest.fixture(scope="module")
def unlucky() -> list[acts.Deed]:
    """Much goes wrong: undone, tried in vain, lost, late."""
    asked = replace(figures.read(FILE), voided=3000, tried=4000, lost=2000, late=3000)
    asked = replace(asked, withdrawn=3000, withdrawn_at_point=2000, papers_in=1000, damaged=2000)
    return stream(_province(), asked, Task(TASK.first, TASK.last, 0.01), CALENDAR, _due)


def test_what_was_undone_goes_nowhere(unlucky: list[acts.Deed]) -> None:
    undone = {deed.dossier for deed in unlucky if isinstance(deed, acts.Void)}
    accepted = {deed.dossier for deed in unlucky if isinstance(deed, acts.Accept)}
    assert undone
    assert not undone & accepted


def test_a_try_in_vain_is_followed_by_a_delivery_and_a_loss_by_nothing(
    unlucky: list[acts.Deed],
) -> None:
    given = {d.dossier: d.at for d in unlucky if isinstance(d, acts.Deliver)}
    tried = [d for d in unlucky if isinstance(d, acts.Try) and d.dossier in given]
    lost = {d.dossier for d in unlucky if isinstance(d, acts.Lose)}
    assert tried
    assert all(given[d.dossier].date() > d.at.date() for d in tried)
    assert lost
    assert not lost & set(given)


def test_what_was_taken_back_has_no_result_and_goes_back_to_its_person(
    unlucky: list[acts.Deed],
) -> None:
    taken_back = {d.dossier: d.at for d in unlucky if isinstance(d, acts.Withdraw)}
    given_back = {
        d.dossier: d.at for d in unlucky if isinstance(d, acts.GiveBack | acts.GiveBackAtPoint)
    }
    settled = {deed.dossier for deed in unlucky if isinstance(deed, acts.Settle)}
    both = set(taken_back) & set(given_back)
    assert len(both) > 20
    assert all(given_back[each] > taken_back[each] for each in both)
    assert not set(taken_back) & settled
    at_point = {d.dossier for d in unlucky if isinstance(d, acts.GiveBackAtPoint)}
    accepted = {deed.dossier for deed in unlucky if isinstance(deed, acts.Accept)}
    assert at_point
    assert not at_point & accepted


def test_what_is_entered_later_was_signed_on_paper_before(unlucky: list[acts.Deed]) -> None:
    later = [deed for deed in unlucky if deed.paper]
    assert {type(deed) for deed in later} == {acts.TakeIn, acts.Deliver}
    assert all(deed.at < deed.done_at and deed.paper for deed in later)
    numbers = [deed.paper.number for deed in later if deed.paper]
    assert len(set(numbers)) == len(numbers)
    signed = {deed.dossier: deed.at for deed in unlucky if isinstance(deed, acts.SignVoucher)}
    for deed in later:
        if isinstance(deed, acts.TakeIn):
            assert signed[deed.made("dossier")] > deed.done_at


def test_what_was_torn_is_counted_and_wrapped_before_it_goes_on(unlucky: list[acts.Deed]) -> None:
    torn = {d.made("incident"): d for d in unlucky if isinstance(d, acts.Damage)}
    counted = {d.incident: d for d in unlucky if isinstance(d, acts.TakeInventory)}
    wrapped = {d.incident: d for d in unlucky if isinstance(d, acts.Rewrap)}
    given = {d.dossier: d.at for d in unlucky if isinstance(d, acts.Deliver)}
    assert torn
    assert set(torn) == set(counted) == set(wrapped)
    for incident, deed in torn.items():
        assert deed.at < counted[incident].at < wrapped[incident].at
        assert counted[incident].second != deed.by.user_id
        assert given.get(deed.dossier, wrapped[incident].at) >= wrapped[incident].at
