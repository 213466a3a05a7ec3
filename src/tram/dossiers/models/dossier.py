"""The legal life of a dossier: people, papers, due time, result, and the dossier book (sổ hồ sơ)."""

from uuid import uuid4

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Func, Q
from django.db.models.functions import Coalesce

from tram.accounts.models import User
from tram.catalogue.models import Channel as Channel
from tram.catalogue.models import ProcedureVersion, RequiredPaper
from tram.core.acts import Grade
from tram.core.books import Book, Column
from tram.core.choices import Choice
from tram.core.files import MediaType
from tram.directory.models import Area, Unit
from tram.dossiers.rules.deadlines import PauseKind
from tram.dossiers.rules.files import FileKind
from tram.dossiers.rules.letters import LetterKind
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


def received() -> Coalesce:
    """When an office received a dossier: by the signed hand-over if it came by post, else when it was brought."""
    return Coalesce("handover_at", "registered_at")


class Dossier(models.Model):
    """A dossier (hồ sơ): one application for one procedure version, kept under that version for ever.

    `channel`, the version, the units and `grade` (how the taking in is proved) are facts of its registration;
    `result_channel` and, from `state` down, the columns are projections of the dossier book. `agency` has the power to
    decide (cơ quan chủ trì); `handling` is the unit that works on it now, another one while it goes round several
    agencies (liên thông).
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    version = models.ForeignKey(ProcedureVersion, models.PROTECT)
    agency = models.ForeignKey(Unit, models.PROTECT, related_name="dossiers", db_index=False)
    desk = models.ForeignKey(Unit, models.PROTECT, related_name="desk_dossiers", db_index=False)
    intake_point = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="taken_in", db_index=False
    )
    channel = models.PositiveSmallIntegerField(choices=Channel.choices)
    result_channel = models.PositiveSmallIntegerField(choices=ResultChannel.choices)
    graph = models.TextField()
    simulated = models.BooleanField(default=False)
    grade = models.CharField(max_length=12, default=Grade.SYSTEM.value)

    state = models.TextField(choices=State.choices)
    seq = models.IntegerField()
    handling = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="handled", db_index=False
    )
    stage = models.PositiveSmallIntegerField("bước của quy trình", null=True)
    number = models.CharField("mã hồ sơ", max_length=48, null=True, unique=True)  # noqa: DJ001
    registered_at = models.DateTimeField()
    handover_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField("kết thúc không có kết quả", null=True)
    returned_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["agency", "state", "due_at"]),
            models.Index(fields=["handling", "state", "due_at"]),
            models.Index(fields=["desk", "state", "registered_at"]),
            models.Index(fields=["intake_point", "-registered_at", "-id"]),
            models.Index(fields=["-registered_at", "-id"]),
            models.Index("desk", received(), "id", name="dossier_register_of_desk"),
            models.Index("agency", received(), "id", name="dossier_register_of_agency"),
            models.Index("id", name="dossier_voided", condition=models.Q(state="voided")),
        ]


class Party(models.Model):
    """A person or organisation of a dossier (tổ chức, cá nhân); a correction adds a version, never rewrites."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="parties", db_index=False)
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
    by = models.ForeignKey(User, models.PROTECT, null=True, db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "role", "version"], name="party_once")
        ]
        indexes = [
            GinIndex(name="party_search", fields=["search_key"], opclasses=["gin_trgm_ops"])
        ]


class DossierPaper(models.Model):
    """A paper counted at intake (giấy tờ trong hồ sơ) against the published list; `name` is what was printed."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="papers", db_index=False)
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


class TimeRange(Func):
    """The time from–to of a row, its end not included; an empty end is open."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class Pause(models.Model):
    """A time in which the legal clock stands still (tạm dừng thời hạn); `line_seq` is the book line that began it."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="pauses")
    line_seq = models.IntegerField()
    kind = models.CharField("lý do tạm dừng", max_length=12, choices=PauseKind.choices)
    started_at = models.DateTimeField("từ lúc")
    ended_at = models.DateTimeField("đến lúc", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "line_seq"], name="pause_once"),
            models.CheckConstraint(
                name="pause_in_order",
                condition=Q(ended_at=None) | Q(ended_at__gte=models.F("started_at")),
            ),
            ExclusionConstraint(
                name="pause_no_overlap",
                expressions=[
                    ("dossier", RangeOperators.EQUAL),
                    (TimeRange("started_at", "ended_at"), RangeOperators.OVERLAPS),
                ],
            ),
        ]


class Letter(models.Model):
    """What an office writes to the citizen about a dossier (văn bản gửi công dân): the forms other than the slip.

    The book line `line_seq` says that it was signed; the words stand here. A draft has no number, no signer, no line.
    `again_reason` says why a supplement is asked a second time; `late` that an apology was signed too late.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="letters")
    kind = models.CharField("loại văn bản", max_length=12, choices=LetterKind.choices)
    number = models.CharField("số", max_length=40, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="nơi ban hành")
    line_seq = models.IntegerField(null=True)
    reason_code = models.CharField(max_length=24, blank=True)
    reason = models.TextField("lý do")
    again_reason = models.TextField("lý do yêu cầu thêm lần nữa", blank=True)
    amount_vnd = models.PositiveBigIntegerField("số tiền phải nộp", null=True)
    due_before = models.DateTimeField("hạn trả đã hẹn", null=True)
    due_after = models.DateTimeField("hạn trả hẹn lại", null=True)
    late = models.BooleanField("ký muộn", default=False)
    drafted_at = models.DateTimeField()
    signed_at = models.DateTimeField("ký lúc", null=True)
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField("công dân trả lời lúc", null=True)
    answer = models.CharField("công dân xuất trình", max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "signed_at"])]
        constraints = [
            models.CheckConstraint(
                name="letter_signed_whole",
                condition=Q(signed_at=None, number="", line_seq=None)
                | Q(signed_at__isnull=False, line_seq__isnull=False) & ~Q(number=""),
            ),
            models.UniqueConstraint(
                fields=["dossier", "kind"],
                condition=Q(signed_at=None),
                name="letter_one_draft_of_a_kind",
            ),
            models.UniqueConstraint(
                fields=["unit", "number"], condition=~Q(number=""), name="letter_number_once"
            ),
        ]


class LetterPaper(models.Model):
    """A paper that a request for supplement names (giấy tờ cần bổ sung), and what was then received of it."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="papers")
    seq = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=500)
    originals = models.PositiveSmallIntegerField("bản chính", default=0)
    certified = models.PositiveSmallIntegerField("bản chứng thực", default=0)
    copies = models.PositiveSmallIntegerField("bản sao", default=0)
    received = models.BooleanField("đã nhận", null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letter", "seq"], name="letter_paper_once")]


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

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="codes", db_index=False)
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
