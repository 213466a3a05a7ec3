"""The yearly plan of the post as it stands, place by place, beside what it has (kế hoạch năm của bưu điện)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from tram.programme.rules.registers import MeansSubject

PLANNED = """
SELECT l.place_id, u.name, u.kind, l.subject, l.count, l.vnd, l.source, l.decision, l.version, l.at, p.full_name
FROM (SELECT DISTINCT ON (place_id, subject) * FROM programme_meansplan WHERE year = %s
  ORDER BY place_id, subject, version DESC) l
JOIN directory_unit u ON u.id = l.place_id JOIN accounts_user p ON p.id = l.by_id
WHERE l.vnd > 0 OR coalesce(l.count, 0) > 0
ORDER BY array_position(ARRAY['provincial-post', 'district-post', 'post-point']::text[], u.kind::text),
  u.sort_key, u.id, l.subject
"""


@dataclass(frozen=True)
class Planned:
    """One line of the yearly plan that counts."""

    place_id: int
    place: str
    place_kind: str
    subject: MeansSubject
    count: int | None
    vnd: int
    source: str
    decision: str
    version: int
    at: datetime
    by: str


def means_planned(year: int) -> list[Planned]:
    """The lines of a year that count, the provincial post first; a line of nothing was taken back."""
    with connection.cursor() as cursor:
        cursor.execute(PLANNED, [year])
        rows: list[Any] = list(cursor.fetchall())
    return [Planned(*(*row[:3], MeansSubject(row[3]), *row[4:])) for row in rows]
