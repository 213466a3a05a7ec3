"""The post's own clock and its alarms: runs, waits, items that are silent too long."""

from uuid import uuid4

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q

from tram.accounts.models import User
from tram.accounts.rules.access import Role
from tram.custody.models.envelopes import Leg
from tram.custody.models.items import Item
from tram.custody.rules.alarms import AlarmAnswer
from tram.custody.rules.routes import ClockEnd, PostalRoute, Waiting
from tram.directory.models import Unit
from tram.dossiers.models import Dossier, TimeRange


class PostalClock(models.Model):
    """One run of the post's clock (đồng hồ bưu chính): an item in the hands of the post, from signature to signature.

    Start and end are projections of the custody book, written by a trigger in the transaction of the hand-over;
    route, limit and due time follow within minutes, by the worker (`reckon_clocks`). TT 17/2017/TT-BTTTT Điều 7.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    item = models.ForeignKey(Item, models.PROTECT, related_name="clocks", db_index=False)
    start_seq = models.IntegerField()
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="postal_clocks")
    direction = models.CharField(max_length=4, choices=Leg.choices)
    started_at = models.DateTimeField("bắt đầu")
    end_seq = models.IntegerField(null=True)
    ended_at = models.DateTimeField("kết thúc", null=True)
    how = models.CharField(max_length=12, choices=ClockEnd.choices, blank=True)
    route = models.CharField("tuyến", max_length=20, choices=PostalRoute.choices, blank=True)
    office = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    limit_days = models.PositiveSmallIntegerField("số ngày làm việc", null=True)
    due_at = models.DateTimeField("hạn của bưu chính", null=True)
    derivation = models.JSONField(null=True)
    minutes = models.PositiveIntegerField("số phút làm việc đã dùng", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "start_seq"], name="postal_clock_once"),
            models.CheckConstraint(
                name="postal_clock_ended_whole",
                condition=Q(end_seq=None, ended_at=None, how="")
                | Q(end_seq__gt=models.F("start_seq"), ended_at__isnull=False) & ~Q(how=""),
            ),
            models.CheckConstraint(
                name="postal_clock_reckoned_whole",
                condition=Q(due_at=None, derivation=None, limit_days=None, route="")
                | Q(due_at__isnull=False, derivation__isnull=False, limit_days__gt=0)
                & ~Q(route=""),
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(ended_at=None), name="postal_clock_open"),
            models.Index(
                fields=["id"],
                condition=Q(due_at=None) | Q(ended_at__isnull=False, minutes=None),
                name="postal_clock_unreckoned",
            ),
            models.Index(fields=["started_at", "id"]),
            models.Index(fields=["ended_at", "id"]),
        ]


class PostalPause(models.Model):
    """A wait of the post (dừng đồng hồ bưu chính): a coded reason, begun and released by people with names."""

    clock = models.ForeignKey(PostalClock, models.PROTECT, related_name="pauses")
    reason = models.CharField("lý do", max_length=16, choices=Waiting.choices)
    started_at = models.DateTimeField("từ lúc")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    released_at = models.DateTimeField("đến lúc", null=True)
    released_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="postal_pause_released_by_somebody",
                condition=Q(released_at=None, released_by=None)
                | Q(released_at__gte=models.F("started_at"), released_by__isnull=False),
            ),
            ExclusionConstraint(
                name="postal_pause_no_overlap",
                expressions=[
                    ("clock", RangeOperators.EQUAL),
                    (TimeRange("started_at", "released_at"), RangeOperators.OVERLAPS),
                ],
            ),
        ]


class LegAlarm(models.Model):
    """An item is silent too long (cảnh báo bưu gửi chậm luân chuyển): one alarm for one line of its book, never two.

    First told to those who lead where the item is (`unit`, `role`), after a second limit to the standing agency; a
    person answers it with a code; it closes by itself when the item moves.
    """

    item = models.ForeignKey(Item, models.PROTECT, related_name="alarms")
    seq = models.IntegerField()
    leg = models.CharField("chặng", max_length=24)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    role = models.CharField("vai trò", max_length=20, choices=Role.choices)
    silent_since = models.DateTimeField("im lặng từ")
    first_hours = models.PositiveSmallIntegerField()
    second_hours = models.PositiveSmallIntegerField()
    raised_at = models.DateTimeField("báo lúc")
    escalated_at = models.DateTimeField("báo cơ quan thường trực lúc", null=True)
    answer = models.CharField("trả lời", max_length=16, choices=AlarmAnswer.choices, blank=True)
    answered_at = models.DateTimeField("trả lời lúc", null=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField("hết im lặng lúc", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "seq"], name="leg_alarm_once"),
            models.CheckConstraint(
                name="leg_alarm_answered_by_somebody",
                condition=Q(answer="", answered_at=None, answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["unit", "role", "-raised_at"],
                condition=Q(closed_at=None),
                name="leg_alarm_open",
            ),
        ]
