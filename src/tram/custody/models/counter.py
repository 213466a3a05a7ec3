"""What a counter leaves behind beside intakes: guidance, refusals, pick-ups at home, signed vouchers."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from tram.accounts.models import User
from tram.catalogue.models import ProcedureVersion
from tram.custody.rules.counter import (
    CounterRefusal,
    PickUpEnd,
    PickUpState,
    Slot,
    VoucherSide,
    VoucherSigning,
)
from tram.directory.models import Area, Unit
from tram.dossiers.models import Dossier, DossierFile


class Guidance(models.Model):
    """A customer was told which papers are missing (phiếu hướng dẫn bổ sung); a log: nothing of it is changed.

    The name is only for the slip, if the customer wishes it.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    point = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    teller = models.ForeignKey(User, models.PROTECT, related_name="+")
    version = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="+")
    customer = models.CharField("tên khách", max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["point", "at"])]


class GuidancePaper(models.Model):
    """A paper that was missing (giấy tờ còn thiếu), in the words of the published list; a log."""

    guidance = models.ForeignKey(Guidance, models.PROTECT, related_name="papers")
    seq = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=500)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["guidance", "seq"], name="guided_paper_once")
        ]


class RefusedIntake(models.Model):
    """A dossier that was not taken in at the counter (từ chối tại quầy), and why; a log.

    `version` is None when what the customer brought is no procedure of the catalogue. Nothing of its content is kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    point = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    teller = models.ForeignKey(User, models.PROTECT, related_name="+")
    version = models.ForeignKey(ProcedureVersion, models.PROTECT, null=True, related_name="+")
    reason = models.CharField("lý do", max_length=20, choices=CounterRefusal.choices)
    words = models.CharField("ghi rõ", max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="other_refusal_in_words", condition=~Q(reason="other") | ~Q(words="")
            )
        ]
        indexes = [models.Index(fields=["point", "at"])]


class PickUpRequest(models.Model):
    """A customer asks to be called on at home (yêu cầu lấy hồ sơ tại nhà): on the point's board until it ends."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    point = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    full_name = models.CharField("họ và tên", max_length=200)
    phone = models.CharField("điện thoại", max_length=20)
    address = models.CharField("địa chỉ", max_length=300)
    commune = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+")
    version = models.ForeignKey(ProcedureVersion, models.PROTECT, null=True, related_name="+")
    wished_on = models.DateField("ngày hẹn")
    slot = models.CharField("buổi", max_length=10, choices=Slot.choices)
    state = models.CharField(max_length=10, choices=PickUpState.choices)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    courier = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    end_reason = models.CharField(max_length=20, choices=PickUpEnd.choices, blank=True)
    end_words = models.CharField("ghi rõ", max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="pick_up_ends_with_reason",
                condition=Q(state="cancelled", ended_at__isnull=False) & ~Q(end_reason="")
                | Q(state="collected", ended_at__isnull=False, end_reason="")
                | Q(state__in=["open", "assigned"], ended_at=None, end_reason=""),
            ),
            models.CheckConstraint(
                name="pick_up_assigned_to_someone",
                condition=~Q(state__in=["assigned", "collected"]) | Q(courier__isnull=False),
            ),
            models.CheckConstraint(
                name="other_end_in_words", condition=~Q(end_reason="other") | ~Q(end_words="")
            ),
        ]
        indexes = [models.Index(fields=["point", "state"])]


class AddressIntake(models.Model):
    """Where and by whom a dossier was taken in away from the counter (nhận hồ sơ tại địa chỉ khách); a log."""

    dossier = models.OneToOneField(
        Dossier, models.PROTECT, primary_key=True, related_name="address_intake"
    )
    request = models.ForeignKey(PickUpRequest, models.PROTECT, null=True, related_name="intakes")
    address = models.CharField("địa chỉ", max_length=300)
    commune = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()


class VoucherIssue(models.Model):
    """One issue of a voucher (bản của phiếu gửi): which versions of the two persons stand on it; a log.

    A correction or a reprint is the next issue, with its reason; what was signed stays as it was.
    """

    id = models.UUIDField(primary_key=True)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="vouchers", db_index=False)
    issue = models.PositiveSmallIntegerField("bản thứ")
    sender = models.PositiveSmallIntegerField("phiên bản người gửi")
    recipient = models.PositiveSmallIntegerField("phiên bản người nhận", null=True)
    reason = models.CharField("lý do", max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "issue"], name="voucher_issue_once"),
            models.CheckConstraint(
                name="next_issue_has_reason", condition=Q(issue=1) | ~Q(reason="")
            ),
        ]


class VoucherSignature(models.Model):
    """A side's signature on one issue of a voucher (chữ ký trên phiếu gửi), once; a log.

    `file` is the picture of the signed paper, when it was signed on paper.
    """

    voucher = models.ForeignKey(
        VoucherIssue, models.PROTECT, related_name="signatures", db_index=False
    )
    side = models.CharField(max_length=8, choices=VoucherSide.choices)
    method = models.CharField(max_length=8, choices=VoucherSigning.choices)
    file = models.ForeignKey(DossierFile, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["voucher", "side"], name="voucher_side_once"),
            models.CheckConstraint(
                name="scan_has_its_file",
                condition=Q(method="scan", file__isnull=False) | ~Q(method="scan") & Q(file=None),
            ),
        ]
