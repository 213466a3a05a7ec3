"""Cash taken at the door (tiền thu hộ, COD): whose it is until it has reached the provincial post."""

from django.db import models
from django.db.models import Q

from tram.accounts.models import User
from tram.cash.models.drawers import CashHandover
from tram.directory.models import Unit


class DoorCash(models.Model):
    """One sum that a postman took at the door (tiền thu hộ khi phát, COD), and how far it has come.

    In the bag, then at a point (`at_point`, by `handed_in`), then at the provincial post (`settled`); a sum that
    went back to the customer is `returned`.
    """

    subject = models.UUIDField()
    seq = models.IntegerField()
    amount_vnd = models.PositiveBigIntegerField()
    postman = models.ForeignKey(User, models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()
    at_point = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    handed_in = models.ForeignKey(CashHandover, models.PROTECT, null=True, related_name="+")
    settled = models.ForeignKey(CashHandover, models.PROTECT, null=True, related_name="+")
    returned = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "seq"], name="door_cash_once"),
            models.CheckConstraint(
                condition=Q(at_point=None, handed_in=None, settled=None)
                | Q(at_point__isnull=False, handed_in__isnull=False),
                name="door_cash_in_order",
            ),
        ]
        indexes = [
            models.Index(
                fields=["postman", "at_point"],
                condition=Q(settled=None, returned=False),
                name="door_cash_open",
            )
        ]
