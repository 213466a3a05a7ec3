"""A person says who came after a unit or an area that ended, where the lists do not tell (ghi đơn vị kế tục).

Only at the province's office, with the decision that says so. Nothing is guessed and nothing written over: the latest
statement counts, and one without a successor takes the one before back.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from tram.accounts.rules.access import Right, require
from tram.core.acts import Act
from tram.core.calendar import local_date, vn_date
from tram.core.errors import Refused
from tram.core.requests import command
from tram.directory.commands.units import pass_on_desks
from tram.directory.models import Area, StatedSuccession, Succession, Unit
from tram.directory.queries import province_offices
from tram.directory.rules.duties import same_sort


@dataclass(frozen=True)
class Decision:
    """The decision (quyết định, nghị quyết) that a statement rests on."""

    number: str
    on: date


@command
def state_area_successor(
    act: Act, *, area_id: int, successor_id: int | None, decision: Decision
) -> dict[str, Any]:
    """Say which area an ended one became part of; without one the statement before is taken back."""
    require(act.actor, Right.MANAGE_DIRECTORY, province_offices())
    area = Area.objects.select_for_update(no_key=True).get(id=area_id)
    successor = Area.objects.get(id=successor_id) if successor_id else None
    _require_decision(act, decision)
    _require_after(area, successor)
    if successor and successor.level != area.level:
        message = _("{new} và {old} không cùng cấp. Hãy chọn đơn vị cùng cấp.")
        raise Refused("other-level", message.format(new=successor.name, old=area.name))
    _require_not_listed(area, area.successor_id is not None)
    _keep(act, decision, area=area, area_successor=successor)
    area.successor = successor
    area.save(update_fields=["successor"])
    return {"area": area_id, "successor": successor_id}


def state_unit_successor(
    act: Act, *, unit_id: int, successor_id: int | None, decision: Decision
) -> tuple[Unit, Unit | None]:
    """Say which unit stands in an ended one's place, inside the caller's command; the two units."""
    require(act.actor, Right.MANAGE_DIRECTORY, province_offices())
    unit = Unit.objects.select_for_update(no_key=True).get(id=unit_id)
    successor = Unit.objects.get(id=successor_id) if successor_id else None
    _require_decision(act, decision)
    _require_after(unit, successor)
    if successor and not same_sort(unit.kind, successor.kind):
        message = _("{new} không làm cùng việc với {old}. Hãy chọn đơn vị cùng loại.")
        raise Refused("other-sort", message.format(new=successor.name, old=unit.name))
    _require_not_listed(unit, unit.successions.exists())
    _keep(act, decision, unit=unit, unit_successor=successor)
    Succession.objects.filter(predecessor=unit).delete()
    if successor:
        Succession.objects.create(predecessor=unit, successor=successor)
        pass_on_desks([unit], [successor])
    return unit, successor


def _require_decision(act: Act, decision: Decision) -> None:
    if not decision.number.strip():
        raise Refused(
            "decision-missing", _("Hãy ghi số, ký hiệu của quyết định hoặc nghị quyết làm căn cứ.")
        )
    if decision.on > local_date(act.recorded):
        raise Refused("future-date", _("Ngày quyết định ở tương lai. Hãy kiểm tra lại ngày."))


def _require_after(old: Unit | Area, new: Unit | Area | None) -> None:
    if old.valid_to is None:
        message = _("{} còn hoạt động nên chưa có đơn vị kế tục.")
        raise Refused("not-ended", message.format(old.name))
    after = old.valid_to + timedelta(days=1)
    if new and not (new.valid_from <= after and (new.valid_to is None or new.valid_to >= after)):
        message = _("{new} chưa có hoặc không còn vào ngày {day}. Hãy chọn đơn vị có ngày đó.")
        raise Refused("not-in-force", message.format(new=new.name, day=vn_date(after)))


def _require_not_listed(old: Unit | Area, linked: bool) -> None:
    """What the lists or a command linked stays linked; only what a person said can be said anew."""
    if linked and not old.statements.exists():
        message = _("{} đã có đơn vị kế tục theo danh mục. Hãy sửa bằng tệp dữ liệu của tỉnh.")
        raise Refused("by-list", message.format(old.name))


def _keep(act: Act, decision: Decision, **what: Any) -> None:
    StatedSuccession.objects.create(
        decision=decision.number.strip()[:120],
        decided_on=decision.on,
        by_id=act.actor.id,
        at=act.recorded,
        **what,
    )
