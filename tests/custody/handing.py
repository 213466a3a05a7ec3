"""Acts of handing over, shared by the tests of manifests."""

from uuid import UUID

from tests.cast import (
    Cast,
    act,
)
from tram.core.acts import Act
from tram.core.errors import Refused
from tram.custody.commands import chain, manifests
from tram.custody.commands.manifests import Found, Pin
from tram.custody.models import (
    Item,
    ItemKind,
    Outcome,
)
from tram.custody.rules.handovers import ManifestKind
from tram.directory.models import Unit
from tram.dossiers.models import Dossier


def papers(*taken: Dossier) -> list[UUID]:
    return [dossier.items.get(kind=ItemKind.PAPERS).id for dossier in taken]


def result(dossier: Dossier) -> list[UUID]:
    return [dossier.items.get(kind=ItemKind.RESULT).id]


def pick_up(who: Cast, items: list[UUID], **words: object) -> UUID:
    offered = manifests.offer(
        act(who.teller, who.point),
        kind=ManifestKind.PICK_UP,
        from_holder=chain.place(who.point.id),
        to_holder=chain.courier(who.postman.id),
        items=items,
        **words,  # type: ignore[arg-type]
    )
    return UUID(offered["manifest"])


def on_the_road(who: Cast, items: list[UUID]) -> None:
    sign(act(who.postman), pick_up(who, items), items)


def hand_over(who: Cast, items: list[UUID], desk: Unit | None = None) -> UUID:
    """The postman lists what he brings to a desk, signing in his own session."""
    offered = manifests.offer(
        act(who.postman),
        kind=ManifestKind.HAND_OVER,
        from_holder=chain.courier(who.postman.id),
        to_holder=chain.place((desk or who.desk).id),
        items=items,
    )
    return UUID(offered["manifest"])


def between(
    who: Cast, kind: ManifestKind, giver: Act, ends: tuple[int, int], items: list[UUID]
) -> UUID:
    offered = manifests.offer(
        giver, kind=kind, from_holder=ends[0], to_holder=ends[1], items=items
    )
    return UUID(offered["manifest"])


def sign(receiver: Act, manifest: UUID, items: list[UUID], pin: Pin | None = None) -> None:
    found = [Found(item, Outcome.RECEIVED) for item in items]
    manifests.sign_handover(receiver, manifest_id=manifest, found=found, pin=pin)


def holder_of(item: UUID) -> int:
    return Item.objects.get(id=item).holder_id


class Refusal:
    """Expects `Refused` with this code and a whole sentence."""

    def __init__(self, code: str) -> None:
        self.code = code

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: object, _trace: object) -> bool:
        assert isinstance(error, Refused), f"expected a refusal {self.code}, got {error!r}"
        assert error.code == self.code, error
        assert error.message.endswith("."), error.message
        return True
