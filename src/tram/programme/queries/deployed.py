"""Which procedures an agency has (thủ tục đã triển khai) on a day: in force, and open to the post in each direction.

A procedure with a fixed agency is that agency's or, after it ended, that of who stands in its place; any other is of
every unit of its level that stands on the day. Domain requirement 48a.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from tram.directory.models import Unit, UnitKind
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
LEVELS = (UnitKind.DISTRICT.value, UnitKind.COMMUNE.value)


@dataclass(frozen=True)
class Standing:
    """A unit of a level that has no fixed agency, and its days."""

    id: int
    kind: str
    first: date
    last: date | None

    def on(self, day: date) -> bool:
        """Whether it is there on a day."""
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class InForce:
    """The procedures in force on some days, asked at once, and the units of the levels below the province."""

    rows: Sequence[tuple[date, int, str, int | None, bool, bool]]
    units: Sequence[Standing]


def in_force(days: Sequence[date]) -> InForce:
    """What stands in the catalogue on each of these days."""
    with connection.cursor() as cursor:
        cursor.execute(_IN_FORCE, {"days": list(days)})
        rows = cursor.fetchall()
    units = Unit.objects.filter(kind__in=LEVELS)
    spans = units.values_list("id", "kind", "valid_from", "valid_to")
    return InForce(rows, [Standing(*span) for span in spans])


class Catalogue:
    """The procedures in force on a day, told by agency; without districts the communes settle what was theirs."""

    def __init__(self, day: date, asked: InForce | None = None) -> None:
        found = asked or in_force([day])
        self.rows = [row[1:] for row in found.rows if row[0] == day]
        here = [unit for unit in found.units if unit.on(day)]
        self.standing = frozenset(unit.id for unit in here)
        districts = any(unit.kind == UnitKind.DISTRICT for unit in here)
        below = UnitKind.DISTRICT if districts else UnitKind.COMMUNE
        self.kinds = {"district": below.value, "commune": UnitKind.COMMUNE.value}

    def of(self, unit_id: int, kind: str) -> Procedures:
        """The procedures of one agency."""
        own = [row for row in self.rows if self._settles(unit_id, kind, row[1], row[2])]
        return Procedures(
            frozenset(row[0] for row in own),
            frozenset(row[0] for row in own if row[3]),
            frozenset(row[0] for row in own if row[4]),
        )

    def _settles(self, unit_id: int, kind: str, level: str, agency_id: int | None) -> bool:
        if agency_id is not None:
            return agency_id == unit_id
        return self.kinds.get(level) == kind and unit_id in self.standing
