"""Who must sign a cooperation agreement with the post, who did, and who is late (thỏa thuận hợp tác).

Must sign: the agencies that the plan's target names, if they settle some procedure. What a predecessor signed holds
for its successor. Legal basis: the plan's task and deadline; domain requirement 6.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection

from tram.directory.queries.agreements import AgreementRow, agreements
from tram.directory.rules.agreements import AgreementStanding, standing
from tram.programme.queries.deployed import Catalogue
from tram.programme.queries.plan import group_of, plan_for
from tram.programme.queries.units import UnitOn, Units, units_on
from tram.programme.rules.indicators import Goal, Group, Indicator
from tram.programme.rules.plan import PlanOn, PlanTarget


@dataclass(frozen=True)
class AgreementOf:
    """An agency that must sign, how it stands on a day, and its agreements, the newest first."""

    id: int
    slug: str
    name: str
    group: Group
    standing: AgreementStanding
    signed_on: date | None
    current: AgreementRow | None
    all: tuple[AgreementRow, ...]

    @property
    def in_force(self) -> bool:
        """Whether it counts as signed on the day."""
        return self.current is not None


@dataclass(frozen=True)
class AgreementRegister:
    """Everybody who must sign, as of a day; `excluded` = agencies of the plan without a procedure."""

    day: date
    due: date | None
    goal: Goal | None
    rows: tuple[AgreementOf, ...]
    excluded: tuple[str, ...]
    empty: bool

    @property
    def signed(self) -> tuple[AgreementOf, ...]:
        """The numerator: an agreement in force on the day."""
        return tuple(row for row in self.rows if row.in_force)


def agreement_register(
    day: date,
    plan: PlanOn | None = None,
    units: Units | None = None,
    catalogue: Catalogue | None = None,
) -> AgreementRegister:
    """The register as of a day, by what was read already (the catalogue of that day) or what is in force then."""
    plan = plan or plan_for(day.year, day)
    target = plan and next(
        (t for t in plan.targets if t.indicator is Indicator.AGREEMENTS_SIGNED), None
    )
    asked = _asked(target, units_on(day, units)) if target else []
    known = catalogue or Catalogue(day)
    settling = {unit.id for unit in asked if known.settles(unit.id, unit.kind)}
    found = _by_holder(day)
    due = target.due if target else None
    return AgreementRegister(
        day=day,
        due=due,
        goal=target.goal(target.first_year, plan.readings) if target and plan else None,
        rows=tuple(
            _row(unit, found.get(unit.id, []), due, day) for unit in asked if unit.id in settling
        ),
        excluded=tuple(unit.name for unit in asked if unit.id not in settling),
        empty=not found,
    )


def _asked(target: PlanTarget, units: Iterable[UnitOn]) -> list[UnitOn]:
    """The units in force that the target names, whatever the year: a deadline does not pass away."""
    year = target.first_year
    return [u for u in units if target.asks_unit(group_of(u.group), u.kind, year)]


def _by_holder(day: date) -> dict[int, list[AgreementRow]]:
    """Agreements signed by a day under who holds them then."""
    rows = [row for row in agreements() if row.signed_on <= day and row.counts]
    if not rows:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT agency_id, coalesce(directory_unit_on(agency_id, %s::date), agency_id) "
            "FROM directory_agreement",
            [day],
        )
        holders = dict(cursor.fetchall())
    found: dict[int, list[AgreementRow]] = {}
    for row in rows:
        found.setdefault(holders[row.agency_id], []).append(row)
    return found


def _row(unit: UnitOn, rows: list[AgreementRow], due: date | None, day: date) -> AgreementOf:
    current = next((row for row in rows if row.in_force(day)), None)
    signed_on = min((row.signed_on for row in rows), default=None)
    return AgreementOf(
        id=unit.id,
        slug=unit.slug,
        name=unit.name,
        group=group_of(unit.group),
        standing=standing(signed_on, current is not None, due, day),
        signed_on=signed_on,
        current=current,
        all=tuple(rows),
    )
