"""Housekeeping of accounts, done by `tram worker`."""

from procrastinate.contrib.django import app

from tram.accounts.sessions import SessionStore


@app.periodic(cron="0 19 * * *")
@app.task(queueing_lock="clear_expired_sessions")
def clear_expired_sessions(timestamp: int) -> None:
    """Forget sessions that can no longer be used."""
    SessionStore.clear_expired()
