"""What travels together: things that go the same way at the same time of a day stand on one list."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID

from tram.cli.world.acts import Deed, End, Member, Offer, Sign
from tram.core.calendar import ZONE
from tram.custody.rules.handovers import ManifestKind

COUNTED = timedelta(minutes=4)
LEAVES: dict[ManifestKind, tuple[time, ...]] = {
    ManifestKind.PICK_UP: (time(16, 15),),
    ManifestKind.HAND_OVER: (time(8, 0),),
    ManifestKind.TO_AGENCY: (time(10, 40), time(15, 50)),
    ManifestKind.RESULT_TO_DESK: (time(15, 30),),
    ManifestKind.RESULT_OUT: (time(9, 0),),
    ManifestKind.PAPERS_TO_DESK: (time(15, 50),),
}
"""From when on a list of a kind is offered, within twenty minutes."""


@dataclass(frozen=True, slots=True)
class Road:
    """One way: what kind of list, between whom, who signs."""

    kind: ManifestKind
    giver: End
    receiver: End
    gives: Member
    receives: Member


@dataclass(slots=True)
class Leg:
    """One list: when it is offered and signed, and what stands on it."""

    road: Road
    offered_at: datetime
    items: list[UUID] = field(default_factory=list)

    @property
    def signed_at(self) -> datetime:
        """When it changes hands."""
        return self.offered_at + COUNTED


class Legs:
    """Every list of the simulated years."""

    def __init__(self, seed: int) -> None:
        self.rng = Random(f"{seed}/legs")
        self.found: dict[tuple[Road, date, int], Leg] = {}

    def send(self, road: Road, item: UUID, day: date, turn: int = 0) -> datetime:
        """Put a thing on the list of a day's turn; when that list is signed."""
        key = (road, day, turn)
        leg = self.found.get(key)
        if leg is None:
            leg = self.found[key] = Leg(road, self._moment(day, LEAVES[road.kind][turn]))
        leg.items.append(item)
        return leg.signed_at

    def _moment(self, day: date, from_: time) -> datetime:
        start = datetime.combine(day, from_, ZONE).astimezone(UTC)
        return start + timedelta(seconds=self.rng.randrange(15 * 60))

    def acts(self, ident: Random) -> list[Deed]:
        """Two acts for each list: offered by the one, signed by the other."""
        made: list[Deed] = []
        for leg in self.found.values():
            road, items = leg.road, tuple(leg.items)
            first, second = (UUID(int=ident.getrandbits(128), version=4) for _ in "12")
            offer = Offer(
                leg.offered_at, first, road.gives, road.kind, road.giver, road.receiver, items
            )
            made += [
                offer,
                Sign(leg.signed_at, second, road.receives, offer.made("manifest"), items),
            ]
        return made
