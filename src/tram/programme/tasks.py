"""What `tram worker` does for the plan."""

import logging

from procrastinate.contrib.django import app

from tram.core import clock
from tram.programme.commands.folding import fold
from tram.programme.commands.foretelling import foretell
from tram.programme.queries.plan import plan_for, year_on

log = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="fold_the_facts")
def fold_the_facts(timestamp: int) -> None:
    """Put what the books said in the last minute into the sums that the board reads."""
    log.info("%d dossiers counted", fold())


@app.periodic(cron="15 20 * * *")
@app.task(queueing_lock="foretell_the_year")
def foretell_the_year(timestamp: int) -> None:
    """Where each agency will end this year of the plan; it takes a minute, and pages only read it."""
    today = clock.today()
    year = year_on(today)
    if plan_for(year, today):
        log.info("%d outlooks", foretell(year, today))
