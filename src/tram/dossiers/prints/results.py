"""Papers of a result: from the agency to the one-stop centre in a batch, and to the person it is for."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from tram.core.barcodes import code128
from tram.dossiers.prints.paper import Paper, PaperOfDossier
from tram.dossiers.rules.forms import FormKind


@dataclass(frozen=True, kw_only=True)
class ResultBatchLine:
    """One dossier of a batch, with the two marks: fees are due, the result goes by post."""

    dossier_code: str
    content: str
    result: str
    owner: str
    address: str
    fees_due: bool
    by_post: bool
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class ResultBatch(Paper):
    """Phiếu bàn giao kết quả giải quyết thủ tục hành chính: agency → one-stop centre, in two copies."""

    KIND: ClassVar[FormKind] = FormKind.RESULT_BATCH
    TEMPLATE: ClassVar[str] = "dossiers/typst/result_batch.typ"
    at: datetime
    giver_unit: str
    receiver_unit: str
    giver: str
    receiver: str
    lines: tuple[ResultBatchLine, ...]

    @property
    def dated(self) -> datetime:
        """When the batch is handed over."""
        return self.at

    def sheet(self) -> dict[str, Any]:
        """What the template reads: the number of the batch as a barcode, since it is scanned at the centre."""
        return super().sheet() | {"number_bars": code128(self.number)}


@dataclass(frozen=True, kw_only=True)
class ResultReceipt(PaperOfDossier):
    """Giấy biên nhận trả kết quả: what was handed to whom, and which originals were taken back for it."""

    KIND: ClassVar[FormKind] = FormKind.RESULT_RECEIPT
    TEMPLATE: ClassVar[str] = "dossiers/typst/result_receipt.typ"
    at: datetime
    procedure: str
    owner: str
    official: str
    official_phone: str
    recipient: str
    recipient_phone: str
    recipient_identity: str
    authorisation: str
    result_type: str
    result_number: str
    result_date: str
    result_abstract: str
    handed_by: str
    withdrawn: tuple[str, ...] = ()

    @property
    def dated(self) -> datetime:
        """When the result is handed over."""
        return self.at
