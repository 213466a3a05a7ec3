"""The training register: courses with their sessions, who attended, which tellers are trained on a day."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter

from django.db import connection
from django.db.models import Count

from tram.directory.models import Course, TrainingSession
from tram.directory.rules.training import AttendanceOutcome, Held, trained

# What counts of a teller at a session is the latest row; a certificate counts with it.
COUNTED = """
SELECT DISTINCT ON (a.teller_id, a.session_id) a.id, a.teller_id, a.session_id, a.outcome, a.point_id
FROM directory_attendance a ORDER BY a.teller_id, a.session_id, a.id DESC
"""
CERTIFICATES = f"""
SELECT k.teller_id, c.subject, f.issued_on, f.valid_to
FROM ({COUNTED}) k JOIN directory_certificate f ON f.attendance_id = k.id
JOIN directory_trainingsession s ON s.id = k.session_id JOIN directory_course c ON c.id = s.course_id
"""
TELLERS = f"""
SELECT t.*, k.subject, k.issued_on, k.valid_to FROM (
  SELECT DISTINCT ON (p.id) p.id, p.username, p.full_name, u.id AS point_id, u.name, coalesce(s.code, '')
  FROM directory_appointment a JOIN accounts_user p ON p.id = a.user_id
  JOIN directory_unit u ON u.id = a.unit_id LEFT JOIN directory_servicepoint s ON s.unit_id = u.id
  WHERE a.role = 'teller' AND daterange(a.valid_from, a.valid_to, '[]') @> %(day)s::date
  ORDER BY p.id, a.id DESC) t
LEFT JOIN ({CERTIFICATES}) k ON k.teller_id = t.id ORDER BY t.id, k.issued_on
"""
ATTENDED = f"""
SELECT p.id, p.full_name, u.name, k.outcome, coalesce(f.number, ''), f.valid_to
FROM ({COUNTED}) k JOIN accounts_user p ON p.id = k.teller_id JOIN directory_unit u ON u.id = k.point_id
LEFT JOIN directory_certificate f ON f.attendance_id = k.id
WHERE k.session_id = %s ORDER BY u.sort_key, p.full_name, p.id
"""


@dataclass(frozen=True)
class CourseRow:
    """A course with how many sessions it had."""

    id: int
    year: int
    name: str
    subject: str
    organiser_id: int
    organiser: str
    planned: int
    decision: str
    demonstration: bool
    sessions: int


@dataclass(frozen=True)
class SessionRow:
    """A session of a course, with how many passed and how many were noted."""

    id: int
    on: date
    place: str
    passed: int
    noted: int


@dataclass(frozen=True)
class AttendedRow:
    """What became of a teller at a session."""

    teller_id: int
    name: str
    point: str
    outcome: AttendanceOutcome
    number: str
    valid_to: date | None


@dataclass(frozen=True)
class TellerRow:
    """A teller on duty on a day, with the certificates they hold."""

    id: int
    username: str
    name: str
    point_id: int
    point: str
    point_code: str
    held: tuple[Held, ...]

    def trained(self, day: date, field: str = "") -> bool:
        """Whether one of them covers a field (any if empty) on a day."""
        return trained(self.held, field, day)


def courses(year: int | None = None) -> list[CourseRow]:
    """The courses of a year (of all years if None), in order of their names."""
    rows = Course.objects.select_related("organiser").annotate(held=Count("sessions"))
    rows = rows.filter(year=year) if year else rows
    return [_course(row) for row in rows.order_by("-year", "name", "id")]


def course(course_id: int) -> CourseRow | None:
    """One course."""
    rows = Course.objects.select_related("organiser").annotate(held=Count("sessions"))
    row = rows.filter(id=course_id).first()
    return _course(row) if row else None


def _course(row: Course) -> CourseRow:
    return CourseRow(
        id=row.id,
        year=row.year,
        name=row.name,
        subject=row.subject,
        organiser_id=row.organiser_id,
        organiser=row.organiser.short_name or row.organiser.name,
        planned=row.planned,
        decision=row.decision,
        demonstration=row.demonstration,
        sessions=vars(row)["held"],
    )


def sessions(course_id: int) -> list[SessionRow]:
    """The sessions of a course with their counts, by day."""
    rows = TrainingSession.objects.filter(course=course_id).order_by("on", "id")
    found = []
    for row in rows:
        people = attended(row.id)
        passed = sum(each.outcome is AttendanceOutcome.PASSED for each in people)
        found.append(SessionRow(row.id, row.on, row.place, passed, len(people)))
    return found


def session(session_id: int) -> tuple[CourseRow, SessionRow] | None:
    """A session with its course."""
    row = TrainingSession.objects.filter(id=session_id).first()
    if row is None:
        return None
    found = course(row.course_id)
    assert found is not None
    mine = next(each for each in sessions(row.course_id) if each.id == session_id)
    return found, mine


def attended(session_id: int) -> list[AttendedRow]:
    """Who was noted at a session, the latest word of each."""
    with connection.cursor() as cursor:
        cursor.execute(ATTENDED, [session_id])
        return [
            AttendedRow(*(*row[:3], AttendanceOutcome(row[3]), *row[4:]))
            for row in cursor.fetchall()
        ]


def tellers_on(day: date) -> list[TellerRow]:
    """Every teller on duty on a day, with the certificates they hold, by name."""
    with connection.cursor() as cursor:
        cursor.execute(TELLERS, {"day": day})
        found = [(row[:6], row[6:]) for row in cursor.fetchall()]
    rows = [
        TellerRow(*(*who, tuple(Held(*held) for _, held in group if held[0] is not None)))
        for who, group in groupby(found, key=itemgetter(0))
    ]
    return sorted(rows, key=lambda row: (row.point, row.name, row.id))


LACKING = f"""
SELECT EXISTS (SELECT FROM directory_parameter p WHERE p.code = 'province.training.certificate_required'
    AND p.value = 'true' AND daterange(p.valid_from, p.valid_to, '[]') @> %(day)s::date)
  AND NOT EXISTS (SELECT FROM ({COUNTED}) k JOIN directory_certificate f ON f.attendance_id = k.id
    JOIN directory_trainingsession s ON s.id = k.session_id JOIN directory_course c ON c.id = s.course_id
    WHERE k.teller_id = %(teller)s AND c.subject IN ('', %(field)s) AND k.outcome = 'passed'
    AND daterange(f.issued_on, f.valid_to, '[]') @> %(day)s::date)
"""


def certificate_lacking(teller_id: int, field: str, day: date) -> bool:
    """Whether the province asks for a certificate of the field on a day and this teller holds none."""
    with connection.cursor() as cursor:
        cursor.execute(LACKING, {"teller": teller_id, "field": field, "day": day})
        return bool(cursor.fetchone()[0])
