"""The work inside a unit as people read it: who could take a dossier, who has it, through whose hands it went."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from tram.accounts.rules.access import GRANTS, Right, Role
from tram.core import clock
from tram.core.calendar import local_date
from tram.core.errors import Refused
from tram.directory import queries as directory
from tram.directory.models import Appointment
from tram.dossiers.models import WorkStep
from tram.dossiers.queries.shares import Clockwork, working
from tram.dossiers.rules.queue import working_time
from tram.dossiers.rules.shares import percent
from tram.dossiers.rules.work import Done, StepOutcome, WorkKind


@dataclass(frozen=True)
class Colleague:
    """Somebody of the unit who may be given a dossier; `leads` = may also approve it."""

    id: int
    name: str
    duty: str
    leads: bool


def colleagues(unit_id: int) -> list[Colleague]:
    """The case officers and leaders of a unit today, and of the unit that took its place; leaders last."""
    day = local_date(clock.now())
    heir = directory.heir(unit_id, day)
    here = {unit_id, heir.id if heir else unit_id}
    settling = [role for role in Role if Right.SETTLE in GRANTS[role]]
    rows = Appointment.objects.filter(unit_id__in=here, role__in=settling, valid_from__lte=day)
    found: dict[int, Colleague] = {}
    open_ended = rows.filter(Q(valid_to=None) | Q(valid_to__gte=day)).select_related("user")
    for row in open_ended.order_by("user__full_name", "id"):
        role = Role(row.role)
        leads = Right.APPROVE in GRANTS[role]
        if leads or row.user_id not in found:
            found[row.user_id] = Colleague(row.user_id, row.user.full_name, role.label, leads)
    return sorted(found.values(), key=lambda person: person.leads)


@dataclass(frozen=True)
class WorkRow:
    """One step of a dossier inside a unit; `used` is the per cent of its planned time, where there is one."""

    seq: int
    kind: WorkKind
    unit: str
    assignee_id: int
    assignee: str
    by_id: int
    by: str
    comment: str
    started_at: datetime
    ended_at: datetime | None
    outcome: StepOutcome | None
    worked: str
    planned: str
    used: int | None


def steps(dossier_id: UUID) -> list[WorkRow]:
    """The steps of a dossier, the first one first."""
    rows = WorkStep.objects.filter(dossier_id=dossier_id)
    found = list(rows.select_related("unit", "assignee", "by", "dossier").order_by("seq"))
    return told(found)


def told(found: Sequence[WorkStep]) -> list[WorkRow]:
    """Steps in words, as they stand now."""
    if not found:
        return []
    works, now = working(), clock.now()
    return [_row(step, works, now) for step in found]


def _row(step: WorkStep, works: Clockwork, now: datetime) -> WorkRow:
    counted = works(step.dossier.agency_id)
    worked = counted.minutes(step.started_at, step.ended_at or now)
    day = counted.day_minutes(step.started_at)
    return WorkRow(
        seq=step.seq,
        kind=WorkKind(step.kind),
        unit=step.unit.name,
        assignee_id=step.assignee_id,
        assignee=step.assignee.full_name,
        by_id=step.by_id,
        by=step.by.full_name,
        comment=step.comment,
        started_at=step.started_at,
        ended_at=step.ended_at,
        outcome=StepOutcome(step.outcome) if step.outcome else None,
        worked=working_time(worked, day),
        planned=working_time(step.planned, day) if step.planned is not None else "",
        used=percent(worked, step.planned),
    )


def done(dossier_id: UUID, unit_id: int) -> list[Done]:
    """The steps of a dossier in one unit, as approval looks at them."""
    rows = WorkStep.objects.filter(dossier_id=dossier_id, unit_id=unit_id).order_by("seq")
    return [
        Done(WorkKind(kind), by_leader, StepOutcome(outcome) if outcome else None)
        for kind, by_leader, outcome in rows.values_list("kind", "by_leader", "outcome")
    ]


def share_of(kind: WorkKind) -> int | None:
    """How many per cent of a unit's time a step of this kind may take today; None where nobody has said."""
    try:
        return int(
            directory.parameter(f"province.work.{kind.value}_percent", local_date(clock.now()))
        )
    except Refused:
        return None
