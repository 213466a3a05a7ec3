"""procedure_stages.csv: who works on a dossier in which order, with the planned share of the limit.

The file may be left out. Like papers, stages belong to all versions of their procedure, or only to the one that
begins on the day in `valid_from`. An empty `unit` is the competent agency.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from tram.catalogue.rules.stages import Span, fits
from tram.core.cells import OpenDay, matching, one_of, or_empty, text, whole
from tram.core.sheets import Files, LineError, Row, Sheet, read_csv, repeats
from tram.directory.imports.units import Units

STAGES = "procedure_stages.csv"
LIMIT_UNITS = ("hour", "working-day", "calendar-day", "month")
CODE = matching(r"\d\.\d{6}", "1.004583")


@dataclass(frozen=True, kw_only=True)
class StageRow(Row):
    """One stage of a procedure (bước giải quyết)."""

    optional: ClassVar[frozenset[str]] = frozenset({"valid_from"})
    code: Annotated[str, CODE]
    valid_from: OpenDay
    seq: Annotated[int, whole(1, 99)]
    unit: Annotated[str, or_empty(matching(r"[a-z0-9-]+", "so-tu-phap"))]
    name: Annotated[str, text(300)]
    value: Annotated[int, whole(1, 9999)]
    unit_of_time: Annotated[str, one_of(*LIMIT_UNITS)]


def read(files: Files, units: Units) -> Sheet[StageRow]:
    """The stages of a folder and what their own file shows to be wrong."""
    if STAGES not in files:
        return Sheet(STAGES, complete=True)
    sheet = read_csv(files, STAGES, StageRow)
    wrong = [
        *repeats(sheet.rows, lambda row: (row.code, row.valid_from, row.seq), "seq"),
        *(
            error
            for row in sheet.rows
            if row.unit
            for error in units.unknown(row, "unit", row.unit)
        ),
    ]
    return sheet.but(wrong)


def of(rows: Iterable[StageRow], code: str, day: date) -> tuple[StageRow, ...]:
    """The stages of the version that begins on a day, in order."""
    mine = sorted((row for row in rows if row.code == code), key=lambda row: row.seq)
    own = tuple(row for row in mine if row.valid_from == day)
    return own or tuple(row for row in mine if row.valid_from is None)


def too_long(rows: tuple[StageRow, ...], limits: Iterable[Span]) -> Iterator[LineError]:
    """The last stage, if all together exceed one of the version's limits."""
    spans = [Span(row.value, row.unit_of_time) for row in rows]
    if rows and not all(fits(spans, limit) for limit in limits):
        message = (
            f"Các bước của thủ tục {rows[-1].code} cộng lại dài hơn thời hạn, "
            "hoặc không cùng đơn vị tính: hãy sửa thời gian của từng bước."
        )
        yield rows[-1].error("value", message)
