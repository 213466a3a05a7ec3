"""Work inside the unit that has a dossier: given out, handed on, put before the leader, approved, sent back.

None of it moves the dossier in law, so nothing of it stands in the dossier book; the steps are their own chain.
"""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from tram.accounts.rules.access import Right, may, require
from tram.core.acts import Act
from tram.core.errors import Refused
from tram.core.requests import command
from tram.directory import queries as directory
from tram.dossiers.commands.steps import lock
from tram.dossiers.models import Dossier, WorkStep
from tram.dossiers.queries import shares
from tram.dossiers.queries import work as queries
from tram.dossiers.rules.letters import require_reason
from tram.dossiers.rules.states import State
from tram.dossiers.rules.work import (
    StepOutcome,
    WorkKind,
    must_be_approved,
    planned,
    require_approved,
    require_at_work,
)


@command
def assign(
    act: Act,
    *,
    dossier_id: UUID,
    assignee_id: int,
    kind: WorkKind = WorkKind.APPRAISE,
    comment: str = "",
) -> dict[str, Any]:
    """Give a dossier to somebody of the unit (phân công): a leader to anyone, a case officer to himself."""
    dossier = _at_work(act, dossier_id)
    now = _open(dossier)
    if not _leads(act, dossier) and (now or assignee_id != act.actor.id):
        who = now.assignee.full_name if now else _("lãnh đạo đơn vị")
        raise Refused(
            "not-yours",
            _(
                "Chỉ lãnh đạo phân công hồ sơ cho người khác. Hồ sơ này do {} quyết định ai xử lý."
            ).format(who),
        )
    _colleague(dossier, assignee_id)
    _end(act, now, StepOutcome.FORWARDED)
    return _begin(act, dossier, assignee_id, kind, comment)


@command
def hand_on(
    act: Act, *, dossier_id: UUID, to_id: int, kind: WorkKind, comment: str = ""
) -> dict[str, Any]:
    """The one who has the dossier hands it to a colleague of the same unit (chuyển bước)."""
    dossier = _at_work(act, dossier_id)
    now = _mine(act, dossier)
    if to_id == act.actor.id:
        raise Refused("to-oneself", _("Hãy chọn một người khác: hồ sơ đang do bạn xử lý."))
    _colleague(dossier, to_id)
    _end(act, now, StepOutcome.FORWARDED)
    return _begin(act, dossier, to_id, kind, comment)


@command
def submit_for_approval(
    act: Act, *, dossier_id: UUID, leader_id: int, comment: str = ""
) -> dict[str, Any]:
    """Put the prepared result before a leader of the unit (trình duyệt)."""
    dossier = _at_work(act, dossier_id)
    now = _mine(act, dossier) if _open(dossier) else None
    if not _colleague(dossier, leader_id).leads:
        raise Refused("no-leader", _("Người được trình không phải lãnh đạo của đơn vị này."))
    _end(act, now, StepOutcome.SUBMITTED)
    return _begin(act, dossier, leader_id, WorkKind.APPROVE, comment)


@command
def approve(act: Act, *, dossier_id: UUID, comment: str = "") -> dict[str, Any]:
    """A leader says yes (duyệt): the one who prepared the result now records and hands it over."""
    dossier = _at_work(act, dossier_id)
    step = _submitted(act, dossier)
    _end(act, step, StepOutcome.APPROVED)
    return _begin(act, dossier, step.by_id, WorkKind.ISSUE, comment)


@command
def return_to_officer(act: Act, *, dossier_id: UUID, reason: str) -> dict[str, Any]:
    """A leader sends the prepared result back with a reason (trả lại để làm tiếp)."""
    dossier = _at_work(act, dossier_id)
    words = require_reason(reason, _("lý do trả lại"))
    step = _submitted(act, dossier)
    _end(act, step, StepOutcome.RETURNED)
    return _begin(act, dossier, step.by_id, WorkKind.APPRAISE, words)


def may_settle(act: Act, dossier: Dossier) -> None:
    """Refuse a result that a leader of the unit must approve first; a leader's own result is approved by that."""
    steps = queries.done(dossier.id, dossier.handling_id or dossier.agency_id)
    if must_be_approved(steps) and not _leads(act, dossier):
        require_approved(steps)


def _at_work(act: Act, dossier_id: UUID) -> Dossier:
    """The dossier, locked, in a unit of which this person settles dossiers."""
    dossier = lock([dossier_id])[dossier_id]
    require(act.actor, Right.SETTLE, directory.scope(dossier.handling_id or dossier.agency_id))
    require_at_work(State(dossier.state), dossier.handling_id)
    return dossier


def _leads(act: Act, dossier: Dossier) -> bool:
    return may(act.actor, Right.APPROVE, directory.scope(dossier.handling_id or dossier.agency_id))


def _open(dossier: Dossier) -> WorkStep | None:
    return dossier.work_steps.filter(ended_at=None).select_related("assignee").first()


def _mine(act: Act, dossier: Dossier) -> WorkStep:
    """The open step of this person; Refused if the dossier is with somebody else, or with nobody."""
    step = _open(dossier)
    if step is None or step.assignee_id != act.actor.user_id:
        who = step.assignee.full_name if step else _("chưa ai")
        raise Refused(
            "not-yours",
            _(
                "Hồ sơ này do {} xử lý nên bạn không chuyển được. Hãy nhờ người đó hoặc lãnh đạo."
            ).format(who),
        )
    return step


def _submitted(act: Act, dossier: Dossier) -> WorkStep:
    """The step that waits for a leader's word; any leader of the unit may give it."""
    require(act.actor, Right.APPROVE, directory.scope(dossier.handling_id or dossier.agency_id))
    step = _open(dossier)
    if step is None or step.kind != WorkKind.APPROVE:
        raise Refused(
            "not-submitted", _("Hồ sơ này chưa được trình duyệt nên chưa có gì để duyệt.")
        )
    return step


def _colleague(dossier: Dossier, user_id: int) -> queries.Colleague:
    people = queries.colleagues(dossier.handling_id or dossier.agency_id)
    found = next((person for person in people if person.id == user_id), None)
    if found is None:
        raise Refused(
            "not-here", _("Người được chọn không làm việc ở đơn vị đang giải quyết hồ sơ này.")
        )
    return found


def _end(act: Act, step: WorkStep | None, outcome: StepOutcome) -> None:
    if step:
        rows = WorkStep.objects.filter(id=step.id)
        rows.update(ended_at=act.at, ended_by_id=act.actor.id, outcome=outcome)


def _begin(
    act: Act, dossier: Dossier, assignee_id: int, kind: WorkKind, comment: str
) -> dict[str, Any]:
    """The next step of the chain, with its share of the time that the unit has."""
    seq = dossier.work_steps.count() + 1
    WorkStep.objects.create(
        dossier=dossier,
        seq=seq,
        unit_id=dossier.handling_id or dossier.agency_id,
        assignee_id=assignee_id,
        kind=kind,
        planned=planned(queries.share_of(kind), shares.planned_now(dossier)),
        comment=comment.strip(),
        by_id=act.actor.id,
        by_leader=_leads(act, dossier),
        started_at=act.at,
    )
    return {"dossier": dossier.id, "step": seq}
