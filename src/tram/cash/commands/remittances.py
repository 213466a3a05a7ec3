"""Fees go to their agencies in batches (requirements 39b, 39c): listed, paid from the province's fund, received."""

from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.db import connection

from tram.accounts.rules.access import Right, may, require
from tram.cash.commands import account, findings
from tram.cash.commands.handovers import provincial_post
from tram.cash.commands.moves import Move, lock_held, move
from tram.cash.models import (
    AccountKind,
    Purpose,
    Remittance,
    RemittanceLine,
    RemittanceReceipt,
)
from tram.cash.rules.counting import require_held
from tram.cash.rules.differences import DifferenceKind
from tram.cash.rules.remittance import RemittanceCause, RemittanceState, require_cause
from tram.core.acts import Act, Actor
from tram.core.calendar import local_date, vn_date
from tram.core.errors import Refused
from tram.core.requests import command
from tram.directory.models import DeskService
from tram.directory.queries import scope

OPEN = """
SELECT l.stream, l.seq, l.amount_vnd FROM cash_line l
WHERE l.credit = %(due)s AND l.purpose = 'fee' AND l.reverses_seq IS NULL
  AND (l.recorded_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date <= %(upto)s
  AND NOT EXISTS (SELECT FROM cash_line r WHERE r.stream = l.stream AND r.reverses_seq = l.seq)
  AND NOT EXISTS (SELECT FROM cash_refundline f JOIN cash_refund a ON a.id = f.refund_id
    WHERE f.subject = l.stream AND f.seq = l.seq AND f.open AND a.state = 'waiting')
  AND NOT EXISTS (SELECT FROM cash_remittanceline m WHERE m.subject = l.stream AND m.seq = l.seq)
ORDER BY l.recorded_at, l.stream, l.seq
"""


@command
def make_remittance(act: Act, *, agency_id: int, upto: date) -> dict[str, Any]:
    """List every fee of an agency collected up to a day, not given back, not waiting to go back, not yet remitted."""
    require(act.actor, Right.MANAGE_CASH, scope(provincial_post()))
    if upto > local_date(act.recorded):
        raise Refused("future", "Chỉ lập đợt nộp đến hôm nay: hãy chọn lại ngày.")
    due = account(AccountKind.AGENCY_DUE, unit_id=agency_id)
    lock_held(due)
    if Remittance.objects.filter(agency_id=agency_id, upto=upto).exists():
        raise Refused(
            "made-already", f"Đợt nộp đến ngày {vn_date(upto)} của cơ quan này đã lập rồi."
        )
    with connection.cursor() as cursor:
        cursor.execute(OPEN, {"due": due, "upto": upto})
        rows = cursor.fetchall()
    if not rows:
        raise Refused("nothing-owed", "Không còn khoản nào phải nộp cơ quan này đến ngày đã chọn.")
    made = Remittance.objects.create(
        id=act.derive("remittance"),
        number=f"NP{upto:%y%m%d}-{agency_id}",
        agency_id=agency_id,
        upto=upto,
        amount_vnd=sum(amount for _, _, amount in rows),
        count=len(rows),
        made_by_id=act.actor.id,
        made_at=act.recorded,
    )
    RemittanceLine.objects.bulk_create(
        RemittanceLine(remittance=made, subject=subject, seq=seq, amount_vnd=amount)
        for subject, seq, amount in rows
    )
    return {"remittance": made.id, "amount_vnd": made.amount_vnd, "count": made.count}


@command
def pay_remittance(act: Act, *, remittance_id: UUID, proof: str) -> dict[str, Any]:
    """Pay a batch out of the fund of the province, by a transfer whose number is kept; never twice."""
    post = provincial_post()
    require(act.actor, Right.MANAGE_CASH, scope(post))
    found = _locked(remittance_id)
    if found.state != RemittanceState.MADE:
        raise Refused("paid-already", f"Đợt nộp {found.number} đã chuyển tiền rồi.")
    if not proof.strip():
        raise Refused("proof-missing", "Hãy ghi số ủy nhiệm chi hoặc số giấy nộp tiền.")
    fund = account(AccountKind.PROVINCIAL_POST, unit_id=post)
    require_held(lock_held(fund), found.amount_vnd)
    due = account(AccountKind.AGENCY_DUE, unit_id=found.agency_id)
    move(act, found.id, [Move(fund, due, found.amount_vnd, Purpose.REMITTED)])
    found.state, found.proof = RemittanceState.PAID, proof.strip()
    found.paid_by_id, found.paid_at = act.actor.id, act.recorded
    found.save()
    return {"remittance": found.id, "amount_vnd": found.amount_vnd}


@command
def confirm_remittance(
    act: Act,
    *,
    remittance_id: UUID,
    received_vnd: int,
    cause: RemittanceCause | None = None,
    words: str = "",
    counted: int | None = None,
) -> dict[str, Any]:
    """The agency says how much of a batch reached it; in how many items; what differs is kept as a difference."""
    found = _locked(remittance_id)
    require_confirms(act.actor, found.agency_id)
    if found.state not in {RemittanceState.PAID, RemittanceState.DIFFERS}:
        told = RemittanceState(found.state).label.lower()
        raise Refused("not-to-confirm", f"Đợt nộp {found.number} {told}, không xác nhận lúc này.")
    payer = found.paid_by_id
    if payer is None:
        raise RuntimeError(f"{found.number} was paid by nobody")
    if payer == act.actor.id:
        raise Refused("same-person", "Người chuyển tiền không tự xác nhận đã nhận được.")
    require_cause(found.amount_vnd, received_vnd, cause)
    RemittanceReceipt.objects.create(
        remittance=found,
        received_vnd=received_vnd,
        paid_vnd=found.amount_vnd,
        counted=counted,
        payer_id=payer,
        cause=cause or "",
        words=words.strip(),
        by_id=act.actor.id,
        at=act.recorded,
    )
    _differs(act, found, received_vnd, counted)
    found.state = RemittanceState.DIFFERS if cause else RemittanceState.RECEIVED
    found.save(update_fields=["state"])
    return {"remittance": found.id, "difference_vnd": received_vnd - found.amount_vnd}


def _differs(act: Act, found: Remittance, received: int, counted: int | None) -> None:
    """Keep what the agency received or counted otherwise, for somebody to clear up; what it now says whole ends."""
    find = partial(
        findings.find, act, remittance_id=found.id, book_vnd=found.amount_vnd, other_vnd=received
    )
    end = partial(findings.end, act, remittance_id=found.id)
    if received != found.amount_vnd:
        find(kind=DifferenceKind.RECEIVED_OTHER, item=found.number)
    else:
        end(kind=DifferenceKind.RECEIVED_OTHER)
    if counted == found.count:
        end(kind=DifferenceKind.COUNTED_OTHER)
    elif counted is not None:
        told = f"{counted}/{found.count}"
        find(kind=DifferenceKind.COUNTED_OTHER, item=told)


def confirming_units(agency_id: int) -> tuple[int, ...]:
    """Where a duty must be held to confirm an agency's money: the agency, those above, and desks that serve it."""
    desks = DeskService.objects.filter(agency_id=agency_id).values_list("desk_id", flat=True)
    return (*scope(agency_id), *desks)


def may_confirm(actor: Actor, agency_id: int) -> bool:
    """Whether a person confirms what reached an agency."""
    return may(actor, Right.CONFIRM_REMITTANCE, confirming_units(agency_id))


def require_confirms(actor: Actor, agency_id: int) -> None:
    """Whoever the agency appointed to receive fee money from the post (QĐ 45/2016/QĐ-TTg)."""
    require(actor, Right.CONFIRM_REMITTANCE, confirming_units(agency_id))


def _locked(remittance_id: UUID) -> Remittance:
    rows = Remittance.objects.select_for_update(no_key=True)
    found = rows.filter(id=remittance_id).first()
    if found is None:
        raise Refused("no-such-remittance", "Không có đợt nộp này. Hãy tải lại trang.")
    return found
