"""What goes wrong on the road in the simulated month: one thing torn, one misrouted, one lost.

Like the rest of the month everything goes through the commands that people use.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from tram.cli.demo.crew import PIN, Member
from tram.cli.demo.turns import Turns
from tram.core import clock
from tram.core.acts import Secret
from tram.custody.commands import damage, incidents, liability
from tram.custody.commands.manifests import Pin
from tram.custody.models import Incident, Item
from tram.custody.queries import closing, troubles
from tram.custody.rules.incidents import (
    Circumstance,
    IncidentEnd,
    IncidentKind,
    PaperCondition,
)
from tram.directory.queries import parameter

if TYPE_CHECKING:
    from tram.cli.demo.month import Month

TURNS = {"damage": 3, "misroute": 6, "loss": -8}
PAPERS_VND = 100_000  # what it costs to have the lost papers made anew


class Mishaps:
    """Strikes in the evening, when the postmen are back with what they picked up."""

    def __init__(self, month: "Month", days: Sequence[date]) -> None:
        self.month = month
        self.turns = Turns(days, TURNS)

    def evening(self) -> None:
        """At most one mishap an evening, to a thing in the bag of a postman without a sorting office."""
        sorters = self.month.crew.sorters
        for (post, desk), items in sorted(self.month.on_road.items()):
            whole = Item.objects.filter(id__in=items, parts=1).order_by("id").first()
            if post in sorters or whole is None or not self.month.crew.managers:
                continue
            for what, strike in self._stories():
                if self.turns.due(what):
                    strike(self.month.crew.postmen[post], whole.id)
                    if what == "loss":
                        self.month.on_road[post, desk].remove(whole.id)
                    return
            return

    def _stories(self) -> tuple[tuple[str, Callable[[Member, UUID], None]], ...]:
        return (("damage", self._wet), ("misroute", self._astray), ("loss", self._lost))

    def _report(
        self,
        postman: Member,
        item: UUID,
        kind: IncidentKind,
        how: Circumstance,
        account: str,
        whereabouts: str = "",
    ) -> UUID:
        found_at = self.month.later(-5)
        report = incidents.Report(kind, how, account, found_at, whereabouts)
        made = incidents.report(self.month.act(postman), item_id=item, report=report)
        return UUID(made["incident"])

    def _wet(self, postman: Member, item: UUID) -> None:
        """The cover is wet, the papers are not: counted before two people, wrapped again, on its way in the morning."""
        month = self.month
        account = "Mưa trên đường, nước thấm vào túi, bìa ngoài ướt và rách một góc."
        incident = self._report(postman, item, IncidentKind.DAMAGE, Circumstance.WET, account)
        papers = tuple(
            damage.CountedPaper(seq, listed, PaperCondition.WHOLE)
            for seq, (_name, listed) in enumerate(troubles.contents(item), 1)
        )
        teller = month.crew.tellers[month.points[0].id]
        damage.take_inventory(
            month.act(postman),
            incident_id=incident,
            opened=damage.Opened("Bìa ngoài ướt, rách một góc; bên trong khô.", papers, 150),
            pin=Pin(teller.user.username, Secret(PIN)),
        )
        damage.rewrap(
            month.act(postman), incident_id=incident, seal_number=month.seal(), grams=160
        )
        month.at(month.next_day(15.0), lambda: self._settle_damage(incident))

    def _settle_damage(self, incident: UUID) -> None:
        manager = self.month.crew.managers[0]
        liability.record_liability(
            self.month.act(manager),
            incident_id=incident,
            finding="Giấy tờ bên trong còn nguyên, không phải bồi thường.",
            papers_vnd=0,
            compensation_vnd=0,
        )
        self._close(incident, IncidentEnd.WENT_ON, "Đã kiểm kê, đóng gói lại và chuyển tiếp.")

    def _astray(self, postman: Member, item: UUID) -> None:
        account = "Nằm lẫn trong túi của tuyến khác, thấy khi phân loại buổi chiều."
        incident = self._report(
            postman,
            item,
            IncidentKind.MISROUTE,
            Circumstance.WRONG_LIST,
            account,
            "Túi của bưu tá tuyến khác",
        )
        self.month.at(
            self.month.next_day(15.0),
            lambda: self._close(
                incident, IncidentEnd.FOUND, "Đã thấy và giao đúng bộ phận một cửa."
            ),
        )

    def _close(self, incident: UUID, ending: IncidentEnd, words: str) -> None:
        incidents.close(
            self.month.act(self.month.crew.managers[0]),
            incident_id=incident,
            ending=ending,
            words=words,
        )

    def _lost(self, postman: Member, item: UUID) -> None:
        account = "Rơi trên đường từ điểm phục vụ về bưu cục, đã quay lại tìm hai lượt không thấy."
        kind, how = IncidentKind.LOSS, Circumstance.NOT_FOUND
        incident = self._report(postman, item, kind, how, account)
        self.month.at(self.month.next_day(9.0), lambda: self._answer_for(incident))

    def _answer_for(self, incident: UUID) -> None:
        """The record of liability; the sum is still to be paid and a paper still to be made anew."""
        month, manager = self.month, self.month.crew.managers[0]
        case = Incident.objects.get(id=incident)
        multiple = int(parameter(liability.MULTIPLE, clock.today()))
        liability.record_liability(
            month.act(manager),
            incident_id=incident,
            finding="Bưu chính làm mất bưu gửi đã chấp nhận, phải bồi thường.",
            papers_vnd=PAPERS_VND,
            compensation_vnd=multiple * closing.postage(case.dossier_id) + PAPERS_VND,
        )
        name, _listed = troubles.contents(case.item_id)[0]
        agency = case.dossier.agency.name
        liability.ask_reissue(
            month.act(manager), incident_id=incident, name=name[:200], agency=agency
        )
