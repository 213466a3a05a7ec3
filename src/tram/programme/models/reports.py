"""Yearly reports that agencies owe the standing agency: which came, when, and how.

The first that stands decides whether it was on time. Legal basis: the plan's article on reports (before 15 January),
domain requirement 52.
"""

from django.db import models
from django.db.models import Q

from tram.directory.models import Attachment, Unit
from tram.programme.models.evidence import Entered, retired_by_somebody


class AgencyReport(Entered):
    """A yearly report received (báo cáo năm đã nhận): sent here with its file, or noted from paper."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("năm báo cáo")
    received_on = models.DateField("ngày nhận")
    number = models.CharField("số, ký hiệu", max_length=60)
    on_paper = models.BooleanField("nhận bản giấy")
    file = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["year", "unit"], name="agency_report_of_a_year")]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year", "number"],
                condition=Q(retired_at=None),
                name="agency_report_once",
            ),
            models.CheckConstraint(
                condition=Q(on_paper=True) | Q(file__isnull=False), name="agency_report_with_file"
            ),
            models.CheckConstraint(condition=~Q(number=""), name="agency_report_numbered"),
            retired_by_somebody("agency_report_retired_by_somebody"),
        ]
