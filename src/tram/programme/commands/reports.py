"""Yearly reports come in: an agency sends its own with its file, the standing agency notes one that came on paper.

Legal basis: the plan's article on reports (before 15 January of the next year), domain requirement 52.
"""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from tram.accounts.rules.access import Right, require
from tram.core.acts import Act
from tram.core.calendar import local_date, vn_date
from tram.core.errors import Refused
from tram.core.files import Given
from tram.core.requests import command
from tram.core.text import clean
from tram.directory.commands.attachments import attach
from tram.directory.models import Attachment
from tram.programme.commands.evidence import require_past, require_year, retire
from tram.programme.models import AgencyReport
from tram.programme.queries.members import Member, require_member

HALF = (7, 1)
"""Before this day of a year nobody can report on the whole of it; who typed that meant the year before."""


@command
def send_report(act: Act, *, unit_id: int, year: int, number: str, file: Given) -> dict[str, Any]:
    """An agency sends its yearly report (gửi báo cáo năm): received today."""
    today = local_date(act.recorded)
    unit = require_member(act.actor, unit_id, today)
    row = _begin(act, unit, (year, number), today)
    row.file, row.on_paper = attach(act, file), False
    row.save(force_insert=True)
    return {"report": row.pk}


@command
def note_paper_report(
    act: Act,
    *,
    unit_id: int,
    year: int,
    number: str,
    received_on: date,
    file: Given | None = None,
) -> dict[str, Any]:
    """The standing agency notes a report that came on paper (ghi báo cáo giấy), on the day it came."""
    require(act.actor, Right.MANAGE_PLAN)
    require_past(act, received_on)
    unit = require_member(act.actor, unit_id, local_date(act.recorded))
    row = _begin(act, unit, (year, number), received_on)
    scan: Attachment | None = attach(act, file)
    row.file, row.on_paper = scan, True
    row.save(force_insert=True)
    return {"report": row.pk}


def _begin(act: Act, unit: Member, which: tuple[int, str], received_on: date) -> AgencyReport:
    year, number = which[0], clean(which[1])
    require_year(year)
    if received_on < date(year, *HALF):
        message = _(
            "Ngày nhận {} còn trước nửa cuối năm {}, chưa thể có báo cáo của cả năm:"
            " hãy xem lại ngày nhận và năm báo cáo."
        )
        raise Refused("before-the-year", message.format(vn_date(received_on), year))
    if not number:
        raise Refused("number-missing", _("Hãy ghi số, ký hiệu của báo cáo, ví dụ 12/BC-STP."))
    rows = AgencyReport.objects.filter(unit=unit.id, year=year, number=number, retired_at=None)
    if rows.exists():
        message = _("Báo cáo {number} năm {year} của {unit} đã có: không cần gửi lại.")
        raise Refused(
            "report-twice", message.format(number=number, year=year, unit=unit.short_name)
        )
    return AgencyReport(
        unit_id=unit.id,
        year=year,
        number=number,
        received_on=received_on,
        by_id=act.actor.id,
        at=act.recorded,
    )


@command
def retire_report(act: Act, *, report_id: int, reason: str) -> dict[str, Any]:
    """A report that was noted wrong is taken out by the standing agency, with a reason (gỡ báo cáo)."""
    require(act.actor, Right.MANAGE_PLAN)
    row = AgencyReport.objects.select_for_update(no_key=True).filter(id=report_id).first()
    if row is None:
        raise Refused("no-such-row", _("Không tìm thấy báo cáo này."))
    retire(act, row, reason)
    return {"report": report_id}
