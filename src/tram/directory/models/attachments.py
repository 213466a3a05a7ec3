"""Files that prove what a register says: a signed agreement, a list of attendance, the log of a loudspeaker."""

from django.db import models
from django.db.models import Q

from tram.accounts.models import User


class Attachment(models.Model):
    """A file kept with a row of a register (tệp kèm theo); its bytes lie in the store under their SHA-256. Log."""

    id = models.UUIDField(primary_key=True)
    name = models.CharField("tên tệp", max_length=200)
    media_type = models.CharField(max_length=40)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    pages = models.PositiveIntegerField("số trang")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField("gửi lúc")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256__regex="^[0-9a-f]{64}$"), name="attachment_digest"
            ),
            models.CheckConstraint(
                condition=Q(size__gt=0, pages__gt=0), name="attachment_holds_something"
            ),
        ]
