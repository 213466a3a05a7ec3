"""How a dossier comes: taken in at a point of the post, or brought to the desk or the portal."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings

from tram.cash import commands as cash
from tram.cash.models import AccountKind, Purpose, Quotation, Receipt
from tram.cash.rules.receipts import ReceiptPaper
from tram.cash.rules.tariff import Quotation as Quote
from tram.cli.world import acts, calls
from tram.cli.world.acts import Citizen, End
from tram.cli.world.ledger import Case, Ledger
from tram.cli.world.lines import Pen
from tram.cli.world.province import Offering
from tram.cli.world.steps import INTO_OFFICE, INTO_POST, bring_in, move
from tram.core import codes
from tram.core.text import fold
from tram.custody.commands import charges
from tram.custody.commands.desk import CounterIntake
from tram.custody.commands.intake import Addressee, Intake
from tram.custody.models import (
    ItemKind,
    Leg,
    Recipient,
    ReturnChoice,
    VoucherIssue,
    VoucherSignature,
)
from tram.custody.queries.intake import IntakeFacts
from tram.custody.queries.returning import RESULT_GRAMS, return_price
from tram.custody.rules.counter import VoucherSide, VoucherSigning
from tram.custody.rules.services import Service
from tram.custody.rules.zones import zone
from tram.dossiers.commands import Person
from tram.dossiers.models import (
    Channel,
    DossierPaper,
    Party,
    PartyRole,
    ResultChannel,
)
from tram.dossiers.rules.completeness import Counted
from tram.dossiers.rules.graphs import graph_of
from tram.dossiers.rules.states import Action

fold_once = cache(fold)


def person(who: Citizen) -> Person:
    """The citizen as a submitter."""
    return Person(who.full_name, who.phone, who.address, who.commune_id)


def addressee(who: Citizen) -> Addressee:
    """The citizen as the recipient of the result."""
    return Addressee(who.full_name, who.phone, who.address, who.commune_id)


@cache
def counted(offering_papers: tuple[Any, ...]) -> tuple[Counted, ...]:
    """Every paper of the list, as many as it asks for."""
    return tuple(Counted(p.seq, p.originals, p.certified, p.copies) for p in offering_papers)


def intake(offering: Offering, deed: acts.TakeIn) -> Intake:
    """What the teller typed."""
    return Intake(
        version_id=offering.facts.version_id,
        agency_id=offering.facts.agency_id,
        service=Service.BOTH if deed.both_ways else Service.SEND,
        submitter=person(deed.who),
        counted=counted(offering.facts.papers),
        grams=deed.grams,
        seal_number=deed.seal,
        recipient=addressee(deed.who) if deed.both_ways else None,
        simulated=True,
        customer_present=True,
        at_address=calls.at_address(deed),
    )


def counter_intake(offering: Offering, deed: acts.Submit) -> CounterIntake:
    """What the officer typed, or the portal brought."""
    return CounterIntake(
        version_id=offering.facts.version_id,
        agency_id=offering.facts.agency_id,
        submitter=person(deed.who),
        counted=counted(offering.facts.papers),
        recipient=addressee(deed.who) if deed.by_post else None,
        simulated=True,
        channel=Channel.ONLINE if deed.online else Channel.COUNTER,
    )


def take_in(ledger: Ledger, deed: acts.TakeIn) -> None:
    """`custody.commands.intake.take_in`."""
    offering, pen = ledger.province.offerings[deed.offer], Pen(deed)
    words, point = intake(offering, deed), deed.away.point if deed.away else deed.by.place_id
    facts = replace(
        offering.facts,
        point_district=ledger.districts[point],
        recipient_district=ledger.province.communes[deed.who.commune_id],
    )
    result = ResultChannel.POSTAL if deed.both_ways else ResultChannel.COUNTER
    case = _register(ledger, pen, offering, deed.who, Channel.POSTAL, result, point)
    here = ledger.holder(End(False, deed.by.user_id) if deed.away else End(True, point))
    papers = bring_in(
        ledger, pen, case, ItemKind.PAPERS, holder=here, source="customer", into=INTO_POST
    )
    number = ledger.numbers.item(point, deed.at)
    papers.cover = {
        "id": deed.made("envelope"),
        "number": number,
        "leg": Leg.IN,
        "origin_id": point,
        "destination_id": facts.desk_id,
        "grams": deed.grams,
        "seal_number": deed.seal,
        "sealed_at": deed.at,
        "sealed_by_id": deed.by.user_id,
        "customer_present": True,
    }
    _voucher(ledger, deed, case, both=deed.both_ways)
    calls.collect(ledger, deed, case)
    _charge(ledger, pen, case, facts, words)
    answer = {"dossier": case.id, "s10": number, "issue": 1}
    ledger.asked(pen, "custody.take_in", {"intake": words}, answer)


def sign_voucher(ledger: Ledger, deed: acts.SignVoucher) -> None:
    """`custody.commands.vouchers.sign_voucher` by the customer."""
    side, case = VoucherSide.CUSTOMER, ledger.cases[deed.dossier]
    _sign(ledger, case.pending["voucher"], side, VoucherSigning.DEVICE, deed)
    words = {"dossier_id": deed.dossier, "side": side}
    ledger.asked(Pen(deed), "custody.sign_voucher", words, {"dossier": deed.dossier, "issue": 1})


def submit(ledger: Ledger, deed: acts.Submit) -> None:
    """`custody.commands.desk.submit`."""
    offering, pen = ledger.province.offerings[deed.offer], Pen(deed)
    words = counter_intake(offering, deed)
    facts = offering.facts
    result = ResultChannel.POSTAL if deed.by_post else ResultChannel.COUNTER
    case = _register(ledger, pen, offering, deed.who, words.channel, result, None)
    here = ledger.holder(End(True, facts.desk_id))
    bring_in(ledger, pen, case, ItemKind.PAPERS, holder=here, source="customer", into=INTO_OFFICE)
    ledger.add(
        ReturnChoice,
        dossier_id=case.id,
        seq=1,
        result_channel=result,
        chosen_at=deed.at,
        by_id=deed.by.user_id,
    )
    if deed.by_post:
        _recipient(ledger, deed, case)
        district = ledger.province.communes[deed.who.commune_id]
        facts = replace(facts, recipient_district=district)
        case.owed = _quote(
            ledger,
            return_price(facts),
            subject=case.id,
            at=deed.at,
            tariff_id=facts.prices.id,
            zone=zone(facts.agency_district, district),
            grams=RESULT_GRAMS,
        )
    ledger.asked(pen, "custody.submit", {"intake": words}, {"dossier": case.id, "issue": 1})


def _register(
    ledger: Ledger,
    pen: Pen,
    offering: Offering,
    who: Citizen,
    channel: Channel,
    result: ResultChannel,
    point: int | None,
) -> Case:
    deed, facts = pen.deed, offering.facts
    row = {
        "version_id": facts.version_id,
        "agency_id": facts.agency_id,
        "desk_id": facts.desk_id,
        "intake_point_id": point,
        "channel": channel,
        "result_channel": result,
        "graph": graph_of(facts.regime),
        "simulated": True,
        "grade": deed.grade,
        "registered_at": deed.at,
    }
    case = Case(deed.made("dossier"), offering, who, row)
    ledger.cases[case.id] = case
    _persons(ledger, deed, case)
    _papers(ledger, case, facts)
    body = {"channel": channel, "result": result, "version": facts.version_id}
    action = Action.REGISTER if channel == Channel.POSTAL else Action.SUBMIT
    move(ledger, pen, case, action, body)
    ledger.made += 1
    return case


def _persons(ledger: Ledger, deed: acts.Deed, case: Case) -> None:
    who, key = case.who, settings.TRACKING_KEY.encode()
    ledger.add(
        Party,
        dossier_id=case.id,
        role=PartyRole.SUBMITTER,
        version=1,
        full_name=who.full_name,
        search_key=fold_once(who.full_name),
        phone=who.phone,
        address=who.address,
        commune_id=who.commune_id,
        by_id=deed.by.user_id,
    )
    digest = codes.code_digest(key, codes.tracking_code(key, case.id, 1))
    case.pending["code"] = {"dossier_id": case.id, "issue": 1, "digest": digest}


def _papers(ledger: Ledger, case: Case, facts: IntakeFacts) -> None:
    for paper in facts.papers:
        ledger.add(
            DossierPaper,
            dossier_id=case.id,
            seq=paper.seq,
            name=paper.name,
            originals=paper.originals,
            certified=paper.certified,
            copies=paper.copies,
        )


def _recipient(ledger: Ledger, deed: acts.Deed, case: Case) -> None:
    who = case.who
    ledger.add(
        Recipient,
        dossier_id=case.id,
        version=1,
        full_name=who.full_name,
        phone=who.phone,
        address=who.address,
        commune_id=who.commune_id,
        consented_at=deed.at,
        by_id=deed.by.user_id,
    )


def _voucher(ledger: Ledger, deed: acts.Deed, case: Case, *, both: bool) -> None:
    if both:
        _recipient(ledger, deed, case)
    voucher = case.pending["voucher"] = deed.made("voucher", 1)
    ledger.add(
        VoucherIssue,
        id=voucher,
        dossier_id=case.id,
        issue=1,
        sender=1,
        recipient=1 if both else None,
        at=deed.at,
        by_id=deed.by.user_id,
    )
    _sign(ledger, voucher, VoucherSide.TELLER, VoucherSigning.SESSION, deed)


def _sign(
    ledger: Ledger, voucher: UUID, side: VoucherSide, method: VoucherSigning, deed: acts.Deed
) -> None:
    ledger.add(
        VoucherSignature,
        voucher_id=voucher,
        side=side,
        method=method,
        at=deed.at,
        by_id=deed.by.user_id,
    )


def _charge(ledger: Ledger, pen: Pen, case: Case, facts: IntakeFacts, words: Intake) -> None:
    """The price, the money into the teller's drawer, the receipts (`custody.commands.charges.take`)."""
    asked = charges.ask(facts, words.service, words.grams, words.payment)
    deed, away = pen.deed, words.at_address
    point = away.point_id if away else deed.by.place_id
    _quote(
        ledger,
        asked.table,
        subject=case.id,
        at=deed.at,
        tariff_id=facts.prices.id,
        zone=zone(facts.point_district, facts.agency_district),
        grams=words.grams,
        fee_vnd=asked.fee_vnd,
    )
    income = ledger.account(AccountKind.POSTAGE_INCOME)
    dues = [
        (Purpose.POSTAGE, asked.postage_vnd, income),
        (Purpose.REMITTANCE, asked.remitted_vnd, income),
    ]
    if asked.fee_vnd:
        owed_to = ledger.account(AccountKind.AGENCY_DUE, unit_id=facts.agency_id)
        dues.append((Purpose.FEE, asked.fee_vnd, owed_to))
    take(ledger, pen, case, _purse(ledger, deed, None if away else point), dues)
    postage = asked.postage_vnd + asked.remitted_vnd
    for paper, amount in ((ReceiptPaper.FEE, asked.fee_vnd), (ReceiptPaper.POSTAGE, postage)):
        receipt(ledger, deed, case, paper, amount, point)


def _purse(ledger: Ledger, deed: acts.Deed, drawer_at: int | None) -> int:
    """The teller's drawer, or at a door the postman's bag (`custody.commands.intake`)."""
    user = deed.by.user_id
    if drawer_at is None:
        return ledger.account(AccountKind.POSTMAN_BAG, user_id=user)
    return ledger.account(AccountKind.DRAWER, unit_id=drawer_at, user_id=user)


def receipt(
    ledger: Ledger, deed: acts.Deed, case: Case, paper: ReceiptPaper, sum_vnd: int, unit: int
) -> None:
    """A receipt of the place for a sum above zero, if its book has one left (`cash.commands.receipts.issue`)."""
    if sum_vnd and (found := ledger.numbers.receipt(unit, paper, deed.at)):
        book, number = found
        ledger.add(
            Receipt,
            book_id=book.id,
            first=book.first,
            number=number,
            series=book.series,
            paper=paper,
            subject=case.id,
            amount_vnd=sum_vnd,
            unit_id=unit,
            by_id=deed.by.user_id,
            at=deed.at,
        )


def _quote(ledger: Ledger, quote: Quote, **words: Any) -> int:
    asked = cash.quotation_of(quote=quote, **words)
    ledger.add(
        Quotation,
        subject=asked.subject,
        at=asked.at,
        tariff_id=asked.tariff_id,
        zone=asked.zone,
        grams=asked.grams,
        exemption=asked.exemption,
        lines=asked.lines,
        total_vnd=asked.total_vnd,
    )
    return int(asked.total_vnd)


def take(
    ledger: Ledger,
    pen: Pen,
    case: Case,
    into: int,
    dues: Sequence[tuple[Purpose, int, int]],
) -> None:
    """One transfer for each due above zero (`cash.commands.take`)."""
    before, seq = None, 0
    for purpose, amount, account in dues:
        if amount:
            seq += 1
            case.paid.append(amount)
            own = (into, account, amount, "posted", purpose, None, None, None)
            before = ledger.cash.write(pen, case.id, seq, before, own)
