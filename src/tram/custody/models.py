"""The physical life of papers: items, who holds them, envelopes, manifests, delivery, the custody book."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from tram.accounts.models import User
from tram.core.books import Book, Column
from tram.core.choices import Choice
from tram.custody.rules.handovers import ManifestKind
from tram.directory.models import Area, Unit
from tram.dossiers.models import Dossier, ResultChannel

BOOK = Book(
    table="custody_line",
    streams="custody_item",
    columns=(
        Column("from_holder", "bigint", null=True, constraint="REFERENCES public.custody_holder"),
        Column("to_holder", "bigint", constraint="REFERENCES public.custody_holder"),
        Column("giver", "bigint", null=True),
        Column("receiver", "bigint", null=True),
        Column("manifest", "uuid", null=True, constraint="REFERENCES public.custody_manifest"),
    ),
    links=(("to_holder", "from_holder"),),
    firsts="from_holder IS NULL",
    constraints=(
        "CHECK ((seq = 1) = (from_holder IS NULL))",
        "CHECK (from_holder IS DISTINCT FROM to_holder)",
        "CHECK (giver <> receiver)",
        "CHECK (manifest IS NULL OR (giver IS NOT NULL AND receiver IS NOT NULL))",
    ),
)


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

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "kind"],
                condition=~Q(kind=ItemKind.SUPPLEMENT),
                name="item_once",
            )
        ]


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
    sealed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(null=True)
    opened_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    voided_at = models.DateTimeField(null=True)


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


class NumberBlock(models.Model):
    """A block of a range kept by one unit, so that units never wait for each other."""

    unit = models.OneToOneField(Unit, models.PROTECT, primary_key=True)
    range = models.ForeignKey(NumberRange, models.PROTECT)
    next = models.PositiveIntegerField()
    last = models.PositiveIntegerField()


class Recipient(models.Model):
    """Where a result is to be delivered (người nhận kết quả): versions, the last one in force; consent stamped."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="recipients")
    version = models.PositiveSmallIntegerField(default=1)
    full_name = models.CharField("họ và tên người nhận", max_length=200)
    phone = models.CharField("điện thoại", max_length=20)
    address = models.CharField("địa chỉ", max_length=300)
    commune = models.ForeignKey(Area, models.PROTECT, null=True)
    reason = models.CharField("lý do sửa", max_length=300, blank=True)
    consented_at = models.DateTimeField("đồng ý lúc")
    by = models.ForeignKey(User, models.PROTECT, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "version"], name="recipient_once")
        ]


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
    from_holder = models.ForeignKey(Holder, models.PROTECT, related_name="+")
    to_holder = models.ForeignKey(Holder, models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)

    class Meta:
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
    """One item on a manifest and what the receiver found."""

    manifest = models.ForeignKey(Manifest, models.PROTECT, related_name="entries")
    position = models.PositiveSmallIntegerField()
    item = models.ForeignKey(Item, models.PROTECT, related_name="entries")
    envelope = models.ForeignKey(Envelope, models.PROTECT, null=True, related_name="entries")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
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
    """A person's signature on a manifest; two sides, two different people (chữ ký giao nhận)."""

    manifest = models.ForeignKey(Manifest, models.PROTECT, related_name="signatures")
    side = models.CharField(max_length=8, choices=Side.choices)
    user = models.ForeignKey(User, models.PROTECT, related_name="signatures")
    method = models.CharField(max_length=8, choices=SignedBy.choices)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["manifest", "side"], name="one_signature_a_side"),
            models.UniqueConstraint(fields=["manifest", "user"], name="two_people_sign"),
        ]


class ProofKind(Choice):
    """How a recipient was recognised (giấy tờ nhận diện)."""

    CITIZEN_ID = "citizen-id", "Căn cước công dân / CMND"
    PASSPORT = "passport", "Hộ chiếu"
    SLIP = "slip", "Giấy hẹn trả kết quả"
    AUTHORISATION = "authorisation", "Giấy ủy quyền"


class Relation(Choice):
    """Who took the result (người nhận)."""

    SELF = "self", "Chính người nhận"
    AUTHORISED = "authorised", "Người được ủy quyền"


class ReturnOrder(models.Model):
    """A return by post chosen after registration (đăng ký trả qua bưu điện); `subject` is what is paid for it."""

    dossier = models.OneToOneField(
        Dossier, models.PROTECT, primary_key=True, related_name="return_order"
    )
    subject = models.UUIDField(unique=True)
    ordered_at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT)


class ReturnChoice(models.Model):
    """Where the result goes, as a customer answered (lựa chọn nơi nhận kết quả); the last answer is in force."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="return_choices")
    seq = models.PositiveSmallIntegerField()
    result_channel = models.PositiveSmallIntegerField(choices=ResultChannel.choices)
    reason = models.CharField("lý do đổi", max_length=300, blank=True)
    chosen_at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "seq"], name="return_choice_once")
        ]


class CollectedOriginal(models.Model):
    """An original that must be withdrawn when the result is given (bản chính thu hồi): taken, or why there is none."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="collected_originals")
    seq = models.PositiveSmallIntegerField()
    name = models.CharField("loại giấy tờ", max_length=500)
    number = models.CharField("số giấy tờ", max_length=60, blank=True)
    absent_reason = models.CharField("lý do không thu", max_length=200, blank=True)
    collected_at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "seq"], name="original_collected_once"),
            models.CheckConstraint(
                name="original_taken_or_explained",
                condition=Q(number="") & ~Q(absent_reason="")
                | ~Q(number="") & Q(absent_reason=""),
            ),
        ]


class Delivery(models.Model):
    """Evidence that a result, or the papers that go back, reached their person by hand, once (phát tận tay)."""

    dossier = models.OneToOneField(
        Dossier, models.PROTECT, primary_key=True, related_name="delivery"
    )
    item = models.ForeignKey(Item, models.PROTECT)
    received_by = models.CharField("người ký nhận", max_length=200)
    relation = models.CharField(max_length=12, choices=Relation.choices)
    proof_kind = models.CharField(max_length=16, choices=ProofKind.choices)
    proof_last4 = models.CharField("4 số cuối giấy tờ", max_length=4, blank=True)
    seal_intact = models.BooleanField("niêm phong còn nguyên", default=True)
    delivered_at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT)


class CustodyLine(models.Model):
    """A line of the custody book: one item from one holder to another (made by SQL, see BOOK)."""

    pk = models.CompositePrimaryKey("stream", "seq")
    stream = models.ForeignKey(Item, models.DO_NOTHING, db_column="stream", related_name="lines")
    seq = models.IntegerField()
    actor_id = models.BigIntegerField(null=True)
    place_id = models.BigIntegerField(null=True)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    from_holder = models.ForeignKey(
        Holder, models.DO_NOTHING, db_column="from_holder", related_name="+", null=True
    )
    to_holder = models.ForeignKey(
        Holder, models.DO_NOTHING, db_column="to_holder", related_name="+"
    )
    giver = models.BigIntegerField(null=True)
    receiver = models.BigIntegerField(null=True)
    manifest = models.ForeignKey(
        Manifest, models.DO_NOTHING, db_column="manifest", related_name="+", null=True
    )

    class Meta:
        managed = False
        db_table = "custody_line"
