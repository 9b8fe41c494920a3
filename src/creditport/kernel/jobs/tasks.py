"""Jobs of a worker that was killed are taken up again."""

from __future__ import annotations

from procrastinate import JobContext
from procrastinate.contrib.django import app

SILENT_AFTER = 30  # seconds without a heartbeat, which a worker gives every ten


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="resume-stalled-jobs", pass_context=True)
async def resume_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Put back every job whose worker has gone silent: each task is one action, whole or absent, safe to run again."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_AFTER):
        await manager.retry_job(job)
    await manager.prune_stalled_workers(SILENT_AFTER)
