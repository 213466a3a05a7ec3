"""Apologies (Mẫu 04): drafted in time, signed at least one day before the due date, at most one re-appointment.

NĐ 61/2018/NĐ-CP Điều 19 ("at most once" to be confirmed); since 1/7/2025 TT 03/2025/TT-VPCP Mẫu 04.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from tram.accounts.rules.access import Right, require
from tram.core.acts import Act
from tram.core.calendar import local_date
from tram.core.errors import Refused
from tram.core.requests import command
from tram.directory import queries as directory
from tram.dossiers.commands.letters import letter_number, told
from tram.dossiers.commands.messages import tell
from tram.dossiers.commands.steps import lock_for, move
from tram.dossiers.models import Dossier, DueTime, Letter
from tram.dossiers.rules.deadlines import promise
from tram.dossiers.rules.letters import (
    LetterKind,
    require_first_apology,
    require_later,
    require_reason,
    signed_late,
)
from tram.dossiers.rules.messages import MessageKind
from tram.dossiers.rules.states import Action


def draft(act: Act, dossier: Dossier, *, reason: str, due_after: datetime) -> Letter:
    """Draft an apology inside the caller's command, unless one is drafted or the dossier was re-appointed before."""
    unit = dossier.handling_id or dossier.agency_id
    found, _made = Letter.objects.get_or_create(
        dossier=dossier,
        kind=LetterKind.APOLOGY,
        signed_at=None,
        defaults={
            "id": act.derive(f"letter/apology/{dossier.id}"),
            "unit_id": unit,
            "reason": reason,
            "due_before": dossier.due_at,
            "due_after": due_after,
            "drafted_at": act.at,
        },
    )
    return found


@command
def apologise(act: Act, *, dossier_id: UUID, reason: str, due_after: datetime) -> dict[str, Any]:
    """The leader signs the apology with its reason and the new date; the dossier is re-appointed, once."""
    dossier = lock_for(dossier_id, Action.REAPPOINT)
    unit = dossier.handling_id or dossier.agency_id
    require(act.actor, Right.APOLOGISE, directory.scope(unit))
    apologies = dossier.letters.filter(kind=LetterKind.APOLOGY)
    require_first_apology(apologies.exclude(signed_at=None).count())
    words = require_reason(reason, _("lý do chậm trả"))
    before = dossier.due_at
    if before is None:
        raise Refused("no-due", _("Hồ sơ này chưa có ngày hẹn trả nên không có gì để hẹn lại."))
    require_later(due_after, before, act.at)
    calendar = directory.working_calendar(dossier.agency_id)
    if not calendar.is_working(local_date(due_after)):
        raise Refused("day-off", _("Ngày hẹn lại là ngày nghỉ. Hãy chọn một ngày làm việc."))
    letter = apologies.filter(signed_at=None).first() or draft(
        act, dossier, reason=words, due_after=due_after
    )
    letter.number = letter_number(letter.unit_id, LetterKind.APOLOGY, local_date(act.at))
    letter.reason, letter.due_before, letter.due_after = words, before, due_after
    letter.late = signed_late(act.at, before, calendar)
    letter.line_seq, letter.signed_at = dossier.seq + 1, act.at
    letter.signed_by_id = act.actor.id
    letter.save()
    _keep(dossier, due_after)
    body = told(letter, due_at=due_after.isoformat(), late=letter.late)
    move(act, [dossier], Action.REAPPOINT, body, due_at=due_after)
    tell(act, [dossier], MessageKind.REAPPOINTED)
    return {"dossier": dossier_id, "letter": letter.id, "number": letter.number}


def _keep(dossier: Dossier, due_after: datetime) -> None:
    """The new due time: the day that was promised, under the limit of before."""
    last = dossier.due_times.order_by("-line_seq")[0]
    derivation = promise(last.started_at, due_after)
    DueTime.objects.create(
        dossier=dossier,
        line_seq=dossier.seq + 1,
        started_at=last.started_at,
        due_at=due_after,
        limit_value=last.limit_value,
        limit_unit=last.limit_unit,
        derivation=derivation.as_json(),
    )
