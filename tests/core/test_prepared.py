"""Statements of every request, planned once for each connection."""

from contextlib import suppress
from datetime import date
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.transaction import TransactionManagementError
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


def test_a_row_by_names_may_follow_one_whose_names_repeat(db: None) -> None:
    """Two tables joined have two columns of one name; the next question is another matter."""
    assert prepared.rows("SELECT 1 AS id, 2 AS id", []) == [(1, 2)]
    assert prepared.row("SELECT 3 AS id", []).id == 3


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


def test_after_a_mistake_the_next_statement_is_answered(db: None) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        prepared.rows("SELECT 1 / %s::int", [0])
    assert prepared.rows("SELECT 1 / %s::int", [1]) == [(1,)]


def test_nothing_is_asked_in_a_transaction_that_has_failed(db: None) -> None:
    with transaction.atomic():
        with suppress(DatabaseError), transaction.atomic(savepoint=False):
            prepared.rows("SELECT 1 / %s::int", [0])
        with pytest.raises(TransactionManagementError):
            prepared.rows("SELECT %s::int", [1])


def counter(name: str) -> tuple[str, list[object]]:
    return ("INSERT INTO core_counter (series, day, last) VALUES (%s, '2019-11-04', 1)", [name])


def counted(seen: CaptureQueriesContext) -> int:
    return sum("core_counter" in query["sql"] for query in seen)


def test_what_is_written_together_goes_as_one_statement(db: None) -> None:
    with CaptureQueriesContext(connection) as seen, prepared.together():
        for name in "abc":
            prepared.write([counter(name)])
    assert counted(seen) == 1
    assert prepared.rows(
        "SELECT count(*) FROM core_counter WHERE series = ANY(%s)", [[*"abc"]]
    ) == [(3,)]


def test_a_question_sees_what_was_written_before_it(db: None) -> None:
    with prepared.together():
        prepared.write([counter("a")])
        assert prepared.rows("SELECT last FROM core_counter WHERE series = %s", ["a"]) == [(1,)]
        prepared.write([counter("b")])
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM core_counter WHERE series IN ('a', 'b')")
            assert cursor.fetchone() == (2,)


def test_a_row_written_twice_takes_two_statements(db: None) -> None:
    add = "UPDATE core_counter SET last = last + 1 WHERE series = %(name)s"
    with prepared.together():
        prepared.write([counter("a")], ["a"])
        prepared.write([(add, {"name": "a"})], ["a"])
        prepared.write([(add, {"name": "a"})], ["a"])
    assert prepared.rows("SELECT last FROM core_counter WHERE series = %s", ["a"]) == [(3,)]


def test_what_fails_leaves_nothing_waiting(db: None) -> None:
    def fail() -> None:
        with prepared.together():
            prepared.write([counter("a")])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with prepared.together():
        prepared.write([counter("b")])
    assert prepared.rows(
        "SELECT series FROM core_counter WHERE series = ANY(%s)", [["a", "b"]]
    ) == [("b",)]
