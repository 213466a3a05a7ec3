"""Housekeeping of the machinery: work that nobody asks for, done by `tram worker`.

Hours are in UTC: 19:00 is two at night. A task that finds something wrong fails, so that it stays in the
table of jobs until a person looks.
"""

import logging
from typing import Any

from procrastinate.contrib.django import app

from tram.core.errors import Refused
from tram.core.files import store
from tram.core.janitors import JANITORS, sweep

KEPT_HOURS = 72
"""How long a job that went well is remembered, in hours; a failed one until a person removes it."""

log = logging.getLogger(__name__)


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="retry_stalled_jobs", pass_context=True)
async def retry_stalled_jobs(context: Any, timestamp: int) -> None:
    """Give jobs of a worker that died to a living one."""
    for job in await context.app.job_manager.get_stalled_jobs():
        log.warning("retrying job %s (%s): its worker is gone", job.id, job.task_name)
        await context.app.job_manager.retry_job(job)


@app.periodic(cron="30 19 * * *")
@app.task(queueing_lock="remove_old_jobs", pass_context=True)
async def remove_old_jobs(context: Any, timestamp: int) -> None:
    """Forget jobs that went well."""
    await context.app.job_manager.delete_old_jobs(nb_hours=KEPT_HOURS)


@app.periodic(cron="40 19 * * *")
@app.task(queueing_lock="forget_leftovers")
def forget_leftovers(timestamp: int) -> None:
    """Remove uploads that a crash left half-way a day ago; kept files are never removed."""
    log.info("%d leftovers removed", store.forget_leftovers(timestamp - 24 * 3600))


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="sweep_janitors")
def sweep_janitors(timestamp: int) -> None:
    """Ask every invariant whether it still holds; what breaks one goes to the log, and the job fails."""
    swept = [sweep(janitor) for janitor in JANITORS]
    faults = [(found.janitor.name, row) for found in swept for row in found.offences]
    for name, row in faults:
        log.error("janitor %s: %s", name, row)
    log.info("%d janitors looked at %d rows", len(swept), sum(found.looked for found in swept))
    if faults:
        raise Refused(
            "janitors-found",
            f"Dữ liệu có {len(faults)} chỗ sai: hãy chạy «tram verify» để xem."
            f" ({len(faults)} faults in the data: run `tram verify`.)",
        )
