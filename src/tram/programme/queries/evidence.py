"""A file behind a row of a register, by its id."""

from dataclasses import dataclass
from uuid import UUID

from tram.programme.models import EvidenceFile


@dataclass(frozen=True)
class Evidence:
    """What is needed to hand a file out."""

    name: str
    media_type: str
    sha256: str


def evidence_file(file_id: UUID) -> Evidence | None:
    """The file of this id."""
    row = EvidenceFile.objects.filter(id=file_id).first()
    return Evidence(row.name, row.media_type, row.sha256) if row else None
