"""Incidents: what went wrong with an item, what was found, who is liable, and how it was made good (sự cố)."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from tram.accounts.models import User
from tram.core.files import MediaType
from tram.custody.models.envelopes import Envelope
from tram.custody.models.items import Holder, Item
from tram.custody.models.manifests import SignedBy
from tram.custody.rules.incidents import (
    AcceptanceProof,
    Circumstance,
    IncidentEnd,
    IncidentKind,
    IncidentState,
    PaperCondition,
)
from tram.directory.models import Unit
from tram.dossiers.models import Dossier


class Incident(models.Model):
    """A case of loss, damage or the like (sự cố bưu gửi); `holder` is who had the item when it was reported.

    `unit` is the office of the post whose manager handles the case.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    number = models.CharField("số sự cố", max_length=32, unique=True)
    kind = models.CharField(max_length=12, choices=IncidentKind.choices)
    circumstance = models.CharField(max_length=20, choices=Circumstance.choices)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="incidents")
    item = models.ForeignKey(Item, models.PROTECT, related_name="incidents")
    envelope = models.ForeignKey(Envelope, models.PROTECT, null=True, related_name="incidents")
    holder = models.ForeignKey(Holder, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="incidents")
    account = models.TextField("sự việc")
    whereabouts = models.CharField("đang ở đâu", max_length=200, blank=True)
    found_at = models.DateTimeField("phát hiện lúc")
    reported_at = models.DateTimeField("báo lúc")
    reported_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=IncidentState.choices)
    ending = models.CharField(max_length=12, choices=IncidentEnd.choices, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closing_words = models.TextField("kết luận", blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "-reported_at"]),
            models.Index(fields=["unit", "-reported_at"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "kind"],
                condition=Q(state=IncidentState.OPEN.value),
                name="incident_open_once",
            ),
            models.CheckConstraint(
                name="incident_closed_by_another",
                condition=Q(state="open", closed_at=None, closed_by=None, ending="")
                | Q(state="closed", closed_at__isnull=False, closed_by__isnull=False)
                & ~Q(ending="")
                & ~Q(closed_by=F("reported_by")),
            ),
        ]


class IncidentFile(models.Model):
    """A photo or paper that shows what happened (ảnh, giấy tờ của sự cố); its bytes lie in the store."""

    id = models.UUIDField(primary_key=True)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="files")
    name = models.CharField("tên tệp", max_length=120)
    media_type = models.CharField(max_length=20, choices=MediaType.choices)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incident", "sha256"], name="incident_file_once"),
            models.CheckConstraint(
                condition=Q(sha256__regex="^[0-9a-f]{64}$"), name="incident_file_digest"
            ),
        ]


class Inventory(models.Model):
    """What was in a cover opened by protocol (biên bản kiểm kê bao bì hư hỏng), before two people who sign."""

    incident = models.OneToOneField(
        Incident, models.PROTECT, primary_key=True, related_name="inventory"
    )
    number = models.CharField("số biên bản", max_length=32, unique=True)
    taken_at = models.DateTimeField("lập lúc")
    grams = models.PositiveIntegerField("khối lượng (gam)", null=True)
    cover = models.CharField("tình trạng bao bì", max_length=300)
    remarks = models.TextField("ghi chú", blank=True)
    first = models.ForeignKey(User, models.PROTECT, related_name="+")
    first_method = models.CharField(max_length=8, choices=SignedBy.choices)
    second = models.ForeignKey(User, models.PROTECT, related_name="+")
    second_method = models.CharField(max_length=8, choices=SignedBy.choices)

    class Meta:
        constraints = [
            models.CheckConstraint(name="inventory_two_people", condition=~Q(first=F("second")))
        ]


class InventoryPaper(models.Model):
    """One paper of an inventory: as many as listed, as many as found, and how (giấy tờ kiểm kê)."""

    inventory = models.ForeignKey(Inventory, models.PROTECT, related_name="papers")
    seq = models.PositiveSmallIntegerField()
    name = models.CharField("tên giấy tờ", max_length=500)
    listed = models.PositiveSmallIntegerField("số kê khai")
    found = models.PositiveSmallIntegerField("số thấy")
    condition = models.CharField(max_length=8, choices=PaperCondition.choices)
    note = models.CharField("ghi chú", max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inventory", "seq"], name="inventory_paper_once")
        ]


class Rewrap(models.Model):
    """The new cover and seal after an inventory (đóng gói lại); it refers to the inventory it follows."""

    inventory = models.OneToOneField(
        Inventory, models.PROTECT, primary_key=True, related_name="rewrap"
    )
    before = models.ForeignKey(Envelope, models.PROTECT, null=True, related_name="+")
    envelope = models.ForeignKey(Envelope, models.PROTECT, related_name="rewraps")
    seal_before = models.CharField("số niêm phong cũ", max_length=40, blank=True)
    seal_number = models.CharField("số niêm phong mới", max_length=40)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")


class Liability(models.Model):
    """Who answers for a loss or damage, from when, and for how much (biên bản xác định trách nhiệm).

    NĐ 47/2011/NĐ-CP Điều 24-26; `due_on` is empty where nothing is owed.
    """

    incident = models.OneToOneField(
        Incident, models.PROTECT, primary_key=True, related_name="liability"
    )
    number = models.CharField("số biên bản", max_length=32, unique=True)
    recorded_at = models.DateTimeField("lập lúc")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    proof = models.CharField(max_length=8, choices=AcceptanceProof.choices)
    proof_number = models.CharField("số chứng từ", max_length=64, blank=True)
    finding = models.TextField("kết luận trách nhiệm")
    postage_vnd = models.PositiveBigIntegerField("cước đã trả")
    papers_vnd = models.PositiveBigIntegerField("chi phí làm lại giấy tờ")
    least_vnd = models.PositiveBigIntegerField("mức bồi thường ít nhất")
    compensation_vnd = models.PositiveBigIntegerField("mức bồi thường")
    due_on = models.DateField("hạn trả", null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="compensation_not_less",
                condition=Q(compensation_vnd__gte=F("least_vnd")),
            ),
            models.CheckConstraint(
                name="no_proof_no_compensation",
                condition=~Q(proof="none") | Q(compensation_vnd=0, due_on=None),
            ),
        ]


class CompensationPayment(models.Model):
    """That a compensation was paid (chi trả bồi thường): the fact, the sum and the number of its paper."""

    liability = models.OneToOneField(
        Liability, models.PROTECT, primary_key=True, related_name="payment"
    )
    amount_vnd = models.PositiveBigIntegerField("số tiền")
    interest_vnd = models.PositiveBigIntegerField("tiền lãi", default=0)
    paid_on = models.DateField("ngày trả")
    paper_number = models.CharField("số chứng từ chi", max_length=64)
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")


class Reissue(models.Model):
    """A paper that must be made anew (làm lại giấy tờ): who is asked, who helps, and how it ended."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="reissues")
    seq = models.PositiveSmallIntegerField()
    name = models.CharField("tên giấy tờ", max_length=500)
    agency = models.CharField("cơ quan cấp lại", max_length=200)
    asked_on = models.DateField("ngày đề nghị")
    helper = models.ForeignKey(User, models.PROTECT, related_name="+")
    done_on = models.DateField("ngày có", null=True)
    number = models.CharField("số giấy tờ mới", max_length=60, blank=True)
    cost_vnd = models.PositiveBigIntegerField("chi phí", null=True)
    dropped = models.CharField("lý do không làm lại", max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incident", "seq"], name="reissue_once"),
            models.CheckConstraint(
                name="reissue_done_or_dropped",
                condition=Q(done_on=None) | Q(dropped="", cost_vnd__isnull=False),
            ),
        ]
