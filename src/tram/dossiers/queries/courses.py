"""How far the clock of every running dossier has gone, and whom its warnings concern (hồ sơ sắp trễ hẹn)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from tram.core.calendar import local_date
from tram.directory import queries as directory
from tram.directory.models import Unit
from tram.dossiers.rules.letters import LetterKind
from tram.dossiers.rules.states import RUNNING, State
from tram.dossiers.rules.warnings import LATE, Course, Ladder, Rung, rung

COURSES = """
SELECT d.id, d.number, d.state, d.agency_id, coalesce(d.handling_id, d.agency_id), d.desk_id, d.due_at,
  t.line_seq, greatest(t.started_at, a.signed_at), a.signed_at IS NOT NULL,
  coalesce((SELECT json_agg(json_build_array(p.started_at, p.ended_at)) FROM dossiers_pause p
    WHERE p.dossier_id = d.id AND p.ended_at IS NOT NULL), '[]'),
  ARRAY(SELECT m.kind FROM dossiers_message m
    WHERE m.dossier_id = d.id AND m.line_seq = t.line_seq AND m.way = 'duty')
FROM dossiers_dossier d
CROSS JOIN LATERAL (SELECT line_seq, started_at FROM dossiers_duetime
  WHERE dossier_id = d.id ORDER BY line_seq DESC LIMIT 1) t
LEFT JOIN LATERAL (SELECT signed_at FROM dossiers_letter WHERE dossier_id = d.id
  AND kind = %(apology)s AND signed_at IS NOT NULL ORDER BY signed_at DESC LIMIT 1) a ON true
WHERE d.state = ANY(%(running)s) AND d.due_at IS NOT NULL AND (%(ids)s::uuid[] IS NULL OR d.id = ANY(%(ids)s))
  AND NOT EXISTS (SELECT FROM dossiers_message m WHERE m.dossier_id = d.id AND m.line_seq = t.line_seq
    AND m.kind = ANY(%(late)s))
ORDER BY d.due_at, d.id
"""


@dataclass(frozen=True)
class Running:
    """A dossier whose time runs, and the warnings that were written since its due time was set (line `line_seq`)."""

    id: UUID
    number: str
    state: State
    agency_id: int
    unit_id: int
    desk_id: int
    line_seq: int
    course: Course
    told: frozenset[str]


def running(ids: Sequence[UUID] | None = None) -> list[Running]:
    """Every running dossier that has not been called late already, or those of these ids, the nearest due first."""
    words = {
        "apology": LetterKind.APOLOGY.value,
        "running": [state.value for state in RUNNING],
        "late": [late.value for late in LATE],
        "ids": None if ids is None else list(ids),
    }
    with connection.cursor() as cursor:
        cursor.execute(COURSES, words)
        return [_running(row) for row in cursor.fetchall()]


def _running(row: Sequence[Any]) -> Running:
    ident, number, state, agency, unit, desk, due_at, seq, since, again, pauses, told = row
    stood = tuple(
        (datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in pauses
    )
    course = Course(since, due_at, stood, again)
    return Running(ident, number, State(state), agency, unit, desk, seq, course, frozenset(told))


@dataclass(frozen=True)
class Times:
    """The moment, the ladder in force and the working times by which running dossiers are judged."""

    now: datetime
    ladder: Ladder
    times: directory.WorkingTimes

    def reached(self, found: Running) -> Rung | None:
        """The rung that a dossier has newly reached; None if it was told already, or there is nothing to tell."""
        calendar, hours = self.times.calendar(found.agency_id), self.times.hours(found.agency_id)
        reached = rung(found.course, self.now, calendar, hours, self.ladder)
        return reached if reached is not None and reached.value not in found.told else None


def times(now: datetime, day: date) -> Times:
    """The ladder of a day, and the working times as they stand."""
    ladder = Ladder(**directory.parameter("province.warnings", day))
    return Times(now, ladder, directory.working_times())


def to_warn(now: datetime) -> list[UUID]:
    """The dossiers somebody must be told of now; without any running one no figure of the province is asked for."""
    found = running()
    if not found:
        return []
    by = times(now, local_date(now))
    return [each.id for each in found if by.reached(each)]


def standing_agency(day: date) -> int | None:
    """The unit that watches over the plan (cơ quan thường trực), or who has taken its place."""
    slug = directory.parameter("province.roles.standing_agency", day)
    unit = Unit.objects.filter(slug=slug).first()
    heir = directory.heir(unit.id, day) if unit else None
    return heir.id if heir else None
