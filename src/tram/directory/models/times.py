"""Working times: days off and worked, closures, office hours; and the dated figures of the law."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q

from tram.accounts.models import User
from tram.core.choices import Choice
from tram.directory.models.spans import validity
from tram.directory.models.units import Unit


class DayKind(Choice):
    """What makes a day of the calendar special (loại ngày)."""

    HOLIDAY = "holiday", "nghỉ lễ"
    SWAP_OFF = "swap-off", "nghỉ hoán đổi"
    WORKING_SATURDAY = "working-saturday", "làm bù"


class Decided(models.Model):
    """A row of the working times (dòng lịch làm việc): people add it by decision and withdraw it with a reason.

    `added_by` empty: it came with a file of the province. What is withdrawn counts for nobody from then on.
    """

    decision = models.CharField("quyết định", max_length=200, blank=True)
    added_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField("ghi lúc", null=True)
    removed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField("bỏ lúc", null=True)
    removed_reason = models.CharField("lý do bỏ", max_length=200, blank=True)

    class Meta:
        abstract = True


def removed_with_reason(table: str) -> models.CheckConstraint:
    """Nothing is withdrawn without a person and a reason."""
    return models.CheckConstraint(
        name=f"{table}_removed_with_reason",
        condition=Q(removed_at=None, removed_by=None, removed_reason="")
        | (Q(removed_at__isnull=False, removed_by__isnull=False) & ~Q(removed_reason="")),
    )


class CalendarDay(Decided):
    """A day off or a swapped working day (ngày nghỉ, ngày làm bù) for all agencies."""

    day = models.DateField()
    kind = models.CharField(max_length=20, choices=DayKind.choices)
    name = models.CharField(max_length=120)
    provenance = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day"], condition=Q(removed_at=None), name="calendar_day_once"
            ),
            removed_with_reason("calendar_day"),
        ]


class Closure(Decided):
    """A unit is closed from one day to another (đơn vị tạm đóng cửa): an epidemic, a flood, a removal."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="closures")
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến hết ngày")
    reason = models.CharField("lý do", max_length=120)
    provenance = models.TextField(blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="closure_no_overlap",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    (validity(), RangeOperators.OVERLAPS),
                ],
                condition=Q(removed_at=None),
            ),
            models.CheckConstraint(
                name="closure_in_order", condition=Q(valid_to__gte=models.F("valid_from"))
            ),
            removed_with_reason("closure"),
        ]


class OfficeHours(Decided):
    """Office hours (giờ làm việc) of a season, for one unit or (unit empty) for all.

    A unit's own hours stand before everybody's, those with a later first day before the earlier ones.
    """

    unit = models.ForeignKey(Unit, models.CASCADE, null=True)
    season = models.CharField(max_length=20)
    from_month_day = models.CharField("từ ngày-tháng", max_length=5)
    to_month_day = models.CharField("đến ngày-tháng", max_length=5)
    morning_start = models.TimeField()
    morning_end = models.TimeField()
    afternoon_start = models.TimeField()
    afternoon_end = models.TimeField()
    intake_closes_minutes = models.PositiveSmallIntegerField(default=0)
    valid_from = models.DateField("áp dụng từ ngày")
    valid_to = models.DateField("đến hết ngày", null=True)
    source = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="office_hours_in_order",
                condition=Q(
                    morning_start__lt=models.F("morning_end"),
                    morning_end__lt=models.F("afternoon_start"),
                    afternoon_start__lt=models.F("afternoon_end"),
                ),
            ),
            removed_with_reason("office_hours"),
        ]


class Parameter(models.Model):
    """A dated figure of the law or of the operator (tham số), with its source: never a constant in code."""

    code = models.CharField(max_length=64)
    value = models.JSONField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    confirmed = models.BooleanField("đã xác nhận", default=False)
    source = models.TextField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="parameter_no_overlap",
                expressions=[
                    ("code", RangeOperators.EQUAL),
                    (validity(), RangeOperators.OVERLAPS),
                ],
            )
        ]
