"""The checklist of a service point, and what inspectors found of each criterion. Nothing is written over.

Legal basis: the plan's targets of qualified points (80, 95, 100 %); domain requirement 7.
"""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from tram.accounts.models import User
from tram.directory.models.attachments import Attachment
from tram.directory.models.points import ServicePoint
from tram.directory.models.spans import validity
from tram.directory.rules.qualification import CriterionFact


class PointCriterion(models.Model):
    """A line of the checklist between two dates (tiêu chí của điểm phục vụ), from the province's file.

    `months`: how long what was found holds. `official` False: a proposal that no act contains.
    """

    code = models.CharField(max_length=32)
    seq = models.PositiveSmallIntegerField("thứ tự")
    label = models.CharField("tiêu chí", max_length=300)
    mandatory = models.BooleanField("bắt buộc", default=True)
    months = models.PositiveSmallIntegerField("hiệu lực (tháng)")
    fact = models.CharField(
        max_length=16, choices=CriterionFact.choices, default=CriterionFact.NONE
    )
    official = models.BooleanField("có trong văn bản", default=False)
    source = models.TextField(blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="criterion_no_overlap",
                expressions=[
                    ("code", RangeOperators.EQUAL),
                    (validity(), RangeOperators.OVERLAPS),
                ],
            )
        ]


class Assessment(models.Model):
    """An inspector looked at a point on a day (đánh giá điều kiện điểm phục vụ). Log."""

    point = models.ForeignKey(ServicePoint, models.PROTECT, related_name="assessments")
    on = models.DateField("ngày kiểm tra")
    inspector = models.ForeignKey(User, models.PROTECT, related_name="+")
    note = models.CharField("ghi chú", max_length=300, blank=True)
    demonstration = models.BooleanField("số liệu trình diễn", default=False)
    at = models.DateTimeField("ghi lúc")

    class Meta:
        indexes = [models.Index(fields=["point", "-on", "-id"], name="assessment_latest")]


class AssessedCriterion(models.Model):
    """What was found of one criterion, on what proof, until when it holds (kết quả từng tiêu chí). Log."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="found")
    code = models.CharField("tiêu chí", max_length=32)
    met = models.BooleanField("đạt")
    evidence = models.CharField("minh chứng", max_length=300, blank=True)
    file = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+")
    on = models.DateField()
    valid_to = models.DateField("có giá trị đến hết")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "code"], name="criterion_once"),
            models.CheckConstraint(name="criterion_in_order", condition=Q(valid_to__gte=F("on"))),
        ]
