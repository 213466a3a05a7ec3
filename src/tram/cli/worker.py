"""`tram worker`: the process that does the jobs nobody waits for."""

from tram.cli.console import prepared, say

STOP_SECONDS = 30
"""How long a job under way may take to end when the worker is asked to stop."""


@prepared
def worker() -> None:
    """Do housekeeping until Ctrl-C or SIGTERM: warn of lateness, sweep janitors, retry stalled jobs, end old sessions.

    One is enough; a second one shares the jobs with it. docs/operations.md lists them.

    Example: tram worker

    Exit codes: 0 stopped when asked, 1 refused.
    """
    from procrastinate.contrib.django import app

    say(f"Trạm works: {len(app.periodic_registry.periodic_tasks)} periodic jobs. Ctrl-C stops it.")
    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]
    with app.replace_connector(connector) as jobs:
        jobs.run_worker(shutdown_graceful_timeout=STOP_SECONDS)
