"""The verb of an inspector: what was found at a service point (đánh giá điều kiện điểm phục vụ)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from tram.accounts.rules.access import Right, require
from tram.core.acts import Act
from tram.core.calendar import local_date, vn_date
from tram.core.errors import Refused
from tram.core.files import Given
from tram.core.queries import is_demo
from tram.core.requests import command
from tram.core.text import clean
from tram.directory.commands.attachments import attach
from tram.directory.models import AssessedCriterion, Assessment, ServicePoint
from tram.directory.queries.qualification import checklist_on
from tram.directory.rules import points as point_rules
from tram.directory.rules.qualification import Criterion, last_day


@dataclass(frozen=True)
class Found:
    """What an inspector found of one criterion; `valid_to` None = as long as the checklist says."""

    code: str
    met: bool
    evidence: str = ""
    valid_to: date | None = None
    file: Given | None = None


@command
def assess_point(
    act: Act, *, point_id: int, on: date, found: Sequence[Found], note: str = ""
) -> dict[str, Any]:
    """Enter what was found of criteria of a point on a day; earlier findings stay (domain requirement 7)."""
    require(act.actor, Right.QUALIFY_POINTS)
    point = ServicePoint.objects.select_related("unit").filter(pk=point_id).first()
    if point is None:
        raise Refused("no-such-point", _("Không tìm thấy điểm này. Hãy tải lại trang."))
    point_rules.check_since(point.unit.name, point.unit.valid_from, point.unit.valid_to, on)
    if on > local_date(act.recorded):
        raise Refused("future-date", _("Ngày kiểm tra chưa tới. Hãy ghi sau khi đã kiểm tra."))
    known = {each.code: each for each in checklist_on(on)}
    _check(found, known, on)
    row = Assessment.objects.create(
        point=point,
        on=on,
        inspector_id=act.actor.id,
        note=clean(note)[:300],
        demonstration=is_demo(),
        at=act.recorded,
    )
    AssessedCriterion.objects.bulk_create(
        _finding(act, row, known[each.code], each, number) for number, each in enumerate(found, 1)
    )
    return {"assessment": row.id, "point": point_id}


def _check(found: Sequence[Found], known: Mapping[str, Criterion], on: date) -> None:
    if not found:
        raise Refused("nothing-found", _("Hãy chọn đạt hoặc chưa đạt cho ít nhất một tiêu chí."))
    for each in found:
        if each.code not in known:
            message = _("Bộ tiêu chí ngày {} không có tiêu chí này. Hãy tải lại trang.")
            raise Refused("no-such-criterion", message.format(vn_date(on)))
        label = known[each.code].label
        if each.met and not clean(each.evidence) and each.file is None:
            message = _("Tiêu chí «{}» ghi đạt thì phải có minh chứng: hãy ghi chú hoặc gửi tệp.")
            raise Refused("evidence-missing", message.format(label))
        if each.valid_to and each.valid_to < on:
            message = _("Tiêu chí «{}»: ngày hết giá trị trước ngày kiểm tra. Hãy sửa ngày.")
            raise Refused("expiry-before", message.format(label))


def _finding(
    act: Act, row: Assessment, criterion: Criterion, found: Found, number: int
) -> AssessedCriterion:
    return AssessedCriterion(
        assessment=row,
        code=found.code,
        met=found.met,
        evidence=clean(found.evidence)[:300],
        file=attach(act, found.file, number),
        on=row.on,
        valid_to=found.valid_to or last_day(row.on, criterion.months),
    )
