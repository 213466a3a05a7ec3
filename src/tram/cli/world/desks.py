"""What the desk and the agency do with a dossier: ask, refuse, accept, settle, hand out."""

from typing import Any

from tram.cli.world import acts
from tram.cli.world.ledger import Case, Ledger
from tram.cli.world.lines import Pen
from tram.cli.world.steps import INTO_CUSTOMER, INTO_OFFICE, bring_in, hand, move, tell
from tram.core.calendar import local_date
from tram.custody.models import ItemKind
from tram.dossiers.commands.due import SAME_DAY
from tram.dossiers.models import Channel, DueTime, Result
from tram.dossiers.queries import reckoning
from tram.dossiers.rules.completeness import Expected
from tram.dossiers.rules.deadlines import Pause as Waited
from tram.dossiers.rules.deadlines import PauseKind
from tram.dossiers.rules.letters import SIGNS, Asked, LetterKind
from tram.dossiers.rules.messages import MessageKind
from tram.dossiers.rules.numbering import dossier_number
from tram.dossiers.rules.states import Action, State


def asked_for(paper: Expected) -> tuple[Asked]:
    """The first paper of the list, as the desk asks for it again."""
    return (Asked(paper.name, max(paper.originals, 1), paper.certified, paper.copies),)


def ask_supplement(ledger: Ledger, deed: acts.AskSupplement) -> None:
    """`dossiers.commands.letters.ask_supplement` before acceptance."""
    pen, case = Pen(deed), ledger.cases[deed.dossier]
    (paper,) = asked_for(case.offering.facts.papers[0])
    letter = _letter(ledger, deed, case, LetterKind.SUPPLEMENT, deed.reason)
    case.pending["papers"] = [
        {
            "letter_id": letter["id"],
            "seq": 1,
            "name": paper.name.strip(),
            "originals": paper.originals,
            "certified": paper.certified,
            "copies": paper.copies,
        }
    ]
    pause = {"dossier_id": case.id, "line_seq": case.seq + 1, "kind": PauseKind.SUPPLEMENT}
    case.pending["pauses"] = [{**pause, "started_at": deed.at}]
    told = {"letter": str(letter["id"]), "number": letter["number"], "again": 0}
    move(ledger, pen, case, Action.ASK_SUPPLEMENT, told)
    tell(ledger, pen, case, MessageKind.SUPPLEMENT)
    words = {"dossier_id": case.id, "papers": (paper,), "reason": deed.reason}
    ledger.asked(pen, "dossiers.ask_supplement", words, _answer(case, letter))


def supplement(ledger: Ledger, deed: acts.Supplement) -> None:
    """`custody.commands.desk.receive_supplement` before acceptance."""
    pen, case = Pen(deed), ledger.cases[deed.dossier]
    (letter,), (pause,) = case.pending["letters"], case.pending["pauses"]
    letter["answered_at"] = pause["ended_at"] = deed.at
    case.pending["papers"][0]["received"] = True
    case.pauses.append(Waited(pause["started_at"], deed.at, PauseKind.SUPPLEMENT))
    move(ledger, pen, case, Action.COMPLETE, {"letter": str(letter["id"])})
    answer = {"dossier": case.id, "letter": letter["id"]}
    words = {"dossier_id": case.id, "received": [1]}
    ledger.asked(pen, "custody.receive_supplement", words, answer)


def refuse(ledger: Ledger, deed: acts.Refuse) -> None:
    """`dossiers.commands.letters.refuse`."""
    pen, case = Pen(deed), ledger.cases[deed.dossier]
    letter = _letter(ledger, deed, case, LetterKind.REFUSAL, deed.reason, reason_code=deed.code)
    told = {"letter": str(letter["id"]), "number": letter["number"], "reason": deed.code}
    move(ledger, pen, case, Action.REFUSE, told, ended_at=deed.at)
    tell(ledger, pen, case, MessageKind.REFUSED)
    words = {"dossier_id": case.id, "code": deed.code, "reason": deed.reason}
    ledger.asked(pen, "dossiers.refuse", words, _answer(case, letter))


def withdraw(ledger: Ledger, deed: acts.Withdraw) -> None:
    """`dossiers.commands.letters.withdraw`."""
    pen, case = Pen(deed), ledger.cases[deed.dossier]
    letter = _letter(ledger, deed, case, LetterKind.WITHDRAWAL, deed.reason)
    told = {"letter": str(letter["id"]), "number": letter["number"]}
    move(ledger, pen, case, Action.WITHDRAW, told, ended_at=deed.at)
    tell(ledger, pen, case, MessageKind.WITHDRAWN)
    words = {"dossier_id": case.id, "reason": deed.reason}
    ledger.asked(pen, "dossiers.withdraw", words, _answer(case, letter))


def _letter(
    ledger: Ledger, deed: acts.Deed, case: Case, kind: LetterKind, reason: str, **more: Any
) -> dict[str, Any]:
    """A signed letter of the desk or the point (`dossiers.commands.letters.sign`)."""
    unit = case.row["intake_point_id"] if case.state is State.REGISTERED else case.row["desk_id"]
    year = local_date(deed.at).replace(month=1, day=1)
    nth = ledger.numbers.following(f"letter/{unit}/{kind.value}", year)
    letter = {
        "id": deed.made(f"letter/{kind.value}"),
        "dossier_id": case.id,
        "kind": kind,
        "number": f"{nth:04d}/{year.year}/{SIGNS[kind]}",
        "unit_id": unit,
        "line_seq": case.seq + 1,
        "reason": reason.strip(),
        "drafted_at": deed.at,
        "signed_at": deed.at,
        "signed_by_id": deed.by.user_id,
        **more,
    }
    case.pending.setdefault("letters", []).append(letter)
    return letter


def _answer(case: Case, letter: dict[str, Any]) -> dict[str, Any]:
    return {"dossier": case.id, "letter": letter["id"], "number": letter["number"]}


def give_back(ledger: Ledger, deed: acts.GiveBack) -> None:
    """`custody.commands.desk.give_back_at_desk`."""
    pen, case = Pen(deed), ledger.cases[deed.dossier]
    _to_customer(ledger, pen, case, ItemKind.PAPERS)
    move(ledger, pen, case, Action.GIVE_BACK, closed_at=deed.at)
    ledger.finish(case)
    ledger.asked(pen, "custody.give_back_at_desk", {"dossier_id": case.id}, {"dossier": case.id})


def _to_customer(ledger: Ledger, pen: Pen, case: Case, kind: str) -> None:
    by, to = pen.deed.by.user_id, ledger.customer
    hand(ledger, pen, case.things[kind], to, giver=by, receiver=None, into=INTO_CUSTOMER)


def accept(ledger: Ledger, deed: acts.Accept) -> None:
    """`dossiers.commands.settlement.accept`."""
    pen, case, day = Pen(deed), ledger.cases[deed.dossier], local_date(deed.at)
    row, code = case.row, ledger.province.desk_codes[case.row["desk_id"]]
    number = dossier_number(code, day, ledger.numbers.following(f"dossier/{code}", day))
    due_at = _due(ledger, case, _started(case, deed))
    body = {"number": number, "due_at": due_at.isoformat()}
    row.update(number=number, accepted_at=deed.at, due_at=due_at)
    move(ledger, pen, case, Action.ACCEPT, body)
    tell(ledger, pen, case, MessageKind.ACCEPTED)
    answer = {"dossier": case.id, "number": number}
    ledger.asked(pen, "dossiers.accept", {"dossier_id": case.id}, answer)


def _started(case: Case, deed: acts.Accept) -> Any:
    if "handover_at" in case.row:
        return case.row["handover_at"]
    return case.row["registered_at"] if case.row["channel"] == Channel.ONLINE else deed.at


def _due(ledger: Ledger, case: Case, started_at: Any) -> Any:
    limit = case.offering.limits[case.row["channel"]]
    terms = reckoning.Terms(limit, case.row["agency_id"])
    found = reckoning.reckon(started_at, terms, case.pauses, ledger.times)
    value, unit = (limit.value, limit.unit) if limit else SAME_DAY
    ledger.add(
        DueTime,
        dossier_id=case.id,
        line_seq=case.seq + 1,
        started_at=found.started_at,
        due_at=found.due_at,
        limit_value=value,
        limit_unit=unit,
        derivation=found.as_json(),
    )
    return found.due_at


def settle(ledger: Ledger, deed: acts.Settle) -> None:
    """`custody.commands.desk.record_result`, or `record_result_at_once` at the desk."""
    pen, case = Pen(deed), ledger.cases[deed.dossier]
    action = Action.SETTLE_AT_ONCE if deed.at_once else Action.SETTLE
    move(ledger, pen, case, action, settled_at=deed.at)
    if not deed.at_once:
        tell(ledger, pen, case, MessageKind.RESULT_READY)
    named = {"number": deed.number, "issued_on": deed.issued_on, "name": deed.name}
    ledger.add(Result, dossier_id=case.id, **named)
    unit = case.row["desk_id"] if deed.at_once else case.row["handling_id"]
    here = ledger.place(unit)
    bring_in(ledger, pen, case, ItemKind.RESULT, holder=here, source="agency", into=INTO_OFFICE)
    name = "custody.record_result_at_once" if deed.at_once else "custody.record_result"
    ledger.asked(pen, name, {"dossier_id": case.id, **named}, {"dossier": case.id})


def hand_out(ledger: Ledger, deed: acts.Return) -> None:
    """`custody.commands.desk.return_at_desk`."""
    pen, case = Pen(deed), ledger.cases[deed.dossier]
    _to_customer(ledger, pen, case, ItemKind.RESULT)
    move(ledger, pen, case, Action.RETURN, returned_at=deed.at)
    move(ledger, pen, case, Action.CLOSE, closed_at=deed.at)
    ledger.finish(case)
    ledger.asked(pen, "custody.return_at_desk", {"dossier_id": case.id}, {"dossier": case.id})
