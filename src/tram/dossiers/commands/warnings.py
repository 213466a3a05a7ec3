"""Lateness told before it happens: warnings to duties, and an apology drafted for the leader to sign.

The worker asks for this every ten minutes; what was told once for a due time is never told again. NĐ 61/2018/NĐ-CP
Điều 19: an apology is signed at least one day before the due date.
"""

from contextlib import suppress
from typing import Any
from uuid import UUID, uuid4

from tram.core import clock
from tram.core.acts import Act, Actor
from tram.core.calendar import local_date
from tram.core.errors import Refused
from tram.core.requests import command
from tram.dossiers.commands.apologies import draft
from tram.dossiers.commands.steps import lock
from tram.dossiers.models import Letter, Message
from tram.dossiers.queries import courses
from tram.dossiers.queries.courses import Running, Times
from tram.dossiers.rules.letters import LetterKind
from tram.dossiers.rules.messages import Way
from tram.dossiers.rules.warnings import (
    Place,
    Rung,
    needs_apology,
    proposed_due,
    told_at,
    warning_words,
)

# So many dossiers are locked at a time, and so many times in one run; what is left waits ten minutes.
BATCH, BATCHES = 100, 50
SYSTEM = Actor(None, "Trạm")


def warn_all() -> dict[str, int]:
    """Write every warning that has come due, in batches; how many, and how many apologies were drafted."""
    waiting = courses.to_warn(clock.now())[: BATCH * BATCHES]
    done = {"warned": 0, "drafted": 0}
    for start in range(0, len(waiting), BATCH):
        ids = waiting[start : start + BATCH]
        answer = warn(Act(request_id=uuid4(), actor=SYSTEM), dossier_ids=ids)
        done = {name: done[name] + answer[name] for name in done}
    return done


@command
def warn(act: Act, *, dossier_ids: list[UUID]) -> dict[str, Any]:
    """Tell the duties concerned what these dossiers have reached; nobody's right is asked, for nobody asks this."""
    locked = lock(dossier_ids)
    by = courses.times(act.at, local_date(act.at))
    standing = courses.standing_agency(local_date(act.at))
    messages: list[Message] = []
    drafted = 0
    # Read again under lock: somebody may have settled or re-appointed one meanwhile.
    for found in courses.running(dossier_ids):
        reached = by.reached(found)
        if reached is None:
            continue
        messages += _messages(act, found, reached, standing)
        if needs_apology(reached):
            drafted += _draft(act, locked[found.id], found, by)
    Message.objects.bulk_create(messages, ignore_conflicts=True)
    return {"warned": len(messages), "drafted": drafted}


def _messages(act: Act, found: Running, reached: Rung, standing: int | None) -> list[Message]:
    """One for each duty concerned."""
    units = {Place.UNIT: found.unit_id, Place.DESK: found.desk_id, Place.STANDING: standing}
    text = warning_words(reached, found.number, found.course.due_at)
    return [
        Message(
            dossier_id=found.id,
            kind=reached,
            line_seq=found.line_seq,
            way=Way.DUTY,
            unit_id=units[place],
            role=role,
            text=text,
            written_at=act.at,
        )
        for role, place in told_at(reached, found.state)
        if units[place] is not None
    ]


def _draft(act: Act, dossier: Any, found: Running, by: Times) -> int:
    """Put an apology ready, or a later date on the one that nobody has touched; the reason is the leader's to write."""
    calendar, hours = by.times.calendar(found.agency_id), by.times.hours(found.agency_id)
    # A year whose holidays are not decreed yet: the leader chooses the day without a proposal.
    with suppress(Refused):
        due_after = proposed_due(found.course, act.at, calendar, hours, by.ladder)
        kept = draft(act, dossier, reason="", due_after=due_after)
        if kept.due_after != due_after and not kept.reason:
            Letter.objects.filter(id=kept.id, kind=LetterKind.APOLOGY, signed_at=None).update(
                due_after=due_after
            )
        return int(kept.drafted_at == act.at)
    return 0
