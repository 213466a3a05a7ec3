"""Figures that the books do not prove: of years before the plan, and of agencies not yet connected.

They keep their own grade and are never added to what the books count. A correction is another version with a reason.
Legal basis: the plan's rule of group A (not below the years before), domain requirements 48–49.
"""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Case, F, Q, Value, When

from tram.accounts.models import User
from tram.catalogue.models import Procedure
from tram.directory.models import Unit
from tram.programme.models.evidence import RegisterSheet
from tram.programme.rules.indicators import Indicator
from tram.programme.rules.registers import FigureGrade


class Baseline(models.Model):
    """What an agency had reached in a year before (số liệu năm trước); the highest version counts. Log."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    indicator = models.CharField("chỉ tiêu", max_length=24, choices=Indicator.choices)
    year = models.PositiveSmallIntegerField("năm")
    version = models.PositiveSmallIntegerField("lần ghi")
    numerator = models.PositiveIntegerField("tử số")
    denominator = models.PositiveIntegerField("mẫu số", null=True)
    source = models.CharField("nguồn", max_length=300)
    grade = models.CharField("mức chứng minh", max_length=12, choices=FigureGrade.choices)
    reason = models.CharField("lý do ghi lại", max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField("ghi lúc")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "indicator", "year", "version"], name="baseline_version_once"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="baseline_with_source"),
            models.CheckConstraint(
                condition=Q(version=1, reason="") | Q(version__gt=1) & ~Q(reason=""),
                name="baseline_again_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(denominator=None) | Q(denominator__gte=F("numerator")),
                name="baseline_part_of_whole",
            ),
        ]


class ReportedMonth(models.Model):
    """One month as an agency tells it (tháng do đơn vị khai); the highest version counts. Log."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    month = models.DateField("tháng")
    version = models.PositiveSmallIntegerField("lần ghi")
    reason = models.CharField("lý do thay số cũ", max_length=300, blank=True)
    sheet = models.ForeignKey(RegisterSheet, models.PROTECT, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField("ghi lúc")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "month", "version"], name="reported_month_version_once"
            ),
            models.CheckConstraint(
                condition=Q(month__day=1), name="reported_month_from_its_first"
            ),
            models.CheckConstraint(
                condition=Q(version=1, reason="") | Q(version__gt=1) & ~Q(reason=""),
                name="reported_month_again_with_reason",
            ),
        ]


TOLD_AS_A_WHOLE = Case(
    When(procedure__isnull=True, then=Value(1)),
    default=Value(0),
    output_field=models.IntegerField(),
)


class ReportedFigure(models.Model):
    """The counts of one month (số liệu tháng do đơn vị khai), of one procedure or of all together. Log."""

    month = models.ForeignKey(ReportedMonth, models.PROTECT, related_name="figures")
    procedure = models.ForeignKey(Procedure, models.PROTECT, null=True, related_name="+")
    received = models.PositiveIntegerField("tổng tiếp nhận")
    received_by_post = models.PositiveIntegerField("tiếp nhận qua bưu chính")
    returned = models.PositiveIntegerField("tổng đã trả")
    returned_by_post = models.PositiveIntegerField("trả qua bưu chính")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["month", "procedure"], nulls_distinct=False, name="reported_figure_once"
            ),
            ExclusionConstraint(
                name="reported_figure_whole_or_apart",
                expressions=[
                    ("month", RangeOperators.EQUAL),
                    (TOLD_AS_A_WHOLE, RangeOperators.NOT_EQUAL),
                ],
            ),
            models.CheckConstraint(
                condition=Q(received_by_post__lte=F("received"))
                & Q(returned_by_post__lte=F("returned")),
                name="reported_figure_part_of_whole",
            ),
        ]
