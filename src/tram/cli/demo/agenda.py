"""When things happen in the simulated month: one queue of acts, hours of the day, request ids from the seed."""

import heapq
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from tram.cli.demo.crew import Member
from tram.core import clock
from tram.core.acts import Act, Actor
from tram.core.calendar import ZONE, WorkingCalendar, local


def moment(day: date, hour: float, rng: Random, spread: int = 12) -> datetime:
    """A time of day in Việt Nam, some minutes around an hour."""
    start = datetime.combine(day, time(int(hour), int(hour % 1 * 60)), ZONE)
    return start + timedelta(minutes=rng.randrange(spread), seconds=rng.randrange(60))


class Agenda:
    """The queue of acts, the calendar and the dice."""

    def __init__(self, calendar: WorkingCalendar, seed: int) -> None:
        self.calendar, self.rng = calendar, Random(seed)
        self.queue: list[tuple[datetime, int, Callable[[], object]]] = []
        self.order = self.seals = 0
        self.end = datetime.max.replace(tzinfo=ZONE)

    def at(self, when: datetime, what: Callable[[], object]) -> None:
        """Put an act into the queue, unless it falls after the month."""
        if when <= self.end:
            self.order += 1
            heapq.heappush(self.queue, (when, self.order, what))

    def on(self, day: date, hour: float, what: Callable[[], object]) -> None:
        """Put an act into the queue for some minutes after an hour of a day."""
        self.at(moment(day, hour, self.rng, 5), what)

    def act(self, member: Member, **words: object) -> Act:
        """A new act whose request id and salts come from the seed."""
        return member.act(request_id=self._ident(), salt=self._salt, **words)

    def public_act(self) -> Act:
        """The same of a citizen, who signs in nowhere."""
        return Act(request_id=self._ident(), actor=Actor(None), salt=self._salt)

    def _ident(self) -> UUID:
        return UUID(int=self.rng.getrandbits(128), version=4)

    def _salt(self, _line: int) -> bytes:
        return self.rng.randbytes(16)

    def seal(self) -> str:
        """The next seal of the roll: no two closed covers bear the same."""
        self.seals += 1
        return f"NP{self.seals:06d}"

    def later(self, minutes: int) -> datetime:
        """Some minutes from now."""
        return clock.now() + timedelta(minutes=minutes)

    def next_day(self, hour: float) -> datetime:
        """Some minutes after an hour of the next working day."""
        return moment(self.calendar.next_working(clock.today()), hour, self.rng, 5)

    def in_office(self, when: datetime) -> datetime:
        """The same moment if an office is open then, else a time of the next working day."""
        then = local(when)
        if self.calendar.is_working(then.date()) and time(8) <= then.time() <= time(16):
            return when
        day = then.date() if then.time() < time(8) else then.date() + timedelta(days=1)
        day = day if self.calendar.is_working(day) else self.calendar.next_working(day)
        return moment(day, self.rng.uniform(8.0, 15.5), self.rng)
