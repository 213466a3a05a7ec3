"""Manifests: what is handed over as one act, and who signed (bảng kê giao nhận)."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from tram.accounts.models import User
from tram.core.acts import Grade
from tram.core.choices import Choice
from tram.custody.models.bags import Bag
from tram.custody.models.envelopes import Envelope
from tram.custody.models.items import Holder, Item
from tram.custody.models.shuttle import ShuttleRound
from tram.custody.rules.counting import Fault
from tram.custody.rules.handovers import ManifestKind


class ManifestState(Choice):
    """How far a manifest is (tình trạng bảng kê)."""

    OFFERED = "offered", "Bên giao đã ký, chờ bên nhận"
    SIGNED = "signed", "Hai bên đã ký"
    CANCELLED = "cancelled", "Đã hủy"


class Manifest(models.Model):
    """A list handed over as one act (bảng kê, biên bản giao nhận): offered by the giver, signed by the receiver."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    number = models.CharField("số bảng kê", max_length=64, unique=True)
    kind = models.CharField(max_length=16, choices=ManifestKind.choices)
    state = models.CharField(max_length=10, choices=ManifestState.choices)
    from_holder = models.ForeignKey(Holder, models.PROTECT, related_name="+", db_index=False)
    to_holder = models.ForeignKey(Holder, models.PROTECT, related_name="+", db_index=False)
    offered_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
    grade = models.CharField(max_length=12, choices=Grade.choices, default=Grade.SYSTEM.value)
    round = models.ForeignKey(ShuttleRound, models.PROTECT, null=True, related_name="manifests")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="shuttle_list_of_a_round",
                condition=Q(kind__startswith="shuttle-", round__isnull=False)
                | ~Q(kind__startswith="shuttle-") & Q(round=None),
            )
        ]
        indexes = [
            models.Index(fields=["to_holder", "state"]),
            models.Index(fields=["from_holder", "state"]),
        ]


class Outcome(Choice):
    """What the receiver found (kết quả kiểm đếm)."""

    PENDING = "pending", "Chờ kiểm đếm"
    RECEIVED = "received", "Đã nhận đủ"
    MISSING = "missing", "Thiếu, không thấy"
    REFUSED = "refused", "Không nhận"
    WITHDRAWN = "withdrawn", "Bảng kê đã hủy"


class ManifestEntry(models.Model):
    """One item on a manifest and what the receiver found: an outcome, a coded fault, words if there are any."""

    manifest = models.ForeignKey(Manifest, models.PROTECT, related_name="entries", db_index=False)
    position = models.PositiveSmallIntegerField()
    item = models.ForeignKey(Item, models.PROTECT, related_name="entries")
    envelope = models.ForeignKey(Envelope, models.PROTECT, null=True, related_name="entries")
    bag = models.ForeignKey(Bag, models.PROTECT, null=True, related_name="entries")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    fault = models.CharField(max_length=16, choices=Fault.choices, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["manifest", "item"], name="entry_once"),
            models.UniqueConstraint(
                fields=["item"], condition=Q(outcome="pending"), name="item_on_one_open_manifest"
            ),
        ]


class Side(Choice):
    """A side of a hand-over (bên)."""

    GIVER = "giver", "Bên giao"
    RECEIVER = "receiver", "Bên nhận"


class SignedBy(Choice):
    """How a person signed (cách ký)."""

    SESSION = "session", "phiên làm việc của người ký"
    PIN = "pin", "mã PIN của người ký"


class Signature(models.Model):
    """A person's signature on a manifest; two sides, two different people (chữ ký giao nhận).

    `outside_hours`: given when the place was closed (ký ngoài giờ); it counts, and the manager sees it.
    """

    manifest = models.ForeignKey(
        Manifest, models.PROTECT, related_name="signatures", db_index=False
    )
    side = models.CharField(max_length=8, choices=Side.choices)
    user = models.ForeignKey(User, models.PROTECT, related_name="signatures")
    method = models.CharField(max_length=8, choices=SignedBy.choices)
    at = models.DateTimeField()
    outside_hours = models.BooleanField("ký ngoài giờ", default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["manifest", "side"], name="one_signature_a_side"),
            models.UniqueConstraint(fields=["manifest", "user"], name="two_people_sign"),
        ]
