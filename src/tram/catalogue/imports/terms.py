"""What a published version says, and that it says so for ever: other terms are another version.

A version ends once, when another follows it; only its confirmation by an officer and the marks of its source may
still change. Field, level and agency are the procedure's own: they change only together with a new version.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TypeVar

from django.db import DatabaseError
from django.db.models import QuerySet

from tram.catalogue.imports.procedures import (
    ANY_AGENCY,
    FEE_KINDS,
    LEVELS,
    PROCEDURES,
    PaperRow,
    ProcedureRow,
    Procedures,
)
from tram.catalogue.imports.stages import StageRow
from tram.catalogue.models import (
    Channel,
    FeeKind,
    ProcedureVersion,
    RequiredPaper,
    Stage,
    WithdrawnPaper,
)
from tram.core.calendar import vn_date
from tram.core.sheets import WHOLE_FILE, LineError
from tram.core.upsert import overlaps

Key = tuple[str, date]
Paper = tuple[int, str, int, int, int, bool]
Step = tuple[int, str, str, int, str]
Columns = dict[str, object]
Part = TypeVar("Part", RequiredPaper, Stage, WithdrawnPaper)

MIXED = FEE_KINDS[2]
TRIGGER = "version_published"
"""What the triggers call themselves when they refuse (migration 0003)."""

SAME = (
    "name",
    "presence_required",
    "postal_in",
    "postal_in_reason",
    "postal_out",
    "postal_out_reason",
    "legal_basis",
    "publication_decision",
    "limit_value",
    "limit_unit",
)
"""Columns that are called in the file as in the table."""

FOLLOW = "hãy ghi valid_to cho dòng cũ và thêm một dòng mới với valid_from riêng."


@dataclass(frozen=True)
class Terms:
    """What binds: columns called as in the file, the papers, the stages."""

    columns: Columns
    papers: tuple[Paper, ...]
    stages: tuple[Step, ...]


@dataclass(frozen=True)
class Stored:
    """A version of the database; of a procedure's latest one, `whole` has what the procedure itself says."""

    version: ProcedureVersion
    terms: Terms
    whole: Columns


def kept(found: Procedures) -> Iterator[LineError]:
    """What the database cannot take: overlapping versions, and other terms for the published ones."""
    versions = ProcedureVersion.objects.filter(published_at__isnull=False)
    yield from overlaps(versions, "procedure__code", ((r.code, r) for r in found.versions.rows))
    known = stored()
    for row in found.versions.rows:
        before = known.get((row.code, row.valid_from))
        if before and before.version.published_at:
            yield from _changed(row, found, before)


def explained(reason: DatabaseError) -> tuple[LineError, ...]:
    """The line for the loader's user when a trigger refused; any other error goes on as it is."""
    told = getattr(reason.__cause__, "diag", None)
    if told is None or told.constraint_name != TRIGGER:
        raise reason
    message = f"Một phiên bản thủ tục đã công bố nên không sửa được: {FOLLOW}"
    return (LineError(PROCEDURES, WHOLE_FILE, "", message),)


def terms(row: ProcedureRow, found: Procedures) -> Terms:
    """The terms of a row and its papers."""
    columns = {name: getattr(row, name) for name in SAME}
    columns |= {
        "limit_online_value": row.limit_online_value,
        "limit_online_unit": row.limit_online_unit,
        "limit_postal_value": row.limit_postal_value,
        "limit_postal_unit": row.limit_postal_unit,
        "fee_vnd": row.fee_vnd,
        "fee_kind": "" if row.fee_vnd is None else row.fee_kind or fee_kind(row).label,
        "same_day": bool(row.same_day),
        "result": row.result,
        "withdraw_papers": row.withdraw_papers,
    }
    papers = tuple(_as_term(paper(0, each)) for each in found.papers_of(row))
    return Terms(columns, papers, tuple(map(_step, found.stages_of(row))))


def not_drafted() -> QuerySet[ProcedureVersion]:
    """Versions save the drafts that somebody is writing on a page: those are no business of a file."""
    return ProcedureVersion.objects.exclude(published_at=None, edit__gt=0)


def stored() -> dict[Key, Stored]:
    """Every version that is no page's draft, with its terms, by the procedure's code and the first day."""
    versions = (
        not_drafted()
        .select_related("procedure__agency")
        .prefetch_related("papers", "fees", "limits", "withdrawn", "stages__unit")
        .order_by("procedure__code", "-valid_from")
    )
    found = {}
    for code, group in groupby(versions, key=lambda version: version.procedure.code):
        for place, version in enumerate(group):
            whole = {} if place else _whole_of(version)
            found[code, version.valid_from] = Stored(version, _terms_of(version), whole)
    return found


def paper(version: int, row: PaperRow) -> RequiredPaper:
    """A paper of a version, not yet saved."""
    return RequiredPaper(
        version_id=version,
        seq=row.seq,
        name=row.paper,
        originals=row.originals,
        certified=row.certified,
        copies=row.copies,
        mandatory=row.mandatory,
    )


def fee_kind(row: ProcedureRow) -> FeeKind:
    """phí or lệ phí; the two together count as lệ phí."""
    return FeeKind.FEE if row.fee_kind == FeeKind.FEE.label else FeeKind.CHARGE


def _terms_of(version: ProcedureVersion) -> Terms:
    columns = {name: getattr(version, name) for name in SAME}
    own = {limit.channel: (limit.value, limit.unit) for limit in version.limits.all()}
    online, postal = (own.get(each, (None, "")) for each in (Channel.ONLINE, Channel.POSTAL))
    fee = next(iter(version.fees.all()), None)
    columns |= {
        "limit_online_value": online[0],
        "limit_online_unit": online[1],
        "limit_postal_value": postal[0],
        "limit_postal_unit": postal[1],
        "fee_vnd": fee.amount_vnd if fee else None,
        "fee_kind": _kind_words(fee.kind, fee.source) if fee else "",
        "same_day": version.same_day,
        "result": version.result_name,
        "withdraw_papers": tuple(each.name for each in in_order(version.withdrawn.all())),
    }
    papers = tuple(_as_term(each) for each in in_order(version.papers.all()))
    stages = tuple(
        (each.seq, each.unit.slug if each.unit else "", each.name, each.value, each.unit_of_time)
        for each in in_order(version.stages.all())
    )
    return Terms(columns, papers, stages)


def _kind_words(kind: str, source: str) -> str:
    return MIXED if source.startswith(MIXED) else FeeKind(kind).label


def _whole(row: ProcedureRow) -> Columns:
    agency = "" if row.agency in ANY_AGENCY else row.agency
    return {"field": row.field, "level": LEVELS[row.level].value, "agency": agency}


def _whole_of(version: ProcedureVersion) -> Columns:
    procedure = version.procedure
    agency = procedure.agency.slug if procedure.agency else ""
    return {"field": procedure.field, "level": procedure.level, "agency": agency}


def in_order(parts: Iterable[Part]) -> list[Part]:
    """Parts of a version by their number."""
    return sorted(parts, key=lambda part: part.seq)


def _step(row: StageRow) -> Step:
    return row.seq, row.unit, row.name, row.value, row.unit_of_time


def _as_term(paper: RequiredPaper) -> Paper:
    counts = (paper.originals, paper.certified, paper.copies)
    return paper.seq, paper.name, *counts, paper.mandatory


def _changed(row: ProcedureRow, found: Procedures, before: Stored) -> Iterator[LineError]:
    name = f"Phiên bản từ {vn_date(row.valid_from)} của thủ tục {row.code}"
    after, message = terms(row, found), f"{name} đã công bố nên không sửa được: {FOLLOW}"
    was, says = before.terms.columns | before.whole, after.columns | _whole(row)
    for column in was:
        if was[column] != says[column]:
            yield row.error(column, message)
    if before.terms.papers != after.papers:
        yield _changed_paper(row, found, before.terms).error("paper", message)
    if before.terms.stages != after.stages:
        changed = (e for e in found.stages_of(row) if _step(e) not in before.terms.stages)
        yield next(changed, row).error("name", message)
    ended = before.version.valid_to
    if ended and ended != row.valid_to:
        message = f"{name} đã ghi hết hiệu lực ngày {vn_date(ended)}: hãy giữ nguyên ngày ấy."
        yield row.error("valid_to", message)


def _changed_paper(row: ProcedureRow, found: Procedures, before: Terms) -> PaperRow | ProcedureRow:
    """The first paper that is not as before; the procedure's own row if papers are only missing."""
    for each in found.papers_of(row):
        if _as_term(paper(0, each)) not in before.papers:
            return each
    return row
