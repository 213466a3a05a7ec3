"""The legal life of a dossier: people, papers, due time, result, and the dossier book (sổ hồ sơ)."""

from uuid import uuid4

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from tram.accounts.models import User
from tram.catalogue.models import Channel as Channel
from tram.catalogue.models import ProcedureVersion, RequiredPaper
from tram.core.books import Book, Column
from tram.core.choices import Choice
from tram.core.files import MediaType
from tram.directory.models import Area, Unit
from tram.dossiers.rules.files import FileKind
from tram.dossiers.rules.states import State

BOOK = Book(
    table="dossiers_line",
    streams="dossiers_dossier",
    columns=(
        Column("graph", "text"),
        Column("action", "text"),
        Column("from_state", "text"),
        Column("to_state", "text"),
    ),
    links=(("to_state", "from_state"), ("graph", "graph")),
    firsts="from_state = 'start'",
    constraints=(
        "FOREIGN KEY (graph, action, from_state, to_state) "
        "REFERENCES public.dossiers_step (graph, action, from_state, to_state)",
    ),
)


class ResultChannel(models.IntegerChoices):
    """How the result goes back (hình thức trả): the national codes."""

    COUNTER = 0, "Trực tiếp tại bộ phận một cửa"
    POSTAL = 1, "Qua bưu chính công ích"


class PartyRole(Choice):
    """Who a person is to a dossier (vai trong hồ sơ)."""

    SUBMITTER = "submitter", "Người nộp"
    OWNER = "owner", "Chủ hồ sơ"


class Step(models.Model):
    """One allowed step of a published state graph; written by migrations only (comment `sealed`)."""

    graph = models.TextField()
    action = models.TextField()
    from_state = models.TextField()
    to_state = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["graph", "action", "from_state", "to_state"], name="step_once"
            )
        ]


class Dossier(models.Model):
    """A dossier (hồ sơ): one application for one procedure version, kept under that version for ever.

    `channel`, `result_channel`, the version and the units are facts of its registration; from `state` down the
    columns are projections of the dossier book.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    version = models.ForeignKey(ProcedureVersion, models.PROTECT)
    agency = models.ForeignKey(Unit, models.PROTECT, related_name="dossiers")
    desk = models.ForeignKey(Unit, models.PROTECT, related_name="desk_dossiers")
    intake_point = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="taken_in")
    channel = models.PositiveSmallIntegerField(choices=Channel.choices)
    result_channel = models.PositiveSmallIntegerField(choices=ResultChannel.choices)
    graph = models.TextField()
    simulated = models.BooleanField(default=False)

    state = models.TextField(choices=State.choices)
    seq = models.IntegerField()
    number = models.CharField("mã hồ sơ", max_length=48, null=True, unique=True)  # noqa: DJ001
    registered_at = models.DateTimeField()
    handover_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["agency", "state", "due_at"]),
            models.Index(fields=["desk", "state", "registered_at"]),
            models.Index(fields=["intake_point", "-registered_at", "-id"]),
            models.Index(fields=["-registered_at", "-id"]),
        ]


class Party(models.Model):
    """A person or organisation of a dossier (tổ chức, cá nhân); a correction adds a version, never rewrites."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="parties")
    role = models.CharField(max_length=12, choices=PartyRole.choices)
    version = models.PositiveSmallIntegerField(default=1)
    full_name = models.CharField("họ và tên / tên tổ chức", max_length=200)
    search_key = models.CharField(max_length=255)
    phone = models.CharField("điện thoại", max_length=20)
    email = models.EmailField("thư điện tử", blank=True)
    address = models.CharField("địa chỉ", max_length=300)
    commune = models.ForeignKey(Area, models.PROTECT, null=True)
    id_number = models.CharField("số giấy tờ", max_length=20, blank=True)
    reason = models.CharField("lý do sửa", max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "role", "version"], name="party_once")
        ]
        indexes = [
            GinIndex(name="party_search", fields=["search_key"], opclasses=["gin_trgm_ops"])
        ]


class DossierPaper(models.Model):
    """A paper counted at intake (giấy tờ trong hồ sơ) against the published list; `name` is what was printed."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="papers")
    required = models.ForeignKey(RequiredPaper, models.PROTECT, null=True)
    seq = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=500)
    originals = models.PositiveSmallIntegerField(default=0)
    certified = models.PositiveSmallIntegerField(default=0)
    copies = models.PositiveSmallIntegerField(default=0)
    absent_reason = models.CharField("lý do không áp dụng", max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "seq"], name="dossier_paper_once")
        ]


class DueTime(models.Model):
    """A due time (hạn trả kết quả) with how it was found, word for word; `line_seq` is the book line that set it."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="due_times")
    line_seq = models.IntegerField()
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    limit_value = models.PositiveIntegerField()
    limit_unit = models.CharField(max_length=16)
    derivation = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "line_seq"], name="due_time_once")
        ]


class Result(models.Model):
    """The result (kết quả giải quyết): its number, date and kind as signed by the agency."""

    dossier = models.OneToOneField(
        Dossier, models.CASCADE, primary_key=True, related_name="result"
    )
    number = models.CharField("số, ký hiệu", max_length=60)
    issued_on = models.DateField("ngày ký")
    name = models.CharField("tên kết quả", max_length=300)


class TrackingCode(models.Model):
    """The opaque code on a receipt (mã theo dõi): kept only as a keyed digest; a reprint retires the old one."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="codes")
    issue = models.PositiveSmallIntegerField()
    digest = models.BinaryField(max_length=32, unique=True)
    retired_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "issue"], name="code_once")]


class DossierFile(models.Model):
    """A scanned file of a dossier (tệp của hồ sơ): its bytes lie in the store under `sha256`.

    A row is never deleted and only ever changes by being retired (comment `retirable`).
    """

    id = models.UUIDField(primary_key=True)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="files")
    kind = models.CharField(max_length=12, choices=FileKind.choices())
    paper_seq = models.PositiveSmallIntegerField(null=True)
    name = models.CharField("tên tệp", max_length=120)
    media_type = models.CharField(max_length=20, choices=MediaType.choices())
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    pages = models.PositiveIntegerField()
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    retired_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    retired_reason = models.CharField("lý do gỡ", max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "kind", "sha256"],
                condition=models.Q(retired_at=None),
                name="file_once",
            ),
            models.CheckConstraint(
                condition=models.Q(sha256__regex="^[0-9a-f]{64}$"), name="file_digest"
            ),
            models.CheckConstraint(
                condition=models.Q(size__gt=0, pages__gt=0), name="file_holds_something"
            ),
            models.CheckConstraint(
                condition=models.Q(retired_at=None, retired_by=None, retired_reason="")
                | models.Q(retired_at__isnull=False, retired_by__isnull=False)
                & ~models.Q(retired_reason=""),
                name="file_retired_by_somebody",
            ),
        ]


class DossierLine(models.Model):
    """A line of the dossier book: one legal event of one dossier (made by SQL, see BOOK)."""

    pk = models.CompositePrimaryKey("stream", "seq")
    stream = models.ForeignKey(
        Dossier, models.DO_NOTHING, db_column="stream", related_name="lines"
    )
    seq = models.IntegerField()
    actor_id = models.BigIntegerField(null=True)
    place_id = models.BigIntegerField(null=True)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    body = models.BinaryField()
    action = models.TextField()
    from_state = models.TextField()
    to_state = models.TextField()

    class Meta:
        managed = False
        db_table = "dossiers_line"
