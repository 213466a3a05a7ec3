"""How many dossiers were received and returned, by post and in all: sums of months, edges of months, and the tail.

One statement reads all three, so it sees the books at one moment: what a folding moves from the tail into the sums
while it runs is in one of them, never in both and never in none. Domain requirements 47a–47d.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from tram.programme.models.columns import COUNTS, EVENTS, FACT_COLUMNS, MONTH_COLUMNS
from tram.programme.queries.spans import Span
from tram.programme.rules.shares import Sums

_FACTS = ", ".join(FACT_COLUMNS)
_SUMS = ", ".join(f"sum({name}) AS {name}" for name in COUNTS)
_WAITING = "waiting AS (SELECT DISTINCT dossier_id FROM programme_pending)"
_FRESH = f"""
fresh AS MATERIALIZED (SELECT dossier_id, {_FACTS} FROM waiting JOIN programme_facts_now USING (dossier_id))
"""
TAIL = f"""
{_WAITING}, {_FRESH},
moved AS MATERIALIZED (SELECT dossier_id, {_FACTS}, 1 AS sign FROM fresh
  UNION ALL SELECT dossier_id, {_FACTS}, -1 FROM waiting JOIN programme_fact USING (dossier_id))
"""
"""What waits: as the books have it now (+1), and as it was counted (-1). It is read once for a whole statement."""
_ALIVE = f"""
alive AS NOT MATERIALIZED (
  SELECT f.dossier_id, {_FACTS} FROM programme_fact f
  WHERE NOT EXISTS (SELECT FROM programme_pending p WHERE p.dossier_id = f.dossier_id)
  UNION ALL SELECT dossier_id, {_FACTS} FROM fresh)
"""
"""Every dossier as the books have it now: what was counted, save those that wait, which are read anew."""

# Both edges are asked apart: an index finds each at once. One without days is left out: it would only be planned.
_COUNTED = """
SELECT {by}, {sums} FROM (
  SELECT {columns} FROM programme_month WHERE month >= %({of}first_month)s AND month < %({of}last_month)s
  {edges}
  UNION ALL SELECT {columns} FROM ({tail}) t WHERE at >= %({of}since)s AND at < %({of}until)s) c
WHERE (%({of}units)s::bigint[] IS NULL OR unit_id = ANY(%({of}units)s))
  AND (%({of}procedure)s::bigint IS NULL OR procedure_id = %({of}procedure)s)
GROUP BY {by}
"""
_EDGE = f"""
UNION ALL SELECT {", ".join(MONTH_COLUMNS)} FROM ({EVENTS.format(facts="programme_fact", sign="1")}) {{name}}
  WHERE at >= %({{of}}{{start}})s AND at < %({{of}}{{end}})s
"""
_EDGES = (("since", "whole_since"), ("whole_until", "until"))


@dataclass(frozen=True)
class ProcedureSums:
    """The sums of one procedure at one unit; `month` where they were asked month by month."""

    unit_id: int
    procedure_id: int
    month: date | None
    sums: Sums


def counted(
    span: Span,
    *,
    units: frozenset[int] | None = None,
    procedure: int | None = None,
    by_month: bool = False,
) -> Iterator[ProcedureSums]:
    """The sums of each unit and procedure in a period, of these units or of all."""
    by = "unit_id, procedure_id, month" if by_month else "unit_id, procedure_id"
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {TAIL} {selected(by, span)}", words_of(span, units, procedure))
        found = cursor.fetchall()
    for unit_id, procedure_id, *rest in found:
        when = rest.pop(0) if by_month else None
        yield ProcedureSums(unit_id, procedure_id, when, Sums(*(int(count) for count in rest)))


def selected(by: str, span: Span, of: str = "") -> str:
    """The sums of a period, to stand after `TAIL`; `of` begins the names of its words."""
    said = span.words
    edges = (
        _EDGE.format(name=f"edge_{start}", of=of, start=start, end=end)
        for start, end in _EDGES
        if said[start] < said[end]
    )
    return _COUNTED.format(
        by=by,
        of=of,
        sums=_SUMS,
        columns=", ".join(MONTH_COLUMNS),
        edges="".join(edges),
        tail=EVENTS.format(facts="moved", sign="sign"),
    )


def words_of(
    span: Span, units: frozenset[int] | None, procedure: int | None = None, of: str = ""
) -> dict[str, Any]:
    """What `selected` asks with."""
    asked = {"units": None if units is None else list(units), "procedure": procedure}
    return {f"{of}{name}": word for name, word in (span.words | asked).items()}


def rows(statement: str, words: dict[str, Any]) -> list[Any]:
    """What a statement over `alive` answers."""
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {_WAITING}, {_FRESH}, {_ALIVE} {statement}", words)
        return list(cursor.fetchall())
