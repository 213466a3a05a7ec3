"""The plan as it is in force (kế hoạch): its targets, readings and the agencies that have one."""

from dataclasses import dataclass
from datetime import date

from tram.core.errors import Refused
from tram.programme.models import PlanVersion, Target
from tram.programme.rules.indicators import Group, Indicator
from tram.programme.rules.periods import year_of
from tram.programme.rules.plan import (
    Article,
    Goals,
    PlanOn,
    PlanTarget,
    ReadingNote,
    TargetLevel,
)
from tram.programme.rules.readings import ReadingName, Readings


@dataclass(frozen=True)
class PlannedUnit:
    """An agency that the plan asks something of in a year."""

    id: int
    slug: str
    name: str
    short_name: str
    group: Group
    kind: str


def plan_on(day: date) -> PlanOn | None:
    """The version in force on a day, or None."""
    rows = PlanVersion.objects.filter(valid_from__lte=day)
    found = rows.exclude(valid_to__lt=day).prefetch_related("targets").first()
    return _plan(found) if found else None


def plan_for(year: int, day: date) -> PlanOn | None:
    """The version by which a year is judged as of a day: in force then, or else the nearest that has the year."""
    rows = PlanVersion.objects.filter(first_year__lte=year, last_year__gte=year)
    versions = list(rows.order_by("valid_from").prefetch_related("targets"))
    begun = [row for row in versions if row.valid_from <= day]
    return _plan(begun[-1] if begun else versions[0]) if versions else None


def year_on(day: date) -> int:
    """The year of the plan that a day lies in; without a plan that of the calendar."""
    plan = plan_on(day) or plan_for(day.year, day)
    return year_of(day, plan.year_starts) if plan else day.year


def plan_version(version_id: int) -> PlanOn:
    """One version by its id."""
    return _plan(PlanVersion.objects.prefetch_related("targets").get(pk=version_id))


def goals(year: int, day: date, readings: Readings | None = None) -> Goals:
    """What the plan asks in a year as of a day; without `readings` as the plan's data chose. Refused without a plan."""
    plan = plan_for(year, day)
    if plan is None:
        raise Refused(
            "no-plan",
            f"Chưa có kế hoạch nào cho năm {year}: hãy nạp tệp plan-….toml của kế hoạch (tram load).",
        )
    return Goals(plan, year, readings or plan.readings)


def group_of(code: str) -> Group:
    """The group as a unit's row writes it: empty = none."""
    return Group(code) if code else Group.NONE


def _plan(row: PlanVersion) -> PlanOn:
    return PlanOn(
        id=row.pk,
        number=row.number,
        version=row.version,
        title=row.title,
        issuer=row.issuer,
        issued_on=row.issued_on,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        first_year=row.first_year,
        last_year=row.last_year,
        year_starts=row.year_starts,
        source=row.source,
        readings=Readings().but(**{each["name"]: each["chosen"] for each in row.readings}),
        notes=tuple(
            ReadingNote(ReadingName(n["name"]), n["chosen"], n["wording"], n["why"])
            for n in row.readings
        ),
        groups={Group(each["code"]): each["wording"] for each in row.groups},
        articles={each["code"]: Article(**each) for each in row.articles},
        targets=tuple(_target(target) for target in row.targets.all()),
    )


def _target(row: Target) -> PlanTarget:
    return PlanTarget(
        indicator=Indicator(row.indicator),
        level=TargetLevel(row.level),
        first_year=row.first_year,
        last_year=row.last_year,
        groups=frozenset(Group(code) for code in row.groups),
        kinds=frozenset(row.kinds),
        percent=row.percent,
        count=row.count,
        step=row.step,
        step_if=row.step_if,
        due=row.due,
        due_next_year=row.due_next_year,
        denominator=row.denominator,
        article=row.article,
        provenance=row.provenance,
    )
