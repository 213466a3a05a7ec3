"""What the board counts of dossiers: the year so far, the year before, and who is left out, in one statement.

What waits is read once for all three, and all three see the books at one moment.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection

from tram.programme.queries.left_out import COUNT, LeftOut, left_out, soon
from tram.programme.queries.spans import Span
from tram.programme.queries.sums import TAIL, selected, words_of
from tram.programme.rules.shares import ByProcedure, Sums

_STATEMENT = f"""
WITH {TAIL},
now AS ({selected("unit_id, procedure_id")}),
before AS ({selected("unit_id", "before_")})
SELECT 'now', now.*, NULL FROM now
UNION ALL SELECT 'before', unit_id, NULL, received, received_online, received_by_post, returned,
  returned_by_post, simulated, NULL FROM before
UNION ALL SELECT name, unit_id, NULL, sum, 0, 0, 0, 0, 0, reason FROM ({COUNT}) l
"""


@dataclass(frozen=True)
class BoardSums:
    """The sums of each agency by procedure, those of the year before in one, and who is near and not counted."""

    now: Mapping[int, ByProcedure]
    before: Mapping[int, Sums]
    excluded: LeftOut


def board_sums(span: Span, units: frozenset[int], before: Span, kept: frozenset[int]) -> BoardSums:
    """Of these agencies; the year before only of those that must keep what they had (`kept`)."""
    words = words_of(span, units) | soon(span) | words_of(before, kept, of="before_")
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, words)
        found = cursor.fetchall()
    now: dict[int, dict[int, Sums]] = {}
    for _what, unit_id, procedure_id, *counts, _why in (row for row in found if row[0] == "now"):
        now.setdefault(unit_id, {})[procedure_id] = Sums(*map(int, counts))
    return BoardSums(
        now,
        {row[1]: Sums(*map(int, row[3:-1])) for row in found if row[0] == "before"},
        left_out((row[1], row[0], row[-1], row[3]) for row in found if row[-1] is not None),
    )
