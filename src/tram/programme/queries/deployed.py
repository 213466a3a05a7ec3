"""Which procedures an agency has (thủ tục đã triển khai) on a day: in force, and open to the post in each direction.

A procedure with a fixed agency is that agency's or, after it ended, that of who stands in its place; any other is of
every unit of its level. Domain requirement 48a.
"""

from datetime import date

from django.db import connection

from tram.directory.queries import settling_kind
from tram.programme.rules.shares import Procedures

_IN_FORCE = """
SELECT p.id, p.level, coalesce(directory_unit_on(p.agency_id, %(day)s), p.agency_id),
  coalesce(v.postal_in, false), coalesce(v.postal_out, false)
FROM catalogue_procedure p JOIN catalogue_procedureversion v ON v.procedure_id = p.id
WHERE v.published_at IS NOT NULL AND v.valid_from <= %(day)s AND (v.valid_to IS NULL OR v.valid_to >= %(day)s)
"""
LEVELS = ("district", "commune")


class Catalogue:
    """The procedures in force on a day, asked once, told by agency."""

    def __init__(self, day: date) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_IN_FORCE, {"day": day})
            self.rows = cursor.fetchall()
        self.kinds = {level: settling_kind(level, day) for level in LEVELS}

    def of(self, unit_id: int, kind: str) -> Procedures:
        """The procedures of one agency."""
        own = [row for row in self.rows if self._settles(unit_id, kind, row[1], row[2])]
        return Procedures(
            frozenset(row[0] for row in own),
            frozenset(row[0] for row in own if row[3]),
            frozenset(row[0] for row in own if row[4]),
        )

    def _settles(self, unit_id: int, kind: str, level: str, agency_id: int | None) -> bool:
        return self.kinds.get(level) == kind if agency_id is None else agency_id == unit_id
