"""What the board counts of dossiers: the year so far, the year before, who is left out, and how far that is counted.

One statement: what waits is read once for all of it, and all of it is of one moment.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from tram.programme.queries.left_out import COUNT, LeftOut, left_out, soon
from tram.programme.queries.spans import Span
from tram.programme.queries.sums import TAIL, selected, words_of
from tram.programme.rules.shares import ByProcedure, Sums

_STATEMENT = f"""
WITH {TAIL},
now AS ({{now}}),
before AS ({{before}})
SELECT 'now', now.*, NULL, NULL::timestamptz FROM now
UNION ALL SELECT 'before', unit_id, NULL, received, received_online, received_by_post, returned,
  returned_by_post, simulated, NULL, NULL FROM before
UNION ALL SELECT name, unit_id, NULL, sum, 0, 0, 0, 0, 0, reason, NULL FROM ({COUNT}) l
UNION ALL SELECT 'up-to', coalesce(max(seq), 0), NULL, (SELECT count(*) FROM waiting), 0, 0, 0, 0, 0, NULL, tram_now()
  FROM programme_rollup
"""


@dataclass(frozen=True)
class UpTo:
    """How far the sums go: the number of the last thing counted, how many dossiers wait (the tail), and when it is."""

    seq: int
    waiting: int
    computed_at: datetime


@dataclass(frozen=True)
class BoardSums:
    """The sums of each agency by procedure, those of the year before in one, and who is near and not counted."""

    up_to: UpTo
    now: Mapping[int, ByProcedure]
    before: Mapping[int, Sums]
    excluded: LeftOut


def board_sums(span: Span, units: frozenset[int], before: Span, kept: frozenset[int]) -> BoardSums:
    """Of these agencies; the year before only of those that must keep what they had (`kept`)."""
    words = words_of(span, units) | soon(span) | words_of(before, kept, of="before_")
    with connection.cursor() as cursor:
        cursor.execute(
            _STATEMENT.format(
                now=selected("unit_id, procedure_id", span),
                before=selected("unit_id", before, "before_"),
            ),
            words,
        )
        found = cursor.fetchall()
    return _read(found)


def _read(found: Sequence[Any]) -> BoardSums:
    of: dict[str, list[Sequence[Any]]] = {}
    for row in found:
        of.setdefault(row[0], []).append(row[1:])
    ((seq, _procedure, waiting, *_counts, computed_at),) = of.pop("up-to")
    now: dict[int, dict[int, Sums]] = {}
    for unit_id, procedure_id, *counts, _why, _at in of.pop("now", ()):
        now.setdefault(unit_id, {})[procedure_id] = Sums(*map(int, counts))
    return BoardSums(
        UpTo(int(seq), int(waiting), computed_at),
        now,
        {row[0]: Sums(*map(int, row[2:-2])) for row in of.pop("before", ())},
        left_out(
            (row[0], name, row[-2], row[2])
            for name, rows in of.items()
            for row in rows
            if row[-2] is not None
        ),
    )
