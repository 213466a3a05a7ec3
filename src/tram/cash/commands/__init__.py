"""The verbs of money; the only writer of the cash book (sổ quỹ)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Required, TypedDict, Unpack
from uuid import UUID

from tram.cash.models import BOOK, Account, AccountKind, CashLine, Purpose, Quotation
from tram.cash.rules.tariff import Exemption, Zone
from tram.cash.rules.tariff import Quotation as Quote
from tram.core import books, rows
from tram.core.acts import Act
from tram.core.errors import Refused
from tram.core.remember import remembered


@dataclass(frozen=True)
class Due:
    """One amount to take: what it is for, how much (đồng), and the account it belongs to."""

    purpose: Purpose
    amount_vnd: int
    account_id: int


class Priced(TypedDict, total=False):
    """What a quotation says beside its lines."""

    at: Required[datetime]
    tariff_id: Required[int]
    zone: Required[Zone]
    grams: Required[int]
    exemption: Exemption
    group: str
    proof: str
    fee_vnd: int


def account(kind: AccountKind, *, unit_id: int | None = None, user_id: int | None = None) -> int:
    """The id of an account, opened on first use."""

    def find() -> int:
        wanted: dict[str, Any] = {"kind": kind, "unit_id": unit_id, "user_id": user_id}
        found, _ = Account.objects.get_or_create(**wanted)
        return int(found.id)

    return remembered((Account, kind, unit_id, user_id), find)


def keep_quotation(subject: UUID, quote: Quote, **asked: Unpack[Priced]) -> int:
    """Keep what the customer was asked to pay, the state fee included; the total in đồng."""
    made = quotation_of(subject, quote, **asked)
    rows.add(made)
    return int(made.total_vnd)


def quotation_of(
    subject: UUID,
    quote: Quote,
    *,
    at: datetime,
    tariff_id: int,
    zone: Zone,
    grams: int,
    exemption: Exemption = Exemption.NONE,
    group: str = "",
    proof: str = "",
    fee_vnd: int = 0,
) -> Quotation:
    """The row of what the customer was asked to pay, line by line, the state fee first."""
    lines = [
        {
            "what": line.what,
            "amount_vnd": line.amount_vnd,
            "source": line.source,
            "purpose": (Purpose.REMITTANCE if line.is_remittance else Purpose.POSTAGE).value,
        }
        for line in quote.lines
    ]
    if fee_vnd:
        words = {"what": "Phí, lệ phí nộp cơ quan giải quyết", "source": "Danh mục thủ tục"}
        lines.insert(0, {**words, "amount_vnd": fee_vnd, "purpose": Purpose.FEE.value})
    total = quote.total_vnd + fee_vnd
    return Quotation(
        subject=subject,
        at=at,
        tariff_id=tariff_id,
        zone=zone,
        grams=grams,
        exemption=exemption,
        exemption_group=group,
        exemption_proof=proof,
        lines=lines,
        total_vnd=total,
    )


def require_proof(exemption: Exemption, proof: str) -> None:
    """A lower price needs its recorded proof (TT 22/2017/TT-BTTTT)."""
    if exemption is not Exemption.NONE and not proof.strip():
        raise Refused(
            "proof-missing", "Hãy ghi giấy tờ chứng minh đối tượng được miễn, giảm cước."
        )


def take(act: Act, subject: UUID, *, into: int, dues: Sequence[Due], seq: int = 0) -> None:
    """Money comes into a drawer or a bag (thu tiền): one transfer for each due above zero.

    `seq` is the last line of the subject's stream, 0 for a new subject.
    """
    lines = []
    for due in dues:
        if due.amount_vnd:
            seq += 1
            own = {
                "debit": into,
                "credit": due.account_id,
                "amount_vnd": due.amount_vnd,
                "kind": "posted",
                "purpose": due.purpose,
            }
            lines.append(books.Line(subject, seq, own, {}))
    if lines:
        books.append(BOOK, act, lines)


def last_seq(subject: UUID) -> int:
    """The last place in a subject's stream of the cash book, 0 if it has none."""
    latest = CashLine.objects.filter(stream=subject).order_by("-seq").values_list("seq", flat=True)
    return latest.first() or 0
