"""The only clock: `tram_now()` in the database.

In a real installation it is the real time. In a demonstration, marked by a row that only the owner role can
write, it is the real time shifted, or the transaction's `tram.clock` while history is being simulated.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.db import connection

from tram.core.calendar import local_date

NOW = """
CREATE FUNCTION public.tram_now() RETURNS timestamptz LANGUAGE sql VOLATILE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN d.shift IS NULL THEN clock_timestamp()
    ELSE coalesce(nullif(current_setting('tram.clock', true), '')::timestamptz, clock_timestamp() + d.shift)
  END FROM (SELECT (SELECT shift FROM public.core_demo) AS shift) AS d
$$;
"""


def now() -> datetime:
    """The database's time, aware, in UTC."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tram_now()")
        found: datetime = cursor.fetchone()[0]
    return found


def today() -> date:
    """The day it is in Việt Nam by `now()`."""
    return local_date(now())


@contextmanager
def simulated(moment: datetime) -> Iterator[None]:
    """Let `tram_now()` answer `moment` on this connection: only a demonstration's database listens."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('tram.clock', %s, false)", [moment.isoformat()])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('tram.clock', '', false)")
