"""Background work of ingestion: ids in, one action."""

from __future__ import annotations

from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from creditport.foundation.ingestion import actions
from creditport.kernel.clock.clock import now
from creditport.kernel.identity.actor import SYSTEM
from creditport.kernel.identity.queries import actor_named

# A job that failed for a passing reason (database restarted) is tried again; applying twice changes nothing.
_RETRY = RetryStrategy(max_attempts=5, exponential_wait=3)


@app.task(name="ingestion.apply", queue="ingestion", retry=_RETRY)
def apply_submission(submission_id: int, username: str) -> None:
    """Check and apply a submission for the one who sent it; for the system if that account was closed meanwhile."""
    actor = actor_named(username) or SYSTEM
    actions.apply(actor=actor, at=now(), submission_id=submission_id)


def queue_apply(submission_id: int, username: str) -> None:
    """Queue the checks, once: a second call while they wait does nothing. Commits with the caller's transaction."""
    job = apply_submission.configure(lock=f"submission-{submission_id}", queueing_lock=f"submission-{submission_id}")
    try:
        with transaction.atomic():
            job.defer(submission_id=submission_id, username=username)
    except AlreadyEnqueued:
        return
