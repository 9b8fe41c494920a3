"""Background making of documents: ids in, one action for each."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from creditport.consequences.notices.actions import NothingToNotifyError, make_notices
from creditport.consequences.notices.queries import documents_due
from creditport.kernel.clock.clock import civil_day, now
from creditport.kernel.identity.actor import SYSTEM

# What is served within a week of the decision is made ahead; a file of old decisions is history, and whoever wants the
# documents of one of them has them made by opening its page.
FRESH = timedelta(days=30)
AT_ONCE = 200
_RETRY = RetryStrategy(max_attempts=3, exponential_wait=5)


@app.task(name="notices.make", queue="notices", retry=_RETRY)
def make_for_submission(submission_id: int) -> None:
    """Make the documents of the fresh decisions of a submission."""
    at = now()
    for key in documents_due(submission_id, civil_day(at) - FRESH, AT_ONCE):
        _make(key)


@app.task(name="notices.make-one", queue="notices", retry=_RETRY)
def make_for_record(record_key: str) -> None:
    """Make the documents of one decision."""
    _make(UUID(record_key))


def _make(key: UUID) -> None:
    try:
        make_notices(actor=SYSTEM, at=now(), record_key=key)
    except NothingToNotifyError:
        return
