"""What people do in the simulated years, as data: each act with its moment, its request, its person and its words.

The ids of what an act makes follow from its request, as they do in the commands (`Act.derive`).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import blake2b
from uuid import UUID, uuid5

from tram.core.acts import Act, Actor, Grade
from tram.custody.rules.attempts import AttemptReason, Notice, Slot
from tram.custody.rules.counter import PickUpEnd
from tram.custody.rules.counter import Slot as CallSlot
from tram.custody.rules.handovers import ManifestKind
from tram.dossiers.rules.states import RefusalReason, VoidReason


@dataclass(frozen=True, slots=True)
class Member:
    """A person on duty at a place."""

    user_id: int
    place_id: int


@dataclass(frozen=True, slots=True)
class Citizen:
    """An invented citizen and where the result is to go."""

    full_name: str
    phone: str
    address: str
    commune_id: int


@dataclass(frozen=True, slots=True)
class End:
    """A holder of things: a place (a unit's id) or a person on the road (a user's id)."""

    is_place: bool
    id: int


@dataclass(frozen=True, slots=True)
class Paper:
    """What both sides signed on paper while the line was down: its number, and when it was entered."""

    number: str
    entered_at: datetime


@dataclass(frozen=True, slots=True)
class Deed:
    """One act of one person at one moment; with a paper it was entered later."""

    at: datetime
    request_id: UUID
    by: Member
    paper: Paper | None = field(default=None, kw_only=True)

    @property
    def done_at(self) -> datetime:
        """When the system learned of it."""
        return self.paper.entered_at if self.paper else self.at

    @property
    def grade(self) -> Grade:
        """How well it is proved."""
        return Grade.SIGNED_PAPER if self.paper else Grade.SYSTEM

    def act(self, actor: Actor) -> Act:
        """The act of a command that does the same."""
        made = Act(self.request_id, actor, self.by.place_id, salt=salts(self.request_id))
        if self.paper:
            made.occurred_at, made.grade, made.paper = self.at, self.grade, self.paper.number
        return made

    def made(self, what: str, number: int = 0) -> UUID:
        """The id of what this act makes."""
        return uuid5(self.request_id, f"{what}/{number}")


@dataclass(frozen=True, slots=True)
class AskPickUp(Deed):
    """A teller notes who asks to be called on at home."""

    offer: int
    who: Citizen
    wished_on: date
    slot: CallSlot


@dataclass(frozen=True, slots=True)
class AssignPickUp(Deed):
    """The teller sends a postman."""

    call: UUID
    courier: int


@dataclass(frozen=True, slots=True)
class CancelPickUp(Deed):
    """The postman was there in vain."""

    call: UUID
    reason: PickUpEnd


@dataclass(frozen=True, slots=True)
class Away:
    """An intake at a customer's door: for which point, and which call it answers."""

    point: int
    call: UUID


@dataclass(frozen=True, slots=True)
class TakeIn(Deed):
    """A teller takes a dossier in at the counter of a point, or a postman at the customer's door."""

    offer: int
    who: Citizen
    grams: int
    seal: str
    both_ways: bool
    away: Away | None = None


@dataclass(frozen=True, slots=True)
class SignVoucher(Deed):
    """The customer signs the voucher."""

    dossier: UUID


@dataclass(frozen=True, slots=True)
class Submit(Deed):
    """A dossier is brought to the desk, or comes by the portal; `by_post`: its result is to go home by post."""

    offer: int
    who: Citizen
    by_post: bool
    online: bool


@dataclass(frozen=True, slots=True)
class BeginBag(Deed):
    """Somebody at a place opens a new bag."""

    holder: End


@dataclass(frozen=True, slots=True)
class PutIn(Deed):
    """A thing's cover is scanned into a bag."""

    bag: UUID
    item: UUID


@dataclass(frozen=True, slots=True)
class SealBag(Deed):
    """A bag is closed with a seal."""

    bag: UUID
    seal: str


@dataclass(frozen=True, slots=True)
class OpenBag(Deed):
    """Who carried a bag breaks its seal."""

    bag: UUID


@dataclass(frozen=True, slots=True)
class Offer(Deed):
    """Things are listed and signed by the giver."""

    kind: ManifestKind
    giver: End
    receiver: End
    items: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Sign(Deed):
    """The receiver has counted everything and signs."""

    manifest: UUID
    items: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class AskSupplement(Deed):
    """The desk asks for the first paper of the list again."""

    dossier: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class Supplement(Deed):
    """The citizen has brought what was asked for."""

    dossier: UUID


@dataclass(frozen=True, slots=True)
class Refuse(Deed):
    """The desk does not accept the dossier."""

    dossier: UUID
    code: RefusalReason
    reason: str


@dataclass(frozen=True, slots=True)
class GiveBack(Deed):
    """The papers of a refused dossier are fetched at the desk."""

    dossier: UUID


@dataclass(frozen=True, slots=True)
class Withdraw(Deed):
    """The citizen takes the dossier back: at the point before it left, or at the desk before its result."""

    dossier: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class GiveBackAtPoint(Deed):
    """The papers of a withdrawn dossier are handed back at the point, to who shows a card and signs a slip."""

    dossier: UUID
    name: str
    last4: str


@dataclass(frozen=True, slots=True)
class Accept(Deed):
    """The desk accepts, with a number and a due time."""

    dossier: UUID


@dataclass(frozen=True, slots=True)
class Settle(Deed):
    """A result is signed: by the agency, or `at_once` while the person waits at the desk."""

    dossier: UUID
    number: str
    issued_on: date
    name: str
    at_once: bool


@dataclass(frozen=True, slots=True)
class Pack(Deed):
    """The desk puts a result into a sealed cover."""

    dossier: UUID
    seal: str


@dataclass(frozen=True, slots=True)
class Deliver(Deed):
    """The postman gives a result to its person, who shows a card and signs a slip."""

    dossier: UUID
    name: str
    last4: str


@dataclass(frozen=True, slots=True)
class Void(Deed):
    """The teller undoes an intake that was a mistake."""

    dossier: UUID
    reason: VoidReason


@dataclass(frozen=True, slots=True)
class Try(Deed):
    """The postman was there in vain, and comes again."""

    dossier: UUID
    reason: AttemptReason
    notice: Notice
    slot: Slot


@dataclass(frozen=True, slots=True)
class Damage(Deed):
    """The postman reports that the cover of a result is torn."""

    dossier: UUID


@dataclass(frozen=True, slots=True)
class TakeInventory(Deed):
    """The torn cover is opened before a second person, who signs by PIN."""

    incident: UUID
    second: int


@dataclass(frozen=True, slots=True)
class Rewrap(Deed):
    """What was inside gets a new cover with a number and a seal of its own."""

    dossier: UUID
    incident: UUID
    seal: str


@dataclass(frozen=True, slots=True)
class Lose(Deed):
    """The postman reports that a result is lost."""

    dossier: UUID
    account: str


@dataclass(frozen=True, slots=True)
class Return(Deed):
    """A result is fetched at the desk."""

    dossier: UUID


def salts(request_id: UUID) -> Callable[[int], bytes]:
    """The salt of each line of a request: pseudo-random, and the same whoever writes the line."""

    def salt(line: int) -> bytes:
        return blake2b(request_id.bytes + line.to_bytes(2, "big"), digest_size=16).digest()

    return salt
