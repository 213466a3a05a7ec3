"""Questions for the legal clock, made by a seeded die: the same seed asks the same. Imports nothing of `tram`."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from tests.oracles.due import Case, Pause, Province, Span, at_minute, due

FIRST, DAYS = date(2018, 1, 2), 7 * 365
LONGEST = {"hour": 24, "working-day": 60, "calendar-day": 120, "month": 12}
KINDS = ("supplement", "payment", "stop")


def cases(count: int, seed: int, province: Province) -> Iterator[Case]:
    """As many cases as asked for; half of them with pauses, some with closures, some with hours of their own."""
    die = Random(seed)
    units = list(LONGEST)
    for number in range(count):
        unit = units[number % len(units)]
        yield _case(die, unit, province)


def _case(die: Random, unit: str, province: Province) -> Case:
    start = _moment(die, FIRST + timedelta(days=die.randrange(DAYS)))
    plain = Case(
        start=start,
        unit=unit,
        value=die.randint(1, LONGEST[unit]),
        closed=_closed(die, start.date()),
        own_hours=_own_hours(die) if die.random() < 0.3 else (),
    )
    if die.random() < 0.5:
        return plain
    end = due(plain, province)
    pauses = _pauses(die, start, end)
    return Case(start, unit, plain.value, pauses, plain.closed, plain.own_hours)


def _moment(die: Random, day: date) -> datetime:
    """Mostly while offices are open, now and then at any second of the day."""
    minute = die.randint(7 * 60, 17 * 60) if die.random() < 0.8 else die.randrange(24 * 60)
    return at_minute(day, minute) + timedelta(seconds=die.randrange(60))


def _closed(die: Random, around: date) -> frozenset[date]:
    if die.random() < 0.7:
        return frozenset()
    first = around + timedelta(days=die.randint(-5, 40))
    return frozenset(first + timedelta(days=n) for n in range(die.randint(1, 21)))


def _own_hours(die: Random) -> tuple[Span, ...]:
    edges = sorted(die.sample(range(6 * 60, 20 * 60, 15), 2 * die.randint(1, 3)))
    return tuple(zip(edges[::2], edges[1::2], strict=True))


def _pauses(die: Random, start: datetime, end: datetime) -> tuple[Pause, ...]:
    """Up to three, one after another; a third of them begins about the very end, where mistakes are made."""
    found: list[Pause] = []
    since = start - timedelta(days=die.choice((0, 0, 0, 2)))
    for _ in range(die.randint(1, 3)):
        if die.random() < 0.33:
            begin = end + timedelta(minutes=die.randint(-900, 120))
        else:
            begin = _moment(die, since.date() + timedelta(days=die.randint(0, 15)))
        begin = max(begin, since)
        until = max(
            begin, _moment(die, begin.date() + timedelta(days=die.choice((0, 1, 3, 12, 30))))
        )
        found.append((begin, until, die.choice(KINDS)))
        since = until
    return tuple(found)
