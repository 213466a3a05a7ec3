"""Which procedures an agency has (thủ tục đã triển khai) on a day: in force, and open to the post in each direction.

A procedure with a fixed agency is that agency's or, after it ended, that of who stands in its place; any other is of
every unit of its level that stands on the day. Domain requirement 48a.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from tram.directory.models import UnitKind
from tram.programme.queries.units import UnitOn, Units, units_between
from tram.programme.rules.shares import Procedures

# Whose place an agency's is is asked once for each agency and day, not for each of its procedures.
_IN_FORCE = """
WITH days AS (SELECT unnest(%(days)s::date[]) AS day),
seats AS MATERIALIZED (
  SELECT a.agency_id, day, coalesce(directory_unit_on(a.agency_id, day), a.agency_id) AS unit_id
  FROM (SELECT DISTINCT agency_id FROM catalogue_procedure WHERE agency_id IS NOT NULL) a CROSS JOIN days)
SELECT d.day, p.id, p.level, s.unit_id, coalesce(v.postal_in, false), coalesce(v.postal_out, false)
FROM days d
JOIN catalogue_procedureversion v ON v.published_at IS NOT NULL AND v.valid_from <= d.day
  AND (v.valid_to IS NULL OR v.valid_to >= d.day)
JOIN catalogue_procedure p ON p.id = v.procedure_id
LEFT JOIN seats s ON s.agency_id = p.agency_id AND s.day = d.day
"""
_Open = tuple[int, bool, bool]
"""A procedure, and whether it is open to the post in and out."""
LEVELS = (UnitKind.DISTRICT.value, UnitKind.COMMUNE.value)


@dataclass(frozen=True)
class InForce:
    """The procedures in force on some days, asked at once, and the units of the levels below the province."""

    rows: Sequence[tuple[date, int, str, int | None, bool, bool]]
    units: Sequence[UnitOn]


def in_force(days: Sequence[date], units: Units | None = None) -> InForce:
    """What stands in the catalogue on each of these days; `units`: those of all these days, if they were read."""
    with connection.cursor() as cursor:
        cursor.execute(_IN_FORCE, {"days": list(days)})
        rows = cursor.fetchall()
    known = units or units_between(min(days, default=date.max), max(days, default=date.min))
    return InForce(rows, [unit for unit in known.rows if unit.kind in LEVELS])


class Catalogue:
    """The procedures in force on a day, told by agency; without districts the communes settle what was theirs."""

    def __init__(self, day: date, asked: InForce | None = None) -> None:
        found = asked or in_force([day])
        here = [unit for unit in found.units if unit.on(day)]
        self.standing = frozenset(unit.id for unit in here)
        districts = any(unit.kind == UnitKind.DISTRICT for unit in here)
        below = UnitKind.DISTRICT if districts else UnitKind.COMMUNE
        kinds = {"district": below.value, "commune": UnitKind.COMMUNE.value}
        self.procedures = frozenset(row[1] for row in found.rows if row[0] == day)
        self.own: dict[int, list[_Open]] = {}
        self.shared: dict[str | None, list[_Open]] = {}
        for _day, procedure_id, level, agency_id, inward, outward in (
            row for row in found.rows if row[0] == day
        ):
            if agency_id is not None:
                self.own.setdefault(agency_id, []).append((procedure_id, inward, outward))
            else:
                self.shared.setdefault(kinds.get(level), []).append(
                    (procedure_id, inward, outward)
                )

    def settles(self, unit_id: int, kind: str) -> bool:
        """Whether an agency has any procedure."""
        shared = unit_id in self.standing and kind in self.shared
        return shared or unit_id in self.own

    def of(self, unit_id: int, kind: str) -> Procedures:
        """The procedures of one agency: its own, and those that every unit of its kind settles."""
        shared = self.shared.get(kind, []) if unit_id in self.standing else []
        own = [*self.own.get(unit_id, []), *shared]
        return Procedures(
            frozenset(each[0] for each in own),
            frozenset(each[0] for each in own if each[1]),
            frozenset(each[0] for each in own if each[2]),
        )
