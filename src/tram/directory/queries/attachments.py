"""Files that rows of the registers name: what they are called, and their bytes."""

from uuid import UUID

from tram.core.files import content
from tram.directory.models import Attachment


def attachment_bytes(attachment_id: UUID) -> tuple[Attachment, bytes] | None:
    """A file and what it holds, checked against its digest; None if there is no such file."""
    row = Attachment.objects.filter(id=attachment_id).first()
    return (row, content(row.sha256)) if row else None
