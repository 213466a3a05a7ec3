"""Money asked back and given back (trả lại tiền), by two persons."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from tram.accounts.models import User
from tram.cash.rules.refunds import RefundReason, RefundState
from tram.directory.models import Unit


class Refund(models.Model):
    """A refund that one person asks for and another approves (đề nghị trả lại tiền)."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    subject = models.UUIDField(db_index=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    amount_vnd = models.PositiveBigIntegerField()
    reason = models.CharField(max_length=16, choices=RefundReason.choices())
    words = models.CharField("ghi rõ", max_length=300, blank=True)
    state = models.CharField(
        max_length=8, choices=RefundState.choices(), default=RefundState.WAITING
    )
    taken_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None)
                | Q(state=RefundState.REFUSED)
                | (
                    ~Q(decided_by=F("asked_by"))
                    & (Q(taken_by=None) | ~Q(decided_by=F("taken_by")))
                ),
                name="refund_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state=RefundState.WAITING, decided_by=None, decided_at=None)
                | (
                    ~Q(state=RefundState.WAITING)
                    & Q(decided_by__isnull=False, decided_at__isnull=False)
                ),
                name="refund_decided_whole",
            ),
        ]
        indexes = [models.Index(fields=["unit", "state"])]


class RefundLine(models.Model):
    """One line of the cash book that a refund reverses (khoản trả lại); `open` False frees it for another refund.

    Where only a part goes back, the line is reversed whole and `kept_vnd` is booked again at once, as line `rest_seq`.
    """

    refund = models.ForeignKey(Refund, models.PROTECT, related_name="lines")
    subject = models.UUIDField()
    seq = models.IntegerField()
    open = models.BooleanField(default=True)
    kept_vnd = models.PositiveBigIntegerField(default=0)
    rest_seq = models.IntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "rest_seq"], name="rest_of_one_line"),
            models.UniqueConstraint(
                fields=["subject", "seq"], condition=Q(open=True), name="refunded_once"
            ),
        ]
