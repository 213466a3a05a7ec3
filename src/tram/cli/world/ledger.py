"""All that is written: the rows of every table, the lines of the three books, and the things still on their way."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection, models

from tram.accounts.models import User
from tram.cash import commands as cash
from tram.cash.models import BOOK as CASH
from tram.cash.models import AccountKind, DoorCash, Quotation, Receipt, Refund, RefundLine
from tram.cli.world.acts import Citizen, Deed, End, Offer, Paper
from tram.cli.world.lines import Lines, Pen
from tram.cli.world.numbers import Numbers
from tram.cli.world.province import Offering, Province
from tram.cli.world.tables import Rows, Table
from tram.core import requests
from tram.core.acts import Actor
from tram.core.models import LaterEntry, Request
from tram.custody.commands import chain
from tram.custody.models import (
    BOOK as CUSTODY,
)
from tram.custody.models import (
    AddressIntake,
    Attempt,
    Bag,
    BagItem,
    Delivery,
    Envelope,
    EnvelopeItem,
    HolderKind,
    Incident,
    Inventory,
    InventoryPaper,
    Item,
    Manifest,
    ManifestEntry,
    ManifestState,
    Outcome,
    PickUpRequest,
    Recipient,
    ReturnChoice,
    Rewrap,
    Signature,
    SignedBy,
    VoucherIssue,
    VoucherSignature,
)
from tram.custody.queries.shifts import OUTSIDE
from tram.directory.models import Unit
from tram.directory.queries import working_times
from tram.dossiers.models import BOOK as DOSSIERS
from tram.dossiers.models import (
    Dossier,
    DossierPaper,
    DueTime,
    Letter,
    LetterPaper,
    Message,
    Party,
    Pause,
    Result,
    TrackingCode,
)
from tram.dossiers.rules.deadlines import Derivation
from tram.dossiers.rules.deadlines import Pause as Waited
from tram.dossiers.rules.states import State

# Before what points at them at once; an entry is written before its list, which takes none once it is signed, and what
# lies in a bag before the bag, which takes none once it is sealed.
FIRST: tuple[type[models.Model], ...] = (
    Request,
    Dossier,
    Item,
    Envelope,
    EnvelopeItem,
    BagItem,
    Bag,
    ManifestEntry,
    Manifest,
    VoucherIssue,
    Letter,
    PickUpRequest,
)
AFTER: tuple[type[models.Model], ...] = (
    Party,
    TrackingCode,
    DossierPaper,
    DueTime,
    Pause,
    Result,
    LetterPaper,
    Message,
    Recipient,
    ReturnChoice,
    VoucherSignature,
    Signature,
    Delivery,
    Quotation,
    Receipt,
    DoorCash,
    Refund,
    RefundLine,
    Attempt,
    Incident,
    Inventory,
    InventoryPaper,
    Rewrap,
    AddressIntake,
    LaterEntry,
)


@dataclass(slots=True)
class Thing:
    """An item on its way: who has it, its last line, the wave that line goes by, the cover it lies in."""

    id: UUID
    kind: str
    case: "Case"
    holder: int
    tip: bytes = b""
    seq: int = 1
    wave: int = 0
    clock: int = -1
    cover: dict[str, Any] | None = None
    bag: UUID | None = None


@dataclass(slots=True)
class Case:
    """A dossier on its way: what its row says now, its last line, its things."""

    id: UUID
    offering: Offering
    who: Citizen
    row: dict[str, Any]
    state: State = State.START
    tip: bytes | None = None
    seq: int = 0
    things: dict[str, Thing] = field(default_factory=dict)
    pauses: list[Waited] = field(default_factory=list)
    pending: dict[str, Any] = field(default_factory=dict)
    owed: int = 0
    paid: list[int] = field(default_factory=list)
    tries: int = 0
    derivation: Derivation | None = None


class Ledger:
    """The rows of every table, and what the next row needs to know."""

    def __init__(self, province: Province) -> None:
        self.province, self.numbers = province, Numbers()
        self.tables = {kind: Table(kind) for kind in (*FIRST, *AFTER)}
        self.dossiers, self.custody, self.cash = Lines(DOSSIERS), Lines(CUSTODY), Lines(CASH)
        self.cases: dict[UUID, Case] = {}
        self.things: dict[UUID, Thing] = {}
        self.lists: dict[UUID, dict[str, Any]] = {}
        self.ways: dict[UUID, Offer] = {}
        self.times = working_times()
        self.named = _series()
        self.calls: dict[UUID, dict[str, Any]] = {}
        self.bags: dict[UUID, dict[str, Any]] = {}
        self.signed: list[dict[str, Any]] = []
        self.holders: dict[End, int] = {}
        self.accounts: dict[tuple[str, int | None, int | None], int] = {}
        self.customer, self.lost = chain.customer(), chain.holder(HolderKind.INCIDENT)
        self.districts = {point.unit_id: point.district_id for point in province.points}
        self.made = 0

    def add(self, kind: type[models.Model], /, **values: Any) -> None:
        """One row."""
        self.tables[kind].add(**values)

    def asked(self, pen: Pen, name: str, words: dict[str, Any], answer: dict[str, Any]) -> None:
        """The request of an act with its answer, as `core.requests` keeps it."""
        deed = pen.deed
        act = deed.act(Actor(deed.by.user_id))
        self.add(
            Request,
            id=deed.request_id,
            command=name,
            body_hash=requests.body_hash(name, act, words),
            actor_id=deed.by.user_id,
            recorded_at=deed.done_at,
            answer=requests.plain(answer),
        )
        if deed.paper:
            self._entered_later(deed, deed.paper)

    def _entered_later(self, deed: Deed, paper: Paper) -> None:
        """The row of what was done on paper (`core.later`)."""
        self.add(
            LaterEntry,
            request_id=deed.request_id,
            grade=deed.grade,
            paper=paper.number,
            actor_id=deed.by.user_id,
            place_id=deed.by.place_id,
            occurred_at=deed.at,
            recorded_at=paper.entered_at,
        )

    def holder(self, end: End) -> int:
        """The id of a place or a courier."""
        found = self.holders.get(end)
        if found is None:
            found = chain.place(end.id) if end.is_place else chain.courier(end.id)
            self.holders[end] = found
        return found

    def place(self, unit_id: int) -> int:
        """The id of a unit as a holder."""
        return self.holder(End(True, unit_id))

    def series(self, giver: End) -> str:
        """The series in which a giver's lists are numbered."""
        return self.named[giver]

    def account(
        self, kind: AccountKind, unit_id: int | None = None, user_id: int | None = None
    ) -> int:
        """The id of an account."""
        key = (kind.value, unit_id, user_id)
        if key not in self.accounts:
            self.accounts[key] = cash.account(kind, unit_id=unit_id, user_id=user_id)
        return self.accounts[key]

    def finish(self, case: Case) -> None:
        """A dossier whose rows change no more."""
        del self.cases[case.id]
        self._rest(case)

    def _rest(self, case: Case) -> None:
        row = {**case.row, "state": case.state, "seq": case.seq}
        self.add(Dossier, id=case.id, **row)
        self.add(TrackingCode, **case.pending["code"])
        for pause in case.pending.get("pauses", ()):
            self.add(Pause, **pause)
        for letter in case.pending.get("letters", ()):
            self.add(Letter, **letter)
        for paper in case.pending.get("papers", ()):
            self.add(LetterPaper, **paper)
        for thing in case.things.values():
            self.things.pop(thing.id, None)
            self.add(
                Item,
                id=thing.id,
                dossier_id=case.id,
                kind=thing.kind,
                holder_id=thing.holder,
                seq=thing.seq,
            )
            self.finish_cover(thing)
        case.things.clear()  # each names the other: nothing would free them

    def finish_cover(self, thing: Thing) -> None:
        """The cover of a thing that gets another one."""
        if thing.cover:
            self._cover(thing, thing.cover)

    def _cover(self, thing: Thing, cover: dict[str, Any]) -> None:
        taken_out = cover.get("opened_at") or cover.get("voided_at")
        self.add(Envelope, **cover)
        self.add(
            EnvelopeItem,
            envelope_id=cover["id"],
            item_id=thing.id,
            put_at=cover["sealed_at"],
            taken_out_at=taken_out,
        )

    def finish_call(self, call: UUID) -> None:
        """A request to be called on that changes no more."""
        self.add(PickUpRequest, **self.calls.pop(call))

    def finish_bag(self, bag: UUID) -> None:
        """A bag whose rows change no more."""
        row = self.bags.pop(bag)
        for content in row.pop("contents"):
            self.add(BagItem, bag_id=bag, **content, taken_out_at=row.get("opened_at"))
        self.add(Bag, **row)

    def settle(self) -> None:
        """What is still under way stays as it is now: nothing more is to come."""
        for case in list(self.cases.values()):
            self.finish(case)
        for offered in list(self.lists.values()):
            self.close(offered, Outcome.PENDING, state=ManifestState.OFFERED)
        for call in list(self.calls):
            self.finish_call(call)
        for bag in list(self.bags):
            self.finish_bag(bag)
        self._learn_hours()

    @property
    def waiting(self) -> int:
        """How many rows are to be written."""
        return sum(rows.count for rows in self._every())

    def copy(self) -> Iterator[int]:
        """Write everything, in few statements; how many rows each time."""
        for rows in self._every():
            yield rows.copy()
        self.numbers.keep()

    def _every(self) -> Iterator[Rows]:
        """Every table in the order in which they may be written."""
        yield from (self.tables[kind] for kind in FIRST)
        for book in (self.dossiers, self.custody, self.cash):
            yield from book.waves
        yield from (self.tables[kind] for kind in AFTER)

    def close(self, offered: dict[str, Any], outcome: Outcome, **words: Any) -> None:
        """A list and what stands on it, as it was found."""
        for position, (item, envelope, bag) in enumerate(offered.pop("entries"), 1):
            self.add(
                ManifestEntry,
                manifest_id=offered["id"],
                position=position,
                item_id=item,
                envelope_id=envelope,
                bag_id=bag,
                outcome=outcome,
            )
        self.add(Manifest, **offered, **words)
        del self.lists[offered["id"]]

    def sign(self, manifest: UUID, side: str, deed: Deed, unit_id: int | None) -> None:
        """A signature of one side; whether the place was closed is asked for all of them together."""
        self.signed.append(
            {
                "manifest_id": manifest,
                "side": side,
                "at": deed.at,
                "user_id": deed.by.user_id,
                "unit": unit_id,
            }
        )

    def _learn_hours(self) -> None:
        closed = OUTSIDE.replace("%(at)s::timestamptz", "t.at").replace(
            "%(unit)s::bigint", "t.unit"
        )
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {closed} FROM unnest(%s::timestamptz[], %s::bigint[]) "
                "WITH ORDINALITY AS t (at, unit, place) ORDER BY t.place",
                [[one["at"] for one in self.signed], [one["unit"] for one in self.signed]],
            )
            answers = [row[0] for row in cursor.fetchall()]
        for one, outside in zip(self.signed, answers, strict=True):
            del one["unit"]
            self.add(Signature, **one, method=SignedBy.SESSION, outside_hours=outside)
        self.signed.clear()


def _series() -> dict[End, str]:
    """The series of every giver that there may be."""
    units = Unit.objects.values_list("id", "slug")
    users = User.objects.values_list("id", "username")
    return {
        **{End(True, unit): slug for unit, slug in units},
        **{End(False, user): f"bt-{name}" for user, name in users},
    }
