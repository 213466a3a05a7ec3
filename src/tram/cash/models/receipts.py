"""Receipts (biên lai, biên nhận) from ranges of numbers that a manager grants to a point."""

from django.db import models
from django.db.models import F, Q

from tram.accounts.models import User
from tram.cash.rules.receipts import MOST, ReceiptPaper, ReceiptVoidReason
from tram.directory.models import Unit


class ReceiptBook(models.Model):
    """A range of receipt numbers granted to one unit (quyển biên lai); `next` is the first number not yet used."""

    paper = models.CharField(max_length=8, choices=ReceiptPaper.choices())
    series = models.CharField("ký hiệu", max_length=20)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
    next = models.PositiveIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    granted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "first"], name="receipt_range_once"),
            models.CheckConstraint(
                condition=Q(first__gte=1, last__gte=F("first"), last__lte=MOST)
                & Q(next__gte=F("first"), next__lte=F("last") + 1),
                name="receipt_range_sound",
            ),
        ]
        indexes = [models.Index(fields=["unit", "paper"])]


class Receipt(models.Model):
    """A receipt with its series and number (biên lai); a log: nothing of it is changed, a void one stays.

    `first` repeats the book's first number, so that the database itself sees that no number is left out.
    """

    book = models.ForeignKey(ReceiptBook, models.PROTECT, related_name="receipts", db_index=False)
    first = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    series = models.CharField(max_length=20)
    paper = models.CharField(max_length=8, choices=ReceiptPaper.choices())
    subject = models.UUIDField(db_index=True)
    amount_vnd = models.PositiveBigIntegerField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="receipt_number_once"),
            models.UniqueConstraint(fields=["book", "number"], name="receipt_of_book_once"),
        ]


class ReceiptVoid(models.Model):
    """A receipt that is void (biên lai hủy), why and by whom; a log. The receipt itself stays to be seen."""

    receipt = models.OneToOneField(Receipt, models.PROTECT, related_name="void")
    reason = models.CharField(max_length=12, choices=ReceiptVoidReason.choices())
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
