"""Which procedures an agency has (thủ tục đã triển khai) on a day: in force, and open to the post in each direction.

A procedure with a fixed agency is that agency's or, after it ended, that of who stands in its place; any other is of
every unit of its level that stands on the day. Domain requirement 48a.
"""

from datetime import date

from django.db import connection
from django.db.models import Q

from tram.directory.models import Unit
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
        standing = Unit.objects.filter(
            Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day
        )
        kinds = set(self.kinds.values())
        self.standing = frozenset(standing.filter(kind__in=kinds).values_list("id", flat=True))

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
