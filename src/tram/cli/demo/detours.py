"""What leaves the straight road in the simulated month: supplements, refusals, payments, withdrawals, returns.

Like the rest of the month everything goes through the commands that people use.
"""

from collections import defaultdict
from typing import TYPE_CHECKING
from uuid import UUID

from tram.cli.demo.crew import Member
from tram.cli.demo.signing import signed_for
from tram.custody.commands import chain, delivery, desk
from tram.custody.models import ItemKind
from tram.custody.rules.handovers import ManifestKind
from tram.dossiers import commands as dossiers
from tram.dossiers.models import Dossier, DossierPaper, ResultChannel
from tram.dossiers.rules.letters import Asked, LetterKind
from tram.dossiers.rules.states import RefusalReason, State

if TYPE_CHECKING:
    from tram.cli.demo.month import Month

# Shares of the dossiers that reach the desk, then of those that reach an agency.
INCOMPLETE, REFUSED = 0.06, 0.02
WAITING, PAYING, INELIGIBLE, WITHDRAWN = 0.05, 0.03, 0.02, 0.01
BLURRED = "Bản đã nộp bị mờ, không đọc được phần chứng thực."
AGAIN = "Chỉ thấy khi thẩm định, lúc tiếp nhận chưa phát hiện được."
# A citizen takes one to five days to come back.
BACK = (60 * 20, 60 * 24 * 5)


class Detours:
    """Decides for each dossier whether it leaves the road, and brings it back."""

    def __init__(self, month: "Month") -> None:
        self.month = month
        self.to_desk: dict[tuple[int, int], list[UUID]] = defaultdict(list)
        self.papers_out: dict[int, list[UUID]] = defaultdict(list)
        self.carried: dict[int, list[UUID]] = defaultdict(list)

    def before_acceptance(self, dossier: Dossier) -> bool:
        """True if the desk did not accept this dossier now."""
        if State(dossier.state) is State.COMPLETED:
            return False
        drawn = self.month.rng.random()
        if drawn < INCOMPLETE:
            self._ask(dossier, self.month.crew.officers[dossier.desk_id])
            return True
        if drawn < INCOMPLETE + REFUSED:
            self._refuse(dossier)
            return True
        return False

    def in_settlement(self, dossier: Dossier) -> None:
        """Perhaps something happens to a dossier that has just reached the agency."""
        drawn, month = self.month.rng.random(), self.month
        later = month.later(month.rng.randrange(60, 60 * 24))
        for share, what in (
            (WAITING, self._wait),
            (PAYING, self._pay),
            (INELIGIBLE, self._send_back),
            (WITHDRAWN, self._withdraw),
        ):
            if drawn < share:
                month.at(month.in_office(later), lambda act=what: act(dossier.id))  # type: ignore[misc]
                return
            drawn -= share

    def _open(self, dossier_id: UUID) -> Dossier | None:
        """The dossier, if it is still being settled and its time runs."""
        dossier = Dossier.objects.get(id=dossier_id)
        late = dossier.due_at is not None and self.month.later(0) > dossier.due_at
        return None if late or State(dossier.state) is not State.PROCESSING else dossier

    def _asked(self, dossier: Dossier) -> tuple[Asked, ...]:
        papers = DossierPaper.objects.filter(dossier=dossier).order_by("seq")
        name = papers.values_list("name", flat=True).first() or "Đơn đề nghị"
        return (Asked(name, certified=1),)

    def _ask(self, dossier: Dossier, by: Member) -> None:
        month = self.month
        asked = self._asked(dossier)
        again = AGAIN if dossier.letters.filter(kind=LetterKind.SUPPLEMENT).exists() else ""
        dossiers.ask_supplement(
            month.act(by),
            dossier_id=dossier.id,
            papers=asked,
            reason=BLURRED,
            again_reason=again,
        )
        back = month.in_office(month.later(month.rng.randrange(*BACK)))
        month.at(back, lambda: self._bring_supplement(dossier.id))

    def _bring_supplement(self, dossier_id: UUID) -> None:
        month, dossier = self.month, Dossier.objects.get(id=dossier_id)
        if State(dossier.state) not in (State.INCOMPLETE, State.WAITING_PAPERS):
            return
        officer = month.crew.officers[dossier.desk_id]
        desk.receive_supplement(month.act(officer), dossier_id=dossier_id, received=[1])
        if State(Dossier.objects.get(id=dossier_id).state) is State.COMPLETED:
            month.at(month.later(15), lambda: month.accept(dossier_id))
        else:
            item = month.item(dossier_id, ItemKind.SUPPLEMENT)
            month.to_agency[dossier.desk_id, dossier.agency_id].append(item)

    def on_the_way(self, dossier: Dossier) -> bool:
        """True if papers that were supplemented have not reached the agency yet."""
        agency = chain.place(dossier.handling_id or dossier.agency_id)
        supplements = dossier.items.filter(kind=ItemKind.SUPPLEMENT)
        return supplements.exclude(holder_id=agency).exists()

    def _refuse(self, dossier: Dossier) -> None:
        month = self.month
        dossiers.refuse(
            month.act(month.crew.officers[dossier.desk_id]),
            dossier_id=dossier.id,
            code=RefusalReason.NOT_OF_PROCEDURE,
            reason="Yêu cầu không thuộc phạm vi của thủ tục đã chọn.",
        )
        self._at_desk(dossier)

    def _at_desk(self, dossier: Dossier) -> None:
        """The papers lie at the desk: sent home by the post, or fetched by the citizen."""
        month = self.month
        if dossier.result_channel == ResultChannel.POSTAL:
            self.papers_out[dossier.desk_id].append(dossier.id)
            return
        officer = month.crew.officers[dossier.desk_id]
        fetched = month.in_office(month.later(month.rng.randrange(*BACK)))
        month.at(
            fetched,
            lambda: desk.give_back_at_desk(month.act(officer), dossier_id=dossier.id),
        )

    def _wait(self, dossier_id: UUID) -> None:
        dossier = self._open(dossier_id)
        # The desk may have asked before: an office asks once.
        if dossier and not dossier.letters.filter(kind=LetterKind.SUPPLEMENT).exists():
            self._ask(dossier, self.month.crew.specialists[dossier.agency_id])

    def _pay(self, dossier_id: UUID) -> None:
        dossier, month = self._open(dossier_id), self.month
        if dossier is None:
            return
        dossiers.ask_payment(
            month.act(month.crew.specialists[dossier.agency_id]),
            dossier_id=dossier_id,
            amount_vnd=month.rng.randrange(20, 400) * 10_000,
            reason="Nộp nghĩa vụ tài chính theo thông báo kèm theo.",
        )
        officer = month.crew.officers[dossier.desk_id]
        proof = f"GNT {month.rng.randrange(10**6):06d}"
        paid = month.in_office(month.later(month.rng.randrange(*BACK)))
        month.at(
            paid,
            lambda: dossiers.record_payment(
                month.act(officer), dossier_id=dossier_id, proof=proof
            ),
        )

    def _send_back(self, dossier_id: UUID) -> None:
        dossier, month = self._open(dossier_id), self.month
        if dossier is None:
            return
        dossiers.send_back(
            month.act(month.crew.specialists[dossier.agency_id]),
            dossier_id=dossier_id,
            reason="Hồ sơ không đáp ứng điều kiện theo quy định của thủ tục.",
        )
        self.to_desk[dossier.agency_id, dossier.desk_id] += month.items(dossier_id)

    def _withdraw(self, dossier_id: UUID) -> None:
        dossier, month = self._open(dossier_id), self.month
        if dossier is None:
            return
        dossiers.withdraw(
            month.act(month.crew.officers[dossier.desk_id]),
            dossier_id=dossier_id,
            reason="Công dân không còn nhu cầu giải quyết.",
        )
        self.to_desk[dossier.agency_id, dossier.desk_id] += month.items(dossier_id)

    def bring_papers(self) -> None:
        """From the agencies back to the desks, with the results of the day."""
        month = self.month
        for (agency_id, desk_id), items in sorted(self.to_desk.items()):
            ends = (chain.place(agency_id), chain.place(desk_id))
            giver, receiver = month.crew.specialists[agency_id], month.crew.officers[desk_id]
            month.hand(ManifestKind.PAPERS_TO_DESK, giver, receiver, ends, items)
            for dossier in Dossier.objects.filter(items__in=items).distinct().order_by("id"):
                self._at_desk(dossier)
        self.to_desk.clear()

    def send_papers(self) -> None:
        """From the desks to the post, packed like results."""
        month = self.month
        for desk_id, ids in sorted(self.papers_out.items()):
            officer = month.crew.officers[desk_id]
            for dossier_id in ids:
                seal = month.seal()
                desk.pack_papers(month.act(officer), dossier_id=dossier_id, seal_number=seal)
            post = month.rng.choice(sorted(month.crew.postmen))
            postman = month.crew.postmen[post]
            ends = (chain.place(desk_id), chain.courier(postman.user.id))
            items = [item for dossier_id in ids for item in month.items(dossier_id)]
            month.hand(ManifestKind.PAPERS_OUT, officer, postman, ends, items)
            self.carried[post] += ids
        self.papers_out.clear()

    def deliver_papers(self) -> None:
        """Home again."""
        month = self.month
        for post, ids in sorted(self.carried.items()):
            for dossier_id in ids:
                name = Dossier.objects.get(id=dossier_id).recipients.latest("version").full_name
                proof = f"{month.rng.randrange(10_000):04d}"
                evidence = signed_for(name, proof)
                delivery.deliver_papers(
                    month.act(month.crew.postmen[post]), dossier_id=dossier_id, evidence=evidence
                )
        self.carried.clear()
