"""Drafts (bản nháp): begun anew or from the version in force, rewritten any number of times, taken away.

One draft a procedure. Whoever writes says which edit they saw; after somebody else's they are refused, so that
nobody's words are lost without a sign.
"""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from tram.accounts.rules.access import Right, require
from tram.catalogue.models import (
    Channel,
    Fee,
    Procedure,
    ProcedureVersion,
    RequiredPaper,
    Stage,
    TimeLimit,
    WithdrawnPaper,
)
from tram.catalogue.queries.managing import managed_from
from tram.catalogue.queries.terms import terms as terms_of
from tram.catalogue.rules.versions import Terms
from tram.core.acts import Act
from tram.core.calendar import local_date
from tram.core.errors import Refused
from tram.core.requests import command
from tram.core.text import search_terms
from tram.directory.models import AreaLevel

_CODE = re.compile(r"\d\.\d{6}")
_PARTS = (RequiredPaper, Fee, TimeLimit, WithdrawnPaper, Stage)


@command
def draft_procedure(
    act: Act, *, code: str, field: str, level: str, agency_id: int | None, name: str
) -> dict[str, Any]:
    """A procedure that was not in the catalogue yet, with the draft of its first version."""
    require(act.actor, Right.MANAGE_CATALOGUE, managed_from(agency_id))
    if not _CODE.fullmatch(code):
        message = _("Mã thủ tục «{}» không đúng mẫu: hãy ghi như 1.004583.")
        raise Refused("code-malformed", message.format(code))
    if agency_id is None and level == AreaLevel.PROVINCE:
        message = _("Thủ tục cấp tỉnh phải có cơ quan giải quyết: hãy chọn một cơ quan.")
        raise Refused("agency-missing", message)
    if Procedure.objects.filter(code=code).exists():
        message = _("Thủ tục {} đã có trong danh mục: hãy mở thủ tục ấy rồi soạn phiên bản mới.")
        raise Refused("code-taken", message.format(code))
    made = Procedure.objects.create(code=code, field=field, level=level, agency_id=agency_id)
    return _begin(made, Terms(name=name, valid_from=_tomorrow(act)))


@command
def draft_version(act: Act, *, procedure_id: int) -> dict[str, Any]:
    """A draft that says what the newest published version says, to begin tomorrow unless changed."""
    procedure = _lock(act, procedure_id)
    if procedure.versions.filter(published_at=None).exists():
        message = _("Thủ tục {} đang có một bản nháp: hãy mở bản ấy để sửa tiếp.")
        raise Refused("draft-exists", message.format(procedure.code))
    latest = procedure.versions.order_by("-valid_from").first()
    if latest is None:
        raise no_such_version()
    starts = max(_tomorrow(act), (latest.valid_to or latest.valid_from) + timedelta(days=1))
    return _begin(procedure, replace(terms_of(latest), valid_from=starts))


@command
def edit_draft(act: Act, *, version_id: int, edit: int, terms: Terms) -> dict[str, Any]:
    """Write a draft anew, whole; `edit` is the one its writer saw."""
    draft = lock_draft(act, version_id, edit)
    _write(draft, terms)
    return {"version": draft.id, "edit": draft.edit}


@command
def withdraw_draft(act: Act, *, version_id: int, edit: int) -> dict[str, Any]:
    """Take a draft away (bỏ bản nháp); a procedure that never had anything else goes with it."""
    draft = lock_draft(act, version_id, edit)
    procedure = draft.procedure
    draft.delete()
    left = procedure.versions.exists()
    if not left:
        procedure.delete()
    return {"procedure": procedure.id if left else None}


def lock_draft(act: Act, version_id: int, edit: int) -> ProcedureVersion:
    """The draft, locked with its procedure, if this person manages it and saw its last edit."""
    found = ProcedureVersion.objects.filter(id=version_id).first()
    if found is None:
        raise no_such_version()
    procedure = _lock(act, found.procedure_id)
    draft = ProcedureVersion.objects.select_for_update(no_key=True).filter(id=version_id).first()
    if draft is None:
        raise no_such_version()
    if draft.published_at:
        message = _(
            "Phiên bản này của thủ tục {} đã công bố nên không sửa được nữa: hãy soạn phiên bản mới."
        )
        raise Refused("already-published", message.format(procedure.code))
    if draft.edit != edit:
        message = _(
            "Người khác vừa sửa bản nháp này của thủ tục {}. Hãy mở lại để xem bản mới nhất."
        )
        raise Refused("edited-meanwhile", message.format(procedure.code))
    draft.procedure = procedure
    return draft


def no_such_version() -> Refused:
    """The version was taken away, or never was."""
    message = _("Không tìm thấy phiên bản này, có thể bản nháp đã bị bỏ. Hãy mở lại danh mục.")
    return Refused("no-such-version", message)


def _lock(act: Act, procedure_id: int) -> Procedure:
    locked = Procedure.objects.select_for_update(no_key=True)
    procedure = locked.filter(id=procedure_id).first()
    if procedure is None:
        raise no_such_version()
    require(act.actor, Right.MANAGE_CATALOGUE, managed_from(procedure.agency_id))
    return procedure


def _tomorrow(act: Act) -> Any:
    return local_date(act.recorded) + timedelta(days=1)


def _begin(procedure: Procedure, terms: Terms) -> dict[str, Any]:
    draft = ProcedureVersion(procedure=procedure)
    _write(draft, terms)
    return {"version": draft.id, "edit": draft.edit}


def _write(draft: ProcedureVersion, terms: Terms) -> None:
    draft.name = terms.name
    draft.search_key = " ".join(search_terms(f"{draft.procedure.code} {terms.name}"))[:700]
    draft.valid_from, draft.result_name = terms.valid_from, terms.result
    draft.legal_basis, draft.publication_decision = terms.legal_basis, terms.decision
    draft.limit_value = terms.limit.value if terms.limit else None
    draft.limit_unit = terms.limit.unit if terms.limit else ""
    draft.same_day, draft.presence_required = terms.same_day, terms.presence
    draft.postal_in, draft.postal_in_reason = terms.postal_in, terms.postal_in_reason
    draft.postal_out, draft.postal_out_reason = terms.postal_out, terms.postal_out_reason
    draft.secret_possible = terms.secret
    draft.edit += 1
    draft.save()
    for part in _PARTS:
        part._default_manager.filter(version=draft).delete()
    _write_lists(draft, terms)
    _write_way(draft, terms)


def _write_lists(draft: ProcedureVersion, terms: Terms) -> None:
    own = ((Channel.ONLINE, terms.limit_online), (Channel.POSTAL, terms.limit_postal))
    TimeLimit.objects.bulk_create(
        TimeLimit(version=draft, channel=channel, value=span.value, unit=span.unit)
        for channel, span in own
        if span
    )
    Fee.objects.bulk_create(
        Fee(version=draft, kind=fee.kind, amount_vnd=fee.amount_vnd, source=fee.source)
        for fee in terms.fees
    )
    RequiredPaper.objects.bulk_create(
        RequiredPaper(
            version=draft,
            seq=seq,
            name=paper.name,
            originals=paper.originals,
            certified=paper.certified,
            copies=paper.copies,
            mandatory=paper.mandatory,
        )
        for seq, paper in enumerate(terms.papers, 1)
    )


def _write_way(draft: ProcedureVersion, terms: Terms) -> None:
    WithdrawnPaper.objects.bulk_create(
        WithdrawnPaper(version=draft, seq=seq, name=name)
        for seq, name in enumerate(terms.withdrawn, 1)
    )
    Stage.objects.bulk_create(
        Stage(
            version=draft,
            seq=seq,
            unit_id=stage.unit_id,
            name=stage.name,
            value=stage.span.value,
            unit_of_time=stage.span.unit,
        )
        for seq, stage in enumerate(terms.stages, 1)
    )
