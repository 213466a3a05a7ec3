"""The file behind a row of a register of the plan, by its id."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from tram.directory.models import Attachment
from tram.directory.queries.attachments import attachment_bytes
from tram.programme.models import AgencyReport, MediaItem, Outreach


def evidence_bytes(file_id: UUID) -> tuple[Attachment, bytes] | None:
    """The file of this id and what it holds, if a row of these registers names it."""
    named = Q(Exists(AgencyReport.objects.filter(file=OuterRef("pk"))))
    for rows in (Outreach.objects, MediaItem.objects):
        named |= Q(Exists(rows.filter(evidence=OuterRef("pk"))))
    return (
        attachment_bytes(file_id)
        if Attachment.objects.filter(named, id=file_id).exists()
        else None
    )
