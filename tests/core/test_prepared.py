"""Statements of every request, planned once for each connection."""

from datetime import date
from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tram.core import prepared


def kept(mark: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_prepared_statements WHERE position(%s IN statement) > 0",
            [mark],
        )
        return int(cursor.fetchone()[0])


def test_a_statement_asked_again_is_planned_for_good(db: None) -> None:
    mark = f"mark_{uuid4().hex}"
    ask = f"SELECT %s::date AS {mark}"
    assert prepared.rows(ask, [date(2019, 11, 4)]) == [(date(2019, 11, 4),)]
    assert kept(mark) == 0
    for day in (date(2019, 11, 5), date(2019, 11, 6), date(2019, 11, 7)):
        assert prepared.rows(ask, [day]) == [(day,)]
    assert kept(mark) == 1


def test_a_row_has_its_columns_by_name_or_is_none(db: None) -> None:
    found = prepared.row("SELECT %(n)s::int AS number, 'Mẫu' AS name", {"n": 7})
    assert (found.number, found.name) == (7, "Mẫu")
    assert prepared.row("SELECT 1 AS one WHERE %s::int > 1", [1]) is None


def test_an_ordinary_cursor_keeps_no_plan(db: None) -> None:
    mark = f"mark_{uuid4().hex}"
    with connection.cursor() as cursor:
        for number in range(4):
            cursor.execute(f"SELECT %s::int AS {mark}", [number])
    assert kept(mark) == 0


def test_a_log_of_statements_shows_the_values(db: None) -> None:
    with CaptureQueriesContext(connection) as seen:
        prepared.run("SELECT %s::int", [4711])
    assert [query["sql"] for query in seen] == ["SELECT 4711::int"]
