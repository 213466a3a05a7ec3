"""A change of the working times counts the open dossiers again (tính lại hạn trả), each by a line of its book.

What is closed never moves, what is paused is counted when it goes on, and nothing moves unless its due time differs.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction

from tram.accounts.rules.access import Right, require
from tram.core import clock
from tram.core.acts import Act, Actor
from tram.core.requests import command
from tram.directory.commands import change_times
from tram.directory.models import Closure
from tram.directory.queries import administered_from, province_offices
from tram.directory.rules.times import (
    Change,
    ClosureEnd,
    NewClosure,
    NewHours,
    TimesRow,
    Withdrawal,
)
from tram.dossiers.commands import due
from tram.dossiers.commands.steps import lock, move
from tram.dossiers.queries.moved import Reckoning, reckoning
from tram.dossiers.rules.states import Action


@command
def reckon(act: Act) -> dict[str, Any]:
    """Count every open dossier again by the calendar as it stands, after a file was loaded for instance."""
    require(act.actor, Right.MANAGE_CALENDAR, province_offices())
    return _recount(act)


@command
def change_working_times(act: Act, *, change: Change) -> dict[str, Any]:
    """Change the calendar, a closure or office hours, and count the open dossiers again at once."""
    require(act.actor, Right.MANAGE_CALENDAR, _where(change))
    change_times(change, by=act.actor.id, at=act.recorded)
    return _recount(act)


def preview_working_times(actor: Actor, change: Change | None = None) -> Reckoning:
    """What a change (or, without one, counting again) would do to the open dossiers; nothing stays changed."""
    require(actor, Right.MANAGE_CALENDAR, _where(change) if change else province_offices())

    def look() -> Reckoning:
        if change:
            change_times(change, by=actor.id, at=clock.now())
        return reckoning()

    return _undone(look)


def _undone(look: Callable[[], Reckoning]) -> Reckoning:
    with transaction.atomic():
        found = look()
        transaction.set_rollback(True)
    return found


def _recount(act: Act) -> dict[str, Any]:
    """One line of the book and one new due time for each dossier that moves."""
    found = reckoning()
    ids = [each.dossier_id for each in found.moved]
    locked = lock(ids)
    # Counted again under lock: somebody may have settled or paused one meanwhile.
    moved = reckoning(ids).moved
    for each in moved:
        dossier = locked[each.dossier_id]
        due.keep(dossier, each.derivation, each.limit)
        body: dict[UUID, dict[str, Any]] = {dossier.id: {"due_at": each.after.isoformat()}}
        move(act, [dossier], Action.RECKON, body, due_at=each.after)
    return {
        "moved": len(moved),
        "kept": found.kept,
        "thin": found.thin,
        "paused": found.paused,
    }


def _where(change: Change) -> tuple[int, ...]:
    """Where the right must be held: at the province's office, or for a closure also above the unit."""
    match change:
        case NewClosure(unit_id=unit) | NewHours(unit_id=int() as unit):
            return administered_from(unit)
        case ClosureEnd():
            return _above_closure(change.closure_id)
        case Withdrawal(row=TimesRow.CLOSURE):
            return _above_closure(change.row_id)
        case _:
            return province_offices()


def _above_closure(closure_id: int) -> tuple[int, ...]:
    unit = Closure.objects.filter(id=closure_id).values_list("unit", flat=True).first()
    return administered_from(unit) if unit else province_offices()
