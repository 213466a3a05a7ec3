"""What `tram worker` does for custody."""

import logging
from uuid import uuid4

from procrastinate.contrib.django import app

from tram.core.acts import Act, Actor
from tram.custody.commands.alarms import watch_all
from tram.custody.commands.clocks import reckon_all, recount_all
from tram.custody.commands.succession import take_over

log = logging.getLogger(__name__)


@app.periodic(cron="5 * * * *")
@app.task(queueing_lock="carry_on_at_successors")
def carry_on_at_successors(timestamp: int) -> None:
    """What lies at a unit that has ended goes on at its successor."""
    done = take_over(Act(request_id=uuid4(), actor=Actor(None)))
    log.info("%(dossiers)d dossiers and %(items)d things went on at a successor", done)


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="watch_the_post")
def watch_the_post(timestamp: int) -> None:
    """Put due times to the runs of the post's clock, and tell of items that are silent too long."""
    reckoned, done = reckon_all(), watch_all()
    log.info("%d runs of the post's clock reckoned", reckoned)
    log.info("%(raised)d alarms raised, %(escalated)d escalated, %(closed)d closed", done)


@app.periodic(cron="50 19 * * *")
@app.task(queueing_lock="recount_the_post")
def recount_the_post(timestamp: int) -> None:
    """Reckon the due times of what is on the road anew: the calendar may have changed."""
    log.info("%d runs of the post's clock reckoned anew", recount_all())
