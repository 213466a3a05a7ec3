"""Spreadsheets of attendance (XLSX): who was at a session, with which outcome and certificate.

Every line is tried by the verb that will write it, in a transaction that is taken back; one bad line and nothing is
written. The same sheet again changes nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from tram.accounts.models import User
from tram.core import clock
from tram.core.acts import Act, Actor
from tram.core.cells import or_empty, or_none, text
from tram.core.errors import Refused
from tram.core.sheets import LineError, Row
from tram.core.spreadsheets import Grid, read_rows
from tram.directory.commands.training import Attended, points_of, write_attendance
from tram.directory.imports.post_rows import day, labelled
from tram.directory.models import TrainingSession
from tram.directory.rules.training import AttendanceOutcome

HEADINGS = {
    "username": "Tên đăng nhập",
    "full_name": "Họ và tên",
    "outcome": "Kết quả",
    "number": "Số chứng nhận",
    "valid_to": "Có giá trị đến hết",
}


@dataclass(frozen=True, kw_only=True)
class AttendanceLine(Row):
    """One teller at a session; the name only helps people who read the sheet, no outcome says nothing of them."""

    optional: ClassVar[frozenset[str]] = frozenset({"full_name", "number", "valid_to"})
    username: Annotated[str, text(64)]
    full_name: Annotated[str, or_empty(text(120))]
    outcome: Annotated[AttendanceOutcome | None, or_none(labelled(*AttendanceOutcome))]
    number: Annotated[str, or_empty(text(40))]
    valid_to: Annotated[date | None, or_none(day)]


@dataclass(frozen=True)
class TriedAttendance:
    """What a sheet says, and every reason why it cannot be written."""

    attended: tuple[Attended, ...]
    errors: tuple[LineError, ...]


def try_attendance(actor: Actor, session_id: int, grid: Grid) -> TriedAttendance:
    """Read and try every line; nothing of it stays."""
    sheet = read_rows(grid, AttendanceLine, HEADINGS)
    names = {row.username.lower() for row in sheet.rows}
    people = {
        user.username.lower(): user.id
        for user in User.objects.filter(username__in=names | {r.username for r in sheet.rows})
    }
    errors = [*sheet.errors, *_strangers(sheet.rows, people)]
    told = [(row, _attended(row, people)) for row in sheet.rows]
    known = [(row, one) for row, one in told if one is not None]
    errors += _tried(actor, session_id, known)
    return TriedAttendance(tuple(one for _row, one in known), tuple(sorted(errors)))


def _strangers(rows: Sequence[AttendanceLine], people: Mapping[str, int]) -> list[LineError]:
    """People nobody knows, who stand twice in the sheet, or have a certificate and no outcome."""
    first: dict[str, int] = {}
    found = []
    for row in rows:
        name = row.username.lower()
        before = first.setdefault(name, row.line)
        message = ""
        if row.outcome is None and row.number:
            message = _("Có số chứng nhận mà chưa có kết quả: hãy ghi kết quả.")
        elif name not in people:
            message = _("Không có người dùng «{}»: hãy xem lại tên đăng nhập.").format(
                row.username
            )
        elif before != row.line:
            message = _("Trùng với dòng {}: hãy bỏ một trong hai dòng.").format(before)
        if message:
            found.append(LineError(row.file, row.line, HEADINGS["username"], message))
    return found


def _attended(row: AttendanceLine, people: Mapping[str, int]) -> Attended | None:
    teller = people.get(row.username.lower())
    if teller is None or row.outcome is None:
        return None
    return Attended(teller, row.outcome, row.number, row.valid_to)


def _tried(
    actor: Actor, session_id: int, known: Sequence[tuple[AttendanceLine, Attended]]
) -> list[LineError]:
    session = TrainingSession.objects.get(id=session_id)
    points = points_of([one.teller_id for _row, one in known], session.on)
    act = Act(request_id=uuid4(), actor=actor, now=clock.now())
    found = []
    with transaction.atomic():
        for row, one in known:
            try:
                write_attendance(act, session, points, one)
            except Refused as refused:
                found.append(LineError(row.file, row.line, "", refused.message))
        transaction.set_rollback(True)
    return found
