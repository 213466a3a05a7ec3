"""Envelopes, what is in them, and the numbers they bear (bưu gửi, số hiệu)."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper

from tram.accounts.models import User
from tram.core.choices import Choice
from tram.custody.models.items import Item
from tram.directory.models import Unit


class Leg(Choice):
    """Which way an envelope goes (chặng)."""

    IN = "in", "Gửi hồ sơ"
    OUT = "out", "Trả kết quả"


class Envelope(models.Model):
    """A sealed cover with one S10 number for one leg (bưu gửi)."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    number = models.CharField("số hiệu bưu gửi", max_length=13, unique=True)
    leg = models.CharField(max_length=4, choices=Leg.choices)
    origin = models.ForeignKey(Unit, models.PROTECT, related_name="envelopes_out")
    destination = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="envelopes_in")
    grams = models.PositiveIntegerField("khối lượng (gam)", null=True)
    seal_number = models.CharField("số niêm phong", max_length=40, blank=True)
    sealed_at = models.DateTimeField(null=True)
    sealed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    customer_present = models.BooleanField(
        "niêm phong trước mặt khách", default=False, db_default=False
    )
    opened_at = models.DateTimeField(null=True)
    opened_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    voided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Upper("seal_number"),
                condition=Q(opened_at=None, voided_at=None) & ~Q(seal_number=""),
                name="seal_on_one_closed_envelope",
            )
        ]


class EnvelopeItem(models.Model):
    """An item put into an envelope, and taken out again (cho vào, lấy ra)."""

    envelope = models.ForeignKey(Envelope, models.PROTECT, related_name="contents")
    item = models.ForeignKey(Item, models.PROTECT, related_name="containers")
    put_at = models.DateTimeField()
    taken_out_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item"], condition=Q(taken_out_at=None), name="item_in_one_envelope"
            )
        ]


class NumberRange(models.Model):
    """S10 numbers given by the post between two dates (dải số hiệu); points take blocks of it."""

    prefix = models.CharField(max_length=2)
    country = models.CharField(max_length=2)
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
    next = models.PositiveIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="range_in_order",
                condition=Q(first__lte=models.F("next"), next__lte=models.F("last") + 1),
            ),
            models.UniqueConstraint(fields=["prefix", "first"], name="range_once"),
        ]


class OfflineBlock(models.Model):
    """Numbers of a range set aside for one unit to use by hand when the line is down (dải số dự phòng)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="offline_blocks")
    range = models.ForeignKey(NumberRange, models.PROTECT)
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
    given_at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="offline_block_in_order", condition=Q(first__lte=models.F("last"))
            ),
            models.UniqueConstraint(fields=["range", "first"], name="offline_block_once"),
        ]


class NumberFault(Choice):
    """Why a number is no longer used (lý do hủy số hiệu)."""

    UNREADABLE = "unreadable", "Nhãn mờ, không đọc được"
    TORN = "torn", "Nhãn rách hoặc bong mất"
    WRONG = "wrong", "Dán nhầm nhãn"
    SPOILT = "spoilt", "Nhãn in hỏng, chưa dùng"
    JOINED = "joined", "Đóng chung vào bưu gửi khác"


class VoidedNumber(models.Model):
    """A number that no envelope bears any more (số hiệu đã hủy): why, by whom, and which number replaced it."""

    number = models.CharField("số hiệu", max_length=13, unique=True)
    envelope = models.ForeignKey(
        Envelope, models.PROTECT, null=True, related_name="voided_numbers"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    fault = models.CharField("lý do", max_length=12, choices=NumberFault.choices)
    replaced_by = models.CharField("thay bằng", max_length=13, blank=True)
    voided_at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")


class NumberBlock(models.Model):
    """A block of a range kept by one unit, so that units never wait for each other."""

    unit = models.OneToOneField(Unit, models.PROTECT, primary_key=True)
    range = models.ForeignKey(NumberRange, models.PROTECT)
    next = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
