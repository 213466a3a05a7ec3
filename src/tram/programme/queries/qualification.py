"""The share of qualified points on a day against the year's target, for the province and each district.

A point that was never inspected stands in the denominator and is named. Legal basis: the plan's targets of 80, 95 and
100 %; domain requirement 7.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tram.directory.queries.qualification import QualifiedPoint, checklist_on, points_on
from tram.directory.rules.qualification import PointStanding
from tram.programme.queries.plan import plan_for
from tram.programme.rules.indicators import Goal, Indicator, Value
from tram.programme.rules.plan import PlanOn


@dataclass(frozen=True)
class DistrictPoints:
    """One district: how many of its points are qualified."""

    id: int
    name: str
    qualified: int
    points: int


@dataclass(frozen=True)
class PointRegister:
    """Every point as of a day, the districts, and the target of the year."""

    day: date
    value: Value
    rows: tuple[QualifiedPoint, ...]
    districts: tuple[DistrictPoints, ...]
    has_checklist: bool

    @property
    def qualified(self) -> int:
        """How many points are qualified, measured or not."""
        return sum(row.qualified for row in self.rows)

    @property
    def lacking(self) -> int:
        """How many more points the target takes."""
        goal = self.value.goal
        if goal is None or goal.percent is None:
            return 0
        need = -(-int(goal.percent * 100) * len(self.rows) // 10_000)
        return max(need - self.qualified, 0)


def point_register(day: date, plan: PlanOn | None = None) -> PointRegister:
    """The register as of a day, by a plan that was read already or the one in force then."""
    checklist = checklist_on(day)
    rows = points_on(day, checklist)
    return PointRegister(
        day=day,
        value=_value(rows, _goal(day, plan)),
        rows=tuple(rows),
        districts=_districts(rows),
        has_checklist=bool(checklist),
    )


def _value(rows: Sequence[QualifiedPoint], goal: Goal | None) -> Value:
    """Not measured while nobody inspected anything."""
    inspected = any(row.standing is not PointStanding.NEVER for row in rows)
    left_out = [row.standing for row in rows if not row.qualified]
    return Value(
        Indicator.POINTS_QUALIFIED,
        None,
        numerator=sum(row.qualified for row in rows) if inspected else None,
        denominator=len(rows) if inspected else None,
        goal=goal,
        excluded={how.value: left_out.count(how) for how in dict.fromkeys(left_out)},
    )


def _goal(day: date, plan: PlanOn | None) -> Goal | None:
    plan = plan or plan_for(day.year, day)
    target = plan.province_target(Indicator.POINTS_QUALIFIED, day.year) if plan else None
    return target.goal(day.year, plan.readings) if target and plan else None


def _districts(rows: Sequence[QualifiedPoint]) -> tuple[DistrictPoints, ...]:
    found: dict[int, DistrictPoints] = {}
    for row in rows:
        before = found.get(row.district_id) or DistrictPoints(row.district_id, row.district, 0, 0)
        found[row.district_id] = DistrictPoints(
            before.id, before.name, before.qualified + row.qualified, before.points + 1
        )
    return tuple(found.values())
