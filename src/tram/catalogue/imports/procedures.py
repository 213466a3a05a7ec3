"""procedures.csv and procedure_papers.csv: rows, and what is wrong with them.

A procedure has one row for each version. Papers belong to all versions of their procedure, or only to the one
that begins on the day in the optional column `valid_from`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Annotated, ClassVar

from tram.catalogue.imports import stages
from tram.catalogue.imports.stages import CODE, LIMIT_UNITS, StageRow
from tram.catalogue.rules.stages import Span
from tram.core.cells import (
    Count,
    Maybe,
    Note,
    OpenDay,
    Yes,
    listed,
    matching,
    one_of,
    or_empty,
    or_none,
    text,
    whole,
)
from tram.core.sheets import DatedRow, Files, LineError, Row, Sheet, read_csv, repeats, wrong_spans
from tram.directory.imports.units import Units
from tram.directory.models import AreaLevel

PROCEDURES, PAPERS = "procedures.csv", "procedure_papers.csv"
FEE_KINDS = ("phí", "lệ phí", "phí và lệ phí")
LEVELS = {level.label.lower(): level for level in AreaLevel}
ANY_AGENCY = {"ubnd-huyen": AreaLevel.DISTRICT, "ubnd-xa": AreaLevel.COMMUNE}
"""Words for "the committee of whichever district or commune": no unit of their own."""


@dataclass(frozen=True, kw_only=True)
class ProcedureRow(DatedRow):
    """One version of a procedure (thủ tục hành chính); a channel without a limit of its own has the general one."""

    optional: ClassVar[frozenset[str]] = frozenset(
        {
            "limit_online_value",
            "limit_online_unit",
            "limit_postal_value",
            "limit_postal_unit",
            "legal_basis",
            "publication_decision",
        }
    )
    code: Annotated[str, CODE]
    name: Annotated[str, text(500)]
    field: Annotated[str, text(160)]
    agency: Annotated[str, matching(r"[a-z0-9-]+", "so-tu-phap")]
    level: Annotated[str, one_of(*LEVELS)]
    limit_value: Annotated[int | None, or_none(whole(1, 9999))]
    limit_unit: Annotated[str, or_empty(one_of(*LIMIT_UNITS))]
    limit_online_value: Annotated[int | None, or_none(whole(1, 9999))]
    limit_online_unit: Annotated[str, or_empty(one_of(*LIMIT_UNITS))]
    limit_postal_value: Annotated[int | None, or_none(whole(1, 9999))]
    limit_postal_unit: Annotated[str, or_empty(one_of(*LIMIT_UNITS))]
    legal_basis: Note
    publication_decision: Note
    fee_vnd: Annotated[int | None, or_none(whole())]
    fee_kind: Annotated[str, or_empty(one_of(*FEE_KINDS))]
    presence_required: Maybe
    postal_in: Maybe
    postal_in_reason: Note
    postal_out: Maybe
    postal_out_reason: Note
    same_day: Maybe
    withdraw_papers: Annotated[tuple[str, ...], listed(text(500))]
    result: Annotated[str, or_empty(text(300))]
    official: Yes
    era: Annotated[str, or_empty(one_of("after2019"))]
    provenance: Note
    source: Note


@dataclass(frozen=True, kw_only=True)
class PaperRow(Row):
    """One paper of a procedure's list (thành phần hồ sơ)."""

    optional: ClassVar[frozenset[str]] = frozenset({"valid_from"})
    code: Annotated[str, CODE]
    valid_from: OpenDay
    seq: Annotated[int, whole(1, 99)]
    paper: Annotated[str, text(500)]
    originals: Count
    certified: Count
    copies: Count
    mandatory: Yes


@dataclass(frozen=True)
class Procedures:
    """The procedures of a folder with their papers and stages."""

    versions: Sheet[ProcedureRow]
    papers: Sheet[PaperRow]
    stages: Sheet[StageRow]

    @property
    def errors(self) -> tuple[LineError, ...]:
        """What is wrong with the files."""
        return (*self.versions.errors, *self.papers.errors, *self.stages.errors)

    def papers_of(self, row: ProcedureRow) -> tuple[PaperRow, ...]:
        """The papers of one version, in order."""
        own = self._papers.get((row.code, row.valid_from))
        common = self._papers.get((row.code, None), [])
        return tuple(own or common)

    def stages_of(self, row: ProcedureRow) -> tuple[StageRow, ...]:
        """The stages of one version, in order."""
        return stages.of(self.stages.rows, row.code, row.valid_from)

    @cached_property
    def _papers(self) -> dict[tuple[str, date | None], list[PaperRow]]:
        found: dict[tuple[str, date | None], list[PaperRow]] = {}
        for row in sorted(self.papers.rows, key=lambda row: row.seq):
            found.setdefault((row.code, row.valid_from), []).append(row)
        return found


def read(files: Files, units: Units) -> Procedures:
    """The procedures of a folder, and what is wrong with them."""
    versions = read_csv(files, PROCEDURES, ProcedureRow)
    papers = read_csv(files, PAPERS, PaperRow)
    wrong_versions = [
        *wrong_spans(versions.rows, lambda row: row.code),
        *(error for row in versions.rows for error in _wrong_agency(row, units)),
        *(error for row in versions.rows for error in _wrong_pairs(row)),
        *(error for row in versions.rows for error in _wrong_post(row)),
    ]
    wrong_papers = [
        *repeats(papers.rows, lambda row: (row.code, row.valid_from, row.seq), "seq"),
        *(error for row in papers.rows for error in _wrong_paper(row, versions)),
    ]
    steps = stages.read(files, units)
    wrong_steps = [
        *(error for row in steps.rows for error in _wrong_owner(row, versions)),
        *(error for row in versions.rows for error in _wrong_stages(row, steps)),
    ]
    return Procedures(
        versions.but(wrong_versions), papers.but(wrong_papers), steps.but(wrong_steps)
    )


def _wrong_agency(row: ProcedureRow, units: Units) -> Iterator[LineError]:
    if row.agency not in ANY_AGENCY:
        yield from units.unknown(row, "agency", row.agency)
    elif ANY_AGENCY[row.agency] != LEVELS[row.level]:
        yield row.error("level", f"«{row.agency}» không thuộc cấp {row.level}.")


def _wrong_pairs(row: ProcedureRow) -> Iterator[LineError]:
    for limit in ("limit", "limit_online", "limit_postal"):
        unit = f"{limit}_unit"
        if (getattr(row, f"{limit}_value") is None) != (not getattr(row, unit)):
            yield row.error(unit, "Thời hạn phải ghi cả số và đơn vị, hoặc để trống cả hai.")
    if row.fee_vnd is None and row.fee_kind:
        yield row.error("fee_vnd", "Đã ghi loại phí mà chưa ghi số tiền.")
    if row.fee_vnd and not row.fee_kind:
        yield row.error("fee_kind", "Đã ghi số tiền mà chưa ghi là phí hay lệ phí.")


def _wrong_post(row: ProcedureRow) -> Iterator[LineError]:
    if row.presence_required and row.postal_in:
        message = "Thủ tục phải có mặt khi nộp thì không gửi hồ sơ qua bưu điện được."
        yield row.error("postal_in", message)
    closed = (("postal_in_reason", row.postal_in), ("postal_out_reason", row.postal_out))
    for column, is_open in closed:
        if is_open is False and not getattr(row, column):
            yield row.error(column, "Không qua bưu điện được thì phải ghi lý do.")


def _wrong_stages(row: ProcedureRow, steps: Sheet[StageRow]) -> Iterator[LineError]:
    limits = (
        Span(value, getattr(row, f"{limit}_unit"))
        for limit in ("limit", "limit_online", "limit_postal")
        if (value := getattr(row, f"{limit}_value"))
    )
    yield from stages.too_long(stages.of(steps.rows, row.code, row.valid_from), limits)


def _wrong_owner(row: PaperRow | StageRow, versions: Sheet[ProcedureRow]) -> Iterator[LineError]:
    if not versions.mentions("code", row.code):
        yield row.error("code", f"Không có thủ tục {row.code} trong {PROCEDURES}.")
    days = {version.valid_from for version in versions.rows if version.code == row.code}
    if row.valid_from and days and row.valid_from not in days:
        message = f"Thủ tục {row.code} không có phiên bản bắt đầu ngày này."
        yield row.error("valid_from", message)


def _wrong_paper(row: PaperRow, versions: Sheet[ProcedureRow]) -> Iterator[LineError]:
    yield from _wrong_owner(row, versions)
    if not row.originals + row.certified + row.copies:
        yield row.error("originals", "Giấy tờ phải có ít nhất một bản chính, chứng thực hoặc sao.")
