"""The share of tellers trained on a day: who holds a certificate in force, over who is on duty as a teller.

Legal basis: the plan's task of the provincial post; domain requirement 8.
"""

from dataclasses import dataclass
from datetime import date

from tram.directory.queries.training import CourseRow, TellerRow, courses, tellers_on
from tram.programme.queries.plan import plan_for
from tram.programme.rules.indicators import Goal, Indicator, Value
from tram.programme.rules.plan import PlanOn


@dataclass(frozen=True)
class TrainingRegister:
    """The tellers on duty on a day and the courses of its year."""

    day: date
    value: Value
    tellers: tuple[TellerRow, ...]
    courses: tuple[CourseRow, ...]

    @property
    def untrained(self) -> tuple[TellerRow, ...]:
        """Who holds no certificate in force."""
        return tuple(each for each in self.tellers if not each.trained(self.day))


def training_register(day: date, plan: PlanOn | None = None) -> TrainingRegister:
    """The register as of a day, by a plan read already or the one then; not measured before a course is planned."""
    tellers, all_courses = tuple(tellers_on(day)), courses()
    trained = sum(each.trained(day) for each in tellers)
    begun = any(each.year <= day.year for each in all_courses)
    left_out = len(tellers) - trained
    return TrainingRegister(
        day=day,
        value=Value(
            Indicator.TELLERS_TRAINED,
            None,
            numerator=trained if begun else None,
            denominator=len(tellers) if begun else None,
            goal=_goal(day, plan),
            excluded={"no-certificate": left_out} if left_out else {},
        ),
        tellers=tellers,
        courses=tuple(each for each in all_courses if each.year == day.year),
    )


def _goal(day: date, plan: PlanOn | None) -> Goal | None:
    plan = plan or plan_for(day.year, day)
    target = plan.province_target(Indicator.TELLERS_TRAINED, day.year) if plan else None
    return target.goal(day.year, plan.readings) if target and plan else None
