"""How long a thing may lie before it is told (chờ quá lâu), in working days."""

from datetime import date, datetime, time, timedelta

from tram.core.calendar import WorkingCalendar, local


def lies_too_long_since(now: datetime, days: int, calendar: WorkingCalendar) -> datetime:
    """What has lain since before this moment has lain longer than so many working days.

    On a day off nothing grows older: it is as if the next working day were just beginning.
    """
    here = local(now)
    day, clock = here.date(), here.timetz()
    if not calendar.is_working(day):
        day, clock = calendar.next_working(day), time(tzinfo=here.tzinfo)
    for _day in range(days):
        day = _previous_working(day, calendar)
    return datetime.combine(day, clock)


def _previous_working(day: date, calendar: WorkingCalendar) -> date:
    day -= timedelta(days=1)
    while not calendar.is_working(day):
        day -= timedelta(days=1)
    return day
