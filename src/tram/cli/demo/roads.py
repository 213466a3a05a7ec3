"""The post's road in the simulated month: sorting offices, bags, shuttle rounds, a count that differs, silent items.

Like the rest of the month everything goes through the commands that people use.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from tram.cli.demo.crew import Member
from tram.cli.demo.turns import Turns
from tram.core import clock
from tram.custody.commands import alarms, bags, chain, discrepancies, shuttle
from tram.custody.commands.outcomes import Found
from tram.custody.models import Discrepancy, EnvelopeItem, Outcome
from tram.custody.queries import silence
from tram.custody.rules.alarms import AlarmAnswer
from tram.custody.rules.counting import Fault, Solution
from tram.custody.rules.handovers import ManifestKind
from tram.directory.models import Unit

if TYPE_CHECKING:
    from tram.cli.demo.month import Month

EVERY = 4  # the shuttle drives on one working day of so many
TURNS = {
    "missing-solved": 3,
    "missing-open": -6,
    "at-point": -4,
    "at-point-too": -3,
    "on-road": -3,
}


class Roads:
    """Where papers go between the point and the agency when they do not go straight."""

    def __init__(self, month: "Month", days: Sequence[date]) -> None:
        self.month = month
        self.sorters = month.crew.sorters
        self.turns = Turns(days, TURNS)
        self.shuttle_days = frozenset(days[2::EVERY])
        self.desk = month.offers[0].desk.id if month.offers else 0
        self.sorting: dict[int, dict[int, list[UUID]]] = defaultdict(dict)
        month.on(days[-1], 9.5, self._answer)
        month.on(days[-1], 17.75, alarms.watch_all)

    # From the point

    def pick_up(self, point: Unit, items: list[UUID]) -> list[UUID]:
        """Point to postman; what stays behind lies at the point, for the next day or in silence."""
        if items and (self.turns.due("at-point") or self.turns.due("at-point-too")):
            items = items[1:]
        if not items:
            return []
        month = self.month
        teller, postman = month.crew.tellers[point.id], month.crew.postman_of(point)
        ends = (chain.place(point.id), chain.courier(postman.user.id))
        listed, found = list(items), [Found(item, Outcome.RECEIVED) for item in items]
        solved = self.turns.due("missing-solved")
        if solved or self.turns.due("missing-open"):
            found[0] = Found(items[0], Outcome.MISSING, Fault.NOT_THERE)
            month.at_point[point.id].append(items.pop(0))
        month.hand(ManifestKind.PICK_UP, teller, postman, ends, listed, found)
        if solved:
            month.at(month.in_office(month.later(60 * 16)), lambda: self._solve(teller))
        return items

    def _solve(self, teller: Member) -> None:
        for each in Discrepancy.objects.filter(solved_at=None).order_by("at")[:1]:
            discrepancies.solve_difference(
                self.month.act(teller),
                discrepancy_id=each.id,
                solution=Solution.FOUND,
                note="Thấy trong ngăn tủ của quầy, giao tiếp ngay chuyến sau.",
            )

    def staying(self, post: int, items: list[UUID]) -> list[UUID]:
        """What goes on to the desk: one thing stays in a postman's bag, silent."""
        silent = post not in self.sorters and self.turns.due("on-road")
        return items[1:] if silent else items

    # Through the sorting office

    def to_office(self) -> None:
        """In the evening: what was picked up lies at the sorting office over night."""
        month = self.month
        for post, sorter in sorted(self.sorters.items()):
            groups = {k: v for k, v in sorted(month.on_road.items()) if k[0] == post}
            items = [item for group in groups.values() for item in group]
            if items:
                postman = month.crew.postmen[post]
                ends = (chain.courier(postman.user.id), chain.place(post))
                month.hand(ManifestKind.OFFICE_IN, postman, sorter, ends, items)
                self.sorting[post] = {desk: month.on_road.pop((p, desk)) for p, desk in groups}

    def from_office(self) -> None:
        """In the morning: sorted by desk, in a sealed bag where there are several, to the postman again."""
        month = self.month
        for post, groups in sorted(self.sorting.items()):
            sorter, postman = self.sorters[post], month.crew.postmen[post]
            for desk, group in sorted(groups.items()):
                if len(group) > 1:
                    self._bag(sorter, group)
                month.on_road[post, desk] += group
            items = [item for _desk, group in sorted(groups.items()) for item in group]
            ends = (chain.place(post), chain.courier(postman.user.id))
            month.hand(ManifestKind.OFFICE_OUT, sorter, postman, ends, items)
        self.sorting.clear()

    def _bag(self, sorter: Member, items: Sequence[UUID]) -> None:
        month = self.month
        begun = bags.begin_bag(month.act(sorter), holder_id=chain.place(sorter.unit.id))
        bag = UUID(begun["bag"])
        inside = EnvelopeItem.objects.filter(item__in=items, taken_out_at=None)
        for number in inside.order_by("item_id").values_list("envelope__number", flat=True):
            bags.put_in(month.act(sorter), bag_id=bag, code=number)
        bags.seal_bag(month.act(sorter), bag_id=bag, seal_number=month.seal())

    # Between the desk and its agencies

    def by_shuttle(self, desk_id: int) -> bool:
        """True if this desk's papers go by the shuttle today."""
        return desk_id == self.desk and clock.today() in self.shuttle_days

    def _team(self) -> Member:
        postmen = self.month.crew.postmen
        return postmen[max(postmen)]

    def begin_round(self) -> None:
        """The desk's team sets out; it is back within the hour."""
        if not self.by_shuttle(self.desk):
            return
        month, officer = self.month, self.month.crew.officers[self.desk]
        team = [self._team().user.id]
        begun = shuttle.begin_round(month.act(officer), desk_id=self.desk, team=team)
        month.at(
            month.later(35),
            lambda: shuttle.end_round(month.act(officer), round_id=begun["round"]),
        )

    def carry(
        self,
        kinds: tuple[ManifestKind, ManifestKind],
        giver: Member,
        receiver: Member,
        items: list[UUID],
    ) -> None:
        """From place to place in the team's hands: signed for when it sets out and when it arrives."""
        month, team = self.month, self._team()
        ends = (chain.place(giver.unit.id), chain.courier(team.user.id))
        month.hand(kinds[0], giver, team, ends, items)

        def arrive() -> None:
            there = (chain.courier(team.user.id), chain.place(receiver.unit.id))
            month.hand(kinds[1], team, receiver, there, items)
            month.arrived(kinds[1], items)

        month.at(month.later(20), arrive)

    # Alarms

    def _answer(self) -> None:
        """The manager answers the oldest alarm of the post; the others still wait."""
        for manager in self.month.crew.managers[:1]:
            act = self.month.act(manager)
            for alarm in silence.alarms(act.actor)[:1]:
                alarms.answer_alarm(act, alarm_id=alarm.id, answer=AlarmAnswer.ON_THE_ROAD)
