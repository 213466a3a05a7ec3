"""Frozen periods (số liệu đã chốt): the figures, the lists behind them and one hash over both; nobody changes them.

A correction is a new version. `document` is the canonical text of rules.snapshots; the database refuses another hash.
"""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from tram.accounts.models import User
from tram.programme.models.plan import PlanVersion
from tram.programme.rules.periods import PeriodKind
from tram.programme.rules.snapshots import ListSide


class Snapshot(models.Model):
    """One freezing of one period (bản chốt số liệu); the highest version counts. Log.

    `books` says how far the books went: lines, dossiers, and the transactions that were over (pg_current_snapshot).
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    kind = models.CharField("loại kỳ", max_length=16, choices=PeriodKind.choices())
    year = models.PositiveSmallIntegerField("năm")
    number = models.PositiveSmallIntegerField("kỳ thứ")
    first = models.DateField("từ ngày")
    last = models.DateField("đến ngày")
    version = models.PositiveSmallIntegerField("lần chốt")
    plan = models.ForeignKey(PlanVersion, models.PROTECT, related_name="+")
    document = models.TextField()
    hash = models.BinaryField(max_length=32)
    books = models.JSONField(default=dict)
    simulated = models.BooleanField(default=False)
    reason = models.CharField("lý do chốt lại", max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("chốt lúc")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "year", "number", "version"], name="snapshot_version_once"
            ),
            models.CheckConstraint(
                condition=Q(version=1, reason="") | Q(version__gt=1) & ~Q(reason=""),
                name="snapshot_again_with_reason",
            ),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="snapshot_in_order"),
        ]


class SnapshotList(models.Model):
    """The ids behind one side of one frozen figure (danh sách của bản chốt), in order. Log."""

    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="lists")
    unit = models.CharField("đơn vị", max_length=64, blank=True)
    indicator = models.CharField("chỉ tiêu", max_length=24)
    side = models.CharField("vế", max_length=12, choices=ListSide.choices())
    reason = models.CharField("lý do không tính", max_length=40, blank=True)
    items = ArrayField(models.TextField())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot", "unit", "indicator", "side", "reason"],
                name="snapshot_list_once",
            ),
            models.CheckConstraint(
                condition=Q(side="excluded") & ~Q(reason="") | ~Q(side="excluded") & Q(reason=""),
                name="excluded_with_reason",
            ),
        ]
