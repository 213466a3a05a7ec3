"""One dossier whole (xem hồ sơ): its story in law, paper and money, and what each reader may do with it now."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tram.accounts.commands import note_read
from tram.accounts.rules.access import Right, may
from tram.custody.queries import clocks, days_apart, finding, trail
from tram.custody.queries.legs import roads
from tram.dossiers.queries import dossier as queries
from tram.dossiers.queries import files, messages
from tram.dossiers.queries.dossier import Due, Facts
from tram.dossiers.queries.history import history
from tram.dossiers.queries.queues import clockwork
from tram.dossiers.queries.reach import reach
from tram.dossiers.queries.shares import times
from tram.dossiers.rules.files import FileKind
from tram.dossiers.rules.queue import Standing
from tram.dossiers.rules.sight import Sight
from tram.dossiers.rules.states import NATIONAL, RUNNING
from tram.web import access
from tram.web.workplace.cases.lists import BADGES
from tram.web.workplace.dossiers.steps import next_steps


@access.allowed(Right.READ_DOSSIER, Right.READ_POSTAL)
@require_GET
def dossier(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """One dossier as this person may see it; who has no part in it is told that there is none."""
    who, facts = access.actor(request), queries.facts(dossier_id)
    seen = finding.sight_of(reach(who), facts) if facts else None
    if facts is None or seen is None:
        raise Http404
    note_read(who, place_id=access.place(request), subject=dossier_id, page="dossier")
    with_money = seen is not Sight.WHOLE or may(who, Right.READ_MONEY)
    words = _for_everybody(facts, seen, files.kinds_open(who, dossier_id))
    if seen is not Sight.POSTAL:
        words |= {"known": True, "senders": queries.senders(dossier_id)}
    notes = None
    if seen is Sight.WHOLE:
        told = history(dossier_id, facts.agency_id)
        notes = told.notes
        words |= {"whole": True, "history": told} | _for_offices(facts)
    if with_money:
        words["price"] = trail.price(dossier_id)
    steps = next_steps(request, facts)
    pressing = next((step for step in steps if step.pressing), None)
    words |= {"pressing": pressing, "steps": [step for step in steps if step is not pressing]}
    words["events"] = trail.events(dossier_id, seen, with_money=with_money, notes=notes)
    return render(request, "workplace/dossiers/dossier.html", words)


def _for_everybody(facts: Facts, seen: Sight, kinds: tuple[FileKind, ...]) -> dict[str, Any]:
    """What the post sees too: recipient, papers, envelopes, who holds what."""
    due = queries.due(facts.id)
    standing = _standing(facts, due)
    return {
        "facts": facts,
        "former": queries.former_units(facts),
        "recipients": trail.recipients(facts.id),
        "papers": queries.papers(facts.id),
        "files": files.files(facts.id, seen, facts.state, kinds),
        "file_kinds": kinds,
        "due": due,
        "standing": standing,
        "badge": BADGES[standing.urgency] if standing else "neutral",
        "delivered": trail.delivered(facts.id),
        "covers": trail.covers(facts.id),
        "holders": trail.holders(facts.id, seen),
        "runs": clocks.of_dossier(facts.id),
        "roads": roads(facts.id, seen),
    }


def _for_offices(facts: Facts) -> dict[str, Any]:
    """What only the desk and the agencies see."""
    return {
        "national": NATIONAL[facts.state],
        "result": queries.result(facts.id),
        "originals": trail.originals(facts.id),
        "told": messages.of_dossier(facts.id),
        "times": times(facts.id),
        "apart": days_apart.of_dossier(facts.id),
    }


def _standing(facts: Facts, due: Due | None) -> Standing | None:
    if due is None or facts.state not in RUNNING:
        return None
    return clockwork().standing(due.started_at, due.due_at, facts.agency_id)
