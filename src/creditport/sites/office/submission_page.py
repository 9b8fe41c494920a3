"""What the page of one submission shows."""

from __future__ import annotations

from django.http import Http404

from creditport.foundation.ingestion.models import Submission
from creditport.foundation.ingestion.queries import submission_by_reference
from creditport.kernel.identity.access import may_see_agency
from creditport.kernel.identity.actor import Actor

ROWS_SHOWN = 50


def visible_submission(actor: Actor, reference: str) -> Submission:
    """The submission, if this actor may see its agency; for others it does not exist."""
    submission = submission_by_reference(reference)
    if submission is None or not may_see_agency(actor, submission.agency):
        raise Http404
    return submission
