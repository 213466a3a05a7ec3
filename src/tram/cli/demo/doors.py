"""At the doors of the simulated month: run sheets, tries in vain, holding at a point, a dispute, a step from paper.

Like the rest of the month everything goes through the commands that people use.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from tram.cli.demo.crew import Member
from tram.cli.demo.turns import Turns
from tram.core import clock
from tram.core.acts import Grade
from tram.custody.commands import attempts, chain, citizen, collection
from tram.custody.models import Holding, ItemKind
from tram.custody.rules.attempts import AttemptReason, DayPart, Notice, NoticeKind, Slot
from tram.custody.rules.handovers import ManifestKind
from tram.dossiers.models import Dossier, TrackingCode

if TYPE_CHECKING:
    from tram.cli.demo.month import Month

AGAIN = 20  # of so many deliveries one is in vain the first time
TURNS = {"expired": 2, "collected": 4, "paper": 5, "dispute": 8, "held": -6}
LEFT = "Giấy báo để tại nhà người nhận, kèm số điện thoại bưu cục 0900 000 000."
DISPUTED = "Bưu tá ghi không gặp nhưng cả buổi chiều đó tôi ở nhà."


class Doors:
    """Decides for each result whether it is given at the first try, and sees to what follows."""

    def __init__(self, month: "Month", days: Sequence[date]) -> None:
        self.month = month
        self.turns = Turns(days, TURNS)
        self.tried = 0
        self.at_office: dict[int, list[UUID]] = {}

    # Run sheets, where the post has a sorting office

    def to_office(self) -> None:
        """What the desks gave for delivery is sorted before it goes out."""
        month = self.month
        for post, sorter in sorted(month.crew.sorters.items()):
            items = self._results(month.to_deliver.get(post, []))
            if items:
                postman = month.crew.postmen[post]
                ends = (chain.courier(postman.user.id), chain.place(post))
                month.hand(ManifestKind.OFFICE_IN, postman, sorter, ends, items)
                self.at_office[post] = items

    def run_sheets(self) -> None:
        """Each postman signs for the sheet of the round."""
        month = self.month
        for post, items in sorted(self.at_office.items()):
            sorter, postman = month.crew.sorters[post], month.crew.postmen[post]
            ends = (chain.place(post), chain.courier(postman.user.id))
            month.hand(ManifestKind.RUN_SHEET, sorter, postman, ends, items)
        self.at_office.clear()

    def _results(self, dossiers: Sequence[UUID]) -> list[UUID]:
        return [self.month.item(each, ItemKind.RESULT) for each in dossiers]

    # Tries

    def aside(self, post: int, dossier_id: UUID) -> bool:
        """True if this result is not given at the usual hour, or not entered then."""
        self.tried += 1
        if self.turns.due("paper"):
            self._on_paper(post, dossier_id)
            return True
        story = next((w for w in ("expired", "collected", "held") if self.turns.due(w)), "")
        if not story and self.tried % AGAIN != 3:
            return False
        called = self.month.later(-8)
        self._fail(post, dossier_id, Notice(NoticeKind.CALL, called_at=called))
        if self.turns.due("dispute"):
            self.month.at(self.month.later(180), lambda: self._dispute(dossier_id))
        self.month.at(self.month.next_day(14.25), lambda: self._second(post, dossier_id, story))
        return True

    def _fail(self, post: int, dossier_id: UUID, notice: Notice) -> None:
        month = self.month
        tomorrow = month.calendar.next_working(clock.today())
        attempts.record_attempt(
            month.act(month.crew.postmen[post]),
            dossier_id=dossier_id,
            reason=AttemptReason.ABSENT,
            notice=notice,
            slot=Slot(tomorrow, DayPart.AFTERNOON),
        )

    def _second(self, post: int, dossier_id: UUID, story: str) -> None:
        """The slot that was agreed: mostly somebody is at home."""
        if not story:
            self.month.give(post, dossier_id)
            return
        self._fail(post, dossier_id, Notice(NoticeKind.NOTE, note=LEFT))
        self.month.at(self.month.later(75), lambda: self._hold(post, dossier_id, story))

    # Held at a point

    def _hold(self, post: int, dossier_id: UUID, story: str) -> None:
        month, postman = self.month, self.month.crew.postmen[post]
        teller = self._teller(post)
        item = month.item(dossier_id, ItemKind.RESULT)
        ends = (chain.courier(postman.user.id), chain.place(teller.unit.id))
        month.hand(ManifestKind.HOLD, postman, teller, ends, [item])
        if story == "collected":
            month.at(month.next_day(10.0), lambda: self._collect(teller, dossier_id))
        elif story == "expired":
            until = Holding.objects.get(dossier_id=dossier_id, ended_at=None).until
            month.on(
                month.calendar.next_working(until),
                8.5,
                lambda: self._fetch(post, teller, dossier_id, item),
            )

    def _teller(self, post: int) -> Member:
        """Of a point of this postman's office, if there is one."""
        month = self.month
        near = [point for point in month.points if point.parent_id == post]
        return month.crew.tellers[(near or month.points)[0].id]

    def _collect(self, teller: Member, dossier_id: UUID) -> None:
        evidence = self.month.evidence(dossier_id)
        collection.collect_at_point(
            self.month.act(teller), dossier_id=dossier_id, evidence=evidence
        )

    def _fetch(self, post: int, teller: Member, dossier_id: UUID, item: UUID) -> None:
        """Nobody came: back to the postman, and the next morning to the desk."""
        month, postman = self.month, self.month.crew.postmen[post]
        ends = (chain.place(teller.unit.id), chain.courier(postman.user.id))
        month.hand(ManifestKind.HOLD_BACK, teller, postman, ends, [item])
        month.at(month.next_day(8.5), lambda: self._return(postman, dossier_id, item))

    def _return(self, postman: Member, dossier_id: UUID, item: UUID) -> None:
        desk_id = Dossier.objects.get(id=dossier_id).desk_id
        officer = self.month.crew.officers[desk_id]
        ends = (chain.courier(postman.user.id), chain.place(desk_id))
        self.month.hand(ManifestKind.RETURN_IN, postman, officer, ends, [item])

    # What a citizen says, and what was signed on paper

    def _dispute(self, dossier_id: UUID) -> None:
        digest = TrackingCode.objects.get(dossier_id=dossier_id, retired_at=None).digest
        citizen.dispute_attempt(
            self.month.public_act(), digest=bytes(digest), number=1, words=DISPUTED
        )

    def _on_paper(self, post: int, dossier_id: UUID) -> None:
        """The line was down: signed on paper at the door, entered in the evening."""
        done = self.month.later(5)
        words = {"occurred_at": done, "grade": Grade.SIGNED_PAPER, "paper": "GT-000017"}
        self.month.at(self.month.later(150), lambda: self.month.give(post, dossier_id, **words))
