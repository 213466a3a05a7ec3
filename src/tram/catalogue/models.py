"""What can be asked for: procedures, their versions with papers, fees and limits, and whether they go by post.

A published version never changes, it is only followed by another: triggers see to it (migration 0003).
"""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from tram.accounts.models import User
from tram.core.choices import Choice
from tram.directory.models import AreaLevel, Unit, validity


class FeeKind(Choice):
    """Kind of a state fee (phí hay lệ phí)."""

    FEE = "fee", "phí"
    CHARGE = "charge", "lệ phí"


class Channel(models.IntegerChoices):
    """How a dossier comes in (kênh thực hiện): the national codes."""

    COUNTER = 1, "Trực tiếp"
    ONLINE = 2, "Trực tuyến"
    POSTAL = 3, "Qua bưu chính công ích"


class VersionStep(Choice):
    """What an officer did to a version (việc đã làm với phiên bản)."""

    PUBLISH = "publish", "Công bố"
    CONFIRM = "confirm", "Xác nhận"


class Procedure(models.Model):
    """An administrative procedure (thủ tục hành chính, TTHC) by its national code."""

    code = models.CharField("mã thủ tục", max_length=20, unique=True)
    field = models.CharField("lĩnh vực", max_length=160)
    level = models.CharField("cấp giải quyết", max_length=16, choices=AreaLevel.choices)
    agency = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="procedures")

    def __str__(self) -> str:
        return self.code


class ProcedureVersion(models.Model):
    """A procedure as published between two dates (phiên bản thủ tục); a dossier keeps the one it came under.

    `postal_in`/`postal_out`: may be sent / returned by the public post; None = not known, so not offered.
    `limit_value`/`limit_unit`: the time limit of every channel that has no `TimeLimit` of its own.
    `published_at`: None = a draft, which nobody is offered; afterwards only its end may be set, once, and the
    marks of confirmation and source. `edit` counts how often a draft was written on its page, so that two editors
    notice each other; 0 = it came from a file.
    """

    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="versions")
    name = models.CharField("tên thủ tục", max_length=500)
    search_key = models.CharField(max_length=700)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    published_at = models.DateTimeField("công bố lúc", null=True)
    edit = models.PositiveIntegerField("lần sửa", default=0)
    legal_basis = models.TextField("căn cứ pháp lý", blank=True)
    publication_decision = models.TextField("quyết định công bố", blank=True)
    limit_value = models.PositiveIntegerField("thời hạn", null=True)
    limit_unit = models.CharField("đơn vị thời hạn", max_length=16, blank=True)
    same_day = models.BooleanField("trả trong ngày", default=False)
    presence_required = models.BooleanField("phải có mặt", null=True)
    postal_in = models.BooleanField("gửi được qua bưu điện", null=True)
    postal_in_reason = models.TextField(blank=True)
    postal_out = models.BooleanField("trả được qua bưu điện", null=True)
    postal_out_reason = models.TextField(blank=True)
    secret_possible = models.BooleanField("có thể có bí mật nhà nước", default=False)
    result_name = models.CharField("kết quả", max_length=300, blank=True)
    official = models.BooleanField("cán bộ đã xác nhận", default=False)
    provenance = models.TextField(blank=True)
    source = models.TextField(blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="version_no_overlap",
                expressions=[
                    ("procedure", RangeOperators.EQUAL),
                    (validity(), RangeOperators.OVERLAPS),
                ],
                condition=models.Q(published_at__isnull=False),
            ),
            models.UniqueConstraint(
                name="one_draft",
                fields=["procedure"],
                condition=models.Q(published_at=None, edit__gt=0),
            ),
        ]
        indexes = [
            GinIndex(name="version_search", fields=["search_key"], opclasses=["gin_trgm_ops"])
        ]


class RequiredPaper(models.Model):
    """One paper on a procedure's published list (thành phần hồ sơ)."""

    version = models.ForeignKey(ProcedureVersion, models.CASCADE, related_name="papers")
    seq = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=500)
    originals = models.PositiveSmallIntegerField("bản chính", default=0)
    certified = models.PositiveSmallIntegerField("bản chứng thực", default=0)
    copies = models.PositiveSmallIntegerField("bản sao", default=0)
    mandatory = models.BooleanField("bắt buộc", default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "seq"], name="paper_once")]


class Fee(models.Model):
    """A state fee of a version (phí, lệ phí), in đồng; a version without a row has an unknown fee."""

    version = models.ForeignKey(ProcedureVersion, models.CASCADE, related_name="fees")
    kind = models.CharField(max_length=8, choices=FeeKind.choices)
    amount_vnd = models.PositiveBigIntegerField("số tiền")
    source = models.TextField(blank=True)


class TimeLimit(models.Model):
    """A version's own time limit for one channel (thời hạn theo kênh); it wins over the version's general one."""

    version = models.ForeignKey(ProcedureVersion, models.CASCADE, related_name="limits")
    channel = models.PositiveSmallIntegerField("kênh thực hiện", choices=Channel.choices)
    value = models.PositiveIntegerField("thời hạn")
    unit = models.CharField("đơn vị thời hạn", max_length=16)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "channel"], name="limit_once")]


class WithdrawnPaper(models.Model):
    """An original that is taken back when the result is handed over (giấy tờ phải thu hồi bản chính)."""

    version = models.ForeignKey(ProcedureVersion, models.CASCADE, related_name="withdrawn")
    seq = models.PositiveSmallIntegerField()
    name = models.CharField("tên giấy tờ", max_length=500)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "seq"], name="withdrawn_once")]


class Stage(models.Model):
    """One stage of settlement with its planned share of the limit (bước giải quyết, khi liên thông cũng là cơ quan).

    `unit` None = the competent agency of the dossier, whichever that is.
    """

    version = models.ForeignKey(ProcedureVersion, models.CASCADE, related_name="stages")
    seq = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="stages")
    name = models.CharField("tên bước", max_length=300)
    value = models.PositiveIntegerField("thời gian")
    unit_of_time = models.CharField("đơn vị thời gian", max_length=16)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "seq"], name="stage_once"),
            models.CheckConstraint(name="stage_takes_time", condition=models.Q(value__gte=1)),
        ]


class VersionAct(models.Model):
    """Who published or confirmed a version, and when (nhật ký phiên bản); a log: nothing in it is ever changed."""

    version = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="acts")
    step = models.CharField("việc", max_length=8, choices=VersionStep.choices)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "step"], name="version_act_once")
        ]


class PublishedList(models.Model):
    """The list of postal procedures that an agency published by a decision (danh mục thủ tục đã công bố). Log.

    Its rows are frozen as they were on `valid_from`; the latest list that began by a day is that day's.
    """

    agency = models.ForeignKey(Unit, models.PROTECT, related_name="published_lists")
    decision = models.CharField("số quyết định", max_length=120)
    decided_on = models.DateField("ngày quyết định")
    valid_from = models.DateField("áp dụng từ ngày")
    valid_to = models.DateField("đến hết ngày", null=True)
    demonstration = models.BooleanField("số liệu trình diễn", default=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField("công bố lúc")

    class Meta:
        indexes = [
            models.Index(fields=["agency", "-valid_from", "-id"], name="published_list_latest")
        ]
        constraints = [
            models.CheckConstraint(
                name="published_list_in_order",
                condition=models.Q(valid_to=None) | models.Q(valid_to__gte=models.F("valid_from")),
            ),
            models.CheckConstraint(
                name="published_list_by_decision", condition=~models.Q(decision="")
            ),
        ]


class ListedProcedure(models.Model):
    """One procedure of a published list: open or not in each direction, and why not (thủ tục trong danh mục). Log."""

    published = models.ForeignKey(PublishedList, models.PROTECT, related_name="rows")
    seq = models.PositiveSmallIntegerField()
    version = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="+")
    code = models.CharField("mã thủ tục", max_length=20)
    name = models.CharField("tên thủ tục", max_length=500)
    field = models.CharField("lĩnh vực", max_length=160)
    sending = models.BooleanField("nhận gửi hồ sơ")
    sending_reason = models.TextField(blank=True)
    returning = models.BooleanField("chuyển trả kết quả")
    returning_reason = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["published", "seq"], name="listed_once")]
