"""The board of requests to be called on at home (bảng yêu cầu lấy hồ sơ tại nhà)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q

from tram.accounts.rules.access import Right, may
from tram.core.acts import Actor
from tram.custody.models import PickUpRequest
from tram.custody.queries.receipts import place_name
from tram.custody.rules.counter import PickUpEnd, PickUpState, Slot
from tram.dossiers.queries.reach import below, held

WAITING = (PickUpState.OPEN, PickUpState.ASSIGNED)


@dataclass(frozen=True)
class Call:
    """One request as the board shows it; `mine` = this person was sent."""

    id: UUID
    point_id: int
    point: str
    full_name: str
    phone: str
    address: str
    commune_id: int | None
    commune: str
    procedure_code: str
    procedure: str
    wished_on: date
    slot: Slot
    state: PickUpState
    asked_at: datetime
    courier: str
    mine: bool
    ended_at: datetime | None
    reason: str
    words: str

    @property
    def waiting(self) -> bool:
        """It has not ended."""
        return self.state in WAITING

    @property
    def whole_address(self) -> str:
        """Street and commune in one line."""
        return ", ".join(part for part in (self.address, self.commune) if part)


def _reach(actor: Actor) -> Q:
    """Requests of the points where this person takes in or that they manage, and those they were sent for."""
    points = held(actor, Right.TAKE_IN) | below(held(actor, Right.MANAGE_POST))
    sent = Q(courier=actor.user_id) if may(actor, Right.COLLECT) else Q(pk__in=())
    return Q(point__in=points) | sent


def board(actor: Actor, limit: int = 200) -> list[Call]:
    """What waits to be collected, the next day first."""
    rows = _rows(actor).filter(state__in=WAITING)
    return [_call(row, actor) for row in rows.order_by("wished_on", "slot", "asked_at")[:limit]]


def ended(actor: Actor, limit: int = 50) -> list[Call]:
    """What was collected or cancelled, the latest first."""
    rows = _rows(actor).exclude(state__in=WAITING)
    return [_call(row, actor) for row in rows.order_by(F("ended_at").desc())[:limit]]


def call(actor: Actor, request_id: UUID) -> Call | None:
    """One request, for whom it concerns."""
    row = _rows(actor).filter(id=request_id).first()
    return _call(row, actor) if row else None


def _rows(actor: Actor) -> Any:
    joined = ("point", "commune__parent", "version__procedure", "courier")
    return PickUpRequest.objects.select_related(*joined).filter(_reach(actor))


def _call(row: Any, actor: Actor) -> Call:
    return Call(
        id=row.id,
        point_id=row.point_id,
        point=row.point.name,
        full_name=row.full_name,
        phone=row.phone,
        address=row.address,
        commune_id=row.commune_id,
        commune=place_name(row.commune),
        procedure_code=row.version.procedure.code if row.version else "",
        procedure=row.version.name if row.version else "",
        wished_on=row.wished_on,
        slot=Slot(row.slot),
        state=PickUpState(row.state),
        asked_at=row.asked_at,
        courier=row.courier.full_name if row.courier else "",
        mine=row.courier_id == actor.user_id,
        ended_at=row.ended_at,
        reason=PickUpEnd(row.end_reason).label if row.end_reason else "",
        words=row.end_words,
    )
