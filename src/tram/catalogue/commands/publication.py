"""Publication (công bố): a draft that is whole becomes the version of its first day on, and never changes again.

The version before ends the day before. Dossiers keep the version they came under (domain requirements 30, 63).
"""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from tram.accounts.rules.access import Right, require
from tram.catalogue.commands.drafts import lock_draft, no_such_version
from tram.catalogue.models import ProcedureVersion, VersionAct, VersionStep
from tram.catalogue.queries.managing import managed_from
from tram.catalogue.queries.terms import terms as terms_of
from tram.catalogue.rules.versions import require_date, require_whole
from tram.core.acts import Act
from tram.core.calendar import local_date
from tram.core.errors import Refused
from tram.core.requests import command


@command
def publish(act: Act, *, version_id: int, edit: int) -> dict[str, Any]:
    """Publish a draft; `edit` is the one its reader saw."""
    draft = lock_draft(act, version_id, edit)
    require_whole(terms_of(draft))
    published = ProcedureVersion.objects.filter(
        procedure=draft.procedure, published_at__isnull=False
    )
    before = published.select_for_update(no_key=True).order_by("-valid_from").first()
    span = (before.valid_from, before.valid_to) if before else None
    require_date(draft.valid_from, local_date(act.recorded), span)
    if before and before.valid_to is None:
        before.valid_to = draft.valid_from - timedelta(days=1)
        before.save(update_fields=["valid_to"])
    _note(act, draft, VersionStep.PUBLISH)
    draft.published_at = act.recorded
    draft.save(update_fields=["published_at"])
    return {"version": draft.id, "before": before.id if before else None}


@command
def confirm(act: Act, *, version_id: int) -> dict[str, Any]:
    """An officer confirms that a published version is what the province decided (cán bộ xác nhận)."""
    locked = ProcedureVersion.objects.select_for_update(no_key=True, of=("self",))
    version = locked.select_related("procedure").filter(id=version_id).first()
    if version is None:
        raise no_such_version()
    procedure = version.procedure
    require(act.actor, Right.MANAGE_CATALOGUE, managed_from(procedure.agency_id))
    if version.published_at is None:
        message = _("Phiên bản này của thủ tục {} chưa công bố: hãy công bố trước rồi xác nhận.")
        raise Refused("not-published", message.format(procedure.code))
    if version.official:
        message = _(
            "Phiên bản này của thủ tục {} đã được cán bộ xác nhận rồi, không cần làm gì thêm."
        )
        raise Refused("already-confirmed", message.format(procedure.code))
    version.official = True
    version.save(update_fields=["official"])
    _note(act, version, VersionStep.CONFIRM)
    return {"version": version.id}


def _note(act: Act, version: ProcedureVersion, step: VersionStep) -> None:
    VersionAct.objects.create(version=version, step=step, user_id=act.actor.id, at=act.recorded)
