"""Procedures into the database: versions with papers, fees and limits, published once they are whole."""

from collections.abc import Iterator, Mapping

from tram.catalogue.imports.procedures import ANY_AGENCY, LEVELS, ProcedureRow, Procedures
from tram.catalogue.imports.terms import MIXED, Key, fee_kind, not_drafted, paper, stored, terms
from tram.catalogue.models import (
    Channel,
    Fee,
    Procedure,
    ProcedureVersion,
    RequiredPaper,
    Stage,
    TimeLimit,
    WithdrawnPaper,
)
from tram.core import clock
from tram.core.text import search_terms
from tram.core.upsert import Tally, bring, claim


def write(found: Procedures, units: Mapping[str, int]) -> list[Tally]:
    """Bring procedures, versions and all their parts in, then publish what is not published yet."""
    procedures, counted = _write_procedures(found, units)
    ids, versions = _write_versions(found, procedures)
    tallies = [counted, versions, *_write_parts(found, ids), *_write_ways(found, ids, units)]
    drafts = ProcedureVersion.objects.filter(pk__in=ids.values(), published_at=None)
    drafts.update(published_at=clock.now())
    return tallies


def _write_procedures(found: Procedures, units: Mapping[str, int]) -> tuple[dict[str, int], Tally]:
    """What a procedure is, apart from its versions, is what its latest version says, in the file or before it."""
    rows = {row.code: row for row in sorted(found.versions.rows, key=lambda row: row.valid_from)}
    known = claim(Procedure.objects.all(), ("code",), {(code,) for code in rows})
    ids = {code: known[code,] for code in rows}
    latest = dict(sorted(stored()))  # the last of each code stays
    wanted = [
        Procedure(
            pk=ids[code],
            code=code,
            field=row.field,
            level=LEVELS[row.level],
            agency_id=None if row.agency in ANY_AGENCY else units[row.agency],
        )
        for code, row in rows.items()
        if row.valid_from >= latest.get(code, row.valid_from)
    ]
    return ids, bring("procedures", Procedure.objects.all(), ("code",), wanted)


def _write_versions(
    found: Procedures, procedures: Mapping[str, int]
) -> tuple[dict[Key, int], Tally]:
    rows = found.versions.rows
    table, key = not_drafted(), ("procedure_id", "valid_from")
    known = claim(table, key, {(procedures[row.code], row.valid_from) for row in rows})
    ids = {(r.code, r.valid_from): known[procedures[r.code], r.valid_from] for r in rows}
    before = stored()
    same = {
        ids[at]
        for row in rows
        if (at := (row.code, row.valid_from)) in before and before[at].terms == terms(row, found)
    }

    def carry(old: ProcedureVersion, new: ProcedureVersion) -> None:
        new.published_at, new.secret_possible = old.published_at, old.secret_possible
        new.edit = old.edit
        new.official = new.official or (old.official and new.pk in same)

    wanted = [_version(ids[r.code, r.valid_from], procedures[r.code], r) for r in rows]
    return ids, bring("versions", table, key, wanted, carry=carry)


def _write_parts(found: Procedures, ids: Mapping[Key, int]) -> Iterator[Tally]:
    rows = [(ids[row.code, row.valid_from], row) for row in found.versions.rows]
    papers = [paper(pk, each) for pk, row in rows for each in found.papers_of(row)]
    fees = [_fee(pk, row) for pk, row in rows if row.fee_vnd is not None]
    limits = [limit for pk, row in rows for limit in _limits(pk, row)]
    mine = {"version__in": ids.values()}
    table = RequiredPaper.objects.filter(**mine)
    yield bring("papers", table, ("version_id", "seq"), papers, prune=True)
    yield bring("fees", Fee.objects.filter(**mine), ("version_id",), fees, prune=True)
    own, key = TimeLimit.objects.filter(**mine), ("version_id", "channel")
    yield bring("time limits", own, key, limits, prune=True)


def _write_ways(
    found: Procedures, ids: Mapping[Key, int], units: Mapping[str, int]
) -> Iterator[Tally]:
    """The way of a dossier: stages, and the originals that come back at its end."""
    rows = [(ids[row.code, row.valid_from], row) for row in found.versions.rows]
    steps = [
        Stage(
            version_id=pk,
            seq=each.seq,
            unit_id=units[each.unit] if each.unit else None,
            name=each.name,
            value=each.value,
            unit_of_time=each.unit_of_time,
        )
        for pk, row in rows
        for each in found.stages_of(row)
    ]
    back = [
        WithdrawnPaper(version_id=pk, seq=seq, name=name)
        for pk, row in rows
        for seq, name in enumerate(row.withdraw_papers, 1)
    ]
    key, mine = ("version_id", "seq"), {"version__in": ids.values()}
    yield bring("stages", Stage.objects.filter(**mine), key, steps, prune=True)
    yield bring("withdrawn", WithdrawnPaper.objects.filter(**mine), key, back, prune=True)


def _version(pk: int, procedure: int, row: ProcedureRow) -> ProcedureVersion:
    return ProcedureVersion(
        pk=pk,
        procedure_id=procedure,
        name=row.name,
        search_key=" ".join(search_terms(f"{row.code} {row.name}")),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        legal_basis=row.legal_basis,
        publication_decision=row.publication_decision,
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


def _fee(version: int, row: ProcedureRow) -> Fee:
    """One fee a version; "phí và lệ phí" counts as lệ phí, and its source keeps the words."""
    source = f"{MIXED}; {row.source}" if row.fee_kind == MIXED else row.source
    return Fee(version_id=version, kind=fee_kind(row), amount_vnd=row.fee_vnd or 0, source=source)


def _limits(version: int, row: ProcedureRow) -> Iterator[TimeLimit]:
    own = (
        (Channel.ONLINE, row.limit_online_value, row.limit_online_unit),
        (Channel.POSTAL, row.limit_postal_value, row.limit_postal_unit),
    )
    for channel, value, unit in own:
        if value:
            yield TimeLimit(version_id=version, channel=channel, value=value, unit=unit)
