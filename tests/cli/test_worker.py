"""`tram worker`: housekeeping is done, a fault is not kept quiet, and it stops when asked."""

import logging
import signal
from datetime import UTC, datetime
from importlib import import_module

import pytest
from django.conf import settings

from tests.cli.conftest import Installation, wait_for
from tram.accounts.models import Session
from tram.accounts.tasks import clear_expired_sessions
from tram.core import tasks
from tram.core.errors import Refused
from tram.core.janitors import JANITORS, Janitor


def test_it_does_its_rounds_and_stops_when_asked(installed: Installation) -> None:
    process = installed.start("worker", TRAM_LOG="INFO")
    told = wait_for(process, "sweep_janitors[2](") and wait_for(process, "ended with status")
    assert "Success" in told
    process.send_signal(signal.SIGTERM)
    _, rest = process.communicate(timeout=120)
    assert process.returncode == 0, rest
    assert not installed.database_runs


@pytest.mark.django_db
def test_a_janitor_that_finds_something_is_in_the_log_and_fails_the_job(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = Janitor("test: one is not two", "SELECT 'one'", "SELECT 1")
    monkeypatch.setattr(tasks, "JANITORS", [*JANITORS, found])
    with caplog.at_level(logging.ERROR), pytest.raises(Refused, match="tram verify"):
        tasks.sweep_janitors(timestamp=0)
    assert "test: one is not two: one" in caplog.text


@pytest.mark.django_db
def test_janitors_that_find_nothing_say_how_much_they_looked_at(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.INFO):
        tasks.sweep_janitors(timestamp=0)
    assert f"{len(JANITORS)} janitors looked at" in caplog.text


@pytest.mark.django_db
def test_expired_sessions_are_forgotten_and_others_are_not() -> None:
    store = import_module(settings.SESSION_ENGINE).SessionStore
    old, live = store(), store()
    for session in (old, live):
        session["place"] = 1
        session.save()
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    Session.objects.filter(session_key=old.session_key).update(expire_date=long_ago)
    clear_expired_sessions(timestamp=0)
    kept = set(Session.objects.values_list("session_key", flat=True))
    assert live.session_key in kept
    assert old.session_key not in kept
