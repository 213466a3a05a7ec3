"""Units and areas as a person looks them up: as of a day, by any name they or their predecessors ever had."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import connection

from tram.core.text import search_terms
from tram.directory.models import UnitKind

PAGE = 50


@dataclass(frozen=True)
class Standing:
    """A unit or an area in force on the day asked for: what it was before, and what it has become since."""

    name: str
    code: str
    kind: str
    above: str
    valid_from: date
    valid_to: date | None
    before: str
    became: str
    demonstration: bool


@dataclass(frozen=True)
class Found:
    """One page of what was found, and whether there is more."""

    rows: tuple[Standing, ...]
    more: bool


SAID = """
  AND NOT EXISTS (SELECT 1 FROM unnest(%(terms)s::text[]) word WHERE position(word IN concat_ws(' ',
    u.search_key, lower(u.{code}), b.words)) = 0)
ORDER BY {order} OFFSET %(skip)s LIMIT %(limit)s
"""
UNITS = """
SELECT u.name, u.code, u.kind, coalesce(p.name, ''), u.valid_from, u.valid_to, coalesce(b.names, ''),
  coalesce((SELECT string_agg(n.name, '; ' ORDER BY s.id) FROM directory_succession s
    JOIN directory_unit n ON n.id = s.successor_id WHERE s.predecessor_id = u.id), ''),
  u.provenance ~ 'demonstration'
FROM directory_unit u
LEFT JOIN directory_unit p ON p.id = coalesce(directory_unit_on(u.parent_id, %(day)s), u.parent_id)
CROSS JOIN LATERAL (SELECT string_agg(o.name, '; ' ORDER BY o.sort_key) AS names, string_agg(o.search_key, ' ') AS words
  FROM directory_succession s JOIN directory_unit o ON o.id = s.predecessor_id WHERE s.successor_id = u.id) b
WHERE daterange(u.valid_from, u.valid_to, '[]') @> %(day)s::date
""" + SAID.format(code="code", order="u.sort_key, u.id")
AREAS = """
SELECT u.name, u.gso_code, u.kind, coalesce(p.name, ''), u.valid_from, u.valid_to, coalesce(b.names, ''),
  coalesce((SELECT n.name FROM directory_area n WHERE n.id = u.successor_id), ''), u.provenance ~ '^demonstration'
FROM directory_area u LEFT JOIN directory_area p ON p.id = u.parent_id
CROSS JOIN LATERAL (SELECT string_agg(o.name, '; ' ORDER BY o.sort_key) AS names, string_agg(o.search_key, ' ') AS words
  FROM directory_area o WHERE o.valid_to < %(day)s AND directory_area_on(o.id, %(day)s) = u.id) b
WHERE daterange(u.valid_from, u.valid_to, '[]') @> %(day)s::date
""" + SAID.format(code="gso_code", order="u.level DESC, p.sort_key, u.sort_key, u.id")


def units_standing(text: str, *, day: date, page: int = 1) -> Found:
    """Units in force on a day whose name, code or predecessors have every word, accents or not."""
    found = _read(UNITS, text, day, page)
    standing = (Standing(*row) for row in found[:PAGE])
    rows = (replace(row, kind=UnitKind(row.kind).label) for row in standing)
    return Found(tuple(rows), len(found) > PAGE)


def areas_standing(text: str, *, day: date, page: int = 1) -> Found:
    """Provinces, districts and communes in force on a day, found by any name they or their predecessors had."""
    found = _read(AREAS, text, day, page)
    return Found(tuple(Standing(*row) for row in found[:PAGE]), len(found) > PAGE)


def _read(sql: str, text: str, day: date, page: int) -> list[Any]:
    words: dict[str, Any] = {
        "day": day,
        "terms": list(search_terms(text)),
        "skip": (max(page, 1) - 1) * PAGE,
        "limit": PAGE + 1,
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, words)
        return list(cursor.fetchall())
