"""What was written to the citizen about one dossier (văn bản gửi công dân): the signed letters, with their words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from tram.dossiers.models import Letter
from tram.dossiers.rules.letters import LetterKind


@dataclass(frozen=True)
class AskedPaper:
    """A paper that a request for supplement names; `received` None while nobody has looked."""

    seq: int
    name: str
    originals: int
    certified: int
    copies: int
    received: bool | None
    # A list of papers is drawn with one template; of these none is ever "not applicable".
    absent_reason: str = ""


@dataclass(frozen=True)
class LetterRow:
    """A signed letter whole."""

    id: UUID
    dossier_id: UUID
    kind: LetterKind
    number: str
    line_seq: int
    unit_id: int
    unit: str
    reason_code: str
    reason: str
    again_reason: str
    amount_vnd: int | None
    due_before: datetime | None
    due_after: datetime | None
    late: bool
    signed_at: datetime
    signed_by: str
    answered_at: datetime | None
    answer: str
    papers: tuple[AskedPaper, ...]


def letters(dossier_id: UUID, *kinds: LetterKind) -> list[LetterRow]:
    """The signed letters of a dossier, of these kinds if any are named, the first one first."""
    rows = _signed().filter(dossier_id=dossier_id)
    if kinds:
        rows = rows.filter(kind__in=kinds)
    return _rows(list(rows))


def letter(letter_id: UUID) -> LetterRow | None:
    """One signed letter; None if there is none. The caller asks whether the reader may see its dossier."""
    return next(iter(_rows(list(_signed().filter(id=letter_id)))), None)


def unanswered(dossier_ids: Sequence[UUID]) -> dict[UUID, LetterRow]:
    """The request for supplement that each of these dossiers waits for, by dossier."""
    asked = _signed().filter(
        dossier_id__in=dossier_ids, kind=LetterKind.SUPPLEMENT, answered_at=None
    )
    return {row.dossier_id: row for row in _rows(list(asked))}


def _signed() -> QuerySet[Letter]:
    rows = Letter.objects.exclude(signed_at=None).select_related("unit", "signed_by")
    return rows.prefetch_related("papers").order_by("signed_at", "line_seq")


def _rows(found: Sequence[Letter]) -> list[LetterRow]:
    return [_row(each) for each in found]


def _row(found: Letter) -> LetterRow:
    assert found.signed_at is not None, "only signed letters are read"
    assert found.line_seq is not None, "a signed letter stands in the book"
    papers = sorted(found.papers.all(), key=lambda paper: paper.seq)
    return LetterRow(
        id=found.id,
        dossier_id=found.dossier_id,
        kind=LetterKind(found.kind),
        number=found.number,
        line_seq=found.line_seq,
        unit_id=found.unit_id,
        unit=found.unit.name,
        reason_code=found.reason_code,
        reason=found.reason,
        again_reason=found.again_reason,
        amount_vnd=found.amount_vnd,
        due_before=found.due_before,
        due_after=found.due_after,
        late=found.late,
        signed_at=found.signed_at,
        signed_by=found.signed_by.full_name if found.signed_by else "",
        answered_at=found.answered_at,
        answer=found.answer,
        papers=tuple(
            AskedPaper(p.seq, p.name, p.originals, p.certified, p.copies, p.received)
            for p in papers
        ),
    )
