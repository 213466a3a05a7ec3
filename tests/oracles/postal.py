"""When the post is due, and whose each minute was, counted by hand over plain values. Nothing of `tram` is imported."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

ONE_DAY, ONE_MINUTE = timedelta(days=1), timedelta(minutes=1)
Span = tuple[datetime, datetime]


def due_day(
    taken: date, limit: int, worked: Callable[[date], bool], waits: Iterable[Span] = ()
) -> date:
    """The last day of a limit: each day is asked alone; a wait from its last day moves it to the release."""
    spans = sorted(waits)
    day, left = taken, limit
    while left:
        day += ONE_DAY
        held = any(since.date() < day <= until.date() for since, until in spans)
        if worked(day) and not held:
            left -= 1
    for since, until in spans:
        if since.date() <= day < until.date():
            day = until.date()
            while not worked(day):
                day += ONE_DAY
    return day


def whose_minutes(
    start: datetime, end: datetime, post: Iterable[Span], citizen: Iterable[Span]
) -> dict[str, int]:
    """How many whole minutes were the agency's, the post's, the citizen's: one minute after another."""
    post, citizen = list(post), list(citizen)
    found = {"agency": 0, "post": 0, "citizen": 0}
    minute = start
    while minute < end:
        whose = "agency"
        if any(since <= minute < until for since, until in citizen):
            whose = "citizen"
        elif any(since <= minute < until for since, until in post):
            whose = "post"
        found[whose] += 1
        minute += ONE_MINUTE
    return found


def nearest_rank(values: list[int], percent: int) -> int:
    """The smallest value that at least so many per cent of the values do not exceed."""
    return min(
        value
        for value in values
        if sum(other <= value for other in values) * 100 >= percent * len(values)
    )
