"""A dossier of one's own units: its facts, who has it, what may be done with it now, and an act tried."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest

from tram.accounts.commands import note_read
from tram.accounts.rules.access import Right, may
from tram.core.acts import Act, Actor
from tram.core.errors import Refused
from tram.directory.queries import scope
from tram.dossiers.queries import cases, work
from tram.dossiers.queries import dossier as queries
from tram.dossiers.queries.cases import Held
from tram.dossiers.queries.dossier import Facts
from tram.dossiers.queries.reach import below
from tram.dossiers.queries.reach import held as holding
from tram.dossiers.queries.work import Colleague, WorkRow
from tram.dossiers.rules.states import Action, State
from tram.dossiers.rules.work import AT_WORK, WorkKind, must_be_approved
from tram.web import access
from tram.web.forms import RequestForm
from tram.web.workplace.manifests.places import act


@dataclass(frozen=True)
class Case:
    """One dossier before one person: what it is, who has it, and which hands this person has."""

    facts: Facts
    held: Held
    who: Actor
    here: bool
    leads: bool
    steps: tuple[WorkRow, ...]
    unapproved: bool

    @property
    def step(self) -> WorkRow | None:
        """The step that is open now."""
        last = self.steps[-1] if self.steps else None
        return last if last and last.ended_at is None else None

    @property
    def mine(self) -> bool:
        """Whether this very person has it."""
        return self.step is not None and self.step.assignee_id == self.who.user_id

    @property
    def at_work(self) -> bool:
        """Whether the unit has it in its hands, and this person works there."""
        return self.here and self.facts.state in AT_WORK

    @property
    def submitted(self) -> bool:
        """Whether it waits for a leader's word."""
        return self.step is not None and self.step.kind is WorkKind.APPROVE

    @property
    def settles(self) -> bool:
        """Whether this person may record the result now."""
        ready = self.here and self.facts.state is State.PROCESSING
        return ready and (self.leads or not self.unapproved)

    def can(self, action: Action) -> bool:
        """Whether the graph allows this step, and this person's unit is the one to take it."""
        return self.here and self.held.can(action)

    def people(self) -> list[Colleague]:
        """Those of the unit who may be given the dossier."""
        return work.colleagues(self.held.unit_id)


def own_case(request: HttpRequest, dossier_id: UUID) -> Case:
    """A dossier that this person's units settle or have in hand; for anybody else there is none."""
    who = access.actor(request)
    facts, held = queries.facts(dossier_id), cases.held(dossier_id)
    units = below(holding(who, Right.SETTLE))
    if facts is None or held is None or not units & {facts.agency_id, held.unit_id}:
        raise Http404
    if not facts.number:
        raise Http404
    steps = tuple(work.steps(dossier_id))
    return Case(
        facts=facts,
        held=held,
        who=who,
        here=held.unit_id in units,
        leads=may(who, Right.APPROVE, scope(held.unit_id)),
        steps=steps,
        unapproved=must_be_approved(work.done(dossier_id, held.unit_id)),
    )


def note(request: HttpRequest, case: Case, page: str) -> None:
    """Write down that this person has read the dossier."""
    note_read(case.who, place_id=case.held.unit_id, subject=case.facts.id, page=page)


def done(
    request: HttpRequest, form: RequestForm, case: Case, run: Callable[[Act], object]
) -> bool:
    """True when what was posted is right and its command is done; else what is wrong stands on the form."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        run(act(request, form.cleaned_data["request_id"], Right.SETTLE, case.held.unit_id))
    except Refused as no:
        form.refuse(no)
        return False
    return True
