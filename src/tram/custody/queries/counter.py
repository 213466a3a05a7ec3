"""What tellers said instead of taking in, for the slip, the list and the manager's count; and the last sender."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import connection

from tram.accounts.rules.access import Right, may
from tram.core.acts import Actor
from tram.core.calendar import DAY, ZONE
from tram.core.queries import is_demo
from tram.custody.models import Guidance, RefusedIntake
from tram.custody.prints import CounterNote
from tram.custody.queries.papers import offices
from tram.custody.queries.receipts import place_name
from tram.custody.rules.counter import CounterRefusal
from tram.dossiers.queries.reach import below, held


@dataclass(frozen=True)
class Span:
    """Days from the first to the last, both included."""

    first: date
    last: date

    def moments(self) -> tuple[datetime, datetime]:
        """The same as a half-open span of time."""
        end = datetime.combine(self.last, time(), ZONE) + DAY
        return datetime.combine(self.first, time(), ZONE), end


@dataclass(frozen=True)
class Tally:
    """How often a teller of a point refused for one reason; `n` is what stands behind it."""

    point_id: int
    point: str
    teller_id: int
    teller: str
    reason: CounterRefusal
    n: int


@dataclass(frozen=True)
class RefusedRow:
    """One refusal, as the lists show it."""

    id: UUID
    at: datetime
    point: str
    teller: str
    procedure: str
    reason: CounterRefusal
    words: str


TALLIES = """
SELECT r.point_id, u.name, r.teller_id, t.full_name, r.reason, count(*)
FROM custody_refusedintake r JOIN directory_unit u ON u.id = r.point_id JOIN accounts_user t ON t.id = r.teller_id
WHERE r.point_id = ANY(%s) AND r.at >= %s AND r.at < %s
GROUP BY 1, 2, 3, 4, 5 ORDER BY min(u.sort_key), 4, 6 DESC, 5
"""
LAST_SENDER = """
SELECT d.id FROM dossiers_dossier d JOIN dossiers_party p ON p.dossier_id = d.id AND p.role = 'submitter'
WHERE d.intake_point_id = %s AND p.phone = %s AND p.version = (
  SELECT max(q.version) FROM dossiers_party q WHERE q.dossier_id = d.id AND q.role = 'submitter')
ORDER BY d.registered_at DESC LIMIT 1
"""


def watched(actor: Actor) -> frozenset[int]:
    """The points whose counters this person answers for: a teller's own, a manager's and those below."""
    return held(actor, Right.TAKE_IN) | below(held(actor, Right.MANAGE_POST))


def tallies(actor: Actor, span: Span) -> list[Tally]:
    """Refusals by point, teller and reason (12d), as far as this person may see them."""
    with connection.cursor() as cursor:
        cursor.execute(TALLIES, [list(watched(actor)), *span.moments()])
        rows = cursor.fetchall()
    return [
        Tally(point, name, teller, who, CounterRefusal(reason), n)
        for point, name, teller, who, reason, n in rows
    ]


def refusals(
    actor: Actor,
    span: Span,
    *,
    point: int | None = None,
    teller: int | None = None,
    reason: str = "",
    limit: int = 500,
) -> list[RefusedRow]:
    """The refusals behind a figure, newest first."""
    first, end = span.moments()
    rows = RefusedIntake.objects.filter(point__in=watched(actor), at__gte=first, at__lt=end)
    wanted = {"point": point, "teller": teller, "reason": reason}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    found = rows.select_related("point", "teller", "version").order_by("-at")[:limit]
    return [_refused(row) for row in found]


def _refused(row: Any) -> RefusedRow:
    procedure = row.version.name if row.version else ""
    reason = CounterRefusal(row.reason)
    return RefusedRow(
        row.id, row.at, row.point.name, row.teller.full_name, procedure, reason, row.words
    )


def guidance_note(actor: Actor, guidance_id: UUID) -> CounterNote | None:
    """The slip of one guidance, for a teller of its point."""
    row = _whole(Guidance, guidance_id, actor)
    if row is None:
        return None
    papers: Sequence[str] = row.papers.order_by("seq").values_list("name", flat=True)
    words = {"customer": row.customer, "missing": tuple(papers)}
    return _note(row, "guidance", "Phiếu hướng dẫn bổ sung giấy tờ", **words)


def refusal_note(actor: Actor, refusal_id: UUID) -> CounterNote | None:
    """The note of one refusal, for a teller of its point."""
    row = _whole(RefusedIntake, refusal_id, actor)
    if row is None:
        return None
    reason = CounterRefusal(row.reason)
    words = {"reason": reason.label, "words": row.words, "secret": reason is CounterRefusal.SECRET}
    return _note(row, "refusal", "Phiếu trả lời không nhận hồ sơ", **words)


def _whole(kind: Any, ident: UUID, actor: Actor) -> Any:
    joined = ("teller", "version__procedure__agency", "point__point__commune__parent")
    row = kind.objects.select_related(*joined).filter(id=ident).first()
    return row if row and may(actor, Right.TAKE_IN, [row.point_id]) else None


def _note(row: Any, kind: Any, title: str, **words: Any) -> CounterNote:
    superior, issuer = offices(row.point_id)
    point = row.point.point
    procedure = row.version.procedure if row.version else None
    agency = procedure.agency.name if procedure and procedure.agency else ""
    return CounterNote(
        kind=kind,
        title=title,
        superior=superior,
        issuer=issuer,
        point=row.point.name,
        point_address=point.address or place_name(point.commune),
        teller=row.teller.full_name,
        at=row.at,
        procedure=f"{row.version.name} ({procedure.code})" if procedure else "",
        agency=agency,
        desk=f"bộ phận một cửa của {agency}"
        if agency
        else "bộ phận một cửa của cơ quan giải quyết",
        demo=is_demo(),
        **words,
    )


def last_sender(actor: Actor, point_id: int, phone: str) -> UUID | None:
    """The last dossier that a telephone number sent from this point, for its tellers."""
    if not may(actor, Right.TAKE_IN, [point_id]):
        return None
    with connection.cursor() as cursor:
        cursor.execute(LAST_SENDER, [point_id, phone])
        row = cursor.fetchone()
    return row[0] if row else None
