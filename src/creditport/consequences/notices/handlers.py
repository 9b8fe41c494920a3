"""What notices do when decisions are reported and when a subject is entered in a list."""

from __future__ import annotations

from creditport.consequences.lists.events import EntryInForce
from creditport.consequences.lists.queries import entry
from creditport.consequences.notices.tasks import make_for_record, make_for_submission
from creditport.foundation.ingestion.events import SubmissionApplied
from creditport.kernel.clock.clock import civil_day
from creditport.kernel.events.announcements import handles
from creditport.kernel.packs.registry import packs


@handles(SubmissionApplied)
def decisions_arrived(event: SubmissionApplied) -> None:
    """The documents of fresh decisions are made in the background; the job commits with the submission."""
    if event.accepted and packs().documents_with(event.item, civil_day(event.at)):
        make_for_submission.defer(submission_id=event.submission_id)


@handles(EntryInForce)
def a_subject_was_listed(event: EntryInForce) -> None:
    """An entry made on the platform has its documents too; one that was imported has them with its submission."""
    listed = entry(event.entry_id)
    if listed is not None and listed.record_key is not None and listed.source == "office":
        make_for_record.defer(record_key=str(listed.record_key))
