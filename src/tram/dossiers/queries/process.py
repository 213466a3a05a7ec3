"""The process sheet of one dossier (quá trình xử lý hồ sơ): every step in law and inside the units, in one list."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from tram.core import clock
from tram.core.calendar import local_date
from tram.core.errors import Refused
from tram.core.queries import is_demo
from tram.directory.models import Unit
from tram.directory.queries import heir
from tram.dossiers.prints.control import Pace, ProcessSheet, ProcessStep
from tram.dossiers.queries import dossier as queries
from tram.dossiers.queries import work
from tram.dossiers.queries.dossier import Facts, LawLine
from tram.dossiers.queries.forms import form_on
from tram.dossiers.queries.shares import Times, times
from tram.dossiers.queries.slip import code_of, locality
from tram.dossiers.queries.work import WorkRow
from tram.dossiers.rules import shares
from tram.dossiers.rules.forms import FormKind
from tram.dossiers.rules.states import Action

# What stands on the sheet: the way of the dossier, not corrections of its data.
SHOWN = frozenset(Action) - {Action.REGISTER, Action.CORRECT, Action.CHOOSE_RETURN, Action.VOID}


def process_sheet(dossier_id: UUID, *, lookup: str) -> ProcessSheet:
    """The sheet of an accepted dossier until now; `lookup` is the portal's page of tracking."""
    facts, due, counted = queries.facts(dossier_id), queries.due(dossier_id), times(dossier_id)
    if facts is None or due is None or counted is None:
        raise Refused("not-accepted", "Hồ sơ chưa được tiếp nhận nên chưa có quá trình xử lý.")
    now = clock.now()
    return ProcessSheet(
        form=form_on(FormKind.PROCESS_SHEET, local_date(now)),
        **about(facts, now, lookup),
        at=now,
        owner=queries.senders(dossier_id)[0].full_name,
        received_at=due.started_at,
        due_at=due.due_at,
        steps=tuple(_steps(dossier_id, counted)),
    )


def about(facts: Facts, at: datetime, lookup: str) -> dict[str, Any]:
    """What both sheets that travel with a dossier say: the desk's head, the dossier, where it is looked up."""
    desk = Unit.objects.select_related("area").get(id=facts.desk_id)
    above = heir(desk.parent_id, local_date(at)) if desk.parent_id else None
    return {
        "superior": above.name if above else "",
        "issuer": desk.name,
        "number": "",
        "locality": locality(desk),
        "demo": is_demo(),
        "dossier_code": facts.number,
        "lookup_url": f"{lookup}#{code_of(facts.id)}",
        "lookup_phone": "(chưa công bố)",
        "content": facts.procedure,
        "settling_agency": facts.agency,
    }


def printed(pace: shares.Pace | None) -> Pace:
    """A pace as the sheets take it; empty where nothing can be said."""
    told: dict[shares.Pace | None, Pace] = {
        shares.Pace.EARLY: "early",
        shares.Pace.ON_TIME: "on-time",
        shares.Pace.LATE: "late",
    }
    return told.get(pace, "")


def _steps(dossier_id: UUID, counted: Times) -> list[ProcessStep]:
    law = [line for line in queries.law_lines(dossier_id) if line.action in SHOWN]
    made = [*_law(law, counted), *map(_work, work.steps(dossier_id))]
    return sorted(made, key=lambda step: step.at)


def _law(lines: list[LawLine], counted: Times) -> Iterator[ProcessStep]:
    """The legal events; one that ends a unit's share says how the unit kept to it."""
    paces = {unit.share.until: unit.pace for unit in counted.units if not unit.share.running}
    for line in lines:
        pace = paces.get(line.at)
        yield ProcessStep(
            at=line.at,
            person=line.by,
            unit=line.place,
            action=f"{line.action.label}. {line.detail}".strip(),
            next_person="",
            limit=None,
            result=printed(pace),
        )


def _work(step: WorkRow) -> ProcessStep:
    """Who gave it to whom, for what; late once more than its planned time was used."""
    said = f": {step.comment}" if step.comment else ""
    late = step.used is not None and step.used > 100
    return ProcessStep(
        at=step.started_at,
        person=step.by,
        unit=step.unit,
        action=f"Giao «{step.kind.label}»{said}",
        next_person=step.assignee,
        limit=None,
        result="late" if late else "",
    )
