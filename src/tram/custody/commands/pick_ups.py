"""Requests to be called on at home (yêu cầu lấy hồ sơ tại nhà): each stays on its point's board until it ends."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from tram.accounts.rules.access import GRANTS, Right, Role, may, require
from tram.core import rows
from tram.core.acts import Act
from tram.core.calendar import local_date, vn_date
from tram.core.errors import Refused
from tram.core.requests import command
from tram.custody.models import PickUpRequest
from tram.custody.rules.counter import PickUpEnd, PickUpState, Slot, require_words
from tram.directory import queries as directory


@dataclass(frozen=True)
class Asked:
    """Who asks to be called on, where and when; a procedure if it is known already."""

    full_name: str
    phone: str
    address: str
    commune_id: int | None
    wished_on: date
    slot: Slot
    version_id: int | None = None


@command
def ask_pick_up(act: Act, *, asked: Asked) -> dict[str, Any]:
    """Write a request onto the board of the teller's point (QĐ 45/2016/QĐ-TTg: at the address a customer asks for)."""
    point = act.place_id or 0
    require(act.actor, Right.TAKE_IN, [point])
    if asked.wished_on < local_date(act.at):
        raise Refused(
            "day-gone",
            f"Ngày hẹn {vn_date(asked.wished_on)} đã qua. Hãy chọn hôm nay hoặc ngày sau.",
        )
    made = PickUpRequest(
        id=act.derive("pick-up"),
        point_id=point,
        **vars(asked),
        state=PickUpState.OPEN,
        asked_at=act.at,
        asked_by_id=act.actor.user_id,
    )
    rows.add(made)
    return {"request": made.id}


@command
def assign_pick_up(act: Act, *, request_id: UUID, courier_id: int) -> dict[str, Any]:
    """Give a request to who will call on the customer: a postman of the offices above the point, or its teller."""
    found = _open(act, request_id)
    courier = directory.actor_of(courier_id, "")
    if not may(courier, Right.COLLECT, directory.scope(found.point_id)):
        raise Refused(
            "not-a-courier",
            "Người này không có nhiệm vụ lấy hồ sơ cho điểm này. Hãy chọn người khác.",
        )
    found.courier_id, found.state = courier_id, PickUpState.ASSIGNED
    found.save(update_fields=["courier", "state"])
    return {"request": found.id}


@command
def cancel_pick_up(
    act: Act, *, request_id: UUID, reason: PickUpEnd, words: str = ""
) -> dict[str, Any]:
    """Take a request off the board with its reason: a teller of the point, or who was sent and met nobody."""
    found = _open(act, request_id)
    require_words(reason is PickUpEnd.OTHER, words)
    found.end_reason = reason
    found.end_words = words.strip() if reason is PickUpEnd.OTHER else ""
    _end(act, found, PickUpState.CANCELLED, "end_reason", "end_words")
    return {"request": found.id}


def collect(act: Act, request_id: UUID, point_id: int) -> None:
    """A dossier was taken in for this request, inside the caller's command; several may be, on one call."""
    found = _locked(request_id)
    if found.courier_id != act.actor.user_id or found.point_id != point_id:
        raise Refused(
            "not-yours",
            "Yêu cầu lấy hồ sơ này chưa giao cho bạn. Hãy nhờ điểm phục vụ giao lại cho bạn.",
        )
    if found.state == PickUpState.CANCELLED:
        raise _ended(found)
    if found.state == PickUpState.ASSIGNED:
        _end(act, found, PickUpState.COLLECTED)


def may_collect(act: Act, point_id: int) -> None:
    """Refuse unless this person may take dossiers in away from the counter for a point."""
    require(act.actor, Right.COLLECT, directory.scope(point_id))


def _open(act: Act, request_id: UUID) -> PickUpRequest:
    found = _locked(request_id)
    own = found.courier_id == act.actor.user_id and may(act.actor, Right.COLLECT)
    if not own:
        require(act.actor, Right.TAKE_IN, [found.point_id])
    if found.state not in {PickUpState.OPEN, PickUpState.ASSIGNED}:
        raise _ended(found)
    return found


def _locked(request_id: UUID) -> PickUpRequest:
    found = rows.lock(PickUpRequest, [request_id]).get(request_id)
    if found is None:
        raise Refused("no-such-request", "Không tìm thấy yêu cầu lấy hồ sơ này.")
    return found


def _ended(found: PickUpRequest) -> Refused:
    label = PickUpState(found.state).label.lower()
    return Refused("request-ended", f"Yêu cầu lấy hồ sơ này {label} nên không đổi được nữa.")


def _end(act: Act, found: PickUpRequest, state: PickUpState, *fields: str) -> None:
    found.state, found.ended_at, found.ended_by_id = state, act.at, act.actor.user_id
    found.save(update_fields=["state", "ended_at", "ended_by", *fields])


def is_postman(act: Act) -> bool:
    """On the road as a postman: what is collected goes into the bag, not into a drawer."""
    return Right.TAKE_IN not in {
        right for duty in act.actor.duties for right in GRANTS[Role(duty.role)]
    }
