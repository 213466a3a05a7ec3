"""When a delivery does not come about: tries, holding at a point, and what the citizen says of it (phát chưa thành)."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from tram.accounts.models import User
from tram.core.choices import Choice
from tram.custody.models.items import Item
from tram.custody.models.manifests import Manifest
from tram.custody.rules.attempts import AttemptReason, DayPart, HoldEnding, NoticeKind
from tram.directory.models import Unit
from tram.dossiers.models import Dossier


def _whole_slot(name: str) -> models.CheckConstraint:
    """A slot is a day and a part of it, or neither."""
    return models.CheckConstraint(
        name=name,
        condition=Q(slot_day=None, slot_part="") | Q(slot_day__isnull=False) & ~Q(slot_part=""),
    )


class Attempt(models.Model):
    """A try to deliver that failed (lần phát không thành), with its evidence: a call or a note, and what was agreed.

    `round` counts how often the thing was sent out from the desk; `number` counts the tries of the dossier.
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="attempts")
    item = models.ForeignKey(Item, models.PROTECT, related_name="attempts")
    round = models.PositiveSmallIntegerField("lượt gửi")
    number = models.PositiveSmallIntegerField("lần phát")
    reason = models.CharField("lý do", max_length=16, choices=AttemptReason.choices)
    counted = models.BooleanField("tính vào số lần phát")
    notice = models.CharField("cách báo", max_length=12, choices=NoticeKind.choices)
    dialled = models.CharField("số đã gọi", max_length=20, blank=True)
    called_at = models.DateTimeField("gọi lúc", null=True)
    note = models.CharField("giấy báo", max_length=300, blank=True)
    slot_day = models.DateField("ngày hẹn lại", null=True)
    slot_part = models.CharField("buổi", max_length=12, choices=DayPart.choices, blank=True)
    attempted_at = models.DateTimeField("phát lúc")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "number"], name="attempt_once"),
            models.CheckConstraint(
                name="attempt_told",
                condition=Q(notice="call", called_at__isnull=False) & ~Q(dialled="")
                | Q(notice="note") & ~Q(note="")
                | Q(notice="in-person"),
            ),
            _whole_slot("attempt_slot_whole"),
        ]


class Holding(models.Model):
    """A thing held for its person at a post point until a day (giữ tại điểm), and how that ended."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="holdings")
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="holdings")
    round = models.PositiveSmallIntegerField("lượt gửi")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    manifest = models.ForeignKey(Manifest, models.PROTECT, related_name="+")
    held_at = models.DateTimeField("giữ từ")
    until = models.DateField("giữ đến hết ngày")
    ended_at = models.DateTimeField("thôi giữ lúc", null=True)
    ending = models.CharField(max_length=12, choices=HoldEnding.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item"], condition=Q(ended_at=None), name="held_once_at_a_time"
            ),
            models.CheckConstraint(
                name="holding_ended_somehow",
                condition=Q(ended_at=None, ending="") | Q(ended_at__isnull=False) & ~Q(ending=""),
            ),
        ]


class DeliveryChange(models.Model):
    """What the citizen asked to be delivered otherwise (đổi cách phát): a slot, an address or a person, and why."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="delivery_changes")
    seq = models.PositiveSmallIntegerField()
    slot_day = models.DateField("ngày hẹn", null=True)
    slot_part = models.CharField("buổi", max_length=12, choices=DayPart.choices, blank=True)
    recipient_version = models.PositiveSmallIntegerField("phiên bản người nhận", null=True)
    reason = models.CharField("lý do", max_length=300)
    asked_at = models.DateTimeField("yêu cầu lúc")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "seq"], name="delivery_change_once"),
            _whole_slot("delivery_change_slot_whole"),
        ]


class Confirmation(models.Model):
    """The citizen says that it came (xác nhận đã nhận), once."""

    dossier = models.OneToOneField(
        Dossier, models.PROTECT, primary_key=True, related_name="confirmation"
    )
    confirmed_at = models.DateTimeField("xác nhận lúc")


class DisputeKind(Choice):
    """What the citizen says did not happen (loại phản ánh việc phát)."""

    DELIVERY = "delivery", "Báo chưa nhận được bưu gửi"
    ATTEMPT = "attempt", "Không đồng ý với lần phát ghi không thành"


class Dispute(models.Model):
    """A citizen's word against a delivery or a try (phản ánh việc phát), until a manager answers it.

    `unit` is the post's unit on whose duty it was recorded; whoever manages it, or what is above it, answers.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="disputes")
    kind = models.CharField(max_length=12, choices=DisputeKind.choices)
    attempt = models.ForeignKey(Attempt, models.PROTECT, null=True, related_name="disputes")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    words = models.CharField("lời người nhận", max_length=1000)
    opened_at = models.DateTimeField("phản ánh lúc")
    upheld = models.BooleanField("người nhận đúng", null=True)
    answer = models.CharField("trả lời", max_length=1000, blank=True)
    answered_at = models.DateTimeField("trả lời lúc", null=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "attempt"],
                condition=Q(answered_at=None),
                nulls_distinct=False,
                name="dispute_open_once",
            ),
            models.CheckConstraint(
                name="dispute_answered_whole",
                condition=Q(answered_at=None, by=None, answer="", upheld=None)
                | Q(answered_at__isnull=False, by__isnull=False, upheld__isnull=False)
                & ~Q(answer=""),
            ),
        ]
