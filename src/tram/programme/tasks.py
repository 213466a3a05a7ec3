"""What `tram worker` does for the plan."""

import logging

from procrastinate.contrib.django import app

from tram.programme.commands.folding import fold

log = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="fold_the_facts")
def fold_the_facts(timestamp: int) -> None:
    """Put what the books said in the last minute into the sums that the board reads."""
    log.info("%d dossiers counted", fold())
