"""A month simulated through the very commands that people use, at simulated hours, with a fixed seed.

Each act is a closure at its moment in one queue; what an act causes is put into the queue in turn. Nothing here
writes to a table.
"""

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from tram.cli.demo.crew import Crew, Member
from tram.cli.demo.detours import Detours
from tram.cli.demo.offices import Offices
from tram.cli.demo.people import Invented, invent
from tram.cli.demo.signing import signed_for
from tram.core import clock
from tram.core.acts import Act
from tram.core.calendar import ZONE, WorkingCalendar, local
from tram.custody.commands import alarms, chain, clocks, delivery, desk, intake, manifests
from tram.custody.models import Item, ItemKind, Outcome
from tram.custody.rules.handovers import ManifestKind
from tram.custody.rules.services import Service
from tram.dossiers import commands as dossiers
from tram.dossiers.models import Dossier, ResultChannel
from tram.dossiers.rules.states import PAUSED, State

SHARE_POSTAL_IN = 0.30
SHARE_RETURN_BY_POST = 0.62


def moment(day: date, hour: float, rng: Random, spread: int = 12) -> datetime:
    """A time of day in Việt Nam, some minutes around an hour."""
    start = datetime.combine(day, time(int(hour), int(hour % 1 * 60)), ZONE)
    return start + timedelta(minutes=rng.randrange(spread), seconds=rng.randrange(60))


class Month:
    """The queue of acts and what lies where between two acts."""

    def __init__(self, crew: Crew, calendar: WorkingCalendar, seed: int) -> None:
        self.crew, self.calendar = crew, calendar
        self.offers, self.points = crew.offers, crew.points
        self.rng = Random(seed)
        self.queue: list[tuple[datetime, int, Callable[[], object]]] = []
        self.order = 0
        self.seals = 0
        self.end = datetime.max.replace(tzinfo=ZONE)
        self.at_point: dict[int, list[UUID]] = defaultdict(list)
        self.on_road: dict[tuple[int, int], list[UUID]] = defaultdict(list)
        self.to_agency: dict[tuple[int, int], list[UUID]] = defaultdict(list)
        self.results: dict[tuple[int, int], list[UUID]] = defaultdict(list)
        self.to_post: dict[int, list[UUID]] = defaultdict(list)
        self.to_deliver: dict[int, list[UUID]] = defaultdict(list)
        self.detours = Detours(self)
        self.offices = Offices(self)

    def at(self, when: datetime, what: Callable[[], object]) -> None:
        """Put an act into the queue, unless it falls after the month."""
        if when <= self.end:
            self.order += 1
            heapq.heappush(self.queue, (when, self.order, what))

    def act(self, member: Member) -> Act:
        """A new act whose request id and salts come from the seed."""
        ident = UUID(int=self.rng.getrandbits(128), version=4)
        return member.act(request_id=ident, salt=lambda _line: self.rng.randbytes(16))

    def run(self, first: date, last: date, count: int) -> Iterator[int]:
        """Live from `first` to `last`, taking in `count` dossiers; yields once for each dossier taken in."""
        self.end = datetime.combine(last, time(18), ZONE)
        days = [day for day in self._days(first, last) if self.calendar.is_working(day)]
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

    @staticmethod
    def _days(first: date, last: date) -> Iterator[date]:
        for offset in range((last - first).days + 1):
            yield first + timedelta(days=offset)

    def _routine(self, day: date) -> None:
        self.at(datetime.combine(day, time(7), ZONE), dossiers.warn_all)
        self.at(datetime.combine(day, time(7, 5), ZONE), _watch_the_post)
        for hour, what in (
            (8.25, self._hand_over),
            (9.0, self._send_results),
            (9.25, self.detours.send_papers),
            (13.75, self._deliver),
            (14.5, self.detours.deliver_papers),
            (15.75, self._bring_results),
            (15.85, self.detours.bring_papers),
            (16.25, self._pick_up),
            (16.5, self._transfer),
        ):
            self.at(moment(day, hour, self.rng, 5), what)

    def seal(self) -> str:
        """The next seal of the roll: no two closed covers bear the same."""
        self.seals += 1
        return f"NP{self.seals:06d}"

    def later(self, minutes: int) -> datetime:
        """Some minutes from now."""
        return clock.now() + timedelta(minutes=minutes)

    def in_office(self, when: datetime) -> datetime:
        """The same moment if an office is open then, else a time of the next working day."""
        then = local(when)
        if self.calendar.is_working(then.date()) and time(8) <= then.time() <= time(16):
            return when
        day = then.date() if then.time() < time(8) else then.date() + timedelta(days=1)
        day = day if self.calendar.is_working(day) else self.calendar.next_working(day)
        return moment(day, self.rng.uniform(8.0, 15.5), self.rng)

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
        both = self.rng.random() < 0.85
        answer = intake.take_in(
            self.act(self.crew.tellers[point.id]),
            intake=intake.Intake(
                version_id=offer.version_id,
                agency_id=offer.agency.id,
                service=Service.BOTH if both else Service.SEND,
                submitter=who.person(),
                counted=offer.counted,
                grams=self.rng.choice((60, 90, 120, 180, 240, 310, 480, 650)),
                seal_number=self.seal(),
                recipient=self._addressee(who) if both else None,
                simulated=True,
                customer_present=True,
            ),
        )
        self.at_point[point.id].append(self.item(answer["dossier"], ItemKind.PAPERS))

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

    def hand(
        self,
        kind: ManifestKind,
        giver: Member,
        receiver: Member,
        holders: tuple[int, int],
        items: list[UUID],
    ) -> None:
        """One hand-over, all received."""
        offered = manifests.offer(
            self.act(giver), kind=kind, from_holder=holders[0], to_holder=holders[1], items=items
        )
        manifests.sign_handover(
            self.act(receiver),
            manifest_id=UUID(offered["manifest"]),
            found=[manifests.Found(item, Outcome.RECEIVED) for item in items],
        )

    def _pick_up(self) -> None:
        for point in self.points:
            items = self.at_point.pop(point.id, [])
            if items:
                postman = self.crew.postman_of(point)
                ends = (chain.place(point.id), chain.courier(postman.user.id))
                self.hand(ManifestKind.PICK_UP, self.crew.tellers[point.id], postman, ends, items)
                rows = Item.objects.filter(id__in=items).values_list("id", "dossier__desk_id")
                for item, desk_id in rows.order_by("id"):
                    self.on_road[postman.unit.id, desk_id].append(item)

    def _hand_over(self) -> None:
        for (post, desk_id), items in sorted(self.on_road.items()):
            postman, officer = self.crew.postmen[post], self.crew.officers[desk_id]
            ends = (chain.courier(postman.user.id), chain.place(desk_id))
            self.hand(ManifestKind.HAND_OVER, postman, officer, ends, items)
            for dossier in (
                Item.objects.filter(id__in=items)
                .values_list("dossier_id", flat=True)
                .order_by("id")
            ):
                self.at(self.later(self.rng.randrange(10, 90)), lambda d=dossier: self.accept(d))  # type: ignore[misc]
        self.on_road.clear()

    def accept(self, dossier_id: UUID) -> None:
        """The desk looks at a dossier: mostly it is accepted."""
        dossier = Dossier.objects.get(id=dossier_id)
        if self.detours.before_acceptance(dossier):
            return
        dossiers.accept(self.act(self.crew.officers[dossier.desk_id]), dossier_id=dossier_id)
        item = self.item(dossier_id, ItemKind.PAPERS)
        self.to_agency[dossier.desk_id, dossier.agency_id].append(item)

    def _transfer(self) -> None:
        for (desk_id, agency_id), items in sorted(self.to_agency.items()):
            ends = (chain.place(desk_id), chain.place(agency_id))
            officer, specialist = self.crew.officers[desk_id], self.crew.specialists[agency_id]
            self.hand(ManifestKind.TO_AGENCY, officer, specialist, ends, items)
            fresh = Item.objects.filter(id__in=items, kind=ItemKind.PAPERS)
            for dossier in Dossier.objects.filter(items__in=fresh).order_by("id"):
                settles_at = self._settled_at(dossier)
                self.at(settles_at, lambda d=dossier: self._settle(d.id))  # type: ignore[misc]
                self.offices.received(dossier, settles_at)
                self.detours.in_settlement(dossier)
        self.to_agency.clear()

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
            ends = (chain.place(agency_id), chain.place(desk_id))
            specialist, officer = self.crew.specialists[agency_id], self.crew.officers[desk_id]
            self.hand(ManifestKind.RESULT_TO_DESK, specialist, officer, ends, items)
            for dossier in Dossier.objects.filter(items__in=items).order_by("id"):
                if dossier.result_channel == ResultChannel.POSTAL:
                    self.to_post[desk_id].append(dossier.id)
                else:
                    later = self.later(self.rng.randrange(60 * 16, 60 * 70))
                    self.at(later, lambda d=dossier: self._return(d))  # type: ignore[misc]
        self.results.clear()

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
                name = Dossier.objects.get(id=dossier_id).recipients.latest("version").full_name
                proof = f"{self.rng.randrange(10_000):04d}"
                evidence = signed_for(name, proof)
                member = self.crew.postmen[post]
                delivery.deliver(self.act(member), dossier_id=dossier_id, evidence=evidence)
        self.to_deliver.clear()


def _watch_the_post() -> None:
    """What the worker does every few minutes, once a day: due times of the post, silent items."""
    clocks.reckon_all()
    alarms.watch_all()
