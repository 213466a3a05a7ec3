"""The customer comes to the point where it is held (nhận tại điểm giữ): the same evidence as at the door."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from tram.accounts.rules.access import Right, require
from tram.core.acts import Act
from tram.core.errors import Refused
from tram.core.requests import command
from tram.custody.commands import chain, holding, originals
from tram.custody.commands import evidence as evidences
from tram.custody.commands.delivery import collect
from tram.custody.commands.evidence import Evidence
from tram.custody.models import Holding, Item, ItemKind
from tram.custody.rules.attempts import HoldEnding
from tram.custody.rules.originals import Collected
from tram.dossiers import commands as dossiers
from tram.dossiers.models import Dossier
from tram.dossiers.rules.messages import MessageKind
from tram.dossiers.rules.states import Action


@command
def collect_at_point(
    act: Act, *, dossier_id: UUID, evidence: Evidence, collected: Sequence[Collected] = ()
) -> dict[str, Any]:
    """The teller gives what is held to its person; dues and originals first, as at the door."""
    dossier = dossiers.lock([dossier_id])[dossier_id]
    held = Holding.objects.filter(dossier=dossier, ended_at=None).order_by("id").first()
    if held is None:
        raise Refused("not-held", "Bưu gửi này không giữ ở điểm phục vụ nào. Hãy tải lại trang.")
    require(act.actor, Right.GIVE_AT_POINT, [held.unit_id])
    items = _lying(dossier, held.unit_id)
    if not items:
        raise Refused("not-held", "Bưu gửi này không còn ở điểm phục vụ của bạn.")
    evidences.give(act, dossier, items, evidence)
    holding.end(act, [item.id for item in items], HoldEnding.COLLECTED)
    paid = collect(act, dossier_id, counter=held.unit_id)
    _end(act, dossier, items, held.unit_id, collected)
    return {"dossier": dossier_id, "collected_vnd": paid}


def _lying(dossier: Dossier, unit_id: int) -> list[Item]:
    """What of it lies at the point, locked."""
    items = chain.lock(list(dossier.items.values_list("id", flat=True)))
    return [item for item in items.values() if item.holder_id == chain.place(unit_id)]


def _end(
    act: Act,
    dossier: Dossier,
    items: Sequence[Item],
    unit_id: int,
    collected: Sequence[Collected],
) -> None:
    if items[0].kind != ItemKind.RESULT:
        dossiers.give_back(act, [dossier])
        return
    here = chain.place(unit_id)
    originals.end(act, dossier, Action.DELIVER, holder_id=here, collected=collected)
    dossiers.tell(act, [dossier], MessageKind.DELIVERED)
