"""What ingestion announces. Announcements of a bulk act are about the batch."""

from __future__ import annotations

from dataclasses import dataclass

from creditport.kernel.events.announcements import Announcement


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionApplied(Announcement):
    """A submission is whole: its versions, subjects and problems are written in this transaction."""

    submission_id: int
    item: str
    agency: str
    accepted: int
    registers_subjects: bool
