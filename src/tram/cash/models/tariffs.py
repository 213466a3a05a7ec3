"""Dated price lists, who pays less, and what was quoted (bảng giá cước, bảng tính tiền)."""

from django.db import models

from tram.accounts.models import User
from tram.cash.rules.ceiling import OverrideReason
from tram.cash.rules.fees import FeeRoute
from tram.directory.models import Unit


class Tariff(models.Model):
    """A price list of the postal service (bảng giá cước) between two dates: the legal ceiling.

    `published_at` is set for a list published on the screen: from then on it never changes, only its end may be set.
    One that comes from a file may come again with other prices: each time it does, `edition` is one more.
    """

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    source = models.TextField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    remittance_vnd = models.PositiveBigIntegerField("cước chuyển nộp lệ phí", default=0)
    remittance_source = models.TextField(blank=True)
    notes = models.JSONField(default=dict)
    edition = models.PositiveIntegerField(default=1)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")


class TariffRate(models.Model):
    """One cell of a price list: up to so many grams, or (up_to_grams empty) each next step of grams."""

    tariff = models.ForeignKey(Tariff, models.CASCADE, related_name="rates")
    direction = models.CharField(max_length=8)
    zone = models.CharField(max_length=20)
    up_to_grams = models.PositiveIntegerField(null=True)
    step_grams = models.PositiveIntegerField(null=True)
    amount_vnd = models.PositiveBigIntegerField()


class ExemptionGroup(models.Model):
    """A group of people who pay nothing or half (đối tượng miễn, giảm giá cước), and the proof to ask for."""

    tariff = models.ForeignKey(Tariff, models.CASCADE, related_name="exemptions")
    code = models.CharField(max_length=40)
    exemption = models.CharField(max_length=8)
    name = models.CharField(max_length=300)
    proof = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tariff", "code"], name="exemption_once")]


class Quotation(models.Model):
    """What was asked to be paid for one subject, line by line, each with its legal source (bảng tính tiền)."""

    subject = models.UUIDField(primary_key=True)
    at = models.DateTimeField("lúc báo cước")
    tariff = models.ForeignKey(Tariff, models.PROTECT)
    zone = models.CharField(max_length=20)
    grams = models.PositiveIntegerField()
    exemption = models.CharField(max_length=8)
    exemption_group = models.CharField(max_length=40, blank=True)
    exemption_proof = models.CharField(max_length=300, blank=True)
    lines = models.JSONField()
    total_vnd = models.PositiveBigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["at"], include=["subject"], name="quotation_at")]


class PriceOverride(models.Model):
    """Postage taken above the table (thu vượt bảng giá), with its reason, on the manager's list; a log."""

    subject = models.UUIDField(primary_key=True)
    table_vnd = models.PositiveBigIntegerField()
    asked_vnd = models.PositiveBigIntegerField()
    reason = models.CharField(max_length=16, choices=OverrideReason.choices())
    words = models.CharField("ghi rõ", max_length=300)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(asked_vnd__gt=models.F("table_vnd")), name="override_above"
            )
        ]
        indexes = [models.Index(fields=["unit", "at"])]


class OutsideFee(models.Model):
    """A fee that did not pass through the post (phí nộp ngoài bưu điện), with its proof; a log."""

    subject = models.UUIDField(primary_key=True)
    route = models.CharField(max_length=16, choices=FeeRoute.choices())
    proof = models.CharField("chứng từ", max_length=100)
    amount_vnd = models.PositiveBigIntegerField()
    agency = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(route="post"), name="fee_past_the_post")
        ]
