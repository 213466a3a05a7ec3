"""What citizens say of deliveries, for the managers of the post who must answer it (phản ánh việc phát)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from tram.accounts.rules.access import Right, may
from tram.core.acts import Actor
from tram.core.calendar import local
from tram.custody.models import Attempt, Delivery, Dispute, DisputeKind
from tram.custody.queries.holders import dossier_label
from tram.custody.rules.attempts import AttemptReason, NoticeKind
from tram.directory.models import POSTS, Appointment, Unit
from tram.directory.queries import scope

PAGE = 50


def post_unit(user_id: int, day: date) -> int:
    """The post's unit on whose duty a person worked on a day; the province's if nobody knows any more."""
    duties = Appointment.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=day),
        user_id=user_id,
        unit__kind__in=POSTS,
        valid_from__lte=day,
    )
    found = duties.order_by("id").values_list("unit_id", flat=True).first()
    if found is not None:
        return int(found)
    return int(Unit.objects.filter(kind="provincial-post").values_list("id", flat=True)[0])


@dataclass(frozen=True)
class Told:
    """What the record says: a try with its call or note, or the delivery with who signed."""

    at: datetime
    by: str
    words: str


@dataclass(frozen=True)
class Matter:
    """One dispute as a manager reads it."""

    id: UUID
    dossier_id: UUID
    label: str
    kind: DisputeKind
    unit: str
    words: str
    opened_at: datetime
    record: Told | None
    upheld: bool | None
    answer: str
    answered_at: datetime | None
    answered_by: str


def matters(actor: Actor) -> list[Matter]:
    """Those this person may answer: open ones first, the oldest on top; then what was answered lately."""
    rows = Dispute.objects.select_related("dossier", "unit", "attempt__by", "by")
    mine = [row for row in rows.order_by("opened_at", "id") if _mine(actor, row)]
    unanswered = [row for row in mine if row.answered_at is None]
    answered = [row for row in reversed(mine) if row.answered_at is not None]
    return [_matter(row) for row in (*unanswered, *answered[:PAGE])]


def matter(actor: Actor, dispute_id: UUID) -> Matter | None:
    """One of them; None for anybody who has nothing to do with it."""
    rows = Dispute.objects.select_related("dossier", "unit", "attempt__by", "by")
    row = rows.filter(id=dispute_id).first()
    return _matter(row) if row and _mine(actor, row) else None


def _mine(actor: Actor, row: Dispute) -> bool:
    return may(actor, Right.HANDLE_INCIDENT, scope(row.unit_id))


def _matter(row: Dispute) -> Matter:
    return Matter(
        id=row.id,
        dossier_id=row.dossier_id,
        label=dossier_label(None, row.dossier_id),
        kind=DisputeKind(row.kind),
        unit=row.unit.name,
        words=row.words,
        opened_at=row.opened_at,
        record=_attempt(row.attempt) if row.attempt else _delivery(row.dossier_id),
        upheld=row.upheld,
        answer=row.answer,
        answered_at=row.answered_at,
        answered_by=row.by.full_name if row.by else "",
    )


def _attempt(row: Attempt) -> Told:
    called = f"{local(row.called_at):%H:%M}" if row.called_at else ""
    told = [f"Lần {row.number}", AttemptReason(row.reason).label, NoticeKind(row.notice).label]
    told += [part for part in (called, row.dialled, row.note) if part]
    return Told(row.attempted_at, row.by.full_name, ", ".join(told))


def _delivery(dossier_id: UUID) -> Told | None:
    row = Delivery.objects.select_related("by").filter(dossier_id=dossier_id).first()
    if row is None:
        return None
    words = f"{row.received_by}, {row.get_relation_display()}, {row.get_receipt_display()}"
    return Told(row.delivered_at, row.by.full_name, words)
