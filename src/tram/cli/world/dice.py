"""What the generator draws: moments of working days, requests, seals, invented people; the same from the same seed."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID

from tram.cli.demo.people import FAMILY, GIVEN, MIDDLE
from tram.cli.world.acts import Citizen, Paper
from tram.cli.world.province import Province
from tram.core.calendar import ZONE, WorkingCalendar, local


class Dice:
    """The draws of one seed."""

    def __init__(self, province: Province, seed: int, calendar: WorkingCalendar) -> None:
        self.calendar, self.communes, self.seals = calendar, tuple(province.communes), 0
        self.papers = 0
        self.rng, self.ident = Random(f"{seed}/courses"), Random(f"{seed}/requests")

    def days_on(self, day: date, count: int) -> date:
        """So many working days later."""
        for _ in range(count):
            day = self.calendar.next_working(day)
        return day

    def moment(self, day: date, from_: float, to: float) -> datetime:
        """A time of a day between two hours, to the second; nobody comes at noon."""
        seconds = int(self.rng.uniform(from_, to) * 3600)
        if 11.4 * 3600 < seconds < 13.5 * 3600:
            seconds = int((8 + seconds / 3600 - 11.4) * 3600)
        return datetime.combine(day, time(), ZONE).astimezone(UTC) + timedelta(seconds=seconds)

    def after(self, at: datetime, *, days: int) -> datetime:
        """Some working days later."""
        return self.moment(self.days_on(local(at).date(), days), 8.0, 15.2)

    def request(self) -> UUID:
        """The id of one request."""
        return UUID(int=self.ident.getrandbits(128), version=4)

    def seal(self) -> str:
        """The next number of a seal."""
        self.seals += 1
        return f"MP{self.seals:07d}"

    def paper(self, entered_at: datetime) -> Paper:
        """The next signed paper, entered at a moment."""
        self.papers += 1
        return Paper(f"MP-{self.papers:06d}", entered_at)

    def last4(self) -> str:
        """The last signs of an identity card."""
        return f"{self.rng.randrange(10_000):04d}"

    def citizen(self) -> Citizen:
        """Somebody invented, who looks it."""
        rng = self.rng
        name = f"{rng.choice(FAMILY)} {rng.choice(MIDDLE)} {rng.choice(GIVEN)}"
        phone = f"0900000{rng.randrange(1000):03d}"
        return Citizen(name, phone, f"Thôn Mẫu {rng.randrange(1, 30)}", rng.choice(self.communes))
