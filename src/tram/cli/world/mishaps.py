"""What goes wrong with a dossier on its way: taken in by mistake, nobody at home, lost on the road."""

from tram.cash.models import Refund, RefundLine
from tram.cash.rules.refunds import RefundReason
from tram.cli.world import acts
from tram.cli.world.ledger import Case, Ledger, Thing
from tram.cli.world.lines import Pen
from tram.cli.world.steps import INTO_CUSTOMER, INTO_POST, hand, move, tell
from tram.core.calendar import local_date
from tram.custody.commands.attempts import after_try
from tram.custody.commands.incidents import Report
from tram.custody.models import Attempt, Incident, ItemKind
from tram.custody.rules.attempts import NoticeKind
from tram.custody.rules.incidents import Circumstance, IncidentKind, IncidentState
from tram.dossiers.rules.messages import MessageKind
from tram.dossiers.rules.states import Action


def void(ledger: Ledger, deed: acts.Void) -> None:
    """`custody.commands.intake.void_intake`: the money waits for another person."""
    pen, case = Pen(deed), ledger.cases[deed.dossier]
    papers = case.things[ItemKind.PAPERS]
    move(ledger, pen, case, Action.VOID, {"reason": deed.reason})
    case.pending["code"]["retired_at"] = deed.at
    by = deed.by.user_id
    hand(ledger, pen, papers, ledger.customer, giver=by, receiver=None, into=INTO_CUSTOMER)
    if papers.cover:
        papers.cover["voided_at"] = deed.at
    _ask_back(ledger, deed, case)
    ledger.finish(case)
    words = {"dossier_id": deed.dossier, "reason": deed.reason}
    answer = {"dossier": case.id, "returned_vnd": 0, "waiting_vnd": sum(case.paid)}
    ledger.asked(pen, "custody.void_intake", words, answer)


def _ask_back(ledger: Ledger, deed: acts.Void, case: Case) -> None:
    """Everything that was paid (`cash.commands.refunds.ask`)."""
    if not case.paid:
        return
    refund = deed.made("refund")
    ledger.add(
        Refund,
        id=refund,
        subject=case.id,
        unit_id=deed.by.place_id,
        amount_vnd=sum(case.paid),
        reason=RefundReason.INTAKE_VOIDED,
        taken_by_id=deed.by.user_id,
        asked_by_id=deed.by.user_id,
        asked_at=deed.at,
    )
    for seq, _amount in enumerate(case.paid, 1):
        ledger.add(RefundLine, refund_id=refund, subject=case.id, seq=seq)


def try_in_vain(ledger: Ledger, deed: acts.Try) -> None:
    """`custody.commands.attempts.record_attempt`, and not the last."""
    pen, case, notice = Pen(deed), ledger.cases[deed.dossier], deed.notice
    case.tries += 1
    called = notice.kind is NoticeKind.CALL
    ledger.add(
        Attempt,
        dossier_id=case.id,
        item_id=case.things[ItemKind.RESULT].id,
        round=1,
        number=case.tries,
        reason=deed.reason,
        counted=True,
        notice=notice.kind,
        dialled=case.who.phone if called else "",
        called_at=notice.called_at,
        note=notice.note,
        slot_day=deed.slot.day,
        slot_part=deed.slot.part,
        attempted_at=deed.at,
        by_id=deed.by.user_id,
    )
    news = after_try(case.tries, deed.reason, deed.slot)
    tell(ledger, pen, case, MessageKind.ATTEMPT_FAILED, case.tries, news)
    words = {"dossier_id": case.id, "reason": deed.reason, "notice": notice, "slot": deed.slot}
    answer = {"dossier": case.id, "number": case.tries, "last": False}
    ledger.asked(pen, "custody.record_attempt", words, answer)


def report(deed: acts.Lose) -> Report:
    """What the postman says."""
    how = Circumstance.NOT_FOUND
    return Report(IncidentKind.LOSS, how, deed.account, deed.at)


def open_case(ledger: Ledger, pen: Pen, thing: Thing, said: Report) -> None:
    """`custody.commands.incidents.report`: what is lost nobody has any more."""
    deed, case, day = pen.deed, thing.case, local_date(pen.deed.at)
    incident = deed.made("incident")
    number = f"SC-{day:%y%m%d}-{ledger.numbers.following('incident', day):03d}"
    ledger.add(
        Incident,
        id=incident,
        number=number,
        kind=said.kind,
        circumstance=said.circumstance,
        dossier_id=case.id,
        item_id=thing.id,
        envelope_id=thing.cover["id"] if thing.cover else None,
        holder_id=thing.holder,
        unit_id=deed.by.place_id,
        account=said.account,
        found_at=said.found_at,
        reported_at=deed.at,
        reported_by_id=deed.by.user_id,
        state=IncidentState.OPEN,
    )
    if said.kind is IncidentKind.LOSS:
        to, gone = ledger.lost, {"what": "loss"}
        hand(ledger, pen, thing, to, giver=None, receiver=None, into=INTO_POST, words=gone)
    tell(ledger, pen, case, MessageKind.INCIDENT)
    answer = {"incident": incident, "number": number}
    ledger.asked(pen, "custody.report", {"item_id": thing.id, "report": said}, answer)


def lose(ledger: Ledger, deed: acts.Lose) -> None:
    """A result is lost on the road."""
    thing = ledger.cases[deed.dossier].things[ItemKind.RESULT]
    open_case(ledger, Pen(deed), thing, report(deed))
