"""Every step of a dossier: locked in a fixed order, asked of its graph, written in the book and as its projection."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, cast
from uuid import UUID

from django.utils.translation import gettext as _

from tram.core import books, prepared, rows
from tram.core.acts import Act
from tram.core.errors import Refused
from tram.dossiers.models import BOOK, Dossier, WorkStep
from tram.dossiers.rules.graphs import step
from tram.dossiers.rules.states import Action, State
from tram.dossiers.rules.work import StepOutcome

# After these nobody of the unit works on the dossier any more.
LEAVES = frozenset({Action.FORWARD, Action.SETTLE, Action.SEND_BACK, Action.WITHDRAW})


def own(graph: str, action: Action, before: State, after: State) -> dict[str, str]:
    """The dossier book's own columns of one line."""
    return {"graph": graph, "action": action, "from_state": before, "to_state": after}


def lock(dossier_ids: Sequence[UUID]) -> dict[UUID, Dossier]:
    """Lock dossiers in a fixed order for the caller's transaction; Refused if one does not exist."""
    found = rows.lock(Dossier, dossier_ids)
    if len(found) < len(set(dossier_ids)):
        raise Refused("no-such-dossier", _("Không tìm thấy hồ sơ này. Hãy kiểm tra lại mã."))
    return found


def lock_for(dossier_id: UUID, action: Action) -> Dossier:
    """Lock one dossier that can take this step now; Refused with its present state if it cannot."""
    dossier = lock([dossier_id])[dossier_id]
    step(dossier.graph, State(dossier.state), action)
    return dossier


def move(
    act: Act,
    dossiers: Sequence[Dossier],
    action: Action,
    bodies: Mapping[UUID, Mapping[str, Any]] | None = None,
    **columns: Any,
) -> None:
    """Take one step with each locked dossier: a book line and the projection; `columns` go to the row too."""
    lines = []
    reached: dict[State, list[UUID]] = {}
    for dossier in dossiers:
        before = State(dossier.state)
        after = step(dossier.graph, before, action)
        body = (bodies or {}).get(dossier.id, {})
        dossier.seq += 1
        mine = own(dossier.graph, action, before, after)
        lines.append(books.Line(dossier.id, dossier.seq, mine, body))
        dossier.state = after
        reached.setdefault(after, []).append(dossier.id)
        for name, value in columns.items():
            setattr(dossier, name, value)
    books.append(BOOK, act, lines)
    for after, ids in reached.items():
        marks = [(Dossier._meta.db_table, ident) for ident in ids]
        prepared.write([(_projection(tuple(columns)), [after, *columns.values(), ids])], marks)
    if action in LEAVES:
        _leave(act, [dossier.id for dossier in dossiers])


@cache
def _projection(names: tuple[str, ...]) -> str:
    own_ = "".join(f', "{cast(Any, Dossier._meta.get_field(name)).column}" = %s' for name in names)
    return f"UPDATE dossiers_dossier SET state = %s, seq = seq + 1{own_} WHERE id = ANY(%s)"


def _leave(act: Act, dossier_ids: Sequence[UUID]) -> None:
    """Whoever still has a step of these dossiers inside a unit has it no longer."""
    open_ = WorkStep.objects.filter(dossier_id__in=dossier_ids, ended_at=None)
    open_.update(ended_at=act.at, ended_by_id=act.actor.id, outcome=StepOutcome.LEFT)
