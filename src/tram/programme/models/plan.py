"""Plans and their targets (kế hoạch, chỉ tiêu): one version is one state of the document between two dates."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q

from tram.directory.models.spans import validity
from tram.programme.rules.indicators import Indicator
from tram.programme.rules.plan import TargetLevel


class PlanVersion(models.Model):
    """A plan as it says between two dates (kế hoạch, phiên bản): a province has one plan on a day.

    `articles`, `groups` and `readings` are the document's words and the chosen ways of reading them.
    """

    number = models.CharField("số kế hoạch", max_length=60)
    version = models.PositiveSmallIntegerField("phiên bản")
    title = models.CharField("tên kế hoạch", max_length=500)
    issuer = models.CharField("nơi ban hành", max_length=200)
    issued_on = models.DateField("ngày ban hành")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    year_starts = models.CharField("ngày đầu năm kế hoạch", max_length=5)
    articles = models.JSONField(default=list)
    groups = models.JSONField(default=list)
    readings = models.JSONField(default=list)
    source = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number", "version"], name="plan_version_once"),
            ExclusionConstraint(
                name="one_plan_a_day", expressions=[(validity(), RangeOperators.OVERLAPS)]
            ),
            models.CheckConstraint(
                name="plan_years_in_order", condition=Q(last_year__gte=models.F("first_year"))
            ),
        ]


class Target(models.Model):
    """One target of a version (chỉ tiêu): of whom, in which years, how much, by when, in which article's words."""

    plan = models.ForeignKey(PlanVersion, models.CASCADE, related_name="targets")
    place = models.PositiveSmallIntegerField("thứ tự")
    indicator = models.CharField("chỉ tiêu", max_length=24, choices=Indicator.choices())
    level = models.CharField("phạm vi", max_length=8, choices=TargetLevel.choices())
    groups = models.JSONField(default=list)
    kinds = models.JSONField(default=list)
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    count = models.PositiveIntegerField(null=True)
    step = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    step_if = models.CharField(max_length=20, blank=True)
    due = models.DateField("thời hạn", null=True)
    due_next_year = models.CharField("thời hạn năm sau", max_length=5, blank=True)
    denominator = models.CharField("mẫu số", max_length=300, blank=True)
    article = models.CharField("đoạn của kế hoạch", max_length=40)
    provenance = models.TextField(blank=True)

    class Meta:
        ordering = ["plan", "place"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "place"], name="target_place_once"),
            models.CheckConstraint(
                name="target_share_or_count", condition=Q(percent=None) | Q(count=None)
            ),
        ]
