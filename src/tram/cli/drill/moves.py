"""What a player of the drill does: offers, signs, refuses, cancels, loses, finds, tries, delivers, packs in bags.

Half of it is what the next person would sensibly do, half is what must be refused; all of it by the real commands.
"""

from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

from tram.cli.demo.crew import Member
from tram.cli.drill.people import People, act, pin
from tram.core import clock
from tram.core.errors import Refused
from tram.custody.commands import attempts, bags, chain, delivery, desk, incidents, manifests
from tram.custody.commands.manifests import Found
from tram.custody.models import (
    Holder,
    Incident,
    Item,
    ItemKind,
    Manifest,
    ManifestState,
    Outcome,
    ProofKind,
    ReceiptKind,
    Relation,
)
from tram.custody.queries.ready import ready_groups, ready_things
from tram.custody.rules.attempts import AttemptReason, DayPart, Notice, NoticeKind, Slot
from tram.custody.rules.counting import Fault
from tram.custody.rules.handovers import RULES, ManifestKind
from tram.custody.rules.incidents import Circumstance, IncidentKind, IncidentState
from tram.dossiers import commands as dossiers
from tram.dossiers.rules.states import State

Deed = Callable[[], Any]
SENSIBLE = 0.75


class Player:
    """One player: their luck, the people, the things they fight over."""

    def __init__(self, people: People, things: list[UUID], luck: Random) -> None:
        self.people, self.things, self.luck = people, things, luck

    def deed(self) -> tuple[str, Deed]:
        """What this player tries next, by name."""
        return self.luck.choices(
            [
                ("offer", self.offer),
                ("answer", self.answer),
                ("work", self.work),
                ("lose", self.lose),
                ("find", self.find),
                ("attempt", self.attempt),
                ("deliver", self.deliver),
                ("bag", self.bag),
            ],
            [10, 12, 6, 1, 2, 3, 2, 1],
        )[0]

    def _thing(self, **where: Any) -> Item:
        rows = Item.objects.select_related("holder", "dossier")
        mine = rows.filter(**where) if where else rows.filter(id=self.luck.choice(self.things))
        found = list(mine.order_by("id")[:50])
        if not found:
            raise Nothing
        return self.luck.choice(found)

    def _at(self, holder: Holder) -> Member:
        member = self.people.at(holder)
        if member is None:
            raise Nothing
        return member

    def offer(self) -> Any:
        """List what is ready where some thing lies, or whatever comes to hand."""
        holder = self._thing().holder
        member = self._at(holder)
        groups = ready_groups([holder.id])
        if groups and self.luck.random() < SENSIBLE:
            group = self.luck.choice(groups)
            ready = ready_things([holder.id], group.kind, group.to_unit, limit=20)
            items = [each.item_id for each in ready]
            items = self.luck.sample(items, min(len(items), self.luck.randint(1, 8)))
            to = chain.place(group.to_unit) if group.to_unit else self._receiver(group.kind)
            kind = group.kind
        else:
            kind = self.luck.choice(list(ManifestKind))
            items = self.luck.sample(self.things, 2)
            to = self._receiver(kind)
        return manifests.offer(
            act(member, self.luck), kind=kind, from_holder=holder.id, to_holder=to, items=items
        )

    def _receiver(self, kind: ManifestKind) -> int:
        if RULES[kind].receiver == "courier":
            return chain.courier(self.luck.choice(self.people.postmen).user.id)
        return chain.place(self.luck.choice(self.people.tellers).unit.id)

    def answer(self) -> Any:
        """Sign, refuse in part, or cancel one of the last offers; sometimes by somebody who must not."""
        rows = Manifest.objects.order_by("-offered_at", "id")
        open_ = rows if self.luck.random() > SENSIBLE else rows.filter(state=ManifestState.OFFERED)
        found = list(open_.select_related("from_holder", "to_holder")[:12])
        if not found:
            raise Nothing
        manifest, chance = self.luck.choice(found), self.luck.random()
        if chance < 0.15:
            giver = act(self._at(manifest.from_holder), self.luck)
            return manifests.cancel_offer(giver, manifest_id=manifest.id)
        by = self.people.anybody(self.luck) if chance < 0.25 else self._at(manifest.to_holder)
        listed = manifest.entries.order_by("position").values_list("item_id", flat=True)
        counted = [self._count(item) for item in listed]
        return manifests.sign_handover(act(by, self.luck), manifest_id=manifest.id, found=counted)

    def _count(self, item: UUID) -> Found:
        chance = self.luck.random()
        if chance < 0.06:
            return Found(item, Outcome.MISSING, Fault.NOT_THERE)
        if chance < 0.12:
            return Found(item, Outcome.REFUSED, Fault.DAMAGED)
        return Found(item, Outcome.RECEIVED)

    def work(self) -> Any:
        """The desk accepts, the agency settles, the desk packs: so that there is something to bring home."""
        item = self._thing(
            holder__kind="place",
            dossier__state__in=[State.ARRIVED, State.PROCESSING, State.SETTLED],
        )
        member, dossier = self._at(item.holder), item.dossier
        if dossier.state == State.ARRIVED:
            return dossiers.accept(act(member, self.luck), dossier_id=dossier.id)
        if dossier.state == State.PROCESSING:
            return desk.record_result(
                act(member, self.luck),
                dossier_id=dossier.id,
                number="1/KQ",
                issued_on=clock.today(),
                name="Kết quả",
            )
        officer = act(self.people.crew.officers[dossier.desk_id], self.luck)
        return desk.pack_result(officer, dossier_id=dossier.id, seal_number=self._seal())

    def _seal(self) -> str:
        return f"DT{self.luck.getrandbits(48):x}"

    def lose(self) -> Any:
        """Whoever holds a thing says that it is gone."""
        item = self._thing()
        report = incidents.Report(
            IncidentKind.LOSS, Circumstance.NOT_FOUND, "Tìm khắp nơi giữ không thấy", clock.now()
        )
        return incidents.report(
            act(self._at(item.holder), self.luck), item_id=item.id, report=report
        )

    def find(self) -> Any:
        """A lost thing is brought to a point, whose teller signs by PIN."""
        rows = Incident.objects.filter(kind=IncidentKind.LOSS, state=IncidentState.OPEN)
        lost = list(rows.order_by("id")[:20])
        if not lost:
            raise Nothing
        incident = self.luck.choice(lost)
        teller = self.luck.choice(self.people.tellers)
        finder = Holder.objects.get(id=incident.holder_id)
        return incidents.found(
            act(self._at(finder), self.luck),
            incident_id=incident.id,
            to_holder=chain.place(teller.unit.id),
            pin=pin(teller.user),
        )

    def _carried(self) -> tuple[Item, Member]:
        item = self._thing(kind=ItemKind.RESULT, holder__kind="courier")
        return item, self._at(item.holder)

    def attempt(self) -> Any:
        """A postman stands before a closed door."""
        item, postman = self._carried()
        now = clock.now()
        return attempts.record_attempt(
            act(postman, self.luck),
            dossier_id=item.dossier_id,
            reason=AttemptReason.ABSENT,
            notice=Notice(NoticeKind.CALL, called_at=now - timedelta(minutes=5)),
            slot=Slot(clock.today() + timedelta(days=1), DayPart.MORNING),
        )

    def deliver(self) -> Any:
        """A postman gives the result to its person."""
        item, postman = self._carried()
        said = delivery.Evidence(
            self.luck.choice(self._names(item)),
            Relation.SELF,
            ProofKind.CITIZEN_ID,
            proof_last4="1234",
            receipt=delivery.Receipt(ReceiptKind.SIGNED_PAPER, "PP-0001"),
        )
        return delivery.deliver(act(postman, self.luck), dossier_id=item.dossier_id, evidence=said)

    @staticmethod
    def _names(item: Item) -> list[str]:
        names = item.dossier.recipients.order_by("-version").values_list("full_name", flat=True)
        return list(names[:1]) or ["Người Nhận Mẫu"]

    def bag(self) -> Any:
        """A teller fills a bag, seals it, and half the time breaks it open again."""
        teller = self.luck.choice(self.people.tellers)
        place = chain.place(teller.unit.id)
        made = bags.begin_bag(act(teller, self.luck), holder_id=place)
        bag = UUID(made["bag"])
        items = Item.objects.filter(holder_id=place, containers__taken_out_at=None).order_by("id")
        for number in items.values_list("containers__envelope__number", flat=True)[:2]:
            if number:
                bags.put_in(act(teller, self.luck), bag_id=bag, code=number)
        bags.seal_bag(act(teller, self.luck), bag_id=bag, seal_number=self._seal())
        if self.luck.random() < 0.5:
            return bags.open_bag(act(teller, self.luck), bag_id=bag)
        return made


class Nothing(Refused):
    """There was nothing to do it with: neither accepted nor refused."""

    def __init__(self) -> None:
        super().__init__("nothing", "")
