"""Facts of dossiers that the plan counts, and their sums by month (sự kiện hồ sơ, cộng dồn theo tháng).

The view `programme_facts_now` says what each dossier's facts are by the books now. `Fact` is what was counted of a
dossier, `Month` the sums of `Fact`, `Pending` the dossiers whose books were written since: triggers add to it,
`commands.folding` takes from it what it has counted. So figures are `Month` and the tail of `Pending`, at any moment.
"""

from django.db import models
from django.db.models import Q

_RECEIVED = [
    "unit_id",
    "procedure_id",
    "channel",
    "received_by_post",
    "simulated",
    "registered_at",
    "state",
]
_RETURNED = ["unit_id", "procedure_id", "returned_by_post", "simulated"]


class Fact(models.Model):
    """What has been counted of one dossier (sự kiện đã cộng): a row of the view as it was at the last folding.

    `received_on` and `returned_on` are the moments that count (47a, 47c), NULL where nothing counts. The indexes hold
    what the board asks of them, so a page reads none of the rows. Two more, of those that took long (`fact_slowly_…`),
    stand in their migration: a difference of two moments is no condition of Django's.
    """

    dossier_id = models.UUIDField(primary_key=True)
    unit_id = models.BigIntegerField()
    procedure_id = models.BigIntegerField()
    channel = models.SmallIntegerField()
    result_channel = models.SmallIntegerField()
    state = models.TextField()
    registered_at = models.DateTimeField()
    received_on = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)
    returned_on = models.DateTimeField(null=True)
    received_by_post = models.BooleanField()
    returned_by_post = models.BooleanField()
    grade = models.TextField()
    simulated = models.BooleanField()

    class Meta:
        indexes = [
            models.Index(fields=["received_on"], include=_RECEIVED, name="fact_received"),
            models.Index(fields=["returned_on"], include=_RETURNED, name="fact_returned"),
            models.Index(
                fields=["unit_id", "received_on", "dossier_id"], name="fact_unit_received"
            ),
            models.Index(
                fields=["unit_id", "returned_on", "dossier_id"], name="fact_unit_returned"
            ),
            models.Index(
                fields=["unit_id", "registered_at", "dossier_id"], name="fact_registered"
            ),
            models.Index(
                fields=["registered_at"],
                include=["unit_id", "channel", "state"],
                condition=Q(received_on=None),
                name="fact_not_received",
            ),
            models.Index(
                fields=["registered_at"],
                include=["unit_id", "state", "released_at"],
                condition=Q(result_channel=1, returned_on=None),
                name="fact_not_returned",
            ),
            models.Index(
                fields=["released_at"],
                include=["unit_id", "state", "registered_at"],
                condition=Q(result_channel=1, returned_on=None, released_at__isnull=False),
                name="fact_at_the_post",
            ),
            models.Index(
                fields=["returned_on"],
                include=["unit_id", "state", "registered_at", "released_at"],
                condition=Q(result_channel=1),
                name="fact_post_returned",
            ),
        ]


class Month(models.Model):
    """Sums of the facts of one unit, procedure and month (cộng dồn theo tháng); `month` is its first day."""

    id = models.UUIDField(primary_key=True)
    unit_id = models.BigIntegerField()
    procedure_id = models.BigIntegerField()
    month = models.DateField("tháng")
    received = models.IntegerField("tiếp nhận")
    received_online = models.IntegerField("trong đó trực tuyến")
    received_by_post = models.IntegerField("trong đó qua bưu chính")
    returned = models.IntegerField("trả kết quả")
    returned_by_post = models.IntegerField("trong đó trả qua bưu chính")
    simulated = models.IntegerField("trong đó mô phỏng")

    class Meta:
        indexes = [models.Index(fields=["month"], name="month_of_facts")]
        constraints = [
            models.UniqueConstraint(
                fields=["unit_id", "procedure_id", "month"], name="month_once"
            ),
        ]


class Pending(models.Model):
    """A dossier whose books were written since it was counted (hồ sơ chờ cộng); several rows may name one dossier."""

    dossier_id = models.UUIDField()


class Rollup(models.Model):
    """How far the sums go (đã cộng đến): one row; the last pending number that was counted, and when."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField(default=0)
    dossiers = models.BigIntegerField(default=0)
    folded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(name="rollup_is_one", condition=Q(id=1))]
