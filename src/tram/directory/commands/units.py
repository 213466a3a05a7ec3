"""The history of units: one is renamed, several merge, one is split or closed; nothing that was is written over.

Only an administrator at the province's office may. The old row ends, new rows begin and the two are linked; what was
signed under the old name keeps pointing to the old row. The desks of a unit that ends serve its successors as well;
people are appointed at the new unit anew.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from tram.accounts.rules.access import Right, require
from tram.core.acts import Act
from tram.core.calendar import vn_date
from tram.core.errors import Refused
from tram.core.requests import command
from tram.core.text import search_terms, sort_key
from tram.directory.models import DESKS, DeskService, Succession, Unit, UnitKind
from tram.directory.queries import heir, parameter, province_offices
from tram.directory.rules import identifiers

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class NewUnit:
    """A unit that begins; its kind, its seat and its parent are those of the unit it comes from."""

    slug: str
    name: str
    short_name: str = ""
    code: str = ""


@command
def succeed_units(
    act: Act,
    *,
    unit_ids: Sequence[int],
    on: date,
    successors: Sequence[NewUnit] = (),
    decision: str = "",
) -> dict[str, Any]:
    """From the day `on` the successors stand in the units' place (đổi tên, sáp nhập, chia tách, giải thể).

    One unit and one successor rename, several and one merge, one and several split, none close. The units' last
    day is the day before `on`; of several successors the first takes over the units below.
    """
    require(act.actor, Right.MANAGE_ACCOUNTS, province_offices())
    ended = _ending(unit_ids, on)
    if not successors:
        _require_nothing_below(ended, on)
    elif any(unit.kind == UnitKind.POST_POINT for unit in ended):
        raise Refused(
            "point-by-file",
            _(
                "Điểm phục vụ bưu chính đổi tên bằng tệp dữ liệu của tỉnh. Hãy sửa tệp rồi nạp lại."
            ),
        )
    for unit in ended:
        unit.valid_to = on - timedelta(days=1)
        unit.save(update_fields=["valid_to"])
    made = [_begin(each, ended, on, decision) for each in successors]
    Succession.objects.bulk_create(
        Succession(predecessor=old, successor=new) for old in ended for new in made
    )
    pass_on_desks(ended, made)
    return {"ended": [unit.id for unit in ended], "successors": [unit.id for unit in made]}


def _ending(unit_ids: Sequence[int], on: date) -> list[Unit]:
    found = Unit.objects.select_for_update(no_key=True).in_bulk(sorted(set(unit_ids)))
    if not unit_ids or len(found) < len(set(unit_ids)):
        raise Refused("no-such-unit", _("Không tìm thấy đơn vị này. Hãy tải lại trang."))
    ended = [found[unit_id] for unit_id in dict.fromkeys(unit_ids)]
    for unit in ended:
        require_lasting(unit, on)
    return ended


def require_lasting(unit: Unit, on: date) -> None:
    """Refuse to end a unit that has an end already, or on a day before it has been."""
    if unit.valid_to is not None:
        message = _("{unit} đã kết thúc hết ngày {day} rồi. Hãy chọn đơn vị kế tục.")
        raise Refused("already-ended", message.format(unit=unit.name, day=vn_date(unit.valid_to)))
    if on <= unit.valid_from:
        message = _("{unit} có từ ngày {day}. Hãy chọn một ngày sau ngày đó.")
        raise Refused("before-start", message.format(unit=unit.name, day=vn_date(unit.valid_from)))


def _require_nothing_below(ended: Sequence[Unit], on: date) -> None:
    below = Unit.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on), parent__in=ended)
    child = below.exclude(id__in=[unit.id for unit in ended]).first()
    if child is not None:
        message = _("{unit} còn đơn vị trực thuộc là {child}. Hãy kết thúc đơn vị đó trước.")
        above = next(unit for unit in ended if unit.id == child.parent_id)
        raise Refused("units-below", message.format(unit=above.name, child=child.name))


def _begin(new: NewUnit, ended: Sequence[Unit], on: date, decision: str) -> Unit:
    origin, parent_id = _origin(ended, on)
    _check_slug(new)
    _check_code(new, origin.kind, on)
    return Unit.objects.create(
        slug=new.slug,
        code=new.code,
        name=new.name,
        short_name=new.short_name,
        sort_key=sort_key(new.name),
        search_key=" ".join(search_terms(f"{new.name} {new.short_name}")),
        kind=origin.kind,
        parent_id=parent_id,
        area_id=origin.area_id,
        plan_group=origin.plan_group,
        valid_from=on,
        provenance=decision,
    )


def _origin(ended: Sequence[Unit], on: date) -> tuple[Unit, int | None]:
    """The first of the units that does not stand below another of them, and its parent on that day."""
    ids = {unit.id for unit in ended}
    for unit in ended:
        above = heir(unit.parent_id, on - timedelta(days=1)) if unit.parent_id else None
        if above is None or above.id not in ids:
            return unit, above.id if above else None
    raise LookupError("units in a circle")


def _check_slug(new: NewUnit) -> None:
    if not _SLUG.fullmatch(new.slug) or not new.name.strip():
        raise Refused(
            "slug-malformed",
            _("Đơn vị mới cần có tên, và tên ngắn không dấu chỉ gồm chữ thường, số, gạch nối."),
        )
    if Unit.objects.filter(slug=new.slug).exists():
        message = _("«{}» đã là tên ngắn của một đơn vị khác. Hãy chọn tên ngắn khác.")
        raise Refused("slug-taken", message.format(new.slug))


def _check_code(new: NewUnit, kind: str, on: date) -> None:
    if not new.code:
        if kind in DESKS:
            message = _("{} cấp mã hồ sơ nên phải có mã định danh.")
            raise Refused("code-missing", message.format(new.name))
        return
    any_groups_from = date.fromisoformat(parameter("province.identifier_form.any_groups_from", on))
    if not identifiers.well_formed(new.code, on, any_groups_from):
        raise Refused("bad-code", identifiers.reason(new.code, on, any_groups_from))
    held = Unit.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on), code=new.code)
    if holder := held.first():
        message = _("Mã định danh {code} đang là của {unit}. Hãy dùng mã khác.")
        raise Refused("code-taken", message.format(code=new.code, unit=holder.name))


def pass_on_desks(ended: Sequence[Unit], made: Sequence[Unit]) -> None:
    """What a desk served, and who served an agency, goes on with the successors too."""
    heirs: Mapping[int, list[int]] = {unit.id: [new.id for new in made] for unit in ended}
    served = DeskService.objects.filter(Q(desk__in=ended) | Q(agency__in=ended))
    DeskService.objects.bulk_create(
        (
            DeskService(desk_id=desk, agency_id=agency)
            for row in served
            for desk in heirs.get(row.desk_id, [row.desk_id])
            for agency in heirs.get(row.agency_id, [row.agency_id])
        ),
        ignore_conflicts=True,
    )
