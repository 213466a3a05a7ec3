"""Procedures into the database: versions with papers and fees, and which of them may no longer change.

A version that dossiers came under keeps its terms; other terms are another version, with its own first day.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date

from tram.catalogue.imports.procedures import (
    ANY_AGENCY,
    FEE_KINDS,
    LEVELS,
    PaperRow,
    ProcedureRow,
    Procedures,
)
from tram.catalogue.models import Fee, FeeKind, Procedure, ProcedureVersion, RequiredPaper
from tram.core.calendar import vn_date
from tram.core.sheets import LineError
from tram.core.text import search_terms
from tram.core.upsert import Tally, bring, claim, overlaps

Key = tuple[str, date]
Paper = tuple[int, str, int, int, int, bool]

_MIXED = FEE_KINDS[2]
_FEE = FEE_KINDS[0]


@dataclass(frozen=True)
class Terms:
    """What a dossier is taken in under: each field is called as its column in the file."""

    limit_value: int | None
    limit_unit: str
    fee_vnd: int | None
    fee_kind: str
    presence_required: bool | None
    postal_in: bool | None
    postal_out: bool | None
    same_day: bool
    papers: tuple[Paper, ...]


def kept(found: Procedures, used: Collection[int]) -> Iterator[LineError]:
    """What the database cannot take: overlapping versions, and other terms for the `used` ones."""
    versions = ProcedureVersion.objects.all()
    yield from overlaps(versions, "procedure__code", ((r.code, r) for r in found.versions.rows))
    stored = _stored_terms()
    for row in found.versions.rows:
        pk, terms = stored.get((row.code, row.valid_from), (None, None))
        if terms is not None and pk in used:
            yield from _changed(row, found, terms)


def write(found: Procedures, units: Mapping[str, int]) -> list[Tally]:
    """Bring procedures, versions, papers and fees in."""
    procedures, counted = _write_procedures(found, units)
    ids, versions = _write_versions(found, procedures)
    papers = RequiredPaper.objects.filter(version__in=ids.values())
    wanted_papers = [
        _paper(ids[row.code, row.valid_from], paper)
        for row in found.versions.rows
        for paper in found.papers_of(row)
    ]
    fees = Fee.objects.filter(version__in=ids.values())
    wanted_fees = [
        _fee(ids[row.code, row.valid_from], row)
        for row in found.versions.rows
        if row.fee_vnd is not None
    ]
    return [
        counted,
        versions,
        bring("papers", papers, ("version_id", "seq"), wanted_papers, prune=True),
        bring("fees", fees, ("version_id",), wanted_fees, prune=True),
    ]


def _write_procedures(found: Procedures, units: Mapping[str, int]) -> tuple[dict[str, int], Tally]:
    """What a procedure is, apart from its versions, is what its latest version says."""
    rows = {row.code: row for row in sorted(found.versions.rows, key=lambda row: row.valid_from)}
    known = claim(Procedure.objects.all(), ("code",), {(code,) for code in rows})
    ids = {code: known[code,] for code in rows}
    wanted = [
        Procedure(
            pk=ids[code],
            code=code,
            field=row.field,
            level=LEVELS[row.level],
            agency_id=None if row.agency in ANY_AGENCY else units[row.agency],
        )
        for code, row in rows.items()
    ]
    return ids, bring("procedures", Procedure.objects.all(), ("code",), wanted)


def _write_versions(
    found: Procedures, procedures: Mapping[str, int]
) -> tuple[dict[Key, int], Tally]:
    rows = found.versions.rows
    table, key = ProcedureVersion.objects.all(), ("procedure_id", "valid_from")
    known = claim(table, key, {(procedures[row.code], row.valid_from) for row in rows})
    ids = {(r.code, r.valid_from): known[procedures[r.code], r.valid_from] for r in rows}
    stored = _stored_terms()
    same = {
        ids[row.code, row.valid_from]
        for row in rows
        if stored.get((row.code, row.valid_from), (0, None))[1] == _terms(row, found)
    }

    def stay_official(old: ProcedureVersion, new: ProcedureVersion) -> None:
        new.official = new.official or (old.official and new.pk in same)

    wanted = [_version(ids[r.code, r.valid_from], procedures[r.code], r) for r in rows]
    return ids, bring("versions", table, key, wanted, carry=stay_official)


def _version(pk: int, procedure: int, row: ProcedureRow) -> ProcedureVersion:
    return ProcedureVersion(
        pk=pk,
        procedure_id=procedure,
        name=row.name,
        search_key=" ".join(search_terms(f"{row.code} {row.name}")),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        limit_value=row.limit_value,
        limit_unit=row.limit_unit,
        same_day=bool(row.same_day),
        presence_required=row.presence_required,
        postal_in=row.postal_in,
        postal_in_reason=row.postal_in_reason,
        postal_out=row.postal_out,
        postal_out_reason=row.postal_out_reason,
        result_name=row.result,
        official=row.official,
        provenance=f"{row.provenance};era={row.era}" if row.era else row.provenance,
        source=row.source,
    )


def _paper(version: int, row: PaperRow) -> RequiredPaper:
    return RequiredPaper(
        version_id=version,
        seq=row.seq,
        name=row.paper,
        originals=row.originals,
        certified=row.certified,
        copies=row.copies,
        mandatory=row.mandatory,
    )


def _fee(version: int, row: ProcedureRow) -> Fee:
    """One fee a version; "phí và lệ phí" counts as lệ phí, and its source keeps the words."""
    source = f"{_MIXED}; {row.source}" if row.fee_kind == _MIXED else row.source
    return Fee(version_id=version, kind=_fee_kind(row), amount_vnd=row.fee_vnd or 0, source=source)


def _fee_kind(row: ProcedureRow) -> FeeKind:
    return FeeKind.FEE if row.fee_kind == _FEE else FeeKind.CHARGE


def _terms(row: ProcedureRow, found: Procedures) -> Terms:
    return Terms(
        limit_value=row.limit_value,
        limit_unit=row.limit_unit,
        fee_vnd=row.fee_vnd,
        fee_kind="" if row.fee_vnd is None else _fee_kind(row).value,
        presence_required=row.presence_required,
        postal_in=row.postal_in,
        postal_out=row.postal_out,
        same_day=bool(row.same_day),
        papers=tuple(_as_term(_paper(0, paper)) for paper in found.papers_of(row)),
    )


def _stored_terms() -> dict[Key, tuple[int, Terms]]:
    """The id and the terms of every version in the database."""
    versions = ProcedureVersion.objects.select_related("procedure")
    return {
        (version.procedure.code, version.valid_from): (version.pk, _terms_of(version))
        for version in versions.prefetch_related("papers", "fees")
    }


def _terms_of(version: ProcedureVersion) -> Terms:
    fee = next(iter(version.fees.all()), None)
    papers = sorted(version.papers.all(), key=lambda paper: paper.seq)
    return Terms(
        limit_value=version.limit_value,
        limit_unit=version.limit_unit,
        fee_vnd=fee.amount_vnd if fee else None,
        fee_kind=fee.kind if fee else "",
        presence_required=version.presence_required,
        postal_in=version.postal_in,
        postal_out=version.postal_out,
        same_day=version.same_day,
        papers=tuple(_as_term(paper) for paper in papers),
    )


def _as_term(paper: RequiredPaper) -> Paper:
    counts = (paper.originals, paper.certified, paper.copies)
    return paper.seq, paper.name, *counts, paper.mandatory


def _changed(row: ProcedureRow, found: Procedures, before: Terms) -> Iterator[LineError]:
    after = _terms(row, found)
    message = (
        f"Phiên bản từ {vn_date(row.valid_from)} của thủ tục {row.code} đã có hồ sơ nên không sửa "
        "được: hãy ghi valid_to cho dòng cũ và thêm một dòng mới với valid_from riêng."
    )
    for term in fields(Terms):
        if getattr(before, term.name) == getattr(after, term.name):
            continue
        if term.name == "papers":
            yield _changed_paper(row, found, before).error("paper", message)
        else:
            yield row.error(term.name, message)


def _changed_paper(row: ProcedureRow, found: Procedures, before: Terms) -> PaperRow | ProcedureRow:
    """The first paper that is not as before; the procedure's own row if papers are only missing."""
    for paper in found.papers_of(row):
        if _as_term(_paper(0, paper)) not in before.papers:
            return paper
    return row
