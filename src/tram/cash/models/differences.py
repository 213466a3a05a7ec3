"""The sides of a reconciliation as they came in, and every difference with its cause, owner and history (42b)."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from tram.accounts.models import User
from tram.cash.models.remittances import Remittance
from tram.cash.rules.differences import (
    DifferenceKind,
    DifferenceState,
    DifferenceStep,
    Explanation,
    ReconciledSide,
)


class Statement(models.Model):
    """A list of the fees of a batch as the post or the agency has it (bảng kê đã nhập); a log, each file once."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    remittance = models.ForeignKey(Remittance, models.PROTECT, related_name="statements")
    side = models.CharField(max_length=8, choices=ReconciledSide.choices())
    name = models.CharField("tên tệp", max_length=200)
    sha256 = models.CharField(max_length=64)
    count = models.PositiveIntegerField()
    amount_vnd = models.PositiveBigIntegerField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["remittance", "side", "sha256"], name="statement_once")
        ]


class StatementLine(models.Model):
    """One line of a statement: the item's number as written, the amount; a log."""

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="lines")
    line = models.PositiveIntegerField()
    item = models.CharField(max_length=40)
    amount_vnd = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["statement", "line"], name="statement_line_once"),
            models.CheckConstraint(condition=Q(amount_vnd__gt=0), name="statement_line_paid"),
        ]


class BankFile(models.Model):
    """A bank's list of transfers (sao kê ngân hàng); a log, each file once."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    name = models.CharField("tên tệp", max_length=200)
    sha256 = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField()
    first = models.DateField()
    last = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()


class BankLine(models.Model):
    """One transfer as the bank has it (dòng sao kê), and the batch it paid if one is known; a log."""

    file = models.ForeignKey(BankFile, models.PROTECT, related_name="lines")
    line = models.PositiveIntegerField()
    day = models.DateField()
    amount_vnd = models.PositiveBigIntegerField()
    reference = models.CharField("số tham chiếu", max_length=60, unique=True)
    words = models.CharField("nội dung", max_length=300, blank=True)
    remittance = models.ForeignKey(
        Remittance, models.PROTECT, null=True, related_name="bank_lines"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_vnd__gt=0), name="bank_line_paid")
        ]


class MoneyDifference(models.Model):
    """One difference between the book and another side (sai lệch đối soát); `key` lets no finding enter twice.

    What a newer list of the same side no longer says is `corrected`: `settled_by` brought the list (`ended_by`, or
    `ended_by_bank`; neither where the agency's own word did it). If it comes back, it is open again.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    key = models.CharField(max_length=200, unique=True)
    side = models.CharField(max_length=8, choices=ReconciledSide.choices())
    kind = models.CharField(max_length=16, choices=DifferenceKind.choices())
    remittance = models.ForeignKey(
        Remittance, models.PROTECT, null=True, related_name="differences"
    )
    subject = models.UUIDField(null=True)
    item = models.CharField(max_length=60, blank=True)
    book_vnd = models.PositiveBigIntegerField()
    other_vnd = models.PositiveBigIntegerField()
    state = models.CharField(
        max_length=12, choices=DifferenceState.choices(), default=DifferenceState.OPEN
    )
    cause = models.CharField(max_length=16, choices=Explanation.choices(), blank=True)
    owner = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    found_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    found_at = models.DateTimeField()
    explained_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Statement, models.PROTECT, null=True, related_name="ended")
    ended_by_bank = models.ForeignKey(BankFile, models.PROTECT, null=True, related_name="ended")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[DifferenceState.OPEN, DifferenceState.CORRECTED])
                | ~Q(cause="") & Q(explained_by__isnull=False),
                name="difference_explained_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state=DifferenceState.SETTLED)
                | Q(settled_by__isnull=False, settled_at__isnull=False)
                & ~Q(settled_by=F("explained_by")),
                name="difference_settled_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state=DifferenceState.CORRECTED)
                | Q(settled_by__isnull=False, settled_at__isnull=False),
                name="difference_corrected_whole",
            ),
        ]
        indexes = [models.Index(fields=["state", "-found_at"])]


class DifferenceNote(models.Model):
    """One step in the history of a difference (nhật ký sai lệch); a log."""

    difference = models.ForeignKey(MoneyDifference, models.PROTECT, related_name="notes")
    step = models.CharField(max_length=12, choices=DifferenceStep.choices())
    cause = models.CharField(max_length=16, choices=Explanation.choices(), blank=True)
    owner = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    words = models.CharField("ghi rõ", max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
