"""Where a result goes, how it was chosen, and the evidence that it arrived (trả kết quả)."""

from django.db import models
from django.db.models import Q

from tram.accounts.models import User
from tram.core.acts import Grade
from tram.core.choices import Choice
from tram.core.files import MediaType
from tram.custody.models.items import Item
from tram.directory.models import Area
from tram.dossiers.models import Dossier, ResultChannel


class Recipient(models.Model):
    """Where a result is to be delivered (người nhận kết quả): versions, the last one in force; consent stamped."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="recipients", db_index=False)
    version = models.PositiveSmallIntegerField(default=1)
    full_name = models.CharField("họ và tên người nhận", max_length=200)
    phone = models.CharField("điện thoại", max_length=20)
    address = models.CharField("địa chỉ", max_length=300)
    commune = models.ForeignKey(Area, models.PROTECT, null=True)
    reason = models.CharField("lý do sửa", max_length=300, blank=True)
    consented_at = models.DateTimeField("đồng ý lúc")
    by = models.ForeignKey(User, models.PROTECT, null=True, db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "version"], name="recipient_once")
        ]


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


class ReceiptKind(Choice):
    """What proves that the person signed for it (bằng chứng ký nhận)."""

    SIGNATURE = "signature", "Người nhận ký trên màn hình"
    PHOTO = "photo", "Ảnh chụp phiếu đã ký nhận"
    SIGNED_PAPER = "signed-paper", "Phiếu giấy đã ký, lưu tại bưu cục"


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
    """Evidence that a result, or the papers that go back, reached their person by hand, once (phát tận tay).

    Signed on a screen or on paper: the picture lies in the store under `sha256`, or the paper at the office.
    """

    dossier = models.OneToOneField(
        Dossier, models.PROTECT, primary_key=True, related_name="delivery"
    )
    item = models.ForeignKey(Item, models.PROTECT)
    received_by = models.CharField("người ký nhận", max_length=200)
    relation = models.CharField(max_length=12, choices=Relation.choices)
    proof_kind = models.CharField(max_length=16, choices=ProofKind.choices)
    proof_last4 = models.CharField("4 số cuối giấy tờ", max_length=4, blank=True)
    seal_intact = models.BooleanField("niêm phong còn nguyên", default=True)
    receipt = models.CharField(max_length=12, choices=ReceiptKind.choices, blank=True)
    voucher = models.CharField("số phiếu giấy", max_length=40, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    media_type = models.CharField(max_length=20, choices=MediaType.choices(), blank=True)
    size = models.PositiveIntegerField(null=True)
    delivered_at = models.DateTimeField()
    grade = models.CharField(max_length=12, choices=Grade.choices, default=Grade.SYSTEM.value)
    by = models.ForeignKey(User, models.PROTECT)

    class Meta:
        constraints = [
            # Not asked of rows from before signatures were kept (the migration adds it NOT VALID).
            models.CheckConstraint(
                name="delivery_signed",
                condition=Q(receipt="signed-paper", sha256="") & ~Q(voucher="")
                | Q(
                    receipt__in=["signature", "photo"],
                    sha256__regex="^[0-9a-f]{64}$",
                    size__isnull=False,
                )
                & ~Q(media_type=""),
            )
        ]
