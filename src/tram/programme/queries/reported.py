"""What agencies not yet connected tell of their months: kept apart from the books, never added to them.

The highest version of a month counts. `reported` sums the months that lie wholly in a span of days.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from tram.programme.models import ReportedMonth
from tram.programme.rules.registers import Counts, FigureGrade

LATEST = """
SELECT DISTINCT ON (m.unit_id, m.month) m.id, m.unit_id, u.name, m.month, m.version, m.reason, m.at, p.full_name
FROM programme_reportedmonth m JOIN directory_unit u ON u.id = m.unit_id JOIN accounts_user p ON p.id = m.by_id
WHERE m.month BETWEEN %(first)s::date AND %(last)s::date AND m.month + interval '1 month' <= %(last)s::date + 1
  AND (%(unit)s::bigint IS NULL OR m.unit_id = %(unit)s)
ORDER BY m.unit_id, m.month, m.version DESC
"""
COUNTED = f"""
SELECT v.*, sum(f.received), sum(f.received_by_post), sum(f.returned), sum(f.returned_by_post),
  array_remove(array_agg(f.procedure_id) FILTER (WHERE f.received_by_post + f.returned_by_post > 0), NULL)
FROM ({LATEST}) AS v (id, unit_id, unit, month, version, reason, at, by_name)
JOIN programme_reportedfigure f ON f.month_id = v.id
GROUP BY v.id, v.unit_id, v.unit, v.month, v.version, v.reason, v.at, v.by_name ORDER BY v.unit, v.month
"""


@dataclass(frozen=True)
class MonthTold:
    """One month of an agency as it was last told; `procedures`: those with something by post, if told apart."""

    id: int
    unit_id: int
    unit: str
    month: date
    version: int
    reason: str
    at: datetime
    by: str
    counts: Counts
    procedures: tuple[int, ...]


@dataclass(frozen=True)
class Reported:
    """The months told of an agency in a span of days, with the grade that they have: only told."""

    unit_id: int
    months: tuple[MonthTold, ...]
    grade: FigureGrade = FigureGrade.REPORTED

    @property
    def counts(self) -> Counts:
        """The sums of the months told."""
        told = [each.counts for each in self.months]
        return Counts(
            sum(each.received for each in told),
            sum(each.received_by_post for each in told),
            sum(each.returned for each in told),
            sum(each.returned_by_post for each in told),
        )


def reported(unit_id: int, first: date, last: date) -> Reported | None:
    """What an agency told of the months that lie wholly in a span of days; None if it told nothing."""
    months = months_told(first, last, unit_id)
    return Reported(unit_id, tuple(months)) if months else None


def months_told(first: date, last: date, unit_id: int | None = None) -> list[MonthTold]:
    """The months told, agency by agency; each by its version that counts."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, {"first": first, "last": last, "unit": unit_id})
        return [_told(row) for row in cursor.fetchall()]


def _told(row: Sequence[Any]) -> MonthTold:
    counts = Counts(*(int(each) for each in row[8:12]))
    return MonthTold(*(*row[:8], counts, tuple(row[12] or ())))


@dataclass(frozen=True)
class ToldVersion:
    """One version of a month: when, by whom, from which file, why again."""

    version: int
    at: datetime
    by: str
    sheet: str
    reason: str


def month_versions(unit_id: int, month: date) -> list[ToldVersion]:
    """Every version of a month, the latest first."""
    rows = ReportedMonth.objects.filter(unit=unit_id, month=month).select_related("by", "sheet")
    return [
        ToldVersion(row.version, row.at, row.by.full_name, row.sheet.name, row.reason)
        for row in rows.order_by("-version")
    ]
