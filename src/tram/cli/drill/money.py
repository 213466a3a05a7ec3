"""A simulated month of money by the real commands: fees and postage at counters, COD at doors, hand-overs, shifts.

Each evening the cash goes to the province, each agency is paid, and the three sides are compared (`sides`).
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from tram.cash.commands import account, handovers, shifts
from tram.cash.commands.moves import held
from tram.cash.models import AccountKind
from tram.cash.rules.counting import NOTES, CashWay, DifferenceCause
from tram.cli.demo.crew import Member
from tram.cli.demo.people import invent
from tram.cli.drill.books import Ledger, Mishaps
from tram.cli.drill.bringing import bring
from tram.cli.drill.people import People, act
from tram.cli.drill.sides import Sides
from tram.core import clock
from tram.core.calendar import ZONE
from tram.custody.commands import delivery, desk, intake
from tram.custody.models import HolderKind, Item, ItemKind, ProofKind, ReceiptKind, Relation
from tram.custody.rules.services import Service
from tram.dossiers import commands as dossiers
from tram.dossiers.models import Dossier

INTAKES = 2
"""So many dossiers at each counter on a day."""


class CashMonth:
    """The people, their luck, and what is written down about it."""

    def __init__(
        self, people: People, *, days: int, first: date, seed: int, errors: float
    ) -> None:
        self.people, self.luck = people, Random(seed)
        self.ledger = Ledger()
        self.mishaps = Mishaps(errors, Random(f"{seed}/mishaps"))
        self.days = [first + timedelta(days=n) for n in range(days)]
        self.sides = Sides(people, self.ledger, self.mishaps, self.luck)
        self.doors: list[UUID] = []

    def run(self, advance: Callable[[int], None]) -> Ledger:
        """The whole month, and the last list of the bank after it."""
        with clock.simulated(_at(self.days[0], 7)):
            self._bring_home(len(self.days))
        for day in self.days:
            with clock.simulated(_at(day, 9)):
                self._counters()
                self._doors()
            with clock.simulated(_at(day, 17)):
                self._evening()
                self.sides.settle(day)
            advance(1)
        with clock.simulated(_at(self.days[-1] + timedelta(days=2), 9)):
            self.sides.last_bank()
        return self.ledger

    def _counters(self) -> None:
        crew = self.people.crew
        for teller in self.people.tellers:
            for _ in range(INTAKES):
                offer, who = self.luck.choice(crew.offers), invent(self.luck)
                to = intake.Addressee(who.full_name, who.phone, who.address, who.commune_id)
                wanted = intake.Intake(
                    version_id=offer.version_id,
                    agency_id=offer.agency.id,
                    service=Service.BOTH,
                    submitter=who.person(),
                    counted=offer.counted,
                    grams=self.luck.choice([80, 120, 300]),
                    seal_number=f"NP{self.luck.getrandbits(48):x}",
                    recipient=to,
                    simulated=True,
                    customer_present=True,
                )
                self.ledger.step(intake.take_in, act(teller, self.luck), intake=wanted)

    def _bring_home(self, count: int) -> None:
        """Results that were asked for at the desk come into the bags of postmen, to be paid at the door."""
        crew, made = self.people.crew, []
        for _ in range(count):
            offer, who = self.luck.choice(crew.offers), invent(self.luck)
            to = intake.Addressee(who.full_name, who.phone, who.address, who.commune_id)
            asked = desk.CounterIntake(
                offer.version_id, offer.agency.id, who.person(), offer.counted, to
            )
            officer = crew.officers[offer.desk.id]
            given = desk.submit(act(officer, self.luck), intake=asked)["dossier"]
            dossiers.accept(act(officer, self.luck), dossier_id=UUID(given))
            made.append(given)
        things = list(Item.objects.filter(dossier__in=made).values_list("id", flat=True))
        bring(self.people, things, self.luck, lambda _done: None)
        carried = Item.objects.filter(
            dossier__in=made, kind=ItemKind.RESULT, holder__kind=HolderKind.COURIER
        )
        self.doors = list(carried.order_by("id").values_list("dossier_id", flat=True))

    def _doors(self) -> None:
        if not self.doors:
            return
        dossier = Dossier.objects.get(id=self.doors.pop())
        holder = dossier.items.get(kind=ItemKind.RESULT).holder
        postman = self.people.at(holder)
        name = dossier.recipients.order_by("-version").values_list("full_name", flat=True)[0]
        slip = delivery.Receipt(ReceiptKind.SIGNED_PAPER, "PP-0001")
        said = delivery.Evidence(
            name, Relation.SELF, ProofKind.CITIZEN_ID, proof_last4="1234", receipt=slip
        )
        if postman is not None:
            deed = act(postman, self.luck)
            self.ledger.step(delivery.deliver, deed, dossier_id=dossier.id, evidence=said)

    def _evening(self) -> None:
        for teller in self.people.tellers:
            self._close(teller)
            drawer = account(AccountKind.DRAWER, unit_id=teller.unit.id, user_id=teller.user.id)
            self._give(teller, CashWay.DRAWER_TO_POINT, teller.unit.id, drawer)
        first = self.people.tellers[0].unit.id
        for postman in self.people.postmen:
            bag = account(AccountKind.POSTMAN_BAG, user_id=postman.user.id)
            self._give(postman, CashWay.BAG_TO_POINT, first, bag)
        for teller in self.people.tellers:
            fund = account(AccountKind.POINT, unit_id=teller.unit.id)
            self._give(teller, CashWay.POINT_TO_PROVINCE, teller.unit.id, fund)

    def _close(self, teller: Member) -> None:
        """A shift ends by a count; now and then something is missing."""
        drawer = account(AccountKind.DRAWER, unit_id=teller.unit.id, user_id=teller.user.id)
        booked = held(drawer)
        counted, cause = booked - booked % min(NOTES), None
        if counted == booked and booked > 10_000 and self.mishaps.strike("drawer"):
            counted, cause = booked - 10_000, DifferenceCause.CHANGE
        if counted != booked and cause is None:
            cause = DifferenceCause.UNKNOWN
        if cause is not None:
            self.ledger.inject("drawer", "counted", teller.user.username, booked, counted)
        asked = {"unit_id": teller.unit.id, "notes": dict(_notes(counted)), "cause": cause}
        self.ledger.step(shifts.close_shift, act(teller, self.luck), **asked)

    def _give(self, giver: Member, way: CashWay, unit_id: int, pot: int) -> None:
        amount = held(pot)
        if not amount:
            return
        told = self.ledger.step(
            handovers.offer_cash,
            act(giver, self.luck),
            way=way,
            unit_id=unit_id,
            amount_vnd=amount,
        )
        manager = act(self.people.crew.managers[0], self.luck)
        made = UUID(told["handover"])
        self.ledger.step(handovers.sign_cash, manager, handover_id=made, counted_vnd=amount)


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), ZONE)


def _notes(amount: int) -> Iterator[tuple[int, int]]:
    for value in NOTES:
        count, amount = divmod(amount, value)
        yield value, count
