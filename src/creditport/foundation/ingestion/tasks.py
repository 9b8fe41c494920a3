"""Background work of ingestion: ids in, one action."""

from __future__ import annotations

from datetime import timedelta
from math import exp
from threading import current_thread
from time import monotonic

from django.db import connection, transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from creditport.foundation.ingestion import actions
from creditport.foundation.ingestion.choices import SubmissionState
from creditport.foundation.ingestion.models import Submission
from creditport.kernel.clock.clock import now
from creditport.kernel.identity.actor import SYSTEM
from creditport.kernel.identity.queries import actor_named

# A job that failed for a passing reason (database restarted) is tried again; applying twice changes nothing.
_RETRY = RetryStrategy(max_attempts=5, exponential_wait=3)

_BYTES_A_ROW = 300
_LEFT_BEHIND = timedelta(minutes=5)  # whoever received a file applies it within this time, or was killed
_GIVEN_UP = timedelta(days=3)


@app.task(name="ingestion.apply", queue="ingestion", retry=_RETRY)
def apply_submission(submission_id: int, username: str) -> None:
    """Check and apply a submission for the one who sent it; for the system if that account was closed meanwhile."""
    actor = actor_named(username) or SYSTEM
    actions.apply(actor=actor, at=now(), submission_id=submission_id, progress=_teller(submission_id))


def _teller(submission_id: int) -> actions.Progress:
    """Notes how far the checks are, at most once a second, for the page that waits.

    The checks run in a thread of their own, so the note is written on a connection of its own, beside the transaction
    that writes the rows, and seen at once. The number of rows is not known while reading, so the share is guessed from
    the size; it never reaches the end before the end.
    """
    waiting = Submission.objects.filter(id=submission_id, state=SubmissionState.RECEIVED)
    size = max(1, waiting.values_list("size", flat=True).first() or 1)
    noted_at = [0.0]
    caller = current_thread()

    def tell(stage: str, rows: int) -> None:
        if monotonic() - noted_at[0] < 1:
            return
        noted_at[0] = monotonic()
        waiting.update(stage=stage, progress=round(90 * (1 - exp(-rows * _BYTES_A_ROW / size))))
        if current_thread() is not caller:
            connection.close()

    return tell


def queue_apply(submission_id: int, username: str) -> None:
    """Queue the checks, once: a second call while they wait does nothing. Commits with the caller's transaction."""
    job = apply_submission.configure(lock=f"submission-{submission_id}", queueing_lock=f"submission-{submission_id}")
    try:
        with transaction.atomic():
            job.defer(submission_id=submission_id, username=username)
    except AlreadyEnqueued:
        return


@app.periodic(cron="* * * * *")
@app.task(name="ingestion.resume", queueing_lock="resume-submissions")
def resume_left_behind(timestamp: int) -> None:
    """Queue what was received and then left, because the process that would have applied it was killed."""
    at = now()
    left = Submission.objects.filter(
        state=SubmissionState.RECEIVED, received_at__range=(at - _GIVEN_UP, at - _LEFT_BEHIND)
    )
    for submission_id, username in left.order_by("id").values_list("id", "received_by"):
        queue_apply(submission_id, username)
