"""Sheets of the post: looked at whole, kept, then confirmed; one bad line and nothing is written.

A line is tried by the very verbs that will write it, in a transaction that is taken back. The same sheet again changes
nothing, for every line then says what holds already.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from tram.accounts import commands as accounts
from tram.accounts.rules.access import Right, require
from tram.core import clock
from tram.core.acts import Act, Actor
from tram.core.errors import Refused
from tram.core.requests import command
from tram.core.sheets import LineError, Record, Sheet
from tram.core.spreadsheets import Grid, read_rows, typed_rows
from tram.core.text import search_terms
from tram.directory.imports.post_lines import PERSON, LineOutcome, point_line, staff_line, work
from tram.directory.imports.post_rows import HEADINGS, ROWS, PointLine, StaffLine
from tram.directory.models import PostSheet
from tram.directory.rules.points import PostSheetKind

MOST_NEW_PEOPLE = 100
Line = PointLine | StaffLine


@dataclass(frozen=True)
class Tried:
    """What a sheet would do, line by line, and every reason why it cannot."""

    sheet: Sheet[Any]
    outcomes: tuple[tuple[int, LineOutcome], ...]
    errors: tuple[LineError, ...]


def try_sheet(actor: Actor, kind: PostSheetKind, grid: Grid) -> Tried:
    """Read and try every line; nothing of it stays."""
    sheet: Sheet[Any] = read_rows(grid, ROWS[kind], HEADINGS[kind])
    act = Act(request_id=uuid4(), actor=actor, now=clock.now())
    outcomes, errors = [], [*sheet.errors, *_repeats(sheet.rows, kind)]
    with transaction.atomic():
        shared = work(act, trying=True)
        for row in sheet.rows:
            try:
                outcomes.append((row.line, _write(shared, row)))
            except Refused as refused:
                errors.append(LineError(grid.name, row.line, "", refused.message))
        transaction.set_rollback(True)
    errors += _too_many(grid.name, kind, outcomes)
    return Tried(sheet, tuple(outcomes), tuple(sorted(errors)))


def _write(shared: Any, row: Line) -> LineOutcome:
    return point_line(shared, row) if isinstance(row, PointLine) else staff_line(shared, row)


def _repeats(rows: Sequence[Any], kind: PostSheetKind) -> list[LineError]:
    """The same point, or the same person at the same place, twice in one sheet."""
    first: dict[Any, int] = {}
    found = []
    points = kind is PostSheetKind.POINTS
    for row in rows:
        key = row.code if points else (row.username.lower(), row.role, row.unit)
        before = first.setdefault(key, row.line)
        if before != row.line:
            column = HEADINGS[kind]["code" if points else "username"]
            message = _("Trùng với dòng {}: hãy bỏ một trong hai dòng.").format(before)
            found.append(LineError(row.file, row.line, column, message))
    return found


def _too_many(
    name: str, kind: PostSheetKind, outcomes: Sequence[tuple[int, LineOutcome]]
) -> list[LineError]:
    new = sum(outcome is LineOutcome.NEW for _line, outcome in outcomes)
    if kind is not PostSheetKind.STAFF or new <= MOST_NEW_PEOPLE:
        return []
    message = _("Tệp thêm {new} người mới, mỗi lần nhiều nhất {most}. Hãy tách thành nhiều tệp.")
    return [LineError(name, 0, "", message.format(new=new, most=MOST_NEW_PEOPLE))]


@command
def keep_sheet(
    act: Act, *, kind: PostSheetKind, name: str, sha256: str, lines: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    """Keep a sheet whose lines are all good until its sender confirms it (gửi tệp)."""
    require(act.actor, Right.MANAGE_POST)
    row = PostSheet.objects.create(
        id=act.derive("sheet"),
        kind=kind,
        name=name[:120],
        sha256=sha256,
        lines=list(lines),
        by_id=act.actor.id,
        at=act.recorded,
    )
    return {"sheet": row.id}


def kept_lines(tried: Tried, grid: Grid, kind: PostSheetKind) -> list[dict[str, Any]]:
    """The lines as they are kept: number, cells by column, what the line did when tried."""
    done = dict(tried.outcomes)
    titles = {title: column for column, title in HEADINGS[kind].items()}
    return [
        {
            "line": row.line,
            "cells": _cells(grid, row.line, titles),
            "outcome": done[row.line].value,
        }
        for row in tried.sheet.rows
    ]


def _cells(grid: Grid, line: int, titles: dict[str, str]) -> dict[str, str]:
    columns = {search_terms(title): column for title, column in titles.items()}
    (_number, heading), *_rest = grid.rows
    cells = dict(grid.rows)[line]
    named = zip(heading, cells, strict=False)
    return {columns[search_terms(title)]: cell for title, cell in named if search_terms(title)}


def passwords(request_id: UUID, lines: Sequence[int]) -> list[str]:
    """The one-time passwords that this request gave the people of these lines: shown once, stored nowhere."""
    act = Act(request_id=request_id, actor=Actor(None))
    return [accounts.one_time_password(act.derive(PERSON, line)).reveal() for line in lines]


@command
def apply_sheet(act: Act, *, sheet_id: UUID) -> dict[str, Any]:
    """Write every line of a kept sheet, or none (xác nhận tệp); the people it made, by line."""
    require(act.actor, Right.MANAGE_POST)
    rows = PostSheet.objects.select_for_update(no_key=True)
    kept = rows.filter(id=sheet_id, by=act.actor.id).first()
    if kept is None:
        raise Refused("no-such-sheet", _("Không tìm thấy tệp này. Hãy gửi lại tệp."))
    if kept.applied_at is not None:
        return {"sheet": sheet_id, "already": True, "made": [], "counts": {}}
    shared = work(act, trying=False)
    counts = dict.fromkeys((outcome.value for outcome in LineOutcome), 0)
    for row in _typed(kept).rows:
        counts[_apply(shared, row).value] += 1
    kept.applied_at = act.recorded
    kept.save(update_fields=["applied_at"])
    return {"sheet": sheet_id, "already": False, "made": shared.made, "counts": counts}


def _typed(kept: PostSheet) -> Sheet[Any]:
    kind = PostSheetKind(kept.kind)
    row = ROWS[kind]
    records = [
        Record(each["line"], dict.fromkeys(row.columns, "") | each["cells"]) for each in kept.lines
    ]
    return typed_rows(kept.name, records, row, HEADINGS[kind])


def _apply(shared: Any, row: Line) -> LineOutcome:
    """A line that was good when it was looked at may be bad by now."""
    try:
        return _write(shared, row)
    except Refused as refused:
        message = _("Dòng {line}: {reason} Chưa ghi gì; hãy gửi lại tệp.")
        told = message.format(line=row.line, reason=refused.message)
        raise Refused(refused.code, told) from refused
