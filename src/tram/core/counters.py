"""Numbers printed on paper: one row per series and day, taken under its lock, so none is given twice."""

from datetime import date

from django.db import connection


def next_number(series: str, day: date) -> int:
    """The next number of a series on a day, from 1; a transaction that fails gives it back."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_counter (series, day, last) VALUES (%s, %s, 1) "
            "ON CONFLICT (series, day) DO UPDATE SET last = core_counter.last + 1 RETURNING last",
            [series, day],
        )
        return int(cursor.fetchone()[0])
