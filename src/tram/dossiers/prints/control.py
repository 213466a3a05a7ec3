"""Papers that travel with a dossier between bodies: the control sheet and the process sheet."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from tram.dossiers.prints.paper import PaperOfDossier
from tram.dossiers.rules.forms import FormKind

Pace = Literal["early", "on-time", "late", ""]
"""Trước hạn, đúng hạn, quá hạn; empty while the unit still works on it."""


@dataclass(frozen=True, kw_only=True)
class HandOverBlock:
    """One hand-over on the control sheet. `voucher` is the postal voucher whose time and signature stand for these."""

    giver_unit: str
    receiver_unit: str
    at: datetime | None
    giver: str
    receiver: str
    result: Pace = ""
    note: str = ""
    voucher: str = ""


@dataclass(frozen=True, kw_only=True)
class ControlSheet(PaperOfDossier):
    """Phiếu kiểm soát quá trình giải quyết hồ sơ (Mẫu 05 of 2018, Mẫu 06 of 2025), in two copies."""

    KIND: ClassVar[FormKind] = FormKind.CONTROL_SHEET
    TEMPLATE: ClassVar[str] = "dossiers/typst/control_sheet.typ"
    at: datetime
    settling_agency: str
    coordinating_agencies: str
    content: str
    blocks: tuple[HandOverBlock, ...]

    @property
    def dated(self) -> datetime:
        """When the dossier was first handed on."""
        return self.at


@dataclass(frozen=True, kw_only=True)
class ProcessStep:
    """One step inside the agencies: who did what when, who is next and until when."""

    at: datetime
    person: str
    unit: str
    action: str
    next_person: str
    limit: datetime | None
    result: Pace = ""


@dataclass(frozen=True, kw_only=True)
class ProcessSheet(PaperOfDossier):
    """Quá trình xử lý hồ sơ: every step of one dossier until the moment of printing."""

    KIND: ClassVar[FormKind] = FormKind.PROCESS_SHEET
    TEMPLATE: ClassVar[str] = "dossiers/typst/process_sheet.typ"
    at: datetime
    owner: str
    content: str
    settling_agency: str
    received_at: datetime
    due_at: datetime
    steps: tuple[ProcessStep, ...]

    @property
    def dated(self) -> datetime:
        """When it was printed."""
        return self.at
