"""The agencies that the plan speaks of, and who may speak for them (đơn vị của kế hoạch)."""

from dataclasses import dataclass
from datetime import date

from tram.accounts.rules.access import Right, may
from tram.core.acts import Actor
from tram.core.errors import Refused
from tram.core.text import search_terms
from tram.directory.queries import scope
from tram.programme.queries.units import Units, units_on
from tram.programme.rules.indicators import Group

GROUPS = (Group.A.value, Group.B.value)


@dataclass(frozen=True)
class Member:
    """An agency of the plan; `words` are those it is found by, without accents."""

    id: int
    slug: str
    code: str
    name: str
    short_name: str
    kind: str
    group: Group
    words: str

    @property
    def label(self) -> str:
        """Its name as a list shows it."""
        return self.name


def members(day: date, known: Units | None = None) -> tuple[Member, ...]:
    """The agencies of the plan that stand on a day, in Vietnamese order; `known`: units that were read already."""
    return tuple(
        Member(
            unit.id,
            unit.slug,
            unit.code,
            unit.name,
            unit.short_name or unit.name,
            unit.kind,
            Group(unit.group),
            f"{unit.search_key} {' '.join(search_terms(unit.short_name))}",
        )
        for unit in units_on(day, known)
        if unit.group in GROUPS
    )


def members_of(actor: Actor, day: date) -> tuple[Member, ...]:
    """The agencies for which this person may tell figures and send reports; the standing agency: all."""
    found = members(day)
    if may(actor, Right.MANAGE_PLAN):
        return found
    return tuple(each for each in found if may(actor, Right.REPORT_PLAN, scope(each.id)))


def require_member(actor: Actor, unit_id: int, day: date) -> Member:
    """The agency, if it is one of the plan and this person may speak for it."""
    found = next((each for each in members(day) if each.id == unit_id), None)
    if found is None:
        raise Refused(
            "no-such-unit", "Đơn vị này không có chỉ tiêu của kế hoạch: hãy chọn đơn vị khác."
        )
    if not may(actor, Right.MANAGE_PLAN) and not may(actor, Right.REPORT_PLAN, scope(unit_id)):
        raise Refused("not-allowed", f"Bạn không được phân công khai số liệu của {found.name}.")
    return found
