"""A try to deliver that failed (ghi lần phát không thành): evidence too, and the customer is told at once.

Legal basis: NĐ 61/2018/NĐ-CP Điều 20; domain requirement 40.
"""

from typing import Any
from uuid import UUID

from tram.accounts.rules.access import Right, require
from tram.core.acts import Act
from tram.core.calendar import local_date
from tram.core.errors import Refused
from tram.core.requests import command
from tram.custody.commands import chain
from tram.custody.commands.delivery import carried
from tram.custody.models import Attempt, Holding, Item, ItemKind, Recipient
from tram.custody.queries.attempts import Course, courses
from tram.custody.rules.attempts import (
    NOT_COUNTED,
    AttemptReason,
    Next,
    Notice,
    NoticeKind,
    Slot,
    next_step,
    require_notice,
    require_slot,
)
from tram.dossiers import commands as dossiers
from tram.dossiers.models import Dossier
from tram.dossiers.rules.messages import MessageKind
from tram.dossiers.rules.states import GIVING_BACK, State

THINGS = {ItemKind.RESULT, ItemKind.PAPERS, ItemKind.SUPPLEMENT}


@command
def record_attempt(
    act: Act,
    *,
    dossier_id: UUID,
    reason: AttemptReason,
    notice: Notice,
    slot: Slot | None = None,
) -> dict[str, Any]:
    """The postman was there in vain: why, the call or note, and the slot agreed unless it was the last try."""
    require(act.actor, Right.DELIVER)
    dossier = dossiers.lock([dossier_id])[dossier_id]
    item, course = _under_way(act, dossier)
    _require_try(act, course)
    if reason is AttemptReason.SEAL_BROKEN or notice.kind is NoticeKind.IN_PERSON:
        raise Refused("call-or-note", "Hãy ghi giờ đã gọi điện, hoặc lời trên giấy báo đã để lại.")
    require_notice(notice, act.at)
    last = _is_last(course, reason)
    if last:
        slot = None
    elif slot is None:
        raise Refused("no-slot", "Hãy ghi ngày và buổi hẹn phát lại.")
    else:
        require_slot(slot, local_date(act.at))
    made = _write(act, item, course, reason, notice, slot)
    _tell(act, dossier, made, slot)
    return {"dossier": dossier_id, "number": made.number, "last": last}


@command
def record_broken_seal(act: Act, *, dossier_id: UUID) -> dict[str, Any]:
    """The recipient was asked, and the seal is not whole: nothing is given; it uses up no try (37c)."""
    dossier = dossiers.lock([dossier_id])[dossier_id]
    item = _at_hand(act, dossier)
    course = courses([item.id], local_date(act.at))[item.id]
    said = Notice(NoticeKind.IN_PERSON)
    made = _write(act, item, course, AttemptReason.SEAL_BROKEN, said, None)
    return {"dossier": dossier_id, "item": item.id, "number": made.number}


def _under_way(act: Act, dossier: Dossier) -> tuple[Item, Course]:
    """What this postman has of a dossier to deliver."""
    items = carried(act, dossier, THINGS) if _is_delivered(dossier) else []
    if not items:
        raise Refused("not-held", "Bạn không giữ bưu gửi này nên không ghi lần phát được.")
    return items[0], courses([items[0].id], local_date(act.at))[items[0].id]


def _is_delivered(dossier: Dossier) -> bool:
    state = State(dossier.state)
    return state is State.RELEASED or state in GIVING_BACK


def _at_hand(act: Act, dossier: Dossier) -> Item:
    """What the postman carries, or what lies at the point where this teller works."""
    held = Holding.objects.filter(dossier=dossier, ended_at=None).first()
    if held is None:
        require(act.actor, Right.DELIVER)
        return _under_way(act, dossier)[0]
    require(act.actor, Right.GIVE_AT_POINT, [held.unit_id])
    return chain.lock([held.item_id])[held.item_id]


def _require_try(act: Act, course: Course) -> None:
    step = next_step(course.standing, local_date(act.at))
    if step is not Next.DELIVER:
        raise Refused(
            "tries-used-up",
            f"Đã đủ {course.standing.most} lần phát không thành. Bước tiếp theo: {step.label.lower()}.",
        )


def _is_last(course: Course, reason: AttemptReason) -> bool:
    """After this try the only step is holding at a point; what was called back for a slot goes back there."""
    standing = course.standing
    if standing.held is not None:
        return True
    return reason not in NOT_COUNTED and standing.tries + 1 >= standing.most


def _write(
    act: Act,
    item: Item,
    course: Course,
    reason: AttemptReason,
    notice: Notice,
    slot: Slot | None,
) -> Attempt:
    """One row; the number called is the one on record, so that nobody types another."""
    calls = notice.kind is NoticeKind.CALL
    phones = Recipient.objects.filter(dossier_id=item.dossier_id).order_by("-version")
    return Attempt.objects.create(
        dossier_id=item.dossier_id,
        item=item,
        round=course.round,
        number=Attempt.objects.filter(dossier_id=item.dossier_id).count() + 1,
        reason=reason,
        counted=reason not in NOT_COUNTED,
        notice=notice.kind,
        dialled=phones.values_list("phone", flat=True)[0] if calls else "",
        called_at=notice.called_at if calls else None,
        note=notice.note.strip() if notice.kind is NoticeKind.NOTE else "",
        slot_day=slot.day if slot else None,
        slot_part=slot.part if slot else "",
        attempted_at=act.at,
        by_id=act.actor.id,
    )


def _tell(act: Act, dossier: Dossier, made: Attempt, slot: Slot | None) -> None:
    news = after_try(made.number, AttemptReason(made.reason), slot)
    dossiers.tell(act, [dossier], MessageKind.ATTEMPT_FAILED, occasion=made.number, news=news)


def after_try(number: int, reason: AttemptReason, slot: Slot | None) -> str:
    """What the person is told of a try, in whole sentences."""
    after = (
        f"Hẹn phát lại {slot.words}."
        if slot
        else "Bưu gửi sẽ được giữ tại một điểm phục vụ bưu chính; nơi giữ và hạn giữ sẽ báo ngay."
    )
    why = reason.label
    return f"Lần {number}: {why[:1].lower()}{why[1:]}. {after}"
