"""Sheets of the post that wait to be confirmed, as their sender sees them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from tram.core.acts import Actor
from tram.directory.models import PostSheet
from tram.directory.rules.points import PostSheetKind


@dataclass(frozen=True)
class KeptSheet:
    """One sheet: its lines with what each would do, and whether it was confirmed."""

    id: UUID
    kind: PostSheetKind
    name: str
    at: datetime
    applied_at: datetime | None
    lines: tuple[Mapping[str, Any], ...]

    @property
    def counts(self) -> Counter[str]:
        """How many lines do what."""
        return Counter(str(line["outcome"]) for line in self.lines)


def kept_sheet(actor: Actor, sheet_id: UUID) -> KeptSheet | None:
    """A sheet that this person sent; None for anybody else's."""
    row = PostSheet.objects.filter(id=sheet_id, by=actor.id).first()
    if row is None:
        return None
    kind = PostSheetKind(row.kind)
    return KeptSheet(row.id, kind, row.name, row.at, row.applied_at, tuple(row.lines))
