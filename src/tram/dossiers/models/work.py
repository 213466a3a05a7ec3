"""The work inside one unit: who has a dossier, for what, how it ended."""

from django.db import models
from django.db.models import Q

from tram.accounts.models import User
from tram.directory.models import Unit
from tram.dossiers.models.dossier import Dossier
from tram.dossiers.rules.work import StepOutcome, WorkKind


class WorkStep(models.Model):
    """A step of the work inside one unit (bước xử lý): who has the dossier, for what, how it ended.

    The rows of a dossier are a chain: one is open at most, and only commands end it. `planned` are working minutes.
    """

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="work_steps")
    seq = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    assignee = models.ForeignKey(User, models.PROTECT, related_name="work_steps")
    kind = models.CharField("việc", max_length=12, choices=WorkKind.choices())
    planned = models.PositiveIntegerField("thời gian dự kiến", null=True)
    comment = models.CharField("ý kiến khi giao", max_length=500, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    by_leader = models.BooleanField("lãnh đạo giao")
    started_at = models.DateTimeField("giao lúc")
    ended_at = models.DateTimeField("xong lúc", null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    outcome = models.CharField("kết quả", max_length=12, blank=True, choices=StepOutcome.choices())

    class Meta:
        indexes = [models.Index(fields=["assignee", "ended_at"])]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "seq"], name="work_step_once"),
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(ended_at=None), name="work_step_one_open"
            ),
            models.CheckConstraint(
                name="work_step_ends_whole",
                condition=Q(ended_at=None, ended_by=None, outcome="")
                | Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(outcome=""),
            ),
        ]
