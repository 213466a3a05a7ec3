"""What happens at the counters of the simulated month beside taking in: slips, refusals, calls at home, labels.

Like the rest of the month everything goes through the commands that people use.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from tram.cli.demo.crew import Offer
from tram.cli.demo.people import Invented, invent
from tram.cli.demo.turns import Turns
from tram.core import clock
from tram.custody.commands import counter, pick_ups, relabel, vouchers
from tram.custody.commands import intake as intakes
from tram.custody.commands.parts import Part
from tram.custody.models import ItemKind, NumberFault
from tram.custody.rules.counter import CounterRefusal, Slot, VoucherSide
from tram.custody.rules.services import Service
from tram.directory.models import Unit

if TYPE_CHECKING:
    from tram.cli.demo.month import Month

# Of so many dossiers taken in one is thick, and one voucher is left unsigned by the customer.
THICK, UNSIGNED = 40, 60
GUIDED, REFUSED = 5, 6  # every so many days
SECOND_GRAMS = 300
REASONS = (CounterRefusal.PRESENCE, CounterRefusal.NO_PROCEDURE, CounterRefusal.PRICE)


class Counters:
    """Decides what else a teller does, and does it."""

    def __init__(self, month: "Month", days: Sequence[date]) -> None:
        self.month = month
        self.taken = self.refused = 0
        self.turns = Turns(days, {"relabel": 1})
        for number, day in enumerate(days):
            if number % GUIDED == 1:
                month.on(day, 10.0, self._guide)
            if number % REFUSED == 2:
                month.on(day, 14.25, self._refuse)
        month.on(days[len(days) // 3], 8.0, self._call_at_home)
        month.on(days[-1], 15.5, self._leave_open)

    def shape(self, intake: intakes.Intake) -> intakes.Intake:
        """The intake as it is, or a thick one in two covers."""
        self.taken += 1
        if self.taken % THICK != 3:
            return intake
        second = Part(SECOND_GRAMS, self.month.seal())
        return replace(intake, grams=SECOND_GRAMS + intake.grams, more=(second,))

    def after(self, point: Unit, answer: dict[str, Any]) -> None:
        """The customer signs the voucher, but for a few; one label is printed badly and replaced."""
        teller = self.month.crew.tellers[point.id]
        if self.taken % UNSIGNED != 2:
            vouchers.sign_voucher(
                self.month.act(teller),
                dossier_id=UUID(answer["dossier"]),
                side=VoucherSide.CUSTOMER,
            )
        if self.turns.due("relabel"):
            relabel.relabel(
                self.month.act(teller), number=answer["s10"], fault=NumberFault.UNREADABLE
            )

    def _somebody(self) -> tuple[Unit, Offer, Invented]:
        month = self.month
        return month.rng.choice(month.points), month.rng.choice(month.offers), invent(month.rng)

    def _guide(self) -> None:
        point, offer, who = self._somebody()
        papers = offer.version().papers.filter(mandatory=True).order_by("seq")
        missing = list(papers.values_list("seq", flat=True)[:1])
        if missing:
            counter.guide(
                self.month.act(self.month.crew.tellers[point.id]),
                version_id=offer.version_id,
                missing=missing,
                customer=who.full_name,
            )

    def _refuse(self) -> None:
        point, offer, _who = self._somebody()
        reason = REASONS[self.refused % len(REASONS)]
        self.refused += 1
        known = reason is not CounterRefusal.NO_PROCEDURE
        counter.refuse_at_counter(
            self.month.act(self.month.crew.tellers[point.id]),
            reason=reason,
            version_id=offer.version_id if known else None,
        )

    def _ask(self, point: Unit, offer: Offer, who: Invented, day: date) -> UUID:
        asked = pick_ups.Asked(
            who.full_name,
            who.phone,
            who.address,
            who.commune_id,
            day,
            Slot.MORNING,
            offer.version_id,
        )
        made = pick_ups.ask_pick_up(self.month.act(self.month.crew.tellers[point.id]), asked=asked)
        return UUID(made["request"])

    def _call_at_home(self) -> None:
        month = self.month
        _point, offer, who = self._somebody()
        near = [each for each in month.points if each.parent_id in month.crew.postmen]
        point = month.rng.choice(near or month.points)
        request = self._ask(point, offer, who, clock.today())
        pick_ups.assign_pick_up(
            month.act(month.crew.tellers[point.id]),
            request_id=request,
            courier_id=month.crew.postman_of(point).user.id,
        )
        month.at(month.later(140), lambda: self._collect(point, offer, who, request))

    def _collect(self, point: Unit, offer: Offer, who: Invented, request: UUID) -> None:
        month = self.month
        postman = month.crew.postman_of(point)
        away = intakes.AtAddress(point.id, who.address, who.commune_id, request)
        intake = month.intake(offer, who, Service.BOTH)
        answer = intakes.take_in(month.act(postman), intake=replace(intake, at_address=away))
        item = month.item(answer["dossier"], ItemKind.PAPERS)
        month.on_road[postman.unit.id, offer.desk.id].append(item)

    def _leave_open(self) -> None:
        month = self.month
        point, offer, who = self._somebody()
        self._ask(point, offer, who, month.calendar.next_working(clock.today()))
