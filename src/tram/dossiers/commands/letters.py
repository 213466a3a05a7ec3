"""Letters to the citizen, and the legal step that each brings; some of them make the legal clock stand still.

NĐ 61/2018/NĐ-CP Điều 17, 19; TT 01/2018/TT-VPCP Mẫu 02–04; since 1/7/2025 NĐ 118/2025/NĐ-CP and TT 03/2025/TT-VPCP.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from tram.accounts.rules.access import Right, require
from tram.core import counters
from tram.core.acts import Act
from tram.core.calendar import local_date
from tram.core.errors import Refused
from tram.core.requests import command
from tram.directory import queries as directory
from tram.dossiers.commands import due
from tram.dossiers.commands.messages import tell
from tram.dossiers.commands.settlement import started_at
from tram.dossiers.commands.steps import lock_for, move
from tram.dossiers.models import Dossier, Letter, LetterPaper, Pause
from tram.dossiers.rules.deadlines import PauseKind
from tram.dossiers.rules.letters import (
    SIGNS,
    Asked,
    LetterKind,
    require_before_due,
    require_once,
    require_papers,
    require_reason,
)
from tram.dossiers.rules.messages import MessageKind
from tram.dossiers.rules.states import PAUSED, TO_ACCEPT, Action, RefusalReason, State


def letter_number(unit_id: int, kind: LetterKind, day: date) -> str:
    """The next number of a unit's letters of one kind in a year: 0001/2019/PBS."""
    year = date(day.year, 1, 1)
    number = counters.next_number(f"letter/{unit_id}/{kind.value}", year)
    return f"{number:04d}/{day.year}/{SIGNS[kind]}"


def sign(act: Act, dossier: Dossier, kind: LetterKind, unit_id: int, **words: Any) -> Letter:
    """Sign a letter for the book line that comes next."""
    number = letter_number(unit_id, kind, local_date(act.at))
    return Letter.objects.create(
        id=act.derive(f"letter/{kind.value}"),
        dossier=dossier,
        kind=kind,
        number=number,
        unit_id=unit_id,
        line_seq=dossier.seq + 1,
        drafted_at=act.at,
        signed_at=act.at,
        signed_by_id=act.actor.id,
        **words,
    )


def told(letter: Letter, **more: Any) -> dict[UUID, dict[str, Any]]:
    """What the book keeps of a letter: which it is, and no word of it."""
    return {letter.dossier_id: {"letter": str(letter.id), "number": letter.number, **more}}


def issuer(act: Act, dossier: Dossier) -> int:
    """The unit that writes to the citizen now: the desk before acceptance, then who works on the dossier."""
    if State(dossier.state) in TO_ACCEPT | {State.INCOMPLETE}:
        require(act.actor, Right.ACCEPT, [dossier.desk_id])
        return int(dossier.desk_id)
    unit = dossier.handling_id or dossier.agency_id
    require(act.actor, Right.SETTLE, directory.scope(unit))
    return int(unit)


def begin_pause(act: Act, dossier: Dossier, kind: PauseKind) -> None:
    """From now on the legal clock stands still, if it runs."""
    Pause.objects.create(dossier=dossier, line_seq=dossier.seq + 1, kind=kind, started_at=act.at)


def end_pause(act: Act, dossier: Dossier, action: Action, **body: Any) -> None:
    """The clock runs again; the due date of an accepted dossier moves by the time waited, with its derivation."""
    dossier.pauses.filter(ended_at=None).update(ended_at=act.at)
    if State(dossier.state) not in PAUSED or dossier.accepted_at is None:
        move(act, [dossier], action, {dossier.id: body})
        return
    derivation, limit = due.after_pause(dossier, started_at(dossier, dossier.accepted_at))
    due.keep(dossier, derivation, limit)
    body["due_at"] = derivation.due_at.isoformat()
    move(act, [dossier], action, {dossier.id: body}, due_at=derivation.due_at)


@command
def ask_supplement(
    act: Act, *, dossier_id: UUID, papers: Sequence[Asked], reason: str, again_reason: str = ""
) -> dict[str, Any]:
    """Ask for everything that is missing, once and in writing (Mẫu 02); the legal clock stands still."""
    dossier = lock_for(dossier_id, Action.ASK_SUPPLEMENT)
    unit = issuer(act, dossier)
    require_papers(papers)
    words = require_reason(reason)
    asked = dossier.letters.filter(kind=LetterKind.SUPPLEMENT).count()
    require_once(asked, again_reason)
    require_before_due(dossier.due_at, act.at)
    again = again_reason.strip() if asked else ""
    letter = sign(act, dossier, LetterKind.SUPPLEMENT, unit, reason=words, again_reason=again)
    LetterPaper.objects.bulk_create(
        LetterPaper(
            letter=letter,
            seq=seq,
            name=paper.name.strip(),
            originals=paper.originals,
            certified=paper.certified,
            copies=paper.copies,
        )
        for seq, paper in enumerate(papers, 1)
    )
    begin_pause(act, dossier, PauseKind.SUPPLEMENT)
    move(act, [dossier], Action.ASK_SUPPLEMENT, told(letter, again=asked))
    tell(act, [dossier], MessageKind.SUPPLEMENT)
    return {"dossier": dossier_id, "letter": letter.id, "number": letter.number}


def complete(act: Act, dossier: Dossier, *, received: Sequence[int]) -> Letter:
    """What was asked for is here, in full, inside the caller's command; `received` are places on the list."""
    letter = dossier.letters.filter(kind=LetterKind.SUPPLEMENT).order_by("-signed_at")[0]
    missing = [paper.name for paper in letter.papers.order_by("seq") if paper.seq not in received]
    if missing:
        raise Refused(
            "still-missing",
            _("Còn thiếu: {}. Hồ sơ chỉ tiếp tục khi đã nhận đủ giấy tờ ghi trong phiếu.").format(
                "; ".join(missing)
            ),
        )
    letter.papers.update(received=True)
    Letter.objects.filter(id=letter.id).update(answered_at=act.at)
    end_pause(act, dossier, Action.COMPLETE, letter=str(letter.id))
    return letter


@command
def refuse(act: Act, *, dossier_id: UUID, code: RefusalReason, reason: str) -> dict[str, Any]:
    """The desk does not accept the dossier, in writing with the reason (Mẫu 03); the papers go back."""
    dossier = lock_for(dossier_id, Action.REFUSE)
    require(act.actor, Right.ACCEPT, [dossier.desk_id])
    words = require_reason(reason)
    letter = sign(
        act, dossier, LetterKind.REFUSAL, dossier.desk_id, reason=words, reason_code=code
    )
    dossier.pauses.filter(ended_at=None).update(ended_at=act.at)
    move(act, [dossier], Action.REFUSE, told(letter, reason=code), ended_at=act.at)
    tell(act, [dossier], MessageKind.REFUSED)
    return {"dossier": dossier_id, "letter": letter.id, "number": letter.number}


@command
def send_back(act: Act, *, dossier_id: UUID, reason: str) -> dict[str, Any]:
    """The dossier does not meet the conditions and goes back with a written reason, marked if late (Điều 19)."""
    dossier = lock_for(dossier_id, Action.SEND_BACK)
    unit = dossier.handling_id or dossier.agency_id
    require(act.actor, Right.SETTLE, directory.scope(unit))
    late = dossier.due_at is not None and act.at > dossier.due_at
    words = require_reason(reason)
    letter = sign(act, dossier, LetterKind.INELIGIBLE, unit, reason=words, late=late)
    dossier.pauses.filter(ended_at=None).update(ended_at=act.at)
    move(act, [dossier], Action.SEND_BACK, told(letter, late=late), ended_at=act.at)
    tell(act, [dossier], MessageKind.INELIGIBLE)
    return {"dossier": dossier_id, "letter": letter.id, "number": letter.number}


@command
def ask_payment(act: Act, *, dossier_id: UUID, amount_vnd: int, reason: str) -> dict[str, Any]:
    """The citizen has a financial obligation first (thông báo nghĩa vụ tài chính); the legal clock stands still."""
    dossier = lock_for(dossier_id, Action.ASK_PAYMENT)
    unit = issuer(act, dossier)
    if amount_vnd <= 0:
        raise Refused("no-amount", _("Hãy nhập số tiền phải nộp, là số đồng lớn hơn 0."))
    words = require_reason(reason)
    require_before_due(dossier.due_at, act.at)
    letter = sign(act, dossier, LetterKind.PAYMENT, unit, reason=words, amount_vnd=amount_vnd)
    begin_pause(act, dossier, PauseKind.PAYMENT)
    move(act, [dossier], Action.ASK_PAYMENT, told(letter))
    tell(act, [dossier], MessageKind.PAYMENT, amount_vnd=amount_vnd)
    return {"dossier": dossier_id, "letter": letter.id, "number": letter.number}


@command
def record_payment(act: Act, *, dossier_id: UUID, proof: str) -> dict[str, Any]:
    """The citizen has shown that the obligation is met (giấy nộp tiền); the legal clock runs again."""
    dossier = lock_for(dossier_id, Action.PAY)
    unit = dossier.handling_id or dossier.agency_id
    require_desk_or_agency(act, dossier, unit)
    if len(proof.strip()) < 3:
        raise Refused("no-proof", _("Hãy nhập số biên lai hoặc giấy nộp tiền của công dân."))
    letters = dossier.letters.filter(kind=LetterKind.PAYMENT, answered_at=None)
    letters.update(answered_at=act.at, answer=proof.strip())
    end_pause(act, dossier, Action.PAY)
    return {"dossier": dossier_id}


@command
def stop(act: Act, *, dossier_id: UUID, reason: str) -> dict[str, Any]:
    """Settling stops, by a notice with its reason (Mẫu 05 of TT 03/2025/TT-VPCP); the legal clock stands still."""
    dossier = lock_for(dossier_id, Action.STOP)
    unit = issuer(act, dossier)
    words = require_reason(reason)
    require_before_due(dossier.due_at, act.at)
    letter = sign(act, dossier, LetterKind.STOP, unit, reason=words)
    begin_pause(act, dossier, PauseKind.STOP)
    move(act, [dossier], Action.STOP, told(letter))
    tell(act, [dossier], MessageKind.STOPPED)
    return {"dossier": dossier_id, "letter": letter.id, "number": letter.number}


@command
def resume(act: Act, *, dossier_id: UUID) -> dict[str, Any]:
    """What stopped the settling is gone; the legal clock runs again."""
    dossier = lock_for(dossier_id, Action.RESUME)
    require(act.actor, Right.SETTLE, directory.scope(dossier.handling_id or dossier.agency_id))
    dossier.letters.filter(kind=LetterKind.STOP, answered_at=None).update(answered_at=act.at)
    end_pause(act, dossier, Action.RESUME)
    return {"dossier": dossier_id}


@command
def withdraw(act: Act, *, dossier_id: UUID, reason: str) -> dict[str, Any]:
    """The citizen takes the dossier back (rút hồ sơ), wherever it is before its result; the papers follow."""
    dossier = lock_for(dossier_id, Action.WITHDRAW)
    at_post = State(dossier.state) is State.REGISTERED
    unit = dossier.intake_point_id if at_post and dossier.intake_point_id else dossier.desk_id
    require(act.actor, Right.TAKE_IN if at_post else Right.ACCEPT, [unit])
    letter = sign(act, dossier, LetterKind.WITHDRAWAL, unit, reason=require_reason(reason))
    dossier.pauses.filter(ended_at=None).update(ended_at=act.at)
    move(act, [dossier], Action.WITHDRAW, told(letter), ended_at=act.at)
    tell(act, [dossier], MessageKind.WITHDRAWN)
    return {"dossier": dossier_id, "letter": letter.id, "number": letter.number}


def give_back(act: Act, dossiers: Sequence[Dossier]) -> None:
    """The papers of a dossier that ended without a result are with the citizen again: it is closed."""
    move(act, dossiers, Action.GIVE_BACK, closed_at=act.at)


def require_desk_or_agency(act: Act, dossier: Dossier, unit_id: int) -> None:
    """The citizen may come to the desk or to the agency; either records it."""
    try:
        require(act.actor, Right.ACCEPT, [dossier.desk_id])
    except Refused:
        require(act.actor, Right.SETTLE, directory.scope(unit_id))
