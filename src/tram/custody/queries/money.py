"""The money of one dossier as its point and its manager see it: sums taken, receipts, refunds; and the papers of it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tram.accounts.rules.access import Right, may
from tram.cash.models import OutsideFee, PriceOverride, Purpose, Receipt
from tram.cash.queries.refunds import RefundRow, paid, refunds
from tram.cash.rules.fees import FeeRoute
from tram.cash.rules.receipts import ReceiptPaper, ReceiptVoidReason, written
from tram.core.acts import Actor
from tram.core.queries import is_demo
from tram.custody.models import Envelope, Leg
from tram.custody.prints.receipts import MoneyReceipt
from tram.custody.queries.back import backs
from tram.custody.queries.receipts import submitter
from tram.custody.rules.back import Back
from tram.directory.queries import scope
from tram.dossiers.models import Dossier


@dataclass(frozen=True)
class Sum:
    """One sum that was taken, and what became of it."""

    seq: int
    what: str
    amount_vnd: int
    given_back: bool
    asked_for: bool

    @property
    def open(self) -> bool:
        """True if it can still be asked back."""
        return not (self.given_back or self.asked_for)


@dataclass(frozen=True)
class ReceiptRow:
    """One receipt: its number, sum, who gave it out; why it is void, empty if it is not."""

    id: int
    paper: str
    number: str
    amount_vnd: int
    at: datetime
    by: str
    void: str


@dataclass(frozen=True)
class DossierMoney:
    """Everything about the money of one dossier."""

    dossier: UUID
    s10: str
    point_id: int
    point: str
    sums: tuple[Sum, ...]
    receipts: tuple[ReceiptRow, ...]
    refunds: tuple[RefundRow, ...]
    outside: str
    override: str
    decides: bool
    backs: tuple[Back, ...]


def dossier_money(actor: Actor, dossier_id: UUID) -> DossierMoney | None:
    """The money of a dossier, for its point's tellers and those who approve refunds there; None for the rest."""
    dossier = Dossier.objects.select_related("intake_point").filter(id=dossier_id).first()
    if dossier is None or dossier.intake_point is None:
        return None
    point = dossier.intake_point
    decides = may(actor, Right.APPROVE_REFUND, scope(point.id))
    if not decides and not may(actor, Right.TAKE_IN, [point.id]):
        return None
    override = PriceOverride.objects.filter(subject=dossier_id).first()
    return DossierMoney(
        dossier=dossier_id,
        s10=_s10(dossier_id),
        point_id=point.id,
        point=point.name,
        sums=tuple(
            Sum(row.seq, Purpose(row.purpose).label, row.amount_vnd, row.given_back, row.asked_for)
            for row in paid(dossier_id)
        ),
        receipts=tuple(map(_receipt, _receipts(dossier_id))),
        refunds=tuple(refunds(actor, None, subject=dossier_id)),
        outside=_outside(dossier_id),
        override=override.words if override else "",
        decides=decides,
        backs=backs(dossier),
    )


def _receipts(dossier_id: UUID) -> list[Receipt]:
    rows = Receipt.objects.filter(subject=dossier_id).select_related("by", "void", "unit")
    return list(rows.order_by("paper", "number"))


def _receipt(row: Receipt) -> ReceiptRow:
    void = getattr(row, "void", None)
    return ReceiptRow(
        id=row.id,
        paper=ReceiptPaper(row.paper).label,
        number=written(row.series, row.number),
        amount_vnd=row.amount_vnd,
        at=row.at,
        by=row.by.full_name,
        void=ReceiptVoidReason(void.reason).label if void else "",
    )


def _outside(dossier_id: UUID) -> str:
    row = OutsideFee.objects.filter(subject=dossier_id).first()
    return f"{FeeRoute(row.route).label}: {row.proof}" if row else ""


def _s10(dossier_id: UUID) -> str:
    covers = Envelope.objects.filter(contents__item__dossier=dossier_id, leg=Leg.IN)
    return covers.values_list("number", flat=True).first() or ""


def receipt_papers(dossier_id: UUID) -> tuple[MoneyReceipt, ...]:
    """Every receipt of a dossier as it is printed, void ones too."""
    dossier = Dossier.objects.select_related("agency", "version").get(id=dossier_id)
    payer = submitter(dossier_id)
    s10, demo = _s10(dossier_id), is_demo()
    return tuple(
        MoneyReceipt(
            paper=ReceiptPaper(row.paper),
            series=row.series,
            number=row.number,
            point=row.unit.name,
            payer=payer.full_name if payer else "",
            address=payer.whole_address if payer else "",
            procedure=dossier.version.name,
            agency=dossier.agency.name,
            s10=s10,
            amount_vnd=row.amount_vnd,
            teller=row.by.full_name,
            at=row.at,
            void=ReceiptVoidReason(row.void.reason).label if hasattr(row, "void") else "",
            demo=demo,
        )
        for row in _receipts(dossier_id)
    )
