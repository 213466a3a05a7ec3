"""Postal service points, what holds of them from a day on, what stands there, and the sheets they came in.

Nothing is written over: what changes is another row, and the latest row of a day counts. Legal basis: QĐ 45/2016
Điều 4 (what a point that receives dossiers must have), the plan's task of means per point.
"""

from django.db import models
from django.db.models import F, Q

from tram.accounts.models import User
from tram.directory.models.units import Area, Unit
from tram.directory.rules.points import EquipmentKind, EquipmentState, PostSheetKind


class ServicePoint(models.Model):
    """A postal service point (điểm phục vụ bưu chính): the public face of a unit of the post.

    What changes with the days stands here as it was first; `PointTerms` says what holds since.
    """

    unit = models.OneToOneField(Unit, models.CASCADE, primary_key=True, related_name="point")
    code = models.CharField("mã điểm", max_length=16, unique=True)
    kind = models.CharField("loại điểm", max_length=20)
    commune = models.ForeignKey(Area, models.PROTECT)
    address = models.CharField("địa chỉ", max_length=200)
    phone = models.CharField("điện thoại", max_length=20, blank=True)
    opens = models.TimeField("mở cửa")
    closes = models.TimeField("đóng cửa")
    works_saturday = models.BooleanField("làm thứ Bảy", default=False)
    route_code = models.CharField("đường thư", max_length=16, blank=True)
    demonstration = models.BooleanField("số liệu trình diễn", default=False)
    provenance = models.TextField(blank=True)


class PointTerms(models.Model):
    """Where and when a point serves from a day on (điều kiện phục vụ của điểm); the latest row counts. Log."""

    point = models.ForeignKey(ServicePoint, models.PROTECT, related_name="terms")
    valid_from = models.DateField("áp dụng từ ngày")
    address = models.CharField("địa chỉ", max_length=200)
    phone = models.CharField("điện thoại", max_length=20, blank=True)
    opens = models.TimeField("mở cửa")
    closes = models.TimeField("đóng cửa")
    works_saturday = models.BooleanField("làm thứ Bảy")
    route_code = models.CharField("đường thư", max_length=16, blank=True)
    decision = models.CharField("văn bản", max_length=120, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField("ghi lúc")

    class Meta:
        indexes = [models.Index(fields=["point", "-valid_from", "-id"], name="point_terms_latest")]
        constraints = [
            models.CheckConstraint(
                name="point_terms_open_before_close", condition=Q(opens__lt=F("closes"))
            ),
            models.CheckConstraint(name="point_terms_at_an_address", condition=~Q(address="")),
        ]


class Equipment(models.Model):
    """How many things of a kind and a state a point has from a day on (thiết bị của điểm); latest row counts. Log."""

    point = models.ForeignKey(ServicePoint, models.PROTECT, related_name="equipment")
    kind = models.CharField("loại", max_length=20, choices=EquipmentKind.choices)
    state = models.CharField("tình trạng", max_length=12, choices=EquipmentState.choices)
    count = models.PositiveSmallIntegerField("số lượng")
    since = models.DateField("từ ngày")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField("ghi lúc")

    class Meta:
        indexes = [
            models.Index(
                fields=["point", "kind", "state", "-since", "-id"], name="equipment_latest"
            )
        ]


class PostSheet(models.Model):
    """A spreadsheet that a post manager sent in and looked at before confirming it (tệp nhập của bưu điện)."""

    id = models.UUIDField(primary_key=True)
    kind = models.CharField("loại", max_length=8, choices=PostSheetKind.choices)
    name = models.CharField("tên tệp", max_length=120)
    sha256 = models.CharField(max_length=64)
    lines = models.JSONField("các dòng")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField("gửi lúc")
    applied_at = models.DateTimeField("xác nhận lúc", null=True)
