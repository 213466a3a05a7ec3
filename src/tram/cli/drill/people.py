"""The people of a drill: who stands where, and who may sign for a holder."""

from dataclasses import dataclass
from random import Random
from uuid import UUID

from tram.accounts.models import User
from tram.cli.demo.crew import PIN, Crew, Member
from tram.core.acts import Act, Secret
from tram.custody.commands.manifests import Pin
from tram.custody.models import Holder, HolderKind

# Few places and few agencies, so that the players meet.
POINTS, OFFERS = 3, 3


@dataclass(frozen=True)
class People:
    """The crew of a demonstration, met by the holder they stand for."""

    crew: Crew

    @property
    def postmen(self) -> list[Member]:
        """Every postman."""
        return list(self.crew.postmen.values())

    @property
    def tellers(self) -> list[Member]:
        """The tellers of the points that the drill uses."""
        return [self.crew.tellers[point.id] for point in self.crew.points[:POINTS]]

    def at(self, holder: Holder) -> Member | None:
        """Who stands for a holder; None for the customer and an incident."""
        if holder.kind == HolderKind.COURIER:
            return next((each for each in self.postmen if each.user.id == holder.user_id), None)
        rooms = (self.crew.tellers, self.crew.officers, self.crew.specialists, self.crew.postmen)
        unit = holder.unit_id or 0
        return next((room[unit] for room in rooms if unit in room), None)

    def anybody(self, luck: Random) -> Member:
        """Somebody, whoever."""
        return luck.choice([*self.postmen, *self.tellers, *self.crew.officers.values()])


def act(member: Member, luck: Random) -> Act:
    """A new act whose id comes from the player's own luck, so that a seed tells the whole drill."""
    return member.act(request_id=UUID(int=luck.getrandbits(128), version=4))


def pin(user: User) -> Pin:
    """The PIN that everybody of a demonstration has."""
    return Pin(user.username, Secret(PIN))
