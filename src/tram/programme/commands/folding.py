"""Folding (cộng dồn): what the books said since the last time goes into the sums, each dossier exactly once.

One statement takes the rows of `programme_pending` that it sees, reads those dossiers as the books have them at the
same moment, and adds the difference to what was counted. A writer that commits meanwhile leaves a row that was not
seen, so it is counted the next time: the order of commits loses nothing. Only one folding runs at a time.
"""

from django.db import connection, transaction

from tram.programme.models.columns import COUNTS, EVENTS, FACT_COLUMNS, MONTH_COLUMNS, MONTHS

LOCK = "SELECT pg_advisory_xact_lock(hashtext('programme_fold'))"
PATIENT = "SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0"
"""This is work of the worker and of operators: nobody waits for it in a page."""
AT_ONCE = 20_000
"""How many rows of the tail one transaction takes."""

_FACTS = ", ".join(("dossier_id", *FACT_COLUMNS))
_MONTHS = ", ".join(("id", *MONTH_COLUMNS))
_ADDED = ", ".join(f"{name} = programme_month.{name} + excluded.{name}" for name in COUNTS)
_SUMS = ", ".join(f"sum({name}) AS {name}" for name in COUNTS)
_FOLD = f"""
WITH seen AS (
  DELETE FROM programme_pending WHERE id IN (SELECT id FROM programme_pending ORDER BY id LIMIT %s)
  RETURNING id, dossier_id),
ids AS (SELECT DISTINCT dossier_id FROM seen),
now AS (SELECT {_FACTS} FROM ids JOIN programme_facts_now USING (dossier_id)),
moved AS (SELECT *, 1 AS sign FROM now
  UNION ALL SELECT {_FACTS}, -1 FROM ids JOIN programme_fact USING (dossier_id)),
fact AS (INSERT INTO programme_fact ({_FACTS}) SELECT {_FACTS} FROM now
  ON CONFLICT (dossier_id) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in FACT_COLUMNS)}),
month AS (INSERT INTO programme_month ({_MONTHS})
  SELECT md5(unit_id || '/' || procedure_id || '/' || to_char(month, 'YYYYMM'))::uuid,
    unit_id, procedure_id, month, {_SUMS}
  FROM ({EVENTS.format(facts="moved", sign="sign")}) e GROUP BY unit_id, procedure_id, month
  HAVING ({", ".join(f"sum({name})" for name in COUNTS)}) <> ({", ".join("0" for _ in COUNTS)})
  ON CONFLICT (id) DO UPDATE SET {_ADDED}),
mark AS (UPDATE programme_rollup SET seq = greatest(seq, coalesce((SELECT max(id) FROM seen), 0)),
  dossiers = dossiers + (SELECT count(*) FROM now) - (SELECT count(*) FROM moved WHERE sign = -1),
  folded_at = tram_now())
SELECT (SELECT count(*) FROM seen), (SELECT count(*) FROM ids)
"""
_EMPTY = (
    f"DELETE FROM programme_month WHERE ({', '.join(COUNTS)}) = ({', '.join('0' for _ in COUNTS)})"
)
_REBUILD = (
    "WITH gone AS (DELETE FROM programme_pending RETURNING id) "
    "UPDATE programme_rollup SET seq = greatest(seq, coalesce((SELECT max(id) FROM gone), 0))",
    "DELETE FROM programme_month",
    "DELETE FROM programme_fact",
    f"INSERT INTO programme_fact ({_FACTS}) SELECT {_FACTS} FROM programme_facts_now",
    f"INSERT INTO programme_month ({_MONTHS}) {MONTHS.format(facts='programme_fact')}",
    "UPDATE programme_rollup SET dossiers = (SELECT count(*) FROM programme_fact), folded_at = tram_now()",
)


def fold() -> int:
    """Count everything that waits; the number of dossiers that were read anew."""
    done = 0
    while True:
        rows, dossiers = _fold_some()
        done += dossiers
        if rows < AT_ONCE:
            return done


def _fold_some() -> tuple[int, int]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(PATIENT)
        cursor.execute(LOCK)
        cursor.execute(_FOLD, [AT_ONCE])
        rows, dossiers = cursor.fetchone()
        cursor.execute(_EMPTY)
    return int(rows), int(dossiers)


def rebuild() -> int:
    """Count everything anew from the books, in one transaction; the number of dossiers.

    What waits goes first: whoever commits after that leaves a row that waits on, and counts once all the same.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(PATIENT)
        cursor.execute(LOCK)
        for statement in _REBUILD:
            cursor.execute(statement)
        cursor.execute("SELECT dossiers FROM programme_rollup")
        return int(cursor.fetchone()[0])
