"""Training of tellers: courses, sessions, who attended, and the certificates. Nothing is written over.

Legal basis: the plan's task of the provincial post "tập huấn giao dịch viên"; domain requirement 8.
"""

from django.db import models
from django.db.models import F, Q

from tram.accounts.models import User
from tram.directory.models.attachments import Attachment
from tram.directory.models.units import Unit
from tram.directory.rules.training import AttendanceOutcome


class Course(models.Model):
    """A course of the year's training plan (lớp tập huấn); `subject` empty = every field. Log."""

    year = models.PositiveSmallIntegerField("năm")
    name = models.CharField("tên lớp", max_length=200)
    subject = models.CharField("lĩnh vực", max_length=160, blank=True)
    organiser = models.ForeignKey(Unit, models.PROTECT, related_name="courses")
    planned = models.PositiveSmallIntegerField("số người dự kiến")
    decision = models.CharField("văn bản", max_length=120, blank=True)
    demonstration = models.BooleanField("số liệu trình diễn", default=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField("ghi lúc")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "organiser", "name"], name="course_once")
        ]


class TrainingSession(models.Model):
    """A day of a course at a place (buổi tập huấn). Log."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="sessions")
    on = models.DateField("ngày")
    place = models.CharField("địa điểm", max_length=200)
    file = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField("ghi lúc")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "on", "place"], name="training_session_once")
        ]


class Attendance(models.Model):
    """What became of a teller of a point at a session (dự tập huấn); the latest row counts. Log."""

    session = models.ForeignKey(TrainingSession, models.PROTECT, related_name="attendances")
    teller = models.ForeignKey(User, models.PROTECT, related_name="+")
    point = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    outcome = models.CharField("kết quả", max_length=8, choices=AttendanceOutcome.choices)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField("ghi lúc")

    class Meta:
        indexes = [models.Index(fields=["teller", "session", "-id"], name="attendance_latest")]


class Certificate(models.Model):
    """What a teller who passed holds (chứng nhận tập huấn): a number, a field, from a day to another. Log.

    It counts while its attendance is the latest row of the teller at that session.
    """

    attendance = models.OneToOneField(Attendance, models.PROTECT, related_name="certificate")
    number = models.CharField("số chứng nhận", max_length=40)
    issued_on = models.DateField("ngày cấp")
    valid_to = models.DateField("có giá trị đến hết", null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="certificate_numbered", condition=~Q(number="")),
            models.CheckConstraint(
                name="certificate_in_order",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("issued_on")),
            ),
        ]
