"""Bags: many covers under one number and one seal (túi thư)."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from tram.accounts.models import User
from tram.custody.models.envelopes import Envelope
from tram.custody.models.items import Holder, Item


class Bag(models.Model):
    """A bag with a number of its own (túi thư): open, then sealed, then opened once; `holder` has it now."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    number = models.CharField("số túi", max_length=13, unique=True)
    holder = models.ForeignKey(Holder, models.PROTECT, related_name="bags")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    seal_number = models.CharField("số niêm phong", max_length=40, blank=True)
    sealed_at = models.DateTimeField(null=True)
    sealed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(null=True)
    opened_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["seal_number"],
                condition=~Q(sealed_at=None) & Q(opened_at=None),
                name="bag_seal_once",
            ),
            models.CheckConstraint(
                name="bag_sealed_whole",
                condition=Q(sealed_at=None, sealed_by=None, seal_number="")
                | Q(sealed_at__isnull=False, sealed_by__isnull=False) & ~Q(seal_number=""),
            ),
            models.CheckConstraint(
                name="bag_opened_whole",
                condition=Q(opened_at=None, opened_by=None)
                | Q(opened_at__gte=F("sealed_at"), opened_by__isnull=False),
            ),
        ]


class BagItem(models.Model):
    """A thing put into a bag, and taken out again; the database refuses both while the bag is sealed (14c)."""

    bag = models.ForeignKey(Bag, models.PROTECT, related_name="contents")
    item = models.ForeignKey(Item, models.PROTECT, related_name="bags")
    envelope = models.ForeignKey(Envelope, models.PROTECT, null=True, related_name="+")
    put_at = models.DateTimeField()
    put_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    taken_out_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item"], condition=Q(taken_out_at=None), name="item_in_one_bag"
            )
        ]
