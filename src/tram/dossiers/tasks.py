"""What `tram worker` does for dossiers."""

import logging

from procrastinate.contrib.django import app

from tram.dossiers.commands.warnings import warn_all

log = logging.getLogger(__name__)


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="warn_of_lateness")
def warn_of_lateness(timestamp: int) -> None:
    """Warn of dossiers that near or pass their due time, and draft the apologies to sign."""
    done = warn_all()
    log.info("%(warned)d warnings written, %(drafted)d apologies drafted", done)
