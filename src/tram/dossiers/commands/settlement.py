"""At the agency and home: submission, acceptance with a due time, the result, the way back, the end."""

from collections.abc import Sequence
from datetime import date, datetime
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
from tram.dossiers.commands import due, work
from tram.dossiers.commands.messages import tell
from tram.dossiers.commands.steps import lock, lock_for, move
from tram.dossiers.models import Channel, Dossier, Result
from tram.dossiers.rules.messages import MessageKind
from tram.dossiers.rules.numbering import dossier_number
from tram.dossiers.rules.states import Action


def arrive(act: Act, dossiers: Sequence[Dossier], *, manifest: UUID) -> None:
    """The hand-over record is signed: the moment of submission, t0 of the legal clock (QĐ 45/2016)."""
    body = {dossier.id: {"manifest": str(manifest)} for dossier in dossiers}
    move(act, dossiers, Action.ARRIVE, body, handover_at=act.at)


def started_at(dossier: Dossier, accepted_at: datetime) -> datetime:
    """When the legal clock started: the signed hand-over (QĐ 45/2016), the submission online, or the acceptance."""
    if dossier.handover_at:
        return dossier.handover_at
    return dossier.registered_at if dossier.channel == Channel.ONLINE else accepted_at


@command
def accept(act: Act, *, dossier_id: UUID) -> dict[str, Any]:
    """The desk accepts (tiếp nhận): number, due time with its derivation, appointment slip (NĐ 61/2018 Điều 17)."""
    dossier = lock_for(dossier_id, Action.ACCEPT)
    require(act.actor, Right.ACCEPT, [dossier.desk_id])
    day = local_date(act.at)
    limit = due.limit_of(dossier)
    derivation = due.derive(dossier, started_at(dossier, act.at), limit)
    number = dossier_number(
        dossier.desk.code, day, counters.next_number(f"dossier/{dossier.desk.code}", day)
    )
    due.keep(dossier, derivation, limit)
    body = {"number": number, "due_at": derivation.due_at.isoformat()}
    move(
        act,
        [dossier],
        Action.ACCEPT,
        {dossier_id: body},
        number=number,
        accepted_at=act.at,
        due_at=derivation.due_at,
    )
    tell(act, [dossier], MessageKind.ACCEPTED)
    return {"dossier": dossier_id, "number": number}


def choose_return(act: Act, dossier: Dossier, result_channel: int) -> None:
    """Another way for the result to come back, chosen by the customer, inside the caller's command."""
    body = {dossier.id: {"result": result_channel}}
    move(act, [dossier], Action.CHOOSE_RETURN, body, result_channel=result_channel)


@command
def settle(
    act: Act, *, dossier_id: UUID, number: str, issued_on: date, name: str
) -> dict[str, Any]:
    """The competent agency has a result (có kết quả): its number and date are kept; the legal clock stops."""
    dossier = lock([dossier_id])[dossier_id]
    require(act.actor, Right.SETTLE, directory.scope(dossier.handling_id or dossier.agency_id))
    _require_result(act, dossier, number, issued_on)
    work.may_settle(act, dossier)
    move(act, [dossier], Action.SETTLE, settled_at=act.at)
    tell(act, [dossier], MessageKind.RESULT_READY)
    Result.objects.create(dossier=dossier, number=number, issued_on=issued_on, name=name)
    return {"dossier": dossier_id}


@command
def settle_at_once(
    act: Act, *, dossier_id: UUID, number: str, issued_on: date, name: str
) -> dict[str, Any]:
    """The result of a same-day procedure, signed while the person waits at the desk (trả kết quả ngay)."""
    dossier = lock_for(dossier_id, Action.SETTLE_AT_ONCE)
    require(act.actor, Right.ACCEPT, [dossier.desk_id])
    if not dossier.version.same_day:
        raise Refused(
            "not-same-day",
            _("Thủ tục này không trả kết quả trong ngày. Hãy chuyển hồ sơ cho đơn vị giải quyết."),
        )
    _require_result(act, dossier, number, issued_on)
    move(act, [dossier], Action.SETTLE_AT_ONCE, settled_at=act.at)
    Result.objects.create(dossier=dossier, number=number, issued_on=issued_on, name=name)
    return {"dossier": dossier_id}


def _require_result(act: Act, dossier: Dossier, number: str, issued_on: date) -> None:
    if issued_on > local_date(act.recorded):
        raise Refused("future-date", _("Ngày ký kết quả ở tương lai. Hãy kiểm tra lại ngày."))
    if dossier.accepted_at and issued_on < local_date(dossier.accepted_at):
        raise Refused(
            "too-early", _("Ngày ký kết quả trước ngày tiếp nhận hồ sơ. Hãy kiểm tra lại ngày.")
        )
    if not number.strip():
        raise Refused("result-number", _("Hãy nhập số, ký hiệu của văn bản kết quả."))


def transfer(act: Act, dossiers: Sequence[Dossier]) -> None:
    """The papers are signed over to the competent agency, which works on them from now on."""
    for agency in {dossier.agency_id for dossier in dossiers}:
        own = [dossier for dossier in dossiers if dossier.agency_id == agency]
        bodies = {dossier.id: {"unit": agency, "stage": 1} for dossier in own}
        move(act, own, Action.TRANSFER, bodies, handling_id=agency, stage=1)


def forward(act: Act, dossiers: Sequence[Dossier], *, unit_id: int, stage: int) -> None:
    """The papers are signed over to another agency of the round (liên thông), which works on them from now on."""
    bodies = {dossier.id: {"unit": unit_id, "stage": stage} for dossier in dossiers}
    move(act, dossiers, Action.FORWARD, bodies, handling_id=unit_id, stage=stage)


def hand_out(act: Act, dossiers: Sequence[Dossier], action: Action) -> None:
    """The result is in the person's hands: returned; the dossier is closed by `close` when nothing is left to come."""
    move(act, dossiers, action, returned_at=act.at)


def close(act: Act, dossiers: Sequence[Dossier]) -> None:
    """Nothing is left to come back: the dossier ends (kết thúc hồ sơ)."""
    move(act, dossiers, Action.CLOSE, closed_at=act.at)
