"""A secrecy mark found after intake: the thing goes no further by this way and back to its customer (17c)."""

from typing import Any
from uuid import UUID

from tram.core.acts import Act
from tram.core.errors import Refused
from tram.core.requests import command
from tram.custody.commands import chain, charges
from tram.custody.commands.incidents import open_incident, require_party
from tram.custody.models import Envelope, EnvelopeItem, HolderKind
from tram.custody.rules.incidents import IncidentKind
from tram.dossiers import commands as dossiers
from tram.dossiers.rules.states import State, VoidReason


@command
def give_secret_back(act: Act, *, incident_id: UUID) -> dict[str, Any]:
    """Papers with a mark go back to the customer, who is pointed to KT1; the intake is voided.

    What was paid goes back when another person approves.

    Luật Bảo vệ bí mật nhà nước; TT 19/2017/TT-BTTTT.
    """
    incident = open_incident(incident_id)
    require_party(act, incident)
    if incident.kind != IncidentKind.SECRECY_MARK:
        raise Refused("no-mark", "Sự cố này không phải do dấu mật.")
    dossier = dossiers.lock([incident.dossier_id])[incident.dossier_id]
    item = chain.lock([incident.item_id])[incident.item_id]
    if item.holder.kind not in (HolderKind.PLACE, HolderKind.COURIER):
        raise Refused("has-left", "Bưu điện không còn giữ vật này nên không trả lại khách được.")
    if State(dossier.state) is not State.REGISTERED:
        raise Refused(
            "has-left",
            "Cơ quan đã nhận hồ sơ nên bưu điện không tự trả lại được. Hãy chuyển lại bộ phận một cửa.",
        )
    dossiers.void(act, dossier, reason=VoidReason.SECRECY_MARK)
    chain.hand(
        act,
        [item],
        to_holder=chain.customer(),
        giver=act.actor.user_id,
        receiver=None,
        body={"what": "secrecy-mark"},
    )
    contents = EnvelopeItem.objects.filter(item=item, taken_out_at=None)
    covers = list(contents.values_list("envelope_id", flat=True))
    contents.update(taken_out_at=act.at)
    Envelope.objects.filter(id__in=covers).update(voided_at=act.at)
    point = dossier.intake_point_id
    back = charges.give_back(act, dossier.id, point, None) if point else {}
    return {"incident": incident.id, **back}
