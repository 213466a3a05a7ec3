"""Lists in the making and counts in the making: drafts, scans kept as they come, differences, unknown numbers."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from tram.accounts.models import User
from tram.custody.models.bags import Bag
from tram.custody.models.items import Holder, Item
from tram.custody.models.manifests import Manifest
from tram.custody.rules.counting import Fault, Resolution, Solution, Verdict
from tram.custody.rules.handovers import ManifestKind
from tram.directory.models import Unit


class ManifestDraft(models.Model):
    """A list that a giver is scanning together (bảng kê nháp): one for each holder, kind and destination."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    holder = models.ForeignKey(Holder, models.PROTECT, related_name="drafts")
    kind = models.CharField(max_length=16, choices=ManifestKind.choices)
    to_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["holder", "kind", "to_unit"], name="draft_once", nulls_distinct=False
            )
        ]


class DraftEntry(models.Model):
    """A thing on a draft, by whom and when: on one draft only, the first scan wins."""

    draft = models.ForeignKey(ManifestDraft, models.CASCADE, related_name="entries")
    item = models.OneToOneField(Item, models.PROTECT, related_name="draft_entry")
    bag = models.ForeignKey(Bag, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    scanned_at = models.DateTimeField()


class CountMark(models.Model):
    """One scan of the receiver, kept as it came (lượt quét): an interrupted count goes on from here.

    `scanned_at` is the device's time, `at` the database's; `undone_at` takes a scan back.
    """

    manifest = models.ForeignKey(Manifest, models.PROTECT, related_name="marks")
    item = models.ForeignKey(Item, models.PROTECT, null=True, related_name="+")
    bag = models.ForeignKey(Bag, models.PROTECT, null=True, related_name="+")
    code = models.CharField("mã đã quét", max_length=40)
    verdict = models.CharField(max_length=12, choices=Verdict.choices)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    scanned_at = models.DateTimeField()
    at = models.DateTimeField()
    request_id = models.UUIDField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["manifest", "item"],
                condition=Q(verdict=Verdict.OK, undone_at=None),
                name="counted_once",
            ),
            models.UniqueConstraint(
                fields=["manifest", "code"],
                condition=Q(item=None, undone_at=None),
                name="extra_once",
            ),
        ]


class Discrepancy(models.Model):
    """A difference found at a hand-over (sai lệch giao nhận): open until another person says how it ended (20d)."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    manifest = models.ForeignKey(Manifest, models.PROTECT, related_name="discrepancies")
    item = models.ForeignKey(Item, models.PROTECT, null=True, related_name="discrepancies")
    bag = models.ForeignKey(Bag, models.PROTECT, null=True, related_name="discrepancies")
    code = models.CharField("mã đã quét", max_length=40, blank=True)
    fault = models.CharField("loại sai lệch", max_length=16, choices=Fault.choices)
    note = models.CharField("ghi chú", max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    solution = models.CharField(
        "cách giải quyết", max_length=12, choices=Solution.choices, blank=True
    )
    solution_note = models.CharField("ghi chú giải quyết", max_length=300, blank=True)
    solved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    solved_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["manifest"], condition=Q(solved_at=None), name="discrepancy_open")
        ]
        constraints = [
            models.CheckConstraint(
                name="discrepancy_solved_whole",
                condition=Q(solution="", solved_by=None, solved_at=None)
                | ~Q(solution="") & Q(solved_by__isnull=False, solved_at__isnull=False),
            ),
            models.CheckConstraint(
                name="discrepancy_two_people",
                condition=Q(solved_by=None) | ~Q(solved_by=F("by")),
            ),
        ]


class DiscrepancyPhoto(models.Model):
    """A photograph of a difference (ảnh sai lệch); its bytes are in the store of files."""

    discrepancy = models.ForeignKey(Discrepancy, models.PROTECT, related_name="photos")
    name = models.CharField("tên tệp", max_length=200)
    media_type = models.CharField(max_length=20)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()


class ParkedScan(models.Model):
    """A scanned number that nothing of ours bears (số hiệu lạ): kept, tried again, never dropped.

    `known_at` is when an envelope with this number was made; the database itself writes it.
    """

    code = models.CharField("mã đã quét", max_length=40)
    verdict = models.CharField(max_length=12, choices=Verdict.choices)
    holder = models.ForeignKey(Holder, models.PROTECT, related_name="parked_scans")
    manifest = models.ForeignKey(Manifest, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    known_at = models.DateTimeField(null=True)
    resolution = models.CharField(max_length=16, choices=Resolution.choices, blank=True)
    resolved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code", "holder"], condition=Q(resolved_at=None), name="parked_once"
            )
        ]
