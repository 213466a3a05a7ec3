"""What is asked and taken at an intake: postage by the table, the fee by its way, receipts by number."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Model

from tram.cash import commands as cash
from tram.cash import queries as money
from tram.cash.commands import receipts, refunds
from tram.cash.models import AccountKind, OutsideFee, PriceOverride, Purpose
from tram.cash.queries.refunds import paid
from tram.cash.rules.ceiling import Override, surplus
from tram.cash.rules.fees import FeeRoute, require_fee_proof, through_post
from tram.cash.rules.receipts import ReceiptPaper
from tram.cash.rules.refunds import RefundReason
from tram.cash.rules.tariff import Exemption, Quotation, QuoteLine, Tariff, quote
from tram.catalogue.rules.eligibility import Direction
from tram.core import rows
from tram.core.acts import Act
from tram.custody.queries.back import way_vnd
from tram.custody.queries.intake import IntakeFacts
from tram.custody.rules.services import DIRECTIONS, Service
from tram.custody.rules.zones import zone
from tram.directory.queries.signers import Pin
from tram.dossiers.models import Dossier

SURPLUS_SOURCE = "Lý do ghi tại quầy, trong danh sách của người quản lý"


@dataclass(frozen=True)
class Payment:
    """How the customer pays: who pays less and by what proof, the fee's way and its proof, a price above the table."""

    group: str = ""
    group_proof: str = ""
    route: FeeRoute = FeeRoute.POST
    fee_proof: str = ""
    override: Override | None = None


PLAIN = Payment()
"""By the table, the fee through the post."""


@dataclass(frozen=True)
class Asked:
    """What the customer is asked for: postage by the table, what is above it, and the fee that goes by post."""

    table: Quotation
    exemption: Exemption
    fee_vnd: int
    surplus_vnd: int

    @property
    def remitted_vnd(self) -> int:
        """The price of passing the fee on."""
        return sum(line.amount_vnd for line in self.table.lines if line.is_remittance)

    @property
    def postage_vnd(self) -> int:
        """Postage by the table."""
        return self.table.total_vnd - self.remitted_vnd


def exemption(tariff: Tariff, group: str) -> Exemption:
    """The part not paid by a group of the list in force; none without a group."""
    return tariff.group(group).exemption if group else Exemption.NONE


def price(
    facts: IntakeFacts,
    service: Service,
    grams: int,
    group: str = "",
    route: FeeRoute = FeeRoute.POST,
) -> Quotation:
    """What the post asks for one dossier: each direction by its own distance, and passing the fee on."""
    tariff = facts.prices.tariff
    part = exemption(tariff, group)
    lines: list[Any] = []
    for direction in DIRECTIONS[service]:
        start, end = (
            (facts.point_district, facts.agency_district)
            if direction is Direction.IN
            else (facts.agency_district, facts.recipient_district)
        )
        fee = through_post(route, facts.fee_vnd) if direction is Direction.IN else 0
        lines += quote(tariff, [direction], zone(start, end), grams, part, fee).lines
    return Quotation(tuple(lines))


def ask(facts: IntakeFacts, service: Service, grams: int, payment: Payment) -> Asked:
    """The whole price; Refused without the proofs, and above the table without a reason (TT 22/2017/TT-BTTTT)."""
    part = exemption(facts.prices.tariff, payment.group)
    cash.require_proof(part, payment.group_proof)
    if facts.fee_vnd:
        require_fee_proof(payment.route, payment.fee_proof)
    table = price(facts, service, grams, payment.group, payment.route)
    bare = Asked(table, part, through_post(payment.route, facts.fee_vnd), 0)
    return Asked(table, part, bare.fee_vnd, surplus(bare.postage_vnd, payment.override))


def take(
    act: Act,
    subject: UUID,
    *,
    facts: IntakeFacts,
    grams: int,
    payment: Payment,
    asked: Asked,
    point: int,
    into: int,
) -> None:
    """Keep the quotation and its side rows, take the money, and give out the receipts."""
    cash.keep_quotation(
        subject,
        _whole(asked, payment),
        at=act.at,
        tariff_id=facts.prices.id,
        zone=zone(facts.point_district, facts.agency_district),
        grams=grams,
        exemption=asked.exemption,
        group=payment.group,
        proof=payment.group_proof.strip(),
        fee_vnd=asked.fee_vnd,
    )
    if beside := _beside(act, subject, facts, payment, asked, point):
        rows.add(*beside)
    cash.take(act, subject, into=into, dues=_dues(facts.agency_id, asked))
    postage = asked.postage_vnd + asked.surplus_vnd + asked.remitted_vnd
    sums = {ReceiptPaper.FEE: asked.fee_vnd, ReceiptPaper.POSTAGE: postage}
    receipts.issue(act, subject, unit_id=point, sums=sums)


def above(table: Quotation, payment: Payment) -> QuoteLine | None:
    """What is asked above the table's postage, as a line of its own; Refused without its reason."""
    bare = Asked(table, Exemption.NONE, 0, 0)
    more = surplus(bare.postage_vnd, payment.override)
    if not (more and payment.override and payment.override.reason):
        return None
    what = f"Phần thu vượt bảng giá: {payment.override.reason.label.lower()}"
    return QuoteLine(what, more, SURPLUS_SOURCE)


def _whole(asked: Asked, payment: Payment) -> Quotation:
    """The table's lines, and what is above it on a line of its own."""
    more = above(asked.table, payment)
    return Quotation((*asked.table.lines, more)) if more else asked.table


def _dues(agency_id: int, asked: Asked) -> list[cash.Due]:
    income = cash.account(AccountKind.POSTAGE_INCOME)
    dues = [
        cash.Due(Purpose.POSTAGE, asked.postage_vnd, income),
        cash.Due(Purpose.POSTAGE, asked.surplus_vnd, income),
        cash.Due(Purpose.REMITTANCE, asked.remitted_vnd, income),
    ]
    if asked.fee_vnd:
        due_to = cash.account(AccountKind.AGENCY_DUE, unit_id=agency_id)
        dues.append(cash.Due(Purpose.FEE, asked.fee_vnd, due_to))
    return dues


def _beside(
    act: Act, subject: UUID, facts: IntakeFacts, payment: Payment, asked: Asked, point: int
) -> Sequence[Model]:
    found: list[Model] = []
    if asked.surplus_vnd and payment.override and payment.override.reason:
        found.append(
            PriceOverride(
                subject=subject,
                table_vnd=asked.postage_vnd,
                asked_vnd=asked.postage_vnd + asked.surplus_vnd,
                reason=payment.override.reason,
                words=payment.override.words.strip(),
                unit_id=point,
                by_id=act.actor.id,
                at=act.at,
            )
        )
    if facts.fee_vnd and payment.route is not FeeRoute.POST:
        found.append(
            OutsideFee(
                subject=subject,
                route=payment.route,
                proof=payment.fee_proof.strip(),
                amount_vnd=facts.fee_vnd,
                agency_id=facts.agency_id,
                by_id=act.actor.id,
                at=act.at,
            )
        )
    return found


def give_back(act: Act, subject: UUID, point: int, pin: Pin | None) -> dict[str, int]:
    """Ask that everything taken goes back; approved at once by another person's PIN, else it waits for one."""
    refund = refunds.ask(act, subject, unit_id=point, reason=RefundReason.INTAKE_VOIDED)
    if refund is None:
        return {"returned_vnd": 0, "waiting_vnd": 0}
    if pin is None:
        return {"returned_vnd": 0, "waiting_vnd": refund.amount_vnd}
    return {"returned_vnd": refunds.approve(act, refund, pin), "waiting_vnd": 0}


def ask_way_home(act: Act, dossier: Dossier) -> int:
    """Ask that the postage of a way home that is not wanted goes back, if it was paid at intake; how much that is."""
    point, quoted = dossier.intake_point_id, money.quotation(dossier.id)
    if point is None or quoted is None:
        return 0
    way = way_vnd(quoted, Direction.OUT)
    open_ = [one for one in paid(dossier.id) if not (one.given_back or one.asked_for)]
    sums = [one for one in open_ if one.purpose == Purpose.POSTAGE and one.amount_vnd >= way > 0]
    if not sums:
        return 0
    seq = max(sums, key=lambda one: one.amount_vnd).seq
    reason, parts = RefundReason.FETCHED, {seq: way}
    refunds.ask(act, dossier.id, unit_id=point, reason=reason, seqs=[seq], parts=parts)
    return int(way)
