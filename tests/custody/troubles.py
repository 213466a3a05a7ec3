"""Acts of incidents, shared by their tests."""

from uuid import UUID

from tests.cast import PIN, Cast, act, person
from tram.accounts.models import User
from tram.accounts.rules.access import Role
from tram.core.acts import Act, Secret
from tram.custody.commands import damage, incidents
from tram.custody.commands.manifests import Pin
from tram.custody.models import Incident, Item, ItemKind
from tram.custody.queries import troubles
from tram.custody.rules.incidents import Circumstance, IncidentKind, PaperCondition
from tram.directory.models import Unit
from tram.dossiers.models import Dossier

FIRST = {
    IncidentKind.LOSS: Circumstance.NOT_FOUND,
    IncidentKind.DAMAGE: Circumstance.WET,
    IncidentKind.MISROUTE: Circumstance.WRONG_PLACE,
    IncidentKind.SEAL_BROKEN: Circumstance.SEAL_TORN,
    IncidentKind.SECRECY_MARK: Circumstance.MARK_ON_PAPER,
}
WORDS = "Thấy lúc sắp xếp bưu gửi đầu giờ sáng."


def manager() -> User:
    """A manager of the provincial post, who did not report."""
    return person(
        "ql.mau", "Quản Lý Mẫu", Role.POST_MANAGER, Unit.objects.get(kind="provincial-post")
    )


def papers(dossier: Dossier) -> Item:
    return dossier.items.get(kind=ItemKind.PAPERS)


def report(by: Act, item: Item, kind: IncidentKind, **changes: object) -> Incident:
    """A case of this kind, reported now."""
    from tram.core import clock

    words = {
        "kind": kind,
        "circumstance": FIRST[kind],
        "account": WORDS,
        "found_at": clock.now(),
        "whereabouts": "Bưu cục khác" if kind is IncidentKind.MISROUTE else "",
        **changes,
    }
    answer = incidents.report(by, item_id=item.id, report=incidents.Report(**words))  # type: ignore[arg-type]
    return Incident.objects.get(id=UUID(str(answer["incident"])))


def pin(user: User) -> Pin:
    return Pin(user.username, Secret(PIN))


def opened(incident: Incident, spoilt: int = 0) -> damage.Opened:
    """Every paper as listed, the paper `spoilt` (its place from 1) damaged."""
    listed = troubles.contents(incident.item_id)
    return damage.Opened(
        cover="Bao bì ướt, mép rách",
        grams=130,
        papers=tuple(
            damage.CountedPaper(seq, expected, PaperCondition.DAMAGED, "Nhòe mực, còn đọc được")
            if seq == spoilt
            else damage.CountedPaper(seq, expected, PaperCondition.WHOLE)
            for seq, (_name, expected) in enumerate(listed, 1)
        ),
    )


def inventory(who: Cast, incident: Incident, spoilt: int = 0) -> None:
    """Counted and signed by the teller and the postman."""
    damage.take_inventory(
        act(who.teller, who.point),
        incident_id=incident.id,
        opened=opened(incident, spoilt),
        pin=pin(who.postman),
    )
