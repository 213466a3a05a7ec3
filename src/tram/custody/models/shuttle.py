"""Rounds of the post's teams between a centre and the agencies (chuyến đưa; CV 3746/UBND-HCC1)."""

from django.db import models

from tram.accounts.models import User
from tram.directory.models import Unit


class ShuttleRound(models.Model):
    """One numbered round of a day of a desk (chuyến đưa): it ends when its team says so, or begins the next."""

    desk = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    day = models.DateField("ngày")
    number = models.PositiveSmallIntegerField("chuyến số")
    started_at = models.DateTimeField("bắt đầu lúc")
    ended_at = models.DateTimeField("kết thúc lúc", null=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["desk", "day", "number"], name="shuttle_round_once")
        ]


class ShuttleMember(models.Model):
    """A postman of the team of one round (tổ bưu tá của chuyến)."""

    round = models.ForeignKey(ShuttleRound, models.CASCADE, related_name="members")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "user"], name="shuttle_member_once")
        ]
