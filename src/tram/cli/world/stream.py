"""The acts of the simulated years: dossiers arrive, travel and end as the figures ask, from one seed.

Pure: the province, the figures, the calendar and the counting of due times are arguments. Each dossier's course is
told by itself; what travels together is put on one list by `legs`.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from random import Random

from tram.cli.world.acts import Deed
from tram.cli.world.course import Arrival, Courses, Due
from tram.cli.world.figures import Figures
from tram.cli.world.province import Offering, Province
from tram.cli.world.season import by_day
from tram.core.calendar import DAY, WorkingCalendar, days_between

LEVELS = ("province", "district", "commune")


@dataclass(frozen=True)
class Task:
    """What is to be made: the days, the share of the province's figures, the seed. A year's count falls on its days."""

    first: date
    last: date
    scale: float
    seed: int = 1

    @property
    def years(self) -> range:
        """The years of the task."""
        return range(self.first.year, self.last.year + 1)

    def asked(self, figures: Figures, year: int, level: str) -> int:
        """How many dossiers of a level a year gets."""
        return round(figures.volume[year, level] * self.scale)


def stream(
    province: Province, figures: Figures, task: Task, calendar: WorkingCalendar, due: Due
) -> list[Deed]:
    """Every act from the first day to the last, in the order of time."""
    figures.require_years(task.years)
    courses = Courses(province, figures, task.seed, calendar, due)
    for arrival in _arrivals(province, figures, task, calendar):
        courses.begin(arrival)
    return courses.acts(until=task.last)


def _arrivals(
    province: Province, figures: Figures, task: Task, calendar: WorkingCalendar
) -> Iterator[Arrival]:
    rng = Random(f"{task.seed}/arrivals")
    for year in task.years:
        first = max(task.first, date(year, 1, 1))
        last = min(task.last, date(year, 12, 31))
        days = [d for d in days_between(first, last + DAY) if calendar.is_working(d)]
        for level in LEVELS:
            wanted = Wanted(province.offerings, level, task.seed)
            counts = by_day(task.asked(figures, year, level), days, figures.day_weight)
            for day, count in counts.items():
                for _ in range(count if wanted.on(day) else 0):
                    yield Arrival(day, wanted.draw(rng, day))


class Wanted:
    """Which procedures of a level are asked for: a few often, most seldom; agencies differ in size."""

    def __init__(self, offerings: Sequence[Offering], level: str, seed: int) -> None:
        rng = Random(f"{seed}/wanted/{level}")
        self.places = [at for at, each in enumerate(offerings) if each.level == level]
        self.since = [offerings[at].since for at in self.places]
        size: dict[int, float] = {}
        rank: dict[int, float] = {}
        self.weights = []
        for at in self.places:
            facts = offerings[at].facts
            agency = size.setdefault(facts.agency_id, rng.lognormvariate(0, 0.6))
            often = rank.setdefault(facts.version_id, 1 / (1 + rng.randrange(12)))
            self.weights.append(agency * often)
        self.starts = sorted(set(self.since))
        self.known: dict[int, tuple[list[int], list[float]]] = {}

    def on(self, day: date) -> bool:
        """Whether anything is offered on a day."""
        return bool(self.starts) and self.starts[0] <= day

    def draw(self, rng: Random, day: date) -> int:
        """The place of one offering that is in force on a day."""
        key = bisect_right(self.starts, day)
        if key not in self.known:
            open_ = [at for at, since in enumerate(self.since) if since <= day]
            sums = list(accumulate(self.weights[at] for at in open_))
            self.known[key] = ([self.places[at] for at in open_], sums)
        places, sums = self.known[key]
        return rng.choices(places, cum_weights=sums)[0]
