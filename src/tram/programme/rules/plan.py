"""A plan as data (kế hoạch): its document, groups, targets and chosen readings; what each year asks of whom.

Percentages are added in points and compared as integers. Legal basis: the plan's article; domain requirement 46.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tram.core.choices import Choice
from tram.programme.rules.indicators import Goal, Group, Indicator
from tram.programme.rules.periods import Period, plan_year
from tram.programme.rules.readings import ReadingName, Readings


class TargetLevel(Choice):
    """Of whom a target is asked (phạm vi chỉ tiêu)."""

    UNIT = "unit", "Từng cơ quan"
    PROVINCE = "province", "Toàn tỉnh"
    BOTH = "both", "Từng cơ quan và toàn tỉnh"


@dataclass(frozen=True)
class Article:
    """One passage of the document (điều, mục), in its own words."""

    code: str
    title: str
    wording: str


@dataclass(frozen=True)
class ReadingNote:
    """Which way of an open question the plan's data chose, and why."""

    name: ReadingName
    chosen: str
    wording: str
    why: str


@dataclass(frozen=True)
class PlanTarget:
    """What is asked in some years of some agencies, or of the province (chỉ tiêu).

    Without a figure (`percent` and `count` empty) the indicator is followed, not judged. Empty `groups` or `kinds`
    leave that side open. `step_if` names the way of reading the step under which `step` is added; empty = always.
    """

    indicator: Indicator
    level: TargetLevel
    first_year: int
    last_year: int
    groups: frozenset[Group] = frozenset()
    kinds: frozenset[str] = frozenset()
    percent: Decimal | None = None
    count: int | None = None
    step: Decimal = Decimal(0)
    step_if: str = ""
    due: date | None = None
    due_next_year: str = ""
    denominator: str = ""
    article: str = ""
    provenance: str = ""

    def asks_unit(self, group: Group, kind: str, year: int) -> bool:
        """Whether an agency of this group and kind is asked in a year."""
        fits = (not self.groups or group in self.groups) and (not self.kinds or kind in self.kinds)
        return fits and self.level != TargetLevel.PROVINCE and self.in_year(year)

    def asks_province(self, year: int) -> bool:
        """Whether the province as a whole is asked in a year."""
        return self.level != TargetLevel.UNIT and self.in_year(year)

    def in_year(self, year: int) -> bool:
        """Whether it is a target of this year."""
        return self.first_year <= year <= self.last_year

    def goal(self, year: int, readings: Readings) -> Goal | None:
        """What must be reached that year under these readings; None if it is only followed."""
        if self.count is not None:
            return Goal(count=self.count)
        if self.percent is None:
            return None
        steps = year - self.first_year if self.step_if in ("", readings.step) else 0
        return Goal(percent=self.percent + self.step * steps)

    def due_on(self, year: int, period: Period) -> date:
        """The last day in time: its own, a day of the next year, or the end of the year."""
        if self.due_next_year:
            month, day = int(self.due_next_year[:2]), int(self.due_next_year[3:])
            return date(year + 1, month, day)
        return self.due or period.last


@dataclass(frozen=True)
class PlanOn:
    """One version of a plan with all that it says (kế hoạch, bản có hiệu lực)."""

    id: int
    number: str
    version: int
    title: str
    issuer: str
    issued_on: date
    valid_from: date
    valid_to: date | None
    first_year: int
    last_year: int
    year_starts: str
    source: str
    readings: Readings
    notes: tuple[ReadingNote, ...] = ()
    groups: Mapping[Group, str] = field(default_factory=dict)
    articles: Mapping[str, Article] = field(default_factory=dict)
    targets: tuple[PlanTarget, ...] = ()

    def period(self, year: int) -> Period:
        """The days of one year of the plan."""
        return plan_year(year, self.year_starts)

    def target(
        self, indicator: Indicator, year: int, group: Group = Group.NONE, kind: str = ""
    ) -> PlanTarget | None:
        """The target of an agency of this group and kind, or None."""
        found = (t for t in self.targets if t.indicator == indicator)
        return next((t for t in found if t.asks_unit(group, kind, year)), None)

    def province_target(self, indicator: Indicator, year: int) -> PlanTarget | None:
        """The target of the province as a whole, or None."""
        found = (t for t in self.targets if t.indicator == indicator)
        return next((t for t in found if t.asks_province(year)), None)

    def asks(self, group: Group, kind: str, year: int) -> bool:
        """Whether an agency of this group and kind has any target in a year."""
        return any(t.asks_unit(group, kind, year) for t in self.targets)

    def indicators(self) -> tuple[Indicator, ...]:
        """What the plan has targets for, in the order of its targets."""
        return tuple(dict.fromkeys(t.indicator for t in self.targets))


@dataclass(frozen=True)
class Goals:
    """What a plan asks in one year under one set of readings."""

    plan: PlanOn
    year: int
    readings: Readings

    @property
    def period(self) -> Period:
        """The days of the year."""
        return self.plan.period(self.year)

    def unit(self, indicator: Indicator, group: Group, kind: str) -> Goal | None:
        """What an agency must reach; None without a target or a figure."""
        target = self.plan.target(indicator, self.year, group, kind)
        return target.goal(self.year, self.readings) if target else None

    def province(self, indicator: Indicator) -> Goal | None:
        """What the province must reach; None without a target or a figure."""
        target = self.plan.province_target(indicator, self.year)
        return target.goal(self.year, self.readings) if target else None

    def asks(self, group: Group, kind: str) -> bool:
        """Whether an agency of this group and kind has any target this year."""
        return self.plan.asks(group, kind, self.year)
