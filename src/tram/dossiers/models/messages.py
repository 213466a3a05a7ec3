"""What people are told about a dossier: the customer at their contacts, staff in the inbox of their duty."""

from django.db import models
from django.db.models import Q

from tram.accounts.models import User
from tram.accounts.rules.access import Role
from tram.directory.models import Unit
from tram.dossiers.rules.messages import MessageKind, Sending, Way
from tram.dossiers.rules.warnings import Rung


def message_kinds() -> list[tuple[str, str]]:
    """What a message may be, and every warning; asked when it is needed, so that a new kind changes no table."""
    return [*MessageKind.choices(), *Rung.choices()]


class Message(models.Model):
    """A message or warning (tin nhắn, cảnh báo), written once: in the transaction of what it tells, or by the worker.

    `line_seq` is the book line it tells of; a warning's is the line that set the due time. `contact` is the customer's,
    as it was that day; `unit` and `role` are those of the duty it is for. Nothing sends it yet (`state`).
    `occasion` tells apart what happens several times without a line of the dossier book: the tries to deliver.
    """

    dossier = models.ForeignKey("dossiers.Dossier", models.CASCADE, related_name="messages")
    kind = models.CharField("loại", max_length=16, choices=message_kinds)
    line_seq = models.IntegerField()
    occasion = models.PositiveSmallIntegerField("lần", default=0)
    way = models.CharField("cách báo", max_length=8, choices=Way.choices())
    contact = models.CharField("nơi nhận", max_length=254, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    role = models.CharField("vai trò", max_length=20, blank=True, choices=Role.choices())
    text = models.TextField("nội dung")
    written_at = models.DateTimeField("viết lúc")
    state = models.CharField(max_length=8, choices=Sending.choices(), default=Sending.WRITTEN)
    read_at = models.DateTimeField("đọc lúc", null=True)
    read_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "dossier",
                    "kind",
                    "line_seq",
                    "occasion",
                    "way",
                    "contact",
                    "unit",
                    "role",
                ],
                nulls_distinct=False,
                name="message_once",
            ),
            models.CheckConstraint(
                name="message_to_somebody",
                condition=Q(way=Way.DUTY, contact="", unit__isnull=False) & ~Q(role="")
                | Q(way__in=[Way.PHONE, Way.EMAIL], unit=None, role="") & ~Q(contact=""),
            ),
            models.CheckConstraint(
                name="message_read_by_somebody",
                condition=Q(read_at=None, read_by=None)
                | Q(read_at__isnull=False, read_by__isnull=False, way=Way.DUTY),
            ),
        ]
        indexes = [
            models.Index(
                fields=["unit", "role", "-written_at"],
                condition=Q(read_at=None, way=Way.DUTY),
                name="message_unread",
            ),
            models.Index(fields=["-written_at", "-id"]),
        ]
