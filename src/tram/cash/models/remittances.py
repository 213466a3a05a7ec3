"""Batches in which fees go to their agencies (đợt nộp phí, lệ phí) and what the agencies received."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from tram.accounts.models import User
from tram.cash.rules.remittance import RemittanceCause, RemittanceState
from tram.directory.models import Unit


class Remittance(models.Model):
    """Every fee collected for one agency up to a day and not yet remitted (đợt nộp), with its statement."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    number = models.CharField(max_length=40, unique=True)
    agency = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    upto = models.DateField()
    amount_vnd = models.PositiveBigIntegerField()
    count = models.PositiveIntegerField()
    state = models.CharField(
        max_length=8, choices=RemittanceState.choices(), default=RemittanceState.MADE
    )
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    paid_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    paid_at = models.DateTimeField(null=True)
    proof = models.CharField("chứng từ chuyển tiền", max_length=100, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "upto"], name="one_remittance_a_day"),
            models.CheckConstraint(
                condition=Q(state=RemittanceState.MADE, paid_at=None)
                | ~Q(state=RemittanceState.MADE) & Q(paid_at__isnull=False) & ~Q(proof=""),
                name="remittance_paid_whole",
            ),
        ]


class RemittanceLine(models.Model):
    """One collected fee in a batch: a line of the cash book, remitted once; a log."""

    remittance = models.ForeignKey(Remittance, models.PROTECT, related_name="lines")
    subject = models.UUIDField()
    seq = models.IntegerField()
    amount_vnd = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "seq"], name="remitted_once")]


class RemittanceReceipt(models.Model):
    """What an agency says it received of a batch (cơ quan xác nhận số tiền); a log, the latest counts."""

    remittance = models.ForeignKey(Remittance, models.PROTECT, related_name="receipts")
    received_vnd = models.PositiveBigIntegerField()
    paid_vnd = models.PositiveBigIntegerField()
    counted = models.PositiveIntegerField("số khoản cơ quan đếm được", null=True)
    payer = models.ForeignKey(User, models.PROTECT, related_name="+")
    cause = models.CharField(max_length=12, choices=RemittanceCause.choices(), blank=True)
    words = models.CharField("ghi rõ", max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(received_vnd=F("paid_vnd")) | ~Q(cause=""),
                name="receipt_difference_caused",
            ),
            models.CheckConstraint(condition=~Q(by=F("payer")), name="received_by_another"),
        ]
