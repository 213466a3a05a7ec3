"""Tables of the machinery: requests with their answers, counters, buckets, the demonstration's mark."""

from django.db import models


class Request(models.Model):
    """One request (yêu cầu) of one client: the UUID it made, what it asked, what it was answered.

    The answer holds ids only, never personal data, and is written once.
    """

    id = models.UUIDField(primary_key=True)
    command = models.CharField(max_length=64)
    body_hash = models.BinaryField(max_length=32)
    actor_id = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField()
    answer = models.JSONField(null=True)


class Counter(models.Model):
    """The last number given out in a series of one day (số thứ tự trong ngày)."""

    series = models.CharField(max_length=64)
    day = models.DateField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "day"], name="counter_once")]


class LaterEntry(models.Model):
    """What was done on paper and entered later (nhập sau từ giấy): its grade and paper; kept as a log.

    `occurred_at` is the real time of the act, `recorded_at` that of the entry (domain requirement 60).
    """

    request = models.OneToOneField(Request, models.PROTECT, primary_key=True)
    grade = models.CharField(max_length=12)
    paper = models.CharField("số giấy", max_length=64)
    actor_id = models.BigIntegerField(null=True)
    place_id = models.BigIntegerField(null=True)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="later_is_graded",
                condition=models.Q(grade__in=["signed-paper", "manual"]) & ~models.Q(paper=""),
            ),
            models.CheckConstraint(
                name="later_not_in_future",
                condition=models.Q(occurred_at__lte=models.F("recorded_at")),
            ),
        ]


class Bucket(models.Model):
    """How much a caller may still ask (hạn mức): one time, at which the bucket is full again.

    The caller is a keyed digest, never an address. The table is unlogged: taking a token waits for no disk,
    and after a crash every bucket is full, which harms nobody. No index on the time, so that updates stay in place.
    """

    caller = models.CharField(primary_key=True, max_length=80)
    full_at = models.DateTimeField()


class Demo(models.Model):
    """The mark of a demonstration database (bản trình diễn): one row, which only the owner role can write."""

    single = models.BooleanField(primary_key=True, default=True)
    shift = models.DurationField()
    seed = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(single=True), name="demo_one_row")
        ]
