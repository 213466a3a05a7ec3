"""What people were told: of one dossier, newly, and what waits unread for a person's duties."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from tram.accounts.rules.access import Role
from tram.core import prepared
from tram.core.acts import Actor
from tram.dossiers.models import Message
from tram.dossiers.queries.reach import BELOW, below
from tram.dossiers.rules.messages import MessageKind, Sending, Way
from tram.dossiers.rules.warnings import TOLD, Rung

# The duties that are ever warned; nobody else has an inbox.
WARNED = frozenset({Role.ONE_STOP_OFFICER, *(role for roles in TOLD.values() for role in roles)})
PAGE = 50


@dataclass(frozen=True)
class Told:
    """A message as people read it; `to` is a contact with all but its end hidden, or a duty at its unit."""

    id: int
    dossier_id: UUID
    number: str
    kind: str
    urgent: bool
    way: str
    to: str
    text: str
    written_at: datetime
    state: str
    read_at: datetime | None
    read_by: str


def newest(limit: int) -> list[Told]:
    """The last messages written anywhere, the newest last."""
    return [_told(row) for row in _rows(Message.objects.order_by("-id")[:limit])][::-1]


def of_dossier(dossier_id: UUID) -> list[Told]:
    """What the customer of a dossier was told, the newest first."""
    rows = Message.objects.filter(dossier_id=dossier_id).exclude(way=Way.DUTY)
    return [_told(row) for row in _rows(rows.order_by("-written_at", "-id"))]


def _rows(found: QuerySet[Message]) -> QuerySet[Message]:
    return found.select_related("dossier", "unit", "read_by")


def _told(row: Message) -> Told:
    return Told(
        id=row.id,
        dossier_id=row.dossier_id,
        number=row.dossier.number or "",
        kind=_label(row.kind),
        urgent=row.kind in (Rung.OVERDUE, Rung.OVERDUE_AGAIN),
        way=Way(row.way).label,
        to=_to(row),
        text=row.text,
        written_at=row.written_at,
        state=Sending(row.state).label,
        read_at=row.read_at,
        read_by=row.read_by.full_name if row.read_by else "",
    )


def _label(kind: str) -> str:
    return Rung(kind).label if kind in set(Rung) else MessageKind(kind).label


def _to(row: Message) -> str:
    if row.unit is not None:
        return f"{Role(row.role).label}, {row.unit.short_name or row.unit.name}"
    return hidden(row.contact)


def hidden(contact: str) -> str:
    """A contact by which its owner knows it and nobody else: ••• 001, n•••@example.vn."""
    name, sign, house = contact.partition("@")
    return f"{name[:1]}•••@{house}" if sign else f"••• {contact[-3:]}"


UNREAD = f"""
SELECT count(*) FROM dossiers_message m
JOIN unnest(%(roles)s::text[], %(units)s::bigint[]) AS d (role, unit) ON m.role = d.role
WHERE m.way = 'duty' AND m.read_at IS NULL
  AND m.unit_id IN ({BELOW.strip().replace("= ANY(%s)", "= d.unit")})
"""


def unread(actor: Actor) -> int:
    """How many warnings for this person's duties nobody has read; asked at every page of who can be warned."""
    duties = _duties(actor)
    if not duties:
        return 0
    roles, units = [role for role, _unit in duties], [unit for _role, unit in duties]
    return int(prepared.rows(UNREAD, {"roles": roles, "units": units})[0][0])


def _duties(actor: Actor) -> list[tuple[str, int]]:
    return [(duty.role, duty.unit_id) for duty in actor.duties if Role(duty.role) in WARNED]


def addressed(actor: Actor) -> QuerySet[Message]:
    """The warnings for this person's duties, at their units and those below."""
    mine = Q(pk__in=())
    for role in {role for role, _unit in _duties(actor)}:
        mine |= Q(role=role, unit_id__in=below(actor.units(role)))
    return Message.objects.filter(mine, way=Way.DUTY)


@dataclass(frozen=True)
class Inbox:
    """One page of an inbox; `unread` is counted over all of it."""

    rows: tuple[Told, ...]
    unread: int
    previous: int | None
    next: int | None


def inbox(actor: Actor, *, everything: bool, page: int) -> Inbox:
    """What this person's duties were warned of, the newest first; without `everything` only what nobody has read."""
    mine = addressed(actor)
    new = mine.filter(read_at=None)
    start = (page - 1) * PAGE
    found = _rows(mine if everything else new).order_by("-written_at", "-id")
    rows = [_told(row) for row in found[start : start + PAGE + 1]]
    return Inbox(
        rows=tuple(rows[:PAGE]),
        unread=new.count(),
        previous=page - 1 if start else None,
        next=page + 1 if len(rows) > PAGE else None,
    )
