"""Work inside the units of the simulated month: leaders give dossiers out and approve, officers take and prepare.

Which dossiers are given out follows from their ids, so that the rest of the month draws the same numbers.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from tram.cli.demo.crew import Member
from tram.dossiers import commands as dossiers
from tram.dossiers.models import Dossier, WorkStep
from tram.dossiers.rules.states import State
from tram.dossiers.rules.work import AT_WORK, WorkKind

if TYPE_CHECKING:
    from tram.cli.demo.month import Month

# Of ten dossiers, so many are given out; the others wait until somebody has time.
GIVEN_OUT = 6
BEFORE_RESULT = timedelta(hours=20)


class Offices:
    """Gives dossiers out where they arrive, and says who records a result."""

    def __init__(self, month: "Month") -> None:
        self.month = month

    def received(self, dossier: Dossier, settles_at: datetime) -> None:
        """A dossier has reached its agency: perhaps somebody is given it, and puts it before the leader in time."""
        month = self.month
        if dossier.id.int % 10 >= GIVEN_OUT:
            return
        month.at(month.later(20), lambda: self._give(dossier.id))
        if dossier.agency_id in month.crew.leaders:
            submits = max(month.in_office(settles_at - BEFORE_RESULT), month.later(40))
            month.at(submits, lambda: self._submit(dossier.id))

    def _give(self, dossier_id: UUID) -> None:
        dossier, crew = self._at_work(dossier_id), self.month.crew
        if dossier is None:
            return
        officer = crew.specialists[dossier.agency_id]
        giver = crew.leaders.get(dossier.agency_id, officer)
        dossiers.assign(self.month.act(giver), dossier_id=dossier_id, assignee_id=officer.user.id)

    def _submit(self, dossier_id: UUID) -> None:
        dossier, crew = self._at_work(dossier_id), self.month.crew
        if dossier is None or not self._step(dossier_id):
            return
        dossiers.submit_for_approval(
            self.month.act(crew.specialists[dossier.agency_id]),
            dossier_id=dossier_id,
            leader_id=crew.leaders[dossier.agency_id].user.id,
        )

    def settler(self, dossier: Dossier) -> Member:
        """Who records the result: the officer, the leader having approved, or else the leader."""
        officer = self.month.crew.specialists[dossier.agency_id]
        leader = self.month.crew.leaders.get(dossier.agency_id)
        step = self._step(dossier.id)
        if leader is None or step is None:
            return officer
        if step.kind != WorkKind.APPROVE:
            return leader
        dossiers.approve(self.month.act(leader), dossier_id=dossier.id)
        return officer

    @staticmethod
    def _step(dossier_id: UUID) -> WorkStep | None:
        return WorkStep.objects.filter(dossier_id=dossier_id, ended_at=None).first()

    @staticmethod
    def _at_work(dossier_id: UUID) -> Dossier | None:
        dossier = Dossier.objects.get(id=dossier_id)
        return dossier if State(dossier.state) in AT_WORK else None
