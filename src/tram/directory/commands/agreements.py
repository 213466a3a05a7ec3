"""The verbs on cooperation agreements (thỏa thuận hợp tác): enter a signed one, end one.

An agency's reporter enters its own, the standing agency anybody's: its duty is the whole plan.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from tram.accounts.rules.access import Right, may, require
from tram.core.acts import Act
from tram.core.calendar import local_date, vn_date
from tram.core.errors import Refused
from tram.core.files import Given
from tram.core.queries import is_demo
from tram.core.requests import command
from tram.core.text import clean
from tram.directory.commands.attachments import attach
from tram.directory.models import POSTS, Agreement, AgreementEnd, Unit
from tram.directory.queries import scope
from tram.directory.rules import agreements as rules
from tram.directory.rules.agreements import AgreementEndKind, AgreementScope


@dataclass(frozen=True)
class NewAgreement:
    """What stands in a signed agreement."""

    agency_id: int
    post_id: int
    number: str
    signed_on: date
    scope: AgreementScope
    valid_from: date
    valid_to: date | None = None
    note: str = ""


@command
def record_agreement(act: Act, *, new: NewAgreement, file: Given | None = None) -> dict[str, Any]:
    """Enter an agreement that was signed, with its file (domain requirement 6)."""
    require_plan_of(act, new.agency_id)
    rules.check_dates(new.signed_on, new.valid_from, new.valid_to, local_date(act.recorded))
    if not clean(new.number):
        raise Refused("number-missing", _("Hãy ghi số của thỏa thuận."))
    _check_parties(new)
    row = Agreement.objects.create(
        agency_id=new.agency_id,
        post_id=new.post_id,
        number=clean(new.number)[:60],
        signed_on=new.signed_on,
        scope=new.scope,
        note=clean(new.note)[:300],
        valid_from=new.valid_from,
        valid_to=new.valid_to,
        file=attach(act, file),
        demonstration=is_demo(),
        by_id=act.actor.id,
        at=act.recorded,
    )
    return {"agreement": row.id, "agency": new.agency_id}


def _check_parties(new: NewAgreement) -> None:
    units = Unit.objects.in_bulk([new.agency_id, new.post_id])
    agency, post = units.get(new.agency_id), units.get(new.post_id)
    if agency is None or agency.kind in POSTS:
        raise Refused("no-such-agency", _("Hãy chọn cơ quan ký thỏa thuận."))
    if post is None or post.kind not in POSTS:
        raise Refused("no-such-post", _("Hãy chọn bưu điện ký thỏa thuận."))
    same = Agreement.objects.filter(agency=agency, number=clean(new.number), end=None)
    if same.exists():
        message = _("{agency} đã có thỏa thuận số {number} trong sổ. Hãy xem lại số.")
        raise Refused("number-taken", message.format(agency=agency.name, number=new.number))


@command
def end_agreement(
    act: Act, *, agreement_id: int, kind: AgreementEndKind, last_day: date, reason: str
) -> dict[str, Any]:
    """An agreement ends before its last day, or was entered by mistake and never counts (chấm dứt thỏa thuận)."""
    found = Agreement.objects.filter(id=agreement_id).first()
    if found is None:
        raise Refused("no-such-agreement", _("Không tìm thấy thỏa thuận này. Hãy tải lại trang."))
    require_plan_of(act, found.agency_id)
    _check_end(found, last_day, reason)
    AgreementEnd.objects.create(
        agreement=found,
        kind=kind,
        last_day=last_day,
        reason=clean(reason)[:300],
        by_id=act.actor.id,
        at=act.recorded,
    )
    return {"agreement": agreement_id, "agency": found.agency_id}


def _check_end(found: Agreement, last_day: date, reason: str) -> None:
    if AgreementEnd.objects.filter(agreement=found).exists():
        message = _("Thỏa thuận số {} đã được ghi chấm dứt trước đó.")
        raise Refused("ended-before", message.format(found.number))
    if not clean(reason):
        raise Refused("reason-missing", _("Hãy ghi lý do."))
    if last_day < found.signed_on or (found.valid_to and last_day > found.valid_to):
        message = _("Ngày cuối phải từ ngày ký {first}{until}.")
        until = f" đến {vn_date(found.valid_to)}" if found.valid_to else ""
        told = message.format(first=vn_date(found.signed_on), until=until)
        raise Refused("day-outside", told)


def require_plan_of(act: Act, unit_id: int) -> None:
    """Refuse unless this person keeps the whole plan, or reports for this unit."""
    if not may(act.actor, Right.MANAGE_PLAN):
        require(act.actor, Right.REPORT_PLAN, scope(unit_id))
