"""The verbs of training (tập huấn giao dịch viên): plan a course, hold a session, note who attended.

Nothing is written over: the latest row of a teller at a session counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from tram.accounts.models import User
from tram.accounts.rules.access import Right, Role, require
from tram.core.acts import Act
from tram.core.calendar import local_date, vn_date
from tram.core.errors import Refused
from tram.core.queries import is_demo
from tram.core.requests import command
from tram.core.text import clean
from tram.directory.models import (
    POSTS,
    Appointment,
    Attendance,
    Certificate,
    Course,
    TrainingSession,
    Unit,
)
from tram.directory.queries import scope
from tram.directory.rules.training import AttendanceOutcome, check_certificate


@dataclass(frozen=True)
class NewCourse:
    """A course of the year's plan; `subject` empty = every field."""

    year: int
    name: str
    organiser_id: int
    planned: int
    subject: str = ""
    decision: str = ""


@dataclass(frozen=True)
class Attended:
    """What became of one teller: passed (with the number of the certificate), failed, absent."""

    teller_id: int
    outcome: AttendanceOutcome
    number: str = ""
    valid_to: date | None = None


@command
def plan_course(act: Act, *, new: NewCourse) -> dict[str, Any]:
    """A course stands in the training plan of a year (kế hoạch tập huấn)."""
    organiser = Unit.objects.filter(id=new.organiser_id, kind__in=POSTS).first()
    if organiser is None:
        raise Refused("no-such-post", _("Hãy chọn bưu điện tổ chức lớp."))
    require(act.actor, Right.TRAIN_TELLERS, scope(organiser.id))
    name = clean(new.name)
    if len(name) < 5:
        raise Refused("name-missing", _("Hãy ghi tên lớp, ít nhất 5 ký tự."))
    if Course.objects.filter(year=new.year, organiser=organiser, name=name).exists():
        message = _("Năm {year} đã có lớp «{name}». Hãy đặt tên khác.")
        raise Refused("course-taken", message.format(year=new.year, name=name))
    row = Course.objects.create(
        year=new.year,
        name=name,
        subject=clean(new.subject),
        organiser=organiser,
        planned=new.planned,
        decision=clean(new.decision)[:120],
        demonstration=is_demo(),
        by_id=act.actor.id,
        at=act.recorded,
    )
    return {"course": row.id}


@command
def hold_session(act: Act, *, course_id: int, on: date, place: str) -> dict[str, Any]:
    """A session of a course is held on a day at a place (mở buổi tập huấn)."""
    course = _course(act, course_id)
    where = clean(place)
    if not where:
        raise Refused("place-missing", _("Hãy ghi địa điểm của buổi tập huấn."))
    if TrainingSession.objects.filter(course=course, on=on, place=where).exists():
        message = _("Đã có buổi ngày {day} ở «{place}».")
        raise Refused("session-taken", message.format(day=vn_date(on), place=where))
    row = TrainingSession.objects.create(
        course=course, on=on, place=where[:200], by_id=act.actor.id, at=act.recorded
    )
    return {"session": row.id, "course": course_id}


@command
def note_attendance(act: Act, *, session_id: int, attended: Sequence[Attended]) -> dict[str, Any]:
    """Who attended a session, with which outcome and certificate (ghi dự tập huấn)."""
    session = TrainingSession.objects.filter(id=session_id).select_related("course").first()
    if session is None:
        raise Refused("no-such-session", _("Không tìm thấy buổi tập huấn này. Hãy tải lại trang."))
    _course(act, session.course_id)
    if session.on > local_date(act.recorded):
        message = _("Buổi tập huấn ngày {} chưa diễn ra. Hãy ghi sau buổi đó.")
        raise Refused("session-ahead", message.format(vn_date(session.on)))
    points = points_of([each.teller_id for each in attended], session.on)
    written = [write_attendance(act, session, points, each) for each in attended]
    return {"session": session_id, "written": sum(written)}


def write_attendance(
    act: Act, session: TrainingSession, points: dict[int, int], one: Attended
) -> bool:
    """The part of a command that notes one teller; False if it is so noted already."""
    check_certificate(one.outcome, clean(one.number), session.on, one.valid_to)
    if one.teller_id not in points:
        name = User.objects.filter(id=one.teller_id).values_list("full_name", flat=True).first()
        message = _("{name} không làm giao dịch viên ở điểm nào vào ngày {day}.")
        told = message.format(name=name or one.teller_id, day=vn_date(session.on))
        raise Refused("not-a-teller", told)
    if _so_already(session, one):
        return False
    _require_free(clean(one.number), one.teller_id)
    row = Attendance.objects.create(
        session=session,
        teller_id=one.teller_id,
        point_id=points[one.teller_id],
        outcome=one.outcome,
        by_id=act.actor.id,
        at=act.recorded,
    )
    if one.number:
        Certificate.objects.create(
            attendance=row, number=clean(one.number), issued_on=session.on, valid_to=one.valid_to
        )
    return True


def _so_already(session: TrainingSession, one: Attended) -> bool:
    rows = Attendance.objects.filter(session=session, teller_id=one.teller_id)
    last = rows.select_related("certificate").order_by("-id").first()
    if last is None or last.outcome != one.outcome:
        return False
    held = Certificate.objects.filter(attendance=last).first()
    said = (held.number, held.valid_to) if held else ("", None)
    return said == (clean(one.number), one.valid_to)


def _require_free(number: str, teller_id: int) -> None:
    if not number:
        return
    taken = Certificate.objects.filter(number=number).exclude(attendance__teller_id=teller_id)
    other = taken.select_related("attendance__teller").first()
    if other is not None:
        message = _("Số chứng nhận {number} đã cấp cho {name}. Hãy xem lại số.")
        name = other.attendance.teller.full_name
        raise Refused("certificate-taken", message.format(number=number, name=name))


def points_of(teller_ids: Sequence[int], day: date) -> dict[int, int]:
    """Where these people served as tellers on a day; who did not is left out."""
    duties = Appointment.objects.filter(
        user_id__in=list(teller_ids), role=Role.TELLER, valid_from__lte=day
    ).exclude(valid_to__lt=day)
    return dict(duties.order_by("-id").values_list("user_id", "unit_id"))


def _course(act: Act, course_id: int) -> Course:
    course = Course.objects.filter(id=course_id).first()
    if course is None:
        raise Refused("no-such-course", _("Không tìm thấy lớp tập huấn này. Hãy tải lại trang."))
    require(act.actor, Right.TRAIN_TELLERS, scope(course.organiser_id))
    return course
