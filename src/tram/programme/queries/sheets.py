"""Spreadsheets for the registers that wait to be confirmed, as their sender sees them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from tram.core.acts import Actor
from tram.programme.models import RegisterSheet
from tram.programme.rules.registers import RegisterSheetKind


@dataclass(frozen=True)
class KeptRegisterSheet:
    """One spreadsheet: its lines with what each would do, and whether it was confirmed."""

    id: UUID
    kind: RegisterSheetKind
    name: str
    reason: str
    at: datetime
    applied_at: datetime | None
    lines: tuple[Mapping[str, Any], ...]

    @property
    def counts(self) -> Counter[str]:
        """How many lines do what."""
        return Counter(str(line["outcome"]) for line in self.lines)


def register_sheet(actor: Actor, sheet_id: UUID) -> KeptRegisterSheet | None:
    """A spreadsheet that this person sent; None for anybody else's."""
    row = RegisterSheet.objects.filter(id=sheet_id, by=actor.id).first()
    if row is None:
        return None
    kind = RegisterSheetKind(row.kind)
    return KeptRegisterSheet(
        row.id, kind, row.name, row.reason, row.at, row.applied_at, tuple(row.lines)
    )
