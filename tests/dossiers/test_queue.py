"""How pressing a dossier is, counted in working time."""

from datetime import date, datetime, time

import pytest

from tram.core.calendar import ZONE, OfficeHours, WorkingCalendar
from tram.dossiers.rules.queue import Urgency, standing, working_minutes, working_time

HOURS = OfficeHours(((time(7, 30), time(12)), (time(13), time(16, 30))))
HOLIDAY = date(2019, 11, 20)
CALENDAR = WorkingCalendar(
    days_off={HOLIDAY: "Ngày nghỉ mẫu"}, extra_working={}, covers=(2019, 2020)
)
DAY = 480


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2019 on Vietnamese clocks; the 4th is a Monday."""
    return datetime(2019, 11, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        (at(4, 8), at(4, 9), 60),
        (at(4, 11), at(4, 14), 120),  # the lunch hour is nobody's
        (at(4, 16), at(5, 8), 60),
        (at(8, 16), at(11, 8), 60),  # over a weekend
        (at(9, 8), at(10, 20), 0),  # inside one
        (at(4, 7, 30), at(8, 16, 30), 5 * DAY),
        (at(19, 16), at(21, 8), 60),  # over a holiday
        (at(4, 9), at(4, 8), 0),
    ],
)
def test_only_office_hours_of_working_days_count(
    start: datetime, end: datetime, minutes: int
) -> None:
    assert working_minutes(start, end, CALENDAR, HOURS) == minutes


@pytest.mark.parametrize(
    ("now", "urgency", "words"),
    [
        (at(5, 8), Urgency.IN_TIME, "còn 9 ngày làm việc"),
        (at(14, 16, 30), Urgency.IN_TIME, "còn 2 ngày làm việc"),
        (at(15, 7, 29), Urgency.IN_TIME, "còn 2 ngày làm việc"),
        (at(15, 10), Urgency.SOON, "còn 1 ngày 5 giờ làm việc"),
        (at(18, 15, 50), Urgency.SOON, "còn 40 phút làm việc"),
        (at(18, 16, 30), Urgency.SOON, "còn 0 phút làm việc"),
        (at(18, 17), Urgency.OVERDUE, "vừa quá hạn"),
        (at(19, 9, 30), Urgency.OVERDUE, "quá 2 giờ làm việc"),
        (at(22, 7, 30), Urgency.OVERDUE, "quá 2 ngày làm việc"),
    ],
)
def test_ten_days_are_in_time_then_soon_then_overdue(
    now: datetime, urgency: Urgency, words: str
) -> None:
    # Ten working days less half an hour: a fifth of them is just under two days.
    found = standing(at(5, 8), at(18, 16, 30), now, CALENDAR, HOURS)
    assert (found.urgency, found.words) == (urgency, words)


def test_the_last_working_day_is_always_soon_however_short_the_limit() -> None:
    start, due_at = at(4, 9), at(6, 16, 30)
    on_the_eve = standing(start, due_at, at(5, 16, 30), CALENDAR, HOURS)
    before = standing(start, due_at, at(5, 15), CALENDAR, HOURS)
    assert (before.urgency, on_the_eve.urgency) == (Urgency.IN_TIME, Urgency.SOON)


def test_a_long_limit_warns_in_its_last_fifth() -> None:
    start, due_at = at(1, 16, 30), at(15, 16, 30)  # ten working days
    two_days_left = standing(start, due_at, at(13, 16, 30), CALENDAR, HOURS)
    more = standing(start, due_at, at(13, 16), CALENDAR, HOURS)
    assert (more.urgency, two_days_left.urgency) == (Urgency.IN_TIME, Urgency.SOON)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (59, "59 phút làm việc"),
        (60, "1 giờ làm việc"),
        (DAY + 90, "1 ngày 1 giờ làm việc"),
        (3 * DAY + 90, "3 ngày làm việc"),
    ],
)
def test_working_time_is_told_as_finely_as_it_matters(minutes: int, words: str) -> None:
    assert working_time(minutes, DAY) == words
