"""Spreadsheets for the registers: looked at whole, kept, then confirmed; one bad line and nothing is written.

A line is tried by the very verbs that will write it, in a transaction that is taken back.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from tram.accounts.rules.access import Right, may, require
from tram.core import clock
from tram.core.acts import Act, Actor
from tram.core.errors import Refused
from tram.core.requests import command
from tram.core.sheets import LineError, Record, Sheet
from tram.core.spreadsheets import Grid, read_rows, typed_rows
from tram.core.text import clean, search_terms
from tram.directory.imports.post_lines import LineOutcome
from tram.programme.imports import lines
from tram.programme.imports.rows import HEADINGS, ROWS
from tram.programme.models import RegisterSheet
from tram.programme.rules.registers import RegisterSheetKind

WRITERS: Mapping[RegisterSheetKind, Callable[[lines.Work, Any], LineOutcome]] = {
    RegisterSheetKind.OUTREACH: lines.outreach_line,
    RegisterSheetKind.BASELINES: lines.baseline_line,
    RegisterSheetKind.MONTHS: lines.month_line,
    RegisterSheetKind.MEANS: lines.means_line,
}
SENDERS: Mapping[RegisterSheetKind, tuple[Right, ...]] = {
    RegisterSheetKind.OUTREACH: (Right.INFORM_PUBLIC,),
    RegisterSheetKind.BASELINES: (Right.MANAGE_PLAN, Right.REPORT_PLAN),
    RegisterSheetKind.MONTHS: (Right.MANAGE_PLAN, Right.REPORT_PLAN),
    RegisterSheetKind.MEANS: (Right.MANAGE_POST,),
}
KEYS: Mapping[RegisterSheetKind, tuple[str, ...]] = {
    RegisterSheetKind.OUTREACH: ("code", "on", "station"),
    RegisterSheetKind.BASELINES: ("unit", "indicator", "year"),
    RegisterSheetKind.MONTHS: ("unit", "month", "procedure"),
    RegisterSheetKind.MEANS: ("year", "place", "subject"),
}


@dataclass(frozen=True)
class Tried:
    """What a spreadsheet would do, line by line, and every reason why it cannot."""

    sheet: Sheet[Any]
    outcomes: tuple[tuple[int, LineOutcome], ...]
    errors: tuple[LineError, ...]


def require_sender(actor: Actor, kind: RegisterSheetKind) -> None:
    """Refuse whoever may not send such a spreadsheet at all; each line asks again, of its unit."""
    if not any(may(actor, right) for right in SENDERS[kind]):
        require(actor, SENDERS[kind][0])


def try_sheet(actor: Actor, kind: RegisterSheetKind, grid: Grid, reason: str = "") -> Tried:
    """Read and try every line; nothing of it stays."""
    sheet: Sheet[Any] = read_rows(grid, ROWS[kind], HEADINGS[kind])
    errors = [*sheet.errors, *_repeats(sheet.rows, kind)]
    act = Act(request_id=uuid4(), actor=actor, now=clock.now())
    outcomes: list[tuple[int, LineOutcome]] = []
    with transaction.atomic():
        work = lines.Work(
            act, _row(act, kind, (grid.name, ""), clean(reason), ()).id, clean(reason)
        )
        for row in sheet.rows:
            told = _tried(work, kind, row)
            if isinstance(told, LineError):
                errors.append(told)
            else:
                outcomes.append((row.line, told))
        transaction.set_rollback(True)
    return Tried(sheet, tuple(outcomes), tuple(sorted(set(errors))))


def _tried(work: lines.Work, kind: RegisterSheetKind, row: Any) -> LineOutcome | LineError:
    try:
        with transaction.atomic():
            return WRITERS[kind](work, row)
    except Refused as refused:
        return LineError(row.file, row.line, "", refused.message)


def _repeats(rows: Sequence[Any], kind: RegisterSheetKind) -> Iterator[LineError]:
    """Two lines that say the same thing of the same thing."""
    first: dict[Hashable, int] = {}
    column = HEADINGS[kind][KEYS[kind][0]]
    for row in rows:
        key = tuple(_key(getattr(row, name)) for name in KEYS[kind])
        before = first.setdefault(key, row.line)
        if before != row.line:
            message = _("Trùng với dòng {}: hãy bỏ một trong hai dòng.").format(before)
            yield LineError(row.file, row.line, column, message)


def _key(value: Any) -> Hashable:
    return search_terms(value) if type(value) is str else value


@command
def keep_sheet(
    act: Act,
    *,
    kind: RegisterSheetKind,
    name: str,
    sha256: str,
    reason: str,
    lines: Sequence[dict[str, Any]],
) -> dict[str, Any]:
    """Keep a spreadsheet whose lines are all good until its sender confirms it (gửi tệp)."""
    require_sender(act.actor, kind)
    return {"sheet": _row(act, kind, (name, sha256), clean(reason), lines).id}


def _row(
    act: Act,
    kind: RegisterSheetKind,
    file: tuple[str, str],
    reason: str,
    kept: Sequence[dict[str, Any]],
) -> RegisterSheet:
    name, sha256 = file
    return RegisterSheet.objects.create(
        id=act.derive("sheet"),
        kind=kind,
        name=name[:120],
        sha256=sha256,
        reason=reason,
        lines=list(kept),
        by_id=act.actor.id,
        at=act.recorded,
    )


def kept_lines(tried: Tried, grid: Grid, kind: RegisterSheetKind) -> list[dict[str, Any]]:
    """The lines as they are kept: number, cells by column, what the line did when tried."""
    done = dict(tried.outcomes)
    return [
        {"line": row.line, "cells": _cells(grid, row.line, kind), "outcome": done[row.line].value}
        for row in tried.sheet.rows
    ]


def _cells(grid: Grid, line: int, kind: RegisterSheetKind) -> dict[str, str]:
    columns = {search_terms(title): column for column, title in HEADINGS[kind].items()}
    (_number, heading), *_rest = grid.rows
    named = zip(heading, dict(grid.rows)[line], strict=False)
    return {columns[search_terms(title)]: cell for title, cell in named if search_terms(title)}


@command
def apply_sheet(act: Act, *, sheet_id: UUID) -> dict[str, Any]:
    """Write every line of a kept spreadsheet, or none (xác nhận tệp)."""
    rows = RegisterSheet.objects.select_for_update(no_key=True)
    kept = rows.filter(id=sheet_id, by=act.actor.id).first()
    if kept is None:
        raise Refused("no-such-sheet", _("Không tìm thấy tệp này. Hãy gửi lại tệp."))
    kind = RegisterSheetKind(kept.kind)
    require_sender(act.actor, kind)
    if kept.applied_at is not None:
        return {"sheet": sheet_id, "already": True, "counts": {}}
    work = lines.Work(act, kept.id, kept.reason)
    counts = dict.fromkeys((outcome.value for outcome in LineOutcome), 0)
    for row in _typed(kept).rows:
        counts[_apply(work, kind, row).value] += 1
    kept.applied_at = act.recorded
    kept.save(update_fields=["applied_at"])
    return {"sheet": sheet_id, "already": False, "counts": counts}


def _typed(kept: RegisterSheet) -> Sheet[Any]:
    kind = RegisterSheetKind(kept.kind)
    row = ROWS[kind]
    records = [
        Record(each["line"], dict.fromkeys(row.columns, "") | each["cells"]) for each in kept.lines
    ]
    return typed_rows(kept.name, records, row, HEADINGS[kind])


def _apply(work: lines.Work, kind: RegisterSheetKind, row: Any) -> LineOutcome:
    """A line that was good when it was looked at may be bad by now."""
    try:
        return WRITERS[kind](work, row)
    except Refused as refused:
        message = _("Dòng {line}: {reason} Chưa ghi gì; hãy gửi lại tệp.")
        told = message.format(line=row.line, reason=refused.message)
        raise Refused(refused.code, told) from refused
