"""What becomes of a difference (42b): somebody is to clear it up, its cause is written, another person closes it."""

from typing import Any
from uuid import UUID

from tram.accounts.rules.access import Right, may
from tram.cash.commands.handovers import provincial_post
from tram.cash.commands.remittances import may_confirm
from tram.cash.models import DifferenceNote, MoneyDifference
from tram.cash.queries.differences import may_own
from tram.cash.rules.differences import (
    DifferenceState,
    DifferenceStep,
    Explanation,
    require_closable,
    require_open,
)
from tram.core.acts import Act, Actor
from tram.core.calendar import local_date
from tram.core.errors import Refused
from tram.core.requests import command
from tram.directory.queries import scope


def may_handle(actor: Actor, agency_id: int | None) -> bool:
    """Whether a person works on differences with this agency: the post's accountant, or the agency's."""
    if may(actor, Right.MANAGE_CASH, scope(provincial_post())):
        return True
    return agency_id is not None and may_confirm(actor, agency_id)


@command
def assign_difference(act: Act, *, difference_id: UUID, owner_id: int) -> dict[str, Any]:
    """Say who is to clear a difference up: somebody who answers for this money."""
    found = _locked(act, difference_id)
    agency = found.remittance.agency_id if found.remittance else None
    if not may_own(owner_id, agency, local_date(act.recorded)):
        raise Refused(
            "not-an-owner", "Người này không giữ việc thu, nộp tiền này: hãy chọn trong danh sách."
        )
    found.owner_id = owner_id
    found.save(update_fields=["owner"])
    _note(act, found, DifferenceStep.OWNED, owner_id=owner_id)
    return {"difference": found.id}


@command
def explain_difference(
    act: Act, *, difference_id: UUID, cause: Explanation, words: str = ""
) -> dict[str, Any]:
    """Write why a difference came about; until it is closed the cause may be written anew."""
    found = _locked(act, difference_id)
    found.state, found.cause = DifferenceState.EXPLAINED, cause
    found.explained_by_id = act.actor.id
    if found.owner_id is None:
        found.owner_id = act.actor.id
    found.save(update_fields=["state", "cause", "explained_by", "owner"])
    _note(act, found, DifferenceStep.EXPLAINED, cause=cause, words=words.strip())
    return {"difference": found.id}


@command
def settle_difference(act: Act, *, difference_id: UUID, words: str = "") -> dict[str, Any]:
    """Close a difference whose cause another person wrote; it stays to be seen, and never changes again."""
    found = _locked(act, difference_id)
    require_closable(DifferenceState(found.state), found.explained_by_id, act.actor.id)
    found.state = DifferenceState.SETTLED
    found.settled_by_id, found.settled_at = act.actor.id, act.recorded
    found.save(update_fields=["state", "settled_by", "settled_at"])
    _note(act, found, DifferenceStep.SETTLED, words=words.strip())
    return {"difference": found.id}


def _note(act: Act, found: MoneyDifference, step: DifferenceStep, **more: Any) -> None:
    DifferenceNote.objects.create(
        difference=found, step=step, by_id=act.actor.id, at=act.recorded, **more
    )


def _locked(act: Act, difference_id: UUID) -> MoneyDifference:
    rows = MoneyDifference.objects.select_for_update(no_key=True, of=("self",))
    found = rows.select_related("remittance").filter(id=difference_id).first()
    if found is None:
        raise Refused("no-such-difference", "Không có sai lệch này. Hãy tải lại trang.")
    if not may_handle(act.actor, found.remittance.agency_id if found.remittance else None):
        raise Refused(
            "not-allowed",
            "Chỉ kế toán của bưu điện tỉnh hoặc của cơ quan nhận tiền xử lý được sai lệch này.",
        )
    require_open(DifferenceState(found.state))
    return found
