"""checklist.toml: what a service point must have to receive dossiers, as dated criteria (tiêu chí của điểm phục vụ).

A province without the file has no checklist, and no point of it can be qualified.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from tram.core.cells import Note, Yes, matching, member, text, whole
from tram.core.sheets import DatedRow, Files, LineError, wrong_spans
from tram.core.toml import Document
from tram.core.upsert import Tally, bring, overlaps
from tram.directory.models import PointCriterion
from tram.directory.rules.qualification import CriterionFact

CHECKLIST = "checklist.toml"


@dataclass(frozen=True, kw_only=True)
class CriterionRow(DatedRow):
    """One criterion between two dates."""

    code: Annotated[str, matching(r"[a-z][a-z0-9-]{1,31}", "trained-teller")]
    label: Annotated[str, text(300)]
    mandatory: Yes
    months: Annotated[int, whole(1, 120)]
    fact: Annotated[CriterionFact, member(CriterionFact)]
    official: Yes
    provenance: Note


@dataclass(frozen=True)
class Checklist:
    """The criteria of a folder, and what is wrong with them."""

    rows: tuple[CriterionRow, ...] = ()
    errors: tuple[LineError, ...] = ()


def read(files: Files) -> Checklist:
    """The criteria of a folder in the order of the file."""
    if CHECKLIST not in files:
        return Checklist()
    document = Document(files, CHECKLIST)
    rows = document.tables("criterion", CriterionRow)
    document.errors.extend(wrong_spans(rows, lambda row: row.code))
    return Checklist(rows, document.close())


def kept(found: Checklist) -> Iterator[LineError]:
    """Criteria that the database already has in an overlapping span."""
    return overlaps(PointCriterion.objects.all(), "code", ((row.code, row) for row in found.rows))


def write(found: Checklist) -> Tally:
    """Bring the criteria in; those that left the file stay, ended or not: assessments speak of them."""
    wanted = (
        PointCriterion(
            code=row.code,
            seq=seq,
            label=row.label,
            mandatory=row.mandatory,
            months=row.months,
            fact=row.fact,
            official=row.official,
            source=row.provenance,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )
        for seq, row in enumerate(found.rows, 1)
    )
    return bring("criteria", PointCriterion.objects.all(), ("code", "valid_from"), wanted)
