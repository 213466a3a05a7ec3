"""Who was told of the service: communes by their loudspeakers, everybody by newspapers and stations.

A wrong row is taken out with a reason; nothing is written over. Legal basis: the plan's task of propaganda (100 % of
the communes), domain requirement 8.
"""

from django.db import models
from django.db.models import Q

from tram.directory.models import Area, Attachment
from tram.programme.models.evidence import Entered, retired_by_somebody
from tram.programme.rules.registers import MediaKind


class Outreach(Entered):
    """Once that a commune was told by its station (đợt tuyên truyền ở xã); evidence is a file or a note."""

    commune = models.ForeignKey(Area, models.PROTECT, related_name="+")
    on = models.DateField("ngày phát")
    station = models.CharField("đài truyền thanh", max_length=120)
    content = models.CharField("nội dung", max_length=300)
    note = models.CharField("căn cứ", max_length=300, blank=True)
    evidence = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["on"], name="outreach_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "on", "station"],
                condition=Q(retired_at=None),
                name="outreach_once",
            ),
            models.CheckConstraint(
                condition=~Q(note="") | Q(evidence__isnull=False), name="outreach_with_evidence"
            ),
            models.CheckConstraint(
                condition=~Q(station="") & ~Q(content=""), name="outreach_says_where_and_what"
            ),
            retired_by_somebody("outreach_retired_by_somebody"),
        ]


class MediaItem(Entered):
    """A piece of news about the service (tin, bài tuyên truyền) of a provincial or district outlet."""

    outlet = models.CharField("cơ quan báo chí, đài", max_length=120)
    kind = models.CharField("loại", max_length=20, choices=MediaKind.choices)
    on = models.DateField("ngày đăng, phát")
    title = models.CharField("tiêu đề", max_length=300)
    reference = models.CharField("địa chỉ, số báo", max_length=300, blank=True)
    evidence = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["on"], name="media_item_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["outlet", "on", "title"],
                condition=Q(retired_at=None),
                name="media_item_once",
            ),
            models.CheckConstraint(
                condition=~Q(reference="") | Q(evidence__isnull=False),
                name="media_item_with_evidence",
            ),
            models.CheckConstraint(
                condition=~Q(outlet="") & ~Q(title=""), name="media_item_named"
            ),
            retired_by_somebody("media_item_retired_by_somebody"),
        ]
