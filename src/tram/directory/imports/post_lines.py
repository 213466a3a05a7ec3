"""What one line of a sheet of the post does: something new, a change, or nothing; Refused says why it cannot."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tram.accounts import commands as accounts
from tram.accounts.models import User
from tram.accounts.rules.access import Right, Role, require
from tram.core.acts import Act
from tram.core.calendar import local_date
from tram.core.cells import bad
from tram.core.choices import Choice
from tram.core.text import search_terms
from tram.directory.commands.people import begin_duty, require_may_staff
from tram.directory.commands.points import (
    PARENTS,
    NewPoint,
    begin_point,
    note_equipment,
    write_terms,
)
from tram.directory.commands.staff import require_postal
from tram.directory.imports.post_rows import PointLine, StaffLine
from tram.directory.models import Appointment, Area, AreaLevel, ServicePoint
from tram.directory.queries import scope
from tram.directory.queries.network import Place, equipment_on, post_places
from tram.directory.rules.duties import POST
from tram.directory.rules.points import EquipmentState, Terms


class LineOutcome(Choice):
    """What a line of a sheet does (kết quả của một dòng)."""

    NEW = "new", "thêm mới"
    CHANGED = "changed", "thay đổi"
    SAME = "same", "như cũ"


Places = Mapping[tuple[str, ...], int]
PERSON = "person"


@dataclass
class Work:
    """What the lines of one sheet share: who acts, the names they may use, the people they made."""

    act: Act
    trying: bool
    parents: Places = field(default_factory=dict)
    units: Places = field(default_factory=dict)
    made: list[dict[str, Any]] = field(default_factory=list)


def work(act: Act, *, trying: bool) -> Work:
    """Ready to read lines; `trying` makes no passwords, for nothing of it stays."""
    today = local_date(act.recorded)
    parents = post_places(act.actor, sorted(PARENTS), day=today)
    units = post_places(act.actor, sorted(POST), day=today)
    codes = ServicePoint.objects.filter(pk__in=[unit.id for unit in units])
    return Work(
        act,
        trying,
        _by_name(parents),
        _by_name(units) | {(code,): pk for pk, code in codes.values_list("pk", "code")},
    )


def _by_name(places: Sequence[Place]) -> dict[tuple[str, ...], int]:
    """Places by their names; a name that two of them have means neither."""
    names = Counter(search_terms(each.label) for each in places)
    known = {search_terms(each.label): each.id for each in places}
    return {name: place for name, place in known.items() if names[name] == 1}


def point_line(work: Work, line: PointLine) -> LineOutcome:
    """Open a point or change the one that has this code, and note its equipment."""
    terms = Terms(
        line.address, line.phone, line.opens, line.closes, line.works_saturday, line.route_code
    )
    rows = ServicePoint.objects.select_for_update(no_key=True, of=("self",))
    point = rows.select_related("unit__parent", "commune").filter(code=line.code).first()
    if point is None:
        point = begin_point(work.act, _new(work, line, terms))
        _equip(work, line, point)
        return LineOutcome.NEW
    require(work.act.actor, Right.MANAGE_POST, scope(point.pk))
    _require_same(point, line)
    changed = write_terms(work.act, point, line.valid_from, terms, line.decision)
    return LineOutcome.CHANGED if _equip(work, line, point) or changed else LineOutcome.SAME


def _new(work: Work, line: PointLine, terms: Terms) -> NewPoint:
    parent = work.parents.get(search_terms(line.parent))
    if parent is None:
        raise bad(f"«{line.parent}» không phải Bưu điện tỉnh, huyện mà bạn quản lý.")
    return NewPoint(
        code=line.code,
        name=line.name,
        kind=line.kind,
        commune_id=_commune(line),
        parent_id=parent,
        valid_from=line.valid_from,
        terms=terms,
        decision=line.decision,
    )


def _commune(line: PointLine) -> int:
    found = Area.objects.filter(gso_code=line.commune, level=AreaLevel.COMMUNE)
    found = found.filter(valid_from__lte=line.valid_from).order_by("-valid_from")
    area = found.first()
    if area is None:
        raise bad(f"Không có xã, phường, thị trấn nào mã {line.commune} vào ngày áp dụng.")
    return area.id


def _require_same(point: ServicePoint, line: PointLine) -> None:
    """A sheet changes what may change from a day on, never what a point is."""
    wrong = (
        (search_terms(point.unit.name), search_terms(line.name), "tên", point.unit.name),
        (point.kind, line.kind.value, "loại", line.kind.label),
        (_parent(point), search_terms(line.parent), "bưu điện quản lý", line.parent),
        (point.commune.gso_code, line.commune, "mã xã", point.commune.gso_code),
    )
    for held, said, what, shown in wrong:
        if held != said:
            raise bad(
                f"Mã {line.code} đang là của {point.unit.name}: {what} không khớp ({shown}). "
                "Hãy sửa mã, hoặc giữ tên, loại, nơi quản lý, mã xã như cũ."
            )


def _parent(point: ServicePoint) -> tuple[str, ...]:
    return search_terms(point.unit.parent.name) if point.unit.parent else ()


def _equip(work: Work, line: PointLine, point: ServicePoint) -> bool:
    if not line.equipment:
        return False
    rows = equipment_on(point.pk, line.valid_from)
    held = {row.kind: row.count for row in rows if row.state is EquipmentState.WORKING}
    new = {kind: n for kind, n in line.equipment.items() if held.get(kind, 0) != n}
    for kind, count in new.items():
        things = (kind, EquipmentState.WORKING, count)
        note_equipment(work.act, point, things, line.valid_from)
    return bool(new)


def staff_line(work: Work, line: StaffLine) -> LineOutcome:
    """Hire somebody, or give somebody of the own staff another duty."""
    unit_id = work.units.get(search_terms(line.unit))
    if unit_id is None:
        raise bad(f"«{line.unit}» không phải điểm hay bưu điện mà bạn quản lý: ghi tên hoặc mã.")
    role = Role(line.role.value)
    require_postal(work.act, role, unit_id)
    user = User.objects.filter(username=line.username.strip().lower()).first()
    days = (line.valid_from, None)
    if user is None:
        begin_duty(_person(work, line), role, unit_id, days, line.decision)
        return LineOutcome.NEW
    if search_terms(user.full_name) != search_terms(line.full_name):
        raise bad(f"Tên đăng nhập «{user.username}» đang là của người khác. Hãy đặt tên khác.")
    require_may_staff(work.act, role, unit_id, user.id)
    held = Appointment.objects.filter(user=user, role=role, unit=unit_id, valid_to=None)
    if held.exists():
        return LineOutcome.SAME
    begin_duty(user, role, unit_id, days, line.decision)
    return LineOutcome.CHANGED


def _person(work: Work, line: StaffLine) -> User:
    if work.trying:
        name, username = accounts.check_person(username=line.username, full_name=line.full_name)
        return User.objects.create(
            username=username, full_name=name, password="!", created_at=work.act.recorded
        )
    user = accounts.add_person(
        work.act,
        username=line.username,
        full_name=line.full_name,
        origin=work.act.derive(PERSON, line.line),
    )
    work.made.append({"user": user.id, "line": line.line})
    return user
