"""What lies too long, counted in working days."""

from datetime import date, datetime

import pytest

from tram.core.calendar import ZONE, WorkingCalendar
from tram.custody.rules.waiting import lies_too_long_since

CALENDAR = WorkingCalendar({date(2019, 11, 20): "ngày nghỉ mẫu"}, {}, (2019, 2019))


def at(day: int, hour: int = 9) -> datetime:
    return datetime(2019, 11, day, hour, tzinfo=ZONE)


@pytest.mark.law("36d")
@pytest.mark.parametrize(
    ("now", "days", "since"),
    [
        (at(5), 1, at(4)),
        (at(4), 1, at(1)),
        (at(3), 1, at(1, 0)),
        (at(21), 1, at(19)),
        (at(21), 2, at(18)),
        (at(5), 0, at(5)),
    ],
)
def test_days_off_are_not_counted(now: datetime, days: int, since: datetime) -> None:
    assert lies_too_long_since(now, days, CALENDAR) == since
