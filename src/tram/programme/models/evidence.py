"""What the registers of the plan share: a row taken out, and the spreadsheets that were sent in to fill one."""

from django.db import models
from django.db.models import Q

from tram.accounts.models import User
from tram.programme.rules.registers import RegisterSheetKind


def retired_by_somebody(name: str) -> models.CheckConstraint:
    """A row that was taken out says when, by whom and why, or nothing of it."""
    return models.CheckConstraint(
        name=name,
        condition=Q(retired_at=None, retired_by=None, retired_reason="")
        | Q(retired_at__isnull=False, retired_by__isnull=False) & ~Q(retired_reason=""),
    )


class Entered(models.Model):
    """A row of a register (dòng của sổ kế hoạch): a wrong one is taken out with a reason and stays."""

    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField("ghi lúc")
    retired_at = models.DateTimeField(null=True)
    retired_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    retired_reason = models.CharField("lý do gỡ", max_length=300, blank=True)

    class Meta:
        abstract = True


class RegisterSheet(models.Model):
    """A spreadsheet sent in for a register and looked at before it is confirmed (tệp nhập của kế hoạch)."""

    id = models.UUIDField(primary_key=True)
    kind = models.CharField("loại", max_length=12, choices=RegisterSheetKind.choices)
    name = models.CharField("tên tệp", max_length=120)
    sha256 = models.CharField(max_length=64)
    reason = models.CharField("lý do thay số cũ", max_length=300, blank=True)
    lines = models.JSONField("các dòng")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField("gửi lúc")
    applied_at = models.DateTimeField("xác nhận lúc", null=True)
