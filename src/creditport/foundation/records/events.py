"""What records announce."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from creditport.foundation.records.choices import Cause
from creditport.kernel.events.announcements import Announcement


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordVersionWritten(Announcement):
    """One record has a new version, by an act on that record and not by a submission."""

    record_id: int
    key: UUID
    version: int
    cause: Cause
    subject_id: int | None
