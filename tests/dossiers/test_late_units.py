"""Who is late with what, by unit: counts with their denominators, and each late dossier in exactly one list."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from tests import cast
from tests.cast import MONDAY, Cast, at
from tests.dossiers.test_journey import DAY, HOUR, REASON, arrived, processing, specialist
from tests.dossiers.test_lateness import apologise, due
from tram.accounts.rules.access import Role
from tram.core.acts import Actor, Duty
from tram.core.calendar import local
from tram.dossiers import commands as dossiers
from tram.dossiers.models import Dossier
from tram.dossiers.queries.lateness import Lateness, lateness, units_watched
from tram.dossiers.rules.lateness import Lapse, Late, Tally, tally

FIRST, LAST = date(2019, 11, 1), date(2020, 1, 1)


def looked() -> Lateness:
    return lateness(None, FIRST, LAST)


def late(done: int | None, apologised: bool = False) -> Late:
    end = MONDAY + timedelta(hours=done) if done is not None else None
    return Late(UUID(int=1), "1", 1, MONDAY, end, apologised)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (late(0), Lapse.IN_TIME),
        (late(-1, apologised=True), Lapse.IN_TIME),
        (late(1), Lapse.LATE_BARE),
        (late(1, apologised=True), Lapse.LATE_AGAIN),
        (late(None), Lapse.LATE_BARE),
    ],
)
def test_what_ended_after_its_day_is_late_of_one_kind(found: Late, expected: Lapse) -> None:
    assert found.lapse(MONDAY + HOUR) is expected


def test_a_tally_is_numerators_of_denominators() -> None:
    rows = [late(0), late(1), late(2, apologised=True), late(None), late(None, apologised=True)]
    assert tally(rows, MONDAY + HOUR) == Tally(
        open=2, overdue=2, ended=3, ended_late=2, late_again=2, late_bare=2
    )
    assert tally(rows, MONDAY).overdue == 0


@pytest.mark.law("32e")
def test_every_late_dossier_without_an_apology_is_listed_open_or_ended(who: Cast) -> None:
    still, ended, good = processing(who), processing(who), processing(who)
    settle(who, good, due(good) - DAY)
    settle(who, ended, due(ended) + DAY)
    at(due(still) + 2 * DAY)
    found = looked()
    assert {row.id for row in found.bare} == {still.id, ended.id}
    assert found.again == ()
    ((unit, counts),) = [(row.unit, row.tally) for row in found.rows]
    assert unit == (who.agency.short_name or who.agency.name)
    assert counts == Tally(open=1, overdue=1, ended=2, ended_late=1, late_again=0, late_bare=2)


def settle(who: Cast, dossier: Dossier, when: datetime) -> None:
    at(when)
    dossiers.settle(
        specialist(who),
        dossier_id=dossier.id,
        number="1/KQ",
        issued_on=local(when).date(),
        name="KQ",
    )


@pytest.mark.law("32d")
def test_lateness_after_a_re_appointment_is_listed_apart(who: Cast) -> None:
    dossier = processing(who)
    apologise(who, dossier, due(dossier) + 7 * DAY)
    at(due(dossier) - HOUR)
    assert looked().again_count == 0
    at(due(dossier) + HOUR)
    found = looked()
    assert ([row.number for row in found.again], found.bare) == ([dossier.number], ())
    assert found.rows[0].tally.late_again == 1


@pytest.mark.law("33b")
def test_a_dossier_sent_back_after_its_day_counts_as_late(who: Cast) -> None:
    dossier = processing(who)
    at(due(dossier) + DAY)
    dossiers.send_back(specialist(who), dossier_id=dossier.id, reason=REASON)
    assert [row.id for row in looked().bare] == [dossier.id]


@pytest.mark.law("29c")
def test_a_transfer_after_its_hour_is_listed_with_the_desk_and_the_delay(who: Cast) -> None:
    same_day = processing(who)
    slow = cast.accept(who, arrived(who))
    at(MONDAY + DAY + HOUR)
    cast.transfer(who, slow)
    lying = cast.accept(who, arrived(who))
    at(MONDAY + 3 * DAY)
    found = looked()
    assert same_day.id not in [row.id for row in found.transfers]
    first, second = found.transfers
    assert (first.id, first.moved_at) == (slow.id, MONDAY + DAY + HOUR)
    assert first.delay.endswith("làm việc")
    assert (second.id, second.moved_at) == (lying.id, None)
    assert [(desk.late, desk.of) for desk in found.desks] == [(2, 3)]


@pytest.mark.law("29c")
def test_after_three_o_clock_the_next_morning_is_in_time(who: Cast) -> None:
    at(local(MONDAY).replace(hour=15, minute=1))
    dossier = cast.accept(who, arrived(who))
    opens = local(MONDAY + DAY).replace(hour=7, minute=0)
    at(opens)
    cast.transfer(who, dossier)
    assert looked().transfers == ()


def test_other_units_are_not_seen(who: Cast) -> None:
    dossier = processing(who)
    at(due(dossier) + HOUR)
    other = lateness(frozenset({who.point.id}), FIRST, LAST)
    assert (other.rows, other.bare, other.desks) == ((), (), ())
    own = lateness(frozenset({who.agency.id}), FIRST, LAST)
    assert own.bare_count == 1


def test_the_standing_agency_watches_all_and_a_leader_only_their_own(who: Cast) -> None:
    def actor(role: Role) -> Actor:
        return Actor(1, "Người Mẫu", (Duty(role, who.agency.id),))

    assert units_watched(actor(Role.STANDING_AGENCY)) is None
    assert units_watched(actor(Role.PROVINCE_OFFICE)) is None
    watched = units_watched(actor(Role.LEADER))
    assert watched is not None
    assert who.agency.id in watched
    assert who.desk.id not in watched
    assert units_watched(actor(Role.CASE_OFFICER)) == frozenset()
