"""The one clock: real in earnest, shifted or set in a demonstration, and never the caller's word in earnest."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tests.conftest import owner
from tram.core import clock
from tram.core.queries import is_demo

THEN = datetime(2019, 11, 4, 1, 30, tzinfo=UTC)


def really() -> datetime:
    return datetime.now(UTC)


def test_a_demonstration_may_simulate_history(db: None) -> None:
    assert is_demo()
    with clock.simulated(THEN):
        assert clock.now() == THEN
        assert clock.today() == THEN.date()
    assert abs(clock.now() - really()) < timedelta(minutes=1)


def test_a_demonstration_shifts_the_real_clock(own_database: str) -> None:
    shift = THEN - really()
    with owner(own_database) as admin:
        admin.execute("UPDATE core_demo SET shift = %s", [shift])
    assert abs(clock.now() - THEN) < timedelta(minutes=1)


def test_outside_a_demonstration_nobody_can_set_the_clock(own_database: str) -> None:
    with owner(own_database) as admin:
        admin.execute("DELETE FROM core_demo")
    assert not is_demo()
    with clock.simulated(THEN):
        assert abs(clock.now() - really()) < timedelta(minutes=1)


def test_the_app_role_cannot_make_a_demonstration(own_database: str) -> None:
    with owner(own_database) as admin:
        admin.execute("DELETE FROM core_demo")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_demo (single, shift, seed) VALUES (true, interval '-7 years', 1)"
        )
