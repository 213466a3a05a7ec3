"""What must hold of the custody book after a drill, asked of PostgreSQL in its own words."""

from dataclasses import asdict, dataclass
from typing import Any

from django.db import connection

from tram.cli.drill.ring import Told

FORKS = """
SELECT count(*) FROM (SELECT 1 FROM custody_line GROUP BY stream, prev_hash HAVING count(*) > 1
  UNION ALL SELECT 1 FROM custody_line GROUP BY stream, seq HAVING count(*) > 1) f
"""
GAPS = """
SELECT count(*) FROM (
  SELECT 1 FROM custody_line GROUP BY stream HAVING min(seq) <> 1 OR max(seq) <> count(*)
  UNION ALL SELECT 1 FROM (SELECT from_holder, lag(to_holder) OVER (PARTITION BY stream ORDER BY seq) AS ended
    FROM custody_line) l WHERE from_holder IS DISTINCT FROM ended) g
"""
NOWHERE = """
SELECT count(*) FROM custody_item i LEFT JOIN LATERAL (
  SELECT to_holder, seq FROM custody_line l WHERE l.stream = i.id ORDER BY seq DESC LIMIT 1) last ON true
WHERE (i.holder_id, i.seq) IS DISTINCT FROM (last.to_holder, last.seq)
"""
ITEMS = "SELECT count(*) FROM custody_item"
LINES = "SELECT count(*) FROM custody_line"


@dataclass(frozen=True)
class Outcome:
    """What a drill came to."""

    items: int
    lines: int
    accepted: int
    refused: int
    forks: int
    gaps: int
    without_holder: int
    unforeseen: int
    compared: int
    wrong: int

    @property
    def well(self) -> bool:
        """The book is whole, something was accepted, something refused, and something compared."""
        broken = self.forks + self.gaps + self.without_holder + self.unforeseen + self.wrong
        return not broken and min(self.accepted, self.refused, self.compared, self.items) > 0

    def told(self) -> dict[str, Any]:
        """As a program reads it."""
        return {"well": self.well, **asdict(self)}


def prove(told: Told) -> Outcome:
    """Count what is wrong, and let `tram verify` compare everything."""
    from tram.core.verify import findings

    found = list(findings())
    return Outcome(
        items=_count(ITEMS),
        lines=_count(LINES),
        accepted=told.done.total(),
        refused=told.refused.total(),
        forks=_count(FORKS),
        gaps=_count(GAPS),
        without_holder=_count(NOWHERE),
        unforeseen=len(told.faults),
        compared=sum(finding.compared for finding in found),
        wrong=sum(len(finding.wrong) for finding in found),
    )


def _count(query: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return int(cursor.fetchone()[0])
