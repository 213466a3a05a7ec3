"""Each unit's share of a dossier's time: counted from hand-over to hand-over, and adding up to the whole."""

from datetime import date, datetime, time, timedelta
from random import Random

import pytest

from tests import cast
from tests.cast import MONDAY, Cast, act, at
from tram.core.calendar import ZONE, OfficeHours, WorkingCalendar
from tram.custody.commands import desk
from tram.dossiers import commands as dossiers
from tram.dossiers.queries.shares import times
from tram.dossiers.rules.deadlines import DurationUnit, Limit
from tram.dossiers.rules.queue import working_minutes
from tram.dossiers.rules.shares import Clock, Event, Pace, planned_minutes, shares
from tram.dossiers.rules.states import State

HOURS = OfficeHours(((time(7, 30), time(12)), (time(13), time(16, 30))))
CALENDAR = WorkingCalendar(
    days_off={date(2019, 11, 20): "Ngày nghỉ mẫu"}, extra_working={}, covers=(2019, 2020)
)
CLOCK = Clock(CALENDAR, HOURS)
DAY = 480
DESK, AGENCY, OTHER = 1, 2, 3


def on(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2019 on Vietnamese clocks; the 4th is a Monday."""
    return datetime(2019, 11, day, hour, minute, tzinfo=ZONE)


ROUND = (
    Event(on(4, 8), State.ACCEPTED),
    Event(on(4, 15, 30), State.PROCESSING, AGENCY, 1),
    Event(on(5, 9, 30), State.WAITING_PAPERS),
    Event(on(7, 9, 30), State.PROCESSING),
    Event(on(8, 8, 30), State.PROCESSING, OTHER, 2),
    Event(on(12, 10, 30), State.SETTLED),
    Event(on(15, 8), State.RELEASED),
)


def counted(plan: dict[int, int], events: tuple[Event, ...] = ROUND, now: datetime | None = None):  # type: ignore[no-untyped-def]
    return shares(
        events,
        started_at=on(4, 8),
        desk_id=DESK,
        now=now or on(29, 8),
        plan=plan,
        clock=CLOCK,
    )


@pytest.mark.law("31a")
def test_a_share_runs_from_one_hand_over_to_the_next_without_the_pauses() -> None:
    found = counted({})
    assert [(s.unit_id, s.worked, s.paused) for s in found.each] == [
        (DESK, 6 * 60 + 30, 0),
        (AGENCY, 60 + 120 + 6 * 60 + 60, 2 * DAY),
        (OTHER, 7 * 60 + DAY + 180, 0),
    ]
    assert [share.running for share in found.each] == [False] * 3
    assert [share.pace for share in found.each] == [None] * 3


@pytest.mark.law("31b")
@pytest.mark.parametrize(
    ("planned", "pace"),
    [
        # The other agency hands over on Tuesday at 10:30 after 1,080 minutes; 300 of that day are left.
        (1079, Pace.LATE),
        (1080, Pace.ON_TIME),
        (1380, Pace.ON_TIME),
        (1381, Pace.EARLY),
    ],
)
def test_early_on_time_or_late_is_said_by_the_day_on_which_the_plan_runs_out(
    planned: int, pace: Pace
) -> None:
    assert counted({2: planned}).each[2].pace is pace


def test_what_the_desk_saves_passes_on_and_what_it_loses_does_not() -> None:
    assert counted({0: 400, 1: 500}).each[1].planned == 510
    assert counted({0: 300, 1: 500}).each[1].planned == 500
    assert counted({0: 300, 1: 2000, 2: 500}).each[2].planned == 500


def test_a_share_that_still_runs_is_at_most_late() -> None:
    for now, pace in ((on(5, 8), None), (on(5, 10), Pace.LATE)):
        last = counted({1: 120}, ROUND[:2], now).each[-1]
        assert (last.running, last.pace) == (True, pace)


@pytest.mark.law("31d")
@pytest.mark.parametrize("seed", range(60))
def test_shares_and_pauses_add_up_to_the_whole(seed: int) -> None:
    rng = Random(seed)
    moment, events = on(4, 8), []
    for turn in range(rng.randrange(1, 9)):
        # A device's clock may be wrong: some lines are dated before the line before them.
        moment += timedelta(minutes=rng.randrange(-300, 4000))
        state = rng.choice([State.PROCESSING, State.WAITING_PAPERS, State.STOPPED])
        handed = rng.random() < 0.4
        events.append(Event(moment, state, AGENCY if handed else None, turn if handed else None))
    end = moment + timedelta(minutes=rng.randrange(5000))
    if rng.random() < 0.5:
        events.append(Event(end, State.SETTLED))
    found = counted({}, tuple(events), on(29, 8))
    until = found.each[-1].until
    assert found.worked + found.paused == found.whole
    assert found.whole == working_minutes(on(4, 8), until, CALENDAR, HOURS)
    assert until == on(29, 8) or events[-1].state is State.SETTLED


@pytest.mark.parametrize(
    ("limit", "minutes"),
    [
        (Limit(12, DurationUnit.HOUR), 720),
        (Limit(2, DurationUnit.WORKING_DAY), 2 * DAY),
        # From Monday 08:00: four days later is Friday, to its close.
        (Limit(4, DurationUnit.CALENDAR_DAY), 5 * DAY - 30),
    ],
)
def test_a_planned_time_in_minutes(limit: Limit, minutes: int) -> None:
    assert planned_minutes(limit, on(4, 8), CLOCK) == minutes


@pytest.mark.law("31a", "31b", "31d")
def test_the_shares_of_a_dossier_of_the_book(who: Cast) -> None:
    dossier = cast.accept(who, cast.arrive(who, cast.take_in(who)))
    assert dossier.due_at is not None
    at(MONDAY + timedelta(hours=2))
    cast.transfer(who, dossier)
    at(MONDAY + timedelta(hours=3))
    dossiers.ask_payment(
        act(who.specialist, who.agency),
        dossier_id=dossier.id,
        amount_vnd=1000,
        reason="Lệ phí theo thông báo",
    )
    at(MONDAY + timedelta(days=1))
    found = times(dossier.id)
    assert found is not None
    assert [unit.unit for unit in found.units] == [who.desk.name, who.agency.name]
    assert (found.units[0].worked, found.units[0].pace) == ("2 giờ làm việc", Pace.ON_TIME)
    assert (found.worked, found.paused, found.whole) == (
        "3 giờ làm việc",
        "5 giờ làm việc",
        "1 ngày làm việc",
    )


@pytest.mark.law("31b")
@pytest.mark.parametrize(
    ("after_due", "pace"),
    [(-24, Pace.EARLY), (-7, Pace.ON_TIME), (0, Pace.ON_TIME), (16, Pace.LATE)],
)
def test_the_only_agency_is_late_when_the_dossier_is(
    who: Cast, after_due: int, pace: Pace
) -> None:
    dossier = cast.transfer(who, cast.accept(who, cast.arrive(who, cast.take_in(who))))
    assert dossier.due_at is not None
    at(dossier.due_at + timedelta(hours=after_due))
    desk.record_result(
        act(who.specialist, who.agency),
        dossier_id=dossier.id,
        number="1/KQ",
        issued_on=MONDAY.date(),
        name="Kết quả",
    )
    found = times(dossier.id)
    assert found is not None
    assert [unit.pace for unit in found.units][1:] == [pace]


def test_a_dossier_that_nobody_accepted_has_no_shares(who: Cast) -> None:
    assert times(cast.arrive(who, cast.take_in(who)).id) is None
