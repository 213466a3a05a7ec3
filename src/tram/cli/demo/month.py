"""A month simulated through the very commands that people use, at simulated hours, with a fixed seed.

Each act is a closure at its moment in one queue; what an act causes is put into the queue in turn. Nothing here
writes to a table.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from tram.cli.demo.agenda import Agenda, moment
from tram.cli.demo.counters import Counters
from tram.cli.demo.crew import Crew, Member, Offer
from tram.cli.demo.detours import Detours
from tram.cli.demo.doors import Doors
from tram.cli.demo.mishaps import Mishaps
from tram.cli.demo.offices import Offices
from tram.cli.demo.people import Invented, invent
from tram.cli.demo.roads import Roads
from tram.cli.demo.signing import signed_for
from tram.core import clock
from tram.core.calendar import ZONE, WorkingCalendar, local
from tram.custody.commands import alarms, chain, clocks, delivery, desk, intake, manifests
from tram.custody.models import Item, ItemKind, Outcome
from tram.custody.rules.handovers import ManifestKind
from tram.custody.rules.services import Service
from tram.dossiers import commands as dossiers
from tram.dossiers.models import Dossier, ResultChannel
from tram.dossiers.rules.states import PAUSED, State

# By shuttle, to the agency and back; and what ends at the desk.
OUT = (ManifestKind.SHUTTLE_OUT, ManifestKind.SHUTTLE_AGENCY)
BACK = (ManifestKind.SHUTTLE_BACK, ManifestKind.SHUTTLE_DESK)
TO_DESK = frozenset({ManifestKind.RESULT_TO_DESK, ManifestKind.SHUTTLE_DESK})
SHARE_POSTAL_IN = 0.30
SHARE_RETURN_BY_POST = 0.62


class Month(Agenda):
    """What lies where between two acts."""

    def __init__(self, crew: Crew, calendar: WorkingCalendar, seed: int) -> None:
        super().__init__(calendar, seed)
        self.crew, self.offers, self.points = crew, crew.offers, crew.points
        self.at_point: dict[int, list[UUID]] = defaultdict(list)
        self.on_road: dict[tuple[int, int], list[UUID]] = defaultdict(list)
        self.to_agency: dict[tuple[int, int], list[UUID]] = defaultdict(list)
        self.results: dict[tuple[int, int], list[UUID]] = defaultdict(list)
        self.to_post: dict[int, list[UUID]] = defaultdict(list)
        self.to_deliver: dict[int, list[UUID]] = defaultdict(list)
        self.detours = Detours(self)
        self.offices = Offices(self)

    def run(self, first: date, last: date, count: int) -> Iterator[int]:
        """Live from `first` to `last`, taking in `count` dossiers; yields once for each dossier taken in."""
        self.end = datetime.combine(last, time(18), ZONE)
        days = [day for day in self._days(first, last) if self.calendar.is_working(day)]
        self._prepare(days)
        for day in days:
            self._routine(day)
        for _ in range(count):
            self.at(
                moment(self.rng.choice(days), self.rng.uniform(7.5, 15.5), self.rng), self._arrival
            )
        while self.queue:
            when, _order, what = heapq.heappop(self.queue)
            with clock.simulated(when):
                what()
            if what == self._arrival:
                yield 1

    def _prepare(self, days: list[date]) -> None:
        self.counters, self.roads = Counters(self, days), Roads(self, days)
        self.doors, self.mishaps = Doors(self, days), Mishaps(self, days)

    @staticmethod
    def _days(first: date, last: date) -> Iterator[date]:
        for offset in range((last - first).days + 1):
            yield first + timedelta(days=offset)

    def _routine(self, day: date) -> None:
        self.at(datetime.combine(day, time(7), ZONE), dossiers.warn_all)
        self.at(datetime.combine(day, time(7, 5), ZONE), _watch_the_post)
        for hour, what in (
            (7.6, self.roads.from_office),
            (8.25, self._hand_over),
            (9.0, self._send_results),
            (9.25, self.detours.send_papers),
            (10.5, self.doors.to_office),
            (13.25, self.doors.run_sheets),
            (13.75, self._deliver),
            (14.5, self.detours.deliver_papers),
            (15.6, self.roads.begin_round),
            (15.75, self._bring_results),
            (15.85, self.detours.bring_papers),
            (16.25, self._pick_up),
            (16.4, self.roads.begin_round),
            (16.5, self._transfer),
            (17.0, self.roads.to_office),
            (17.25, self.mishaps.evening),
        ):
            self.at(moment(day, hour, self.rng, 5), what)

    def _arrival(self) -> None:
        if self.rng.random() < SHARE_POSTAL_IN:
            self._take_in()
        else:
            self._submit()

    def _addressee(self, who: Invented) -> intake.Addressee:
        return intake.Addressee(who.full_name, who.phone, who.address, who.commune_id)

    def _take_in(self) -> None:
        point, offer, who = (
            self.rng.choice(self.points),
            self.rng.choice(self.offers),
            invent(self.rng),
        )
        service = Service.BOTH if self.rng.random() < 0.85 else Service.SEND
        answer = intake.take_in(
            self.act(self.crew.tellers[point.id]),
            intake=self.counters.shape(self.intake(offer, who, service)),
        )
        self.counters.after(point, answer)
        self.at_point[point.id] += self.items(answer["dossier"])

    def intake(self, offer: Offer, who: Invented, service: Service) -> intake.Intake:
        """What the post writes down of one dossier."""
        return intake.Intake(
            version_id=offer.version_id,
            agency_id=offer.agency.id,
            service=service,
            submitter=who.person(),
            counted=offer.counted,
            grams=self.rng.choice((60, 90, 120, 180, 240, 310, 480, 650)),
            seal_number=self.seal(),
            recipient=self._addressee(who) if service is Service.BOTH else None,
            simulated=True,
            customer_present=True,
        )

    def _submit(self) -> None:
        offer, who = self.rng.choice(self.offers), invent(self.rng)
        by_post = self.rng.random() < SHARE_RETURN_BY_POST
        answer = desk.submit(
            self.act(self.crew.officers[offer.desk.id]),
            intake=desk.CounterIntake(
                version_id=offer.version_id,
                agency_id=offer.agency.id,
                submitter=who.person(),
                counted=offer.counted,
                recipient=self._addressee(who) if by_post else None,
                simulated=True,
            ),
        )
        dossier = UUID(answer["dossier"])
        self.at(self.later(self.rng.randrange(3, 20)), lambda: self.accept(dossier))

    @staticmethod
    def item(dossier: str | UUID, kind: ItemKind) -> UUID:
        """The latest item of a kind of one dossier."""
        found: UUID = (
            Item.objects.filter(dossier_id=dossier, kind=kind)
            .order_by("-lines__occurred_at")
            .values_list("id", flat=True)[0]
        )
        return found

    @staticmethod
    def items(dossier: str | UUID) -> list[UUID]:
        """The papers that a dossier came with: one cover, or several."""
        rows = Item.objects.filter(dossier_id=dossier, kind=ItemKind.PAPERS)
        return list(rows.order_by("part").values_list("id", flat=True))

    def hand(
        self,
        kind: ManifestKind,
        giver: Member,
        receiver: Member,
        holders: tuple[int, int],
        items: list[UUID],
        found: Sequence[manifests.Found] = (),
    ) -> None:
        """One hand-over, all received unless it was found otherwise."""
        all_there = [manifests.Found(item, Outcome.RECEIVED) for item in items]
        offered = manifests.offer(
            self.act(giver), kind=kind, from_holder=holders[0], to_holder=holders[1], items=items
        )
        manifests.sign_handover(
            self.act(receiver),
            manifest_id=UUID(offered["manifest"]),
            found=found or all_there,
        )

    def _pick_up(self) -> None:
        for point in self.points:
            items = self.roads.pick_up(point, self.at_point.pop(point.id, []))
            post = self.crew.postman_of(point).unit.id
            rows = Item.objects.filter(id__in=items).values_list("id", "dossier__desk_id")
            for item, desk_id in rows.order_by("id"):
                self.on_road[post, desk_id].append(item)

    def _hand_over(self) -> None:
        for (post, desk_id), carried in sorted(self.on_road.items()):
            items = self.roads.staying(post, carried)
            if not items:
                continue
            postman, officer = self.crew.postmen[post], self.crew.officers[desk_id]
            ends = (chain.courier(postman.user.id), chain.place(desk_id))
            self.hand(ManifestKind.HAND_OVER, postman, officer, ends, items)
            for dossier in self._whole(items):
                self.at(self.later(self.rng.randrange(10, 90)), lambda d=dossier: self.accept(d))  # type: ignore[misc]
        self.on_road.clear()

    @staticmethod
    def _whole(items: list[UUID]) -> list[UUID]:
        """The dossiers of these things that have arrived with every cover."""
        rows = Dossier.objects.filter(items__in=items).exclude(state=State.REGISTERED)
        return list(rows.distinct().order_by("id").values_list("id", flat=True))

    def accept(self, dossier_id: UUID) -> None:
        """The desk looks at a dossier: mostly it is accepted."""
        dossier = Dossier.objects.get(id=dossier_id)
        if self.detours.before_acceptance(dossier):
            return
        dossiers.accept(self.act(self.crew.officers[dossier.desk_id]), dossier_id=dossier_id)
        self.to_agency[dossier.desk_id, dossier.agency_id] += self.items(dossier_id)

    def _transfer(self) -> None:
        for (desk_id, agency_id), items in sorted(self.to_agency.items()):
            officer, specialist = self.crew.officers[desk_id], self.crew.specialists[agency_id]
            if self.roads.by_shuttle(desk_id):
                self.roads.carry(OUT, officer, specialist, items)
                continue
            ends = (chain.place(desk_id), chain.place(agency_id))
            self.hand(ManifestKind.TO_AGENCY, officer, specialist, ends, items)
            self.arrived(ManifestKind.TO_AGENCY, items)
        self.to_agency.clear()

    def arrived(self, kind: ManifestKind, items: list[UUID]) -> None:
        """What follows when things have reached the agency, or results the desk."""
        of_kind = ItemKind.RESULT if kind in TO_DESK else ItemKind.PAPERS
        fresh = Item.objects.filter(id__in=items, kind=of_kind)
        for dossier in Dossier.objects.filter(items__in=fresh).distinct().order_by("id"):
            (self._result_at_desk if kind in TO_DESK else self._at_agency)(dossier)

    def _at_agency(self, dossier: Dossier) -> None:
        settles_at = self._settled_at(dossier)
        self.at(settles_at, lambda: self._settle(dossier.id))
        self.offices.received(dossier, settles_at)
        self.detours.in_settlement(dossier)

    def _settled_at(self, dossier: Dossier) -> datetime:
        """Mostly in time, a few late; always in office hours."""
        if dossier.due_at is None or dossier.accepted_at is None:
            raise RuntimeError("a dossier in settlement has been accepted and has a due time")
        share = 1.15 if self.rng.random() < 0.03 else self.rng.uniform(0.25, 0.95)
        raw = local(dossier.accepted_at + (dossier.due_at - dossier.accepted_at) * share)
        day = (
            raw.date()
            if self.calendar.is_working(raw.date())
            else self.calendar.next_working(raw.date())
        )
        return max(moment(day, self.rng.uniform(8.0, 15.5), self.rng), self.later(30))

    def _settle(self, dossier_id: UUID) -> None:
        dossier = Dossier.objects.select_related("version").get(id=dossier_id)
        if State(dossier.state) in PAUSED or self.detours.on_the_way(dossier):
            self.at(self.in_office(self.later(60 * 24)), lambda: self._settle(dossier_id))
            return
        if State(dossier.state) is not State.PROCESSING:
            return
        desk.record_result(
            self.act(self.offices.settler(dossier)),
            dossier_id=dossier.id,
            number=f"{self.rng.randrange(100, 9999)}/TD",
            issued_on=local(clock.now()).date(),
            name=dossier.version.result_name[:300] or "Kết quả giải quyết",
        )
        item = self.item(dossier.id, ItemKind.RESULT)
        self.results[dossier.agency_id, dossier.desk_id].append(item)

    def _bring_results(self) -> None:
        for (agency_id, desk_id), items in sorted(self.results.items()):
            specialist, officer = self.crew.specialists[agency_id], self.crew.officers[desk_id]
            if self.roads.by_shuttle(desk_id):
                self.roads.carry(BACK, specialist, officer, items)
                continue
            ends = (chain.place(agency_id), chain.place(desk_id))
            self.hand(ManifestKind.RESULT_TO_DESK, specialist, officer, ends, items)
            self.arrived(ManifestKind.RESULT_TO_DESK, items)
        self.results.clear()

    def _result_at_desk(self, dossier: Dossier) -> None:
        if dossier.result_channel == ResultChannel.POSTAL:
            self.to_post[dossier.desk_id].append(dossier.id)
        else:
            later = self.later(self.rng.randrange(60 * 16, 60 * 70))
            self.at(later, lambda: self._return(dossier))

    def _return(self, dossier: Dossier) -> None:
        member = self.crew.officers[dossier.desk_id]
        desk.return_at_desk(self.act(member), dossier_id=dossier.id)

    def _send_results(self) -> None:
        for desk_id, packed in sorted(self.to_post.items()):
            officer = self.crew.officers[desk_id]
            for dossier_id in packed:
                seal = self.seal()
                desk.pack_result(self.act(officer), dossier_id=dossier_id, seal_number=seal)
            post = self.rng.choice(sorted(self.crew.postmen))
            postman = self.crew.postmen[post]
            ends = (chain.place(desk_id), chain.courier(postman.user.id))
            items = [self.item(dossier_id, ItemKind.RESULT) for dossier_id in packed]
            self.hand(ManifestKind.RESULT_OUT, officer, postman, ends, items)
            self.to_deliver[post] += packed
        self.to_post.clear()

    def _deliver(self) -> None:
        for post, dossier_ids in sorted(self.to_deliver.items()):
            for dossier_id in dossier_ids:
                if not self.doors.aside(post, dossier_id):
                    self.give(post, dossier_id)
        self.to_deliver.clear()

    def give(self, post: int, dossier_id: UUID, **words: object) -> None:
        """A result into the hands of its person; `words` go to the act."""
        evidence = self.evidence(dossier_id)
        act = self.act(self.crew.postmen[post], **words)
        delivery.deliver(act, dossier_id=dossier_id, evidence=evidence)

    def evidence(self, dossier_id: UUID) -> delivery.Evidence:
        """The person named has signed a slip and shown a card."""
        name = Dossier.objects.get(id=dossier_id).recipients.latest("version").full_name
        return signed_for(name, f"{self.rng.randrange(10_000):04d}")


def _watch_the_post() -> None:
    """What the worker does every few minutes, once a day: due times of the post, silent items."""
    clocks.reckon_all()
    alarms.watch_all()
