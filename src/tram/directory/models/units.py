"""Areas and units as they were, who came after them, and whom a desk serves."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q

from tram.accounts.models import User
from tram.core.choices import Choice
from tram.directory.models.spans import validity


class AreaLevel(Choice):
    """Level of an administrative area (cấp hành chính)."""

    PROVINCE = "province", "Tỉnh"
    DISTRICT = "district", "Huyện"
    COMMUNE = "commune", "Xã"


class UnitKind(Choice):
    """What a unit is (loại đơn vị)."""

    PROVINCE_OFFICE = "province-office", "Văn phòng UBND tỉnh"
    DEPARTMENT = "department", "Sở, ban, ngành"
    CENTRAL_BODY = "central-body", "Cơ quan trung ương tại tỉnh"
    DISTRICT = "district", "UBND huyện, thành phố"
    COMMUNE = "commune", "UBND xã, phường, thị trấn"
    SERVICE_CENTRE = "service-centre", "Trung tâm Phục vụ hành chính công"
    ONE_STOP = "one-stop", "Bộ phận Một cửa"
    PROVINCIAL_POST = "provincial-post", "Bưu điện tỉnh"
    DISTRICT_POST = "district-post", "Bưu điện huyện, thành phố"
    POST_POINT = "post-point", "Điểm phục vụ bưu chính"


DESKS = (UnitKind.SERVICE_CENTRE, UnitKind.ONE_STOP)
POSTS = (UnitKind.PROVINCIAL_POST, UnitKind.DISTRICT_POST, UnitKind.POST_POINT)


# The province's committee, what answers to a ministry, and the post of the province have nobody above them here.
TOPMOST = ("province-office", "central-body", "provincial-post")


class Area(models.Model):
    """A province, district or commune (đơn vị hành chính) as it was between two dates."""

    gso_code = models.CharField("mã đơn vị hành chính", max_length=8)
    name = models.CharField("tên", max_length=120)
    sort_key = models.CharField(max_length=255, db_collation="C")
    search_key = models.CharField(max_length=255)
    level = models.CharField(max_length=16, choices=AreaLevel.choices)
    kind = models.CharField(max_length=16)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    successor = models.ForeignKey("self", models.PROTECT, null=True, related_name="predecessors")
    provenance = models.TextField(blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="area_no_overlap",
                expressions=[
                    ("gso_code", RangeOperators.EQUAL),
                    (validity(), RangeOperators.OVERLAPS),
                ],
            )
        ]


class Unit(models.Model):
    """An agency, a desk or a post office (cơ quan, đơn vị) as it was between two dates."""

    slug = models.CharField(max_length=64, unique=True)
    code = models.CharField("mã định danh", max_length=40, blank=True)
    name = models.CharField("tên", max_length=200)
    short_name = models.CharField("tên ngắn", max_length=120, blank=True)
    sort_key = models.CharField(max_length=400, db_collation="C")
    search_key = models.CharField(max_length=255)
    kind = models.CharField("loại", max_length=20, choices=UnitKind.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    area = models.ForeignKey(Area, models.PROTECT, null=True)
    plan_group = models.CharField("nhóm của kế hoạch", max_length=8, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    provenance = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "sort_key"])]
        constraints = [
            ExclusionConstraint(
                name="unit_identifier_once_a_day",
                expressions=[
                    ("code", RangeOperators.EQUAL),
                    (validity(), RangeOperators.OVERLAPS),
                ],
                condition=~Q(code=""),
            ),
            models.CheckConstraint(
                name="unit_in_order",
                condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")),
            ),
            models.CheckConstraint(
                name="unit_named_by_slug_and_kind", condition=~Q(slug="") & ~Q(kind="")
            ),
            models.CheckConstraint(
                name="unit_has_parent", condition=Q(parent__isnull=False) | Q(kind__in=TOPMOST)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Succession(models.Model):
    """One unit stands in the place of another that ended (đơn vị kế tục): renamed, merged or split."""

    predecessor = models.ForeignKey(Unit, models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Unit, models.PROTECT, related_name="origins")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once"),
            models.CheckConstraint(
                name="succession_of_another",
                condition=~Q(predecessor=models.F("successor")),
            ),
        ]


class StatedSuccession(models.Model):
    """What a person said of a unit or an area that ended (lời ghi kế tục): who came after; the latest one counts.

    Nothing is written over: a mistake is followed by another statement, and one without a successor takes the one
    before back. (Comment `log`.)
    """

    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="statements")
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="statements")
    unit_successor = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    area_successor = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+")
    decision = models.CharField("quyết định", max_length=120)
    decided_on = models.DateField("ngày quyết định")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="statement_of_one_thing",
                condition=Q(unit=None, unit_successor=None, area__isnull=False)
                | Q(area=None, area_successor=None, unit__isnull=False),
            ),
        ]


class DeskService(models.Model):
    """An agency whose dossiers a one-stop desk receives (bộ phận một cửa nhận hồ sơ cho cơ quan)."""

    desk = models.ForeignKey(Unit, models.CASCADE, related_name="serves")
    agency = models.ForeignKey(Unit, models.CASCADE, related_name="served_by")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["desk", "agency"], name="desk_serves_once")]
