"""Items and who holds them (vật giao nhận, bên giữ)."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from tram.accounts.models import User
from tram.core.choices import Choice
from tram.directory.models import Unit
from tram.dossiers.models import Dossier


class HolderKind(Choice):
    """Who can hold an item (bên giữ)."""

    PLACE = "place", "Đơn vị"
    COURIER = "courier", "Người vận chuyển"
    CUSTOMER = "customer", "Khách hàng"
    INCIDENT = "incident", "Sự cố"


class Holder(models.Model):
    """A place, a courier, the customer, or an incident: exactly one holds each item at any time."""

    kind = models.CharField(max_length=10, choices=HolderKind.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True)
    user = models.ForeignKey(User, models.PROTECT, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "unit", "user"], name="holder_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                name="holder_is_someone",
                condition=Q(kind="place", unit__isnull=False, user=None)
                | Q(kind="courier", unit=None, user__isnull=False)
                | Q(kind__in=["customer", "incident"], unit=None, user=None),
            ),
        ]


class ItemKind(Choice):
    """What an item is (loại vật giao nhận)."""

    PAPERS = "papers", "Hồ sơ gửi đi"
    RESULT = "result", "Kết quả"
    SUPPLEMENT = "supplement", "Giấy tờ bổ sung"
    WITHDRAWN = "withdrawn", "Bản chính thu hồi"


class Item(models.Model):
    """What passes from hand to hand whole (vật giao nhận); holder and seq are projections of the custody book."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="items")
    kind = models.CharField(max_length=10, choices=ItemKind.choices)
    holder = models.ForeignKey(Holder, models.PROTECT, related_name="items")
    seq = models.IntegerField()
    part = models.PositiveSmallIntegerField("phần", default=1, db_default=1)
    parts = models.PositiveSmallIntegerField("số phần", default=1, db_default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "kind", "part"],
                condition=~Q(kind=ItemKind.SUPPLEMENT),
                name="item_once",
            ),
            models.CheckConstraint(
                name="item_part_of_parts", condition=Q(part__gte=1, part__lte=models.F("parts"))
            ),
        ]
