"""Agency days, post days and citizen days of dossiers (thời gian của từng bên), told from both books.

The citizen is waited for while papers or a payment are asked for, while the post holds something at a point for them or
waits on their word, and while a result lies at the desk to be fetched. The post has what a postman or an office of the
post holds, or had when it was lost. All else is the agency's. From registration to the result in hand, or to now.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from tram.custody.models import ItemKind
from tram.custody.queries.quality import Asked
from tram.custody.rules.quality import Apart, TimeOf, told_apart
from tram.custody.rules.routes import CITIZENS
from tram.directory.models import DESKS, POSTS
from tram.dossiers.models import ResultChannel
from tram.dossiers.rules.shares import WAITS
from tram.dossiers.rules.states import State

# %(some)s: the dossiers that are asked about, as `asked` with their span.
SPANS = """
SELECT a.id, 'citizen' AS whose, l.occurred_at AS since, l.until FROM asked a JOIN LATERAL (
  SELECT l.to_state, l.occurred_at, lead(l.occurred_at, 1, tram_now()) OVER (ORDER BY l.seq) AS until
  FROM dossiers_line l WHERE l.stream = a.id) l ON l.to_state = ANY(%(waits)s)
UNION ALL
SELECT a.id, 'citizen', p.started_at, coalesce(p.released_at, c.ended_at, tram_now())
FROM asked a JOIN custody_postalclock c ON c.dossier_id = a.id
JOIN custody_postalpause p ON p.clock_id = c.id WHERE p.reason = ANY(%(citizens)s)
UNION ALL
SELECT a.id, CASE WHEN m.kind = 'hold' OR h.kind = 'place' AND NOT u.kind = ANY(%(posts)s)
    THEN 'citizen' ELSE 'post' END,
  l.occurred_at, l.until
FROM asked a JOIN custody_item i ON i.dossier_id = a.id AND i.kind <> %(withdrawn)s
JOIN LATERAL (
  SELECT l.to_holder, l.manifest, l.occurred_at, lead(l.occurred_at, 1, tram_now()) OVER (ORDER BY l.seq) AS until
  FROM custody_line l WHERE l.stream = i.id) l ON true
JOIN custody_holder h ON h.id = l.to_holder
LEFT JOIN directory_unit u ON u.id = h.unit_id LEFT JOIN custody_manifest m ON m.id = l.manifest
WHERE h.kind IN ('courier', 'incident') OR u.kind = ANY(%(posts)s)
  OR i.kind = %(result)s AND u.kind = ANY(%(desks)s) AND a.result_channel = %(counter)s
"""
ONE = f"""
WITH asked AS (SELECT d.id, d.result_channel, d.registered_at, coalesce(d.returned_at, d.closed_at, tram_now()) AS over
  FROM dossiers_dossier d WHERE d.id = %(dossier)s AND d.state <> %(voided)s)
SELECT a.registered_at, a.over, s.whose, s.since, s.until FROM asked a LEFT JOIN ({SPANS}) s ON s.id = a.id
"""
# The same by PostgreSQL's multiranges, for as many as a month has: minutes cut at every border alike.
MANY = f"""
WITH asked AS (SELECT d.id, d.result_channel, date_trunc('minute', d.registered_at) AS begun,
    greatest(date_trunc('minute', coalesce(d.returned_at, d.closed_at)), date_trunc('minute', d.registered_at)) AS over
  FROM dossiers_dossier d WHERE coalesce(d.returned_at, d.closed_at) >= %(first)s
    AND coalesce(d.returned_at, d.closed_at) < %(last)s AND d.state <> %(voided)s
    AND EXISTS (SELECT FROM custody_postalclock c WHERE c.dossier_id = d.id
      AND (%(offices)s::bigint[] IS NULL OR c.office_id = ANY(%(offices)s)))),
parts AS (SELECT a.id, a.over - a.begun AS whole,
    coalesce(range_agg(s.span) FILTER (WHERE s.whose = 'citizen'), '{{}}') * mine.span AS citizen,
    coalesce(range_agg(s.span) FILTER (WHERE s.whose = 'post'), '{{}}') * mine.span AS post
  FROM asked a CROSS JOIN LATERAL (SELECT tstzmultirange(tstzrange(a.begun, a.over)) AS span) mine
  LEFT JOIN (SELECT id, whose, tstzrange(date_trunc('minute', since),
      greatest(date_trunc('minute', until), date_trunc('minute', since))) AS span FROM ({SPANS}) x) s ON s.id = a.id
  GROUP BY a.id, a.over, a.begun, mine.span),
told AS (SELECT p.id, p.whole,
    (SELECT coalesce(sum(upper(r) - lower(r)), interval '0') FROM unnest(p.citizen) r) AS citizen,
    (SELECT coalesce(sum(upper(r) - lower(r)), interval '0') FROM unnest(p.post - p.citizen) r) AS post FROM parts p)
SELECT count(*), coalesce(sum(extract(epoch FROM whole - citizen - post))::bigint / 60, 0),
  coalesce(sum(extract(epoch FROM post))::bigint / 60, 0),
  coalesce(sum(extract(epoch FROM citizen))::bigint / 60, 0) FROM told
"""


def _words() -> dict[str, Any]:
    return {
        "waits": [state.value for state in WAITS],
        "citizens": [reason.value for reason in CITIZENS],
        "posts": list(POSTS),
        "desks": list(DESKS),
        "withdrawn": ItemKind.WITHDRAWN,
        "result": ItemKind.RESULT,
        "counter": ResultChannel.COUNTER,
        "voided": State.VOIDED,
    }


def of_dossier(dossier_id: UUID) -> Apart | None:
    """TimeOf every minute of one dossier was; None for one that was voided."""
    with connection.cursor() as cursor:
        cursor.execute(ONE, {**_words(), "dossier": dossier_id})
        rows = cursor.fetchall()
    if not rows:
        return None
    start, end = rows[0][:2]
    spans = {
        whose: [row[3:] for row in rows if row[2] == whose]
        for whose in (TimeOf.POST, TimeOf.CITIZEN)
    }
    return told_apart(start, end, spans[TimeOf.POST], spans[TimeOf.CITIZEN])


@dataclass(frozen=True)
class Totals:
    """Dossiers that came to their end in a span and went by post, and whose their minutes were."""

    dossiers: int
    apart: Apart


def totals(asked: Asked) -> Totals:
    """The same over every dossier that ended in a span and that these offices carried."""
    with connection.cursor() as cursor:
        cursor.execute(MANY, {**_words(), **asked.words})
        count, agency, post, citizen = cursor.fetchone()
    return Totals(count, Apart(int(agency), int(post), int(citizen)))
