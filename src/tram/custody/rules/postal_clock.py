"""The post's own clock (thời gian toàn trình): when an item is due, counted so that a person can follow.

TT 17/2017/TT-BTTTT Điều 6–7. The limit counts working days of the post from the day after the taking (BLDS 2015
Điều 147) to the end of its last day (Điều 148: 24 giờ). While the post waits for a coded reason no day after the first
of the wait up to its last is counted. The legal clock of the dossier is another one and is never asked for here.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from typing import Any, Self

from tram.core.calendar import DAY, ZONE, Hours, WorkingCalendar, days_between, local, vn_date
from tram.custody.rules.routes import Waiting
from tram.dossiers.rules.queue import working_minutes


@dataclass(frozen=True)
class Wait:
    """The post waited from one moment to another."""

    started_at: datetime
    ended_at: datetime
    reason: Waiting

    @property
    def first(self) -> date:
        """The Vietnamese day on which it began: that day is still counted."""
        return local(self.started_at).date()

    @property
    def last(self) -> date:
        """The Vietnamese day on which it was released: the last day that is not counted."""
        return local(self.ended_at).date()


@dataclass(frozen=True)
class CountedDay:
    """One day of the counting: its number, or why it was not counted."""

    day: date
    number: int = 0
    reason: str = ""


@dataclass(frozen=True)
class Reckoning:
    """A due time of the post with its reasons, kept with the run and shown in words."""

    started_at: datetime
    due_at: datetime
    days: tuple[CountedDay, ...]

    def in_words(self) -> str:
        """The counting in one phrase: what counted, what did not and why."""
        told = "; ".join(_phrases(self.days))
        return f"kể từ {local(self.started_at):%H:%M} {vn_date(local(self.started_at).date())}: {told}"

    def as_json(self) -> dict[str, Any]:
        """Plain JSON values, times in ISO 8601 with +07:00."""
        days = [
            {"day": each.day.isoformat(), "number": each.number, "reason": each.reason}
            for each in self.days
        ]
        moments = {"started_at": self.started_at.isoformat(), "due_at": self.due_at.isoformat()}
        return {**moments, "days": days}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """The reckoning that `as_json` wrote."""
        return cls(
            local(datetime.fromisoformat(stored["started_at"])),
            local(datetime.fromisoformat(stored["due_at"])),
            tuple(
                CountedDay(date.fromisoformat(each["day"]), each["number"], each["reason"])
                for each in stored["days"]
            ),
        )


def postal_due(
    started_at: datetime, limit_days: int, calendar: WorkingCalendar, waits: Iterable[Wait] = ()
) -> Reckoning:
    """When an item taken at `started_at` is due at the latest: the last minute of the last day of its limit."""
    start, waited = local(started_at), tuple(waits)
    days = list(_counted(start.date(), limit_days, calendar, waited))
    days += _moved(days[-1].day, calendar, waited)
    return Reckoning(start, datetime.combine(days[-1].day, time.max, ZONE), tuple(days))


def used_minutes(
    started_at: datetime,
    ended_at: datetime,
    calendar: WorkingCalendar,
    hours: Hours,
    waits: Sequence[Wait] = (),
) -> int:
    """Office minutes that the post needed, without those it waited."""
    whole = working_minutes(started_at, ended_at, calendar, hours)
    stood = sum(
        working_minutes(
            max(wait.started_at, started_at), min(wait.ended_at, ended_at), calendar, hours
        )
        for wait in waits
    )
    return max(whole - stood, 0)


def _counted(
    start: date, limit: int, calendar: WorkingCalendar, waits: tuple[Wait, ...]
) -> Iterator[CountedDay]:
    number, day = 0, start
    while number < limit:
        day += DAY
        reason = _why_not(day, calendar, waits)
        number += not reason
        yield CountedDay(day, 0 if reason else number, reason)


def _why_not(day: date, calendar: WorkingCalendar, waits: tuple[Wait, ...]) -> str:
    """Why a day is not counted; empty if it is."""
    for wait in waits:
        if wait.first < day <= wait.last:
            return wait.reason.label
    return calendar.reason_off(day) or ""


def _moved(end: date, calendar: WorkingCalendar, waits: tuple[Wait, ...]) -> Iterator[CountedDay]:
    """A wait that began on the last day and outlasted it: the limit ends on the day of the release, if it is worked."""
    for wait in sorted(waits, key=lambda wait: wait.started_at):
        if not wait.first <= end < wait.last:
            continue
        for day in days_between(end + DAY, wait.last):
            yield CountedDay(day, 0, wait.reason.label)
        end = wait.last
        while not calendar.is_working(end):
            yield CountedDay(end, 0, calendar.reason_off(end) or "")
            end += DAY
        yield CountedDay(end)


def _phrases(days: tuple[CountedDay, ...]) -> Iterator[str]:
    for (reason, counted), run in groupby(days, lambda each: (each.reason, each.number)):
        first, *others = run
        span = f"{first.day:%d/%m}" + (f"–{others[-1].day:%d/%m}" if others else "")
        if reason:
            yield f"không tính {span} ({reason})"
        elif counted:
            yield f"ngày {counted} = {span}"
        else:
            yield f"dời sang {span}"
