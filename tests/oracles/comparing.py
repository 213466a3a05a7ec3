"""The rules of `tram` and the model side by side: how many answers were compared, and where they differ."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time

from tests.oracles.due import Case, Province, Span, due, same_day
from tram.core.calendar import ZONE, HoursTable, OfficeHours, Season, WorkingCalendar
from tram.dossiers.rules import deadlines as rules

INTAKE_STOPS_EARLY = 30


@dataclass
class Comparison:
    """What was asked and answered."""

    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    @property
    def compared(self) -> int:
        """How many due times were compared."""
        return sum(self.counts.values())

    def add(self, what: str, case: Case, found: datetime, expected: datetime) -> None:
        """Compare one answer."""
        self.counts[what] += 1
        if found.replace(tzinfo=None) != expected:
            self.wrong.append(f"{what}: {case}: found {found}, by hand {expected}")


def compare(
    cases: Iterable[Case], province: Province, by_hand: Province | None = None
) -> Comparison:
    """Every case by both, and each also as a same-day procedure; the model may be given another province."""
    told = Comparison()
    model = by_hand or province
    for case in cases:
        kind = f"{case.unit}{', paused' if case.pauses else ''}"
        told.add(kind, case, _by_the_rules(case, province), due(case, model))
        expected = same_day(case.start, INTAKE_STOPS_EARLY, case, model)
        told.add("same day", case, _same_day(case, province), expected)
    return told


def _by_the_rules(case: Case, province: Province) -> datetime:
    limit = rules.Limit(case.value, rules.DurationUnit(case.unit))
    pauses = [
        rules.Pause(_aware(since), _aware(until), rules.PauseKind(kind))
        for since, until, kind in case.pauses
    ]
    terms = calendar_of(case, province), hours_of(case, province)
    return rules.due(_aware(case.start), limit, *terms, pauses).due_at


def _same_day(case: Case, province: Province) -> datetime:
    terms = calendar_of(case, province), hours_of(case, province)
    return rules.same_day_due(_aware(case.start), *terms).due_at


def calendar_of(case: Case, province: Province) -> WorkingCalendar:
    """The province's calendar with the closures of the case's unit."""
    years = [day.year for day in province.off]
    base = WorkingCalendar(province.off, province.made_up, (min(years), max(years)))
    return base.closed_on(dict.fromkeys(case.closed, "Đóng cửa"))


def hours_of(case: Case, province: Province) -> HoursTable:
    """The unit's own office hours, else those of the province by season."""
    own = [Season((1, 1), (12, 31), _hours(case.own_hours))] if case.own_hours else []
    seasons = (Season(_day(a), _day(b), _hours(spans)) for a, b, spans in province.seasons)
    return HoursTable((*own, *seasons))


def _hours(spans: tuple[Span, ...]) -> OfficeHours:
    periods = tuple((time(*divmod(a, 60)), time(*divmod(b, 60))) for a, b in spans)
    return OfficeHours(periods, INTAKE_STOPS_EARLY)


def _day(month_day: str) -> tuple[int, int]:
    found = date.fromisoformat(f"2000-{month_day}")
    return found.month, found.day


def _aware(moment: datetime) -> datetime:
    return moment.replace(tzinfo=ZONE)
