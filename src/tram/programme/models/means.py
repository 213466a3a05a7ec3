"""What the post plans for a year: people, things and money, of one point or of a post office as a whole.

Legal basis: the plan's task of Bưu điện tỉnh (people, means, yearly budget); QĐ 45/2016 Điều 4.
"""

from django.db import models
from django.db.models import Q

from tram.accounts.models import User
from tram.directory.models import Unit
from tram.programme.rules.registers import MeansSubject


class MeansPlan(models.Model):
    """What is to be added and paid in a year (kế hoạch phương tiện năm); the highest version counts. Log."""

    year = models.PositiveSmallIntegerField("năm")
    place = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    subject = models.CharField("nội dung", max_length=16, choices=MeansSubject.choices)
    version = models.PositiveSmallIntegerField("lần ghi")
    count = models.PositiveIntegerField("số lượng", null=True)
    vnd = models.PositiveBigIntegerField("số tiền (đồng)")
    source = models.CharField("nguồn kinh phí", max_length=120, blank=True)
    decision = models.CharField("văn bản", max_length=120, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField("ghi lúc")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["year", "place", "subject", "version"], name="means_plan_version_once"
            ),
            models.CheckConstraint(
                condition=Q(vnd=0) | ~Q(source=""), name="means_plan_money_with_source"
            ),
        ]
