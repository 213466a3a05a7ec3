"""The verbs of a post manager on service points (điểm phục vụ): add, change from a day on, equip, close.

Nothing is written over: a change is another row from a day on. A manager reaches the points of the own unit and below.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from tram.accounts.rules.access import Right, require
from tram.core.acts import Act
from tram.core.calendar import local_date, vn_date
from tram.core.errors import Refused
from tram.core.queries import is_demo
from tram.core.requests import command
from tram.core.text import clean, search_terms, sort_key
from tram.directory.commands.people import end_duties
from tram.directory.commands.units import require_lasting
from tram.directory.models import (
    Appointment,
    Area,
    AreaLevel,
    Equipment,
    PointTerms,
    ServicePoint,
    Succession,
    Unit,
    UnitKind,
)
from tram.directory.queries import scope
from tram.directory.queries.terms import terms_on
from tram.directory.rules import points as rules
from tram.directory.rules.duties import same_sort
from tram.directory.rules.points import EquipmentKind, EquipmentState, PointKind, Terms

PARENTS = (UnitKind.PROVINCIAL_POST, UnitKind.DISTRICT_POST)


@dataclass(frozen=True)
class NewPoint:
    """A service point that begins: its code in the national list, where it stands and under whom."""

    code: str
    name: str
    kind: PointKind
    commune_id: int
    parent_id: int
    valid_from: date
    terms: Terms
    decision: str = ""


@command
def add_point(act: Act, *, new: NewPoint) -> dict[str, Any]:
    """A point begins on a day under a unit of the post that the manager manages (mở điểm)."""
    return {"point": begin_point(act, new).pk}


def begin_point(act: Act, new: NewPoint) -> ServicePoint:
    """The part of a command that adds a point."""
    parent = Unit.objects.select_for_update(no_key=True).filter(id=new.parent_id).first()
    if parent is None or parent.kind not in PARENTS:
        raise Refused("no-such-parent", _("Hãy chọn Bưu điện tỉnh hoặc huyện quản lý điểm này."))
    require(act.actor, Right.MANAGE_POST, scope(parent.id))
    _check_new(new, parent)
    unit = Unit.objects.create(
        slug=rules.slug(new.code),
        name=clean(new.name),
        sort_key=sort_key(new.name),
        search_key=" ".join(search_terms(f"{new.name} {new.code}")),
        kind=UnitKind.POST_POINT,
        parent=parent,
        area_id=new.commune_id,
        valid_from=new.valid_from,
        provenance=new.decision,
    )
    return ServicePoint.objects.create(
        unit=unit,
        code=new.code,
        kind=new.kind,
        commune_id=new.commune_id,
        demonstration=is_demo(),
        provenance=new.decision,
        **vars(new.terms),
    )


def _check_new(new: NewPoint, parent: Unit) -> None:
    rules.check_code(new.code)
    rules.check_terms(new.terms)
    if not 3 <= len(clean(new.name)) <= 200:
        raise Refused("name-missing", _("Hãy ghi tên điểm, từ 3 đến 200 ký tự."))
    rules.check_since(parent.name, parent.valid_from, parent.valid_to, new.valid_from)
    area = Area.objects.filter(id=new.commune_id, level=AreaLevel.COMMUNE).first()
    if area is None or (area.valid_to and area.valid_to < new.valid_from):
        raise Refused(
            "no-such-commune", _("Hãy chọn xã, phường, thị trấn đang có nơi điểm đặt trụ sở.")
        )
    held = ServicePoint.objects.filter(code=new.code).select_related("unit").first()
    if held:
        message = _("Mã điểm {code} đang là của {point}. Hãy dùng mã khác.")
        raise Refused("code-taken", message.format(code=new.code, point=held.unit.name))


@command
def change_terms(
    act: Act, *, point_id: int, valid_from: date, terms: Terms, decision: str = ""
) -> dict[str, Any]:
    """From a day on a point serves elsewhere or at other hours (đổi địa chỉ, giờ, đường thư); earlier days stay."""
    point = managed_point(act, point_id)
    return {"point": point_id, "changed": write_terms(act, point, valid_from, terms, decision)}


def write_terms(
    act: Act, point: ServicePoint, valid_from: date, terms: Terms, decision: str
) -> bool:
    """The part of a command that changes a point's terms; False if they are so on that day already."""
    unit = point.unit
    rules.check_since(unit.name, unit.valid_from, unit.valid_to, valid_from)
    rules.check_terms(terms)
    if terms_on(point.pk, valid_from) == terms:
        return False
    PointTerms.objects.create(
        point=point,
        valid_from=valid_from,
        decision=clean(decision)[:120],
        by_id=act.actor.id,
        at=act.recorded,
        **vars(terms),
    )
    return True


@command
def record_equipment(
    act: Act,
    *,
    point_id: int,
    kind: EquipmentKind,
    state: EquipmentState,
    count: int,
    since: date,
) -> dict[str, Any]:
    """From a day on a point has so many things of a kind in a state; none ends it (ghi thiết bị)."""
    row = note_equipment(act, managed_point(act, point_id), (kind, state, count), since)
    return {"equipment": row.id, "point": point_id}


def note_equipment(
    act: Act,
    point: ServicePoint,
    things: tuple[EquipmentKind, EquipmentState, int],
    since: date,
) -> Equipment:
    """The part of a command that notes what a point has."""
    unit, (kind, state, count) = point.unit, things
    rules.check_since(unit.name, unit.valid_from, unit.valid_to, since)
    rules.check_count(count)
    if since > local_date(act.recorded):
        raise Refused("future-date", _("Hãy ghi thiết bị đã có: từ hôm nay trở về trước."))
    return Equipment.objects.create(
        point=point,
        kind=kind,
        state=state,
        count=count,
        since=since,
        by_id=act.actor.id,
        at=act.recorded,
    )


def close_point(
    act: Act, *, point_id: int, on: date, successor_id: int, decision: str
) -> tuple[Unit, Unit]:
    """A point is gone on the day `on`, and another takes its things (đóng điểm), inside the caller's command."""
    unit = managed_point(act, point_id).unit
    require_lasting(unit, on)
    if on < local_date(act.recorded):
        raise Refused("in-the-past", _("Không đóng điểm lùi về ngày đã qua: sớm nhất là hôm nay."))
    if not clean(decision):
        raise Refused("decision-missing", _("Hãy ghi số văn bản đóng điểm."))
    successor = Unit.objects.filter(id=successor_id).first()
    _check_successor(unit, successor, on)
    assert successor is not None
    unit.valid_to = on - timedelta(days=1)
    unit.save(update_fields=["valid_to"])
    Succession.objects.create(predecessor=unit, successor=successor)
    held = Appointment.objects.select_for_update(no_key=True).filter(unit=unit)
    end_duties([duty for duty in held if duty.valid_to is None or duty.valid_to >= on], on)
    return unit, successor


def _check_successor(unit: Unit, successor: Unit | None, on: date) -> None:
    if successor is None or successor.id == unit.id or not same_sort(unit.kind, successor.kind):
        raise Refused(
            "no-such-successor", _("Hãy chọn một điểm hoặc bưu điện khác nhận lại bưu gửi ở đây.")
        )
    if successor.valid_from > on or (successor.valid_to and successor.valid_to < on):
        message = _("{unit} chưa có hoặc không còn vào ngày {day}. Hãy chọn nơi khác.")
        raise Refused("not-in-force", message.format(unit=successor.name, day=vn_date(on)))


def managed_point(act: Act, point_id: int) -> ServicePoint:
    """A point under this manager, kept by this transaction."""
    rows = ServicePoint.objects.select_for_update(no_key=True, of=("self", "unit"))
    point = rows.select_related("unit").filter(pk=point_id).first()
    if point is None:
        raise Refused("no-such-point", _("Không tìm thấy điểm này. Hãy tải lại trang."))
    require(act.actor, Right.MANAGE_POST, scope(point_id))
    return point
