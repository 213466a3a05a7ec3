"""Shifts of a drawer and cash handed over by two signatures (ca làm việc, giao nộp tiền mặt)."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from tram.accounts.models import User
from tram.cash.models.book import Account
from tram.cash.rules.counting import CashState, CashWay, DifferenceCause
from tram.directory.models import Unit

CAUSED = Q(counted_vnd=F("booked_vnd")) | ~Q(cause="")


class Shift(models.Model):
    """A shift of one teller at one point (ca làm việc), from opening to the one close.

    A shift that nobody opened begins by itself with the first money taken; `by_itself` says so. `lines_at_close`
    counts what was ever taken into the drawer: a line above it belongs to the next shift.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    teller = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    by_itself = models.BooleanField(default=False)
    opening_vnd = models.PositiveBigIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)
    lines_at_close = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None, lines_at_close=None)
                | Q(closed_at__isnull=False, lines_at_close__isnull=False),
                name="shift_closed_whole",
            ),
            models.UniqueConstraint(
                fields=["unit", "teller"], condition=Q(closed_at=None), name="one_open_shift"
            ),
        ]


class CashCount(models.Model):
    """One count of a drawer by notes (kiểm quỹ), at the opening or the close of a shift; a log."""

    shift = models.ForeignKey(Shift, models.PROTECT, related_name="counts")
    closing = models.BooleanField()
    notes = models.JSONField()
    counted_vnd = models.PositiveBigIntegerField()
    booked_vnd = models.PositiveBigIntegerField()
    cause = models.CharField(max_length=16, choices=DifferenceCause.choices(), blank=True)
    words = models.CharField("ghi rõ", max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shift", "closing"], name="shift_counted_once"),
            models.CheckConstraint(condition=CAUSED, name="count_difference_caused"),
        ]


class CashHandover(models.Model):
    """Cash that one person gives and another counts and signs for (giao nộp tiền mặt)."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    way = models.CharField(max_length=20, choices=CashWay.choices())
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    source = models.ForeignKey(Account, models.PROTECT, related_name="+")
    target = models.ForeignKey(Account, models.PROTECT, related_name="+")
    amount_vnd = models.PositiveBigIntegerField()
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=CashState.choices(), default=CashState.WAITING)
    counted_vnd = models.PositiveBigIntegerField(null=True)
    received_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField(null=True)
    cause = models.CharField(max_length=16, choices=DifferenceCause.choices(), blank=True)
    owner = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_vnd__gt=0), name="cash_handed_over"),
            models.CheckConstraint(
                condition=~Q(state=CashState.SIGNED)
                | Q(counted_vnd__isnull=False, received_at__isnull=False)
                & ~Q(received_by=F("given_by"))
                & Q(received_by__isnull=False),
                name="cash_by_two",
            ),
            models.CheckConstraint(
                condition=Q(counted_vnd=None)
                | Q(counted_vnd=F("amount_vnd"))
                | ~Q(cause="") & Q(owner__isnull=False),
                name="cash_difference_owned",
            ),
        ]
        indexes = [models.Index(fields=["unit", "state"])]
