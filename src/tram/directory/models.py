"""Who and where: areas, units, desks, service points, appointments, the calendar, dated parameters."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Func, Q

from tram.accounts.models import User
from tram.accounts.rules.access import Role
from tram.core.choices import Choice


class DateRange(Func):
    """The days from–to of a row, both included; an empty end is open."""

    function = "DATERANGE"
    output_field = DateRangeField()


def validity() -> DateRange:
    return DateRange("valid_from", "valid_to", models.Value("[]"))


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


class ServicePoint(models.Model):
    """A postal service point (điểm phục vụ bưu chính): the public face of a unit of the post."""

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


class Appointment(models.Model):
    """A person holds a role at a unit between two dates (phân công)."""

    user = models.ForeignKey(User, models.PROTECT, related_name="appointments")
    role = models.CharField("vai trò", max_length=20, choices=Role.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="appointments")
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến ngày", null=True)
    decision = models.CharField("quyết định", max_length=120, blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="appointment_no_overlap",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("unit", RangeOperators.EQUAL),
                    (validity(), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                name="appointment_in_order",
                condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")),
            ),
        ]


class DayKind(Choice):
    """What makes a day of the calendar special (loại ngày)."""

    HOLIDAY = "holiday", "nghỉ lễ"
    SWAP_OFF = "swap-off", "nghỉ hoán đổi"
    WORKING_SATURDAY = "working-saturday", "làm bù"


class Decided(models.Model):
    """A row of the working times (dòng lịch làm việc): people add it by decision and withdraw it with a reason.

    `added_by` empty: it came with a file of the province. What is withdrawn counts for nobody from then on.
    """

    decision = models.CharField("quyết định", max_length=200, blank=True)
    added_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField("ghi lúc", null=True)
    removed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField("bỏ lúc", null=True)
    removed_reason = models.CharField("lý do bỏ", max_length=200, blank=True)

    class Meta:
        abstract = True


def removed_with_reason(table: str) -> models.CheckConstraint:
    """Nothing is withdrawn without a person and a reason."""
    return models.CheckConstraint(
        name=f"{table}_removed_with_reason",
        condition=Q(removed_at=None, removed_by=None, removed_reason="")
        | (Q(removed_at__isnull=False, removed_by__isnull=False) & ~Q(removed_reason="")),
    )


class CalendarDay(Decided):
    """A day off or a swapped working day (ngày nghỉ, ngày làm bù) for all agencies."""

    day = models.DateField()
    kind = models.CharField(max_length=20, choices=DayKind.choices)
    name = models.CharField(max_length=120)
    provenance = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day"], condition=Q(removed_at=None), name="calendar_day_once"
            ),
            removed_with_reason("calendar_day"),
        ]


class Closure(Decided):
    """A unit is closed from one day to another (đơn vị tạm đóng cửa): an epidemic, a flood, a removal."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="closures")
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến hết ngày")
    reason = models.CharField("lý do", max_length=120)
    provenance = models.TextField(blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="closure_no_overlap",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    (validity(), RangeOperators.OVERLAPS),
                ],
                condition=Q(removed_at=None),
            ),
            models.CheckConstraint(
                name="closure_in_order", condition=Q(valid_to__gte=models.F("valid_from"))
            ),
            removed_with_reason("closure"),
        ]


class OfficeHours(Decided):
    """Office hours (giờ làm việc) of a season, for one unit or (unit empty) for all.

    A unit's own hours stand before everybody's, those with a later first day before the earlier ones.
    """

    unit = models.ForeignKey(Unit, models.CASCADE, null=True)
    season = models.CharField(max_length=20)
    from_month_day = models.CharField("từ ngày-tháng", max_length=5)
    to_month_day = models.CharField("đến ngày-tháng", max_length=5)
    morning_start = models.TimeField()
    morning_end = models.TimeField()
    afternoon_start = models.TimeField()
    afternoon_end = models.TimeField()
    intake_closes_minutes = models.PositiveSmallIntegerField(default=0)
    valid_from = models.DateField("áp dụng từ ngày")
    valid_to = models.DateField("đến hết ngày", null=True)
    source = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="office_hours_in_order",
                condition=Q(
                    morning_start__lt=models.F("morning_end"),
                    morning_end__lt=models.F("afternoon_start"),
                    afternoon_start__lt=models.F("afternoon_end"),
                ),
            ),
            removed_with_reason("office_hours"),
        ]


class Parameter(models.Model):
    """A dated figure of the law or of the operator (tham số), with its source: never a constant in code."""

    code = models.CharField(max_length=64)
    value = models.JSONField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    confirmed = models.BooleanField("đã xác nhận", default=False)
    source = models.TextField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="parameter_no_overlap",
                expressions=[
                    ("code", RangeOperators.EQUAL),
                    (validity(), RangeOperators.OVERLAPS),
                ],
            )
        ]
